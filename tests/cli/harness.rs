//! Starts the command and collects what it says.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;

use serde_json::Value;

/// One call of the command.
pub(crate) struct Call {
    command: Command,
    input: Vec<u8>,
}

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit code; -1 if a signal ended it.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A call of a command that needs the guest: it is ready before, so that no preparation is told in between.
pub(crate) fn sandbox<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Call {
    static READY: OnceLock<()> = OnceLock::new();
    READY.get_or_init(|| {
        for language in ["python", "javascript"] {
            let prepared = plain(["runtime", "prepare", "-r", language]).run();
            assert_eq!(prepared.code, 0, "the guest cannot be prepared: {}", prepared.stderr);
        }
    });
    plain(arguments)
}

/// A call of a command that needs no guest.
pub(crate) fn plain<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandbox"));
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Call {
        command,
        input: Vec::new(),
    }
}

impl Call {
    /// What its standard input reads.
    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Its current folder.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// A variable of its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// The command as it would be started, to be started by hand.
    pub(crate) fn into_command(self) -> Command {
        self.command
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Ended {
        let mut child = self.command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = std::mem::take(&mut self.input);
        // On a thread of its own: the command may write before it has read everything. It may also not read at all.
        let feeder = thread::spawn(move || {
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Ended {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ended {
    /// Checks the exit code and standard output.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: &str) {
        assert_eq!((self.code, self.stdout.as_str()), (code, stdout), "{}", self.stderr);
    }

    /// The one JSON object on standard output, which holds nothing else.
    #[track_caller]
    pub(crate) fn object(&self) -> Value {
        let values = self.objects();
        assert_eq!(values.len(), 1, "{self:?}");
        assert!(self.stdout.ends_with("}\n"), "{self:?}");
        values.into_iter().next().unwrap()
    }

    /// One JSON object for every line of standard output.
    #[track_caller]
    pub(crate) fn objects(&self) -> Vec<Value> {
        let parse = |line: &str| {
            let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(value.is_object(), "{line}");
            value
        };
        self.stdout.lines().map(parse).collect()
    }

    /// The lines of standard error that begin with `start`.
    pub(crate) fn told(&self, start: &str) -> Vec<&str> {
        self.stderr.lines().filter(|line| line.starts_with(start)).collect()
    }
}
