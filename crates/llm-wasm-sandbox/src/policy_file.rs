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
///
/// What [`load_policy_with_warnings`] returns beside the policy goes into the log (`tracing`, level `WARN`).
pub fn load_policy(path: impl AsRef<Path>) -> Result<ExecutionPolicy, PolicyFileError> {
    let path = path.as_ref();
    let (policy, warnings) = load_policy_with_warnings(path)?;
    for warning in warnings {
        tracing::warn!(path = %path.display(), "{warning}");
    }
    Ok(policy)
}

/// As [`load_policy`], and one sentence for everything about the file that is allowed but should not be: that others can change it, and
/// [`ExecutionPolicy::warnings`].
///
/// # Errors
///
/// As there.
pub fn load_policy_with_warnings(path: impl AsRef<Path>) -> Result<(ExecutionPolicy, Vec<String>), PolicyFileError> {
    let path = path.as_ref();
    let text = text_file::read(path, MAX_POLICY_BYTES).map_err(|source| PolicyFileError::Read {
        path: path.to_owned(),
        source,
    })?;
    let json = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let policy = if json {
        ExecutionPolicy::from_json(&text.content)
    } else {
        ExecutionPolicy::from_toml(&text.content)
    };
    let policy = policy.map_err(|source| PolicyFileError::Invalid {
        path: path.to_owned(),
        source,
    })?;
    let mut warnings = Vec::new();
    if text.exposed {
        warnings
            .push("others than you can change the policy file, and with it what programs may do (chmod go-w)".into());
    }
    warnings.extend(policy.warnings());
    Ok((policy, warnings))
}
