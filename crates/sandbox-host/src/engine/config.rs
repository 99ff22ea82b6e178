//! How the engine is set up, and why each value is what it is.

use wasmtime::{Config, InstanceAllocationStrategy, ModuleVersionStrategy, PoolingAllocationConfig};

use crate::error::HostError;
use crate::limiter::MAX_TABLE_ELEMENTS;

/// Whether guest code counts fuel. The counters are in the compiled code, so each kind has its own artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Metering {
    /// Fuel is counted: exact, deterministic budgets; costs about a seventh of a CPU-bound program's speed.
    #[default]
    Metered,
    /// No fuel: only the wall clock bounds computation, and results have no fuel figures.
    Unmetered,
}

impl Metering {
    /// The kind's name in artifact file names and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Metered => "metered",
            Self::Unmetered => "unmetered",
        }
    }
}

/// What becomes of an execution for which there is no room at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum WhenFull {
    /// It waits, first come first served.
    #[default]
    Wait,
    /// It is refused at once, with [`HostError::Full`]: for callers that have a queue of their own, or somebody else to ask.
    Refuse,
}

/// The start-up choices of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EngineConfig {
    /// Whether fuel is counted. Default: [`Metering::Metered`].
    pub metering: Metering,
    /// How many instances may be alive at once; more executions wait for a place. Default: 64; range 1 to 1,000.
    ///
    /// Each place reserves about 12 GiB of address space and no memory.
    pub max_instances: u32,
    /// How much memory the live instances may add up to, counted by what their policies allow: `memory_bytes`, `disk.bytes`, the two caps on output, and 96 MiB for stacks;
    /// more executions wait. Default: 8 GiB; at least 1 MiB. It stops a thousand admitted guests from using up the host's memory together.
    pub memory_budget_bytes: u64,
    /// What becomes of an execution for which there is no place or no memory. Default: it waits.
    pub when_full: WhenFull,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            metering: Metering::default(),
            max_instances: 64,
            memory_budget_bytes: 8 << 30,
            when_full: WhenFull::default(),
        }
    }
}

impl EngineConfig {
    /// Checks the ranges, before anything is made of the values.
    pub(super) fn check(&self) -> Result<(), HostError> {
        if !(1..=MAX_INSTANCES).contains(&self.max_instances) {
            return Err(HostError::EngineConfig {
                key: "max_instances",
                value: self.max_instances.into(),
                rule: format!("1 to {MAX_INSTANCES}"),
            });
        }
        if self.memory_budget_bytes < MIN_MEMORY_BUDGET {
            return Err(HostError::EngineConfig {
                key: "memory_budget_bytes",
                value: self.memory_budget_bytes,
                rule: format!("at least {MIN_MEMORY_BUDGET}"),
            });
        }
        Ok(())
    }
}

/// The most instances that a process can be configured for.
const MAX_INSTANCES: u32 = 1_000;

/// The least memory that live instances may add up to, in bytes: the unit in which it is admitted.
const MIN_MEMORY_BUDGET: u64 = 1 << 20;

/// The stack of guest code. Interpreters check the depth of their own stacks, which are in linear memory, and must come to that check first: CPython does so
/// with 8 MiB, QuickJS, whose parser needs more of this stack than of its own, with 32 MiB (16 MiB was too little for `[` a hundred thousand times). It is
/// address space: only what is used becomes memory.
/// A place keeps what its guests have used: to give it back after every guest would unmap memory that other threads are using beside it, and took a third of
/// the executions a second. It is admitted instead, as what it may become.
pub(crate) const WASM_STACK: usize = 32 << 20;

/// Guest code and the host functions it calls share a fiber's stack; the difference is the host's.
const FIBER_STACK: usize = WASM_STACK + (2 << 20);

/// The Python guest's instance needs about 1.5 MB (47,157 function references and 15,000 globals and functions).
const MAX_CORE_INSTANCE: usize = 4 << 20;

/// The largest 32-bit memory.
const MAX_MEMORY: usize = 4 << 30;

/// How many of a runtime's host functions may be at work for one guest, one called by the guest code that the one before it calls: a program imports a module,
/// which the host lets the prelude find, which asks the host for a file, whose name the host asks the guest for. Deeper nesting ends the guest.
pub(crate) const MAX_NESTED_CALLS: u32 = 2;

/// The stacks of one guest: its own, and one for what each of those host functions calls.
pub(crate) const STACKS: u32 = 1 + MAX_NESTED_CALLS;

/// Clones that never run, one an image of which sessions are kept: what a session's memory is compared with.
const PRISTINE_CLONES: u32 = 16;

/// Memory of a slot that is put back by copying instead of by unmapping: the pages a short program touches.
const KEEP_RESIDENT: usize = 4 << 20;

/// The exact wasmtime that this program is built with, as the workspace's manifest pins it (tested below).
///
/// It is written into every artifact. By itself wasmtime writes and compares its major version only, so that code compiled before a
/// security fix of the compiler would go on running after a patch upgrade.
const WASMTIME_VERSION: &str = "48.0.8";

/// Bumped whenever a change here changes compiled code: part of every artifact's name.
pub(crate) const REVISION: u32 = 1;

/// What guests may use, and how they are compiled; the same for the running engine and for the one that builds images.
fn base() -> Config {
    let mut config = Config::new();
    config.wasm_exceptions(true);
    // What neither guest uses is off: less code that a mistake in wasmtime could reach.
    config.wasm_tail_call(false);
    config.wasm_multi_memory(false);
    config.wasm_memory64(false);
    config.wasm_relaxed_simd(false);
    config.wasm_gc(false);
    config.wasm_component_model(false);
    config.concurrency_support(false);
    config.epoch_interruption(true);
    config.max_wasm_stack(WASM_STACK);
    config.async_stack_size(FIBER_STACK);
    // Backtraces of guest code help nobody who writes Python, and their tables are a third of the artifact.
    config.wasm_backtrace_max_frames(None);
    config.generate_address_map(false);
    config.native_unwind_info(false);
    config.memory_init_cow(true);
    config
        .module_version(ModuleVersionStrategy::Custom(WASMTIME_VERSION.to_owned()))
        .expect("the version is shorter than 256 bytes");
    config
}

/// The engine that runs guests.
pub(super) fn running(choice: &EngineConfig) -> Config {
    let slots = choice.max_instances;
    let mut pool = PoolingAllocationConfig::new();
    // A guest and its companion.
    pool.total_core_instances(slots * 2 + PRISTINE_CLONES)
        // One for each of the two and one for the heap of exception objects, which takes a memory, too.
        .total_memories(slots * 3 + PRISTINE_CLONES * 2)
        .total_tables(slots * 2 + PRISTINE_CLONES)
        // A host function that calls back into the guest does so on a stack of its own, and what it calls may call the host again.
        .total_stacks(slots * STACKS)
        .total_gc_heaps(slots + PRISTINE_CLONES)
        .max_core_instance_size(MAX_CORE_INSTANCE)
        .max_memory_size(MAX_MEMORY)
        .table_elements(MAX_TABLE_ELEMENTS)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(1 << 20)
        .pagemap_scan(wasmtime::Enabled::Auto);
    let mut config = base();
    config.consume_fuel(choice.metering == Metering::Metered);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    config
}

/// The engine that runs a guest once, to build its image: compiled fast instead of well.
#[cfg(feature = "compiler")]
pub(crate) fn building() -> Config {
    let mut config = base();
    config.cranelift_opt_level(wasmtime::OptLevel::None);
    config.cranelift_regalloc_algorithm(wasmtime::RegallocAlgorithm::SinglePass);
    config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
    config
}

#[cfg(test)]
mod tests {
    use super::{EngineConfig, MAX_INSTANCES, MIN_MEMORY_BUDGET, WASMTIME_VERSION, base};

    #[test]
    fn what_is_out_of_range_is_refused_and_named() {
        let instances = |max_instances| EngineConfig {
            max_instances,
            ..EngineConfig::default()
        };
        let budget = |memory_budget_bytes| EngineConfig {
            memory_budget_bytes,
            ..EngineConfig::default()
        };
        for fine in [instances(1), instances(MAX_INSTANCES), budget(MIN_MEMORY_BUDGET)] {
            assert!(fine.check().is_ok());
        }
        for wrong in [instances(0), instances(MAX_INSTANCES + 1)] {
            assert!(wrong.check().unwrap_err().to_string().contains("max_instances"));
        }
        assert!(budget(0).check().unwrap_err().to_string().contains("memory_budget"));
    }

    #[test]
    fn b_157_modules_that_need_what_is_off_are_refused() {
        let engine = wasmtime::Engine::new(&base()).unwrap();
        let compiles = |text: &str| wasmtime::Module::new(&engine, wat::parse_str(text).unwrap()).is_ok();
        assert!(compiles("(module (memory 1))"));
        for wrong in [
            "(module (memory i64 1))",
            "(module (memory 1) (memory 1))",
            "(module (memory 1 1 shared))",
            "(module (type (struct (field i32))))",
            "(module (func $f (return_call $f)))",
            "(module (func (param v128) (result v128) (i8x16.relaxed_swizzle (local.get 0) (local.get 0))))",
            "(module (table 4294967296 funcref))",
            "(module (memory 65537))",
            "(component)",
        ] {
            assert!(!compiles(wrong), "{wrong}");
        }
    }

    #[test]
    fn artifacts_name_the_version_that_is_linked() {
        let manifest = include_str!("../../../../Cargo.toml");
        let pin = format!("wasmtime = {{ version = \"={WASMTIME_VERSION}\"");
        assert!(
            manifest.contains(&pin),
            "the pin was raised: raise WASMTIME_VERSION with it"
        );
    }
}
