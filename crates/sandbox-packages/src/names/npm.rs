//! Names, versions and ranges of npm packages.

use std::str::FromStr;

use semver::Version;
use serde::{Deserialize, Serialize};

use super::{NameError, checked_text, ends_like_an_archive};

/// Longest name of a package with its scope, in bytes.
const MAX_NAME_BYTES: usize = 214;
/// Longest version or range, in bytes.
const MAX_RANGE_BYTES: usize = 100;
/// Names that mean something else where packages lie.
const TAKEN: [&str; 2] = ["node_modules", "favicon.ico"];

/// Name of an npm package: `name` or `@scope/name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NpmName(String);

checked_text!(NpmName);

impl NpmName {
    /// The name, with its scope.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How the client calls the package's file, up to the version.
    pub(crate) fn file_stem(&self) -> String {
        self.0.trim_start_matches('@').replace('/', "-")
    }
}

impl FromStr for NpmName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |rule| Err(NameError::new(text, "a name of an npm package", rule));
        if text.is_empty() || text.len() > MAX_NAME_BYTES {
            return refuse("must have 1 to 214 bytes");
        }
        let (scope, name) = match text.strip_prefix('@') {
            None => (None, text),
            Some(scoped) => match scoped.split_once('/') {
                Some((scope, name)) => (Some(scope), name),
                None => return refuse("a scope is followed by `/` and a name"),
            },
        };
        for part in scope.into_iter().chain([name]) {
            let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
            if !part.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
                || !part.bytes().all(inner)
            {
                return refuse("may have lower-case letters, digits, `-`, `_` and `.`, a letter or digit first");
            }
            if part.contains("..") || part.ends_with('.') || ends_like_an_archive(part) || TAKEN.contains(&part) {
                return refuse("must not look like a path or a file");
            }
        }
        Ok(Self(text.to_owned()))
    }
}

/// Exact version of an npm package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NpmVersion(String);

checked_text!(NpmVersion);

impl NpmVersion {
    /// The version.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NpmVersion {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |rule| NameError::new(text, "a version of an npm package", rule);
        if text.len() > MAX_RANGE_BYTES || ends_like_an_archive(text) {
            return Err(refuse("must have at most 100 bytes, and not end like a file"));
        }
        match Version::parse(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err(refuse("must be a semantic version, e.g. `1.2.3`")),
        }
    }
}

/// Which versions of an npm package will do: a range as npm reads it, of digits and comparisons only, or `*`. No tags, addresses,
/// files or other names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NpmRange(String);

checked_text!(NpmRange);

impl NpmRange {
    /// The range.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NpmRange {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |rule| Err(NameError::new(text, "a range of versions of an npm package", rule));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".^~<>=|* +-".contains(&byte);
        if text.is_empty() || text.len() > MAX_RANGE_BYTES || !text.bytes().all(plain) {
            return refuse("must have 1 to 100 letters, digits, spaces and `.^~<>=|*+-`");
        }
        if text != "*" && !text.starts_with(|first: char| first.is_ascii_digit() || "^~<>=".contains(first)) {
            return refuse("must begin with a digit or a comparison, or be `*`");
        }
        if text.contains("..") || ends_like_an_archive(text) {
            return refuse("must not look like a path or a file");
        }
        Ok(Self(text.to_owned()))
    }
}
