//! What sessions cost: every row of the README's table of them, in one run.
//!
//! `cargo bench --profile dev --bench sessions` builds nothing a second time; the default cache is prepared at the first run. Stores are folders below the target folder, on the
//! disk that is measured.

use std::cell::Cell;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use llm_wasm_sandbox::blocking::{Session, Sessions};
use llm_wasm_sandbox::{Durability, LocalImages, Outcome, Runtime, SessionOptions, SessionsConfig, Store, WriteMode};
use tempfile::TempDir;

/// A `DataFrame` as a notebook has it.
const PANDAS: &str = "import pandas as pd\ndf = pd.DataFrame({'a': range(1000), 'b': range(1000)})\nx = 1";

struct Bench {
    sessions: Sessions,
    folder: TempDir,
}

fn store_folder() -> TempDir {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    tempfile::tempdir_in(target).expect("the target folder can be written to")
}

fn sessions(durability: Durability) -> Bench {
    let folder = store_folder();
    let mut config = SessionsConfig::new();
    config.durability = durability;
    config.allow_names = true;
    let store = Store::disk(folder.path()).expect("a folder");
    let sessions = Sessions::open(store, LocalImages::new(), config).expect("a valid configuration");
    Bench { sessions, folder }
}

impl Bench {
    fn session(&self, runtime: Runtime, code: &str) -> Session {
        let session = self
            .sessions
            .create(runtime, SessionOptions::new())
            .expect("a new session");
        run(&session, code);
        session
    }
}

fn run(session: &Session, code: &str) {
    let turn = session.execute(code).expect("the host works");
    assert_eq!(turn.outcome, Outcome::Finished, "{}", turn.stderr);
    assert!(turn.committed);
}

/// One small turn in a live interpreter.
fn turns(c: &mut Criterion) {
    let mut group = c.benchmark_group("turn");
    for (durability, name) in [(Durability::EveryTurn, "stored"), (Durability::OnPark, "on_park")] {
        for (runtime, start, code) in [
            (Runtime::Python, "x = 1", "x += 1"),
            (Runtime::JavaScript, "var x = 1", "x += 1"),
        ] {
            let bench = sessions(durability);
            let session = bench.session(runtime, start);
            group.bench_function(format!("{name}/{runtime}"), |b| b.iter(|| run(&session, code)));
        }
    }
    let bench = sessions(Durability::EveryTurn);
    let session = bench.session(Runtime::Python, PANDAS);
    group.bench_function("stored/pandas", |b| b.iter(|| run(&session, "x += 1")));
    group.finish();
}

/// A turn of a session that has had many, that has many files, in a store with many sessions.
fn scale(c: &mut Criterion) {
    let mut group = c.benchmark_group("turn_among");
    for count in [10, 10_000] {
        let bench = sessions(Durability::EveryTurn);
        let session = bench.session(Runtime::Python, "x = 1");
        for _ in 0..count {
            run(&session, "x += 1");
        }
        group.bench_function(format!("turns/{count}"), |b| b.iter(|| run(&session, "x += 1")));

        let bench = sessions(Durability::EveryTurn);
        let policy = llm_wasm_sandbox::ExecutionPolicy::from_toml("disk.entries = 20_000").expect("a valid policy");
        let options = SessionOptions::new().policy(policy);
        let session = bench
            .sessions
            .create(Runtime::JavaScript, options)
            .expect("a new session");
        run(
            &session,
            &format!(
                "const fs = require('fs'); for (let n = 0; n < {count}; n++) fs.writeFileSync(`f${{n}}`, 'x'); var x = 1"
            ),
        );
        group.bench_function(format!("files/{count}"), |b| b.iter(|| run(&session, "x += 1")));

        let bench = sessions(Durability::EveryTurn);
        for _ in 0..count {
            bench
                .sessions
                .create(Runtime::JavaScript, SessionOptions::new())
                .expect("a new session");
        }
        let session = bench.session(Runtime::JavaScript, "var x = 1");
        group.bench_function(format!("sessions/{count}"), |b| b.iter(|| run(&session, "x += 1")));
        if count == 10_000 {
            group.sample_size(10);
            group.bench_function(format!("listing/{count}"), |b| {
                b.iter(|| bench.sessions.list().expect("a store that can be read").len());
            });
        }
    }
    group.finish();
}

/// From a parked session to a turn that is done.
fn resume(c: &mut Criterion) {
    let mut group = c.benchmark_group("resume");
    for (name, code) in [("small", "x = 1"), ("pandas", PANDAS)] {
        let bench = sessions(Durability::EveryTurn);
        let session = bench.session(Runtime::Python, code);
        group.bench_function(name, |b| {
            b.iter_custom(|iterations| {
                let mut spent = Duration::ZERO;
                for _ in 0..iterations {
                    session.park().expect("a store that can be written to");
                    let began = Instant::now();
                    run(&session, "x += 1");
                    spent += began.elapsed();
                }
                spent
            });
        });
    }
    let bench = sessions(Durability::EveryTurn);
    let session = bench.session(Runtime::Python, PANDAS);
    bench.sessions.close().expect("a store that can be written to");
    if let Some(sandbox) = command() {
        group.sample_size(20);
        group.bench_function("pandas_in_a_new_process", |b| {
            b.iter(|| {
                let status = Command::new(&sandbox)
                    .args(["session", "exec", "--store"])
                    .arg(bench.folder.path())
                    .arg(session.id().as_str())
                    .args(["-c", "x += 1"])
                    .stdin(Stdio::null())
                    .status()
                    .expect("the command starts");
                assert!(status.success());
            });
        });
    }
    group.finish();
}

/// The command, if it was built beside the benchmark.
fn command() -> Option<std::path::PathBuf> {
    let here = std::env::current_exe().ok()?;
    let sandbox = here.parent()?.parent()?.join("sandbox");
    sandbox.is_file().then_some(sandbox)
}

fn forks(c: &mut Criterion) {
    let mut group = c.benchmark_group("fork");
    for (name, code) in [("small", "x = 1"), ("pandas", PANDAS)] {
        let bench = sessions(Durability::EveryTurn);
        let session = bench.session(Runtime::Python, code);
        group.bench_function(name, |b| {
            b.iter(|| session.fork().expect("a store that can be written to"));
        });
        group.bench_function(format!("{name}_and_a_turn"), |b| {
            b.iter_batched(
                || session.fork().expect("a store that can be written to"),
                |fork| run(&fork, "x += 1"),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn files(c: &mut Criterion) {
    let mut group = c.benchmark_group("host_file");
    let bench = sessions(Durability::EveryTurn);
    let session = bench.session(Runtime::Python, "x = 1");
    let number = Cell::new(0_u64);
    group.bench_function("write_1kB", |b| {
        b.iter(|| {
            number.set(number.get() + 1);
            let content = vec![u8::try_from(number.get() % 251).unwrap_or(0); 1000];
            session
                .write_file("f", content, WriteMode::Overwrite)
                .expect("room for it")
        });
    });
    group.bench_function("read_1kB", |b| {
        b.iter(|| session.read_file("f", 2000).expect("it is there"));
    });
    group.finish();
}

/// Not times: what is written to the disk. Printed, since criterion measures nothing else.
#[expect(clippy::print_stdout, reason = "it is what a benchmark prints")]
fn sizes(_: &mut Criterion) {
    for (name, runtime, first, then) in [
        ("x = 1", Runtime::Python, "x = 1", "x += 1"),
        ("pandas", Runtime::Python, PANDAS, "x += 1"),
        ("var x = 1", Runtime::JavaScript, "var x = 1", "x += 1"),
    ] {
        let bench = sessions(Durability::EveryTurn);
        let session = bench.session(runtime, first);
        let on_disk = || bench.sessions.stats().expect("a store that can be read");
        let total = |stats: &llm_wasm_sandbox::StoreStats| stats.record_bytes + stats.blob_bytes;
        let after_one = total(&on_disk());
        for _ in 0..100 {
            run(&session, then);
        }
        let after_all = total(&on_disk());
        let state = session.info().expect("a store that can be read").sizes.state_bytes;
        println!(
            "stored/{name}: first turn {after_one} bytes, each of 100 more {} bytes, state {state} bytes",
            (after_all - after_one) / 100
        );
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = sizes, turns, forks, resume, files, scale
}
criterion_main!(benches);
