//! Faults on purpose: how everything above a store is tested, by us and by whoever builds on it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};

use crate::Result;
use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing is done, and the store says that it failed.
    Fails(StoreErrorKind),
    /// It is done, and the store says that it failed, as when a connection breaks before the answer.
    DoneButFails,
    /// Half of what was to be written is there afterwards, and the store says that it failed: a backend that is not atomic. Reading is as [`Fails`](Self::Fails).
    Torn,
    /// A read gives what is stored with one bit changed; everything else is right.
    BitFlip,
    /// A listing lacks its last entry; everything else is right.
    StaleListing,
    /// It is done, but not at once.
    Slow(Duration),
}

/// One operation that a store is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its number, from 0, counted over everything that shares the [`Faults`].
    pub number: u64,
    /// The name of the [`Backend`]'s method.
    pub name: &'static str,
    /// The key or prefix.
    pub key: String,
}

/// Which operations fail, and how.
#[derive(Clone)]
pub struct Faults(Arc<Mutex<Plan>>);

/// Whether an operation fails, and how.
type Decide = Box<dyn FnMut(&Operation) -> Option<Fault> + Send>;

struct Plan {
    decide: Decide,
    count: u64,
    injected: u64,
}

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Faults({} of {} operations)", self.injected(), self.operations())
    }
}

impl Faults {
    /// Asks `decide` before every operation.
    pub fn new(decide: impl FnMut(&Operation) -> Option<Fault> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Plan {
            decide: Box::new(decide),
            count: 0,
            injected: 0,
        })))
    }

    /// Nothing fails; operations are counted.
    #[must_use]
    pub fn none() -> Self {
        Self::new(|_| None)
    }

    /// Only operation `number` fails.
    #[must_use]
    pub fn at(number: u64, fault: Fault) -> Self {
        Self::new(move |operation| (operation.number == number).then_some(fault))
    }

    /// Everything from operation `number` on fails.
    #[must_use]
    pub fn from(number: u64, fault: Fault) -> Self {
        Self::new(move |operation| (operation.number >= number).then_some(fault))
    }

    /// Operations so far.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).count
    }

    /// Faults so far.
    #[must_use]
    pub fn injected(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).injected
    }

    fn next(&self, name: &'static str, key: &str) -> Option<Fault> {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let operation = Operation {
            number: plan.count,
            name,
            key: key.to_owned(),
        };
        plan.count += 1;
        let fault = (plan.decide)(&operation);
        plan.injected += u64::from(fault.is_some());
        fault
    }
}

/// A store with faults.
#[derive(Debug)]
pub(crate) struct Faulty {
    inner: Store,
    faults: Faults,
}

impl Faulty {
    pub(crate) fn new(inner: Store, faults: Faults) -> Self {
        Self { inner, faults }
    }

    /// Does a read, with its fault.
    async fn reading(
        &self,
        name: &'static str,
        key: &Key,
        read: impl Future<Output = Result<Bytes>> + Send,
    ) -> Result<Bytes> {
        match self.faults.next(name, key.as_str()) {
            Some(Fault::Fails(kind)) => Err(injected(kind, name, key)),
            Some(Fault::DoneButFails | Fault::Torn) => Err(injected(StoreErrorKind::Unavailable, name, key)),
            Some(Fault::BitFlip) => {
                let mut content = read.await?.to_vec();
                let at = content.len() / 2;
                if let Some(byte) = content.get_mut(at) {
                    *byte ^= 0x10;
                }
                Ok(content.into())
            }
            Some(Fault::Slow(time)) => {
                tokio::time::sleep(time).await;
                read.await
            }
            Some(Fault::StaleListing) | None => read.await,
        }
    }

    /// Does a change, with its fault; `torn` writes the half of it.
    async fn changing<T>(
        &self,
        name: &'static str,
        key: &Key,
        change: impl Future<Output = Result<T>> + Send,
        torn: impl Future<Output = Result<()>> + Send,
    ) -> Result<T> {
        match self.faults.next(name, key.as_str()) {
            Some(Fault::Fails(kind)) => Err(injected(kind, name, key)),
            Some(Fault::DoneButFails) => {
                change.await?;
                Err(injected(StoreErrorKind::Unavailable, name, key))
            }
            Some(Fault::Torn) => {
                torn.await?;
                Err(injected(StoreErrorKind::Unavailable, name, key))
            }
            Some(Fault::Slow(time)) => {
                tokio::time::sleep(time).await;
                change.await
            }
            Some(Fault::BitFlip | Fault::StaleListing) | None => change.await,
        }
    }
}

fn injected(kind: StoreErrorKind, operation: &'static str, key: &(impl ToString + ?Sized)) -> StoreError {
    StoreError::new(kind, operation, key).because("a fault on purpose")
}

#[async_trait]
impl Backend for Faulty {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.reading("get", key, self.inner.get(key, max_bytes)).await
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        self.reading("get_start", key, self.inner.get_start(key, max_bytes))
            .await
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        match self.faults.next("head", key.as_str()) {
            Some(Fault::Fails(kind)) => return Err(injected(kind, "head", key)),
            Some(Fault::DoneButFails | Fault::Torn) => return Err(injected(StoreErrorKind::Unavailable, "head", key)),
            Some(Fault::Slow(time)) => tokio::time::sleep(time).await,
            Some(Fault::BitFlip | Fault::StaleListing) | None => {}
        }
        let found = self.inner.head(key).await?;
        found.ok_or_else(|| StoreError::new(StoreErrorKind::NotFound, "look at", key))
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        let half = content.slice(..content.len() / 2);
        let torn = async { self.inner.create(key, half).await.map(drop) };
        self.changing("create", key, self.inner.create(key, content), torn)
            .await
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        let half = content.slice(..content.len() / 2);
        self.changing("put", key, self.inner.put(key, content), self.inner.put(key, half))
            .await
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        self.changing("delete", key, self.inner.delete(key), async { Ok(()) })
            .await
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        let what = prefix.map_or("/", Key::as_str);
        let fault = self.faults.next("list", what);
        match fault {
            Some(Fault::Fails(kind)) => stream::once(std::future::ready(Err(injected(kind, "list", what)))).boxed(),
            Some(Fault::DoneButFails | Fault::Torn) => {
                let error = injected(StoreErrorKind::Unavailable, "list", what);
                self.inner
                    .list(prefix)
                    .chain(stream::once(std::future::ready(Err(error))))
                    .boxed()
            }
            Some(Fault::StaleListing) => {
                let all = self.inner.list(prefix).collect::<Vec<_>>();
                let all_but_one = async move {
                    let mut all = all.await;
                    all.pop();
                    stream::iter(all)
                };
                stream::once(all_but_one).flatten().boxed()
            }
            _ => self.inner.list(prefix),
        }
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        let what = prefix.map_or("/", Key::as_str);
        let fault = self.faults.next("children", what);
        if let Some(Fault::Fails(kind)) = fault {
            return Err(injected(kind, "list", what));
        }
        if matches!(fault, Some(Fault::DoneButFails | Fault::Torn)) {
            return Err(injected(StoreErrorKind::Unavailable, "list", what));
        }
        let mut names = self.inner.children(prefix).await?;
        if fault == Some(Fault::StaleListing) {
            names.pop();
        }
        Ok(names)
    }

    async fn sweep(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        self.inner.sweep_below(prefix, age).await
    }
}
