//! The wall clock: sleeps and waits count.

use llm_wasm_sandbox::Outcome;

use crate::support::run_under;

/// Short enough for a test, and with more fuel than any loop uses in it.
const SHORT: &str = "timeout = '300ms'\nfuel_budget = 9_000_000_000_000_000";

#[track_caller]
fn times_out(program: &str) {
    let run = run_under(SHORT, format!("print('printed')\n{program}\nprint('not reached')"));
    assert_eq!(
        (run.outcome, run.success, run.exit_code),
        (Outcome::Timeout, false, 124),
        "{program}\n{}",
        run.stderr
    );
    assert_eq!(run.stdout, "printed\n");
    assert!(run.exception.is_none());
    assert!(!run.hints.is_empty());
}

#[test]
fn a_busy_loop_is_stopped() {
    times_out("while True:\n    pass");
}

#[test]
fn a_loop_that_catches_everything_is_stopped() {
    times_out("while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass");
}

#[test]
fn a_sleep_is_stopped() {
    times_out("import time\ntime.sleep(3600)");
}

#[test]
fn many_short_sleeps_are_stopped() {
    times_out("import time\nwhile True:\n    time.sleep(0.001)");
}

#[test]
fn a_sleep_of_the_event_loop_is_stopped() {
    times_out("import asyncio\nasyncio.run(asyncio.sleep(3600))");
}

#[test]
fn an_event_that_never_comes_is_stopped() {
    times_out("import asyncio\nasync def main():\n    await asyncio.Event().wait()\nasyncio.run(main())");
}

#[test]
fn a_poll_without_an_end_is_stopped() {
    times_out("import select\nselect.select([], [], [], 3600)");
}

#[test]
fn a_loop_of_file_operations_is_stopped() {
    let policy = format!("{SHORT}\nhost_calls.count = 1_000_000_000\nhost_calls.time = '1h'");
    let run = run_under(
        &policy,
        "import os\nopen('f', 'w').close()\nwhile True:\n    os.rename('f', 'g')\n    os.rename('g', 'f')",
    );
    assert_eq!(run.outcome, Outcome::Timeout, "{}", run.stderr);
}

#[test]
fn waiting_for_input_is_no_wait() {
    // Standard input is given whole before the program starts: at its end there is an error and nothing to wait for.
    let run = run_under(SHORT, "input()");
    assert_eq!(run.outcome, Outcome::Exception);
    assert_eq!(run.exception.as_ref().unwrap().r#type, "EOFError");
}

#[test]
fn one_operation_of_many_seconds_is_stopped() {
    times_out("9**9**9 % 7");
}

#[test]
fn the_files_of_a_stopped_program_are_there() {
    let run = run_under(
        SHORT,
        "with open('kept.txt', 'w') as file:\n    file.write('kept')\nlost = open('lost.txt', 'w')\nlost.write('in a buffer')\nwhile True:\n    pass",
    );
    assert_eq!(run.outcome, Outcome::Timeout);
    assert_eq!(run.read("kept.txt").unwrap(), b"kept");
    // What was never given to the host is not there; the file is, and is consistent.
    assert_eq!(run.read("lost.txt").unwrap(), b"");
}
