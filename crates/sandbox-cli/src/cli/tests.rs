use std::time::Duration;

use super::*;

fn parsed(line: &[&str]) -> Result<Cli, clap::Error> {
    parse(
        std::iter::once("sandbox")
            .chain(line.iter().copied())
            .map(OsString::from),
    )
}

fn run(line: &[&str]) -> RunArgs {
    match parsed(line).unwrap().command {
        Command::Run(arguments) => *arguments,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_definitions_hold() {
    Cli::command().debug_assert();
}

#[test]
fn what_follows_the_program_is_the_programs() {
    let arguments = run(&["run", "--json", "x.py", "--json", "-v", "--", "a"]);
    assert!(arguments.json);
    assert_eq!(arguments.program.words, ["x.py", "--json", "-v", "--", "a"]);
    let arguments = run(&["run", "-c", "pass", "--value", "one", "--two"]);
    assert!(arguments.value);
    assert_eq!(arguments.program.words, ["one", "--two"]);
    assert_eq!(run(&["run", "-"]).program.words, ["-"]);
    assert_eq!(run(&["run", "-c", ""]).program.code.unwrap(), "");
}

#[test]
fn limits_are_read_with_their_units() {
    let arguments = run(&[
        "run",
        "--fuel",
        "1000",
        "--timeout",
        "1m 30s",
        "--memory",
        "64MiB",
        "-e",
        "A=b=c",
        "x.py",
    ]);
    assert_eq!(arguments.limits.fuel, Some(1000));
    assert_eq!(arguments.limits.timeout, Some(Duration::from_secs(90)));
    assert_eq!(arguments.limits.memory, Some(64 << 20));
    assert_eq!(arguments.limits.env, [("A".to_owned(), "b=c".to_owned())]);
}

#[test]
fn what_makes_no_sense_is_a_usage_error() {
    for line in [
        &["run"][..],
        &["run", "--nope", "x.py"],
        &["run", "-r", "ruby", "x.py"],
        &["run", "--timeout", "soon", "x.py"],
        &["run", "--memory", "-1", "x.py"],
        &["run", "--fuel", "1", "--unmetered", "x.py"],
        &["run", "--read-only-workspace", "x.py"],
        &["run", "-e", "=x", "x.py"],
        &["batch"],
        &["batch", "-j", "0", "in.jsonl"],
        &["nope"],
    ] {
        assert_eq!(parsed(line).unwrap_err().exit_code(), 2, "{line:?}");
    }
}

#[test]
fn conformance_018_an_unknown_runtime_is_named() {
    let error = parsed(&["run", "-r", "ruby", "x.py"]).unwrap_err().to_string();
    assert!(error.contains("invalid runtime type `ruby`"), "{error}");
}

#[test]
fn every_command_has_a_page() {
    fn walk(command: &clap::Command) {
        assert!(
            command.get_about().is_some() || command.get_name() == "help",
            "{}",
            command.get_name()
        );
        for argument in command.get_arguments() {
            assert!(
                argument.get_help().is_some(),
                "{} {}",
                command.get_name(),
                argument.get_id()
            );
        }
        command.get_subcommands().for_each(walk);
    }
    walk(&Cli::command());
}
