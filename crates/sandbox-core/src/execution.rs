//! The result of an execution.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{FuelAnalysis, Hint, Outcome, Runtime, SessionId};

/// The version of the result's JSON form that this crate writes.
pub const RESULT_VERSION: u32 = 1;

/// The key in [`Execution::metadata`] under which the host names the policy key of a limit on host calls that ended the program.
pub const LIMIT_KEY: &str = "limit";

/// What a program did: the result of one execution.
///
/// Its JSON form is version 1 of a public format. A reader ignores fields that it does not know, so that fields can
/// be added; removing one, or adding an [`Outcome`], needs a new version.
///
/// Output is text. Bytes that are not UTF-8 were replaced when it was captured; `stdout_bytes` and `stderr_bytes`
/// count what the program really wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Execution {
    /// The version of this format: 1.
    pub version: u32,
    /// The language.
    pub runtime: Runtime,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it ended well: `finished`, or `exit` with code 0.
    pub success: bool,
    /// The guest's exit code; where it gave none, the one that stands for the outcome.
    pub exit_code: i32,
    /// What the program wrote to standard output, as far as the policy keeps it.
    pub stdout: String,
    /// What the program wrote to standard error, as far as the policy keeps it.
    pub stderr: String,
    /// Bytes the program wrote to standard output in all, kept or not.
    pub stdout_bytes: u64,
    /// Bytes the program wrote to standard error in all, kept or not.
    pub stderr_bytes: u64,
    /// Whether `stdout` has less than the program wrote.
    pub stdout_truncated: bool,
    /// Whether `stderr` has less than the program wrote.
    pub stderr_truncated: bool,
    /// The exception that nobody caught.
    #[serde(default)]
    pub exception: Option<Exception>,
    /// The value of the last expression, if it was asked for and there is one.
    #[serde(default)]
    pub value: Option<Value>,
    /// Rich output, such as figures.
    #[serde(default)]
    pub displays: Vec<Display>,
    /// WebAssembly instructions executed; null on an engine that does not count.
    #[serde(default)]
    pub fuel_consumed: Option<u64>,
    /// The largest size of the guest's memory, in bytes, the shared image included.
    pub memory_peak_bytes: u64,
    /// Wall-clock time, in milliseconds.
    pub duration_ms: f64,
    /// Files that the program created in the workspace: sorted, relative, with `/`.
    #[serde(default)]
    pub files_created: Vec<String>,
    /// Files of the workspace that the program changed.
    #[serde(default)]
    pub files_modified: Vec<String>,
    /// Files of the workspace that the program deleted.
    #[serde(default)]
    pub files_deleted: Vec<String>,
    /// The session, if it ran in one.
    #[serde(default)]
    pub session_id: Option<SessionId>,
    /// The session's generation after this turn.
    #[serde(default)]
    pub generation: Option<u64>,
    /// What whoever wrote the program can do about a failure.
    #[serde(default)]
    pub hints: Vec<Hint>,
    /// How the fuel used compares with the budget.
    #[serde(default)]
    pub fuel_analysis: Option<FuelAnalysis>,
    /// Facts that are no part of the format's promise.
    #[serde(default)]
    pub metadata: serde_json::Map<String, serde_json::Value>,
}

/// An exception that ended a program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Exception {
    /// The exception's type, such as `ValueError`.
    #[serde(rename = "type")]
    pub r#type: String,
    /// Its message, without the type.
    pub message: String,
    /// The traceback as the language prints it.
    pub traceback: String,
    /// The line of the user's program where it happened, counted from 1.
    #[serde(default)]
    pub line: Option<u32>,
}

/// The value of a program's last expression.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// The language's own text for it.
    pub repr: String,
    /// The value as JSON, if it is made of what JSON has. A JSON null is the same as none.
    #[serde(default)]
    pub json: Option<serde_json::Value>,
    /// Whether `repr` was shortened.
    #[serde(default)]
    pub truncated: bool,
}

/// One piece of rich output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Display {
    /// The media type, such as `image/png`.
    pub mime: String,
    /// A name for people, such as `figure-1.png`.
    #[serde(default)]
    pub name: Option<String>,
    /// The content, or where it is: the key `data` or the key `path`.
    #[serde(flatten)]
    pub content: DisplayContent,
}

/// The content of a [`Display`], or where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisplayContent {
    /// The bytes, in base64.
    Data(String),
    /// A file of the workspace, relative, with `/`.
    Path(String),
}

impl Execution {
    /// The result of a program that ran to its end and did nothing; fill in the rest.
    #[must_use]
    pub fn new(runtime: Runtime) -> Self {
        Self {
            version: RESULT_VERSION,
            runtime,
            outcome: Outcome::Finished,
            success: true,
            exit_code: 0,
            stdout: String::new(),
            stderr: String::new(),
            stdout_bytes: 0,
            stderr_bytes: 0,
            stdout_truncated: false,
            stderr_truncated: false,
            exception: None,
            value: None,
            displays: Vec::new(),
            fuel_consumed: None,
            memory_peak_bytes: 0,
            duration_ms: 0.0,
            files_created: Vec::new(),
            files_modified: Vec::new(),
            files_deleted: Vec::new(),
            session_id: None,
            generation: None,
            hints: Vec::new(),
            fuel_analysis: None,
            metadata: serde_json::Map::new(),
        }
    }

    /// What `success` is for an outcome and an exit code: the program finished, or left with code 0.
    #[must_use]
    pub fn succeeded(outcome: Outcome, exit_code: i32) -> bool {
        match outcome {
            Outcome::Finished => true,
            Outcome::Exit => exit_code == 0,
            _ => false,
        }
    }

    /// The code that a command line should exit with: the guest's own, modulo 256 as everywhere on Unix, if it
    /// finished or left by itself; otherwise the [outcome's](Outcome::exit_code).
    ///
    /// A guest may choose a code that also stands for an outcome; `outcome` tells them apart.
    #[must_use]
    pub fn process_exit_code(&self) -> u8 {
        let code = match self.outcome {
            Outcome::Finished | Outcome::Exit => self.exit_code,
            outcome => outcome.exit_code(),
        };
        // The lowest byte in two's complement is the value modulo 256, for negative codes as well.
        code.to_le_bytes()[0]
    }

    /// The JSON schema of this format.
    #[must_use]
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}

#[cfg(test)]
mod tests;
