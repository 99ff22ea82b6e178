//! What sessions are kept in: immutable, content-addressed blobs and create-only records, on local disk, S3 and in memory.
//!
//! - [`Backend`] is what a place to store things has to do: eight operations on whole objects. [`Store::disk`], [`Store::memory`] and [`Store::parse`] make one
//!   over the crate `object_store`; a program can bring its own and check it with [`conformance`].
//! - [`Store`] is a backend with what goes for all of them: names are checked in both directions, sizes are bounded before anything is allocated, errors are typed.
//!   [`Store::prefixed`], [`Store::with_quota`], [`Store::metered`] and [`Store::faulty`] decorate it.
//! - [`Blobs`] are contents under names made of their BLAKE3 hash; what is read is what was hashed, or an error.
//! - [`collect`] removes blobs that nothing names, beside writers.
//!
//! # Invariants
//!
//! - Creating is the only way to change what is there: an object that exists is never changed, with one exception per kind that the users of the crate document. The
//!   one compare-and-swap that disk, memory and S3 have in common is "create unless it exists".
//! - Everything that is read may be hostile. A name that is no [`Key`] is not passed on; a blob that does not have its hash is an error.
//! - Times of objects come from the store's own clock and are compared with that clock only ([`Store::now`]).

mod backend;
mod blobs;
mod collect;
pub mod conformance;
mod error;
mod faulty;
mod key;
mod links;
mod location;
mod memory;
mod metered;
mod object;
mod prefixed;
mod quota;
#[cfg(feature = "s3")]
mod s3;
mod staging;
mod store;

#[cfg(test)]
mod tests;

pub use backend::{Backend, Created, Entries, Entry};
pub use blobs::{BlobRef, Blobs, Hash, MAX_BLOB_BYTES, pack, unpack};
pub use collect::{Collected, DEFAULT_GRACE, collect, sizes};
pub use error::{StoreError, StoreErrorKind};
pub use faulty::{Fault, Faults, Operation};
pub use key::{Key, KeyError, MAX_KEY_BYTES};
pub use location::{LocationError, default_folder};
pub use metered::{Counts, Meter};
#[cfg(feature = "s3")]
pub use s3::S3Options;
pub use store::{MAX_OBJECT_BYTES, Store, Usage};

/// What operations of a store return.
pub type Result<T> = std::result::Result<T, StoreError>;
