//! What the guest is told about the program it is to run.

use std::collections::BTreeMap;

use sandbox_core::ExecutionPolicy;
use sandbox_host::{Mode, Program};
use serde::Serialize;

/// The guest path that a program takes for its own file unless it is given another.
pub(crate) const DEFAULT_FILE: &str = "/app/main.py";

/// The settings that go before the program's text.
#[derive(Serialize)]
struct Head<'a> {
    mode: &'static str,
    file: &'a str,
    args: &'a [String],
    env: BTreeMap<&'a str, &'a str>,
    last_value: bool,
    reseed: bool,
    #[serde(rename = "final")]
    last: bool,
}

/// The request for one turn: the head's length (four bytes, little-endian), the head as JSON, the program's text.
pub(crate) fn encode(program: &Program, policy: &ExecutionPolicy, first_turn: bool) -> Vec<u8> {
    let mut env: BTreeMap<&str, &str> = policy.env.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    env.extend(program.env.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let head = Head {
        mode: match program.mode {
            Mode::Script => "script",
            Mode::Interactive => "interactive",
            Mode::Check => "check",
        },
        file: program.file.as_deref().unwrap_or(DEFAULT_FILE),
        args: program.args.as_deref().unwrap_or(&policy.args),
        env,
        last_value: program.last_value || policy.last_value,
        reseed: first_turn,
        last: program.mode == Mode::Script,
    };
    let head = serde_json::to_vec(&head).expect("strings and booleans are always JSON");
    let mut request = Vec::with_capacity(4 + head.len() + program.source.len());
    request.extend_from_slice(&u32::try_from(head.len()).unwrap_or(u32::MAX).to_le_bytes());
    request.extend_from_slice(&head);
    request.extend_from_slice(&program.source);
    request
}
