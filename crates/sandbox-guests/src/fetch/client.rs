//! The package client: an ordinary program of the user's, run without a shell.
//!
//! Not the network ourselves, because mirrors, proxies, credentials and certificates are already set up there.

use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::FetchError;
use crate::pins::PackageKind;

/// How long a client may get nowhere before it is stopped. Resolving through a slow mirror takes tens of seconds.
const STALL_LIMIT: Duration = Duration::from_mins(5);
/// Most of a client's stderr that is kept, in bytes; the end is kept.
const MAX_STDERR_BYTES: usize = 16 * 1024;
/// Most lines of it that are shown.
const MAX_STDERR_LINES: usize = 12;
/// Most characters of such a line that are shown.
const MAX_LINE_CHARS: usize = 300;
/// How long to wait for the rest of stderr after the client has ended: a process it left behind may hold the pipe open.
const STDERR_GRACE: Duration = Duration::from_millis(500);
/// Longest pause between two looks at a running client.
const MAX_POLL: Duration = Duration::from_millis(200);

/// A program that takes the arguments of pip, or of npm.
#[derive(Debug, Clone)]
pub struct PackageClient {
    candidates: Vec<Vec<OsString>>,
    stall_limit: Duration,
}

impl PackageClient {
    /// The client of this machine for packages of this kind.
    ///
    /// For wheels: the program that the environment variable `SANDBOX_PIP` names, else the first that works of `python3 -m pip`,
    /// `pip3`, `pip`, `python -m pip` and `uvx pip`. For npm packages: the program that `SANDBOX_NPM` names, else `npm`.
    pub fn detect(kind: PackageKind) -> Self {
        let asking = kind.asking();
        match std::env::var_os(asking.variable).filter(|program| !program.is_empty()) {
            Some(program) => Self::command([program]),
            None => Self::of(
                asking
                    .candidates
                    .iter()
                    .map(|words| words.iter().map(OsString::from).collect())
                    .collect(),
            ),
        }
    }

    /// Exactly this client: a program and its first arguments.
    pub fn command<W: Into<OsString>>(words: impl IntoIterator<Item = W>) -> Self {
        Self::of(vec![words.into_iter().map(Into::into).collect()])
    }

    /// The client is stopped after getting nowhere for this long. Default: five minutes.
    #[must_use]
    pub fn stall_limit(mut self, limit: Duration) -> Self {
        self.stall_limit = limit;
        self
    }

    fn of(candidates: Vec<Vec<OsString>>) -> Self {
        Self {
            candidates,
            stall_limit: STALL_LIMIT,
        }
    }

    /// The first candidate that can tell its version, to fetch packages of this kind with.
    ///
    /// # Errors
    /// [`FetchError::NoClient`].
    pub fn find(&self, kind: PackageKind) -> Result<FoundClient, FetchError> {
        for words in &self.candidates {
            let found = FoundClient {
                kind,
                words: words.clone(),
                stall_limit: self.stall_limit,
            };
            let Some(mut command) = found.start() else { continue };
            command.arg("--version");
            if run(command, self.stall_limit, || 0).is_ok_and(|ended| ended.success()) {
                return Ok(found);
            }
        }
        let tried: Vec<_> = self
            .candidates
            .iter()
            .map(|words| format!("`{}`", spelled(words)))
            .collect();
        Err(FetchError::NoClient {
            kind,
            tried: tried.join(", "),
        })
    }
}

/// Something that a client is to do.
#[derive(Debug, Clone, Copy)]
pub struct ClientCall<'a> {
    /// Its arguments, after those that belong to its command.
    pub arguments: &'a [OsString],
    /// The folder it works in, if that matters to it.
    pub folder: Option<&'a Path>,
    /// Where its temporary files go.
    pub tmp: &'a Path,
    /// The packages it is about, for messages.
    pub packages: &'a str,
}

/// A client that is known to work.
#[derive(Debug)]
pub struct FoundClient {
    kind: PackageKind,
    words: Vec<OsString>,
    stall_limit: Duration,
}

impl FoundClient {
    /// Its command, for messages.
    pub fn name(&self) -> String {
        spelled(&self.words)
    }

    /// What it fetches.
    pub fn kind(&self) -> PackageKind {
        self.kind
    }

    /// Has it put the files of `requirements` into the folder `into`, with temporary files below `tmp`. `bytes` says how far it has
    /// come; a client whose figure does not change for the stall limit is stopped.
    pub(super) fn run(
        &self,
        requirements: &[String],
        into: &Path,
        tmp: &Path,
        bytes: impl FnMut() -> u64,
    ) -> Result<(), FetchError> {
        let arguments = self.kind.asking().arguments(into, requirements);
        let call = ClientCall {
            arguments: &arguments,
            folder: None,
            tmp,
            packages: &requirements.join(" "),
        };
        self.call(&call, bytes)
    }

    /// Has it do something else. `bytes` says how far it has come; a client whose figure does not change for the stall limit is
    /// stopped. Nothing in the arguments is interpreted by a shell; that none of them is taken for an option is the caller's concern.
    ///
    /// # Errors
    /// [`FetchError::NoClient`], [`FetchError::ClientFailed`] or [`FetchError::ClientStalled`].
    pub fn call(&self, call: &ClientCall<'_>, bytes: impl FnMut() -> u64) -> Result<(), FetchError> {
        let (kind, client, packages) = (self.kind, self.name(), call.packages.to_owned());
        let Some(mut command) = self.start() else {
            return Err(FetchError::NoClient { kind, tried: client });
        };
        command.args(call.arguments).env("TMPDIR", call.tmp);
        if let Some(folder) = call.folder {
            command.current_dir(folder);
        }
        match run(command, self.stall_limit, bytes) {
            Ok(Ended::Exited { status, .. }) if status.success() => Ok(()),
            Ok(Ended::Exited { status, stderr }) => Err(FetchError::ClientFailed {
                kind,
                client,
                packages,
                status: status.to_string(),
                stderr,
            }),
            Ok(Ended::Stalled) => Err(FetchError::ClientStalled {
                client,
                packages,
                seconds: self.stall_limit.as_secs(),
            }),
            Err(error) => Err(FetchError::ClientFailed {
                kind,
                client,
                packages,
                status: error.to_string(),
                stderr: String::new(),
            }),
        }
    }

    fn start(&self) -> Option<Command> {
        let (program, first) = self.words.split_first()?;
        let mut command = Command::new(program);
        command.args(first);
        Some(command)
    }
}

fn spelled(words: &[OsString]) -> String {
    words
        .iter()
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How a client ended.
enum Ended {
    Exited { status: ExitStatus, stderr: String },
    Stalled,
}

impl Ended {
    fn success(&self) -> bool {
        matches!(self, Self::Exited { status, .. } if status.success())
    }
}

/// A child that does not outlive the interest in it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn run(mut command: Command, stall_limit: Duration, mut bytes: impl FnMut() -> u64) -> std::io::Result<Ended> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = Running(command.spawn()?);
    let tail = Tail::of(child.0.stderr.take());
    let (mut seen, mut since, mut pause) = (bytes(), Instant::now(), Duration::from_millis(5));
    loop {
        if let Some(status) = child.0.try_wait()? {
            return Ok(Ended::Exited {
                status,
                stderr: tail.text(),
            });
        }
        let now = bytes();
        if now != seen {
            (seen, since) = (now, Instant::now());
        } else if since.elapsed() >= stall_limit {
            return Ok(Ended::Stalled);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(MAX_POLL);
    }
}

/// The end of what a child writes, read by a thread of its own so that the child never blocks on a full pipe.
struct Tail {
    kept: Arc<Mutex<Vec<u8>>>,
    done: mpsc::Receiver<()>,
}

impl Tail {
    fn of(pipe: Option<impl Read + Send + 'static>) -> Self {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let (sender, done) = mpsc::channel::<()>();
        if let Some(mut pipe) = pipe {
            let kept = Arc::clone(&kept);
            thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                    kept.extend_from_slice(&buffer[..count]);
                    let excess = kept.len().saturating_sub(MAX_STDERR_BYTES);
                    kept.drain(..excess);
                }
                drop(sender);
            });
        }
        Self { kept, done }
    }

    /// What was kept, once the child has ended.
    fn text(&self) -> String {
        match self.done.recv_timeout(STDERR_GRACE) {
            Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        last_lines(&self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The last lines of a program's output, fit for a message: a mirror's answers are in there, so no control characters.
fn last_lines(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let shown = |line: &str| -> String {
        line.trim_end()
            .chars()
            .filter(|character| !character.is_control())
            .take(MAX_LINE_CHARS)
            .collect()
    };
    let lines: Vec<_> = text.lines().map(shown).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(MAX_STDERR_LINES)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_said_is_bounded_and_harmless() {
        let mut output = vec![b'x'; 100_000];
        output.extend_from_slice(b"\n\x1b[31mred\x1b[0m\n\n");
        for line in 0..50 {
            output.extend_from_slice(format!("line {line}\r\n").as_bytes());
        }
        let text = last_lines(&output);
        assert_eq!(text.lines().count(), MAX_STDERR_LINES);
        assert!(text.ends_with("line 49"));
        let text = last_lines(b"\x1b[31mred\x1b[0m \xff");
        assert_eq!(text, "[31mred[0m \u{fffd}");
        assert_eq!(last_lines(&vec![b'x'; 100_000]).len(), MAX_LINE_CHARS);
        assert_eq!(last_lines(b""), "");
    }

    #[test]
    fn a_client_that_does_not_exist_is_named() {
        let client = PackageClient::command(["/nonexistent/pip", "--with"]);
        for (kind, language) in [(PackageKind::Wheel, "Python"), (PackageKind::Npm, "JavaScript")] {
            let error = client.find(kind).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("no {language} package client was found (tried `/nonexistent/pip --with`)")
            );
        }
    }

    #[test]
    fn a_client_that_talks_without_end_neither_blocks_nor_fills_memory() {
        let script = "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done; exit 3";
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        match run(command, STALL_LIMIT, || 0).unwrap() {
            Ended::Exited { status, stderr } => {
                assert_eq!(status.code(), Some(3));
                assert_eq!(stderr.lines().count(), MAX_STDERR_LINES);
            }
            Ended::Stalled => panic!("it did not stall"),
        }
    }
}
