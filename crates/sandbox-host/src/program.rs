//! One program to run, with what belongs to it and not to the policy.

use bytes::Bytes;

/// The largest source text that is handed to a guest, in bytes. Longer programs are refused before anything starts:
/// no hand writes 16 MiB of source, and a parser needs a hundred times that in memory.
pub const MAX_SOURCE_BYTES: usize = 16 << 20;

/// How much of a program's source is a statement of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The text is a whole program, run as the main module of a fresh process would be.
    #[default]
    Script,
    /// The text is one input of an interactive session: the value of an expression is printed, names stay.
    Interactive,
    /// The text is only compiled: a syntax error is reported, nothing runs.
    Check,
}

/// A program: source text, name, arguments, environment and input.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The source, in the language's own encoding rules (Python: UTF-8 or a coding cookie).
    pub source: Bytes,
    /// The guest path that the program takes for its own file; it appears in tracebacks. Default: the runtime's choice.
    pub file: Option<String>,
    /// Arguments after the program's own name. Default: the policy's.
    pub args: Option<Vec<String>>,
    /// What standard input reads. Default: the policy's.
    pub stdin: Option<Bytes>,
    /// Environment variables over the policy's.
    pub env: Vec<(String, String)>,
    /// How the text is taken.
    pub mode: Mode,
    /// Whether the value of the last expression is wanted in the result.
    pub last_value: bool,
}

impl Program {
    /// A script.
    #[must_use]
    pub fn new(source: impl Into<Bytes>) -> Self {
        Self {
            source: source.into(),
            ..Self::default()
        }
    }

    /// Sets the guest path that the program takes for its own file.
    #[must_use]
    pub fn file(mut self, path: impl Into<String>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Sets the arguments after the program's own name.
    #[must_use]
    pub fn args<A: Into<String>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args = Some(args.into_iter().map(Into::into).collect());
        self
    }

    /// Sets what standard input reads.
    #[must_use]
    pub fn stdin(mut self, input: impl Into<Bytes>) -> Self {
        self.stdin = Some(input.into());
        self
    }

    /// Adds an environment variable over the policy's.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// Asks for the value of the last expression.
    #[must_use]
    pub fn last_value(mut self, wanted: bool) -> Self {
        self.last_value = wanted;
        self
    }

    /// Sets how the text is taken.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }
}

impl From<&str> for Program {
    fn from(source: &str) -> Self {
        Self::new(Bytes::copy_from_slice(source.as_bytes()))
    }
}

impl From<String> for Program {
    fn from(source: String) -> Self {
        Self::new(source)
    }
}
