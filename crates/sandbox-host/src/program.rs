//! One program to run, with what belongs to it and not to the policy.

use bytes::Bytes;
use sandbox_core::{ExecutionPolicy, PolicyError};

/// The largest source text that is handed to a guest, in bytes. Longer programs are refused before anything starts:
/// no hand writes 16 MiB of source, and a parser needs a hundred times that in memory.
pub const MAX_SOURCE_BYTES: usize = 16 << 20;

/// The longest standard input of a program, in bytes. It is held in memory as a whole; larger data belongs into a file of the workspace, where the
/// policy's disk limit bounds it.
pub const MAX_STDIN_BYTES: usize = 64 << 20;

/// The longest guest path that a program takes for its own file, in bytes: as long as a path of the file tree may be.
pub const MAX_FILE_BYTES: usize = 4096;

/// Why a program is refused before anything starts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// The source text is too long.
    #[error("the program is {bytes} bytes long; at most {max} are accepted")]
    SourceTooLarge {
        /// Its length.
        bytes: usize,
        /// The cap.
        max: usize,
    },
    /// Standard input is too long.
    #[error("the program's standard input is {bytes} bytes long; at most {max} are accepted")]
    StdinTooLarge {
        /// Its length.
        bytes: usize,
        /// The cap.
        max: usize,
    },
    /// An argument, a variable or the file name breaks a rule.
    #[error("the program's `{what}`: {value} {rule}")]
    Value {
        /// Which one, such as `args[0]` or `env.HOME`.
        what: String,
        /// What is there; never the value of a variable, which may be a secret.
        value: String,
        /// The rule, starting with a verb.
        rule: String,
    },
}

impl ProgramError {
    /// What the person at the keyboard can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::SourceTooLarge { .. } | Self::StdinTooLarge { .. } => {
                "put large data into a file of the workspace and read it from there"
            }
            Self::Value { .. } => {
                "arguments, variables and the file name follow the rules of the policy's `args` and `env`, and have no NUL \
                 characters"
            }
        }
    }
}

impl From<PolicyError> for ProgramError {
    fn from(error: PolicyError) -> Self {
        match error {
            PolicyError::Invalid { path, value, rule } => Self::Value {
                what: path,
                value,
                rule,
            },
            PolicyError::OutOfRange { path, value, rule } => Self::Value {
                what: path,
                value,
                rule: format!("must be {rule}"),
            },
            other => Self::Value {
                what: other.path().unwrap_or("program").to_owned(),
                value: other.to_string(),
                rule: "is refused".into(),
            },
        }
    }
}

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
    /// The text is a whole program, run in a live interpreter that goes on afterwards: names stay, nothing that belongs to the end of a process happens
    /// (exit functions), but what is in the buffers of open files is written. The cell of a notebook.
    Turn,
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
    /// Checks the values that the program brings along, by the rules that a policy's own follow: no interpreter gets to see what it could not represent.
    ///
    /// # Errors
    ///
    /// [`ProgramError`] names the first value that does not hold.
    pub fn check(&self) -> Result<(), ProgramError> {
        if self.source.len() > MAX_SOURCE_BYTES {
            return Err(ProgramError::SourceTooLarge {
                bytes: self.source.len(),
                max: MAX_SOURCE_BYTES,
            });
        }
        if let Some(input) = self.stdin.as_ref().filter(|input| input.len() > MAX_STDIN_BYTES) {
            return Err(ProgramError::StdinTooLarge {
                bytes: input.len(),
                max: MAX_STDIN_BYTES,
            });
        }
        if let Some(args) = &self.args {
            ExecutionPolicy::check_args(args)?;
        }
        ExecutionPolicy::check_env(self.env.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
        let refused = |value: String, rule: &str| {
            Err(ProgramError::Value {
                what: "file".into(),
                value,
                rule: rule.into(),
            })
        };
        match &self.file {
            Some(file) if file.is_empty() || file.contains('\0') => refused(
                "the name".into(),
                "must not be empty and must not contain a NUL character",
            ),
            Some(file) if file.len() > MAX_FILE_BYTES => refused(
                format!("{} bytes", file.len()),
                &format!("must be at most {MAX_FILE_BYTES}"),
            ),
            _ => Ok(()),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(program: &Program) -> String {
        program.check().unwrap_err().to_string()
    }

    #[test]
    fn an_ordinary_program_holds() {
        let program = Program::from("pass")
            .file("/app/x.py")
            .args(["", "a=b", "é"])
            .env("NAME", "a=b\n")
            .stdin("text");
        assert_eq!(program.check(), Ok(()));
        assert_eq!(Program::new(vec![b' '; MAX_SOURCE_BYTES]).check(), Ok(()));
        assert_eq!(Program::default().stdin(vec![0; MAX_STDIN_BYTES]).check(), Ok(()));
    }

    #[test]
    fn what_an_interpreter_could_not_represent_is_refused_by_name() {
        let program = || Program::from("pass");
        for (name, value) in [("", "x"), ("A=B", "x"), ("A\0", "x"), ("A", "x\0secret")] {
            let refused = refused(&program().env(name, value));
            assert!(refused.contains("env.") && !refused.contains("secret"), "{refused}");
        }
        assert!(refused(&program().args(["a", "b\0"])).contains("args[1]"));
        for file in ["", "a\0b", &"x".repeat(MAX_FILE_BYTES + 1)] {
            assert!(refused(&program().file(file)).contains("`file`"), "{file}");
        }
    }

    #[test]
    fn what_is_too_much_is_refused_with_the_cap() {
        let program = || Program::from("pass");
        assert!(refused(&program().args(vec![""; 1025])).contains("1024"));
        assert!(refused(&program().args(["x".repeat((128 << 10) + 1)])).contains("131072"));
        let many = (0..257).fold(program(), |program, n| program.env(format!("N{n}"), ""));
        assert!(refused(&many).contains("256"));
        assert!(refused(&program().env("N", "x".repeat(64 << 10))).contains("65536"));
        assert!(refused(&program().stdin(vec![0; MAX_STDIN_BYTES + 1])).contains("standard input"));
        assert!(refused(&Program::new(vec![b' '; MAX_SOURCE_BYTES + 1])).contains("16777216"));
    }
}
