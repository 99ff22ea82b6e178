//! A backend, with what goes for all of them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_util::StreamExt as _;
use object_store::local::LocalFileSystem;

use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::faulty::{Faults, Faulty};
use crate::key::Key;
use crate::location::{self, LocationError};
use crate::memory::Memory;
use crate::metered::{Meter, Metered};
use crate::object::Objects;
use crate::prefixed::Prefixed;
use crate::quota::Quota;
use crate::{Result, blobs};

/// The largest object, in bytes.
pub const MAX_OBJECT_BYTES: u64 = blobs::MAX_BLOB_BYTES as u64 + (1 << 20);

/// The most entries of one listing: more than any store of sessions has, and few enough that a listing which never ends, does.
const MAX_ENTRIES: u64 = 100_000_000;

/// The most names that one [`Store::children`] returns.
const MAX_CHILDREN: usize = 10_000_000;

/// How long what is known of the store's clock is used.
const CLOCK_LASTS: Duration = Duration::from_mins(10);

/// By how much the two clocks of this machine may differ about how long ago that was: more means that it slept, or that its clock was set.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5);

/// What objects take, in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Objects.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What is known of a store's clock.
#[derive(Debug, Clone, Copy)]
struct Reading {
    /// What it showed.
    time: SystemTime,
    /// When that was, by the two clocks of this machine: one does not go on while it sleeps, the other one jumps.
    at: Instant,
    here: SystemTime,
}

impl Reading {
    fn now(time: SystemTime) -> Self {
        Self {
            time,
            at: Instant::now(),
            here: SystemTime::now(),
        }
    }

    /// What the clock shows now, if that is known well enough: the reading is not old, and the clocks here agree on how old it is.
    fn goes_on(&self) -> Option<SystemTime> {
        let (elapsed, here) = (self.at.elapsed(), self.here.elapsed().ok()?);
        (elapsed < CLOCK_LASTS && here.abs_diff(elapsed) < CLOCKS_DIFFER).then(|| self.time + elapsed)
    }
}

/// A place where sessions are kept. Clones are the same store.
#[derive(Clone)]
pub struct Store {
    backend: Arc<dyn Backend>,
    location: Arc<str>,
    clock: Arc<Mutex<Option<Reading>>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.location).finish()
    }
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.location)
    }
}

impl Store {
    /// A store over a backend of your own; `location` is what messages call it.
    pub fn new(backend: impl Backend, location: impl Into<String>) -> Self {
        Self {
            backend: Arc::new(backend),
            location: location.into().into(),
            clock: Arc::default(),
        }
    }

    /// A store in this process's memory, which is gone with it.
    #[must_use]
    pub fn memory() -> Self {
        Self::new(Memory::default(), "memory:")
    }

    /// A store in a folder, which is made if it is not there, closed to other users. What a write has returned from is on the disk: files and their folders are synchronised.
    ///
    /// # Errors
    ///
    /// [`LocationError`] when the folder cannot be made or opened.
    pub fn disk(folder: impl AsRef<Path>) -> std::result::Result<Self, LocationError> {
        let folder = location::prepare_folder(folder.as_ref())?;
        let failed = |source: object_store::Error| LocationError::Folder {
            path: folder.clone(),
            source: std::io::Error::other(source),
        };
        let files = LocalFileSystem::new_with_prefix(&folder)
            .map_err(failed)?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        let location = format!("file://{}", folder.display());
        Ok(Self::new(Objects::new(files, None, Some(folder)), location))
    }

    /// The store at a URL: `file:///path`, `s3://bucket/prefix` (feature `s3`) or `memory:`. A text without a scheme is a folder.
    ///
    /// # Errors
    ///
    /// [`LocationError`] says what is wrong with the URL, or what could not be opened.
    pub fn parse(url: &str) -> std::result::Result<Self, LocationError> {
        location::open(url)
    }

    /// This store below a prefix: a tenant's part, out of which no key leads.
    #[must_use]
    pub fn prefixed(&self, prefix: Key) -> Self {
        let location = format!("{}/{prefix}", self.location.trim_end_matches('/'));
        self.decorated(Prefixed::new(self.clone(), prefix), location)
    }

    /// This store with at most `bytes` in it. What is there is counted at the first write; other processes' writes are not seen before the next opening.
    #[must_use]
    pub fn with_quota(&self, bytes: u64) -> Self {
        self.decorated(Quota::new(self.clone(), bytes), self.location.to_string())
    }

    /// This store, with its operations counted by `meter`.
    #[must_use]
    pub fn metered(&self, meter: Meter) -> Self {
        self.decorated(Metered::new(self.clone(), meter), self.location.to_string())
    }

    /// This store, with faults: for tests.
    #[must_use]
    pub fn faulty(&self, faults: Faults) -> Self {
        self.decorated(Faulty::new(self.clone(), faults), self.location.to_string())
    }

    fn decorated(&self, backend: impl Backend, location: String) -> Self {
        Self {
            backend: Arc::new(backend),
            location: location.into(),
            clock: Arc::clone(&self.clock),
        }
    }

    /// What messages call it: the URL, without anything secret.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The folder, where it is one on this machine.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        self.location.strip_prefix("file://").map(PathBuf::from)
    }

    /// See [`Backend::get`]; never more than [`MAX_OBJECT_BYTES`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.backend.get(key, max_bytes.min(MAX_OBJECT_BYTES)).await
    }

    /// As [`get`](Self::get); nothing where there is no such object.
    ///
    /// # Errors
    ///
    /// As there, but for `NotFound`.
    pub async fn find(&self, key: &Key, max_bytes: u64) -> Result<Option<Bytes>> {
        match self.get(key, max_bytes).await {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// See [`Backend::get_start`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.backend.get_start(key, max_bytes.min(MAX_OBJECT_BYTES)).await
    }

    /// See [`Backend::head`]; nothing where there is no such object.
    ///
    /// # Errors
    ///
    /// As there, but for `NotFound`.
    pub async fn head(&self, key: &Key) -> Result<Option<Entry>> {
        match self.backend.head(key).await {
            Ok(entry) => Ok(Some(entry)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// See [`Backend::create`].
    ///
    /// # Errors
    ///
    /// As there, and `TooLarge`.
    pub async fn create(&self, key: &Key, content: impl Into<Bytes>) -> Result<Created> {
        let content = content.into();
        check_size(&content, "create", key)?;
        self.backend.create(key, content).await
    }

    /// See [`Backend::put`].
    ///
    /// # Errors
    ///
    /// As there, and `TooLarge`.
    pub async fn put(&self, key: &Key, content: impl Into<Bytes>) -> Result<()> {
        let content = content.into();
        check_size(&content, "write", key)?;
        self.backend.put(key, content).await
    }

    /// See [`Backend::delete`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn delete(&self, key: &Key) -> Result<()> {
        self.backend.delete(key).await
    }

    /// See [`Backend::list`]. What does not lie below `prefix` is left out, whatever the backend says, and a listing that goes round in a circle is an error.
    pub fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        let above = prefix.cloned();
        let what = prefix.map_or_else(|| "/".to_owned(), ToString::to_string);
        let (mut first, mut count) = (None, 0_u64);
        let entries = self.backend.list(prefix).map(move |entry| {
            let entry = entry?;
            count += 1;
            let again = first.as_ref() == Some(&entry.key);
            if again || count > MAX_ENTRIES {
                let error = StoreError::new(StoreErrorKind::TooLarge, "list", &what);
                return Err(error.because("the listing does not end"));
            }
            first.get_or_insert_with(|| entry.key.clone());
            Ok(entry)
        });
        let mut broken = false;
        entries
            .take_while(move |entry| {
                // The first error is the last thing that is reported.
                let go_on = !broken;
                broken = entry.is_err();
                std::future::ready(go_on)
            })
            .filter(move |entry| {
                let inside = match (entry, &above) {
                    (Ok(entry), Some(above)) => entry.key.below(above).is_some(),
                    _ => true,
                };
                std::future::ready(inside)
            })
            .boxed()
    }

    /// See [`Backend::children`]; sorted.
    ///
    /// # Errors
    ///
    /// As there; `TooLarge`.
    pub async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        let mut names = self.backend.children(prefix).await?;
        if names.len() > MAX_CHILDREN {
            let what = prefix.map_or("/", Key::as_str);
            return Err(StoreError::new(StoreErrorKind::TooLarge, "list", what));
        }
        names.retain(|name| crate::key::is_part(name));
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    /// Removes everything below a prefix and returns what it took.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list) and [`delete`](Self::delete). What was removed before stays removed.
    pub async fn delete_all(&self, prefix: &Key) -> Result<Usage> {
        let mut usage = Usage::default();
        let mut entries = self.list(Some(prefix));
        let mut keys = Vec::new();
        while let Some(entry) = entries.next().await {
            let entry = entry?;
            usage.objects += 1;
            usage.bytes += entry.size;
            keys.push(entry.key);
        }
        drop(entries);
        for key in keys {
            self.delete(&key).await?;
        }
        Ok(usage)
    }

    /// What lies below a prefix takes.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub async fn usage(&self, prefix: Option<&Key>) -> Result<Usage> {
        let mut usage = Usage::default();
        let mut entries = self.list(prefix);
        while let Some(entry) = entries.next().await {
            usage.objects += 1;
            usage.bytes += entry?.size;
        }
        Ok(usage)
    }

    /// The time by the store's own clock, which is the one that dates its objects: learned by writing an object, at most every ten minutes.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    pub async fn now(&self) -> Result<SystemTime> {
        let known = *self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(now) = known.and_then(|reading| reading.goes_on()) {
            return Ok(now);
        }
        self.now_exactly().await
    }

    /// As [`now`](Self::now), learned now.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn now_exactly(&self) -> Result<SystemTime> {
        let name = format!("clock/{:032x}", rand::random::<u128>());
        let key =
            Key::new(name).map_err(|error| StoreError::new(StoreErrorKind::Other, "write", "clock").because(error))?;
        self.put(&key, Bytes::new()).await?;
        let entry = self.backend.head(&key).await;
        self.delete(&key).await?;
        let time = entry?.modified;
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = Some(Reading::now(time));
        Ok(time)
    }

    /// See [`Backend::sweep`].
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn sweep(&self, age: Duration) -> Result<u64> {
        self.sweep_below(None, age).await
    }

    /// As [`sweep`](Self::sweep), below a prefix, or everywhere.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn sweep_below(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        self.backend.sweep(prefix, age).await
    }
}

fn check_size(content: &Bytes, operation: &'static str, key: &Key) -> Result<()> {
    if content.len() as u64 > MAX_OBJECT_BYTES {
        Err(StoreError::new(StoreErrorKind::TooLarge, operation, key))
    } else {
        Ok(())
    }
}
