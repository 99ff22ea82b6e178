//! Backends that break the rules: the check finds each of them out, and the store keeps what they say from doing harm.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::{Backend, Created, Entries, Entry, Key, Result, Store, StoreErrorKind, conformance};

/// Which rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lie {
    CreateReplaces,
    CreateIsAlwaysNew,
    ReadsTooMuch,
    ForgetsRemovals,
    ListsNeighbours,
    ListsHalf,
    EndlessListing,
    WrongSize,
    WrongStart,
    ErrorForMissing,
}

#[derive(Debug)]
struct Liar(Store, Lie);

#[async_trait]
impl Backend for Liar {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        match self.1 {
            Lie::ReadsTooMuch => self.0.get(key, u64::MAX).await,
            Lie::ErrorForMissing => self.0.get(key, max_bytes).await.map_err(|error| crate::StoreError {
                kind: StoreErrorKind::Other,
                ..error
            }),
            _ => self.0.get(key, max_bytes).await,
        }
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let more = u64::from(self.1 == Lie::WrongStart);
        self.0.get_start(key, max_bytes + more).await
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        let missing = crate::StoreError::new(StoreErrorKind::NotFound, "look at", key);
        let mut entry = self.0.head(key).await?.ok_or(missing)?;
        entry.size += u64::from(self.1 == Lie::WrongSize);
        Ok(entry)
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        match self.1 {
            Lie::CreateReplaces => {
                let there = self.0.head(key).await?.is_some();
                self.0.put(key, content).await?;
                Ok(if there { Created::Exists } else { Created::New })
            }
            Lie::CreateIsAlwaysNew => self.0.create(key, content).await.map(|_| Created::New),
            _ => self.0.create(key, content).await,
        }
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        self.0.put(key, content).await
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        if self.1 == Lie::ForgetsRemovals {
            Ok(())
        } else {
            self.0.delete(key).await
        }
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        match self.1 {
            Lie::ListsNeighbours => self.0.list(None),
            Lie::ListsHalf => self.0.list(prefix).take(500).boxed(),
            Lie::EndlessListing => {
                let all = self
                    .0
                    .list(prefix)
                    .filter_map(|entry| std::future::ready(entry.ok()))
                    .collect::<Vec<_>>();
                stream::once(all)
                    .flat_map(|all| stream::iter(all).cycle().map(Ok))
                    .boxed()
            }
            _ => self.0.list(prefix),
        }
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        self.0.children(prefix).await
    }
}

#[tokio::test]
async fn the_check_finds_every_lie_out() {
    for lie in [
        Lie::CreateReplaces,
        Lie::CreateIsAlwaysNew,
        Lie::ReadsTooMuch,
        Lie::ForgetsRemovals,
        Lie::ListsHalf,
        Lie::EndlessListing,
        Lie::WrongSize,
        Lie::WrongStart,
        Lie::ErrorForMissing,
    ] {
        let store = Store::new(Liar(Store::memory(), lie), "liar");
        assert!(conformance::check(&store).await.is_err(), "{lie:?}");
    }
}

#[tokio::test]
async fn b_244_listings_are_not_believed() {
    let key = |text: &str| Key::new(text).unwrap();
    let inner = Store::memory();
    for name in ["a/1", "a/2", "b/1"] {
        inner.put(&key(name), "x").await.unwrap();
    }
    let neighbours = Store::new(Liar(inner.clone(), Lie::ListsNeighbours), "liar");
    assert_eq!(
        neighbours.usage(Some(&key("a"))).await.unwrap().objects,
        2,
        "keys outside of the prefix are ignored"
    );
    let endless = Store::new(Liar(inner.clone(), Lie::EndlessListing), "liar");
    let refused = endless.usage(Some(&key("a"))).await.unwrap_err();
    assert_eq!(
        refused.kind,
        StoreErrorKind::TooLarge,
        "a listing that goes round in a circle ends"
    );
    assert_eq!(
        endless.delete_all(&key("a")).await.unwrap_err().kind,
        StoreErrorKind::TooLarge
    );
    assert_eq!(
        inner.usage(None).await.unwrap().objects,
        3,
        "nothing was removed by a listing that makes no sense"
    );
}
