use bytes::Bytes;
use proptest::prelude::*;
use rand::{Rng, SeedableRng as _};
use sandbox_core::SessionId;
use sandbox_storage::{Blobs, Store};
use sandbox_vfs::FileContent;

use super::decode::Budget;
use super::*;
use crate::content::Known;
use crate::error::SessionError;
use crate::layout::{Incarnation, Place};

fn place() -> Place {
    Place {
        id: SessionId::new("x").unwrap(),
        incarnation: Incarnation::new(),
    }
}

fn page(fill: u8) -> Page {
    Arc::new([fill; PAGE_BYTES])
}

fn file(path: &str, content: &[u8]) -> DeltaEntry {
    DeltaEntry {
        path: path.to_owned(),
        mtime: 7,
        order: 9,
        kind: DeltaKind::File(FileContent::from(Bytes::copy_from_slice(content))),
    }
}

/// Bytes that neither repeat nor compress.
fn random(len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    rand::rngs::StdRng::seed_from_u64(7).fill_bytes(&mut bytes);
    bytes
}

/// What a layer does, in a form that can be compared.
fn shown(layer: &Layer) -> String {
    let pages: Vec<_> = layer
        .pages
        .iter()
        .map(|(number, page)| (*number, page[0], page[PAGE_BYTES - 1]))
        .collect();
    let entries: Vec<_> = layer
        .entries
        .values()
        .map(|kept| {
            let content = match &kept.entry.kind {
                DeltaKind::File(content) => sandbox_storage::Hash::of(&content.read().unwrap()).to_string(),
                other => format!("{other:?}"),
            };
            (kept.entry.path.clone(), kept.entry.mtime, kept.entry.order, content)
        })
        .collect();
    format!("{pages:?} {:?} {:?} {entries:?}", layer.cleared, layer.removed)
}

async fn round_trip(layer: &mut Layer) -> (Layer, Encoded) {
    let blobs = Blobs::of(&Store::memory());
    let encoded = encode(layer, &blobs, &mut Known::default()).await.unwrap();
    let bytes = Bytes::from(encoded.bytes.clone());
    assert_eq!(names(&bytes).unwrap().len(), encoded.names.len());
    let (decoded, names) = decode(&bytes, &blobs, &mut Budget { bytes: 1 << 30 }, &place())
        .await
        .unwrap();
    assert_eq!(names.len(), encoded.names.len());
    (decoded, encoded)
}

#[tokio::test]
async fn large_and_small_things_come_back() {
    let mut layer = Layer::default();
    for number in 0..1000_u32 {
        layer
            .pages
            .insert(number * 3, page(u8::try_from(number % 251).unwrap()));
    }
    layer.cleared.extend([1, 2, 4]);
    let large = random(3_000_000);
    layer.add_files(Delta {
        removed: vec!["/app/gone".into()],
        entries: vec![
            file("/app/large", &large),
            file("/app/small", b"x"),
            file("/app/empty", b""),
        ],
    });
    let (decoded, encoded) = round_trip(&mut layer).await;
    assert_eq!(shown(&decoded), shown(&layer));
    assert!(
        encoded.names.len() > 5 && encoded.bytes.len() < 50_000,
        "what is large is in blobs"
    );
}

#[tokio::test]
async fn what_changed_a_little_is_stored_a_little() {
    let blobs = Blobs::of(&Store::memory());
    let mut known = Known::default();
    let mut content = random(5_000_000);
    let mut layer = Layer::default();
    layer.add_files(Delta {
        entries: vec![file("/app/a", &content)],
        ..Delta::default()
    });
    let first = encode(&mut layer, &blobs, &mut known).await.unwrap();
    content.insert(2_000_000, 42);
    layer.add_files(Delta {
        entries: vec![file("/app/a", &content), file("/app/b", &content)],
        ..Delta::default()
    });
    let second = encode(&mut layer, &blobs, &mut known).await.unwrap();
    assert!(
        second.written * 4 < first.written,
        "{} and then {}",
        first.written,
        second.written
    );
    let third = encode(&mut layer, &blobs, &mut known).await.unwrap();
    assert_eq!(third.written, 0);
}

#[tokio::test]
async fn hostile_layers_are_refused() {
    let blobs = Blobs::of(&Store::memory());
    let index = |json: &str, rest: &[u8]| {
        let mut bytes = u32::try_from(json.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend_from_slice(json.as_bytes());
        bytes.extend_from_slice(rest);
        Bytes::from(bytes)
    };
    let with = |pages: &str, entries: &str| {
        format!(r#"{{"pages":{pages},"segments":[],"cleared":[],"removed":[],"entries":[{entries}]}}"#)
    };
    for bytes in [
        Bytes::new(),
        Bytes::from_static(&[255; 4]),
        index("{", b""),
        index(&with("[[0,1]]", ""), b"short"),
        index(&with("[[0,4294967295]]", ""), b""),
        index(&with("[[4294967295,2]]", ""), &[0; 2 * PAGE_BYTES]),
        index(&with("[[5,1],[5,1]]", ""), &[0; 2 * PAGE_BYTES]),
        index(&with("[[5,1],[1,1]]", ""), &[0; 2 * PAGE_BYTES]),
        index(&with("[]", ""), b"more"),
        index(
            &with("[]", r#"{"path":"/app/x","mtime":0,"order":0,"kind":{"here":9}}"#),
            b"x",
        ),
        index(
            &with(
                "[]",
                r#"{"path":"/app/x","mtime":0,"order":0,"kind":{"here":4294967295}}"#,
            ),
            b"x",
        ),
        index(
            &with("[]", r#"{"path":"/app/x","mtime":-1,"order":0,"kind":"directory"}"#),
            b"",
        ),
        index(
            &with("[]", r#"{"path":"/app/x","mtime":0,"order":0,"kind":"device"}"#),
            b"",
        ),
    ] {
        let refused = decode(&bytes, &blobs, &mut Budget { bytes: 1 << 20 }, &place()).await;
        assert!(matches!(refused, Err(SessionError::Damaged { .. })), "{bytes:?}");
    }
    let many = index(&with("[[0,3]]", ""), &[0; 3 * PAGE_BYTES]);
    let over = decode(
        &many,
        &blobs,
        &mut Budget {
            bytes: 2 * PAGE_BYTES as u64,
        },
        &place(),
    )
    .await;
    assert!(matches!(over, Err(SessionError::Damaged { .. })));
}

/// A few names, so that changes meet.
fn path() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["/app/a", "/app/a/b", "/app/a/b/c", "/app/a-b", "/app/d"]).prop_map(str::to_owned)
}

fn change() -> impl Strategy<Value = Layer> {
    let pages = prop::collection::btree_map(0_u32..6, any::<u8>().prop_map(page), 0..4);
    let removed = prop::collection::vec(path(), 0..3);
    let entries = prop::collection::vec((path(), any::<u8>()), 0..3);
    (pages, prop::collection::btree_set(0_u32..6, 0..3), removed, entries).prop_map(
        |(pages, cleared, removed, entries)| {
            let mut layer = Layer {
                cleared: cleared
                    .into_iter()
                    .filter(|number| !pages.contains_key(number))
                    .collect(),
                pages,
                ..Layer::default()
            };
            layer.add_files(Delta {
                removed,
                entries: entries.into_iter().map(|(path, fill)| file(&path, &[fill])).collect(),
            });
            layer
        },
    )
}

type Pages = Vec<(u32, u8)>;
type Files = BTreeMap<String, Vec<u8>>;

/// What a row of layers comes to: pages, and the paths of files.
fn result(layers: &[Layer]) -> (Pages, Files) {
    let mut pages = BTreeMap::new();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for layer in layers {
        layer.lay_over(&mut pages);
        let delta = layer.delta();
        for gone in &delta.removed {
            let below = format!("{gone}/");
            files.retain(|path, _| path != gone && !path.starts_with(&below));
        }
        for entry in delta.entries {
            if let DeltaKind::File(content) = entry.kind {
                files.insert(entry.path, content.read().unwrap().to_vec());
            }
        }
    }
    (
        pages.into_iter().map(|(number, page)| (number, page[0])).collect(),
        files,
    )
}

proptest! {
    #[test]
    fn merging_changes_nothing_about_the_result(layers in prop::collection::vec(change(), 2..6), at in 0_usize..4) {
        let at = at.min(layers.len() - 2);
        let mut merged = layers.clone();
        let newer = merged.remove(at + 1);
        merged[at] = merged[at].merged(&newer);
        prop_assert_eq!(result(&merged), result(&layers));
        let mut all = layers[1..].iter().fold(layers[0].clone(), |older, newer| older.merged(newer));
        all.is_lowest();
        prop_assert_eq!(result(&[all]), result(&layers));
    }

    #[test]
    fn nothing_that_is_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let blobs = Blobs::of(&Store::memory());
        let mut bytes = bytes;
        if let Some(head) = bytes.get_mut(1..4) {
            head.fill(0);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let decoded = runtime.block_on(decode(&bytes.into(), &blobs, &mut Budget { bytes: 1 << 20 }, &place()));
        prop_assert!(decoded.is_err());
    }
}

/// Whatever a layer makes of itself in memory is charged, not only contents.
#[tokio::test]
async fn everything_in_a_layer_is_charged() {
    let mut layers = [Layer::default(), Layer::default(), Layer::default()];
    layers[0].cleared = (0..100_000).collect();
    layers[1].removed = (0..10_000).map(|n| format!("/app/{n}")).collect();
    for n in 0..10_000 {
        let entry = DeltaEntry {
            path: format!("/app/{n}"),
            mtime: 0,
            order: 0,
            kind: DeltaKind::Directory,
        };
        layers[2]
            .entries
            .insert(entry.path.clone(), Kept { entry, chunks: None });
    }
    for layer in &mut layers {
        let blobs = Blobs::of(&Store::memory());
        let encoded = encode(layer, &blobs, &mut Known::default()).await.unwrap();
        let bytes = Bytes::from(encoded.bytes);
        let decoded = |bytes_left| {
            let (bytes, blobs) = (bytes.clone(), blobs.clone());
            async move {
                decode(&bytes, &blobs, &mut Budget { bytes: bytes_left }, &place())
                    .await
                    .map(drop)
            }
        };
        decoded(64 << 20).await.unwrap();
        let error = decoded(500_000).await.unwrap_err();
        assert!(error.to_string().contains("a layer"), "{error}");
    }
}
