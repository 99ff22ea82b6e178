//! Why a cache folder cannot be used.

use std::io;
use std::path::PathBuf;

/// What is wrong with the cache folder or with work in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheError {
    /// No environment variable says where the cache should be.
    #[error("there is no place for the cache: SANDBOX_CACHE_DIR, XDG_CACHE_HOME and HOME are all unset")]
    NoHome,
    /// A folder is missing and cannot be created or looked at.
    #[error("the cache folder {} cannot be created or opened", path.display())]
    Create {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else lies where a folder belongs.
    #[error("the cache folder {} is {found}", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
        /// What lies there, with its article.
        found: &'static str,
    },
    /// Another user owns the folder, so they could swap what is in it.
    #[error("the cache folder {} belongs to user {owner}, this process runs as user {user}", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// The user of this process.
        user: u32,
    },
    /// Others can write to the folder, so they could swap what is in it.
    #[error("the cache folder {} can be written to by other users (mode {mode:04o})", path.display())]
    Writable {
        /// The folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A lock was asked for by a name that cannot be a file name.
    #[error("`{name}` cannot be the name of a lock")]
    LockName {
        /// The name.
        name: String,
    },
    /// A lock cannot be taken.
    #[error("the lock {} cannot be taken", path.display())]
    Lock {
        /// The lock's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file was to be written outside the cache.
    #[error("{} is not in the cache", path.display())]
    Outside {
        /// The path.
        path: PathBuf,
    },
    /// A file cannot be written, moved into place or removed.
    #[error("{} cannot be written", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl CacheError {
    /// What the user can do about it, one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NoHome => "set SANDBOX_CACHE_DIR to a folder that only you can write to".to_owned(),
            Self::Create { .. } | Self::NotAFolder { .. } => {
                "set SANDBOX_CACHE_DIR to a real folder, not a link, that you can write to".to_owned()
            }
            Self::Foreign { .. } => {
                "the cache holds native code, so it must be yours: set SANDBOX_CACHE_DIR to a folder of your own"
                    .to_owned()
            }
            Self::Writable { path, .. } => format!(
                "the cache holds native code: look what is in there, remove it if in doubt, then `chmod go-w '{}'`",
                path.display()
            ),
            Self::LockName { .. } | Self::Outside { .. } => {
                "this is a defect of the program: please report it".to_owned()
            }
            Self::Lock { .. } => "locks need a local disk: set SANDBOX_CACHE_DIR to a folder on one".to_owned(),
            Self::Write { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some disk space, or set SANDBOX_CACHE_DIR to a folder on a larger disk".to_owned()
                }
                io::ErrorKind::CrossesDevices => {
                    "the whole cache must be on one file system: set SANDBOX_CACHE_DIR to a folder without mounts in it"
                        .to_owned()
                }
                _ => "set SANDBOX_CACHE_DIR to a folder that you can write to".to_owned(),
            },
        }
    }
}
