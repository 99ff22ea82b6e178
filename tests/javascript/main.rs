//! Runs every program under `tests/guests/js` and compares what it prints with what is recorded, and the portable ones with what Node prints.
//! `tests/guests/README.md` describes the form.

mod node;
mod places;
mod program;
#[path = "../support/mod.rs"]
mod support;
mod test262;

use llm_wasm_sandbox::{Mode, Program, Workspace};
use program::{GuestProgram, Printed};

/// Runs a program, with the folder of all programs as its workspace.
fn sandboxed(program: &GuestProgram) -> Printed {
    let sandbox = support::javascript_under(&program.policy());
    let workspace = Workspace::from_folder(program::folder());
    let file = format!("/app/{}", program.name);
    let printed = |run: llm_wasm_sandbox::Execution| Printed {
        stdout: run.stdout,
        exit: run.exit_code,
        stderr: run.stderr,
    };
    if !program.is_interactive() {
        let run = sandbox
            .execute_in(
                workspace,
                Program::from(program.text.as_str()).file(file).stdin(program.stdin()),
            )
            .unwrap_or_else(|error| panic!("{}", support::explained(&error)));
        return printed(run.into_execution());
    }
    let mut live = sandbox
        .interactive(workspace)
        .unwrap_or_else(|error| panic!("{}", support::explained(&error)));
    let mut all = Printed::default();
    for (index, turn) in program.text.split("// ---\n").enumerate() {
        // Named as the command line names its inputs.
        let input = Program::from(turn)
            .mode(Mode::Interactive)
            .file(format!("<input {}>", index + 1));
        let run = live
            .turn(&input)
            .unwrap_or_else(|error| panic!("{}", support::explained(&error)));
        let turn = printed(run);
        all.stdout.push_str(&turn.stdout);
        all.stderr.push_str(&turn.stderr);
        all.exit = turn.exit;
    }
    all
}

/// Fails with everything that is wrong with any program.
fn all_hold(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} programs:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

#[test]
fn programs_print_what_is_recorded() {
    let mut failures = Vec::new();
    for program in program::selected() {
        let printed = sandboxed(&program);
        if program::update() && !program.is_portable() {
            program.record(&printed);
        }
        failures.extend(program.difference(&printed).map(|what| {
            let stderr: String = printed.stderr.chars().take(2000).collect();
            format!("{}: {what}\nstandard error:\n{stderr}", program.name)
        }));
    }
    all_hold(&failures);
}

#[test]
#[expect(
    clippy::print_stderr,
    reason = "who runs the tests wants to know what was not compared"
)]
fn portable_programs_print_the_same_as_node() {
    let Some(node) = node::Node::find() else {
        eprintln!("there is no Node 20 on this machine: its output is compared as it was recorded");
        return;
    };
    let mut failures = Vec::new();
    for program in program::selected().filter(GuestProgram::is_portable) {
        let printed = node.run(&program);
        if program::update() {
            program.record(&printed);
        }
        failures.extend(
            program
                .difference(&printed)
                .map(|what| format!("{}: {what}", program.name)),
        );
    }
    all_hold(&failures);
}
