//! Fuel: exact, the same every time, and the end of whatever computes.

use std::process::Command;

use llm_wasm_sandbox::Outcome;

use crate::support::{run, run_under, sandbox, story};

/// A program whose fuel is compared: it allocates, sorts, hashes, raises, imports and formats, and prints what it made.
const FIXED: &str = "
import json, math, re
words = sorted({f'{n:x}' for n in range(500)}, key=lambda w: (len(w), w))
try:
    {}['missing']
except KeyError as error:
    words.append(str(error))
print(len(json.dumps(words)), math.isqrt(10**40), re.sub('[a-f]', '', ''.join(words))[:10])
";

#[test]
fn what_was_printed_before_the_fuel_ran_out_is_kept() {
    let run = run_under("fuel_budget = 50_000_000", "print('printed')\nwhile True:\n    pass");
    assert_eq!(
        (run.outcome, run.success, run.exit_code),
        (Outcome::OutOfFuel, false, 120)
    );
    assert_eq!(run.stdout, "printed\n");
    assert_eq!(run.fuel_consumed, Some(50_000_000));
    assert!(run.exception.is_none());
    assert!(
        run.hints.iter().any(|hint| hint.message.contains("fuel")),
        "{:?}",
        run.hints
    );
}

#[test]
fn running_out_of_fuel_cannot_be_caught() {
    let run = run_under(
        "fuel_budget = 50_000_000",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n    finally:\n        pass",
    );
    assert_eq!(run.outcome, Outcome::OutOfFuel);
}

#[test]
fn computing_inside_one_operation_is_metered() {
    for program in [
        "9**9**8 % 7",
        "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
        "import sqlite3\nsqlite3.connect(':memory:').execute('WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r').fetchone()",
        "sum(range(10**12))",
        "import numpy as np\na = np.ones((200, 200))\nwhile True:\n    a = a @ a",
        "class A:\n    def __del__(self):\n        A()\nA()\nwhile True:\n    A()",
    ] {
        let run = run_under("fuel_budget = 500_000_000", program);
        assert_eq!(run.outcome, Outcome::OutOfFuel, "{program}\n{}", run.stderr);
    }
}

#[test]
fn work_of_the_hosts_is_charged_to_the_program() {
    for program in [
        "import os\nfor n in range(500):\n    open(f'f{n}', 'w').close()\nwhile True:\n    os.listdir('.')",
        "import os\nopen('f', 'w').close()\nwhile True:\n    os.stat('f')",
        "import os\nwhile True:\n    os.urandom(65536)",
        "block = bytes(1 << 20)\nwhile True:\n    open('f', 'wb').write(block)",
    ] {
        let run = run_under(
            "fuel_budget = 500_000_000\nhost_calls.count = 1_000_000_000\nhost_calls.bytes = '1TiB'",
            program,
        );
        assert_eq!(run.outcome, Outcome::OutOfFuel, "{program}\n{}", run.stderr);
    }
}

#[test]
fn the_same_program_costs_the_same_a_hundred_times() {
    let first = run(FIXED);
    assert_eq!(first.outcome, Outcome::Finished, "{}", first.stderr);
    for _ in 0..99 {
        let again = sandbox().execute(FIXED).unwrap();
        assert_eq!(
            (again.fuel_consumed, again.stdout.as_str()),
            (first.fuel_consumed, first.stdout.as_str())
        );
    }
}

#[test]
fn the_same_program_costs_the_same_beside_others() {
    let alone = run(FIXED).fuel_consumed;
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..5).map(|_| run(FIXED)).collect::<Vec<_>>()))
            .collect();
        for other in others {
            for run in other.join().unwrap() {
                assert_eq!(run.fuel_consumed, alone, "{}", story(&run));
            }
        }
    });
}

#[test]
fn the_same_program_costs_the_same_in_another_process() {
    let here = run(FIXED).fuel_consumed.unwrap();
    for _ in 0..2 {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "fuel::prints_the_fuel", "--nocapture"])
            .output()
            .unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        let stdout = String::from_utf8(child.stdout).unwrap();
        let there = stdout
            .lines()
            .find_map(|line| line.split_once("FUEL="))
            .map(|(_, figure)| figure.trim().parse::<u64>().unwrap());
        assert_eq!(there, Some(here), "{stdout}");
    }
}

#[test]
#[ignore = "the child of the_same_program_costs_the_same_in_another_process"]
#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn prints_the_fuel() {
    println!("\nFUEL={}", run(FIXED).fuel_consumed.unwrap());
}

#[test]
fn a_program_may_use_exactly_its_budget() {
    let needed = run(FIXED).fuel_consumed.unwrap();
    let enough = run_under(&format!("fuel_budget = {needed}"), FIXED);
    assert_eq!(
        (enough.outcome, enough.fuel_consumed),
        (Outcome::Finished, Some(needed))
    );
    // Fuel is looked at where functions and loops begin, so the instructions after the last look are not stopped.
    let short = run_under(&format!("fuel_budget = {}", needed - 10_000), FIXED);
    assert_eq!(short.outcome, Outcome::OutOfFuel);
}
