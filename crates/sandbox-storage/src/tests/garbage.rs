//! Collecting beside writers.

use std::collections::HashSet;
use std::time::Duration;

use crate::{BlobRef, Blobs, DEFAULT_GRACE, Hash, Store, StoreError, StoreErrorKind, collect};

async fn named(store: &Store, grace: Duration, dry_run: bool, named: &[BlobRef]) -> crate::Collected {
    let named: HashSet<BlobRef> = named.iter().copied().collect();
    collect(store, grace, dry_run, async || Ok::<_, StoreError>(named))
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_named_or_young_stays() {
    let store = Store::memory();
    let blobs = Blobs::of(&store);
    let (kept, _) = blobs.put(b"kept").await.unwrap();
    let (gone, bytes) = blobs.put(b"gone").await.unwrap();
    let young = named(&store, DEFAULT_GRACE, false, &[kept]).await;
    assert_eq!(
        (young.removed.objects, young.young.objects, young.kept.objects),
        (0, 1, 1)
    );
    let planned = named(&store, Duration::ZERO, true, &[kept]).await;
    assert_eq!((planned.removed.objects, planned.removed.bytes), (1, bytes));
    assert!(blobs.get(&gone, 10).await.is_ok(), "a dry run removes nothing");
    let done = named(&store, Duration::ZERO, false, &[kept]).await;
    assert_eq!(done.removed, planned.removed);
    assert!(blobs.get(&gone, 10).await.unwrap_err().is_not_found());
    assert_eq!(blobs.get(&kept, 10).await.unwrap(), "kept");
}

#[tokio::test]
async fn foreign_objects_among_the_blobs_go_as_well() {
    let store = Store::memory();
    store
        .put(&crate::Key::new("blobs/zz/foreign").unwrap(), "x")
        .await
        .unwrap();
    assert_eq!(named(&store, Duration::ZERO, false, &[]).await.removed.objects, 1);
}

#[tokio::test]
async fn b_247_an_old_blob_that_nobody_is_known_to_name_is_not_relied_on() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::disk(folder.path()).unwrap();
    let blobs = Blobs::of(&store);
    let (old, _) = blobs.put(b"content").await.unwrap();
    let file = std::fs::File::options()
        .write(true)
        .open(folder.path().join(old.key().as_str()))
        .unwrap();
    file.set_modified(std::time::SystemTime::now() - DEFAULT_GRACE).unwrap();
    let (copy, bytes) = blobs.put(b"content").await.unwrap();
    assert!(copy != old && copy.hash == old.hash && bytes > 0);
    // The collector that was about to remove the old one does no harm.
    assert_eq!(named(&store, DEFAULT_GRACE, false, &[copy]).await.removed.objects, 1);
    assert_eq!(blobs.get(&copy, 10).await.unwrap(), "content");
}

#[tokio::test]
async fn a_torn_blob_is_not_relied_on() {
    let store = Store::memory();
    let blobs = Blobs::of(&store);
    let whole = BlobRef {
        hash: Hash::of(b"content"),
        copy: 0,
    };
    store.put(&whole.key(), "half").await.unwrap();
    let (copy, _) = blobs.put(b"content").await.unwrap();
    assert_eq!(blobs.get(&copy, 10).await.unwrap(), "content");
    assert_eq!(blobs.get(&whole, 10).await.unwrap_err().kind, StoreErrorKind::Corrupt);
}

#[tokio::test]
async fn b_252_a_blob_that_was_replaced_is_not_read() {
    let store = Store::memory();
    let blobs = Blobs::of(&store);
    let ((one, _), (other, _)) = (blobs.put(b"one").await.unwrap(), blobs.put(b"two").await.unwrap());
    let content = store.get(&other.key(), 100).await.unwrap();
    store.put(&one.key(), content).await.unwrap();
    assert_eq!(blobs.get(&one, 10).await.unwrap_err().kind, StoreErrorKind::Corrupt);
}
