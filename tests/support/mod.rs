//! What the cross-crate suites share: one sandbox per process, and short ways to run a program in it.

#![allow(dead_code, reason = "every suite uses a part of it")]

use std::path::PathBuf;
use std::sync::OnceLock;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{EngineConfig, ExecutionPolicy, Outcome, PlainLines, Program, Run, Runtime, Workspace};

/// How many executions the suites' engine runs at once; few, so that a suite can fill it.
pub(crate) const PLACES: u32 = 8;

/// The sandbox of this process, with the default policy, image and cache. The first use on a machine takes minutes.
pub(crate) fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| build(Runtime::Python))
}

/// The same for JavaScript.
pub(crate) fn javascript() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(|| build(Runtime::JavaScript))
}

/// The engine of this process.
pub(crate) fn engine() -> EngineConfig {
    EngineConfig {
        max_instances: PLACES,
        ..EngineConfig::default()
    }
}

fn build(runtime: Runtime) -> Sandbox {
    let builder = llm_wasm_sandbox::Sandbox::builder(runtime)
        .engine(engine())
        .progress(PlainLines::new(std::io::stderr()));
    Sandbox::build(builder).unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// The JavaScript sandbox under another policy.
pub(crate) fn javascript_under(toml: &str) -> Sandbox {
    javascript()
        .with_policy(policy(toml))
        .expect("the tests' policies hold")
}

/// Runs a JavaScript program under the default policy with these lines of TOML over it.
pub(crate) fn run_javascript(toml: &str, program: impl Into<Program>) -> Run {
    javascript_under(toml)
        .execute(program)
        .unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// An error with its causes and what to do about it.
pub(crate) fn explained(error: &llm_wasm_sandbox::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    format!("{text}\nhint: {}", error.hint().unwrap_or_default())
}

/// The default policy with these lines of TOML over it.
pub(crate) fn policy(toml: &str) -> ExecutionPolicy {
    ExecutionPolicy::from_toml(toml).expect("the tests' policies hold")
}

/// The same sandbox under another policy.
pub(crate) fn under(toml: &str) -> Sandbox {
    sandbox().with_policy(policy(toml)).expect("the tests' policies hold")
}

/// Runs a program in a fresh sandbox with an empty workspace.
pub(crate) fn run(program: impl Into<Program>) -> Run {
    run_under("", program)
}

/// Runs a program under the default policy with these lines of TOML over it.
pub(crate) fn run_under(toml: &str, program: impl Into<Program>) -> Run {
    under(toml)
        .execute(program)
        .unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// Runs a program in a workspace.
pub(crate) fn run_in(workspace: Workspace, program: impl Into<Program>) -> Run {
    sandbox()
        .execute_in(workspace, program)
        .unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// How a run ended and why, for the message of a failed assertion.
pub(crate) fn story(run: &Run) -> String {
    format!("{} {:?}\n{}", run.outcome, run.metadata.get("trap"), run.stderr)
}

/// Runs a program that has to end well, and returns what it printed.
#[track_caller]
pub(crate) fn printed(program: impl Into<Program>) -> String {
    let run = run(program);
    assert_eq!(run.outcome, Outcome::Finished, "{}", story(&run));
    run.stdout.clone()
}

/// A folder of the repository, by its path from the top.
pub(crate) fn repository(path: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)
}
