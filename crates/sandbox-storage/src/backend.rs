//! What a place to store things has to do.

use std::fmt;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::BoxStream;

use crate::Result;
use crate::key::Key;

/// What is known about an object without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: Key,
    /// Its size, in bytes.
    pub size: u64,
    /// When it was written, by the store's own clock.
    pub modified: SystemTime,
}

/// What became of [`Backend::create`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// The object is new, and it is this call that made it.
    New,
    /// There was one already, or a call of ours before this one made it: some backends try again by themselves, and then cannot tell. What is there has not changed.
    Exists,
}

/// A listing: objects in any order, each reported once.
pub type Entries<'a> = BoxStream<'a, Result<Entry>>;

/// A place for objects: named, immutable sequences of bytes. This is the one trait that a storage of your own has to implement; check it with
/// [`conformance::check`](crate::conformance::check).
///
/// Objects are read and written whole and are at most [`MAX_OBJECT_BYTES`](crate::MAX_OBJECT_BYTES) large. An operation that returned has happened for every
/// reader of the store (read after write), and is durable, as far as the backend can make it so. One that failed with
/// [`Unavailable`](crate::StoreErrorKind::Unavailable) may have happened or not; with any other kind it has not. No reader ever sees a part of an object. Only
/// listings may lag behind.
#[async_trait]
pub trait Backend: fmt::Debug + Send + Sync + 'static {
    /// Reads an object of at most `max_bytes`.
    ///
    /// # Errors
    ///
    /// `NotFound`; `TooLarge`, before anything is allocated.
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes>;

    /// Reads the first bytes of an object, `max_bytes` or all that there are.
    ///
    /// # Errors
    ///
    /// `NotFound`.
    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes>;

    /// What is known about an object.
    ///
    /// # Errors
    ///
    /// `NotFound`.
    async fn head(&self, key: &Key) -> Result<Entry>;

    /// Makes an object, unless there is one: of any number of callers, on any number of hosts, one gets [`Created::New`] at most.
    ///
    /// # Errors
    ///
    /// As the store's state has it: `Full`, `ReadOnly`, `Denied`, `Unavailable`.
    async fn create(&self, key: &Key, content: Bytes) -> Result<Created>;

    /// Makes an object, or replaces the one that is there, in one step.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    async fn put(&self, key: &Key, content: Bytes) -> Result<()>;

    /// Removes an object; one that is not there is no error.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    async fn delete(&self, key: &Key) -> Result<()>;

    /// All objects whose key lies below `prefix`, or all there are.
    fn list(&self, prefix: Option<&Key>) -> Entries<'_>;

    /// The names right below `prefix`: of objects, and of prefixes of objects. In any order, each once.
    ///
    /// # Errors
    ///
    /// As the store's state has it.
    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>>;

    /// Removes what interrupted writes below `prefix`, or anywhere, have left behind that no listing shows and that is older than `age`, and returns its size in bytes. A
    /// backend that leaves nothing behind has nothing to do.
    ///
    /// # Errors
    ///
    /// As the store's state has it.
    async fn sweep(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        let _ = (prefix, age);
        Ok(0)
    }
}
