//! The one wasmtime engine of a process, and the ticker that makes its epochs pass.

mod config;
mod ticker;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

#[cfg(feature = "compiler")]
pub(crate) use config::building;
pub use config::{EngineConfig, Metering, WhenFull};
pub(crate) use config::{MAX_NESTED_CALLS, REVISION, STACKS, WASM_STACK};
pub(crate) use ticker::Ticking;

use crate::admission::Admission;
use crate::error::HostError;
use crate::timer;

/// The engine of this process: every image, instance and store belongs to it, for as long as the process lives.
///
/// There is exactly one, because several of wasmtime's 2026 advisories are about objects of two engines that meet.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    wasmtime: wasmtime::Engine,
    config: EngineConfig,
    ticker: ticker::Ticker,
    admission: Arc<Admission>,
}

static PROCESS: OnceLock<Engine> = OnceLock::new();

/// Held while the process's engine is made: two threads that ask at once must not make two.
static MAKING: Mutex<()> = Mutex::new(());

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("config", &self.0.config)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// The process's engine, made with `config` at the first call.
    ///
    /// # Errors
    ///
    /// [`HostError::EngineDiffers`] when the process already has an engine of another configuration: the choice is made once, at start-up.
    /// [`HostError::EngineConfig`] for a value outside its range. [`HostError::Engine`] when this machine cannot run it.
    pub fn of_process(config: EngineConfig) -> Result<Self, HostError> {
        if let Some(engine) = PROCESS.get() {
            return engine.clone().matching(config);
        }
        let _making = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have been faster.
        if let Some(engine) = PROCESS.get() {
            return engine.clone().matching(config);
        }
        let made = Self::new(config)?;
        PROCESS.get_or_init(|| made).clone().matching(config)
    }

    /// The process's engine as it is; made with the defaults where there is none yet.
    ///
    /// # Errors
    ///
    /// As [`of_process`](Self::of_process), but for the first.
    pub fn running() -> Result<Self, HostError> {
        match PROCESS.get() {
            Some(engine) => Ok(engine.clone()),
            None => Self::of_process(EngineConfig::default()),
        }
    }

    fn matching(self, config: EngineConfig) -> Result<Self, HostError> {
        if self.0.config == config {
            Ok(self)
        } else {
            Err(HostError::EngineDiffers {
                running: self.0.config,
                asked: config,
            })
        }
    }

    fn new(config: EngineConfig) -> Result<Self, HostError> {
        config.check()?;
        timer::start().map_err(HostError::ticker)?;
        let wasmtime = wasmtime::Engine::new(&config::running(&config)).map_err(HostError::engine)?;
        let ticker = ticker::Ticker::start(&wasmtime).map_err(HostError::ticker)?;
        let admission = Arc::new(Admission::new(config.max_instances, config.memory_budget_bytes));
        Ok(Self(Arc::new(Inner {
            wasmtime,
            config,
            ticker,
            admission,
        })))
    }

    /// What it was made with.
    #[must_use]
    pub fn config(&self) -> EngineConfig {
        self.0.config
    }

    pub(crate) fn wasmtime(&self) -> &wasmtime::Engine {
        &self.0.wasmtime
    }

    pub(crate) fn admission(&self) -> &Arc<Admission> {
        &self.0.admission
    }

    /// Epochs pass for as long as the guard lives.
    pub(crate) fn ticking(&self) -> Ticking {
        self.0.ticker.ticking()
    }
}
