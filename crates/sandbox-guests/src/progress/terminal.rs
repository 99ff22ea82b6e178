//! Progress for people: a bar where there is a terminal, plain lines where there is none.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Event, PlainLines, Progress, Silent};

/// Time between two turns of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// Progress on stderr: nothing if `quiet`, a bar if stderr is a terminal, plain lines otherwise.
pub fn terminal_progress(quiet: bool) -> Box<dyn Progress> {
    if quiet {
        Box::new(Silent)
    } else if io::stderr().is_terminal() {
        Box::new(Bars {
            current: Mutex::new(None),
        })
    } else {
        Box::new(PlainLines::new(io::stderr()))
    }
}

/// One bar at a time, on stderr.
struct Bars {
    current: Mutex<Option<ProgressBar>>,
}

impl Progress for Bars {
    fn event(&self, event: Event<'_>) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Started { what, total_bytes } => {
                if let Some(unfinished) = current.replace(bar(what, total_bytes)) {
                    unfinished.abandon();
                }
            }
            Event::Advanced { bytes } => {
                if let Some(bar) = &*current {
                    bar.set_position(bytes);
                }
            }
            Event::Finished => {
                if let Some(bar) = current.take() {
                    bar.finish();
                }
            }
            Event::Waiting { what } => say(
                current.as_ref(),
                &format!("waiting for another process to finish with {what}"),
            ),
            Event::Note { text } => say(current.as_ref(), &format!("note: {text}")),
        }
    }
}

fn bar(what: &str, total_bytes: Option<u64>) -> ProgressBar {
    let (bar, template) = match total_bytes {
        Some(total) => (
            ProgressBar::new(total),
            "{msg} [{bar:30}] {decimal_bytes}/{decimal_total_bytes} ({decimal_bytes_per_sec})",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {msg} ({elapsed})"),
    };
    // A template with a mistake in it costs the looks, not the work.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(TICK);
    bar
}

fn say(bar: Option<&ProgressBar>, text: &str) {
    match bar {
        Some(bar) => bar.println(text),
        None => Progress::event(&PlainLines::new(io::stderr()), Event::Note { text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_bar_follow_their_events() {
        let bars = Bars {
            current: Mutex::new(None),
        };
        bars.event(Event::Started {
            what: "known",
            total_bytes: Some(10),
        });
        bars.event(Event::Advanced { bytes: 4 });
        assert_eq!(bars.current.lock().unwrap().as_ref().unwrap().position(), 4);
        bars.event(Event::Started {
            what: "unknown",
            total_bytes: None,
        });
        assert_eq!(bars.current.lock().unwrap().as_ref().unwrap().length(), None);
        bars.event(Event::Finished);
        assert!(bars.current.lock().unwrap().is_none());
    }
}
