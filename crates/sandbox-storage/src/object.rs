//! The backends of the crate `object_store`: local disk, S3.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutMode, PutOptions};

use crate::backend::{Backend, Created, Entries, Entry};
use crate::error::{StoreError, StoreErrorKind, of_causes};
use crate::key::{Key, is_part};
use crate::links::{self, Links};
use crate::{Result, staging};

/// How often a write is tried again whose folder goes away.
const FOLDER_RETRIES: u32 = 20;

/// A store of the crate's.
pub(crate) struct Objects<S> {
    store: S,
    /// Where the keys begin in it.
    prefix: Option<Key>,
    /// The folder, where it is one.
    folder: Option<PathBuf>,
}

impl<S: fmt::Display> fmt::Debug for Objects<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objects({})", self.store)
    }
}

impl<S> Objects<S> {
    pub(crate) fn new(store: S, prefix: Option<Key>, folder: Option<PathBuf>) -> Self {
        Self { store, prefix, folder }
    }

    fn path(&self, key: &Key) -> Path {
        match &self.prefix {
            Some(prefix) => prefix.as_str().split('/').chain(key.as_str().split('/')).collect(),
            None => key.as_str().split('/').collect(),
        }
    }

    fn prefix_path(&self, prefix: Option<&Key>) -> Option<Path> {
        match prefix {
            Some(key) => Some(self.path(key)),
            None => self.prefix.as_ref().map(|prefix| Path::from(prefix.as_str())),
        }
    }

    /// Whether a write is to be tried again: whoever removes the last object of a folder removes the folder, and a write that has just made sure of it then finds nothing.
    fn folder_went_away(&self, error: StoreError, tries: &mut u32) -> Result<()> {
        *tries += 1;
        if self.folder.is_some() && error.is_not_found() && *tries <= FOLDER_RETRIES {
            Ok(())
        } else {
            Err(error)
        }
    }

    /// Refuses a key on whose way there is a symbolic link: nothing of ours is one, and what lies behind it is not the store's. Whoever may write to the folder can still exchange a
    /// folder for a link in the next moment; this is for links that were put there, not for a race.
    fn refuse_link(&self, key: &Key, operation: &'static str) -> Result<()> {
        match &self.folder {
            Some(folder) if links::is_on_the_way(folder, key.as_str()) => {
                Err(StoreError::new(StoreErrorKind::Denied, operation, key)
                    .because("there is a symbolic link on its way"))
            }
            _ => Ok(()),
        }
    }

    /// The key of a path of the store's; none for what cannot be ours.
    fn key(&self, path: &Path) -> Option<Key> {
        let key = Key::new(path.as_ref()).ok()?;
        match &self.prefix {
            Some(prefix) => Key::new(key.below(prefix)?).ok(),
            None => Some(key),
        }
    }
}

#[async_trait]
impl<S: ObjectStore> Backend for Objects<S> {
    async fn get(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let failed = |error| failure(error, "read", key);
        let found = self.store.get(&self.path(key)).await.map_err(failed)?;
        if found.meta.size > max_bytes {
            return Err(StoreError::new(StoreErrorKind::TooLarge, "read", key));
        }
        found.bytes().await.map_err(failed)
    }

    async fn get_start(&self, key: &Key, max_bytes: u64) -> Result<Bytes> {
        let failed = |error| failure(error, "read", key);
        let options = GetOptions {
            range: Some(GetRange::Bounded(0..max_bytes.max(1))),
            ..GetOptions::default()
        };
        match self.store.get_opts(&self.path(key), options).await {
            Ok(found) => found.bytes().await.map_err(failed),
            // No range of an empty object can be served.
            Err(error) if self.store.head(&self.path(key)).await.is_ok_and(|meta| meta.size == 0) => {
                drop(error);
                Ok(Bytes::new())
            }
            Err(error) => Err(failed(error)),
        }
    }

    async fn head(&self, key: &Key) -> Result<Entry> {
        let meta = self
            .store
            .head(&self.path(key))
            .await
            .map_err(|error| failure(error, "look at", key))?;
        Ok(Entry {
            key: key.clone(),
            size: meta.size,
            modified: meta.last_modified.into(),
        })
    }

    async fn create(&self, key: &Key, content: Bytes) -> Result<Created> {
        self.refuse_link(key, "create")?;
        let path = self.path(key);
        let mut tries = 0;
        loop {
            let options = PutOptions::from(PutMode::Create);
            match self.store.put_opts(&path, content.clone().into(), options).await {
                Ok(_) => return Ok(Created::New),
                Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => {
                    return Ok(Created::Exists);
                }
                Err(error) => self.folder_went_away(failure(error, "create", key), &mut tries)?,
            }
        }
    }

    async fn put(&self, key: &Key, content: Bytes) -> Result<()> {
        self.refuse_link(key, "write")?;
        let path = self.path(key);
        let mut tries = 0;
        loop {
            match self.store.put(&path, content.clone().into()).await {
                Ok(_) => return Ok(()),
                Err(error) => self.folder_went_away(failure(error, "write", key), &mut tries)?,
            }
        }
    }

    async fn delete(&self, key: &Key) -> Result<()> {
        self.refuse_link(key, "delete")?;
        match self.store.delete(&self.path(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => match failure(error, "delete", key) {
                error if error.is_not_found() => Ok(()),
                error => Err(error),
            },
        }
    }

    fn list(&self, prefix: Option<&Key>) -> Entries<'_> {
        let what = prefix.map_or_else(|| "/".to_owned(), ToString::to_string);
        let listing = self.store.list(self.prefix_path(prefix).as_ref());
        // The crate follows links; what lies behind one is not the store's.
        let mut links = self.folder.as_deref().map(Links::new);
        let entries = listing.filter_map(move |found| {
            let entry = match found {
                Ok(meta) => self
                    .key(&meta.location)
                    .filter(|key| links.as_mut().is_none_or(|links| !links.are_on_the_way(key.as_str())))
                    .map(|key| {
                        Ok(Entry {
                            key,
                            size: meta.size,
                            modified: meta.last_modified.into(),
                        })
                    }),
                Err(error) => match failure(error, "list", &what) {
                    // An object that is removed while the listing is under way.
                    error if error.is_not_found() => None,
                    error => Some(Err(error)),
                },
            };
            std::future::ready(entry)
        });
        stream::StreamExt::boxed(entries)
    }

    async fn children(&self, prefix: Option<&Key>) -> Result<Vec<String>> {
        let what = prefix.map_or("/", Key::as_str);
        let folder = match (&self.folder, prefix) {
            (Some(folder), Some(prefix)) if links::is_on_the_way(folder, prefix.as_str()) => return Ok(Vec::new()),
            (Some(folder), Some(prefix)) => Some(folder.join(prefix.as_str())),
            (folder, _) => folder.clone(),
        };
        let listing = self.store.list_with_delimiter(self.prefix_path(prefix).as_ref()).await;
        let listing = match listing.map_err(|error| failure(error, "list", what)) {
            Err(error) if error.is_not_found() => return Ok(Vec::new()),
            listing => listing?,
        };
        let objects = listing.objects.into_iter().map(|meta| meta.location);
        let names = listing.common_prefixes.into_iter().chain(objects);
        Ok(names
            .filter_map(|path| Some(path.filename()?.to_owned()))
            .filter(|name| is_part(name))
            .filter(|name| folder.as_ref().is_none_or(|folder| !links::is_link(&folder.join(name))))
            .collect())
    }

    async fn sweep(&self, prefix: Option<&Key>, age: Duration) -> Result<u64> {
        let Some(folder) = &self.folder else {
            return Ok(0);
        };
        if let Some(prefix) = prefix {
            self.refuse_link(prefix, "sweep")?;
        }
        let folder = prefix.map_or_else(|| folder.clone(), |prefix| folder.join(prefix.as_str()));
        let swept = match tokio::runtime::Handle::try_current() {
            Ok(runtime) => runtime
                .spawn_blocking(move || staging::sweep(&folder, age))
                .await
                .map_err(|error| StoreError::new(StoreErrorKind::Other, "sweep", "/").because(error))?,
            Err(_) => staging::sweep(&folder, age),
        };
        swept.map_err(|error| StoreError::of_io(error, "sweep", "/"))
    }
}

/// What an error of the crate's means.
fn failure(error: object_store::Error, operation: &'static str, key: &(impl ToString + ?Sized)) -> StoreError {
    use object_store::Error;
    let kind = match &error {
        Error::NotFound { .. } => StoreErrorKind::NotFound,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => StoreErrorKind::Denied,
        Error::NotSupported { .. } | Error::NotImplemented { .. } => StoreErrorKind::Unsupported,
        Error::Generic { store, .. } => match of_causes(&error) {
            Some(StoreErrorKind::Other) | None if *store == "S3" => StoreErrorKind::Unavailable,
            kind => kind.unwrap_or(StoreErrorKind::Other),
        },
        _ => StoreErrorKind::Other,
    };
    StoreError::new(kind, operation, key).because(error)
}
