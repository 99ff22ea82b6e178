//! `sandbox batch`: many programs, one JSON object a line in and one result line out.
//!
//! One thread reads, as many as there are jobs run programs, and this one writes. The reader takes a permit for every line, the writer gives
//! it back when the line's result is written: however long the input is, and however long the first program takes, only a window of
//! lines and results is in memory.

mod job;
mod reader;
mod sandboxes;
mod worker;
mod writer;

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use llm_wasm_sandbox::CancelHandle;

use super::setup;
use crate::cli::BatchArgs;
use crate::error::CliError;
use crate::output::progress::{BatchProgress, Tally};
use crate::output::terminal::Stream;
use reader::Line;
use sandboxes::Sandboxes;
use writer::{Delivery, Writer};

/// The most programs that run at once, whatever is asked for.
const MAX_JOBS: usize = 256;

/// Lines in memory for every job.
const WINDOW_PER_JOB: usize = 4;

/// What reaches the writer.
enum Message {
    /// A line's result.
    Done(Delivery),
    /// The batch cannot go on.
    Broken(CliError),
}

pub(crate) fn run(arguments: BatchArgs) -> Result<u8, CliError> {
    let began = Instant::now();
    let policy = setup::policy(&arguments.limits)?;
    let (input, input_bytes) = open_input(&arguments.input)?;
    let out = open_output(arguments.out.as_deref(), &arguments.input)?;
    let jobs = jobs(arguments.jobs);
    let window = jobs * WINDOW_PER_JOB;

    let busy_stdout = arguments.out.is_none() && Stream::stdout().is_terminal();
    let progress = BatchProgress::new(input_bytes, arguments.progress, arguments.engine.quiet, busy_stdout);
    let (permits, returned) = mpsc::sync_channel(window);
    let (lines, queue) = mpsc::sync_channel(jobs);
    let (messages, results) = mpsc::channel();
    let cancel = CancelHandle::new();
    let sandboxes = Arc::new(Sandboxes::new(
        arguments.runtime,
        policy,
        arguments.engine,
        u32::try_from(jobs).unwrap_or(u32::MAX),
    ));
    let queue = Arc::new(Mutex::new(queue));
    for _ in 0..jobs {
        let (queue, sandboxes, cancel, messages) = (
            Arc::clone(&queue),
            Arc::clone(&sandboxes),
            cancel.clone(),
            messages.clone(),
        );
        start("batch-worker", move || {
            worker::work(&queue, &sandboxes, &cancel, &messages);
        })?;
    }
    // Not waited for: it may be waiting for input that nobody needs any more.
    start("batch-reader", move || read(input, &permits, &lines, &messages))?;

    let mut writer = Writer::new(out, busy_stdout, arguments.unordered, progress, began);
    let written = write(&mut writer, &results, &returned);
    // After a failure, what still runs is of no use.
    cancel.cancel();
    let tally = written?;
    Ok(u8::from(arguments.fail && tally.failed > 0))
}

/// How many programs run at once: what was asked for, else one for each core.
fn jobs(asked: Option<NonZeroUsize>) -> usize {
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    asked.map_or_else(cores, NonZeroUsize::get).min(MAX_JOBS)
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), CliError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(llm_wasm_sandbox::Error::Thread)?;
    Ok(())
}

/// Hands every line on, once there is a permit for it.
fn read(
    mut input: Box<dyn Read + Send>,
    permits: &mpsc::SyncSender<()>,
    lines: &mpsc::SyncSender<Line>,
    messages: &mpsc::Sender<Message>,
) {
    let mut reader = reader::LineReader::new(BufReader::new(&mut input));
    loop {
        match reader.next_line() {
            Ok(Some(line)) => {
                // The other side is gone when the batch is over.
                if permits.send(()).is_err() || lines.send(line).is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(source) => {
                let _ = messages.send(Message::Broken(CliError::Read {
                    what: "the input".to_owned(),
                    source,
                }));
                return;
            }
        }
    }
}

/// Writes what comes until all who could send something are gone.
fn write(
    writer: &mut Writer,
    results: &mpsc::Receiver<Message>,
    permits: &mpsc::Receiver<()>,
) -> Result<Tally, CliError> {
    let mut broken = None;
    loop {
        let message = match results.try_recv() {
            Ok(message) => message,
            Err(mpsc::TryRecvError::Disconnected) => break,
            Err(mpsc::TryRecvError::Empty) => {
                // Whoever reads the results sees them before the next program is done.
                writer.flush()?;
                match results.recv() {
                    Ok(message) => message,
                    Err(mpsc::RecvError) => break,
                }
            }
        };
        match message {
            Message::Done(delivery) => {
                for _ in 0..writer.accept(delivery)? {
                    // Never waits: the reader took a permit for every line that is written.
                    let _ = permits.try_recv();
                }
            }
            // What is under way is still written.
            Message::Broken(error @ CliError::Read { .. }) => broken = Some(error),
            Message::Broken(error) => return Err(error),
        }
    }
    let tally = writer.finish()?;
    broken.map_or(Ok(tally), Err)
}

fn open_input(path: &Path) -> Result<(Box<dyn Read + Send>, Option<u64>), CliError> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(io::stdin()), None));
    }
    let what = path.display().to_string();
    let failed = |source| CliError::Read {
        what: what.clone(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(CliError::Folder { what });
    }
    let bytes = metadata.is_file().then_some(metadata.len());
    Ok((Box::new(file), bytes))
}

fn open_output(path: Option<&Path>, input: &Path) -> Result<BufWriter<Box<dyn Write>>, CliError> {
    let Some(path) = path else {
        return Ok(BufWriter::new(Box::new(io::stdout())));
    };
    // Opening it empties it.
    if let (Ok(one), Ok(other)) = (fs::canonicalize(path), fs::canonicalize(input))
        && one == other
    {
        return Err(CliError::SameFile { path: path.to_owned() });
    }
    let file = File::create(path).map_err(|source| CliError::write(path.display().to_string(), source))?;
    Ok(BufWriter::new(Box::new(file)))
}
