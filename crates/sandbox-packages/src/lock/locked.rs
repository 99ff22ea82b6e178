//! What is said of one locked package, whichever its language.

use sandbox_guests::{MAX_FILE_BYTES, Sha256Digest};

use super::{Locked, MAX_LICENSE_CHARS};
use crate::language::Language;
use crate::npm;
use crate::wheel::WheelName;

impl<'a> Locked<'a> {
    /// Its language.
    pub fn language(&self) -> Language {
        match self {
            Self::Python(_) => Language::Python,
            Self::Npm(_) => Language::JavaScript,
        }
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        match self {
            Self::Python(package) => package.name.as_str(),
            Self::Npm(package) => package.name.as_str(),
        }
    }

    /// Its version.
    pub fn version(&self) -> &'a str {
        match self {
            Self::Python(package) => package.version.as_str(),
            Self::Npm(package) => package.version.as_str(),
        }
    }

    /// Name of its file, as the index and the clients call it.
    pub fn file(&self) -> &'a str {
        match self {
            Self::Python(package) => &package.file,
            Self::Npm(package) => &package.file,
        }
    }

    /// Size of its file in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Python(package) => package.bytes,
            Self::Npm(package) => package.bytes,
        }
    }

    /// SHA-256 of its file.
    pub fn sha256(&self) -> &'a Sha256Digest {
        match self {
            Self::Python(package) => &package.sha256,
            Self::Npm(package) => &package.sha256,
        }
    }

    /// What it says of its licence.
    pub fn license(&self) -> Option<&'a str> {
        match self {
            Self::Python(package) => package.license.as_deref(),
            Self::Npm(package) => package.license.as_deref(),
        }
    }

    pub(super) fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::Python(package) => {
                let name: WheelName = package
                    .file
                    .parse()
                    .map_err(|_| "its file is not a wheel without compiled parts")?;
                if name.name != package.name || name.version != package.version {
                    return Err("its file has another name or version");
                }
            }
            Self::Npm(package) => {
                if package.file != npm::file_name(&package.name, &package.version) {
                    return Err("its file has another name or version");
                }
            }
        }
        if !(1..=MAX_FILE_BYTES).contains(&self.bytes()) {
            return Err("its size is not between 1 byte and 2 GiB");
        }
        let good = |text: &str| text.chars().count() <= MAX_LICENSE_CHARS && !text.chars().any(char::is_control);
        if !self.license().is_none_or(good) {
            return Err("its licence is longer than 100 characters, or has control characters");
        }
        Ok(())
    }
}
