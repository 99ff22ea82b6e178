//! What is known about a session without opening it.

use sandbox_core::{Runtime, SessionId};
use serde::{Deserialize, Serialize};

use crate::identity::Identity;
use crate::labels::Labels;
use crate::record::Header;
use crate::time::Timestamp;

/// What a generation takes, in bytes, but for the number of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// Files and links in the workspace and in `/tmp`, and directories.
    pub entries: u64,
    /// Bytes of the files.
    pub file_bytes: u64,
    /// Bytes of the interpreter's pages that differ from the image.
    pub state_bytes: u64,
    /// Bytes that were written to the store for this generation: its record, and blobs that were not there.
    pub stored_bytes: u64,
}

/// What is known about a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionInfo {
    /// Its id.
    pub session_id: SessionId,
    /// Its language.
    pub runtime: Runtime,
    /// The name of its image; none for the default one.
    pub image: Option<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When its latest generation was made.
    pub updated: Timestamp,
    /// When it was last used: a turn that left no generation counts, too.
    pub last_used: Timestamp,
    /// The number of its latest generation; 0 for one that has none yet.
    pub generation: u64,
    /// Turns that led to it.
    pub turns: u64,
    /// What people wrote on it.
    pub labels: Labels,
    /// What its latest generation takes.
    pub sizes: Sizes,
    /// Later generations whose records are damaged: what was in them is lost.
    pub damaged_generations: Vec<u64>,
}

impl SessionInfo {
    pub(crate) fn new(
        identity: &Identity,
        header: Option<&Header>,
        used: Option<Timestamp>,
        damaged: Vec<u64>,
    ) -> Self {
        let updated = header.map_or(identity.created, |header| header.at);
        Self {
            session_id: identity.session.clone(),
            runtime: identity.runtime,
            image: identity.image.clone(),
            created: identity.created,
            updated,
            last_used: used.map_or(updated, |used| used.max(updated)),
            generation: header.map_or(0, |header| header.generation),
            turns: header.map_or(0, |header| header.turns),
            labels: header.map_or_else(|| identity.labels.clone(), |header| header.labels.clone()),
            sizes: header.map(|header| header.sizes).unwrap_or_default(),
            damaged_generations: damaged,
        }
    }
}
