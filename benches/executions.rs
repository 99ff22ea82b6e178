//! What an execution costs: every row of the README's speed table, in one run.
//!
//! `cargo bench --profile dev` builds nothing a second time; the default cache is prepared at the first run.

mod cpu;

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{Mode, Program, Runtime, Workspace};

/// The shortest program of each language.
const HELLO: [(Runtime, &str); 2] = [
    (Runtime::Python, "print('hello')"),
    (Runtime::JavaScript, "console.log('hi')"),
];

/// Programs of the table, by what they use.
const PROGRAMS: &[(Runtime, &str, &str)] = &[
    (Runtime::Python, "hello", HELLO[0].1),
    (
        Runtime::Python,
        "numpy",
        "import numpy as np\nprint(np.arange(1000).sum())",
    ),
    (
        Runtime::Python,
        "pandas",
        "import pandas as pd\nprint(pd.DataFrame({'a': [1, 2, 3], 'b': [4, 5, 6]}).sum())",
    ),
    (
        Runtime::Python,
        "ten_imports",
        "import json, re, math, datetime, collections, itertools, random, dataclasses, csv, statistics\nprint(json.dumps(statistics.mean([1, 2, 3])))",
    ),
    (
        Runtime::Python,
        "asyncio",
        "import asyncio\nasync def main():\n    await asyncio.sleep(0)\n    print('hello')\nasyncio.run(main())",
    ),
    (
        Runtime::Python,
        "workspace_file",
        "open('out.txt', 'w').write('x' * 1000)",
    ),
    (Runtime::Python, "exception", "raise ValueError('x')"),
    (Runtime::JavaScript, "hello", HELLO[1].1),
    (
        Runtime::JavaScript,
        "object_shown",
        "console.log({ a: 1, list: [1, 2, 3] })",
    ),
    (
        Runtime::JavaScript,
        "workspace_file",
        "require('fs').writeFileSync('out.txt', 'x'.repeat(1000))",
    ),
    (Runtime::JavaScript, "timer", "setTimeout(() => console.log('hi'), 0)"),
    (Runtime::JavaScript, "exception", "throw new TypeError('x')"),
];

fn fresh(c: &mut Criterion) {
    let mut group = c.benchmark_group("fresh");
    for (runtime, name, code) in PROGRAMS {
        let sandbox = Sandbox::new(*runtime).expect("the default image");
        let program = Program::from(*code);
        group.bench_function(format!("{runtime}/{name}"), |b| {
            b.iter(|| sandbox.execute(program.clone()).expect("the host works"));
        });
    }
    let sandbox = Sandbox::new(Runtime::JavaScript).expect("the default image");
    let program = Program::from("const text: string = 'hi';\nconsole.log(text)").file("/app/main.ts");
    group.bench_function("javascript/typescript", |b| {
        b.iter(|| sandbox.execute(program.clone()).expect("the host works"));
    });
    group.finish();
}

fn turn(c: &mut Criterion) {
    let mut group = c.benchmark_group("turn");
    for (runtime, code) in HELLO {
        let sandbox = Sandbox::new(runtime).expect("the default image");
        let mut live = sandbox.interactive(Workspace::new()).expect("a live interpreter");
        let program = Program::from(code).mode(Mode::Interactive);
        group.bench_function(format!("{runtime}/hello"), |b| {
            b.iter(|| live.turn(&program).expect("the interpreter lives"));
        });
    }
    group.finish();
}

/// Fresh executions a second with as many threads as there are cores.
fn throughput(c: &mut Criterion) {
    let every = thread::available_parallelism().map_or(1, usize::from);
    let mut group = c.benchmark_group("throughput");
    group.throughput(Throughput::Elements(1));
    for (runtime, code) in HELLO {
        let sandbox = Sandbox::new(runtime).expect("the default image");
        for (name, threads) in [("one_thread", 1), ("every_core", every)] {
            group.bench_function(format!("{runtime}/{name}"), |b| {
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
                                    sandbox.execute(code).expect("the host works");
                                }
                            });
                        }
                    });
                    began.elapsed()
                });
            });
        }
    }
    group.finish();
}

/// All programs of a language by turns, as many at once as there are cores.
fn mixed(c: &mut Criterion) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut group = c.benchmark_group("mixed");
    group.throughput(Throughput::Elements(1));
    for (runtime, _) in HELLO {
        let sandbox = Sandbox::new(runtime).expect("the default image");
        let programs: Vec<_> = PROGRAMS.iter().filter(|(each, ..)| *each == runtime).collect();
        group.bench_function(runtime.to_string(), |b| {
            b.iter_custom(|iterations| {
                let next = AtomicU64::new(0);
                let began = Instant::now();
                thread::scope(|scope| {
                    for _ in 0..threads {
                        scope.spawn(|| {
                            loop {
                                let number = next.fetch_add(1, Ordering::Relaxed);
                                if number >= iterations {
                                    break;
                                }
                                let place = usize::try_from(number).unwrap_or(0) % programs.len();
                                sandbox.execute(programs[place].2).expect("the host works");
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
    for (runtime, code) in HELLO {
        group.bench_function(format!("{runtime}/hello"), |b| {
            b.iter(|| {
                let status = Command::new(env!("CARGO_BIN_EXE_sandbox"))
                    .args(["run", "-r", runtime.as_str(), "-c", code])
                    .stdout(Stdio::null())
                    .status();
                assert!(status.expect("the program starts").success());
            });
        });
    }
    group.finish();
}

/// A fresh execution in each image: those that come with the program, and one that is kept as what differs from its parent's.
fn images(c: &mut Criterion) {
    let derived = "name = 'bench-markdown'\nparent = 'default'\nmodules = ['markdown']";
    let named = |runtime, image: &str| Sandbox::build(llm_wasm_sandbox::Sandbox::builder(runtime).image(image));
    let recipe = llm_wasm_sandbox::Recipe::parse(derived).expect("a recipe");
    let derived = Sandbox::build(llm_wasm_sandbox::Sandbox::builder(Runtime::Python).recipe(recipe));
    let mut group = c.benchmark_group("image");
    for (name, sandbox, code) in [
        ("python/default", named(Runtime::Python, "default"), HELLO[0].1),
        ("python/minimal", named(Runtime::Python, "minimal"), HELLO[0].1),
        ("python/data", named(Runtime::Python, "data"), HELLO[0].1),
        (
            "python/data_fits",
            named(Runtime::Python, "data"),
            "from sklearn.linear_model import LinearRegression\nprint(LinearRegression().fit([[0], [1], [2]], [0, 1, 2]).coef_)",
        ),
        ("python/derived", derived, HELLO[0].1),
        (
            "python/default_imports_markdown",
            named(Runtime::Python, "default"),
            "import markdown",
        ),
        ("javascript/default", named(Runtime::JavaScript, "default"), HELLO[1].1),
        ("javascript/bare", named(Runtime::JavaScript, "bare"), "1 + 1"),
    ] {
        let sandbox = sandbox.expect("the image");
        let program = Program::from(code);
        group.bench_function(name, |b| {
            b.iter(|| sandbox.execute(program.clone()).expect("the host works"));
        });
    }
    group.finish();
}

// The shortest programs first: what others write elsewhere in their memory makes the programs after them slower (`mixed` shows by how much).
criterion_group!(
    benches,
    throughput,
    fresh,
    turn,
    images,
    mixed,
    process,
    cpu::computation
);
criterion_main!(benches);
