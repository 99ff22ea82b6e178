//! A store that holds so much and no more.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::OnceCell;

use crate::Result;
use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// A store with a bound on the sum of its objects' sizes.
#[derive(Debug)]
pub(crate) struct Quota {
    inner: Store,
    max_bytes: u64,
    /// Counted at the first write; from then on every write and removal of ours is added.
    used: OnceCell<AtomicU64>,
}

impl Quota {
    pub(crate) fn new(inner: Store, max_bytes: u64) -> Self {
        Self {
            inner,
            max_bytes,
            used: OnceCell::new(),
        }
    }

    async fn used(&self) -> Result<&AtomicU64> {
        let count = async || Ok(AtomicU64::new(self.inner.usage(None).await?.bytes));
        self.used.get_or_try_init(count).await
    }

    /// Sets bytes aside for a write.
    async fn reserve(&self, bytes: u64, operation: &'static str, key: &Key) -> Result<&AtomicU64> {
        let used = self.used().await?;
        let more = |used: u64| used.checked_add(bytes).filter(|sum| *sum <= self.max_bytes);
        match used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => Ok(used),
            Err(_) => {
                Err(StoreError::new(StoreErrorKind::Full, operation, key).because("the store's quota is used up"))
            }
        }
    }
}

/// Takes bytes off, never below nothing.
fn give_back(used: &AtomicU64, bytes: u64) {
    let less = |used: u64| Some(used.saturating_sub(bytes));
    let _ = used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
}

#[async_trait]
impl Backend for Quota {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.inner.get(key, max_bytes).await
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.inner.get_start(key, max_bytes).await
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        let found = self.inner.head(key).await?;
        found.ok_or_else(|| StoreError::new(StoreErrorKind::NotFound, "look at", key))
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        let bytes = content.len() as u64;
        let used = self.reserve(bytes, "create", key).await?;
        match self.inner.create(key, content).await {
            Ok(Created::New) => Ok(Created::New),
            // What may have been written is counted: never too little.
            Err(error) if error.kind == StoreErrorKind::Unavailable => Err(error),
            other => {
                give_back(used, bytes);
                other
            }
        }
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        let before = self.inner.head(key).await?.map_or(0, |entry| entry.size);
        let bytes = content.len() as u64;
        let used = self.reserve(bytes, "write", key).await?;
        match self.inner.put(key, content).await {
            Ok(()) => {
                give_back(used, before);
                Ok(())
            }
            Err(error) => {
                if error.kind != StoreErrorKind::Unavailable {
                    give_back(used, bytes);
                }
                Err(error)
            }
        }
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        let used = self.used().await?;
        let before = self.inner.head(key).await?.map_or(0, |entry| entry.size);
        self.inner.delete(key).await?;
        give_back(used, before);
        Ok(())
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        self.inner.list(prefix)
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        self.inner.children(prefix).await
    }

    async fn sweep(&self, age: Duration) -> Result<u64> {
        self.inner.sweep(age).await
    }
}
