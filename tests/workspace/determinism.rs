//! The deterministic mode: the same input gives the same bytes and costs the same fuel.

use std::time::{Duration, Instant};

use llm_wasm_sandbox::{Outcome, Program, Run, Workspace};

use crate::support::under;

const EVERYTHING: &str = "
import asyncio, os, random, tempfile, time, uuid, secrets, datetime
import numpy as np
print(time.time_ns(), time.monotonic_ns(), time.perf_counter_ns(), datetime.datetime.now())
print(os.urandom(8).hex(), random.random(), uuid.uuid4(), uuid.uuid1(), secrets.token_hex(4), np.random.rand(), np.random.default_rng().random())
print(id(object()), hash('a'), {'b', 'a', 'c'}, object())
open('out.txt', 'w').write(str(time.time_ns()))
print(os.stat('out.txt').st_mtime_ns, os.stat('out.txt').st_ino, tempfile.mkdtemp())
time.sleep(0.5)
asyncio.run(asyncio.sleep(0.5))
print(time.time_ns(), input(), sorted(os.environ))
";

fn deterministic(seed: u64) -> Run {
    let sandbox = under(&format!("[determinism]\nenabled = true\nseed = {seed}"));
    let run = sandbox
        .execute_in(
            Workspace::new().file("given", "x"),
            Program::from(EVERYTHING).stdin("line\n"),
        )
        .unwrap();
    assert_eq!(run.outcome, Outcome::Finished, "{}", run.stderr);
    run
}

#[test]
fn the_same_input_gives_the_same_bytes_and_the_same_fuel() {
    let first = deterministic(7);
    for _ in 0..5 {
        let again = deterministic(7);
        assert_eq!(again.stdout, first.stdout);
        assert_eq!(again.fuel_consumed, first.fuel_consumed);
        assert_eq!(again.memory_peak_bytes, first.memory_peak_bytes);
        assert_eq!(again.read("out.txt").unwrap(), first.read("out.txt").unwrap());
    }
}

#[test]
fn another_seed_gives_other_random_numbers_and_the_same_times() {
    let (first, other) = (deterministic(7), deterministic(8));
    let line = |run: &Run, n: usize| run.stdout.lines().nth(n).unwrap().to_owned();
    assert_ne!(line(&first, 1), line(&other, 1));
    assert_eq!(line(&first, 0), line(&other, 0));
}

#[test]
fn without_it_random_numbers_and_times_differ() {
    let program = "import os, time\nprint(os.urandom(8).hex(), time.time_ns())";
    let (first, second) = (crate::support::printed(program), crate::support::printed(program));
    let parts = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert!(parts(&first).iter().zip(parts(&second)).all(|(a, b)| *a != b));
}

#[test]
fn a_virtual_sleep_moves_the_clock_and_takes_no_time() {
    let sandbox = under("timeout = '20s'\n[determinism]\nenabled = true");
    let began = Instant::now();
    let run = sandbox.execute("import asyncio, time\nbefore = time.time()\ntime.sleep(86_400)\nasyncio.run(asyncio.sleep(86_400))\nprint(round(time.time() - before, -2))").unwrap();
    assert_eq!(
        (run.outcome, run.stdout.as_str()),
        (Outcome::Finished, "172800.0\n"),
        "{}",
        run.stderr
    );
    // A guard against a real sleep of two days, and no measurement.
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn the_clock_starts_where_the_policy_says() {
    let sandbox = under("[determinism]\nenabled = true\nstart_time = '2024-02-29T12:00:00Z'");
    let run = sandbox
        .execute("import datetime\nprint(datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%d %H:%M'))")
        .unwrap();
    assert_eq!(run.stdout, "2024-02-29 12:00\n");
}

#[test]
fn waiting_for_the_clock_by_reading_it_ends() {
    let sandbox = under("[determinism]\nenabled = true");
    let run = sandbox.execute("import time\nend = time.monotonic() + 0.01\nn = 0\nwhile time.monotonic() < end:\n    n += 1\nprint(n > 0)").unwrap();
    assert_eq!((run.outcome, run.stdout.as_str()), (Outcome::Finished, "True\n"));
}

#[test]
fn a_virtual_sleep_without_an_end_is_still_bounded() {
    let sandbox = under("timeout = '20s'\nfuel_budget = 200_000_000\n[determinism]\nenabled = true");
    let run = sandbox
        .execute("import time\nwhile True:\n    time.sleep(1_000_000)")
        .unwrap();
    assert!(
        matches!(run.outcome, Outcome::Timeout | Outcome::OutOfFuel),
        "{} {}",
        run.outcome,
        run.stderr
    );
}
