//! Counting what a store is asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use crate::Result;
use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// What has been counted so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Reads, of whole objects, of their starts and of what is known about them.
    pub reads: u64,
    /// Writes.
    pub writes: u64,
    /// Removals.
    pub deletes: u64,
    /// Listings.
    pub lists: u64,
    /// Bytes read.
    pub bytes_read: u64,
    /// Bytes written.
    pub bytes_written: u64,
    /// Operations that failed, objects that are not there aside.
    pub errors: u64,
}

/// Counters that any number of stores share; clones are the same counters.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    reads: AtomicU64,
    writes: AtomicU64,
    deletes: AtomicU64,
    lists: AtomicU64,
    bytes_read: AtomicU64,
    bytes_written: AtomicU64,
    errors: AtomicU64,
}

impl Meter {
    /// What has been counted so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            reads: read(&self.0.reads),
            writes: read(&self.0.writes),
            deletes: read(&self.0.deletes),
            lists: read(&self.0.lists),
            bytes_read: read(&self.0.bytes_read),
            bytes_written: read(&self.0.bytes_written),
            errors: read(&self.0.errors),
        }
    }

    fn judged<T>(&self, result: Result<T>) -> Result<T> {
        if result
            .as_ref()
            .is_err_and(|error| error.kind != StoreErrorKind::NotFound)
        {
            add(&self.0.errors, 1);
        }
        result
    }

    fn read(&self, result: Result<Bytes>) -> Result<Bytes> {
        add(&self.0.reads, 1);
        if let Ok(content) = &result {
            add(&self.0.bytes_read, content.len() as u64);
        }
        self.judged(result)
    }

    fn written<T>(&self, bytes: u64, result: Result<T>) -> Result<T> {
        add(&self.0.writes, 1);
        if result.is_ok() {
            add(&self.0.bytes_written, bytes);
        }
        self.judged(result)
    }
}

fn add(counter: &AtomicU64, count: u64) {
    counter.fetch_add(count, Ordering::Relaxed);
}

/// A store whose operations are counted.
#[derive(Debug)]
pub(crate) struct Metered {
    inner: Store,
    meter: Meter,
}

impl Metered {
    pub(crate) fn new(inner: Store, meter: Meter) -> Self {
        Self { inner, meter }
    }
}

#[async_trait]
impl Backend for Metered {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.meter.read(self.inner.get(key, max_bytes).await)
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.meter.read(self.inner.get_start(key, max_bytes).await)
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        add(&self.meter.0.reads, 1);
        let found = self.meter.judged(self.inner.head(key).await)?;
        found.ok_or_else(|| StoreError::new(StoreErrorKind::NotFound, "look at", key))
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        let bytes = content.len() as u64;
        self.meter.written(bytes, self.inner.create(key, content).await)
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        let bytes = content.len() as u64;
        self.meter.written(bytes, self.inner.put(key, content).await)
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        add(&self.meter.0.deletes, 1);
        self.meter.judged(self.inner.delete(key).await)
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        add(&self.meter.0.lists, 1);
        self.inner.list(prefix)
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        add(&self.meter.0.lists, 1);
        self.meter.judged(self.inner.children(prefix).await)
    }

    async fn sweep(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        self.inner.sweep_below(prefix, age).await
    }
}
