//! The host of guests: wasmtime, WASI preview 1, interpreter images, compiled artifacts and the limits of an execution.
//!
//! The data flows one way: a *guest* binary (from `sandbox-guests`) becomes an *image* (the guest after its start-up, snapshotted),
//! the image becomes a compiled *artifact* in the cache, the artifact is mapped once per process, and every execution is a
//! copy-on-write *instance* of it with its own store, file tree and limits.
//!
//! This crate knows no language: what is special about an interpreter is behind [`GuestRuntime`]. No `wasmtime` type is public.

mod admission;
mod artifact;
mod clock;
mod dirty;
mod engine;
mod error;
mod guest;
mod host_calls;
mod image;
mod instance;
mod limiter;
mod panics;
pub mod price;
mod pristine;
mod program;
mod report;
mod runtime;
mod saved;
mod state;
mod stdio;
mod stop;
mod timer;
mod wake;
mod wasi;
mod workspace;

pub use engine::{Engine, EngineConfig, Metering, WhenFull};
pub use error::HostError;
pub use guest::{
    Answer, Guest, Halt, Handler, HostFunction, MAX_PARAMETERS, MAX_RANDOM_BYTES, Stream, Value, ValueType,
};
#[cfg(feature = "compiler")]
pub use image::Rebuild;
pub use image::{Image, ImageId, Leftover, Preparation, Stored, StoredKind, leftovers, stored};
pub use instance::{Instance, disk_limits};
pub use program::{MAX_FILE_BYTES, MAX_SOURCE_BYTES, MAX_STDIN_BYTES, Mode, Program, ProgramError};
pub use runtime::{FilesError, GuestRuntime, MadeFiles, Resources, Verdict};
pub use saved::{PAGE_BYTES, Page, SavedState, SavedStateError};
pub use wake::CancelHandle;
pub use workspace::{OutsideWorkspace, WORKSPACE, workspace_path};
