//! The file tree that a guest sees.
//!
//! A guest never touches the host's file system. It sees one tree, served from memory: read-only layers (an archive, a host
//! folder, files given by the embedder) with a copy-on-write upper layer where the policy lets it write. From that follow
//! exact quotas, a list of changes that costs no walk, deterministic listings, and that no link, sparse file or deep path that a guest plants
//! can reach the host.
//!
//! - [`Template`] is the shared, immutable start of many trees; [`Template::builder`] makes one. Making a [`Tree`] from it copies nothing.
//! - [`Tree`] belongs to one execution. Its descriptor functions are what WASI and JavaScript calls end in; its host functions
//!   ([`Tree::write_file`], [`Tree::list`], [`Tree::import_dir`], [`Tree::export_dir`], …) work on absolute paths, under the same quotas.
//! - [`Tree::freeze`] makes the present state a template again: a generation of a session, or the start of a fork.
//!
//! The crate knows neither WebAssembly nor an async runtime, holds no lock and no global state, but for the count of the host's files
//! that guests hold open (`host_files.rs`).

mod blob;
mod clock;
mod content;
mod delta;
mod descriptor;
mod directory;
mod error;
mod host_dir;
mod host_files;
mod host_fs;
mod limits;
mod node;
mod nodes;
mod resolve;
mod template;
mod transfer;
mod tree;
mod types;
mod work;
mod zip_layer;

pub use blob::{Blob, HostFile};
pub use clock::{Clock, SystemClock};
pub use delta::{Delta, DeltaEntry, DeltaKind, FileContent};
pub use error::{Error, Result};
pub use host_dir::HostDir;
pub use host_files::MAX_OPEN_HOST_FILES;
pub use limits::{Limits, Refusals, Usage};
pub use template::{Access, Template, TemplateBuilder};
pub use transfer::{ExportReport, ImportReport, Skipped, TransferError};
pub use tree::Tree;
pub use types::{Changes, Descriptor, DirEntry, Entry, Fd, FileType, OpenFile, OpenOptions, SetTime, Stat};
pub use work::Work;
pub use zip_layer::{ZipError, ZipLayer, ZipLimits};
