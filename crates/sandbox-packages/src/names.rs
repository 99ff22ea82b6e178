//! Names of packages, as types that hold no bad one.
//!
//! A name becomes an argument of a package client, a part of a file name and a part of a guest's path. So it is checked where it comes
//! from, by a short alphabet, and is never quoted or escaped later.

mod npm;
mod python;

pub use npm::{NpmName, NpmRange, NpmVersion};
pub use python::{PackageName, PythonVersion};

/// A text that is not the name, version or range that it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {what}: {rule}")]
pub struct NameError {
    /// The text, shortened.
    pub text: String,
    /// What it should be, with its article.
    pub what: &'static str,
    /// What such a thing has to be like.
    pub rule: &'static str,
}

/// Most characters of a refused text that an error keeps.
const MAX_SHOWN_CHARS: usize = 120;

impl NameError {
    pub(crate) fn new(text: &str, what: &'static str, rule: &'static str) -> Self {
        Self {
            text: text.chars().take(MAX_SHOWN_CHARS).collect(),
            what,
            rule,
        }
    }
}

/// Whether `name` ends like an archive's, which npm takes for a file on this machine.
fn ends_like_an_archive(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".tgz", ".tar.gz", ".tar", ".whl", ".zip"]
        .iter()
        .any(|ending| lower.ends_with(ending))
}

/// Implements what every checked text has: printing, reading, and (de)serializing as a string.
macro_rules! checked_text {
    ($type:ident) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl TryFrom<String> for $type {
            type Error = $crate::names::NameError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.as_str().to_owned()
            }
        }
    };
}
pub(crate) use checked_text;

#[cfg(test)]
mod tests;
