//! The generations of a session.

use sandbox_core::{Outcome, SessionId};
use serde::{Deserialize, Serialize};

use crate::info::Sizes;
use crate::record::Header;
use crate::time::Timestamp;

/// Why there is a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// A turn.
    Turn,
    /// The session was parked after turns that were not stored one by one.
    Park,
    /// The host changed files.
    Files,
    /// The host changed labels.
    Labels,
    /// The session was made from a generation of another.
    Fork {
        /// The other one.
        session: SessionId,
        /// Its generation.
        generation: u64,
    },
    /// The session went back to an earlier generation.
    Rollback {
        /// That one.
        to: u64,
    },
    /// The session came from a bundle.
    Import,
}

/// What is known about one generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Generation {
    /// Its number.
    pub generation: u64,
    /// When it was made.
    pub at: Timestamp,
    /// Why.
    pub cause: Cause,
    /// How the turn ended that made it.
    pub outcome: Option<Outcome>,
    /// Turns that led here.
    pub turns: u64,
    /// What it takes.
    pub sizes: Sizes,
    /// Whether it has an interpreter's state, and not only files.
    pub has_state: bool,
}

impl From<&Header> for Generation {
    fn from(header: &Header) -> Self {
        Self {
            generation: header.generation,
            at: header.at,
            cause: header.cause.clone(),
            outcome: header.outcome,
            turns: header.turns,
            sizes: header.sizes,
            has_state: header.state.is_some(),
        }
    }
}
