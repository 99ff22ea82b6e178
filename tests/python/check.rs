//! Runs a program and compares.

use llm_wasm_sandbox::{Execution, Outcome, Run};

use crate::program::{Expectations, GuestProgram};
use crate::support;

/// How much of a program's output a failure shows.
const SHOWN_CHARS: usize = 2_000;

/// Runs the program; returns what is not as it says, if anything.
pub(crate) fn run(program: &GuestProgram, expected: &Expectations) -> Option<String> {
    let sandbox = support::under(&expected.policy);
    let run = match sandbox.execute_in(program.workspace(), program.program(expected)) {
        Ok(run) => run,
        Err(error) => return Some(format!("{}: {}", program.name, support::explained(&error))),
    };
    let mut wrong = Vec::new();
    endings(&run, expected, &mut wrong);
    stdout(&run, expected, &mut wrong);
    stderr(&run, expected, &mut wrong);
    files(&run, expected, &mut wrong);
    (!wrong.is_empty()).then(|| {
        let shown = |text: &str| text.chars().take(SHOWN_CHARS).collect::<String>();
        let trap = run
            .metadata
            .get("trap")
            .map(|trap| format!("\n--- trap: {trap}"))
            .unwrap_or_default();
        format!(
            "{}: {}\n--- stdout\n{}--- stderr\n{}{trap}",
            program.name,
            wrong.join("; "),
            shown(&run.stdout),
            shown(&run.stderr)
        )
    })
}

fn endings(run: &Execution, expected: &Expectations, wrong: &mut Vec<String>) {
    let outcome = expected.outcome.unwrap_or(Outcome::Finished);
    if expected.outcome_any {
        if run.outcome == Outcome::HostError {
            wrong.push("the host failed".into());
        }
    } else {
        if run.outcome != outcome {
            wrong.push(format!("outcome {}", run.outcome));
        }
        let exit = expected.exit.unwrap_or_else(|| outcome.exit_code());
        if run.exit_code != exit {
            wrong.push(format!("exit code {} instead of {exit}", run.exit_code));
        }
        if run.success != Execution::succeeded(outcome, exit) {
            wrong.push(format!("success {}", run.success));
        }
    }
    let exception = run.exception.as_ref().map(|exception| {
        format!("{}: {}", exception.r#type, exception.message)
            .trim_end()
            .to_owned()
    });
    if expected.exception.is_some() && expected.exception != exception {
        wrong.push(format!("exception {exception:?}"));
    }
    let line = run.exception.as_ref().and_then(|exception| exception.line);
    if (expected.line.is_some() || expected.no_line) && expected.line != line {
        wrong.push(format!("line {line:?}"));
    }
    let value = run.value.as_ref().map(|value| value.repr.clone());
    if (expected.value.is_some() || expected.value_none) && expected.value != value {
        wrong.push(format!("value {value:?}"));
    }
    if expected.hint_any && run.hints.is_empty() {
        wrong.push("no hint".into());
    }
}

fn stdout(run: &Execution, expected: &Expectations, wrong: &mut Vec<String>) {
    if let Some(lines) = &expected.stdout
        && !run.stdout.lines().eq(lines)
    {
        wrong.push(format!("stdout is not\n{}\n", lines.join("\n")));
    }
    if let Some(lines) = expected.stdout_lines
        && run.stdout.lines().count() != lines
    {
        wrong.push(format!("{} lines of stdout", run.stdout.lines().count()));
    }
    if let Some(bytes) = expected.stdout_bytes
        && (run.stdout_bytes, run.stdout.len() as u64) != (bytes, bytes)
    {
        wrong.push(format!(
            "{} bytes of stdout, {} kept",
            run.stdout_bytes,
            run.stdout.len()
        ));
    }
    for text in expected
        .stdout_not
        .iter()
        .filter(|text| run.stdout.contains(text.as_str()))
    {
        wrong.push(format!("stdout has `{text}`"));
    }
}

fn stderr(run: &Execution, expected: &Expectations, wrong: &mut Vec<String>) {
    if !expected.stderr.is_empty() && !run.stderr.lines().take(expected.stderr.len()).eq(&expected.stderr) {
        wrong.push(format!("stderr does not begin with\n{}\n", expected.stderr.join("\n")));
    }
    for text in expected
        .stderr_has
        .iter()
        .filter(|text| !run.stderr.contains(text.as_str()))
    {
        wrong.push(format!("stderr lacks `{text}`"));
    }
    for text in expected
        .stderr_not
        .iter()
        .filter(|text| run.stderr.contains(text.as_str()))
    {
        wrong.push(format!("stderr has `{text}`"));
    }
    let silent = expected.stderr.is_empty() && expected.stderr_has.is_empty() && !expected.stderr_any;
    if silent && !run.stderr.is_empty() {
        wrong.push("stderr is not empty".into());
    }
}

fn files(run: &Run, expected: &Expectations, wrong: &mut Vec<String>) {
    let kinds = [
        ("created", &run.files_created, &expected.creates),
        ("modified", &run.files_modified, &expected.modifies),
        ("deleted", &run.files_deleted, &expected.deletes),
    ];
    for (kind, found, named) in kinds {
        let mut named = named.clone();
        named.sort();
        if *found != named && !expected.creates_any {
            wrong.push(format!("{kind} {found:?} instead of {named:?}"));
        }
    }
    for (name, bytes) in &expected.files {
        match run.read(name) {
            Ok(content) if content.len() == *bytes => {}
            Ok(content) => wrong.push(format!("{name} has {} bytes", content.len())),
            Err(error) => wrong.push(error.to_string()),
        }
    }
}
