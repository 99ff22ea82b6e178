//! Fuel, memory and output: 24 to 34.

use llm_wasm_sandbox::Outcome;
use serde_json::json;

use crate::support::{run, run_under};

#[test]
fn case_024_an_endless_loop_ends_by_fuel() {
    let run = run_under("fuel_budget = 100_000", "while True:\n    pass");
    assert_eq!((run.success, run.outcome), (false, Outcome::OutOfFuel));
    // A code of its own, and no text in stderr: what the program wrote there is the program's.
    assert_eq!((run.exit_code, run.stderr.as_str()), (120, ""));
    assert_eq!(run.fuel_consumed, Some(100_000));
}

#[test]
fn case_026_running_out_of_fuel_is_explained() {
    let run = run_under("fuel_budget = 100_000_000", "while True: pass");
    let analysis = serde_json::to_value(run.fuel_analysis.as_ref().unwrap()).unwrap();
    assert_eq!(analysis["consumed"], 100_000_000);
    assert_eq!(analysis["budget"], 100_000_000);
    assert_eq!(analysis["utilization_percent"], json!(100.0));
    assert_eq!(analysis["status"], "exhausted");
    assert!(!analysis["recommendation"].as_str().unwrap().is_empty());
    let hint = run.hints.first().expect("a hint");
    assert!(!hint.message.is_empty());
    assert!(hint.docs.is_some(), "it says where to read on: {hint:?}");
}

#[test]
fn case_028_a_list_that_does_not_fit_raises_and_the_host_survives() {
    let caught = run_under(
        "memory_bytes = 128_000_000",
        "try:\n    x = [0] * 50_000_000\nexcept MemoryError:\n    print('caught')",
    );
    assert_eq!(
        (caught.outcome, caught.stdout.as_str()),
        (Outcome::Finished, "caught\n")
    );
    assert!(caught.memory_peak_bytes > 0);
    let died = run_under("memory_bytes = 128_000_000", "x = [0] * 50_000_000");
    assert_eq!((died.success, died.outcome), (false, Outcome::MemoryLimit));
}

#[test]
fn case_029_the_memory_limit_is_on_top_of_the_image() {
    // A limit below the interpreter's own size is no failure here: the image is shared, and the limit is what a program may add.
    let small = run_under("memory_bytes = 10_000_000", "print(sum(range(1000)))");
    assert_eq!((small.outcome, small.stdout.as_str()), (Outcome::Finished, "499500\n"));
    let large = run_under("memory_bytes = 10_000_000", "x = bytearray(20_000_000)");
    assert_eq!(large.outcome, Outcome::MemoryLimit);
    let image = large.metadata["image_memory_bytes"].as_u64().unwrap();
    assert!(
        large.memory_peak_bytes <= image + 10_000_000,
        "{} and an image of {image}",
        large.memory_peak_bytes
    );
}

#[test]
fn case_031_both_streams_are_kept_to_their_caps() {
    let run = run_under(
        "stdout_max_bytes = 50\nstderr_max_bytes = 50",
        "import sys\nsys.stdout.write('o' * 200)\nsys.stderr.write('e' * 200)",
    );
    assert!(run.success);
    assert!(run.stdout.len() <= 50 && run.stderr.len() <= 50);
    assert!(run.stdout_truncated && run.stderr_truncated);
    assert_eq!((run.stdout_bytes, run.stderr_bytes), (200, 200));
}

#[test]
fn case_032_a_flood_of_output_is_cut_and_not_lost() {
    let run = run_under(
        "stdout_max_bytes = 2_000_000",
        "for n in range(100):\n    print('x' * 100_000)",
    );
    assert!(run.success && run.stdout_truncated);
    assert!(!run.stdout.is_empty() && run.stdout.len() <= 2_000_000);
    assert_eq!(run.stdout_bytes, 10_000_100);
}

#[test]
fn case_034_output_below_the_cap_is_whole() {
    let run = run("print('small')");
    assert!(!run.stdout_truncated && !run.stderr_truncated);
    assert_eq!(run.stdout_bytes, 6);
}
