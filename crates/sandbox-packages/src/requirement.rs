//! What a list or a Python package asks for: a name, versions that will do, and when.

mod marker;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use pep440_rs::VersionSpecifiers;
use serde::{Deserialize, Serialize};

pub use marker::{Marker, MarkerError};

use crate::names::{NameError, PackageName, PythonVersion, checked_text};

/// Longest specifier of versions, in bytes.
const MAX_SPECIFIER_BYTES: usize = 200;
/// Longest `Requires-Dist` that is read, in bytes.
const MAX_DEPENDENCY_BYTES: usize = 2000;

/// Which versions of a Python package will do, as PEP 440 writes it: `==1.2`, `>=1,<2`, or `*` for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Specifier {
    specifiers: VersionSpecifiers,
    text: String,
}

checked_text!(Specifier);

impl Specifier {
    /// The specifier in its normal form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether `version` will do.
    pub fn accepts(&self, version: &PythonVersion) -> bool {
        self.specifiers.contains(version.version())
    }

    /// What has to hold for this and for all of `others`, without `*`: each part once, in a fixed order.
    pub(crate) fn all_of<'a>(specifiers: impl IntoIterator<Item = &'a Self>) -> String {
        let parts: BTreeSet<_> = specifiers
            .into_iter()
            .flat_map(|specifier| specifier.text.split(',').filter(|part| *part != "*"))
            .collect();
        parts.into_iter().collect::<Vec<_>>().join(",")
    }
}

impl FromStr for Specifier {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = |rule| NameError::new(text, "a specifier of versions", rule);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"<>=!~.,*+- ".contains(&byte);
        if text.len() > MAX_SPECIFIER_BYTES || !text.bytes().all(plain) || text.contains("===") {
            return Err(refuse(
                "must have at most 200 letters, digits, spaces and `<>=!~.,*+-`, and no `===`",
            ));
        }
        if text.trim() == "*" {
            return Ok(Self {
                specifiers: VersionSpecifiers::empty(),
                text: "*".to_owned(),
            });
        }
        let specifiers = VersionSpecifiers::from_str(text).unwrap_or_default();
        if specifiers.is_empty() {
            return Err(refuse("must be like `==1.2.3` or `>=1,<2`, or `*`"));
        }
        let text = specifiers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        Ok(Self { specifiers, text })
    }
}

/// What a package depends on: a line of `Requires-Dist`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dependency {
    /// The package.
    pub name: PackageName,
    /// Which of its extras are wanted.
    pub extras: BTreeSet<PackageName>,
    /// Which versions will do.
    pub specifier: Specifier,
    /// When it is wanted at all.
    pub marker: Option<Marker>,
}

/// A `Requires-Dist` that is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DependencyError {
    /// It names a place instead of a version: whoever wrote it decides what is fetched from where.
    #[error("{text:?} names an address, which is not followed")]
    DirectReference {
        /// The line, shortened.
        text: String,
    },
    /// It cannot be read.
    #[error("{text:?} is no requirement that can be read")]
    Malformed {
        /// The line, shortened.
        text: String,
    },
    /// Its name or versions are not such.
    #[error(transparent)]
    Name(#[from] NameError),
    /// Its marker cannot be read.
    #[error(transparent)]
    Marker(#[from] MarkerError),
}

impl FromStr for Dependency {
    type Err = DependencyError;

    fn from_str(text: &str) -> Result<Self, DependencyError> {
        let shown = || text.chars().take(120).collect::<String>();
        let malformed = || DependencyError::Malformed { text: shown() };
        if text.len() > MAX_DEPENDENCY_BYTES || text.chars().any(char::is_control) {
            return Err(malformed());
        }
        let (what, marker) = match text.split_once(';') {
            Some((what, marker)) => (what.trim(), Some(marker.parse()?)),
            None => (text.trim(), None),
        };
        if what.contains('@') || what.contains("://") {
            return Err(DependencyError::DirectReference { text: shown() });
        }
        let end = what
            .find(|character: char| !(character.is_ascii_alphanumeric() || "-_.".contains(character)))
            .unwrap_or(what.len());
        let (name, rest) = what.split_at(end);
        let rest = rest.trim();
        let (extras, rest) = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or_else(malformed)?,
            None => ("", rest),
        };
        let extras = extras.split(',').map(str::trim).filter(|extra| !extra.is_empty());
        let rest = rest.trim();
        let rest = match rest.strip_prefix('(') {
            Some(inner) => inner.strip_suffix(')').ok_or_else(malformed)?,
            None => rest,
        };
        Ok(Self {
            name: name.parse()?,
            extras: extras.map(str::parse).collect::<Result<_, _>>()?,
            specifier: if rest.trim().is_empty() { "*" } else { rest }.parse()?,
            marker,
        })
    }
}

impl Dependency {
    /// Whether it is wanted in the guest, by somebody who asked for these extras of the package that says this.
    pub fn applies(&self, extras: &BTreeSet<PackageName>) -> bool {
        self.marker.as_ref().is_none_or(|marker| marker.holds(extras))
    }
}

impl fmt::Display for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.specifier)
    }
}

#[cfg(test)]
mod tests;
