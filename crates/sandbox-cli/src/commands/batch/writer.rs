//! Result lines, in order if they should be.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::time::Instant;

use crate::error::CliError;
use crate::output::escape;
use crate::output::progress::{BatchProgress, Tally};

/// A result line on its way out.
#[derive(Debug)]
pub(super) struct Delivery {
    /// The line's place in the input.
    pub(super) sequence: u64,
    /// Input bytes up to its end.
    pub(super) end: u64,
    pub(super) success: bool,
    /// JSON, without a line feed.
    pub(super) text: String,
}

/// Writes deliveries and counts them.
pub(super) struct Writer {
    out: BufWriter<Box<dyn Write>>,
    /// A terminal reads the results.
    terminal: bool,
    unordered: bool,
    /// What came before its turn; the window of permits bounds it.
    early: BTreeMap<u64, Delivery>,
    next: u64,
    tally: Tally,
    progress: BatchProgress,
    began: Instant,
}

impl Writer {
    pub(super) fn new(
        out: BufWriter<Box<dyn Write>>,
        terminal: bool,
        unordered: bool,
        progress: BatchProgress,
        began: Instant,
    ) -> Self {
        Self {
            out,
            terminal,
            unordered,
            early: BTreeMap::new(),
            next: 0,
            tally: Tally::default(),
            progress,
            began,
        }
    }

    /// Takes a delivery and writes what is ready; returns how many lines were written.
    pub(super) fn accept(&mut self, delivery: Delivery) -> Result<u64, CliError> {
        if self.unordered {
            self.put(&delivery)?;
            return Ok(1);
        }
        self.early.insert(delivery.sequence, delivery);
        let before = self.next;
        while let Some(delivery) = self.early.remove(&self.next) {
            self.put(&delivery)?;
            self.next += 1;
        }
        Ok(self.next - before)
    }

    fn put(&mut self, delivery: &Delivery) -> Result<(), CliError> {
        let text = if self.terminal {
            escape::visible_json(&delivery.text)
        } else {
            delivery.text.as_str().into()
        };
        self.out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(failed)?;
        self.tally.done += 1;
        self.tally.failed += u64::from(!delivery.success);
        self.tally.bytes = self.tally.bytes.max(delivery.end);
        self.progress.update(self.tally, self.began);
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), CliError> {
        self.out.flush().map_err(failed)
    }

    /// The end of the batch. What still waits for its turn then waits for a result that will never come.
    pub(super) fn finish(&mut self) -> Result<Tally, CliError> {
        self.flush()?;
        if !self.early.is_empty() {
            return Err(CliError::LostResults);
        }
        std::mem::replace(&mut self.progress, BatchProgress::Nothing).finish(self.tally, self.began);
        Ok(self.tally)
    }
}

fn failed(source: std::io::Error) -> CliError {
    CliError::write("the results", source)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn delivery(sequence: u64) -> Delivery {
        Delivery {
            sequence,
            end: 0,
            success: true,
            text: sequence.to_string(),
        }
    }

    fn writer(shared: &Shared, unordered: bool) -> Writer {
        let out = BufWriter::new(Box::new(shared.clone()) as Box<dyn Write>);
        Writer::new(out, false, unordered, BatchProgress::Nothing, Instant::now())
    }

    fn written(unordered: bool, sequences: &[u64]) -> (Vec<u64>, String) {
        let shared = Shared::default();
        let mut writer = writer(&shared, unordered);
        let counts = sequences
            .iter()
            .map(|sequence| writer.accept(delivery(*sequence)).unwrap())
            .collect();
        assert_eq!(writer.finish().unwrap().done, sequences.len() as u64);
        let text = String::from_utf8(shared.0.lock().unwrap().clone()).unwrap();
        (counts, text)
    }

    #[test]
    fn a_result_that_never_came_is_no_good_end() {
        let mut writer = writer(&Shared::default(), false);
        for sequence in [0, 2] {
            writer.accept(delivery(sequence)).unwrap();
        }
        assert!(matches!(writer.finish(), Err(CliError::LostResults)));
    }

    #[test]
    fn results_wait_for_their_turn_unless_they_need_not() {
        assert_eq!(
            written(false, &[2, 0, 3, 1]),
            (vec![0, 1, 0, 3], "0\n1\n2\n3\n".to_owned())
        );
        assert_eq!(written(true, &[2, 0, 1]), (vec![1, 1, 1], "2\n0\n1\n".to_owned()));
    }
}
