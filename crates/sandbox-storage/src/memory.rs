//! A backend in memory: the oracle of the others, and the place for what need not last.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};

use crate::Result;
use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;

/// Objects in memory. Every operation happens in one step.
#[derive(Default)]
pub(crate) struct Memory(Mutex<BTreeMap<String, (Bytes, SystemTime)>>);

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Memory({} objects)", self.objects().len())
    }
}

impl Memory {
    fn objects(&self) -> MutexGuard<'_, BTreeMap<String, (Bytes, SystemTime)>> {
        // No change is done in two steps, so that none can be half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, key: &Key, operation: &'static str) -> Result<(Bytes, SystemTime)> {
        let found = self.objects().get(key.as_str()).cloned();
        found.ok_or_else(|| StoreError::new(StoreErrorKind::NotFound, operation, key))
    }

    fn below(&self, prefix: Option<&Key>) -> Vec<(String, u64, SystemTime)> {
        let start = prefix.map_or_else(String::new, |prefix| format!("{prefix}/"));
        self.objects()
            .range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded))
            .take_while(|(key, _)| key.starts_with(&start))
            .map(|(key, (content, modified))| (key.clone(), content.len() as u64, *modified))
            .collect()
    }
}

#[async_trait]
impl Backend for Memory {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let (content, _) = self.find(key, "read")?;
        if content.len() as u64 > max_bytes {
            return Err(StoreError::new(StoreErrorKind::TooLarge, "read", key));
        }
        Ok(content)
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let (content, _) = self.find(key, "read")?;
        let end = usize::try_from(max_bytes).unwrap_or(usize::MAX).min(content.len());
        Ok(content.slice(..end))
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        let (content, modified) = self.find(key, "look at")?;
        Ok(Entry {
            key: key.clone(),
            size: content.len() as u64,
            modified,
        })
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        let mut objects = self.objects();
        if objects.contains_key(key.as_str()) {
            return Ok(Created::Exists);
        }
        objects.insert(key.to_string(), (content, SystemTime::now()));
        Ok(Created::New)
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        self.objects().insert(key.to_string(), (content, SystemTime::now()));
        Ok(())
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        self.objects().remove(key.as_str());
        Ok(())
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        let entries = self.below(prefix).into_iter().filter_map(|(key, size, modified)| {
            let key = Key::new(key).ok()?;
            Some(Ok(Entry { key, size, modified }))
        });
        stream::iter(entries).boxed()
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        let skip = prefix.map_or(0, |prefix| prefix.as_str().len() + 1);
        let below = self.below(prefix);
        let mut names: Vec<String> = below
            .iter()
            .filter_map(|(key, ..)| key.get(skip..)?.split('/').next())
            .map(str::to_owned)
            .collect();
        names.dedup();
        Ok(names)
    }
}
