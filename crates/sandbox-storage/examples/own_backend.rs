//! A storage of your own: implement one trait, put it to the public check, and use it like any other store.
//!
//! `cargo run -p sandbox-storage --example own_backend`
//!
//! A table stands for whatever you have: a database with a unique key column does all that is needed. The one thing to take care of is `create`, which must be one step.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use sandbox_storage::{Backend, Created, Entries, Entry, Key, Result, Store, StoreError, StoreErrorKind, conformance};

/// `CREATE TABLE objects (key TEXT PRIMARY KEY, content BLOB, modified TIMESTAMP)`.
#[derive(Debug, Default)]
struct Table(Mutex<BTreeMap<String, (Bytes, SystemTime)>>);

impl Table {
    fn rows(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (Bytes, SystemTime)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `SELECT content, modified FROM objects WHERE key = ?`.
    fn select(&self, key: &Key) -> Result<(Bytes, SystemTime)> {
        let found = self.rows().get(key.as_str()).cloned();
        found.ok_or_else(|| StoreError::new(StoreErrorKind::NotFound, "read", key))
    }

    /// `SELECT key, length(content), modified FROM objects WHERE key LIKE 'prefix/%'`.
    fn select_below(&self, prefix: Option<&Key>) -> Vec<Entry> {
        let rows = self.rows();
        let entries = rows.iter().filter_map(|(key, (content, modified))| {
            let key = Key::new(key.as_str()).ok()?;
            let inside = prefix.is_none_or(|prefix| key.below(prefix).is_some());
            inside.then(|| Entry {
                size: content.len() as u64,
                modified: *modified,
                key,
            })
        });
        entries.collect()
    }
}

#[async_trait]
impl Backend for Table {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let (content, _) = self.select(key)?;
        if content.len() as u64 > max_bytes {
            return Err(StoreError::new(StoreErrorKind::TooLarge, "read", key));
        }
        Ok(content)
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let (content, _) = self.select(key)?;
        let end = usize::try_from(max_bytes).unwrap_or(usize::MAX).min(content.len());
        Ok(content.slice(..end))
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        let (content, modified) = self.select(key)?;
        Ok(Entry {
            key: key.clone(),
            size: content.len() as u64,
            modified,
        })
    }

    /// `INSERT INTO objects … ON CONFLICT DO NOTHING`, and whether a row was inserted.
    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        let mut rows = self.rows();
        if rows.contains_key(key.as_str()) {
            return Ok(Created::Exists);
        }
        rows.insert(key.to_string(), (content, SystemTime::now()));
        Ok(Created::New)
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        self.rows().insert(key.to_string(), (content, SystemTime::now()));
        Ok(())
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        self.rows().remove(key.as_str());
        Ok(())
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        stream::iter(self.select_below(prefix).into_iter().map(Ok)).boxed()
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        let entries = self.select_below(prefix);
        let below = |entry: &Entry| match prefix {
            Some(prefix) => entry.key.below(prefix).map(str::to_owned),
            None => Some(entry.key.to_string()),
        };
        let first = |rest: String| rest.split('/').next().map(str::to_owned);
        let mut names: Vec<String> = entries.iter().filter_map(below).filter_map(first).collect();
        names.dedup();
        Ok(names)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let store = Store::new(Table::default(), "table:objects");
    conformance::check(&store).await?;
    let usage = store.usage(None).await?;
    assert_eq!(usage.objects, 0);
    #[expect(clippy::print_stdout, reason = "an example talks")]
    {
        println!("{store} keeps every rule; hand it to `Sessions::open`");
    }
    Ok(())
}
