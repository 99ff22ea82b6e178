//! The sandboxes that lines run in: one for each language, made when a line first needs it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{Error, ExecutionPolicy, Runtime};

use super::setup;
use crate::cli::EngineArgs;
use crate::error::CliError;

pub(super) struct Sandboxes {
    default: Runtime,
    policy: ExecutionPolicy,
    engine: EngineArgs,
    instances: u32,
    made: Mutex<HashMap<Runtime, Sandbox>>,
}

/// Why there is no sandbox.
pub(super) enum Unavailable {
    /// This build has no such language or image: the line's fault.
    Line(Error),
    /// It cannot be prepared: no line can run.
    Batch(CliError),
}

impl Sandboxes {
    pub(super) fn new(default: Runtime, policy: ExecutionPolicy, engine: EngineArgs, instances: u32) -> Self {
        Self {
            default,
            policy,
            engine,
            instances,
            made: Mutex::default(),
        }
    }

    /// The policy that lines' keys go over.
    pub(super) fn policy(&self) -> &ExecutionPolicy {
        &self.policy
    }

    /// The sandbox for a language. The first call prepares it, and whoever needs it waits.
    pub(super) fn get(&self, runtime: Option<Runtime>) -> Result<Sandbox, Unavailable> {
        let runtime = runtime.unwrap_or(self.default);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sandbox) = made.get(&runtime) {
            return Ok(sandbox.clone());
        }
        match setup::sandbox(runtime, &self.engine, self.policy.clone(), self.instances) {
            Ok(sandbox) => Ok(made.entry(runtime).or_insert(sandbox).clone()),
            Err(CliError::Sandbox(
                error @ (Error::RuntimeMissing { .. } | Error::UnknownImage { .. } | Error::NoRecipes { .. }),
            )) => Err(Unavailable::Line(error)),
            Err(error) => Err(Unavailable::Batch(error)),
        }
    }
}
