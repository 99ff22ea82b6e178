//! Names and versions of Python packages.

use std::cmp::Ordering;
use std::str::FromStr;

use pep440_rs::Version;
use serde::{Deserialize, Serialize};

use super::{NameError, checked_text, ends_like_an_archive};

/// Longest name of a package, in bytes.
const MAX_NAME_BYTES: usize = 100;
/// Longest version of a package, in bytes.
const MAX_VERSION_BYTES: usize = 100;

/// Name of a Python package, normalised as PEP 503 says: `Foo_Bar`, `foo.bar` and `foo-bar` are one package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PackageName(String);

checked_text!(PackageName);

impl PackageName {
    /// The normalised name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PackageName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |rule| Err(NameError::new(text, "a name of a Python package", rule));
        if text.is_empty() || text.len() > MAX_NAME_BYTES {
            return refuse("must have 1 to 100 bytes");
        }
        let separator = |byte: u8| b"-_.".contains(&byte);
        let bytes = text.as_bytes();
        if !bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || separator(*byte))
        {
            return refuse("may have ASCII letters, digits, `-`, `_` and `.` only");
        }
        if bytes.first().is_some_and(|byte| separator(*byte)) || bytes.last().is_some_and(|byte| separator(*byte)) {
            return refuse("must begin and end with a letter or digit");
        }
        if text.contains("..") || ends_like_an_archive(text) {
            return refuse("must not look like a path or a file");
        }
        let parts = text.split(['-', '_', '.']).filter(|part| !part.is_empty());
        Ok(Self(parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()))
    }
}

/// Exact version of a Python package, in the normal form of PEP 440. `1.0` and `1.0.0` are equal, as they are there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PythonVersion {
    version: Version,
    text: String,
}

checked_text!(PythonVersion);

impl PythonVersion {
    /// The version in its normal form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn version(&self) -> &Version {
        &self.version
    }
}

impl PartialEq for PythonVersion {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl Eq for PythonVersion {}

impl PartialOrd for PythonVersion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PythonVersion {
    fn cmp(&self, other: &Self) -> Ordering {
        self.version.cmp(&other.version)
    }
}

impl FromStr for PythonVersion {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |rule| NameError::new(text, "a version of a Python package", rule);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".+!-_".contains(&byte);
        if text.is_empty() || text.len() > MAX_VERSION_BYTES || !text.bytes().all(plain) {
            return Err(refuse("must have 1 to 100 letters, digits, `.`, `+`, `!`, `-` and `_`"));
        }
        if text.starts_with('-') || text.contains("..") {
            return Err(refuse("must not look like an option or a path"));
        }
        let version = Version::from_str(text).map_err(|_| refuse("must be a version as in PEP 440, e.g. `1.2.3`"))?;
        let text = version.to_string();
        Ok(Self { version, text })
    }
}
