//! What a store could not do.

use std::error::Error;
use std::io;

/// What kind of failure it is, and with it what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreErrorKind {
    /// There is no such object.
    NotFound,
    /// The object, or a listing, is larger than the caller allows.
    TooLarge,
    /// The store does not answer, or says that it cannot at present. Whether the operation was carried out is not known.
    Unavailable,
    /// The store does not let this user do it.
    Denied,
    /// The store can only be read.
    ReadOnly,
    /// There is no room: the disk is full, or a quota is used up.
    Full,
    /// What is stored is not what was stored.
    Corrupt,
    /// The backend cannot do what every backend has to.
    Unsupported,
    /// Anything else.
    Other,
}

/// Why an operation on a store failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {operation} `{key}` in the store: {}", self.reason())]
pub struct StoreError {
    /// What kind of failure it is.
    pub kind: StoreErrorKind,
    /// What was tried, as a verb.
    pub operation: &'static str,
    /// The key, or the prefix of a listing.
    pub key: String,
    /// What the backend said.
    #[source]
    pub source: Option<Box<dyn Error + Send + Sync>>,
}

impl StoreError {
    /// An error without a cause of the backend's.
    #[must_use]
    pub fn new(kind: StoreErrorKind, operation: &'static str, key: &(impl ToString + ?Sized)) -> Self {
        Self {
            kind,
            operation,
            key: key.to_string(),
            source: None,
        }
    }

    /// Adds what the backend said.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What an error of the operating system's means for a store.
    #[must_use]
    pub fn of_io(error: io::Error, operation: &'static str, key: &(impl ToString + ?Sized)) -> Self {
        Self::new(of_io(&error), operation, key).because(error)
    }

    /// Whether it means that there is no such object.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind == StoreErrorKind::NotFound
    }

    /// What the person at the keyboard can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.kind {
            StoreErrorKind::NotFound => {
                "it was removed, or never was there; `sandbox store check` finds what is missing"
            }
            StoreErrorKind::TooLarge => {
                "what is stored there was not written by this program, or by a later version of it"
            }
            StoreErrorKind::Unavailable => {
                "try again; check the network, the endpoint and the service's state. Nothing that was acknowledged is lost"
            }
            StoreErrorKind::Denied => "check the credentials and permissions for the bucket or folder",
            StoreErrorKind::ReadOnly => "the store can only be read: name another one to write to",
            StoreErrorKind::Full => {
                "free space with `sandbox session prune` and `sandbox store gc`, or raise the quota"
            }
            StoreErrorKind::Corrupt => "`sandbox store check` lists what is damaged; older generations may be whole",
            StoreErrorKind::Unsupported => "the service lacks conditional writes; use one that has them",
            StoreErrorKind::Other => "see the cause above",
        }
    }

    fn reason(&self) -> &'static str {
        match self.kind {
            StoreErrorKind::NotFound => "it is not there",
            StoreErrorKind::TooLarge => "it is larger than is allowed",
            StoreErrorKind::Unavailable => "the store did not answer as it should",
            StoreErrorKind::Denied => "permission denied",
            StoreErrorKind::ReadOnly => "the store is read-only",
            StoreErrorKind::Full => "there is no room",
            StoreErrorKind::Corrupt => "it is damaged",
            StoreErrorKind::Unsupported => "the backend cannot do that",
            StoreErrorKind::Other => "the backend failed",
        }
    }
}

/// What an error of the operating system's means.
fn of_io(error: &io::Error) -> StoreErrorKind {
    match error.kind() {
        io::ErrorKind::NotFound => StoreErrorKind::NotFound,
        io::ErrorKind::PermissionDenied => StoreErrorKind::Denied,
        io::ErrorKind::ReadOnlyFilesystem => StoreErrorKind::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => StoreErrorKind::Full,
        io::ErrorKind::TimedOut
        | io::ErrorKind::Interrupted
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => StoreErrorKind::Unavailable,
        _ => StoreErrorKind::Other,
    }
}

/// The kind of an error whose causes may include one of the operating system's.
pub(crate) fn of_causes(error: &(dyn Error + 'static)) -> Option<StoreErrorKind> {
    let mut cause = Some(error);
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            return Some(of_io(io));
        }
        cause = inner.source();
    }
    None
}
