//! Guest binaries and the cache folder that they, images and compiled artifacts live in.
//!
//! A *guest* is an interpreter compiled to WebAssembly. Which one is used is data ([`Pins`], read from
//! `bin/runtimes.toml`): packages, versions, and the size and SHA-256 of everything that is taken out of them.
//! [`ensure_guest`] makes it present in a [`CacheDir`], and [`verify`] answers on every start, in microseconds, whether a
//! cached file is still the one that was checked.
//!
//! The crate is synchronous and knows neither a language nor an engine: nothing in it runs guest code.
//!
//! ```no_run
//! use sandbox_guests::{CacheDir, Pins, Silent, Source, ensure_guest};
//!
//! let pins = Pins::embedded()?;
//! let cache = CacheDir::open_default()?;
//! let guest = ensure_guest(&cache, pins.guest("python")?, &Source::package(), &Silent)?;
//! println!("{} bytes", guest.file("python.wasm")?.bytes());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cache;
mod digest;
mod fetch;
mod pins;
mod progress;
mod regular;
mod stamp;
#[cfg(test)]
mod testing;

pub use cache::{AtomicFile, CacheDir, CacheError, LockGuard, TempDir};
pub use digest::{InvalidDigest, Sha256Digest, Sha256Writer};
pub use fetch::tar;
pub use fetch::{
    ClientCall, FetchError, FoundClient, GuestFile, GuestFiles, MissingPackage, PackageClient, PackageClients, Source,
    ensure_guest, folder_bytes, installed_guest, remove_guest, verify_guest,
};
pub use pins::{GuestPin, MemberPin, NestedPin, PackageKind, PackagePin, PinError, Pins};
#[cfg(feature = "progress-bars")]
pub use progress::terminal_progress;
pub use progress::{Event, PlainLines, Progress, Silent};
pub use regular::{MAX_FILE_BYTES, open_regular};
pub use stamp::{Proof, Verified, VerifyError, verify, verify_full};
