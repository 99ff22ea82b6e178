//! Runs untrusted code, written by language models or by anyone, inside WebAssembly.
//!
//! ```no_run
//! use llm_wasm_sandbox::{Runtime, Sandbox};
//!
//! # async fn example() -> Result<(), llm_wasm_sandbox::Error> {
//! let sandbox = Sandbox::builder(Runtime::Python).build().await?;
//! let run = sandbox.execute("print('hi')").await?;
//! assert_eq!(run.stdout, "hi\n");
//! # Ok(())
//! # }
//! ```
//!
//! Every execution is a fresh interpreter: a copy-on-write clone of an image in which the usual libraries are already
//! imported. It has no network, no processes and no files but those of its [`Workspace`]; fuel, wall clock, memory, output and disk are
//! bounded by an [`ExecutionPolicy`]. What a program does, however bad, is an [`Execution`] with an [`Outcome`]; an [`Error`] is only
//! what the *host* could not do.
//!
//! The first [`SandboxBuilder::build`] on a machine fetches the guest (98 MB), builds the image and compiles it, which takes one to two
//! minutes; later ones map the result in milliseconds. Programs without an async runtime use [`blocking`].

pub mod blocking;
mod builder;
mod error;
mod images;
mod interactive;
pub mod inventory;
mod policy_file;
#[cfg(feature = "python")]
pub mod recipes;
mod run;
mod sandbox;
#[cfg(feature = "sessions")]
mod sessions;
mod text_file;
mod workspace;

pub use builder::SandboxBuilder;
pub use error::Error;
pub use images::{default_image, image_names};
pub use interactive::Interactive;
pub use policy_file::{PolicyFileError, load_policy, load_policy_with_warnings};
pub use run::Run;
pub use sandbox::Sandbox;
#[cfg(feature = "sessions")]
pub use sessions::LocalImages;
pub use workspace::Workspace;

#[doc(no_inline)]
pub use sandbox_core::{
    Display, DisplayContent, Exception, Execution, ExecutionPolicy, FuelAnalysis, GuestPath, Hint, MAX_STDIN_BYTES,
    Mount, Outcome, PolicyError, QuantityError, RESULT_VERSION, Runtime, SessionId, UnknownRuntime, Value,
    parse_duration, parse_size,
};
#[cfg(feature = "progress-bars")]
#[doc(no_inline)]
pub use sandbox_guests::terminal_progress;
#[doc(no_inline)]
pub use sandbox_guests::{CacheDir, CacheError, Event, FetchError, PlainLines, Progress, Silent, Source};
#[doc(no_inline)]
pub use sandbox_host::{
    CancelHandle, Engine, EngineConfig, HostError, Image, ImageId, MAX_SOURCE_BYTES, Metering, Mode, Program, WhenFull,
};
#[cfg(feature = "python")]
#[doc(no_inline)]
pub use sandbox_runtime_python::{PythonRuntime, Recipe, RecipeError};
#[cfg(feature = "sessions")]
#[doc(no_inline)]
pub use sandbox_sessions::{
    Busy, Cause, CheckReport, Durability, FileInfo, Generation, Images, ImportOptions, Labels, Listed, Problem,
    PruneReport, PruneRules, Session, SessionError, SessionInfo, SessionOptions, Sessions, SessionsConfig, Sizes,
    StoreStats, Timestamp, Turn, WriteMode, ZipReport,
};
/// Where sessions are kept: backends, decorators, and the check that a backend of your own can be put to.
#[cfg(feature = "sessions")]
#[doc(no_inline)]
pub use sandbox_storage as storage;
#[cfg(feature = "sessions")]
#[doc(no_inline)]
pub use sandbox_storage::{Store, StoreError};
/// The files that a guest starts with: what [`Images::files`] makes.
#[cfg(feature = "sessions")]
#[doc(no_inline)]
pub use sandbox_vfs::Template as FileTemplate;

/// The README's examples are compiled with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ReadmeExamples;
