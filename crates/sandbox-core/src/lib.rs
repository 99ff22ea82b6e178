//! The vocabulary of the sandbox: what a program may do ([`ExecutionPolicy`]), how it ended ([`Outcome`]), what the
//! caller is told ([`Execution`]), and the names that cross a trust boundary ([`SessionId`], [`GuestPath`]).
//!
//! # Invariant
//!
//! This crate does no I/O: no file, clock, environment variable, network or thread. The one exception is the
//! operating system's random source behind [`SessionId::random`]. Everything else is a value that is parsed, checked
//! or formatted, so other crates may name its types in their public interfaces without taking on an engine or an
//! async runtime.
//!
//! # Trust
//!
//! Text that reaches a parser of this crate may be hostile: policies, results and ids can come from a file, a network
//! peer or a stored session. Parsers refuse instead of guessing, name what they refuse, and bound what they keep.

mod execution;
mod fuel;
mod guest_path;
mod hints;
mod outcome;
mod policy;
mod quantity;
mod runtime;
mod session_id;

pub use execution::{Display, DisplayContent, Exception, Execution, LIMIT_KEY, RESULT_VERSION, Value};
pub use fuel::{FuelAnalysis, FuelStatus, analyze_fuel};
pub use guest_path::{GuestPath, GuestPathError, MAX_GUEST_NAME_BYTES, MAX_GUEST_PATH_BYTES};
pub use hints::{Hint, HintContext, HintExample, hints_for, needs_importable};
pub use outcome::Outcome;
pub use policy::{
    DEFAULT_DATA_PATH, Determinism, DiskLimits, ExecutionPolicy, HostCallLimits, MAX_ARGS, MAX_ARGS_BYTES,
    MAX_DISK_BYTES, MAX_ENV_BYTES, MAX_ENV_VARIABLES, MAX_FUEL, MAX_MEMORY_BYTES, MAX_MOUNTS, MAX_OUTPUT_BYTES,
    MAX_STDIN_BYTES, MAX_TIMEOUT, Mount, OnOutputLimit, PolicyError, StartTime, StartTimeError,
};
pub use quantity::{QuantityError, parse_duration, parse_size};
pub use runtime::{Runtime, UnknownRuntime};
pub use session_id::{MAX_SESSION_ID_BYTES, SessionId, SessionIdError};
