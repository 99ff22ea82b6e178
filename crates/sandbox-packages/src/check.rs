//! One package of either language, from its cached file to the files that guests see.

use std::collections::BTreeSet;

use sandbox_guests::CacheDir;

use crate::archive::PackageFile;
use crate::error::PackageError;
use crate::lock::{Lock, Locked};
use crate::npm::NpmPackage;
use crate::store::open_package;
use crate::wheel::Wheel;

/// A package that was opened and read from its first byte to its last.
#[derive(Debug)]
pub(crate) enum Checked {
    Python(Wheel),
    Npm {
        /// Where guests see it.
        folder: String,
        package: NpmPackage,
    },
}

impl Checked {
    /// The paths of its files in the archive of its language, sorted.
    pub(crate) fn paths(&self) -> Vec<String> {
        match self {
            Self::Python(wheel) => wheel.paths().map(str::to_owned).collect(),
            Self::Npm { folder, package } => {
                let below = |file: &PackageFile| format!("{folder}/{}", file.path);
                package.files().iter().map(below).collect()
            }
        }
    }

    /// The content of the file at this place of its [`paths`](Self::paths), in `content`, which is emptied before.
    pub(crate) fn read(&mut self, place: usize, content: &mut Vec<u8>) -> Result<(), PackageError> {
        match self {
            Self::Python(wheel) => wheel.read(place, content)?,
            Self::Npm { package, .. } => {
                content.clear();
                content.extend(package.files().get(place).into_iter().flat_map(|file| &file.content));
            }
        }
        Ok(())
    }
}

/// Opens and reads a package in the cache, and compares what it says of itself with what the lock says of it. Its file is hashed again
/// if this is to be `thorough`.
pub(crate) fn check_package(cache: &CacheDir, package: Locked<'_>, thorough: bool) -> Result<Checked, PackageError> {
    let verified = open_package(cache, package, thorough)?;
    let disagrees = |what| PackageError::Disagrees {
        file: package.file().to_owned(),
        what,
    };
    match package {
        Locked::Python(locked) => {
            let wheel = Wheel::open(verified.file, &locked.file)?;
            if wheel.metadata().license != locked.license {
                return Err(disagrees("licence"));
            }
            // Extras that somebody else wanted of it may have brought more.
            let nobody = BTreeSet::new();
            let mut needed = wheel
                .metadata()
                .requires
                .iter()
                .filter(|needed| needed.applies(&nobody));
            if !needed.all(|needed| locked.requires.contains(&needed.name)) {
                return Err(disagrees("list of dependencies"));
            }
            Ok(Checked::Python(wheel))
        }
        Locked::Npm(locked) => {
            let npm = NpmPackage::open(&verified.file, &locked.name, &locked.version)?;
            if npm.manifest().license != locked.license {
                return Err(disagrees("licence"));
            }
            if npm.manifest().requires != locked.requires {
                return Err(disagrees("list of dependencies"));
            }
            Ok(Checked::Npm {
                folder: format!("node_modules/{}", locked.name),
                package: npm,
            })
        }
    }
}

/// Reads every package that a lock names from the cache again, whatever is known of it, and compares it with the lock.
///
/// # Errors
/// [`PackageError`] of the first package that is missing, damaged, refused, or not what the lock says.
pub fn recheck_packages(cache: &CacheDir, lock: &Lock) -> Result<(), PackageError> {
    for package in lock.all() {
        check_package(cache, package, true)?;
    }
    Ok(())
}
