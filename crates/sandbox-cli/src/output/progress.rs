//! Progress of long work, on standard error.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use llm_wasm_sandbox::{Event, Progress, terminal_progress};

use super::report::grouped;
use super::terminal::Stream;

/// Who is told while a guest is fetched, built or compiled: bars on a terminal, plain lines elsewhere, nobody with `--quiet`.
pub(crate) fn preparation(quiet: bool) -> Preparation {
    Preparation(terminal_progress(quiet))
}

/// Tells of the preparation of a guest.
pub(crate) struct Preparation(Box<dyn Progress>);

impl Progress for Preparation {
    fn event(&self, event: Event<'_>) {
        self.0.event(event);
    }
}

/// How often plain lines are written.
const PLAIN_EVERY: Duration = Duration::from_secs(5);

/// The progress of a batch.
pub(crate) enum BatchProgress {
    /// A bar, of bytes if the input's size is known.
    Bar(ProgressBar),
    /// A line now and then.
    Plain {
        last: Instant,
    },
    Nothing,
}

/// How far a batch is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Input bytes of the lines that are done.
    pub(crate) bytes: u64,
}

impl BatchProgress {
    /// `busy_stdout`: results go to a terminal, where a bar would be in their way.
    pub(crate) fn new(input_bytes: Option<u64>, plain: bool, quiet: bool, busy_stdout: bool) -> Self {
        let terminal = Stream::stderr().is_terminal();
        if quiet || (terminal && busy_stdout) || (!terminal && !plain) {
            return Self::Nothing;
        }
        if !terminal {
            return Self::Plain { last: Instant::now() };
        }
        let bar = match input_bytes {
            Some(bytes) => ProgressBar::new(bytes)
                .with_style(style("{elapsed_precise} {wide_bar} {percent:>3}% {msg} (eta {eta})")),
            None => ProgressBar::new_spinner().with_style(style("{spinner} {elapsed_precise} {msg}")),
        };
        Self::Bar(bar)
    }

    /// Shows the tally.
    pub(crate) fn update(&mut self, tally: Tally, began: Instant) {
        match self {
            Self::Bar(bar) => {
                bar.set_position(tally.bytes);
                bar.set_message(tally.text(began));
            }
            Self::Plain { last } if last.elapsed() >= PLAIN_EVERY => {
                *last = Instant::now();
                let _ = Stream::stderr().write_raw(format!("batch: {}\n", tally.text(began)).as_bytes());
            }
            Self::Plain { .. } | Self::Nothing => {}
        }
    }

    /// The last word.
    pub(crate) fn finish(self, tally: Tally, began: Instant) {
        match self {
            Self::Bar(bar) => bar.finish_and_clear(),
            Self::Plain { .. } => {}
            Self::Nothing => return,
        }
        let _ = Stream::stderr().write_raw(format!("batch: {}\n", tally.text(began)).as_bytes());
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Tally {
    fn text(self, began: Instant) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = self.done as f64 / began.elapsed().as_secs_f64().max(0.001);
        format!(
            "{} done, {} without success, {rate:.0} a second",
            grouped(self.done),
            grouped(self.failed)
        )
    }
}
