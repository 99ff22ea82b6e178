//! What the host keeps for one instance: the data of its wasmtime store.

use std::any::Any;
use std::sync::Arc;

use sandbox_vfs::Tree;
use wasmtime_wasi::p1::WasiP1Ctx;

use crate::clock::GuestClock;
use crate::guest::Companion;
use crate::host_calls::HostCallMeter;
use crate::limiter::MemoryLimiter;
use crate::stdio::Stdio;
use crate::wake::Wake;

/// The `T` of every store. Nothing in it is shared with another instance but the file contents of read-only layers.
pub(crate) struct GuestState {
    /// The guest's whole file tree and its descriptors.
    pub(crate) tree: Tree,
    /// Arguments, environment, clocks and random numbers, as wasmtime-wasi serves them; no files, no streams.
    pub(crate) wasi: WasiP1Ctx,
    /// Standard input, output and error.
    pub(crate) stdio: Stdio,
    /// The budget of host calls.
    pub(crate) host_calls: HostCallMeter,
    /// Deadline and cancellation.
    pub(crate) wake: Wake,
    /// The clock that `wasi` and `tree` read, too.
    pub(crate) clock: Arc<GuestClock>,
    /// Growth of memory and tables.
    pub(crate) limiter: MemoryLimiter,
    /// The instance itself, once it is made; host functions that call back into the guest need it.
    pub(crate) instance: Option<wasmtime::Instance>,
    /// The second module that works for the guest, if its runtime has one.
    pub(crate) companion: Companion,
    /// Whether the store counts fuel: asking one that does not makes an error, with its allocation.
    pub(crate) metered: bool,
    /// Whether the state was copied from another instance since the last turn: random generators in it would draw what the other one's do.
    pub(crate) renew: bool,
    /// What the runtime crate keeps for the turn under way (its request, its report).
    pub(crate) turn: Option<Box<dyn Any + Send>>,
}
