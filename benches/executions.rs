//! What an execution costs: every row of the README's speed table, in one run.
//!
//! `cargo bench --profile dev` builds nothing a second time; the default cache is prepared at the first run.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{Mode, Program, Runtime, Workspace};

const HELLO: &str = "print('hello')";

/// Programs of the table, by what they use.
const PROGRAMS: &[(&str, &str)] = &[
    ("hello", HELLO),
    ("numpy", "import numpy as np\nprint(np.arange(1000).sum())"),
    (
        "pandas",
        "import pandas as pd\nprint(pd.DataFrame({'a': [1, 2, 3], 'b': [4, 5, 6]}).sum())",
    ),
    (
        "ten_imports",
        "import json, re, math, datetime, collections, itertools, random, dataclasses, csv, statistics\nprint(json.dumps(statistics.mean([1, 2, 3])))",
    ),
    (
        "asyncio",
        "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print('hello')\nasyncio.run(main())",
    ),
    ("workspace_file", "open('out.txt', 'w').write('x' * 1000)"),
    ("exception", "raise ValueError('x')"),
];

fn fresh(c: &mut Criterion) {
    let sandbox = Sandbox::new(Runtime::Python).expect("the default image");
    let mut group = c.benchmark_group("fresh");
    for (name, code) in PROGRAMS {
        let program = Program::from(*code);
        group.bench_function(*name, |b| {
            b.iter(|| sandbox.execute(program.clone()).expect("the host works"));
        });
    }
    group.finish();
}

fn turn(c: &mut Criterion) {
    let sandbox = Sandbox::new(Runtime::Python).expect("the default image");
    let mut live = sandbox.interactive(Workspace::new()).expect("a live interpreter");
    let program = Program::from(HELLO).mode(Mode::Interactive);
    c.bench_function("turn/hello", |b| {
        b.iter(|| live.turn(&program).expect("the interpreter lives"));
    });
}

/// Fresh executions a second with as many threads as there are cores.
fn throughput(c: &mut Criterion) {
    let sandbox = Sandbox::new(Runtime::Python).expect("the default image");
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut group = c.benchmark_group("throughput");
    group.throughput(Throughput::Elements(1));
    for (name, threads) in [("one_thread", 1), ("every_core", threads)] {
        group.bench_function(name, |b| {
            b.iter_custom(|iterations| {
                let left = AtomicU64::new(iterations);
                let began = Instant::now();
                thread::scope(|scope| {
                    for _ in 0..threads {
                        scope.spawn(|| {
                            while left
                                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                                .is_ok()
                            {
                                sandbox.execute(HELLO).expect("the host works");
                            }
                        });
                    }
                });
                began.elapsed()
            });
        });
    }
    group.finish();
}

/// A whole `sandbox run` process, from its start to its end, with a prepared cache.
fn process(c: &mut Criterion) {
    let mut group = c.benchmark_group("process");
    group.sample_size(20).measurement_time(Duration::from_secs(10));
    group.bench_function("hello", |b| {
        b.iter(|| {
            let status = Command::new(env!("CARGO_BIN_EXE_sandbox"))
                .args(["run", "-c", HELLO])
                .stdout(Stdio::null())
                .status();
            assert!(status.expect("the program starts").success());
        });
    });
    group.finish();
}

criterion_group!(benches, fresh, turn, throughput, process);
criterion_main!(benches);
