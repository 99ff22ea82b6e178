//! Progress as lines of text, for logs and for everything that is not a terminal.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::{Event, Progress, human_bytes};

/// A line is printed each time another of these many parts of a step is done.
const PARTS: u64 = 10;
/// Bytes between two lines of a step whose size is unknown.
const UNKNOWN_STEP_BYTES: u64 = 64_000_000;

/// Writes progress as plain lines, at most a dozen per step.
#[derive(Debug)]
pub struct PlainLines<W> {
    state: Mutex<State<W>>,
}

#[derive(Debug)]
struct State<W> {
    out: W,
    what: String,
    total: Option<u64>,
    /// Parts of the step already told.
    told: u64,
}

impl<W: Write> PlainLines<W> {
    /// Writes to `out`; what cannot be written is dropped, because no work should fail for want of a log.
    pub fn new(out: W) -> Self {
        Self {
            state: Mutex::new(State {
                out,
                what: String::new(),
                total: None,
                told: 0,
            }),
        }
    }
}

impl<W: Write + Send> Progress for PlainLines<W> {
    fn event(&self, event: Event<'_>) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).event(event);
    }
}

impl<W: Write> State<W> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Started { what, total_bytes } => {
                what.clone_into(&mut self.what);
                self.total = total_bytes;
                self.told = 0;
                match total_bytes {
                    Some(total) => self.line(&format!("{what} ({})", human_bytes(total))),
                    None => self.line(what),
                }
            }
            Event::Advanced { bytes } => self.advanced(bytes),
            Event::Finished => self.line(&format!("{}: done", self.what)),
            Event::Waiting { what } => self.line(&format!("waiting for another process to finish with {what}")),
            Event::Note { text } => self.line(&format!("note: {text}")),
        }
    }

    fn advanced(&mut self, bytes: u64) {
        let part = match self.total {
            Some(total) => bytes.min(total).saturating_mul(PARTS) / total.max(1),
            None => bytes / UNKNOWN_STEP_BYTES,
        };
        if part <= self.told {
            return;
        }
        self.told = part;
        let text = match self.total {
            // The last part is what `Finished` is for.
            Some(_) if part >= PARTS => return,
            Some(_) => format!("{}: {} %", self.what, part * 100 / PARTS),
            None => format!("{}: {}", self.what, human_bytes(bytes)),
        };
        self.line(&text);
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
        let _ = self.out.flush();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(events: impl IntoIterator<Item = Event<'static>>) -> Vec<String> {
        let progress = PlainLines::new(Vec::new());
        for event in events {
            progress.event(event);
        }
        let out = progress.state.into_inner().unwrap().out;
        String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_step_of_known_size_takes_at_most_a_dozen_lines() {
        let started = Event::Started {
            what: "downloading x",
            total_bytes: Some(98_332_122),
        };
        let advanced = (0..=10_000).map(|step| Event::Advanced { bytes: step * 9_834 });
        let lines = lines([started].into_iter().chain(advanced).chain([Event::Finished]));
        assert_eq!(lines.first().unwrap(), "downloading x (98.3 MB)");
        assert_eq!(lines[1], "downloading x: 10 %");
        assert_eq!(lines.last().unwrap(), "downloading x: done");
        assert_eq!(lines.len(), 11);
    }

    #[test]
    fn a_step_of_unknown_size_and_one_of_no_bytes_are_told_too() {
        let started = |total_bytes| Event::Started { what: "x", total_bytes };
        assert_eq!(
            lines([started(None), Event::Advanced { bytes: 70_000_000 }]),
            ["x", "x: 70.0 MB"]
        );
        assert_eq!(
            lines([started(Some(0)), Event::Advanced { bytes: u64::MAX }, Event::Finished]),
            ["x (0 B)", "x: done"]
        );
    }

    #[test]
    fn waits_and_notes_are_lines() {
        let events = [Event::Waiting { what: "guest-toy" }, Event::Note { text: "rebuilt" }];
        assert_eq!(
            lines(events),
            ["waiting for another process to finish with guest-toy", "note: rebuilt"]
        );
    }
}
