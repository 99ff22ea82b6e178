//! What the host could not do. What a guest did is never an error: it is an `Execution`.

use std::io;
use std::path::PathBuf;

use sandbox_core::PolicyError;
use sandbox_guests::{CacheError, FetchError};

use crate::engine::EngineConfig;
use crate::program::ProgramError;
use crate::runtime::FilesError;
use crate::saved::SavedStateError;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why no guest ran.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The policy does not hold.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The guest could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The cache folder cannot be used.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// A file could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The guest's files could not be opened.
    #[error("cannot open the guest's files")]
    GuestFiles {
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
        /// What can be done about it, if that is known.
        hint: Option<String>,
    },
    /// A layer that a guest makes could not be made.
    #[error("{what} failed: {reason}")]
    MadeFiles {
        /// What was to be made.
        what: String,
        /// Why it is not.
        reason: String,
    },
    /// The process already runs another kind of engine.
    #[error("this process already has an engine of another configuration ({running:?}; asked for {asked:?})")]
    EngineDiffers {
        /// What it has.
        running: EngineConfig,
        /// What was asked for.
        asked: EngineConfig,
    },
    /// The engine's configuration asks for what no engine has.
    #[error("the engine's `{key}` is {value}; it must be {rule}")]
    EngineConfig {
        /// The field.
        key: &'static str,
        /// Its value.
        value: u64,
        /// The range.
        rule: String,
    },
    /// This machine cannot run the engine.
    #[error("the engine cannot start on this machine")]
    Engine(#[source] Source),
    /// A thread or a timer could not be started.
    #[error("the operating system refused a thread or a timer")]
    Thread(#[source] io::Error),
    /// The guest and the host do not fit together.
    #[error("the guest does not fit the host's interface")]
    Link(#[source] Source),
    /// The image could not be built.
    #[error("the interpreter image could not be built")]
    Build(#[source] Source),
    /// The recipe failed in the guest.
    #[error("the recipe of image `{image}` failed: {reason}{}", shown(output))]
    Recipe {
        /// The image's name.
        image: String,
        /// What the guest said.
        reason: String,
        /// What it printed.
        output: String,
    },
    /// Two builds of one image differ.
    #[error("two builds of image `{image}` differ: {first} and {second}")]
    NotReproducible {
        /// The image's name.
        image: String,
        /// The first build's id.
        first: crate::ImageId,
        /// The second one's.
        second: crate::ImageId,
    },
    /// The image could not be compiled.
    #[error("the interpreter image could not be compiled")]
    Compile(#[source] Source),
    /// The artifact is not there, and this build has no compiler.
    #[error("image `{image}` is not prepared and this program was built without a compiler")]
    NotPrepared {
        /// The image's name.
        image: String,
    },
    /// The artifact could not be mapped.
    #[error("the compiled image cannot be loaded")]
    Load(#[source] Source),
    /// No memory or address space for another instance.
    #[error("the host has no room for another instance")]
    Instantiate(#[source] Source),
    /// The program, or a value that it brings along, is none that a guest is given.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The caller cancelled the execution while it waited for a place.
    #[error("the execution was cancelled before it began")]
    Cancelled,
    /// There is no place, or no memory, for one more interpreter, and the engine was told to refuse and not to wait.
    #[error("there is no room for one more interpreter: all places are taken, or the memory budget is used up")]
    Full,
    /// The host itself failed while it made an instance; the log says how.
    #[error("the host panicked while it started an interpreter")]
    Panicked,
    /// The open files of a saved state are none that a guest can have.
    #[error("the saved table of open files cannot be a guest's")]
    OpenFiles(#[source] Source),
    /// A saved state cannot be one of this image's, or not under this policy.
    #[error(transparent)]
    SavedState(#[from] SavedStateError),
    /// An earlier turn ended in a way that leaves the interpreter's memory undefined.
    #[error("this instance ended with `{outcome}` and runs nothing more")]
    Ended {
        /// How it ended.
        outcome: sandbox_core::Outcome,
    },
}

fn shown(output: &str) -> String {
    if output.trim().is_empty() {
        String::new()
    } else {
        format!("\n{}", output.trim_end())
    }
}

impl HostError {
    pub(crate) fn engine(error: wasmtime::Error) -> Self {
        Self::Engine(error.into())
    }

    pub(crate) fn ticker(error: io::Error) -> Self {
        Self::Thread(error)
    }

    pub(crate) fn link(error: wasmtime::Error) -> Self {
        Self::Link(error.into())
    }

    pub(crate) fn guest_files(error: FilesError) -> Self {
        let FilesError { source, hint } = error;
        Self::GuestFiles { source, hint }
    }

    pub(crate) fn build(error: wasmtime::Error) -> Self {
        Self::Build(error.into())
    }

    #[cfg(feature = "compiler")]
    pub(crate) fn compile(error: wasmtime::Error) -> Self {
        Self::Compile(error.into())
    }

    pub(crate) fn load(error: wasmtime::Error) -> Self {
        Self::Load(error.into())
    }

    pub(crate) fn instantiate(error: wasmtime::Error) -> Self {
        Self::Instantiate(error.into())
    }

    pub(crate) fn open_files(error: sandbox_vfs::Error) -> Self {
        Self::OpenFiles(error.into())
    }

    /// What the person at the keyboard can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Fetch(error) => Some(error.hint()),
            Self::Cache(error) => Some(error.hint()),
            Self::Policy(_) => Some(
                "`sandbox policy show` prints every key with its default, `sandbox policy check FILE` checks a file"
                    .into(),
            ),
            Self::Write { .. } => Some("make room, or choose another folder with SANDBOX_CACHE_DIR".into()),
            Self::GuestFiles { hint: Some(hint), .. } => Some(hint.clone()),
            Self::Read { .. } | Self::GuestFiles { .. } => {
                Some("`sandbox runtime verify` finds damaged files, `sandbox runtime clean` removes them".into())
            }
            Self::Recipe { .. } => Some(
                "the recipe's modules and statements ran in the sandbox and one of them failed: try them with `sandbox run`; packages have to be vendored, and named by the recipe if it names any"
                    .into(),
            ),
            Self::MadeFiles { .. } => Some(
                "a program of the sandbox's own failed in the image: a recipe whose statements change built-in functions can be the reason".into(),
            ),
            Self::NotReproducible { .. } => Some(
                "something in the recipe depends on time, on random numbers, or on addresses: leave it to the programs, or make it the same every time".into(),
            ),
            Self::EngineConfig { .. } => Some("choose a value in this range".into()),
            Self::Full => Some("try again when an execution has ended, or raise the engine's `max_instances` and `memory_budget_bytes`".into()),
            Self::EngineDiffers { .. } => Some("choose metered or unmetered once, when the process starts".into()),
            Self::Load(_) => Some(
                "the system refused memory or files: close other programs, or raise the process's limits (ulimit -n, ulimit -v)".into(),
            ),
            Self::NotPrepared { .. } => {
                Some("prepare it once with a build that has the `compiler` feature: `sandbox runtime prepare`".into())
            }
            Self::Instantiate(_) => Some(
                "lower the number of concurrent executions, or raise the process's address space limit (ulimit -v)"
                    .into(),
            ),
            Self::Program(error) => Some(error.hint().into()),
            Self::Panicked => Some("this is a mistake in the sandbox: report it with the log's line".into()),
            Self::Ended { .. } => Some("start a new one".into()),
            Self::SavedState(SavedStateError::OverLimit { .. }) => {
                Some("resume it under a policy whose `memory_bytes` is at least as large as what it holds".into())
            }
            Self::SavedState(_) | Self::OpenFiles(_) => Some("the stored state is damaged: go back to an earlier generation".into()),
            _ => None,
        }
    }
}
