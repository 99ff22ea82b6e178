//! Making a guest present: from the package index, or from a folder.

mod client;
mod clients;
mod download;
mod error;
mod files;
mod import;
mod install;
mod kind;
mod material;
mod notices;
mod package_file;
mod site;
pub mod tar;
mod tarball;
#[cfg(test)]
pub(crate) mod testing;
mod wheel;

use std::path::PathBuf;

pub use client::{ClientCall, FoundClient, PackageClient};
pub use clients::PackageClients;
pub use download::folder_bytes;
pub use error::{FetchError, MissingPackage};
pub use files::{GuestFile, GuestFiles};
pub use install::{ensure_guest, installed_guest, remove_guest, verify_guest};

/// Folder, in a guest's folder, that its licences are kept in, in a folder for each package.
pub(crate) const NOTICES_FOLDER: &str = "licenses";

/// Where a guest comes from if it is not in the cache.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Source {
    /// The package indexes, asked through the user's own package clients.
    Package(PackageClients),
    /// No network: a folder that holds, of each of the guest's packages, the package file or what was in it, unpacked. That lies
    /// there as in the package file, in a folder with the package's name or in none, or under the local names of the pins.
    ///
    /// Of a guest with a single package this may be the package file itself.
    Folder(PathBuf),
}

impl Source {
    /// The package indexes through the package clients of this machine (see [`PackageClients::detect`]).
    pub fn package() -> Self {
        Self::Package(PackageClients::detect())
    }

    /// A folder, or the file of a guest's only package, on this machine.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Self::Folder(path.into())
    }
}

#[cfg(test)]
mod tests;
