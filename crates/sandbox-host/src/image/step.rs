//! Telling about long work.

use sandbox_guests::{Event, Progress};

use crate::error::HostError;

/// Does one long piece of work, and tells when it begins and ends.
pub(super) fn step<T>(
    progress: &dyn Progress,
    what: &str,
    work: impl FnOnce() -> Result<T, HostError>,
) -> Result<T, HostError> {
    progress.event(Event::Started {
        what,
        total_bytes: None,
    });
    let done = work()?;
    progress.event(Event::Finished);
    Ok(done)
}
