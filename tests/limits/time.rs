//! The wall clock: sleeps and waits count.

use std::time::{Duration, Instant};

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

/// How long after its deadline a program may go on. The one bound of time in these suites: it is what the limit promises.
const GRACE: Duration = Duration::from_millis(500);

/// A program that does one thing which takes long without giving way is stopped soon after its deadline, and its caller has the result. On a busy
/// machine one of three tries has to show it.
#[track_caller]
fn stops_in_time(run: impl Fn(&str) -> llm_wasm_sandbox::Run, program: &str) {
    let mut over: [Duration; 3] = std::array::from_fn(|_| {
        let began = Instant::now();
        let run = run(program);
        let took = began.elapsed();
        assert_eq!(run.outcome, Outcome::Timeout, "{program}\n{}", run.stderr);
        took.saturating_sub(DEADLINE)
    });
    over.sort_unstable();
    assert!(over[0] <= GRACE, "{program}\nstopped {over:?} after its deadline");
}

/// The deadline of [`LAVISH`].
const DEADLINE: Duration = Duration::from_millis(300);

/// With as much memory and work of the host's as a policy can allow: nothing else may end these programs.
const LAVISH: &str = "timeout = '300ms'\nfuel_budget = 9_000_000_000_000_000\nmemory_bytes = '2GiB'\n\
                      host_calls.count = 1_000_000_000\nhost_calls.bytes = '1024GiB'\nhost_calls.time = '1h'\n";

#[test]
fn python_stops_soon_after_the_deadline_whatever_it_is_in() {
    for program in [
        "import time\ntime.sleep(3600)",
        "import select\nselect.select([], [], [], 3600)",
        // Bulk operations: instructions that move hundreds of megabytes.
        "x = bytearray(400_000_000)\nwhile True:\n    x[:] = bytes(400_000_000)",
        "x = bytes(1_200_000_000)\nwhile True:\n    pass",
        "x = b'a' * 300_000_000\ny = bytes(bytearray(x))\nwhile True:\n    x == y",
        "while True:\n    b'a' * 300_000_000",
        "import numpy as np\na = np.ones(50_000_000)\nwhile True:\n    a = a + 1",
        // A regular expression, and other long work in C.
        "import re\nre.match(r'(a+)+$', 'a' * 60 + 'b')",
        "sorted(range(50_000_000), key=lambda n: -n)",
        "import zlib\nzlib.compress(bytes(400_000_000))",
        "import hashlib\nhashlib.sha256(bytes(800_000_000))\nwhile True: pass",
        // Calls to the host that move much.
        "data = b'x' * 60_000_000\nwhile True:\n    with open('f', 'wb', buffering=0) as f: f.write(data)",
        "import os\nwhile True:\n    os.urandom(100_000_000)",
    ] {
        stops_in_time(|program| run_under(LAVISH, program), program);
    }
}

#[test]
fn javascript_stops_soon_after_the_deadline_whatever_it_is_in() {
    for program in [
        "setTimeout(() => {}, 3600000)",
        "await new Promise((done) => setTimeout(done, 3600000))",
        "/^(a+)+$/.test('a'.repeat(60) + 'b')",
        "for (;;) new Uint8Array(200000000).fill(1)",
        "for (;;) 'x'.repeat(100000000).indexOf('y')",
        "const a = Array.from({ length: 3000000 }, (_, n) => -n); for (;;) a.slice().sort()",
        "const fs = require('fs'); const d = Buffer.alloc(60000000); for (;;) fs.writeFileSync('f', d)",
        "for (;;) crypto.getRandomValues(new Uint8Array(65536))",
        // Texts that the host reads, keeps for an error, and hands back.
        "const s = '/' + '\\x01'.repeat(50e6); for (;;) try { require('fs').renameSync(s, s) } catch {}",
        "const d = Buffer.alloc(60000000, 'x'); for (;;) d.toString('base64')",
        "const c = require('crypto'), d = Buffer.alloc(60000000); for (;;) c.createHmac('sha512', d).update(d).digest()",
        "const d = new Uint8Array(30000000).fill(200); for (;;) new TextDecoder('windows-1252').decode(d)",
    ] {
        stops_in_time(|program| crate::support::run_javascript(LAVISH, program), program);
    }
}

#[test]
fn a_coarse_clock_moves_in_its_steps_in_both_languages() {
    let policy = "clock_resolution_ns = 50_000_000";
    let run = run_under(
        policy,
        "import time, os\nopen('f', 'w').close()\n\
         print({clock() % 50_000_000 for clock in (time.time_ns, time.monotonic_ns, time.perf_counter_ns) for _ in range(2000)})\n\
         before = time.perf_counter_ns()\ntime.sleep(0.12)\nprint(time.perf_counter_ns() - before >= 100_000_000)\n\
         print(time.get_clock_info('monotonic').resolution)",
    );
    assert_eq!(run.stdout, "{0}\nTrue\n0.05\n", "{}", run.stderr);
    let run = crate::support::run_javascript(
        policy,
        "const seen = new Set(); for (let i = 0; i < 2000; i++) { seen.add(Date.now() % 50); seen.add(Math.round(performance.now() * 1000) % 50) }\n\
         const before = performance.now(); setTimeout(() => console.log([...seen].join(), performance.now() - before >= 50), 120)",
    );
    assert!(run.stdout.ends_with("true\n"), "{}{}", run.stdout, run.stderr);
    let exact = crate::support::run_javascript(
        "",
        "const seen = new Set(); for (let i = 0; i < 20000; i++) seen.add(performance.now()); console.log(seen.size > 100)",
    );
    assert_eq!(exact.stdout, "true\n", "without it the clock is as exact as the host's");
}
