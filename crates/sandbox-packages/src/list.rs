//! `packages.toml`: which packages are wanted, written by people.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use sandbox_guests::Sha256Digest;
use serde::Deserialize;

use crate::language::Language;
use crate::names::{NpmName, NpmRange, PackageName, PythonVersion};
use crate::requirement::{Marker, Specifier};

/// The list this build was made with.
const EMBEDDED: &str = include_str!("../../../vendor/packages.toml");

/// Longest list or lock, in bytes.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// Most packages of one language in a list or lock.
pub const MAX_PACKAGES: usize = 500;

/// Which packages are wanted.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct PackageList {
    /// Python packages, by name.
    pub python: BTreeMap<PackageName, PythonWish>,
    /// JavaScript packages, by name.
    pub javascript: BTreeMap<NpmName, NpmRange>,
    /// What the Python guest has in it already, with its version.
    pub provided: BTreeMap<PackageName, PythonVersion>,
}

/// Which versions of a Python package are wanted, and when.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PythonWish {
    /// Versions that will do.
    pub version: Specifier,
    /// A condition that has to hold in the guest.
    pub marker: Option<Marker>,
}

/// A list or lock that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// It is longer than any list.
    #[error("{file} has {bytes} bytes, more than {MAX_TEXT_BYTES}")]
    TooLarge {
        /// Its file.
        file: &'static str,
        /// Its size in bytes.
        bytes: usize,
    },
    /// Not TOML of the expected shape: unknown or missing keys, wrong types, names and versions that are none.
    #[error("{file} cannot be read")]
    Parse {
        /// Its file.
        file: &'static str,
        /// Where, and what is wrong.
        source: Box<toml::de::Error>,
    },
    /// A value that contradicts another one, or is dangerous or meaningless.
    #[error("{file}: {package}: {rule}")]
    Invalid {
        /// Its file.
        file: &'static str,
        /// The package.
        package: String,
        /// What is wrong.
        rule: &'static str,
    },
}

/// Name of the list's file, for messages.
const FILE: &str = "packages.toml";

impl PackageList {
    /// The list this build was made with.
    ///
    /// # Errors
    /// [`ListError`] if `vendor/packages.toml` was broken when this was built; a unit test makes sure that it was not.
    pub fn embedded() -> Result<Self, ListError> {
        Self::parse(EMBEDDED)
    }

    /// Reads and checks a list.
    ///
    /// # Errors
    /// [`ListError`].
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let raw: RawList = parse(FILE, text)?;
        let mut list = Self {
            python: unique(raw.python)?,
            javascript: unique(raw.javascript)?,
            provided: unique(raw.provided.python)?,
        };
        if let Some(name) = list.python.keys().find(|name| list.provided.contains_key(*name)) {
            return Err(invalid(FILE, name, "the guest has it already: remove it from [python]"));
        }
        for count in [list.python.len(), list.javascript.len(), list.provided.len()] {
            if count > MAX_PACKAGES {
                return Err(invalid(
                    FILE,
                    "all of them",
                    "a list has at most 500 packages of a language",
                ));
            }
        }
        let nobody = std::collections::BTreeSet::new();
        list.python
            .retain(|_, wish| wish.marker.as_ref().is_none_or(|marker| marker.holds(&nobody)));
        Ok(list)
    }

    /// Digest of what the list says, whatever its spelling, order and comments. A lock holds it, so that a list that was changed
    /// since is noticed.
    pub fn digest(&self) -> Sha256Digest {
        let python = self.python.iter();
        let python = python.map(|(name, wish)| format!("{}\t{name}\t{}\n", Language::Python, wish.version));
        let javascript = self.javascript.iter();
        let javascript = javascript.map(|(name, range)| format!("{}\t{name}\t{range}\n", Language::JavaScript));
        let provided = self.provided.iter();
        let provided = provided.map(|(name, version)| format!("provided\t{name}\t{version}\n"));
        let lines: Vec<_> = python.chain(javascript).chain(provided).collect();
        Sha256Digest::of(lines.concat().as_bytes())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    #[serde(default)]
    python: BTreeMap<String, RawWish>,
    #[serde(default)]
    javascript: BTreeMap<String, NpmRange>,
    #[serde(default)]
    provided: RawProvided,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawProvided {
    #[serde(default)]
    python: BTreeMap<String, PythonVersion>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum RawWish {
    Version(Specifier),
    Table(RawTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    version: Specifier,
    marker: Option<Marker>,
}

impl From<RawWish> for PythonWish {
    fn from(raw: RawWish) -> Self {
        match raw {
            RawWish::Version(version) => Self { version, marker: None },
            RawWish::Table(RawTable { version, marker }) => Self { version, marker },
        }
    }
}

/// Reads a file of this crate.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, ListError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(ListError::TooLarge {
            file,
            bytes: text.len(),
        });
    }
    toml::from_str(text).map_err(|source| ListError::Parse {
        file,
        source: Box::new(source),
    })
}

/// Reads names, and refuses those that are the same but for their spelling.
fn unique<N, R, V>(raw: BTreeMap<String, R>) -> Result<BTreeMap<N, V>, ListError>
where
    N: std::str::FromStr<Err = crate::names::NameError> + Ord,
    V: From<R>,
{
    let mut checked = BTreeMap::new();
    for (text, value) in raw {
        let name = text
            .parse()
            .map_err(|error: crate::names::NameError| invalid(FILE, error.text.as_str(), error.rule))?;
        match checked.entry(name) {
            Entry::Vacant(place) => drop(place.insert(V::from(value))),
            Entry::Occupied(_) => return Err(invalid(FILE, text.as_str(), "is there twice, in another spelling")),
        }
    }
    Ok(checked)
}

pub(crate) fn invalid(file: &'static str, package: &(impl ToString + ?Sized), rule: &'static str) -> ListError {
    ListError::Invalid {
        file,
        package: package.to_string(),
        rule,
    }
}

impl ListError {
    /// What the user can do about it, one sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "this is not a list of packages: restore it from version control",
            Self::Parse { file: FILE, .. } | Self::Invalid { file: FILE, .. } => {
                "correct vendor/packages.toml; its first lines say what may be in it"
            }
            Self::Parse { .. } | Self::Invalid { .. } => {
                "the lock is a generated file: restore it, or make it again with `cargo xtask vendor lock`"
            }
        }
    }
}

#[cfg(test)]
mod tests;
