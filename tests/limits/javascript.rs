//! The same limits for JavaScript.

use std::time::{Duration, Instant};

use llm_wasm_sandbox::{CancelHandle, Outcome, Workspace};

use crate::support::{javascript, javascript_under, run_javascript};

/// Short enough for a test, and with more fuel than any loop uses in it.
const SHORT: &str = "timeout = '300ms'\nfuel_budget = 9_000_000_000_000_000";

#[test]
fn time_stops_everything_that_takes_it() {
    for program in [
        "for (;;);",
        "for (;;) { try { for (;;); } catch {} finally { continue } }",
        "setTimeout(() => {}, 1e9)",
        "setInterval(() => {}, 1)",
        "(function again() { setImmediate(again) })()",
        "(function again() { process.nextTick(again) })()",
        "(async () => { for (;;) await null })()",
        "(function again() { Promise.resolve().then(again) })()",
        "/^(a+)+$/.test('a'.repeat(40) + 'b')",
        "'x'.repeat(1e6).replaceAll('x', () => { for (;;); })",
        "process.on('exit', () => { for (;;); })",
        "const fs = require('fs'); for (;;) fs.existsSync('x')",
    ] {
        let run = run_javascript(SHORT, format!("console.log('printed');\n{program}"));
        assert_eq!(
            (run.outcome, run.exit_code),
            (Outcome::Timeout, 124),
            "{program}: {}",
            run.stderr
        );
        assert_eq!(run.stdout, "printed\n", "{program}");
    }
}

#[test]
fn a_program_that_waits_uses_next_to_no_fuel() {
    let waits = run_javascript("", "setTimeout(() => console.log('late'), 400)");
    assert_eq!(waits.stdout, "late\n");
    assert!(waits.fuel_consumed.unwrap() < 1_000_000, "{:?}", waits.fuel_consumed);
}

#[test]
fn every_promise_job_is_run() {
    let run = run_javascript(
        "",
        "let n = 0; (async () => { for (; n < 250_000; n++) await null; console.log('done', n) })()",
    );
    assert_eq!(run.stdout, "done 250000\n", "{}", run.stderr);
}

#[test]
fn the_same_program_costs_the_same() {
    let source =
        "const data = Array.from({ length: 100 }, (_, i) => ({ i })); console.log(JSON.stringify(data).length)";
    let fuel: Vec<_> = (0..50).map(|_| run_javascript("", source).fuel_consumed).collect();
    assert!(fuel.iter().all(|each| *each == fuel[0]), "{fuel:?}");
}

#[test]
fn with_determinism_everything_is_the_same() {
    let policy = "[determinism]\nenabled = true\nseed = 7";
    let source = "console.log(Math.random(), crypto.randomUUID(), Date.now(), performance.now(), new Date().toISOString()); setTimeout(() => console.log(Date.now()), 50)";
    let run = || {
        let run = run_javascript(policy, source);
        (run.stdout.clone(), run.fuel_consumed)
    };
    assert_eq!(run(), run());
    let random = || {
        run_javascript("", "console.log(Math.random(), crypto.randomUUID())")
            .stdout
            .clone()
    };
    assert_ne!(random(), random());
}

#[test]
fn output_is_cut_or_stops_the_program() {
    let run = run_javascript(
        "stdout_max_bytes = 1000",
        "for (let i = 0; i < 1000; i++) console.log('é'.repeat(10))",
    );
    assert!(run.stdout.len() <= 1000 && run.stdout_truncated);
    assert_eq!(run.stdout_bytes, 21_000);
    let stop = "stdout_max_bytes = 1000\non_output_limit = 'stop'";
    let run = run_javascript(stop, "for (;;) console.log('x')");
    assert_eq!(run.outcome, Outcome::OutputLimit);
    let run = run_javascript(
        "memory_bytes = 600_000_000",
        "console.log('x'.repeat(70e6)); console.log('y')",
    );
    assert!(run.success && run.stdout_truncated, "{:?} {}", run.outcome, run.stderr);
    assert_eq!(run.stdout_bytes, 70_000_003);
}

#[test]
fn disk_limits_are_told_apart() {
    for (policy, program) in [
        (
            "[disk]\nbytes = 100_000",
            "require('fs').writeFileSync('a', 'x'.repeat(200_000))",
        ),
        (
            "[disk]\nentries = 20",
            "for (let i = 0; ; i++) require('fs').writeFileSync('f' + i, '')",
        ),
        ("[disk]\nopen_files = 10", "for (;;) require('fs').openSync('a', 'w')"),
    ] {
        let run = run_javascript(policy, program);
        assert_eq!(run.outcome, Outcome::DiskQuota, "{program}: {}", run.stderr);
        let caught = run_javascript(
            policy,
            format!("try {{ {program} }} catch (error) {{ console.log(error.code) }}"),
        );
        assert!(
            caught.success && caught.stdout.starts_with('E'),
            "{program}: {} {}",
            caught.stdout,
            caught.stderr
        );
    }
}

#[test]
fn a_lack_of_memory_can_be_caught_and_is_told() {
    let policy = "memory_bytes = 20_000_000";
    for program in [
        "const all = []; for (;;) all.push({})",
        "const all = []; for (;;) all.push('x'.repeat(1000) + all.length)",
    ] {
        let caught = run_javascript(
            policy,
            format!("(() => {{ try {{ {program} }} catch (error) {{ console.log(error?.message) }} }})()"),
        );
        assert_eq!(
            caught.stdout, "out of memory\n",
            "{program}: {:?} {}",
            caught.outcome, caught.stderr
        );
        let died = run_javascript(policy, program);
        assert_eq!(died.outcome, Outcome::MemoryLimit, "{program}: {}", died.stderr);
        let silent = run_javascript(policy, format!("(async () => {{ await null; {program} }})()"));
        assert_eq!(silent.outcome, Outcome::MemoryLimit, "{program}: {}", silent.stderr);
    }
}

#[test]
fn what_is_too_large_for_the_host_is_an_error_of_the_program() {
    let policy = "memory_bytes = 1_000_000_000";
    let run = run_javascript(
        policy,
        "try { new URLSearchParams('a&'.repeat(12e6)); console.log('parsed') } catch (error) { console.log(error.name) }",
    );
    assert_eq!(run.stdout, "RangeError\n", "{:?} {}", run.outcome, run.stderr);
    let run = run_javascript(
        policy,
        "try { require('fs').realpathSync.native('/'.repeat(36e6)) } catch (error) { console.log(error.code) }",
    );
    assert_eq!(run.stdout, "ENAMETOOLONG\n", "{:?} {}", run.outcome, run.stderr);
}

#[test]
fn a_program_is_cancelled_from_outside() {
    let cancel = CancelHandle::new();
    let sandbox = javascript_under("timeout = '60s'\nfuel_budget = 9_000_000_000_000_000");
    let canceller = cancel.clone();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        canceller.cancel();
    });
    let began = Instant::now();
    let run = sandbox
        .execute_cancellable(
            Workspace::new(),
            "console.log('began'); setInterval(() => {}, 1e6)",
            cancel,
        )
        .unwrap();
    thread.join().unwrap();
    assert_eq!((run.outcome, run.stdout.as_str()), (Outcome::Cancelled, "began\n"));
    assert!(
        began.elapsed() < Duration::from_secs(30),
        "it was not cancelled but ended by its timeout"
    );
    assert!(javascript().execute("1").unwrap().success);
}
