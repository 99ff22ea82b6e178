use serde_json::json;

use super::*;
use crate::{Exception, Outcome, Runtime};

fn ended(runtime: Runtime, outcome: Outcome) -> Execution {
    let exit_code = outcome.exit_code();
    Execution {
        outcome,
        exit_code,
        success: Execution::succeeded(outcome, exit_code),
        ..Execution::new(runtime)
    }
}

fn raised(runtime: Runtime, r#type: &str, message: &str) -> Execution {
    let exception = Exception {
        r#type: r#type.into(),
        message: message.into(),
        ..Exception::default()
    };
    Execution {
        exception: Some(exception),
        ..ended(runtime, Outcome::Exception)
    }
}

fn hints(execution: &Execution) -> Vec<Hint> {
    hints_for(&HintContext {
        execution,
        policy: &ExecutionPolicy::default(),
        importable: &[],
    })
}

fn only(execution: &Execution) -> Hint {
    let mut hints = hints(execution);
    assert_eq!(hints.len(), 1, "{hints:?}");
    hints.remove(0)
}

#[test]
fn every_failure_that_is_not_the_programs_own_has_a_hint() {
    for outcome in Outcome::ALL {
        let advised = !matches!(
            outcome,
            Outcome::Finished | Outcome::Exit | Outcome::Exception | Outcome::Cancelled
        );
        assert_eq!(
            hints(&ended(Runtime::Python, outcome)).len(),
            usize::from(advised),
            "{outcome}"
        );
    }
}

#[test]
fn conformance_100_out_of_fuel_names_twice_the_budget() {
    let execution = Execution {
        fuel_consumed: Some(5_000_000_000),
        ..ended(Runtime::Python, Outcome::OutOfFuel)
    };
    let policy = ExecutionPolicy::default().with_fuel_budget(5_000_000_000);
    let hints = hints_for(&HintContext {
        execution: &execution,
        policy: &policy,
        importable: &[],
    });
    assert_eq!(hints[0].code, "out_of_fuel");
    assert!(hints[0].message.contains("10,000,000,000"), "{}", hints[0].message);
    assert!(hints[0].docs.is_some());
}

#[test]
fn conformance_100_a_limit_comes_before_the_exception() {
    let mut execution = raised(Runtime::Python, "FileNotFoundError", "'/etc/passwd'");
    execution.outcome = Outcome::OutOfFuel;
    assert_eq!(hints(&execution)[0].code, "out_of_fuel");
}

#[test]
fn conformance_101_an_absolute_path_outside_is_quoted() {
    let hint = only(&raised(
        Runtime::Python,
        "FileNotFoundError",
        "[Errno 44] No such file or directory: '/etc/passwd'",
    ));
    assert_eq!(hint.code, "path_outside_workspace");
    assert!(hint.message.contains("/etc/passwd") && hint.message.contains("/app"));
}

#[test]
fn conformance_102_a_missing_module_is_named_with_what_there_is() {
    let hint = |name: &str| {
        let mut hints = hints_for(&HintContext {
            execution: &raised(
                Runtime::Python,
                "ModuleNotFoundError",
                &format!("No module named '{name}'"),
            ),
            policy: &ExecutionPolicy::default(),
            importable: &["numpy".to_owned(), "yaml".to_owned()],
        });
        assert_eq!((hints.len(), hints[0].code.as_str()), (1, "module_not_found"));
        hints.remove(0).message
    };
    let message = hint("torch");
    assert!(message.contains("`torch`") && message.contains("numpy, yaml") && !message.contains("Use `"));
    assert!(hint("nunpy").contains("Use `numpy`"));
    assert!(hint("PyYAML.loader").contains("Use `yaml`"));
}

#[test]
fn conformance_103_not_iterable_comes_with_code() {
    let hint = only(&raised(Runtime::JavaScript, "TypeError", "value is not iterable"));
    assert_eq!(hint.code, "js_not_iterable");
    assert!(hint.example.is_some());
}

#[test]
fn conformance_104_success_has_no_hints() {
    let mut execution = raised(Runtime::Python, "MemoryError", "");
    execution.success = true;
    assert_eq!(hints(&execution), []);
}

#[test]
fn conformance_107_hints_are_small_json() {
    let long = "x".repeat(1 << 20);
    let execution = raised(Runtime::Python, "FileNotFoundError", &format!("'/{long}'"));
    let text = json!(hints(&execution)).to_string();
    assert!(text.len() < 10_000);
}

#[test]
fn weakness_b14_words_in_the_output_are_no_evidence() {
    let mut execution = raised(Runtime::Python, "ValueError", "bad");
    execution.stderr =
        "ModuleNotFoundError: No module named 'torch'\nFileNotFoundError: '/etc/passwd'\nout of fuel\n".into();
    execution.stdout = execution.stderr.clone();
    assert_eq!(hints(&execution), []);
}

#[test]
fn weakness_b14_a_missing_file_of_the_workspace_and_a_mount_are_no_foreign_paths() {
    let mut execution = raised(
        Runtime::Python,
        "FileNotFoundError",
        "[Errno 44] No such file or directory: '/app/in.csv'",
    );
    execution.exception.as_mut().unwrap().traceback =
        "  File \"/wlr/build-staging/lib/python/pathlib.py\", line 1\n".into();
    assert_eq!(only(&execution).code, "file_not_found");

    let execution = raised(
        Runtime::Python,
        "FileNotFoundError",
        "[Errno 44] No such file or directory: '/external/in.csv'",
    );
    let policy = ExecutionPolicy::default().with_mount("/srv/data", "/external".parse().unwrap());
    assert_eq!(
        hints_for(&HintContext {
            execution: &execution,
            policy: &policy,
            importable: &[],
        })[0]
            .code,
        "file_not_found"
    );
}

#[test]
fn weakness_b14_a_memory_error_is_about_memory() {
    for exception in ["MemoryError", "numpy._core._exceptions._ArrayMemoryError"] {
        let hint = only(&raised(Runtime::Python, exception, "Unable to allocate"));
        assert_eq!(hint.code, "memory_limit");
        assert!(hint.message.contains("128,000,000"), "{}", hint.message);
    }
    let mut died = raised(Runtime::Python, "MemoryError", "");
    died.outcome = Outcome::MemoryLimit;
    assert_eq!(only(&died).code, "memory_limit");
}

#[test]
fn python_exceptions_and_their_codes() {
    for (r#type, message, code) in [
        ("ModuleNotFoundError", "No module named 'requests'", "network"),
        ("ModuleNotFoundError", "No module named '_ssl'", "network"),
        ("urllib.error.URLError", "<urlopen error [Errno 52]>", "network"),
        ("socket.gaierror", "[Errno -2] Name does not resolve", "network"),
        ("OSError", "[Errno 58] wasi does not support processes.", "process"),
        ("AttributeError", "module 'os' has no attribute 'fork'", "process"),
        ("ModuleNotFoundError", "No module named '_multiprocessing'", "process"),
        ("RuntimeError", "can't start new thread", "thread"),
        (
            "OSError",
            "[Errno 69] Read-only file system: '/data/out.csv'",
            "read_only",
        ),
        ("OSError", "[Errno 51] No space left on device", "disk_quota"),
        ("OSError", "[Errno 33] No file descriptors available: 'x'", "disk_quota"),
        ("sqlite3.OperationalError", "database or disk is full", "disk_quota"),
        (
            "PermissionError",
            "[Errno 2] Permission denied: '/root'",
            "path_outside_workspace",
        ),
        ("EOFError", "EOF when reading a line", "stdin"),
        ("RecursionError", "maximum recursion depth exceeded", "deep_recursion"),
    ] {
        assert_eq!(
            only(&raised(Runtime::Python, r#type, message)).code,
            code,
            "{type}: {message}"
        );
    }
    for (r#type, message) in [
        ("AttributeError", "'Foo' object has no attribute 'fork'"),
        ("EOFError", "Ran out of input"),
        ("ImportError", "cannot import name 'x' from 'numpy'"),
        ("PermissionError", "[Errno 2] Permission denied"),
        (
            "TypeError",
            "cannot unpack non-iterable int object, value is not iterable",
        ),
    ] {
        assert_eq!(
            hints(&raised(Runtime::Python, r#type, message)),
            [],
            "{type}: {message}"
        );
    }
}

#[test]
fn an_install_command_is_recognised_by_its_source_line() {
    let mut execution = raised(Runtime::Python, "SyntaxError", "invalid syntax");
    assert_eq!(hints(&execution), []);
    execution.exception.as_mut().unwrap().traceback =
        "  File \"/app/main.py\", line 1\n    !pip install requests\n    ^\nSyntaxError: invalid syntax\n".into();
    let hint = only(&execution);
    assert_eq!(hint.code, "install_command");
    assert!(hint.example.is_some());
}

#[test]
fn javascript_exceptions_and_their_codes() {
    for (r#type, message, code) in [
        ("ReferenceError", "fetch is not defined", "network"),
        ("ReferenceError", "'XMLHttpRequest' is not defined", "network"),
        ("RangeError", "Maximum call stack size exceeded", "deep_recursion"),
        ("InternalError", "out of memory", "memory_limit"),
    ] {
        assert_eq!(
            only(&raised(Runtime::JavaScript, r#type, message)).code,
            code,
            "{type}: {message}"
        );
    }
    assert_eq!(
        hints(&raised(
            Runtime::JavaScript,
            "ReferenceError",
            "fetchAll is not defined"
        )),
        []
    );
    assert_eq!(hints(&raised(Runtime::JavaScript, "RecursionError", "")), []);
}

#[test]
fn control_characters_of_a_subject_are_escaped() {
    let hint = only(&raised(
        Runtime::Python,
        "ModuleNotFoundError",
        "No module named 'a\u{1b}[2Jb'",
    ));
    assert!(!hint.message.contains('\u{1b}'), "{}", hint.message);
}

#[test]
fn a_limit_on_host_calls_is_named_and_is_no_illegal_operation() {
    let mut execution = ended(Runtime::Python, Outcome::Trap);
    execution
        .metadata
        .insert(crate::LIMIT_KEY.into(), json!("host_calls.bytes"));
    let hint = only(&execution);
    assert_eq!(hint.code, "host_call_limit");
    assert!(hint.message.contains("`host_calls.bytes`"), "{}", hint.message);
    assert!(hint.message.contains("100,000,000 calls"), "{}", hint.message);
    assert_eq!(only(&ended(Runtime::Python, Outcome::Trap)).code, "trap");
}
