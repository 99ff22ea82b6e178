//! Runs a case and checks what has to hold after every one of them: the universal post-conditions U1 to U10.
//!
//! U6 (the latency of others) is shown per limit by `tests/limits/fairness.rs`. Files and output live in memory: U8 is checked on what they are when they are
//! exported, and U4 has no temporary files to look for.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Deref;
use std::time::{Duration, Instant};

use llm_wasm_sandbox::{Error, Execution, ExecutionPolicy, Outcome, Program, Run, Runtime};

use crate::case_thread;
use crate::support::{explained, repository, story};
use crate::world::{Left, World, policy, world};

/// How much later than its deadline a call may return.
const GRACE: Duration = Duration::from_secs(1);

/// What a limit is allowed to be where a case says `limit(fuel|wall)`.
pub(crate) const FUEL_OR_WALL: &[Outcome] = &[Outcome::OutOfFuel, Outcome::Timeout];

pub(crate) const FINISHED: &[Outcome] = &[Outcome::Finished];
pub(crate) const EXCEPTION: &[Outcome] = &[Outcome::Exception];

/// A hostile program and the world it runs in.
pub(crate) struct Case {
    runtime: Runtime,
    program: Program,
    toml: String,
    library: bool,
    files: Vec<(String, Vec<u8>)>,
}

/// A case that ended as it may, with all post-conditions checked.
#[derive(Debug)]
pub(crate) struct Ended {
    execution: Execution,
    /// The files it left, as they were exported.
    pub(crate) files: BTreeMap<String, Left>,
}

impl Deref for Ended {
    type Target = Execution;

    fn deref(&self) -> &Execution {
        &self.execution
    }
}

pub(crate) fn python(program: impl Into<Program>) -> Case {
    Case::new(Runtime::Python, program.into())
}

pub(crate) fn javascript(program: impl Into<Program>) -> Case {
    Case::new(Runtime::JavaScript, program.into())
}

/// JavaScript with the globals of `QuickJS`'s own runner, which the cases were written for. A policy has to ask for them here.
pub(crate) fn javascript_std(program: impl Into<Program>) -> Case {
    javascript(program).policy("javascript_std = true")
}

/// A program of `tests/guests/hostile`.
pub(crate) fn guest(name: &str) -> String {
    let path = repository("tests/guests/hostile").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Case {
    fn new(runtime: Runtime, program: Program) -> Self {
        Self {
            runtime,
            program,
            toml: String::new(),
            library: false,
            files: Vec::new(),
        }
    }

    /// Lines of TOML over limit profile T. They come before tables.
    pub(crate) fn policy(mut self, toml: &str) -> Self {
        self.toml = format!("{toml}\n{}", self.toml);
        self
    }

    /// A shorter wall than profile T's, where the case does not depend on it.
    pub(crate) fn short(self) -> Self {
        self.policy("timeout = '1s'")
    }

    /// A file of the workspace.
    pub(crate) fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.to_owned(), content.into()));
        self
    }

    /// With a read-only package at `/library`.
    pub(crate) fn library(mut self) -> Self {
        self.library = true;
        self
    }

    /// The policy, and the mounts that only the world knows.
    pub(crate) fn policy_in(&self, world: &World) -> ExecutionPolicy {
        let mounts = if self.library {
            format!(
                "[[mounts]]\nhost = '{}'\nguest = '/library'\n",
                world.library().display()
            )
        } else {
            String::new()
        };
        policy(&format!("{}\n{mounts}", self.toml))
    }

    pub(crate) fn runtime(&self) -> Runtime {
        self.runtime
    }

    fn execute(&self, world: &World) -> (ExecutionPolicy, Duration, Result<Run, Error>) {
        let policy = self.policy_in(world);
        let sandbox = world
            .sandbox(self.runtime)
            .with_policy(policy.clone())
            .expect("the suite's policies hold");
        let mut workspace = world.workspace();
        for (name, content) in &self.files {
            workspace = workspace.file(name, content.clone());
        }
        let begin = Instant::now();
        let result = sandbox.execute_in(workspace, self.program.clone());
        (policy, begin.elapsed(), result)
    }

    /// Runs it. It has to end in one of these ways, and to leave the world as it was.
    #[track_caller]
    pub(crate) fn ends(self, accepted: &[Outcome]) -> Ended {
        let accepted = accepted.to_vec();
        case_thread::run(move || self.ended(&accepted))
    }

    fn ended(self, accepted: &[Outcome]) -> Ended {
        let mut world = world();
        world.begin();
        let (policy, took, result) = self.execute(&world);
        let run = result.unwrap_or_else(|error| panic!("a guest is no error: {}", explained(&error)));
        assert!(
            accepted.contains(&run.outcome),
            "{}\nstdout: {:.2000}",
            story(&run),
            run.stdout
        );
        assert_in_time(took, &policy);
        assert_result(&world, &policy, &run);
        let files = world.exported(&run);
        assert_within_quota(files.values().map(|left| left.bytes).sum(), &policy);
        let execution = Execution::clone(&run);
        world.assert_goes_on(self.runtime, run.into_workspace());
        world.assert_unharmed(self.runtime);
        Ended { execution, files }
    }

    /// Runs it. The host has to refuse it with an error, whose text comes back, and to leave the world as it was.
    #[track_caller]
    pub(crate) fn rejected(self) -> String {
        case_thread::run(move || self.refused())
    }

    fn refused(self) -> String {
        let mut world = world();
        world.begin();
        let (_, _, result) = self.execute(&world);
        let text = match result {
            Err(error) => explained(&error),
            Ok(run) => panic!("it ran: {}", story(&run)),
        };
        world.assert_clean(&text);
        world.assert_unharmed(self.runtime);
        text
    }
}

/// U5: the call came back soon after its deadline at the latest.
#[track_caller]
pub(crate) fn assert_in_time(took: Duration, policy: &ExecutionPolicy) {
    let timeout = policy.timeout;
    assert!(took <= timeout + GRACE, "U5: it took {took:?} of {timeout:?}");
}

/// U8: what a case stored is within its quota, and a mebibyte.
#[track_caller]
pub(crate) fn assert_within_quota(bytes: u64, policy: &ExecutionPolicy) {
    let quota = policy.disk.bytes;
    assert!(bytes <= quota + (1 << 20), "U8: {bytes} bytes of {quota}");
}

/// U9 and U10: the result is data of the engine's, within its caps, and has nothing of the host's.
#[track_caller]
pub(crate) fn assert_result(world: &World, policy: &ExecutionPolicy, run: &Execution) {
    let json = serde_json::to_string(run).expect("U9: a result is JSON");
    serde_json::from_str::<Execution>(&json).expect("U9: and can be read back");
    world.assert_clean(&json);
    assert!(!has_host_address(&json), "U9: an address is in {json:.2000}");

    assert!(run.stdout.len() as u64 <= policy.stdout_max_bytes, "the cap of stdout");
    assert!(run.stderr.len() as u64 <= policy.stderr_max_bytes, "the cap of stderr");
    let well = run.outcome == Outcome::Finished || (run.outcome == Outcome::Exit && run.exit_code == 0);
    assert_eq!(run.success, well, "U10");
    let fuel = run.fuel_consumed.expect("the engine counts");
    match run.outcome {
        Outcome::OutOfFuel => assert_eq!(fuel, policy.fuel_budget, "U10"),
        Outcome::Timeout => assert!(run.duration_ms >= policy.timeout.as_secs_f64() * 1000.0, "U10"),
        _ => assert!(fuel <= policy.fuel_budget, "U10"),
    }
    if run.outcome.is_limit() {
        assert_eq!(run.exit_code, run.outcome.exit_code(), "U10");
    }
}

/// Whether there is an address of a 64-bit process; those of guests have 8 digits at most.
fn has_host_address(text: &str) -> bool {
    text.split("0x")
        .skip(1)
        .any(|rest| rest.bytes().take_while(u8::is_ascii_hexdigit).count() > 8)
}

impl Ended {
    /// Standard output is exactly this.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        assert_eq!(self.stdout, text, "{}", self.story());
        self
    }

    /// Standard output has this.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "{:.2000}\n{}", self.stdout, self.story());
        self
    }

    /// Standard output does not have this.
    #[track_caller]
    pub(crate) fn never_says(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text), "{:.2000}", self.stdout);
        self
    }

    /// Standard error has one of these.
    #[track_caller]
    pub(crate) fn complains(self, texts: &[&str]) -> Self {
        assert!(texts.iter().any(|text| self.stderr.contains(text)), "{}", self.story());
        self
    }

    /// Every line of standard output begins with one of these, and there are so many.
    #[track_caller]
    pub(crate) fn every_line(self, count: usize, begins: &[&str]) -> Self {
        for line in self.stdout.lines() {
            assert!(
                begins.iter().any(|begin| line.starts_with(begin)),
                "{line}\n{}",
                self.story()
            );
        }
        assert_eq!(self.stdout.lines().count(), count, "{}\n{}", self.stdout, self.story());
        self
    }

    /// How it ended and why, for the message of a failed assertion.
    fn story(&self) -> String {
        format!("{} {:?}\n{}", self.outcome, self.metadata.get("trap"), self.stderr)
    }
}
