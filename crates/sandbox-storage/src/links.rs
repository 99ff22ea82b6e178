//! Symbolic links in a store's folder: what lies behind one is not the store's.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Whether there is a link at this path. What is not there is none.
pub(crate) fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink())
}

/// Whether a name between `folder` and `key`, or `key` itself, is a link.
pub(crate) fn is_on_the_way(folder: &Path, key: &str) -> bool {
    let mut path = folder.to_owned();
    key.split('/').any(|part| {
        path.push(part);
        is_link(&path)
    })
}

/// The same for many keys: every folder is looked at once.
#[derive(Debug)]
pub(crate) struct Links<'a> {
    folder: &'a Path,
    known: HashMap<PathBuf, bool>,
}

impl<'a> Links<'a> {
    pub(crate) fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            known: HashMap::new(),
        }
    }

    pub(crate) fn are_on_the_way(&mut self, key: &str) -> bool {
        let path = self.folder.join(key);
        let above = path.parent().unwrap_or(self.folder);
        let linked = if let Some(linked) = self.known.get(above) {
            *linked
        } else {
            let linked = key
                .rsplit_once('/')
                .is_some_and(|(above, _)| is_on_the_way(self.folder, above));
            self.known.insert(above.to_owned(), linked);
            linked
        };
        linked || is_link(&path)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::time::Duration;

    use bytes::Bytes;
    use futures_util::TryStreamExt as _;

    use crate::{Key, Store, StoreErrorKind};

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    #[tokio::test]
    async fn what_lies_behind_a_link_is_not_listed_written_or_removed() {
        let outside = tempfile::tempdir().unwrap();
        fs::create_dir(outside.path().join("deep")).unwrap();
        for name in ["precious", "deep/precious", "deep/written#1"] {
            fs::write(outside.path().join(name), "mine").unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let store = Store::disk(folder.path()).unwrap();
        store.put(&key("blobs/own"), Bytes::from_static(b"x")).await.unwrap();
        symlink(outside.path(), folder.path().join("sessions")).unwrap();
        symlink(outside.path().join("deep"), folder.path().join("blobs/deep")).unwrap();
        symlink(outside.path().join("precious"), folder.path().join("blobs/file")).unwrap();

        let listed: Vec<_> = store.list(None).try_collect().await.unwrap();
        let listed: Vec<_> = listed.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(listed, ["blobs/own"]);
        assert_eq!(store.children(None).await.unwrap(), ["blobs"]);
        assert_eq!(store.children(Some(&key("blobs"))).await.unwrap(), ["own"]);
        assert!(store.children(Some(&key("sessions"))).await.unwrap().is_empty());
        for name in [
            "sessions/precious",
            "sessions/deep/precious",
            "blobs/deep/precious",
            "blobs/file",
        ] {
            let denied = [
                store.delete(&key(name)).await.unwrap_err(),
                store.put(&key(name), Bytes::new()).await.unwrap_err(),
                store.create(&key(name), Bytes::new()).await.unwrap_err(),
            ];
            for error in denied {
                assert_eq!(error.kind, StoreErrorKind::Denied, "{name}: {error}");
            }
        }
        for prefix in ["sessions", "blobs/deep"] {
            store.delete_all(&key(prefix)).await.unwrap();
            store.sweep_below(Some(&key(prefix)), Duration::ZERO).await.unwrap_err();
        }
        store.sweep(Duration::ZERO).await.unwrap();
        for name in ["precious", "deep/precious", "deep/written#1"] {
            assert_eq!(fs::read(outside.path().join(name)).unwrap(), b"mine", "{name}");
        }
    }

    #[tokio::test]
    async fn a_part_of_a_store_sweeps_itself_only() {
        let folder = tempfile::tempdir().unwrap();
        for tenant in ["a", "b"] {
            fs::create_dir(folder.path().join(tenant)).unwrap();
            fs::write(folder.path().join(tenant).join("x#1"), "abc").unwrap();
        }
        let store = Store::disk(folder.path()).unwrap().prefixed(key("a"));
        assert_eq!(store.sweep(Duration::ZERO).await.unwrap(), 3);
        assert!(folder.path().join("b/x#1").exists());
    }
}
