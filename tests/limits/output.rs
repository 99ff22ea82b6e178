//! Output: kept up to a cap, counted beyond it, and a reason to stop where the policy says so.

use llm_wasm_sandbox::Outcome;

use crate::support::run_under;

#[test]
fn beginning_and_end_are_kept_and_everything_is_counted() {
    let run = run_under(
        "stdout_max_bytes = 1000",
        "print('first')\nfor n in range(10_000):\n    print(n)\nprint('last')",
    );
    assert_eq!((run.outcome, run.success), (Outcome::Finished, true));
    assert!(run.stdout_truncated && run.stdout.len() <= 1000);
    assert!(
        run.stdout.starts_with("first\n0\n1\n") && run.stdout.ends_with("9999\nlast\n"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout_bytes, 48_890 + 6 + 5);
    assert!(!run.stderr_truncated);
}

#[test]
fn a_policy_can_end_a_program_that_prints_too_much() {
    let run = run_under(
        "stdout_max_bytes = 1000\non_output_limit = 'stop'",
        "import sys\nwhile True:\n    sys.stdout.write('x' * 100)\n    sys.stdout.flush()",
    );
    assert_eq!(
        (run.outcome, run.success, run.exit_code),
        (Outcome::OutputLimit, false, 122)
    );
    assert_eq!(run.stdout, "x".repeat(1000));
    assert!(run.stdout_truncated);
    let exact = run_under("stdout_max_bytes = 1000\non_output_limit = 'stop'", "print('x' * 999)");
    assert_eq!(
        (exact.outcome, exact.stdout.len(), exact.stdout_truncated),
        (Outcome::Finished, 1000, false)
    );
}

#[test]
fn standard_error_has_a_cap_of_its_own() {
    let run = run_under(
        "stderr_max_bytes = 500\non_output_limit = 'stop'",
        "import sys\nprint('out')\nsys.stderr.write('e' * 501)",
    );
    assert_eq!(
        (run.outcome, run.stdout.as_str(), run.stderr.len()),
        (Outcome::OutputLimit, "out\n", 500)
    );
}

#[test]
fn a_cut_never_splits_a_character_and_caps_hold_for_any_bytes() {
    for cap in [1, 2, 3, 7, 50, 51, 52, 53] {
        for program in [
            "print('é日🐍' * 1000)",
            "import sys\nsys.stdout.buffer.write(b'\\xff' * 1000)",
        ] {
            let run = run_under(&format!("stdout_max_bytes = {cap}"), program);
            assert!(run.stdout.len() <= cap, "{} bytes for a cap of {cap}", run.stdout.len());
            assert!(run.stdout_truncated);
            assert!(
                program.contains("xff") || !run.stdout.contains('\u{fffd}'),
                "{}",
                run.stdout
            );
        }
    }
}

#[test]
fn a_flood_ends_by_another_limit_and_is_still_bounded() {
    let run = run_under(
        "stdout_max_bytes = '1MiB'\nfuel_budget = 500_000_000\nhost_calls.bytes = '1TiB'",
        "import sys\nblock = 'x' * (1 << 20)\nwhile True:\n    sys.stdout.write(block)",
    );
    assert_eq!(run.outcome, Outcome::OutOfFuel);
    assert!(run.stdout.len() <= 1 << 20 && run.stdout_bytes > 1 << 20);
}

#[test]
fn a_long_traceback_is_cut_like_any_output() {
    let run = run_under("stderr_max_bytes = 200", "raise ValueError('x' * 100_000)");
    assert_eq!(run.outcome, Outcome::Exception);
    assert!(run.stderr.len() <= 200 && run.stderr_truncated);
}
