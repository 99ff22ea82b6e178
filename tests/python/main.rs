//! Runs every program under `tests/guests/python` and compares what it does with what it says it does.
//! `tests/guests/README.md` describes the form.

mod check;
mod inputs;
mod program;
mod source;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use program::GuestProgram;

/// Runs the programs of one group, and fails with everything that is wrong with any of them.
fn group(name: &str) {
    let wanted = std::env::var("GUEST_PROGRAM").unwrap_or_default();
    let programs: Vec<_> = program::all()
        .into_iter()
        .filter(|program| program.group() == name)
        .collect();
    assert!(
        !programs.is_empty(),
        "there are no programs in tests/guests/python/{name}"
    );
    let mut failures = Vec::new();
    for program in programs.iter().filter(|program| program.name.contains(&wanted)) {
        match program.expectations() {
            Ok(expectations) => failures.extend(check::run(program, &expectations)),
            Err(reason) => failures.push(format!("{}: {reason}", program.name)),
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} programs:\n\n{}",
        failures.len(),
        programs.len(),
        failures.join("\n\n")
    );
}

macro_rules! groups {
    ($($name:ident)*) => {
        const GROUPS: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { group(stringify!($name)); })*
    };
}

groups! { asyncio data endings errors exits files isolation language libraries output packages script sqlite stdin stdlib utils }

#[test]
fn every_group_of_programs_is_run() {
    let found: BTreeSet<_> = program::all()
        .iter()
        .map(|program| program.group().to_owned())
        .collect();
    assert_eq!(found, GROUPS.iter().map(|&group| group.to_owned()).collect());
}

#[test]
fn every_program_says_what_it_does() {
    let silent: Vec<_> = program::all()
        .iter()
        .filter_map(|program| {
            program
                .expectations()
                .err()
                .map(|reason| format!("{}: {reason}", program.name))
        })
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn a_program_without_an_expectation_or_with_a_mistyped_one_is_refused() {
    let refused = |text: &str| GuestProgram::of_text(text).expectations().unwrap_err();
    assert!(refused("print(1)\n").contains("no expectation"));
    assert!(refused("# expct: 1\nprint(1)\n").contains("expct"));
    assert!(refused("# expect: 1\n# outcome: finishd\n").contains("finishd"));
    assert!(refused("# Prose only.\n\n# expect: too late\n").contains("no expectation"));
    assert!(
        GuestProgram::of_text("\"\"\"Doc.\"\"\"\n# Prose: with a colon.\n# expect: 1\n")
            .expectations()
            .is_ok()
    );
}
