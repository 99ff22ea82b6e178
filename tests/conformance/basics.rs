//! Running, succeeding, failing, checking: 1 to 22.

use llm_wasm_sandbox::{Error, ExecutionPolicy, Outcome, Runtime};

use crate::support::{repository, run, run_under, sandbox};

#[test]
fn case_001_a_print_succeeds_with_all_its_figures() {
    let run = run("print('Hello')");
    assert!(run.success);
    assert_eq!(
        (run.exit_code, run.stdout.as_str(), run.stderr.as_str()),
        (0, "Hello\n", "")
    );
    assert!(run.fuel_consumed.unwrap() > 0);
    assert!(run.duration_ms > 0.0);
    assert!(!run.stdout_truncated && !run.stderr_truncated);
}

#[test]
fn case_003_a_result_always_has_every_field() {
    // Ours has no `workspace_path`: the workspace is no folder of the host's. Page counts are bytes, and null says "none".
    let promised = [
        "runtime",
        "outcome",
        "success",
        "exit_code",
        "stdout",
        "stderr",
        "stdout_bytes",
        "stderr_bytes",
        "stdout_truncated",
        "stderr_truncated",
        "exception",
        "value",
        "displays",
        "fuel_consumed",
        "memory_peak_bytes",
        "duration_ms",
        "files_created",
        "files_modified",
        "files_deleted",
        "session_id",
        "generation",
        "hints",
        "fuel_analysis",
        "metadata",
    ];
    for program in ["pass", "1/0", "import sys; sys.exit(3)", "("] {
        let run = run(program);
        assert!(run.memory_peak_bytes > 0, "{program}");
        let json = serde_json::to_value(&*run).unwrap();
        let missing: Vec<_> = promised.iter().filter(|field| json.get(field).is_none()).collect();
        assert!(missing.is_empty(), "{program}: {missing:?}");
    }
}

#[test]
fn case_004_an_empty_program_succeeds_and_prints_nothing() {
    let run = run("");
    assert_eq!(
        (run.outcome, run.success, run.stdout.as_str()),
        (Outcome::Finished, true, "")
    );
}

#[test]
fn case_005_prints_arrive_in_order() {
    assert_eq!(run("print(1)\nprint(2)\nprint(3)").stdout, "1\n2\n3\n");
}

#[test]
fn case_006_text_beyond_ascii_arrives_intact() {
    assert_eq!(run("print('Grüße 日本語 🐍')").stdout, "Grüße 日本語 🐍\n");
}

#[test]
fn case_007_words_on_stderr_decide_nothing() {
    // Better than a list of words that must not appear: the outcome comes from what ended the program, whatever it printed.
    let run = run("import sys\nsys.stderr.write('Traceback Exception OutOfFuel MemoryError\\n')");
    assert_eq!((run.success, run.exit_code, run.outcome), (true, 0, Outcome::Finished));
    assert_eq!(run.stderr, "Traceback Exception OutOfFuel MemoryError\n");
    assert!(run.hints.is_empty());
}

#[test]
fn case_008_an_exception_is_a_result_and_no_error_of_the_hosts() {
    let run = run("raise ValueError('x')");
    assert_eq!(
        (run.success, run.exit_code, run.outcome),
        (false, 1, Outcome::Exception)
    );
    assert!(run.stderr.contains("ValueError: x"));
    let exception = run.exception.as_ref().unwrap();
    assert_eq!(
        (exception.r#type.as_str(), exception.message.as_str(), exception.line),
        ("ValueError", "x", Some(1))
    );
}

#[test]
fn case_009_a_syntax_error_is_reported_with_its_place() {
    let run = run("x = 1\nprint('open\n");
    assert_eq!((run.success, run.outcome), (false, Outcome::Exception));
    assert_ne!(run.exit_code, 0);
    assert!(run.stderr.contains("SyntaxError"));
    assert_eq!(run.exception.as_ref().unwrap().line, Some(2));
}

#[test]
fn case_010_a_caught_exception_is_none() {
    let run = run("try:\n    1/0\nexcept ZeroDivisionError:\n    print('caught')");
    assert_eq!((run.success, run.exit_code, run.stdout.as_str()), (true, 0, "caught\n"));
}

#[test]
fn case_011_after_an_uncaught_exception_nothing_runs() {
    let run = run("print('before')\n1/0\nprint('after')");
    assert!(!run.success);
    assert_ne!(run.exit_code, 0);
    assert_eq!(run.stdout, "before\n");
}

#[test]
fn case_012_an_import_that_fails_can_be_caught() {
    assert_eq!(
        run("try:\n    import nonexistent\nexcept ImportError:\n    print('Import error caught')").stdout,
        "Import error caught\n"
    );
}

#[test]
fn case_013_a_nonzero_exit_is_a_failure() {
    let run = run("import sys\nsys.exit(1)");
    assert_eq!((run.success, run.exit_code, run.outcome), (false, 1, Outcome::Exit));
}

#[test]
fn case_017_a_guest_that_is_not_there_is_an_error_and_no_result() {
    let empty = tempfile::tempdir().unwrap();
    let cache = empty.path().join("cache");
    let source = llm_wasm_sandbox::Source::folder(empty.path());
    let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
        .engine(sandbox_engine())
        .cache_dir(cache)
        .source(source);
    let error = llm_wasm_sandbox::blocking::Sandbox::build(builder).unwrap_err();
    assert!(matches!(error, Error::Host(_)), "{error:?}");
    assert!(error.hint().is_some());
}

/// The choices that this process's engine was made with.
fn sandbox_engine() -> llm_wasm_sandbox::EngineConfig {
    sandbox();
    llm_wasm_sandbox::EngineConfig {
        max_instances: crate::support::PLACES,
        ..llm_wasm_sandbox::EngineConfig::default()
    }
}

#[test]
fn case_018_an_unknown_runtime_is_refused_by_name() {
    let error = "invalid_runtime".parse::<Runtime>().unwrap_err().to_string();
    assert!(error.to_lowercase().contains("invalid runtime type"), "{error}");
    assert!(error.contains("invalid_runtime") && error.contains("python"), "{error}");
}

#[test]
fn case_019_the_result_names_its_runtime_and_its_limits() {
    let run = run_under("fuel_budget = 5_000_000_000\nmemory_bytes = 64_000_000", "pass");
    assert_eq!(run.runtime, Runtime::Python);
    assert_eq!(run.metadata["fuel_budget"], 5_000_000_000_u64);
    assert_eq!(run.metadata["memory_limit_bytes"], 64_000_000);
}

#[test]
fn case_020_a_valid_program_passes_the_check() {
    let checked = sandbox().check("x = 1\nprint(f'{x!r}')").unwrap();
    assert_eq!(
        (checked.success, checked.exception.is_none(), checked.stdout.as_str()),
        (true, true, "")
    );
}

#[test]
fn case_021_an_invalid_program_fails_the_check_with_the_place() {
    for (program, line) in [
        ("print('hello", 1),
        ("if True:\nprint(1)", 2),
        ("x = 1\n  y = 2", 2),
        ("return 1", 1),
    ] {
        let checked = sandbox().check(program).unwrap();
        assert_eq!(
            (checked.success, checked.outcome),
            (false, Outcome::Exception),
            "{program:?}"
        );
        let error = checked.exception.unwrap_or_else(|| panic!("{program:?} passes"));
        assert!(
            matches!(error.r#type.as_str(), "SyntaxError" | "IndentationError"),
            "{error:?}"
        );
        assert_eq!(error.line, Some(line), "{program:?}");
    }
}

#[test]
fn case_022_the_check_runs_nothing() {
    let checked = sandbox()
        .check("print(1)\nopen('/app/x', 'w')\nimport sys\nsys.exit(3)")
        .unwrap();
    assert_eq!(
        (checked.success, checked.stdout.as_str(), checked.files_created.len()),
        (true, "", 0)
    );
}

#[test]
fn the_documented_policy_is_the_default_one() {
    let documented = llm_wasm_sandbox::load_policy(repository("config/policy.toml")).unwrap();
    assert_eq!(documented, ExecutionPolicy::default());
}
