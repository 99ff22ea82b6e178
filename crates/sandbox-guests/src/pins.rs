//! Which guests there are: `bin/runtimes.toml`, parsed and validated.

use serde::Deserialize;

use crate::digest::Sha256Digest;

mod package;
pub(crate) mod validate;

pub use package::{MemberPin, NestedPin, PackageKind, PackagePin};

/// The pins this build was made with.
const EMBEDDED: &str = include_str!("../../../bin/runtimes.toml");

/// Every pinned guest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pins {
    /// In the order of the file.
    #[serde(rename = "guest")]
    pub guests: Vec<GuestPin>,
}

/// One guest: the packages that carry it, and through them what is taken out of each.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestPin {
    /// What commands and folders call it, e.g. `python`. Unique; lower-case letters, digits, `-`.
    pub name: String,
    /// The language it runs, as `Runtime` of sandbox-core spells it.
    pub runtime: String,
    /// Version of the interpreter inside.
    pub version: String,
    /// Where it comes from. Never empty.
    #[serde(rename = "package")]
    pub packages: Vec<PackagePin>,
}

/// Pins that cannot be used, or a name that is not pinned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// Not TOML of the expected shape: unknown or missing keys, wrong types.
    #[error("runtimes.toml cannot be read")]
    Parse(#[source] Box<toml::de::Error>),
    /// A value that would be dangerous or meaningless.
    #[error("runtimes.toml: {key}: `{value}` {rule}")]
    Invalid {
        /// Path of the key, e.g. `guest[0].package[2].member[1].local`.
        key: String,
        /// The value refused.
        value: String,
        /// What it must be.
        rule: &'static str,
    },
    /// No guest of that name.
    #[error("no guest is called `{name}`; there are: {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The names there are, separated by commas.
        known: String,
    },
}

impl Pins {
    /// The pins this build was made with.
    ///
    /// # Errors
    /// [`PinError`] if `bin/runtimes.toml` was broken when this was built; a unit test makes sure that it was not.
    pub fn embedded() -> Result<Self, PinError> {
        Self::parse(EMBEDDED)
    }

    /// Reads and validates pins.
    ///
    /// # Errors
    /// [`PinError::Parse`] or [`PinError::Invalid`].
    pub fn parse(text: &str) -> Result<Self, PinError> {
        let pins: Self = toml::from_str(text).map_err(|error| PinError::Parse(Box::new(error)))?;
        validate::pins(&pins)?;
        Ok(pins)
    }

    /// The guest called `name`.
    ///
    /// # Errors
    /// [`PinError::Unknown`].
    pub fn guest(&self, name: &str) -> Result<&GuestPin, PinError> {
        self.guests
            .iter()
            .find(|guest| guest.name == name)
            .ok_or_else(|| PinError::Unknown {
                name: name.to_owned(),
                known: self
                    .guests
                    .iter()
                    .map(|guest| guest.name.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }
}

impl GuestPin {
    /// Every file the guest's folder holds, `(local name, size in bytes, SHA-256)`: package by package in the order of the file,
    /// of each its members first, then its nested ones.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64, &Sha256Digest)> {
        self.packages.iter().flat_map(PackagePin::files)
    }

    /// SPDX expression for the guest as a whole: what all of its packages ask for together.
    pub fn license(&self) -> String {
        let mut distinct: Vec<&str> = Vec::new();
        for package in &self.packages {
            if !distinct.contains(&package.license.as_str()) {
                distinct.push(&package.license);
            }
        }
        let single = distinct.len() == 1;
        let terms = distinct.into_iter().map(|license| {
            // `AND` binds tighter than `OR`.
            if single || !license.contains(" OR ") {
                license.to_owned()
            } else {
                format!("({license})")
            }
        });
        terms.collect::<Vec<_>>().join(" AND ")
    }

    /// Name of the guest's folder in the cache. It changes with any pinned file, so an upgrade never meets the old one.
    pub fn folder_name(&self) -> String {
        let lines = self
            .files()
            .map(|(local, bytes, sha256)| format!("{local}\n{bytes}\n{sha256}\n"));
        let identity: String = lines.collect();
        format!(
            "{}-{}-{}",
            self.name,
            self.version,
            Sha256Digest::of(identity.as_bytes()).short()
        )
    }
}

#[cfg(test)]
mod tests;
