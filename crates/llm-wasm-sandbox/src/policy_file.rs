//! Policies from files.

use std::path::{Path, PathBuf};

use sandbox_core::{ExecutionPolicy, PolicyError};

use crate::text_file;

/// The largest policy file that is read, in bytes.
const MAX_POLICY_BYTES: u64 = 1 << 20;

/// Why a policy file cannot be used. Nothing looser ever takes its place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyFileError {
    /// It cannot be read, or is no regular file.
    #[error("cannot read the policy file {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Its content is no policy.
    #[error("{}: {source}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: PolicyError,
    },
}

/// Reads a policy from a file: JSON if its name ends in `.json`, TOML otherwise. Keys that it leaves out have their defaults.
///
/// # Errors
///
/// When the file is missing, no regular file, longer than 1 MiB, not UTF-8, or no policy.
pub fn load_policy(path: impl AsRef<Path>) -> Result<ExecutionPolicy, PolicyFileError> {
    let path = path.as_ref();
    let text = text_file::read(path, MAX_POLICY_BYTES).map_err(|source| PolicyFileError::Read {
        path: path.to_owned(),
        source,
    })?;
    let json = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let policy = if json {
        ExecutionPolicy::from_json(&text)
    } else {
        ExecutionPolicy::from_toml(&text)
    };
    policy.map_err(|source| PolicyFileError::Invalid {
        path: path.to_owned(),
        source,
    })
}
