//! Packages that guests' programs import: which ones, what they are to the byte, and one archive for each language.
//!
//! What is wanted is a list that people write ([`PackageList`], `vendor/packages.toml`). [`lock_packages`] resolves it to a [`Lock`]
//! (`vendor/packages.lock`): every package with everything it needs, the exact file, its size and hash. [`fetch_packages`] brings the
//! files into the cache, and [`PackageSet::build`] makes of them the archive that guests read.
//!
//! Packages are hostile, like the programs that import them. Nothing of a package is run on the host, and nothing is written to a place
//! that a package names. A package file is used if its hash is the locked one, and if reading it from its first byte to its last finds
//! nothing that two readers could understand differently; otherwise the whole package is refused. Once a guest imports it, it is guest
//! code like any other.
//!
//! The crate is synchronous and knows no engine.
//!
//! ```no_run
//! use sandbox_guests::{CacheDir, Silent, Source};
//! use sandbox_packages::{Language, Lock, PackageSet, fetch_packages};
//!
//! let (cache, lock) = (CacheDir::open_default()?, Lock::embedded()?);
//! fetch_packages(&cache, &lock, &Source::package(), &Silent)?;
//! let set = PackageSet::build(&cache, &lock, Language::Python, &Silent)?;
//! println!("{} bytes", set.archive.bytes);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod archive;
mod check;
mod client;
mod error;
mod fetch;
mod language;
mod list;
mod lock;
mod names;
mod npm;
mod provided;
mod requirement;
mod resolve;
mod set;
mod store;
#[cfg(test)]
mod testing;
mod wheel;

pub use archive::{
    ArchiveError, MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_PATH_BYTES, MAX_RATIO, MAX_TOTAL_BYTES, PackageFile, Refused,
};
pub use check::recheck_packages;
pub use error::PackageError;
pub use fetch::fetch_packages;
pub use language::Language;
pub use list::{ListError, MAX_PACKAGES, MAX_TEXT_BYTES, PackageList, PythonWish};
pub use lock::{Lock, Locked, LockedNpm, LockedPython};
pub use names::{NameError, NpmName, NpmRange, NpmVersion, PackageName, PythonVersion};
pub use npm::{Integrity, InvalidIntegrity, MAX_KEPT_BYTES, NpmManifest, NpmPackage};
pub use provided::guest_packages;
pub use requirement::{Dependency, DependencyError, Marker, MarkerError, Specifier};
pub use resolve::lock_packages;
pub use set::{MAX_SET_BYTES, PackageSet};
pub use store::{clean_packages, open_package};
pub use wheel::{Wheel, WheelMetadata, WheelName};
