//! With determinism on, what a program does depends on its text, its input and the seed alone; with it off, no two clones share a random number.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{Outcome, Program, Workspace};

use crate::support;

const POLICY: &str = "timeout = '60s'\n[determinism]\nenabled = true\nseed = 11";
const PROGRAMS_OF_A_LANGUAGE: usize = 25;
const REPETITIONS: usize = 10;
const THREADS: usize = 8;
const CLONES: usize = 1000;

/// Programs that go on after their memory was refused, and say how far they came.
const REFUSED: [(bool, &str); 4] = [
    (
        true,
        "x = []\ntry:\n    while True: x.append(bytearray(100_000))\nexcept MemoryError: pass\nn = len(x)\nx = None\nprint(n)",
    ),
    (
        true,
        "x = {}\ntry:\n    while True: x[len(x)] = str(len(x)) * 50\nexcept MemoryError: pass\nn = len(x)\nx = None\nprint(n)",
    ),
    (
        true,
        "import numpy as np\nx = []\ntry:\n    while True: x.append(np.ones(50_000))\nexcept MemoryError: pass\nn = len(x)\nx = None\nprint(n)",
    ),
    (
        false,
        "const x = []; try { for (;;) x.push(new Uint8Array(100000)) } catch (e) { const n = x.length; x.length = 0; console.log(n, e.name) }",
    ),
];

/// Groups of Python programs that use what could differ between runs: clocks, random numbers, files, hashes, memory.
const GROUPS: [&str; 5] = ["asyncio", "data", "files", "endings", "stdlib"];

/// Everything of a result that has to be the same.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Observed {
    outcome: Outcome,
    exit_code: i32,
    stdout: String,
    stderr: String,
    fuel: Option<u64>,
    memory: u64,
    files: BTreeMap<String, Vec<u8>>,
}

/// A guest program, ready to be run any number of times.
struct Subject {
    name: String,
    sandbox: &'static Sandbox,
    text: String,
}

impl Subject {
    fn run(&self) -> Observed {
        let run = self
            .sandbox
            .execute_in(Workspace::new(), Program::from(self.text.as_str()))
            .unwrap_or_else(|error| panic!("{}: {}", self.name, support::explained(&error)));
        let files = run.files().unwrap().into_iter();
        Observed {
            outcome: run.outcome,
            exit_code: run.exit_code,
            stdout: run.stdout.clone(),
            stderr: run.stderr.clone(),
            fuel: run.fuel_consumed,
            memory: run.memory_peak_bytes,
            files: files.map(|name| (name.clone(), run.read(&name).unwrap())).collect(),
        }
    }
}

/// The programs of these folders, every so manieth of them, so that all groups are there.
fn chosen(folders: &[PathBuf], extension: &str, sandbox: &'static Sandbox) -> Vec<Subject> {
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    assert!(paths.len() >= PROGRAMS_OF_A_LANGUAGE, "{} programs", paths.len());
    (0..PROGRAMS_OF_A_LANGUAGE)
        .map(|index| &paths[index * paths.len() / PROGRAMS_OF_A_LANGUAGE])
        .map(|path| Subject {
            name: path.display().to_string(),
            sandbox,
            text: std::fs::read_to_string(path).unwrap(),
        })
        .collect()
}

fn subjects() -> Vec<Subject> {
    let python: &'static Sandbox = Box::leak(Box::new(support::under(POLICY)));
    let javascript: &'static Sandbox = Box::leak(Box::new(support::javascript_under(POLICY)));
    let groups = GROUPS.map(|group| support::repository(&format!("tests/guests/python/{group}")));
    let mut all = chosen(&groups, "py", python);
    all.extend(chosen(&[support::repository("tests/guests/js")], "js", javascript));
    all
}

#[test]
fn fifty_programs_do_the_same_every_time_alone_and_together() {
    let subjects = subjects();
    let first: Vec<Observed> = subjects.iter().map(Subject::run).collect();
    let finished = first.iter().filter(|run| run.outcome == Outcome::Finished).count();
    assert!(finished > subjects.len() / 2, "only {finished} programs finish");

    for _ in 1..REPETITIONS {
        for (subject, first) in subjects.iter().zip(&first) {
            assert_eq!(&subject.run(), first, "{}", subject.name);
        }
    }
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= subjects.len() * REPETITIONS {
                        break;
                    }
                    let which = index % subjects.len();
                    assert_eq!(
                        subjects[which].run(),
                        first[which],
                        "together: {}",
                        subjects[which].name
                    );
                }
            });
        }
    });
}

/// Runs a program in a thousand clones; every word that any of them prints is another one.
fn no_word_twice(sandbox: &Sandbox, text: &str, words: usize) {
    let mut seen = HashSet::new();
    for _ in 0..CLONES {
        let run = sandbox.execute(text).unwrap();
        assert_eq!(run.outcome, Outcome::Finished, "{}", run.stderr);
        assert_eq!(run.stdout.split_whitespace().count(), words);
        for word in run.stdout.split_whitespace() {
            assert!(seen.insert(word.to_owned()), "`{word}` was there before");
        }
    }
}

#[test]
fn no_two_of_a_thousand_python_clones_share_a_random_number() {
    let text = "import random, secrets, uuid, os\nimport numpy as np\n\
        print(random.random(), np.random.rand(), np.random.default_rng().random(), uuid.uuid4(), uuid.uuid1(), secrets.token_hex(16), os.urandom(16).hex())";
    no_word_twice(support::sandbox(), text, 7);
}

#[test]
fn no_two_of_a_thousand_javascript_clones_share_a_random_number() {
    let text = "console.log(Math.random(), crypto.randomUUID(), require('crypto').randomBytes(16).toString('hex'), \
        crypto.getRandomValues(new Uint32Array(4)).join('-'))";
    no_word_twice(support::javascript(), text, 4);
}

#[test]
fn memory_is_refused_at_the_same_place_every_time() {
    let policy = support::policy("memory_bytes = '24MiB'\n[determinism]\nenabled = true\nseed = 3");
    for (python, program) in REFUSED {
        let sandbox = if python {
            support::sandbox()
        } else {
            support::javascript()
        };
        let sandbox = sandbox.with_policy(policy.clone()).unwrap();
        let observe = || {
            let run = sandbox.execute(program).unwrap();
            assert!(run.success, "{program}\n{}", run.stderr);
            assert!(run.metadata["memory_refusals"].as_u64() > Some(0), "{program}");
            (
                run.stdout.clone(),
                run.fuel_consumed,
                run.memory_peak_bytes,
                run.metadata["memory_refusals"].clone(),
            )
        };
        let alone: Vec<_> = (0..REPETITIONS).map(|_| observe()).collect();
        assert!(alone.windows(2).all(|pair| pair[0] == pair[1]), "{program}\n{alone:?}");
        thread::scope(|scope| {
            let together: Vec<_> = (0..THREADS).map(|_| scope.spawn(observe)).collect();
            for observed in together {
                assert_eq!(observed.join().unwrap(), alone[0], "{program}");
            }
        });
    }
}
