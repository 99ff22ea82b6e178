//! What could not be done with a session.

use std::time::Duration;

use sandbox_core::{PolicyError, SessionId, SessionIdError};
use sandbox_host::{HostError, OutsideWorkspace};
use sandbox_storage::{StoreError, StoreErrorKind};

use crate::images::ImagesError;
use crate::labels::LabelError;
use crate::turn::Turn;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why an operation on a session failed. What a program does is never an error: it is in the [`Turn`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The interpreter could not be started.
    #[error(transparent)]
    Host(#[from] HostError),
    /// A policy does not hold.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A session's policy allows more than the host does.
    #[error("the policy of session `{id}` allows more than this host does: `{key}`")]
    PolicyExceeds {
        /// The session.
        id: SessionId,
        /// The first such key.
        key: &'static str,
    },
    /// A text is no session's id.
    #[error(transparent)]
    Id(#[from] SessionIdError),
    /// Names that are no UUIDs are not allowed.
    #[error("the session id `{id}` is no UUID")]
    NameNotAllowed {
        /// The name.
        id: SessionId,
    },
    /// Labels do not hold.
    #[error(transparent)]
    Labels(#[from] LabelError),
    /// There is no such session.
    #[error("there is no session `{id}`")]
    NotFound {
        /// The session.
        id: SessionId,
    },
    /// There is one already.
    #[error("there is a session `{id}` already")]
    Exists {
        /// The session.
        id: SessionId,
    },
    /// There are as many as may be.
    #[error("there are {max} sessions already")]
    TooMany {
        /// How many there may be.
        max: usize,
    },
    /// It was not used for too long, or lived too long.
    #[error("session `{id}` has expired")]
    Expired {
        /// The session.
        id: SessionId,
    },
    /// Another turn is under way, here or elsewhere.
    #[error("session `{id}` is busy: {owner}")]
    Busy {
        /// The session.
        id: SessionId,
        /// Who uses it.
        owner: String,
        /// After how long it is free, if its owner does not answer.
        free_in: Option<Duration>,
    },
    /// Sessions come and go, or one goes on, faster than a collection can read them. Nothing that may be needed was removed.
    #[error("sessions come and go faster than a collection can read them")]
    Restless,
    /// Somebody else made the generation that this operation was about to make. Nothing of this operation is stored.
    #[error("session `{id}` was changed by somebody else: generation {generation} is there already")]
    Conflict {
        /// The session.
        id: SessionId,
        /// The generation that both wanted to make.
        generation: u64,
    },
    /// A turn ran, but could not be stored. The session is as it was before it, unless the store did what it said that it did not.
    #[error("the turn ran, but session `{id}` could not be stored")]
    NotCommitted {
        /// The session.
        id: SessionId,
        /// What the turn did.
        turn: Box<Turn>,
        /// Why it is not stored.
        source: Box<SessionError>,
    },
    /// What is stored of a session is not what was stored.
    #[error("session `{id}` is damaged: {what}")]
    Damaged {
        /// The session.
        id: SessionId,
        /// What is.
        what: String,
        /// How it was noticed.
        source: Option<Source>,
    },
    /// There is no such generation.
    #[error("session `{id}` has no generation {generation}")]
    NoGeneration {
        /// The session.
        id: SessionId,
        /// The generation.
        generation: u64,
    },
    /// The interpreter's image cannot be made ready.
    #[error("the image of session `{id}` is not available")]
    Image {
        /// The session.
        id: SessionId,
        /// Why not.
        source: ImagesError,
    },
    /// A path leads out of the workspace.
    #[error(transparent)]
    Path(#[from] OutsideWorkspace),
    /// A file could not be read, written, listed or removed.
    #[error("`{path}` in the workspace: {source}")]
    File {
        /// The path, relative to the workspace.
        path: String,
        /// Why not.
        source: sandbox_vfs::Error,
    },
    /// There is a file already, and the caller asked for a new one.
    #[error("`{path}` already exists in the workspace")]
    FileExists {
        /// The path, relative to the workspace.
        path: String,
    },
    /// A pattern for files is none.
    #[error("`{pattern}` is no pattern for files")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong.
        source: Source,
    },
    /// A folder or an archive could not be moved into or out of the workspace.
    #[error("cannot move files between the workspace and {what}")]
    Transfer {
        /// What they come from or go to.
        what: String,
        /// Why not.
        source: Source,
    },
    /// A bundle holds no session, or more than is allowed.
    #[error("the bundle cannot be imported: {reason}")]
    Bundle {
        /// What is wrong with it.
        reason: String,
    },
    /// A choice makes no sense.
    #[error("{0}")]
    Invalid(String),
}

impl SessionError {
    /// What the person at the keyboard can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Store(error) => error.hint(),
            Self::Host(error) => return error.hint(),
            Self::Policy(_) => "`sandbox policy show` prints every key with its default",
            Self::PolicyExceeds { .. } => "lower that key in the session's policy, or raise it in the host's",
            Self::Id(_) => "leave the id out to get a fresh one",
            Self::NameNotAllowed { .. } => "leave the id out to get a fresh one, or allow names of your own",
            Self::Labels(_) => "a label is `name=value`, such as `user=anna`",
            Self::NotFound { .. } => "`sandbox session ls` lists the sessions; `--store` says where they are kept",
            Self::Exists { .. } => "open it, or choose another name",
            Self::TooMany { .. } => "remove some with `sandbox session prune`",
            Self::Expired { .. } => "make a new one; `sandbox session prune` removes what has expired",
            Self::Busy { .. } => "try again, wait longer, or fork the session to work beside it",
            Self::Restless => "collect again when there is less to do",
            Self::Conflict { .. } => {
                "open the session again to see what is there, and repeat the turn if it is still wanted"
            }
            Self::NotCommitted { source, .. } => return source.hint(),
            Self::Damaged { .. } => {
                "`sandbox store check` lists what is damaged; `sandbox session rollback` goes back to a whole generation, and `sandbox session rm` removes the session"
            }
            Self::NoGeneration { .. } => "`sandbox session history` lists the generations",
            Self::Image { .. } => {
                "prepare it with `sandbox runtime prepare`; the session's files can be read meanwhile"
            }
            Self::Path(_) => "paths are relative to the workspace and stay inside it",
            Self::File { .. } | Self::Transfer { .. } => "quotas are in the policy's [disk] table",
            Self::FileExists { .. } => "ask for it to be replaced, or choose another name",
            Self::Pattern { .. } => "`*` stands for part of a name, `**` for any folders",
            Self::Bundle { .. } => "bundles are made by `sandbox session export`",
            Self::Invalid(_) => return None,
        };
        Some(text.into())
    }

    /// Whether doing the same again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Store(error) => error.kind == StoreErrorKind::Unavailable,
            Self::Busy { .. } | Self::Conflict { .. } | Self::Restless => true,
            Self::NotCommitted { source, .. } => source.is_transient(),
            _ => false,
        }
    }
}
