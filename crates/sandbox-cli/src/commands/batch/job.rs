//! What a line asks for.

use std::collections::BTreeMap;

use llm_wasm_sandbox::{ExecutionPolicy, PolicyError, Program, Runtime, UnknownRuntime, Workspace};
use serde::Deserialize;
use serde_json::Value;

use crate::base64;
use crate::language::Language;

/// Policy keys that name folders of the host. Lines may come from wherever the programs come from; only `--policy` and the other options of the command
/// may open the host's files, or allow more than the command does.
const HOST_KEYS: [&str; 3] = ["mounts", "mount_data_dir", "guest_data_path"];

/// Why a line is no job.
#[derive(Debug, thiserror::Error)]
pub(super) enum JobError {
    #[error("the line is longer than {max} bytes")]
    TooLong { max: usize },
    #[error("the line is not a JSON object")]
    NotObject,
    #[error("the line is not a program: {0}")]
    Shape(#[from] serde_json::Error),
    #[error("`id` is neither text nor a number")]
    Id,
    #[error(transparent)]
    Runtime(#[from] UnknownRuntime),
    #[error("files[`{path}`] is neither text nor {{\"base64\": \"…\"}} with canonical base64")]
    File { path: String },
    #[error("`policy.{key}` opens files of the host")]
    HostKey { key: String },
    #[error("`policy.{key}` allows more than the command does")]
    Looser { key: &'static str },
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

impl JobError {
    /// What to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "split the program or its files; `sandbox run --workspace` takes large files",
            Self::NotObject | Self::Shape(_) => {
                "a line is a JSON object with `code`, and id, runtime, stdin, files, args, policy and last_value as needed"
            }
            Self::Id => "use text, a number or null",
            Self::Runtime(_) => "use python, javascript or typescript",
            Self::File { .. } => "give text as a JSON string, and bytes as {\"base64\": \"…\"}",
            Self::HostKey { .. } => "mount folders of the host with --policy, for all lines",
            Self::Looser { .. } => {
                "a line may only lower limits: raise them for all lines with --policy or the command's options"
            }
            Self::Policy(_) => "`sandbox policy show` prints every key with its default",
        }
    }
}

/// A line as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    id: Value,
    runtime: Option<String>,
    code: String,
    stdin: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, Value>,
    policy: Option<serde_json::Map<String, Value>>,
    args: Option<Vec<String>>,
    last_value: Option<bool>,
}

/// The `id` of a line that may be wrong in everything else.
#[derive(Deserialize)]
struct WrittenId {
    #[serde(default)]
    id: Value,
}

/// A line as it will be run.
pub(super) struct Job {
    pub(super) id: Value,
    pub(super) runtime: Option<Runtime>,
    pub(super) program: Program,
    pub(super) workspace: Workspace,
    /// The line's own policy, if it has one.
    pub(super) policy: Option<ExecutionPolicy>,
}

impl Job {
    /// Reads a line; `base` is the policy that the line's keys go over.
    pub(super) fn parse(text: &[u8], base: &ExecutionPolicy) -> Result<Self, JobError> {
        if !is_object(text) {
            return Err(JobError::NotObject);
        }
        let written: Written = serde_json::from_slice(text)?;
        let id = scalar(written.id).ok_or(JobError::Id)?;
        let language: Option<Language> = written.runtime.map(|name| name.parse()).transpose()?;
        let policy = policy(base, written.policy, written.args)?;
        let mut program = Program::new(written.code);
        program.last_value = written
            .last_value
            .unwrap_or_else(|| policy.as_ref().unwrap_or(base).last_value);
        if let Some(stdin) = written.stdin {
            program = program.stdin(stdin);
        }
        let mut workspace = Workspace::new();
        for (path, content) in written.files {
            let Some(bytes) = content_of(content) else {
                return Err(JobError::File { path });
            };
            workspace = workspace.file(path, bytes);
        }
        Ok(Self {
            id,
            runtime: language.map(|language| language.runtime),
            program: match language {
                Some(language) => language.name_file(program),
                None => program,
            },
            workspace,
            policy,
        })
    }
}

/// The `id` of a line as far as there is one.
pub(super) fn id_of(text: &[u8]) -> Value {
    if !is_object(text) {
        return Value::Null;
    }
    serde_json::from_slice::<WrittenId>(text)
        .ok()
        .and_then(|written| scalar(written.id))
        .unwrap_or(Value::Null)
}

/// Whether the line begins one: a struct is also read from an array of its fields, which nobody was told of.
fn is_object(text: &[u8]) -> bool {
    text.trim_ascii_start().first() == Some(&b'{')
}

fn scalar(id: Value) -> Option<Value> {
    matches!(id, Value::Null | Value::String(_) | Value::Number(_)).then_some(id)
}

fn policy(
    base: &ExecutionPolicy,
    keys: Option<serde_json::Map<String, Value>>,
    args: Option<Vec<String>>,
) -> Result<Option<ExecutionPolicy>, JobError> {
    if keys.is_none() && args.is_none() {
        return Ok(None);
    }
    let mut policy = match keys {
        Some(keys) => {
            if let Some(key) = HOST_KEYS.into_iter().find(|key| keys.contains_key(*key)) {
                return Err(JobError::HostKey { key: key.to_owned() });
            }
            base.overlay(Value::Object(keys))?
        }
        None => base.clone(),
    };
    if let Some(args) = args {
        policy = policy.with_args(args);
    }
    policy.validate()?;
    match policy.exceeds(base) {
        Some(key) => Err(JobError::Looser { key }),
        None => Ok(Some(policy)),
    }
}

fn content_of(content: Value) -> Option<Vec<u8>> {
    match content {
        Value::String(text) => Some(text.into_bytes()),
        Value::Object(object) if object.len() == 1 => base64::decode(object.get("base64")?.as_str()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Job, JobError> {
        Job::parse(text.as_bytes(), &ExecutionPolicy::default())
    }

    #[test]
    fn every_key_is_read() {
        let job = parse(
            r#"{"id": "a", "runtime": "js", "code": "x\u0000", "stdin": "in", "files": {"a.txt": "A", "d/b": {"base64": "AP8="}},
                "policy": {"fuel_budget": 5}, "args": ["1"], "last_value": true}"#,
        )
        .ok()
        .unwrap();
        assert_eq!(job.id, "a");
        assert_eq!(job.runtime, Some(Runtime::JavaScript));
        assert_eq!(&job.program.source[..], b"x\0");
        assert_eq!(&job.program.stdin.unwrap()[..], b"in");
        assert!(job.program.last_value);
        let policy = job.policy.unwrap();
        assert_eq!((policy.fuel_budget, policy.args), (5, vec!["1".to_owned()]));
    }

    #[test]
    fn only_the_code_is_needed() {
        let job = parse(r#"{"code": ""}"#).ok().unwrap();
        assert_eq!(job.id, Value::Null);
        assert!(job.policy.is_none() && job.runtime.is_none());
    }

    #[test]
    fn what_is_no_job_is_refused() {
        for (text, reason) in [
            ("", "not a JSON object"),
            ("[null, null, \"code\"]", "not a JSON object"),
            ("{", "not a program"),
            ("{\"code\": 1}", "not a program"),
            ("{\"id\": 1}", "code"),
            ("{\"code\": \"\", \"cod\": 1}", "cod"),
            ("{\"code\": \"\", \"code\": \"\"}", "duplicate"),
            ("{\"code\": \"\", \"id\": []}", "id"),
            ("{\"code\": \"\", \"runtime\": \"ruby\"}", "ruby"),
            ("{\"code\": \"\", \"files\": {\"a\": 1}}", "files[`a`]"),
            (
                "{\"code\": \"\", \"files\": {\"a\": {\"base64\": \"?\"}}}",
                "files[`a`]",
            ),
            ("{\"code\": \"\", \"policy\": {\"fuel\": 1}}", "fuel"),
            ("{\"code\": \"\", \"policy\": {\"fuel_budget\": 0}}", "fuel_budget"),
            (
                "{\"code\": \"\", \"policy\": {\"mounts\": [{\"host\": \"/etc\", \"guest\": \"/data\"}]}}",
                "policy.mounts",
            ),
            (
                "{\"code\": \"\", \"policy\": {\"mount_data_dir\": \"/etc\"}}",
                "policy.mount_data_dir",
            ),
            (
                "{\"code\": \"\", \"policy\": {\"memory_bytes\": \"1GiB\"}}",
                "`policy.memory_bytes` allows more",
            ),
            (
                "{\"code\": \"\", \"policy\": {\"disk\": {\"bytes\": \"1GiB\"}}}",
                "`policy.disk.bytes` allows more",
            ),
            ("{\"code\": \"\\ud800\"}", "not a program"),
        ] {
            let error = parse(text).err().unwrap_or_else(|| panic!("{text}"));
            assert!(error.to_string().contains(reason), "{text}: {error}");
            assert!(!error.hint().is_empty());
        }
        assert!(Job::parse(b"{\"code\": \"\xff\"}", &ExecutionPolicy::default()).is_err());
        assert!(parse(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn the_id_of_a_wrong_line_is_found_if_it_can_be() {
        assert_eq!(id_of(b"{\"id\": 7, \"code\": 1, \"x\": {}}"), 7);
        assert_eq!(id_of(b"{\"id\": \"a\"}"), "a");
        for text in [&b"nope"[..], b"[1]", b"{}", b"{\"id\": {\"a\": 1}}"] {
            assert_eq!(id_of(text), Value::Null);
        }
    }
}
