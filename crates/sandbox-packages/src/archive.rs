//! What archives of packages may be: rules that hold for wheels and npm packages alike.
//!
//! An archive is taken as a whole or refused as a whole. Nothing is ever written to a place that an archive names.

mod budget;
mod error;
mod path;

pub(crate) use budget::Budget;
pub use budget::{MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_RATIO, MAX_TOTAL_BYTES};
pub(crate) use error::Refusal;
pub use error::{ArchiveError, Refused};
pub use path::MAX_PATH_BYTES;
pub(crate) use path::Paths;

/// A file of a package, as a guest sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackageFile {
    /// Its path below where packages of its language lie.
    pub path: String,
    /// Its content.
    pub content: Vec<u8>,
}
