//! Sessions: a workspace and the state of an interpreter, kept as transactions in a [`Store`](sandbox_storage::Store).
//!
//! A session is a row of *generations*. Each is one immutable record that names everything it consists of: the pages of memory in which the interpreter differs from its
//! image, and the files in which the workspace differs from an empty one. A turn that is committed makes the next generation, completely or not at all; forking and
//! rolling back copy a record. So a session survives the process, moves to another host, and costs what it differs.
//!
//! # Where things are
//!
//! ```text
//! sessions/<id>/session                                  who the session is: made once, removed first
//! sessions/<id>/<incarnation>/gen/<n / 256>/<n>          generation n: made once
//! sessions/<id>/<incarnation>/lease/<k>                  who may write, and until when: made once per owner, renewed by it
//! sessions/<id>/<incarnation>/used                       when it was last used without a new generation
//! blobs/<hh>/<hash>                                      contents
//! ```
//!
//! An *incarnation* is a random number: a session that is removed and made again under its name never sees what was there before.
//!
//! # Invariants
//!
//! - A generation is made with "create unless it exists", and only by whoever has read the one before it. Two that race get one winner and one [`SessionError::Conflict`].
//! - What was acknowledged is in the store, unless the session was told to commit when it is parked.
//! - Everything that is read from a store may be hostile: it is bounded before it is allocated, compared with its hash, and can become a guest's memory and a guest's
//!   files, and nothing else. Identity comes from where a record lies and has to agree with what it says; host folders never come from a store.
//! - Leases are politeness, and generations are the fence: no clock decides what is lost.

mod bundle;
mod check;
mod commit;
mod config;
mod content;
mod core;
mod error;
mod files;
mod gc;
mod head;
mod history;
mod identity;
mod images;
mod info;
mod keeper;
mod labels;
mod layer;
mod layout;
mod lease;
mod lifecycle;
mod loaded;
mod prune;
mod record;
mod sealed;
mod session;
mod sessions;
mod time;
mod turn;
mod warm;
mod zip_files;

pub use bundle::{ImportOptions, MAX_BUNDLE_BYTES};
pub use check::{CheckReport, Problem, StoreStats};
pub use config::{Busy, Durability, SessionsConfig};
pub use error::SessionError;
pub use files::{FileInfo, WriteMode};
pub use history::{Cause, Generation};
pub use images::{Images, ImagesError};
pub use info::{SessionInfo, Sizes};
pub use labels::{LabelError, Labels};
pub use prune::{PruneReport, PruneRules};
pub use session::Session;
pub use sessions::{Listed, SessionOptions, Sessions};
pub use time::Timestamp;
pub use turn::Turn;
pub use zip_files::{MAX_ZIP_ENTRIES, ZipReport};

/// What operations on sessions return.
pub type Result<T> = std::result::Result<T, SessionError>;

#[cfg(test)]
mod tests {
    use super::*;

    /// That futures can move between threads is part of what callers rely on: this compiles, or it does not.
    #[test]
    fn futures_can_move_between_threads() {
        fn is_send<T: Send>(_: fn(&'static Session, &'static Sessions) -> T) {}
        is_send(|session, _| session.execute("x"));
        is_send(|session, _| session.fork());
        is_send(|session, _| session.roll_back(1));
        is_send(|session, _| session.read_file("x", 1));
        is_send(|session, _| session.write_file("x", "y", WriteMode::Append));
        is_send(|session, _| session.import_zip("x", ""));
        is_send(|session, _| session.export_bundle(Vec::new()));
        is_send(|_, sessions| sessions.list());
        is_send(|_, sessions| sessions.gc(std::time::Duration::ZERO, true));
        is_send(|_, sessions| sessions.close());
    }
}
