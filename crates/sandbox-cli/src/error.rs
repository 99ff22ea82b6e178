//! What the command could not do.

use std::io;
use std::path::PathBuf;

use llm_wasm_sandbox::storage::LocationError;
use llm_wasm_sandbox::{PolicyError, PolicyFileError, SessionError};

/// Why a command did not do what was asked. What a program does is never one of these.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error(transparent)]
    Sandbox(#[from] llm_wasm_sandbox::Error),
    #[error(transparent)]
    PolicyFile(#[from] PolicyFileError),
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error(transparent)]
    Session(#[from] Box<SessionError>),
    #[error(transparent)]
    Store(#[from] LocationError),
    #[error("there is no folder to keep sessions in: the user has no data folder")]
    NoStore,
    #[error("cannot read {what}")]
    Read { what: String, source: io::Error },
    #[error("cannot write {what}")]
    Write { what: String, source: io::Error },
    #[error("{what} is a folder")]
    Folder { what: String },
    #[error("{what} has more than {max} bytes")]
    TooLong { what: String, max: u64 },
    #[error("cannot tell the language of {what}")]
    UnknownLanguage { what: String },
    #[error("{0}")]
    Usage(String),
    #[error("{} is the input as well", path.display())]
    SameFile { path: PathBuf },
    /// A thread of a batch ended in the middle of a line: a defect, which must not pass for a batch that is done.
    #[error("a thread of the batch died, and results are missing")]
    LostResults,
    #[error("a benchmark program did not run: {0}")]
    Bench(String),
    /// Changes of a workspace that could not be written into its folder, and were told about then.
    #[error("the workspace's folder lacks changes that could not be written")]
    Unwritten,
    #[error("the terminal cannot be read")]
    Terminal(#[source] rustyline::error::ReadlineError),
    /// Nobody reads standard output any more: no message, only the exit code.
    #[error("the reader of standard output went away")]
    ClosedOutput,
}

impl From<SessionError> for CliError {
    fn from(error: SessionError) -> Self {
        // Boxed: it can carry a whole turn.
        Self::Session(Box::new(error))
    }
}

impl CliError {
    /// A failed write to standard output.
    pub(crate) fn stdout(source: io::Error) -> Self {
        Self::write("standard output", source)
    }

    /// A failed write.
    pub(crate) fn write(what: impl Into<String>, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedOutput
        } else {
            Self::Write {
                what: what.into(),
                source,
            }
        }
    }

    /// What the person at the keyboard can do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Sandbox(error) => return error.hint(),
            Self::Session(error) => {
                // The one who could not make the image ready knows best.
                if let SessionError::Image { source, .. } = &**error
                    && let Some(inner) = source.downcast_ref::<llm_wasm_sandbox::Error>()
                    && let Some(hint) = inner.hint()
                {
                    return Some(hint);
                }
                return error.hint();
            }
            Self::Store(error) => error.hint(),
            Self::NoStore => "say where with --store, or set SANDBOX_STORE or HOME",
            Self::PolicyFile(PolicyFileError::Invalid { .. }) | Self::Policy(_) => {
                "`sandbox policy show` prints every key with its default"
            }
            Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                "check the path; it is relative to the current folder"
            }
            Self::Folder { .. } => "give a file; a folder of files goes to --workspace",
            Self::TooLong { .. } => "put large data into a file of the workspace and read it from there",
            Self::UnknownLanguage { .. } => "say it with -r python, -r javascript or -r typescript",
            Self::Usage(_) => "`sandbox help` shows how",
            Self::SameFile { .. } => "write the results somewhere else; the input would be lost",
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// The command's exit code.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            // What a shell sees of a program that SIGPIPE ended.
            Self::ClosedOutput => 141,
            _ => 125,
        }
    }
}
