//! A session that lives over several inputs, under the same post-conditions as a single program.

use std::sync::MutexGuard;
use std::time::Instant;

use llm_wasm_sandbox::blocking::Interactive;
use llm_wasm_sandbox::{Execution, ExecutionPolicy, Outcome, Program, Runtime};

use crate::harness::{Case, assert_result};
use crate::support::explained;
use crate::world::{World, world};

/// An interpreter that keeps its names; the world is its own until it is done.
pub(crate) struct Live {
    world: MutexGuard<'static, World>,
    policy: ExecutionPolicy,
    runtime: Runtime,
    session: Interactive,
}

impl Live {
    /// The case's own program is not run: it only names the language and the policy.
    pub(crate) fn new(case: &Case) -> Self {
        let mut world = world();
        world.begin();
        let policy = case.policy_in(&world);
        let runtime = case.runtime();
        let session = world
            .sandbox(runtime)
            .with_policy(policy.clone())
            .and_then(|sandbox| sandbox.interactive(world.workspace()))
            .unwrap_or_else(|error| panic!("{}", explained(&error)));
        Self {
            world,
            policy,
            runtime,
            session,
        }
    }

    /// Runs an input, which has to end in one of these ways.
    #[track_caller]
    pub(crate) fn turn(&mut self, program: impl Into<Program>, accepted: &[Outcome]) -> Execution {
        let begin = Instant::now();
        let execution = self
            .session
            .turn(&program.into())
            .unwrap_or_else(|error| panic!("a guest is no error: {}", explained(&error)));
        let took = begin.elapsed();
        assert!(
            accepted.contains(&execution.outcome),
            "{} {}\n{}",
            execution.outcome,
            execution.stdout,
            execution.stderr
        );
        let grace = std::time::Duration::from_secs(1);
        assert!(took <= self.policy.timeout + grace, "U5: it took {took:?}");
        assert_result(&self.world, &self.policy, &execution);
        execution
    }

    pub(crate) fn session(&mut self) -> &mut Interactive {
        &mut self.session
    }

    /// The session ends, and the world has to be as it was.
    #[track_caller]
    pub(crate) fn done(self) {
        drop(self.session);
        self.world.assert_unharmed(self.runtime);
    }
}
