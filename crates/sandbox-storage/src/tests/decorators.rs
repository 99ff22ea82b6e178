//! Prefixes, quotas, counters and faults.

use crate::{Created, Fault, Faults, Key, Meter, Store, StoreErrorKind};

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

#[tokio::test]
async fn a_tenant_sees_its_own_part_only() {
    let store = Store::memory();
    let (a, b) = (store.prefixed(key("t/a")), store.prefixed(key("t/ab")));
    a.put(&key("x"), "a's").await.unwrap();
    b.put(&key("x"), "b's").await.unwrap();
    store.put(&key("x"), "nobody's").await.unwrap();
    assert_eq!(a.get(&key("x"), 10).await.unwrap(), "a's");
    assert_eq!(
        (
            a.usage(None).await.unwrap().objects,
            store.usage(None).await.unwrap().objects
        ),
        (1, 3)
    );
    a.delete_all(&key("x")).await.unwrap();
    a.delete(&key("x")).await.unwrap();
    assert_eq!(b.get(&key("x"), 10).await.unwrap(), "b's");
    assert!(a.head(&key("x")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_quota_counts_what_is_there_and_what_comes() {
    let store = Store::memory();
    store.put(&key("old"), vec![0; 60]).await.unwrap();
    let bounded = store.with_quota(100);
    bounded.put(&key("a"), vec![0; 40]).await.unwrap();
    for refused in [
        bounded.put(&key("b"), "x").await.unwrap_err(),
        bounded.create(&key("b"), "x").await.unwrap_err(),
    ] {
        assert_eq!(refused.kind, StoreErrorKind::Full);
    }
    assert!(
        bounded.head(&key("b")).await.unwrap().is_none(),
        "nothing is written over the quota"
    );
    assert_eq!(bounded.create(&key("a"), "").await.unwrap(), Created::Exists);
    bounded.delete(&key("old")).await.unwrap();
    bounded.put(&key("a"), vec![0; 10]).await.unwrap();
    bounded.put(&key("b"), vec![0; 90]).await.unwrap();
    bounded.put(&key("c"), "x").await.unwrap_err();
}

#[tokio::test]
async fn operations_are_counted() {
    let meter = Meter::default();
    let store = Store::memory().metered(meter.clone());
    store.put(&key("a"), "abc").await.unwrap();
    store.get(&key("a"), 10).await.unwrap();
    store.get(&key("b"), 10).await.unwrap_err();
    store.get(&key("a"), 1).await.unwrap_err();
    store.children(None).await.unwrap();
    store.delete(&key("a")).await.unwrap();
    let counts = meter.counts();
    assert_eq!(
        (counts.reads, counts.writes, counts.deletes, counts.lists),
        (3, 1, 1, 1)
    );
    assert_eq!((counts.bytes_read, counts.bytes_written, counts.errors), (3, 3, 1));
}

#[tokio::test]
async fn faults_do_what_they_say() {
    let under = Store::memory();
    let faults = Faults::new(|operation| match operation.key.as_str() {
        "fails" => Some(Fault::Fails(StoreErrorKind::Full)),
        "done" => Some(Fault::DoneButFails),
        "torn" => Some(Fault::Torn),
        "flipped" => Some(Fault::BitFlip),
        "stale" => Some(Fault::StaleListing),
        _ => None,
    });
    let store = under.faulty(faults.clone());
    assert_eq!(
        store.put(&key("fails"), "x").await.unwrap_err().kind,
        StoreErrorKind::Full
    );
    assert!(under.head(&key("fails")).await.unwrap().is_none());
    assert_eq!(
        store.create(&key("done"), "x").await.unwrap_err().kind,
        StoreErrorKind::Unavailable
    );
    assert_eq!(under.get(&key("done"), 10).await.unwrap(), "x");
    store.create(&key("torn"), "abcd").await.unwrap_err();
    assert_eq!(under.get(&key("torn"), 10).await.unwrap(), "ab");
    store.put(&key("flipped"), "abcd").await.unwrap();
    let flipped = store.get(&key("flipped"), 10).await.unwrap();
    assert_eq!(flipped.iter().zip(b"abcd").filter(|(a, b)| a != b).count(), 1);
    store.put(&key("stale/a"), "x").await.unwrap();
    assert_eq!(store.usage(Some(&key("stale"))).await.unwrap().objects, 0);
    assert_eq!(store.children(Some(&key("stale"))).await.unwrap().len(), 0);
    assert_eq!((faults.injected(), faults.operations()), (7, 8));
}
