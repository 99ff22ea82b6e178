//! Every outcome has its exit code, and a limit says what it was.

use std::process::{Child, Stdio};

use crate::harness::{Ended, sandbox};

fn run(words: &[&str]) -> Ended {
    sandbox(std::iter::once("run").chain(words.iter().copied())).run()
}

#[track_caller]
fn limited(words: &[&str], code: i32, told: &str) {
    let ended = run(words);
    assert_eq!(ended.code, code, "{}", ended.stderr);
    let lines = ended.told("sandbox: ");
    assert!(lines.iter().any(|line| line.contains(told)), "{}", ended.stderr);
    assert!(!ended.told("hint: ").is_empty(), "{}", ended.stderr);
}

#[test]
fn the_programs_exit_code_is_the_commands() {
    for (code, expected) in [
        ("pass", 0),
        ("raise SystemExit", 0),
        ("import sys; sys.exit(3)", 3),
        ("import sys; sys.exit(200)", 200),
        ("import sys; sys.exit(-1)", 255),
    ] {
        let ended = run(&["-c", code]);
        assert_eq!((ended.code, ended.stderr.as_str()), (expected, ""), "{code}");
    }
    let text = run(&["-c", "import sys; sys.exit('why')"]);
    assert_eq!((text.code, text.stderr.as_str()), (1, "why\n"));
}

#[test]
fn an_exception_is_told_once_by_the_program() {
    let ended = run(&["-c", "print('before')\nraise ValueError('x')"]);
    ended.is(1, "before\n");
    assert!(ended.stderr.contains("ValueError: x"), "{}", ended.stderr);
    assert!(ended.told("sandbox: ").is_empty(), "{}", ended.stderr);
}

#[test]
fn out_of_fuel_is_120() {
    limited(
        &["--fuel", "100000000", "-c", "while True: pass"],
        120,
        "out of fuel after 100,000,000 instructions",
    );
}

#[test]
fn a_timeout_is_124_whether_it_computes_or_sleeps() {
    limited(
        &["--timeout", "300ms", "-c", "import time; time.sleep(60)"],
        124,
        "timeout after",
    );
    limited(&["--timeout", "300ms", "-c", "while True: pass"], 124, "timeout after");
}

#[test]
fn a_death_of_memory_is_121() {
    limited(
        &["--memory", "32MiB", "-c", "x = bytearray(500_000_000)"],
        121,
        "out of memory",
    );
}

#[test]
fn a_full_disk_is_123_if_the_program_dies_of_it() {
    let policy = policy("[disk]\nbytes = \"1MiB\"\n");
    limited(
        &[
            "--policy",
            policy.path().to_str().unwrap(),
            "-c",
            "open('x', 'wb').write(bytes(5_000_000))",
        ],
        123,
        "disk quota",
    );
}

#[test]
fn too_much_output_is_cut_or_122_as_the_policy_says() {
    let cut = policy("stdout_max_bytes = 1000\n");
    let ended = run(&["--policy", cut.path().to_str().unwrap(), "-c", "print('x' * 100_000)"]);
    assert_eq!(ended.code, 0);
    assert!(ended.stdout.len() <= 2000, "{}", ended.stdout.len());
    assert!(ended.stderr.contains("sandbox: stdout was cut"), "{}", ended.stderr);
    let stop = policy("stdout_max_bytes = 1000\non_output_limit = \"stop\"\n");
    limited(
        &["--policy", stop.path().to_str().unwrap(), "-c", "print('x' * 100_000)"],
        122,
        "output limit",
    );
}

#[test]
fn endless_recursion_ends_with_an_error_of_its_own() {
    let ended = run(&["-c", "def f(): f()\nf()"]);
    assert!(
        ended.code == 1 && ended.stderr.contains("RecursionError") || ended.code == 119,
        "{}: {}",
        ended.code,
        ended.stderr
    );
}

#[test]
fn quiet_leaves_the_hints_out() {
    let ended = run(&["-q", "--fuel", "100000000", "-c", "while True: pass"]);
    assert_eq!(ended.code, 120);
    assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
}

#[test]
fn an_unmetered_run_is_bounded_by_the_clock() {
    let ended = run(&["--unmetered", "--json", "--timeout", "200ms", "-c", "while True: pass"]);
    assert_eq!(ended.code, 124, "{}", ended.stderr);
    let result: serde_json::Value = serde_json::from_str(ended.stdout.lines().last().unwrap()).unwrap();
    assert_eq!(result["fuel_consumed"], serde_json::Value::Null);
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_cancels_the_program_and_its_output_is_not_lost() {
    let mut command = sandbox(["run", "--json", "-c", "print('before', flush=True)\nwhile True: pass"]).into_command();
    let child = command.stdin(Stdio::null()).spawn().unwrap();
    wait_until_sigint_is_caught(&child);
    let sent = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["outcome"], "cancelled");
    assert_eq!(output.status.code(), Some(130));
}

#[cfg(target_os = "linux")]
fn wait_until_sigint_is_caught(child: &Child) {
    const SIGINT: u64 = 1 << 1;
    loop {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        if u64::from_str_radix(caught.trim(), 16).unwrap() & SIGINT != 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn policy(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}
