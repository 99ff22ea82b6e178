//! The cache folder: private to its user, shared by their processes, safe to kill anything in the middle of.
//!
//! ```text
//! guests/     fetched guests, one folder each
//! images/     interpreter images
//! artifacts/  compiled images: native code, mapped into the process
//! packages/   package files that guests' programs import, by content, and archives made of them
//! recipes/    recipes of the user's own images
//! locks/      one empty file per thing that one process at a time may make
//! tmp/        work in progress; becomes visible by a rename or not at all
//! ```
//!
//! Because `artifacts/` holds native code, a folder that anybody else could write to is refused, not repaired. The folder
//! belongs on a local disk: locks and the stamps of [`verify`](crate::verify) rely on one kernel's view of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::digest::Sha256Digest;
use crate::regular;
use crate::stamp::{self, Verified, VerifyError};

mod error;
mod lock;
mod rules;
mod sweep;
mod temp;

pub use error::CacheError;
pub use lock::LockGuard;
pub use temp::{AtomicFile, TempDir};

/// Environment variable that names the cache folder.
const CACHE_VARIABLE: &str = "SANDBOX_CACHE_DIR";
/// Name of the cache folder below the user's general cache folder.
const FOLDER_NAME: &str = "llm-wasm-sandbox";
/// Longest name of a lock, in bytes: file systems allow 255, with what is added to it.
const MAX_LOCK_NAME_BYTES: usize = 160;

/// An opened cache folder that passed the safety rules. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheDir {
    root: PathBuf,
}

impl CacheDir {
    /// Opens, and creates if need be, the user's cache: the folder that `SANDBOX_CACHE_DIR` names, else
    /// `$XDG_CACHE_HOME/llm-wasm-sandbox`, else `$HOME/.cache/llm-wasm-sandbox`.
    ///
    /// # Errors
    /// [`CacheError::NoHome`] if none of the three is set, else as [`open`](Self::open).
    pub fn open_default() -> Result<Self, CacheError> {
        Self::open(Self::default_path()?)
    }

    /// Where [`open_default`](Self::open_default) looks. Touches no file.
    ///
    /// # Errors
    /// [`CacheError::NoHome`].
    pub fn default_path() -> Result<PathBuf, CacheError> {
        default_path(|name| std::env::var_os(name))
    }

    /// Opens, and creates if need be, the cache at `path`. New folders get mode 0700.
    ///
    /// # Errors
    /// [`CacheError`] if the folder or one of its sub-folders is not a folder, is a symbolic link, belongs to another user, can be
    /// written to by others, or is missing and cannot be created.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CacheError> {
        let path = path.as_ref();
        let root = std::path::absolute(path).map_err(|source| CacheError::Create {
            path: path.to_owned(),
            source,
        })?;
        rules::ensure_private_root(&root)?;
        let cache = Self { root };
        for folder in [
            cache.guests(),
            cache.images(),
            cache.artifacts(),
            cache.packages(),
            cache.recipes(),
            cache.locks(),
            cache.tmp(),
        ] {
            rules::ensure_private_folder(&folder)?;
        }
        Ok(cache)
    }

    /// The folder itself, absolute.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Fetched guests.
    pub fn guests(&self) -> PathBuf {
        self.root.join("guests")
    }

    /// Interpreter images.
    pub fn images(&self) -> PathBuf {
        self.root.join("images")
    }

    /// Compiled images.
    pub fn artifacts(&self) -> PathBuf {
        self.root.join("artifacts")
    }

    /// Package files, and archives made of them.
    pub fn packages(&self) -> PathBuf {
        self.root.join("packages")
    }

    /// Recipes of the user's own images.
    pub fn recipes(&self) -> PathBuf {
        self.root.join("recipes")
    }

    fn locks(&self) -> PathBuf {
        self.root.join("locks")
    }

    fn tmp(&self) -> PathBuf {
        self.root.join("tmp")
    }

    /// Opens a file of the cache and checks it against its hash, by its stamp where that fits (see [`verify`](crate::verify)).
    /// The stamp lies beside the file, named like it with `.stamp` appended.
    ///
    /// # Errors
    /// [`VerifyError`] for anything that is not, to the byte, the file that is expected.
    pub fn open_verified(
        &self,
        path: &Path,
        expected: &Sha256Digest,
        expected_len: Option<u64>,
    ) -> Result<Verified, VerifyError> {
        let file = regular::open_regular(path)?;
        stamp::verify(file, path, expected, expected_len, &Self::stamp_path(path))
    }

    /// Where the stamp of the file at `path` lies.
    pub fn stamp_path(path: &Path) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(".stamp");
        PathBuf::from(name)
    }
}

/// The cache's place, given the environment. A relative `XDG_CACHE_HOME` is ignored, as its specification says.
fn default_path(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, CacheError> {
    let set = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(path) = set(CACHE_VARIABLE) {
        return Ok(path);
    }
    let general = set("XDG_CACHE_HOME").filter(|path| path.is_absolute()).or_else(|| {
        set("HOME")
            .filter(|path| path.is_absolute())
            .map(|home| home.join(".cache"))
    });
    general.map(|path| path.join(FOLDER_NAME)).ok_or(CacheError::NoHome)
}

#[cfg(test)]
mod tests;
