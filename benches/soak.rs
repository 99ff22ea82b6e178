//! A long run of programs of every kind, which shows whether the host's memory, descriptors and threads stay what they were.
//!
//! `cargo run -p llm-wasm-sandbox --example soak [EXECUTIONS]` (20,000 unless said) prints a line now and then, and fails if something has grown. It takes
//! minutes, and is therefore no test.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for the terminal"
)]

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{CancelHandle, Error, ExecutionPolicy, Outcome, Runtime, Workspace};

const THREADS: usize = 2;
const EXECUTIONS: usize = 20_000;

/// Executions between two lines.
const STEP: usize = 2_000;

/// What resident memory may grow by between the first line and the last, in KiB: allocators keep some of what was freed.
const SLACK_KIB: usize = 64 << 10;

const POLICY: &str = "timeout = '10s'\nfuel_budget = 400_000_000\nmemory_bytes = '64MiB'\nstdout_max_bytes = '64KiB'\ndisk.bytes = '1MiB'";

/// Programs and how they end.
const PROGRAMS: &[(Runtime, &str, Outcome)] = &[
    (Runtime::Python, "print('hello')", Outcome::Finished),
    (
        Runtime::Python,
        "import numpy as np\nprint(np.arange(1000).sum())",
        Outcome::Finished,
    ),
    (
        Runtime::Python,
        "open('out.txt', 'w').write('x' * 1000)",
        Outcome::Finished,
    ),
    (Runtime::Python, "raise ValueError('x')", Outcome::Exception),
    (Runtime::Python, "import sys\nsys.exit(3)", Outcome::Exit),
    (Runtime::Python, "x = bytearray(1 << 30)", Outcome::MemoryLimit),
    (
        Runtime::Python,
        "open('big', 'wb').write(bytes(2 << 20))",
        Outcome::DiskQuota,
    ),
    (Runtime::Python, "print('x' * 200_000)", Outcome::Finished),
    (Runtime::JavaScript, "console.log({ a: 1 })", Outcome::Finished),
    (
        Runtime::JavaScript,
        "setTimeout(() => console.log(1), 1)",
        Outcome::Finished,
    ),
    (
        Runtime::JavaScript,
        "require('fs').writeFileSync('out', 'x')",
        Outcome::Finished,
    ),
    (Runtime::JavaScript, "throw new TypeError('x')", Outcome::Exception),
    (Runtime::JavaScript, "while (true);", Outcome::OutOfFuel),
    (Runtime::JavaScript, "function f() { f(); } f()", Outcome::Exception),
];

/// What the process holds.
#[derive(Clone, Copy)]
struct Held {
    resident_kib: usize,
    descriptors: usize,
    threads: usize,
}

impl Held {
    fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
        let figure = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
            line.split_whitespace()
                .next()
                .and_then(|word| word.parse().ok())
                .expect("a number")
        };
        Self {
            resident_kib: figure("VmRSS:"),
            descriptors: std::fs::read_dir("/proc/self/fd").expect("Linux tells").count(),
            threads: figure("Threads:"),
        }
    }

    fn has_grown_since(self, before: Self) -> bool {
        self.descriptors > before.descriptors
            || self.threads > before.threads + THREADS
            || self.resident_kib > before.resident_kib + SLACK_KIB
    }
}

fn sandbox(runtime: Runtime, policy: &ExecutionPolicy) -> Result<Sandbox, Error> {
    Sandbox::new(runtime)?.with_policy(policy.clone())
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let executions = std::env::args().nth(1).map_or(Ok(EXECUTIONS), |text| text.parse())?;
    let policy = ExecutionPolicy::from_toml(POLICY)?;
    let (python, javascript) = (
        sandbox(Runtime::Python, &policy)?,
        sandbox(Runtime::JavaScript, &policy)?,
    );
    let (cancellations, asked) = mpsc::channel::<(CancelHandle, Duration)>();
    thread::spawn(move || {
        for (cancel, after) in asked {
            thread::sleep(after);
            cancel.cancel();
        }
    });
    let one = |n: usize| {
        let (runtime, text, expected) = PROGRAMS[n % PROGRAMS.len()];
        let sandbox = if runtime == Runtime::Python {
            &python
        } else {
            &javascript
        };
        // Now and then, another thread cancels a program before it begins, while it runs, or about when it ends.
        let cancel = CancelHandle::new();
        let cancelled = n % 50 == 49;
        if cancelled {
            let after = Duration::from_micros(u64::try_from(n).unwrap_or(0) * 37 % 3_000);
            cancellations.send((cancel.clone(), after)).expect("the thread listens");
        }
        let run = sandbox
            .execute_cancellable(Workspace::new(), text, cancel)
            .expect("the host works");
        let as_asked = cancelled && run.outcome == Outcome::Cancelled;
        assert!(as_asked || run.outcome == expected, "{text}\n{}", run.stderr);
    };

    println!(
        "{:>10} {:>12} {:>12} {:>8}",
        "EXECUTIONS", "RESIDENT KiB", "DESCRIPTORS", "THREADS"
    );
    let (mut done, mut first, mut last) = (0, None, None);
    while done < executions {
        let (next, end) = (AtomicUsize::new(done), (done + STEP).min(executions));
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        if n >= end {
                            break;
                        }
                        one(n);
                    }
                });
            }
        });
        done = end;
        let held = Held::now();
        println!(
            "{done:>10} {:>12} {:>12} {:>8}",
            held.resident_kib, held.descriptors, held.threads
        );
        first.get_or_insert(held);
        last = Some(held);
    }
    let grown = first.zip(last).is_some_and(|(first, last)| last.has_grown_since(first));
    if grown {
        eprintln!("error: the host holds more than after the first {STEP} executions");
    }
    Ok(if grown { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
