//! What the guest is told about the program it is to run.

use std::collections::BTreeMap;

use sandbox_core::ExecutionPolicy;
use sandbox_host::{Mode, Program};

use crate::environment;
use crate::marshal::Writer;

/// The guest path that a program takes for its own file unless it is given another.
pub(crate) const DEFAULT_FILE: &str = "/app/main.py";

/// The request for one turn: the tuple that `run` in `guest/runner.py` takes apart.
///
/// `renew` says that the guest's state was copied, and that its random generators have to be seeded again.
pub(crate) fn encode(
    program: &Program,
    policy: &ExecutionPolicy,
    recipe_env: &BTreeMap<String, String>,
    renew: bool,
) -> Vec<u8> {
    let mut request = Writer::default();
    request.tuple(7);
    request.string(match program.mode {
        Mode::Script => "script",
        Mode::Interactive => "interactive",
        Mode::Check => "check",
        Mode::Turn if renew => "renewed",
        Mode::Turn => "turn",
    });
    request.string(program.file.as_deref().unwrap_or(DEFAULT_FILE));
    request.strings(
        program
            .args
            .as_deref()
            .unwrap_or(&policy.args)
            .iter()
            .map(String::as_str),
    );
    request.dictionary(environment::unusual(program, policy, recipe_env));
    request.boolean(program.last_value || policy.last_value);
    request.boolean(program.mode == Mode::Script);
    request.bytes(&program.source);
    request.finish()
}
