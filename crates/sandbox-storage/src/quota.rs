//! A store that holds so much and no more.

use std::hash::{Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::OnceCell;

use crate::Result;
use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// How many writes that replace or remove objects run at once: one for each of these, by key, so that of two about one object each sees what the other left.
const ROWS: usize = 64;

/// A store with a bound on the sum of its objects' sizes.
#[derive(Debug)]
pub(crate) struct Quota {
    inner: Store,
    max_bytes: u64,
    /// Counted at the first write; from then on every write and removal of ours is added.
    counts: OnceCell<Mutex<Counts>>,
    rows: [tokio::sync::Mutex<()>; ROWS],
}

/// What there is.
#[derive(Debug, Default)]
struct Counts {
    /// Bytes that are in the store.
    stored: u64,
    /// Bytes that writes under way may add.
    reserved: u64,
    /// Whether `stored` may be too high: of some writes it is not known whether they happened.
    uncertain: bool,
}

/// Bytes that are set aside for a write. Dropped without a word, they count as written: never too little.
struct Reserved<'a> {
    counts: &'a Mutex<Counts>,
    bytes: u64,
}

impl Reserved<'_> {
    /// The write happened, in place of `before` bytes.
    fn written(mut self, before: u64) {
        let mut counts = lock(self.counts);
        let bytes = std::mem::take(&mut self.bytes);
        counts.reserved = counts.reserved.saturating_sub(bytes);
        counts.stored = counts.stored.saturating_add(bytes).saturating_sub(before);
    }

    /// It did not.
    fn not_written(mut self) {
        let mut counts = lock(self.counts);
        counts.reserved = counts.reserved.saturating_sub(std::mem::take(&mut self.bytes));
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        if self.bytes > 0 {
            let mut counts = lock(self.counts);
            counts.reserved = counts.reserved.saturating_sub(self.bytes);
            counts.stored = counts.stored.saturating_add(self.bytes);
            counts.uncertain = true;
        }
    }
}

fn lock(counts: &Mutex<Counts>) -> MutexGuard<'_, Counts> {
    // Nothing that holds it can panic.
    counts.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Quota {
    pub(crate) fn new(inner: Store, max_bytes: u64) -> Self {
        Self {
            inner,
            max_bytes,
            counts: OnceCell::new(),
            rows: std::array::from_fn(|_| tokio::sync::Mutex::default()),
        }
    }

    async fn counts(&self) -> Result<&Mutex<Counts>> {
        let count = async || {
            Ok(Mutex::new(Counts {
                stored: self.inner.usage(None).await?.bytes,
                ..Counts::default()
            }))
        };
        self.counts.get_or_try_init(count).await
    }

    /// Waits for other writes to the same object.
    async fn row(&self, key: &Key) -> tokio::sync::MutexGuard<'_, ()> {
        let mut hasher = std::hash::DefaultHasher::new();
        key.as_str().hash(&mut hasher);
        let row = usize::try_from(hasher.finish() % ROWS as u64).unwrap_or(0);
        self.rows[row].lock().await
    }

    /// Sets bytes aside for a write. Before one is refused for writes of which nothing is known, the store is counted again.
    async fn reserve(&self, bytes: u64, operation: &'static str, key: &Key) -> Result<Reserved<'_>> {
        let counts = self.counts().await?;
        if let Some(reserved) = self.try_reserve(counts, bytes) {
            return Ok(reserved);
        }
        if lock(counts).uncertain {
            self.recount(counts).await?;
            if let Some(reserved) = self.try_reserve(counts, bytes) {
                return Ok(reserved);
            }
        }
        Err(StoreError::new(StoreErrorKind::Full, operation, key).because("the store's quota is used up"))
    }

    /// Counts what is there. What is written meanwhile may be counted twice, and never not at all.
    async fn recount(&self, counts: &Mutex<Counts>) -> Result<()> {
        let before = {
            let mut known = lock(counts);
            known.uncertain = false;
            known.stored
        };
        let there = self.inner.usage(None).await;
        let mut known = lock(counts);
        match there {
            Ok(there) => {
                let meanwhile = known.stored.saturating_sub(before);
                known.stored = there.bytes.saturating_add(meanwhile);
                Ok(())
            }
            Err(error) => {
                known.uncertain = true;
                Err(error)
            }
        }
    }

    fn try_reserve<'a>(&self, counts: &'a Mutex<Counts>, bytes: u64) -> Option<Reserved<'a>> {
        let mut known = lock(counts);
        let sum = known.stored.checked_add(known.reserved)?.checked_add(bytes)?;
        if sum > self.max_bytes {
            return None;
        }
        known.reserved += bytes;
        Some(Reserved { counts, bytes })
    }
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
        let reserved = self.reserve(content.len() as u64, "create", key).await?;
        match self.inner.create(key, content).await {
            Ok(Created::New) => {
                reserved.written(0);
                Ok(Created::New)
            }
            // It may have been written.
            Err(error) if error.kind == StoreErrorKind::Unavailable => Err(error),
            other => {
                reserved.not_written();
                other
            }
        }
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        let _row = self.row(key).await;
        let before = self.inner.head(key).await?.map_or(0, |entry| entry.size);
        let reserved = self.reserve(content.len() as u64, "write", key).await?;
        match self.inner.put(key, content).await {
            Ok(()) => {
                reserved.written(before);
                Ok(())
            }
            Err(error) => {
                if error.kind != StoreErrorKind::Unavailable {
                    reserved.not_written();
                }
                Err(error)
            }
        }
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        let _row = self.row(key).await;
        let counts = self.counts().await?;
        let before = self.inner.head(key).await?.map_or(0, |entry| entry.size);
        let done = self.inner.delete(key).await;
        let mut known = lock(counts);
        match done {
            Ok(()) => known.stored = known.stored.saturating_sub(before),
            Err(_) => known.uncertain = true,
        }
        done
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        self.inner.list(prefix)
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        self.inner.children(prefix).await
    }

    async fn sweep(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        self.inner.sweep_below(prefix, age).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fault, Faults};

    fn key(number: usize) -> Key {
        Key::new(format!("k{number}")).unwrap()
    }

    fn bytes(len: usize) -> Bytes {
        vec![1; len].into()
    }

    #[tokio::test]
    async fn writes_of_which_nothing_is_known_do_not_use_it_up_for_ever() {
        let fails = Faults::new(|operation| {
            let write = matches!(operation.name, "put" | "create");
            (write && operation.key != "k9").then_some(Fault::Fails(StoreErrorKind::Unavailable))
        });
        let store = Store::memory().faulty(fails).with_quota(100);
        for number in 0..8 {
            store.put(&key(number), bytes(60)).await.unwrap_err();
            store.create(&key(number), bytes(60)).await.unwrap_err();
        }
        store.put(&key(9), bytes(100)).await.unwrap();
        let full = store.put(&key(10), bytes(1)).await.unwrap_err();
        assert_eq!(full.kind, StoreErrorKind::Full);
    }

    #[tokio::test]
    async fn a_write_that_is_dropped_is_counted_until_it_matters() {
        let slow = Faults::new(|operation| (operation.key == "k1").then_some(Fault::Slow(Duration::from_hours(1))));
        let store = Store::memory().faulty(slow).with_quota(100);
        let dropped = tokio::time::timeout(Duration::from_millis(20), store.create(&key(1), bytes(80))).await;
        assert!(dropped.is_err());
        store.put(&key(2), bytes(90)).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_replaced_by_many_at_once_counts_once() {
        let store = Store::memory().with_quota(1_000);
        for round in 0..50 {
            let writes = (0..4).map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.put(&key(0), bytes(100)).await })
            });
            for write in writes.collect::<Vec<_>>() {
                write.await.unwrap().unwrap();
            }
            // Exactly this much is left.
            store.put(&key(1), bytes(900)).await.unwrap();
            let full = store.put(&key(2), bytes(1)).await.unwrap_err();
            assert_eq!(full.kind, StoreErrorKind::Full, "round {round}");
            store.delete(&key(1)).await.unwrap();
        }
    }
}
