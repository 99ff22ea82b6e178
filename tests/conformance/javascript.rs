//! What JavaScript programs show: 2, 14 to 16, 19, 23, 25, 27, 30, 33, 47, 53.

use llm_wasm_sandbox::{Outcome, Program, Runtime};

use crate::support::{javascript, javascript_under, run_javascript};

#[test]
fn case_002_a_console_log_succeeds_with_all_its_figures() {
    let run = run_javascript("", "console.log('Hello')");
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
fn case_014_a_thrown_error_fails_with_its_message() {
    let run = run_javascript("", "\n  throw new Error('m')");
    assert_eq!(
        (run.outcome, run.success, run.exit_code),
        (Outcome::Exception, false, 1)
    );
    assert!(run.stderr.contains("Error: m"), "{}", run.stderr);
    let exception = run.exception.as_ref().unwrap();
    assert_eq!(
        (exception.r#type.as_str(), exception.message.as_str(), exception.line),
        ("Error", "m", Some(2))
    );
    assert!(
        exception.traceback.contains("/app/main.js:2:9"),
        "{}",
        exception.traceback
    );
}

#[test]
fn case_015_a_syntax_error_fails_with_its_position() {
    let run = run_javascript("", "const a = 1;\nconst b = 'unclosed;\n");
    assert_eq!((run.outcome, run.success), (Outcome::Exception, false));
    assert_ne!(run.exit_code, 0);
    assert!(run.stderr.contains("SyntaxError"), "{}", run.stderr);
    let exception = run.exception.as_ref().unwrap();
    assert_eq!((exception.r#type.as_str(), exception.line), ("SyntaxError", Some(2)));
}

#[test]
fn case_016_functions_classes_arrows_and_collections_work() {
    let source = "
        class Point { constructor(x) { this.x = x } get double() { return this.x * 2 } }
        function add(a, b = 2) { return a + b }
        console.log(add(1), [1, 2, 3].map((n) => n * n).join(), Array.from({ length: 3 }, (_, i) => i), new Point(4).double);
    ";
    assert_eq!(run_javascript("", source).stdout, "3 1,4,9 [ 0, 1, 2 ] 8\n");
}

#[test]
fn case_019_the_result_names_its_runtime_and_limits() {
    let run = run_javascript("fuel_budget = 1_000_000_000\nmemory_bytes = 50_000_000", "1");
    assert_eq!(run.runtime, Runtime::JavaScript);
    assert_eq!(run.metadata["fuel_budget"], 1_000_000_000);
    assert_eq!(run.metadata["memory_limit_bytes"], 50_000_000);
}

#[test]
fn case_023_a_check_tells_right_from_wrong_and_runs_nothing() {
    let check = |file: &str, source: &str| javascript().check(Program::from(source).file(file)).unwrap();
    for (file, right) in [
        ("/app/a.js", "console.log('ran')"),
        ("/app/a.js", "import { x } from './missing.js';\nawait x;"),
        ("/app/a.mjs", "export default 1; await 2"),
        ("/app/a.cjs", "return 1"),
        ("/app/a.ts", "const x: number = 1; export type T = string;"),
    ] {
        let run = check(file, right);
        assert!(run.success, "{right}: {:?}", run.exception);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{right}");
    }
    for (file, wrong) in [
        ("/app/a.js", "let x = ;"),
        ("/app/a.js", "const s = 'unclosed"),
        ("/app/a.mjs", "export const = 1"),
        ("/app/a.cjs", "import x from 'y'; export {"),
        ("/app/a.ts", "const x: = 1"),
    ] {
        let run = check(file, wrong);
        assert_eq!(run.outcome, Outcome::Exception, "{wrong}");
        assert_eq!(run.exception.unwrap().r#type, "SyntaxError", "{wrong}");
        assert_eq!(run.stderr, "", "{wrong}");
    }
}

#[test]
fn case_025_a_loop_without_end_runs_out_of_fuel() {
    for budget in [100_000_u64, 500_000] {
        let run = run_javascript(&format!("fuel_budget = {budget}"), "for (let i = 0; ; i++) { i * i }");
        assert_eq!((run.outcome, run.success), (Outcome::OutOfFuel, false));
        assert_ne!(run.exit_code, 0);
        assert_eq!(run.fuel_consumed, Some(budget));
    }
}

#[test]
fn case_027_a_usual_program_stays_far_below_the_default_budget() {
    let run = run_javascript(
        "",
        "console.log(Array.from({ length: 1000 }, (_, i) => i).reduce((a, b) => a + b))",
    );
    assert!(run.success);
    assert!(run.fuel_consumed.unwrap() < javascript().as_async().policy().fuel_budget / 100);
}

#[test]
fn case_030_an_array_over_the_memory_limit_is_an_exception_that_can_be_caught() {
    let source = "
        try { const all = []; for (;;) all.push(new Array(1e5).fill(1)) }
        catch (error) { console.log(error.name, error.message) }
    ";
    let run = run_javascript("memory_bytes = 10_000_000", source);
    assert!(run.success, "{:?} {}", run.outcome, run.stderr);
    assert_eq!(run.stdout, "InternalError out of memory\n");
    assert!(run.memory_peak_bytes > 0);

    let run = run_javascript(
        "memory_bytes = 10_000_000",
        "const all = []; for (;;) all.push(new Array(1e5).fill(1))",
    );
    assert_eq!(run.outcome, Outcome::MemoryLimit);
}

#[test]
fn case_033_output_over_its_cap_is_cut() {
    let run = run_javascript(
        "stdout_max_bytes = 100",
        "for (let i = 0; i < 100; i++) console.log('line', i)",
    );
    assert!(run.stdout.len() <= 100 && run.stdout_truncated);
    assert_eq!(run.stdout_bytes, 790);
}

#[test]
fn case_047_there_is_no_network() {
    let source = "
        console.log(typeof fetch, typeof WebSocket, typeof XMLHttpRequest);
        for (const name of ['net', 'http', 'https', 'dns', 'tls', 'child_process', 'worker_threads']) {
          try { require(name); console.log(name, 'is there') } catch (error) { console.log(error.message.includes(name)) }
        }
    ";
    let run = run_javascript("", source);
    assert_eq!(
        run.stdout,
        format!("undefined undefined undefined\n{}", "true\n".repeat(7)),
        "{}",
        run.stderr
    );
}

#[test]
fn case_053_no_text_is_put_before_a_program() {
    let lines = |file: &str, source: &str| {
        let run = javascript_under("").execute(Program::from(source).file(file)).unwrap();
        run.exception.as_ref().and_then(|exception| exception.line)
    };
    assert_eq!(lines("/app/main.js", "throw new Error('first line')"), Some(1));
    assert_eq!(lines("/app/main.mjs", "throw new Error('first line')"), Some(1));
    assert_eq!(lines("/app/main.cjs", "\n\nthrow new Error('third line')"), Some(3));
    assert_eq!(
        lines("/app/main.ts", "\nconst x: number = 1;\nthrow new Error('third line')"),
        Some(3)
    );
}
