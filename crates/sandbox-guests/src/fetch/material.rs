//! A package that is at hand, and how its files get to the guest.

use super::import::Unpacked;
use super::package_file::PackageFile;
use super::site::Site;
use super::{FetchError, tarball, wheel};
use crate::pins::PackageKind;

/// A package that is at hand.
pub(super) enum Material<'a> {
    /// Its file, verified.
    File(PackageFile<'a>),
    /// What was in its file; it is verified while it is copied.
    Unpacked(Unpacked<'a>),
}

impl Material<'_> {
    /// Brings everything that is pinned of the package to the site.
    pub(super) fn put(&self, site: &mut Site<'_>) -> Result<(), FetchError> {
        let package = match self {
            Self::File(file) => {
                match file.pin.kind() {
                    PackageKind::Wheel => wheel::unpack(file, site)?,
                    PackageKind::Npm => tarball::unpack(file, site)?,
                }
                file.pin
            }
            Self::Unpacked(unpacked) => {
                unpacked.copy(site)?;
                unpacked.pin()
            }
        };
        wheel::unpack_nested(package, site)
    }
}
