//! Calls to the host: how many, how many bytes, what they cost, and how a program that makes too many is told so.

use llm_wasm_sandbox::{Outcome, Run};

use crate::support::{run, run_under, story};

/// Sends the host messages of its own making, as long as the host takes them: the longest report there is, again and again.
const FLOOD: &str = "import _host\nreport = b'r' + bytes(4_000_000)\nwhile True:\n    _host.call(report)\n";

/// Asks for the time for ever.
const CLOCK: &str = "import time\nwhile True:\n    time.monotonic()\n";

#[track_caller]
fn assert_told(run: &Run, key: &str) {
    assert_eq!(run.outcome, Outcome::Trap, "{}", story(run));
    let said = run.metadata["trap"].as_str().unwrap();
    assert!(said.contains(key), "{said}");
    let hint = run.hints.first().unwrap();
    assert_eq!(hint.code, "host_call_limit");
    assert!(
        hint.message.contains("host_calls.") && hint.message.contains(key),
        "{}",
        hint.message
    );
    assert!(hint.docs.is_some());
}

#[test]
fn the_number_of_calls_is_limited() {
    assert_told(&run_under("host_calls.count = 1000", CLOCK), "host_calls.count");
}

#[test]
fn the_bytes_of_calls_are_limited() {
    let program = "with open('f', 'wb', buffering=0) as f:\n    while True:\n        f.seek(0)\n        f.write(bytes(1 << 20))\n";
    assert_told(&run_under("host_calls.bytes = '16MiB'", program), "host_calls.bytes");
}

#[test]
fn the_time_of_calls_is_limited() {
    assert_told(&run_under("host_calls.time = '1ms'", CLOCK), "host_calls.time");
}

#[test]
fn messages_to_the_host_are_paid_for_like_every_other_call() {
    assert_told(&run_under("host_calls.bytes = '64MiB'", FLOOD), "host_calls.bytes");
    assert_told(&run_under("host_calls.count = 100", FLOOD), "host_calls.count");
    let run = run_under("fuel_budget = 100_000_000", FLOOD);
    assert_eq!(run.outcome, Outcome::OutOfFuel, "{}", story(&run));
    let calls = run.metadata["host_calls"].as_u64().unwrap();
    // 4 MB cost 250,000 units.
    assert!(calls < 600, "{calls} calls for 100 million units of fuel");
}

#[test]
fn a_program_cannot_have_the_host_write_into_its_memory() {
    let run = run("import _host, sys\nprobe = [1, 2]\nbefore = sys.getrefcount(probe)\n\
         message = b'i' + id(None).to_bytes(4, 'little') + id(probe).to_bytes(4, 'little')\n\
         try:\n    _host.call(message)\nexcept Exception as error:\n    print(type(error).__name__)\n\
         print(sys.getrefcount(probe) == before)\n");
    assert!(run.stdout.ends_with("True\n"), "{}{}", run.stdout, story(&run));
    assert_ne!(run.stdout, "True\n", "the host refused nothing");
}

#[test]
fn listing_a_folder_of_the_host_costs_what_is_in_it() {
    const FILES: u64 = 1000;
    const STARTS: u64 = 10;
    /// What the host's price list says of an entry that is looked at (`price::HOST_STEP`).
    const STEP: u64 = 3000;
    let folder = tempfile::tempdir().unwrap();
    for n in 0..FILES {
        std::fs::write(folder.path().join(n.to_string()), "").unwrap();
    }
    let policy = format!(
        "mounts = [{{ host = {:?}, guest = '/data' }}]",
        folder.path().to_str().unwrap()
    );
    // Looks at the beginning only, but the host lists all of it every time.
    let program = format!("import os\nfor _ in range({STARTS}):\n    next(os.scandir('/data'))\n");
    let run = run_under(&policy, program);
    assert_eq!(run.outcome, Outcome::Finished, "{}", story(&run));
    let fuel = run.fuel_consumed.unwrap();
    assert!(fuel > STARTS * FILES * STEP, "{fuel}");
}
