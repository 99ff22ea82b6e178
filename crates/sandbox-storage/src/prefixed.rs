//! A part of a store.

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt as _;
use std::time::Duration;

use crate::Result;
use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// Everything below one key, as a backend.
#[derive(Debug)]
pub(crate) struct Prefixed {
    inner: Store,
    prefix: Key,
}

impl Prefixed {
    pub(crate) fn new(inner: Store, prefix: Key) -> Self {
        Self { inner, prefix }
    }

    fn key(&self, key: &Key, operation: &'static str) -> Result<Key> {
        self.prefix
            .join(key.as_str())
            .map_err(|error| StoreError::new(StoreErrorKind::TooLarge, operation, key).because(error))
    }

    fn above(&self, prefix: Option<&Key>) -> Result<Key> {
        prefix.map_or_else(|| Ok(self.prefix.clone()), |prefix| self.key(prefix, "list"))
    }
}

#[async_trait]
impl Backend for Prefixed {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.inner.get(&self.key(key, "read")?, max_bytes).await
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.inner.get_start(&self.key(key, "read")?, max_bytes).await
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        let found = self.inner.head(&self.key(key, "look at")?).await?;
        let entry = found.ok_or_else(|| StoreError::new(StoreErrorKind::NotFound, "look at", key))?;
        Ok(Entry {
            key: key.clone(),
            ..entry
        })
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        self.inner.create(&self.key(key, "create")?, content).await
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        self.inner.put(&self.key(key, "write")?, content).await
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        self.inner.delete(&self.key(key, "delete")?).await
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        let above = match self.above(prefix) {
            Ok(above) => above,
            Err(error) => return futures_util::stream::once(std::future::ready(Err(error))).boxed(),
        };
        let entries = self.inner.list(Some(&above)).filter_map(|entry| {
            let entry = match entry {
                Ok(entry) => entry
                    .key
                    .below(&self.prefix)
                    .and_then(|key| Key::new(key).ok())
                    .map(|key| Ok(Entry { key, ..entry })),
                Err(error) => Some(Err(error)),
            };
            std::future::ready(entry)
        });
        entries.boxed()
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        self.inner.children(Some(&self.above(prefix)?)).await
    }

    async fn sweep(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        self.inner.sweep_below(Some(&self.above(prefix)?), age).await
    }
}
