//! Why a guest cannot be made present.

use std::io;
use std::path::{Path, PathBuf};

use crate::cache::CacheError;
use crate::digest::Sha256Digest;
use crate::stamp::VerifyError;

/// What went wrong, named so that a program can tell and a person can act ([`hint`](Self::hint)).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// None of the known package clients works here.
    #[error("no Python package client was found (tried {tried})")]
    NoClient {
        /// What was tried, separated by commas.
        tried: String,
    },
    /// The package client ran and failed.
    #[error("`{client}` could not download {package} ({status}){}", said(stderr))]
    ClientFailed {
        /// The client's command.
        client: String,
        /// Package and version.
        package: String,
        /// How it ended, e.g. `exit status: 1`.
        status: String,
        /// The last lines of what it had to say, without control characters; possibly empty.
        stderr: String,
    },
    /// The package client stopped getting anywhere and was ended.
    #[error("`{client}` downloaded nothing of {package} for {seconds} seconds and was stopped")]
    ClientStalled {
        /// The client's command.
        client: String,
        /// Package and version.
        package: String,
        /// How long nothing came, in seconds.
        seconds: u64,
    },
    /// The package client reported success, but the file that is pinned is not there.
    #[error("`{client}` reported success but left no file {wheel}")]
    NoWheel {
        /// The client's command.
        client: String,
        /// The file name that is pinned.
        wheel: String,
    },
    /// The folder to import from holds neither the wheel nor its unpacked members.
    #[error("{} holds neither {wheel} nor its unpacked file {member}", folder.display())]
    NotInFolder {
        /// The folder.
        folder: PathBuf,
        /// The file name that is pinned.
        wheel: String,
        /// The first unpacked file that is missing.
        member: String,
    },
    /// A file is shorter or longer than its pin says: most often, a download that was cut.
    #[error("{file} has {actual} bytes, but the pin of {guest} says {expected}: it was cut, or is another file")]
    WrongSize {
        /// The file.
        file: String,
        /// The guest whose pin it is.
        guest: String,
        /// Pinned size, in bytes.
        expected: u64,
        /// Actual size, in bytes.
        actual: u64,
    },
    /// A file is not the one that is pinned.
    #[error("{file} has SHA-256 {actual}, but the pin of {guest} says {expected}")]
    WrongHash {
        /// The file.
        file: String,
        /// The guest whose pin it is.
        guest: String,
        /// Pinned digest.
        expected: Sha256Digest,
        /// Actual digest.
        actual: Sha256Digest,
    },
    /// An archive lacks a file that is pinned.
    #[error("{archive} holds no {member}")]
    MemberMissing {
        /// The archive.
        archive: String,
        /// Path of the member in it.
        member: String,
    },
    /// A member cannot be unpacked safely.
    #[error("{archive} holds {member:?}, which {rule}")]
    UnsafeMember {
        /// The archive.
        archive: String,
        /// Path of the member in it.
        member: String,
        /// What is wrong with it.
        rule: &'static str,
    },
    /// An archive cannot be read.
    #[error("{archive} is not a readable zip archive")]
    Archive {
        /// The archive.
        archive: String,
        /// What the reader said.
        source: io::Error,
    },
    /// The disk, or the user's share of it, is full.
    #[error("no space is left for {}", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder or file cannot be written to.
    #[error("{} cannot be written to", path.display())]
    Unwritable {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading or writing failed in another way.
    #[error("{} cannot be read or written", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The cache folder is unsafe or unusable.
    #[error(transparent)]
    Cache(CacheError),
    /// The guest is not in the cache.
    #[error("guest {guest} is not in the cache")]
    NotInstalled {
        /// The guest.
        guest: String,
    },
    /// A cached file of the guest is not what it should be.
    #[error("the cached guest {guest} is damaged")]
    Damaged {
        /// The guest.
        guest: String,
        /// Which file, and how.
        source: VerifyError,
    },
    /// A guest has no file of that name.
    #[error("guest {guest} has no file {file}")]
    NoSuchFile {
        /// The guest.
        guest: String,
        /// The local name asked for.
        file: String,
    },
}

impl FetchError {
    /// What the user can do about it, one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NoClient { .. } => {
                "install pip, or set SANDBOX_PIP to one, or fetch on another machine and import the wheel with `--from DIR`".to_owned()
            }
            Self::ClientFailed { stderr, .. } if stderr.contains("No space left on device") => DISK_FULL.to_owned(),
            Self::ClientFailed { package, .. } => format!(
                "look at what the client said; a mirror or proxy is set up in its own configuration; `pip download {package}` must work, \
                 or import the wheel with `--from DIR`"
            ),
            Self::ClientStalled { .. } => "check the network and the proxy, then run it again".to_owned(),
            Self::NoWheel { .. } => {
                "SANDBOX_PIP, if set, must name a program that takes pip's arguments, `--dest` among them".to_owned()
            }
            Self::NotInFolder { wheel, .. } => format!("put {wheel} into the folder: `pip download` on a machine with a network gets it"),
            Self::WrongSize { .. } => "run it again; if that does not help, clear the package client's cache".to_owned(),
            Self::WrongHash { .. } => {
                "do not use this file: somebody between the index and here changed it, or the pin is of another version; \
                 clear the package client's cache and check the mirror"
                    .to_owned()
            }
            Self::MemberMissing { .. } | Self::UnsafeMember { .. } => {
                "the pin and the package do not fit each other: please report it".to_owned()
            }
            Self::Archive { .. } => "fetch it again: `sandbox runtime fetch`".to_owned(),
            Self::DiskFull { .. } => DISK_FULL.to_owned(),
            Self::Unwritable { .. } | Self::Io { .. } => "set SANDBOX_CACHE_DIR to a folder that you can write to".to_owned(),
            Self::Cache(error) => error.hint(),
            Self::NotInstalled { .. } => "fetch it: `sandbox runtime fetch`".to_owned(),
            Self::Damaged { .. } => "fetch it again: `sandbox runtime fetch` replaces it".to_owned(),
            Self::NoSuchFile { .. } => "this build's pins and the code that reads them differ: please report it".to_owned(),
        }
    }

    /// An error of reading or writing `path`, sorted by what can be done about it.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path, source },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Unwritable { path, source },
            _ => Self::Io { path, source },
        }
    }
}

const DISK_FULL: &str =
    "free some disk space, or set SANDBOX_CACHE_DIR to a folder on a larger disk; fetching again starts afresh";

impl From<CacheError> for FetchError {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::Write { path, source } => Self::io(&path, source),
            error => Self::Cache(error),
        }
    }
}

fn said(stderr: &str) -> String {
    if stderr.is_empty() {
        String::new()
    } else {
        format!("; it said:\n{stderr}")
    }
}
