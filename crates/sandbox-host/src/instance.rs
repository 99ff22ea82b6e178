//! A live clone of an image, and the turns it runs.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use rand::SeedableRng;
use rand::rngs::StdRng;
use sandbox_core::{Execution, ExecutionPolicy, OnOutputLimit, Outcome};
use sandbox_vfs::{Template, Tree};
use wasmtime::{AsContextMut, Memory, Store, StoreContextMut, UpdateDeadline};
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi::p1::WasiP1Ctx;

use crate::admission::Admitted;
use crate::clock::{GuestClock, WasiClock};
use crate::engine::Metering;
use crate::error::HostError;
use crate::guest::{Companion, Guest};
use crate::host_calls::HostCallMeter;
use crate::image::Image;
use crate::limiter::MemoryLimiter;
use crate::panics;
use crate::program::Program;
use crate::report::{self, Ended};
use crate::runtime::GuestRuntime;
use crate::state::GuestState;
use crate::stdio::{Capture, OnLimit, Stdin, Stdio};
use crate::stop::Stop;
use crate::wake::{CancelHandle, Wake};

/// The most random bytes that a guest gets in one call.
const MAX_RANDOM_BYTES: u64 = 64 << 10;

/// What lies between the seeds of two turns: odd, so that no two turns have the same seed.
const TURN_STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The arguments and the environment of the guest itself, as its libc sees them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity<'a> {
    pub(crate) args: &'a [&'a str],
    pub(crate) env: &'a [(String, String)],
}

impl GuestState {
    /// The state of a guest with `files`, bounded by `policy`; `epoch` starts the clock where the policy asks for determinism.
    pub(crate) fn build(
        files: &Template,
        policy: &ExecutionPolicy,
        identity: Identity<'_>,
        epoch: u64,
        cancel: CancelHandle,
    ) -> Self {
        let clock = if policy.determinism.enabled {
            GuestClock::virtual_from(epoch)
        } else {
            GuestClock::host()
        };
        let clock = Arc::new(clock.in_steps_of(policy.clock_resolution_ns));
        let seed = policy.determinism.enabled.then_some(policy.determinism.seed);
        Self {
            tree: files.instantiate(disk_limits(policy), Arc::clone(&clock) as Arc<dyn sandbox_vfs::Clock>),
            wasi: wasi(identity, &clock, seed),
            stdio: streams(policy, Bytes::new()),
            host_calls: host_calls(policy),
            wake: Wake { deadline: None, cancel },
            clock,
            limiter: MemoryLimiter {
                max_bytes: usize::try_from(policy.memory_bytes).unwrap_or(usize::MAX),
                ..MemoryLimiter::default()
            },
            instance: None,
            companion: Companion::default(),
            metered: false,
            renew: false,
            turn: None,
        }
    }
}

/// Arguments, environment, clocks and random numbers, which a `seed` makes the same every time.
fn wasi(identity: Identity<'_>, clock: &Arc<GuestClock>, seed: Option<u64>) -> WasiP1Ctx {
    let mut wasi = WasiCtxBuilder::new();
    wasi.args(identity.args)
        .envs(identity.env)
        .max_random_size(MAX_RANDOM_BYTES);
    wasi.wall_clock(WasiClock(Arc::clone(clock)))
        .monotonic_clock(WasiClock(Arc::clone(clock)));
    if let Some(seed) = seed {
        wasi.secure_random(StdRng::seed_from_u64(seed));
    }
    wasi.build_p1()
}

/// Fresh streams: what `input` holds, and captures of the policy's sizes.
fn streams(policy: &ExecutionPolicy, input: Bytes) -> Stdio {
    let on_limit = match policy.on_output_limit {
        OnOutputLimit::Truncate => OnLimit::Truncate,
        // A kind this version does not know is taken for the strictest one.
        _ => OnLimit::Stop,
    };
    let capture = |cap: u64| Capture::new(usize::try_from(cap).unwrap_or(usize::MAX), on_limit);
    Stdio {
        stdin: Stdin::new(input),
        stdout: capture(policy.stdout_max_bytes),
        stderr: capture(policy.stderr_max_bytes),
    }
}

fn host_calls(policy: &ExecutionPolicy) -> HostCallMeter {
    HostCallMeter::new(policy.host_calls.count, policy.host_calls.bytes, policy.host_calls.time)
}

/// The limits of a tree under a policy: its `[disk]` table.
#[must_use]
pub fn disk_limits(policy: &ExecutionPolicy) -> sandbox_vfs::Limits {
    let disk = &policy.disk;
    sandbox_vfs::Limits {
        bytes: disk.bytes,
        entries: disk.entries,
        depth: disk.depth,
        name_bytes: disk.name_bytes,
        path_bytes: disk.path_bytes,
        open_files: disk.open_files,
        file_bytes: disk.bytes,
    }
}

/// A live clone of an image: one store, one file tree, never shared and never used again for anybody else.
pub struct Instance {
    image: Image,
    store: Store<GuestState>,
    instance: wasmtime::Instance,
    memory: Memory,
    policy: ExecutionPolicy,
    ended: Option<Outcome>,
    // Last: the place is given back after the store is gone.
    _admitted: Admitted,
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance")
            .field("image", &self.image)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

impl Instance {
    pub(crate) async fn start(
        image: Image,
        files: &Template,
        policy: &ExecutionPolicy,
        cancel: CancelHandle,
        admitted: Admitted,
    ) -> Result<Self, HostError> {
        let runtime = image.runtime();
        let identity = Identity {
            args: runtime.guest_args(),
            env: runtime.guest_env(),
        };
        let mut state = GuestState::build(files, policy, identity, policy.determinism.start_time_ns(), cancel);
        state.limiter.max_bytes =
            usize::try_from(image.memory_bytes().saturating_add(policy.memory_bytes)).unwrap_or(usize::MAX);
        let metered = image.engine().config().metering == Metering::Metered;
        state.metered = metered;
        state.companion.image = image.companion().cloned();
        let mut store = Store::new(image.engine().wasmtime(), state);
        store.limiter(|state| &mut state.limiter);
        if metered {
            store.set_fuel(policy.fuel_budget).map_err(HostError::instantiate)?;
        }
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|context| match context.data().wake.due() {
            Some(stop) => Err(stop.into()),
            None => Ok(UpdateDeadline::Yield(1)),
        });
        let instance = image
            .instances()
            .instantiate_async(&mut store)
            .await
            .map_err(HostError::instantiate)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| HostError::instantiate(wasmtime::Error::msg("the guest exports no memory")))?;
        image.warm_pages().touch(memory.data_mut(&mut store));
        if let Some(delta) = image.delta() {
            delta.lay_over(memory, (&mut store).into()).await?;
        }
        let bytes = memory.data_size(&store);
        let state = store.data_mut();
        state.instance = Some(instance);
        (state.limiter.used_bytes, state.limiter.peak_bytes) = (bytes, bytes);
        let mut started = Self {
            image,
            store,
            instance,
            memory,
            policy: policy.clone(),
            ended: None,
            _admitted: admitted,
        };
        started.hold_back_reserve();
        Ok(started)
    }

    /// The image it is a clone of.
    #[must_use]
    pub fn image(&self) -> &Image {
        &self.image
    }

    /// The guest's linear memory.
    pub(crate) fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    pub(crate) fn memory_and_store(&mut self) -> (Memory, StoreContextMut<'_, GuestState>) {
        (self.memory, self.store.as_context_mut())
    }

    /// What it may do and use.
    pub(crate) fn policy(&self) -> &ExecutionPolicy {
        &self.policy
    }

    /// What has passed for the guest, in nanoseconds.
    pub(crate) fn elapsed_ns(&self) -> u64 {
        self.store.data().clock.elapsed()
    }

    /// Holds back again what the runtime wants to be held back.
    pub(crate) fn hold_back_reserve(&mut self) {
        let reserve = self.image.runtime().memory_reserve().min(self.policy.memory_bytes / 4);
        self.store.data_mut().limiter.reserve_bytes = usize::try_from(reserve).unwrap_or(0);
    }

    /// Says that the next turn is number `turn` of a session's. Where the policy asks for determinism, the random source begins anew with every turn, from the
    /// seed and this number: a turn draws the same whether the turns before it ran in this process or not.
    pub fn number_turn(&mut self, turn: u64) {
        if self.policy.determinism.enabled {
            let runtime = self.image.runtime();
            let identity = Identity {
                args: runtime.guest_args(),
                env: runtime.guest_env(),
            };
            // Two different numbers never make the same one, and the first turn draws what a single execution does.
            let seed = self.policy.determinism.seed.wrapping_add(turn.wrapping_mul(TURN_STEP));
            let state = self.store.data_mut();
            state.wasi = wasi(identity, &state.clock, Some(seed));
        }
    }

    /// Says that the state has been copied, as [`Image::resume`] does by itself: the next turn seeds random generators anew.
    pub fn renew(&mut self) {
        self.store.data_mut().renew = true;
    }

    /// The guest's files.
    #[must_use]
    pub fn files(&self) -> &Tree {
        &self.store.data().tree
    }

    /// The guest's files, to be changed by the host between turns.
    pub fn files_mut(&mut self) -> &mut Tree {
        &mut self.store.data_mut().tree
    }

    /// Ends the instance and keeps its files.
    #[must_use]
    pub fn into_files(self) -> Tree {
        self.store.into_data().tree
    }

    /// Why it runs nothing more, if so.
    #[must_use]
    pub fn ended(&self) -> Option<Outcome> {
        self.ended
    }

    /// Cancels the turn under way, from any thread.
    #[must_use]
    pub fn cancel_handle(&self) -> CancelHandle {
        self.store.data().wake.cancel.clone()
    }

    /// Runs one program, with the policy's full budgets. Names, modules and files of earlier turns are there.
    ///
    /// Dropping the future ends the program at its next epoch or host call; the instance then runs nothing more.
    ///
    /// # Errors
    ///
    /// [`HostError::Program`] for a program that does not [hold](Program::check), and [`HostError::Ended`] when a limit or a trap ended an earlier turn. Whatever the program does
    /// is no error: it is in the [`Execution`].
    pub async fn turn(&mut self, program: &Program) -> Result<Execution, HostError> {
        if let Some(outcome) = self.ended {
            return Err(HostError::Ended { outcome });
        }
        program.check()?;
        let began = Instant::now();
        self.begin(program, began)?;
        // A program shorter than a tick would not notice.
        if let Some(stop) = self.store.data().wake.due() {
            return Ok(self.told(Ended::Stop(stop), began.elapsed()));
        }
        // A turn whose future is dropped leaves this behind.
        self.ended = Some(Outcome::Cancelled);
        let ticking = self.image.engine().ticking();
        let image = self.image.clone();
        let ran = {
            let mut guest = Guest::new((&mut self.store).into(), self.instance, self.memory);
            // Making the future is the runtime's code, too.
            match panics::catch_now(|| image.runtime().run(&mut guest, program, &self.policy)) {
                Ok(run) => panics::catch(run).await,
                Err(panicked) => Err(panicked),
            }
        };
        drop(ticking);
        Ok(self.told(Ended::from(ran), began.elapsed()))
    }

    /// Lets a runtime build its image in this clone of its parent's; what the guest printed comes back, too.
    ///
    /// # Errors
    ///
    /// As [`turn`](Self::turn).
    pub(crate) async fn extend(
        &mut self,
        runtime: &dyn GuestRuntime,
    ) -> Result<(Result<(), String>, String), HostError> {
        self.begin(&Program::new(Vec::new()), Instant::now())?;
        let ticking = self.image.engine().ticking();
        let mut guest = Guest::new((&mut self.store).into(), self.instance, self.memory);
        let extended = runtime.extend(&mut guest).await;
        drop(ticking);
        let state = self.store.data_mut();
        state.wake.deadline = None;
        let output = [&mut state.stdio.stdout, &mut state.stdio.stderr]
            .map(|capture| std::mem::take(capture).into_text().text)
            .concat();
        let extended = extended.unwrap_or_else(|halt| Err(format!("{:#}", halt.0)));
        Ok((extended, output))
    }

    /// The result of a turn; should putting it together panic, the least that can be said.
    fn told(&mut self, ended: Ended, duration: Duration) -> Execution {
        panics::catch_now(|| self.report(ended, duration)).unwrap_or_else(|_| {
            self.ended = Some(Outcome::HostError);
            report::untold(&self.image, duration)
        })
    }

    fn begin(&mut self, program: &Program, now: Instant) -> Result<(), HostError> {
        if self.image.engine().config().metering == Metering::Metered {
            self.store
                .set_fuel(self.policy.fuel_budget)
                .map_err(HostError::instantiate)?;
        }
        self.store.set_epoch_deadline(1);
        let policy = &self.policy;
        let state = self.store.data_mut();
        state.wake.deadline = now.checked_add(policy.timeout);
        state.stdio = streams(
            policy,
            program.stdin.clone().unwrap_or_else(|| policy.stdin.clone().into()),
        );
        state.host_calls = host_calls(policy);
        state.limiter.refusals = 0;
        state.tree.take_refusals();
        Ok(())
    }

    fn report(&mut self, ended: Ended, duration: Duration) -> Execution {
        let fuel = match self.store.get_fuel() {
            Ok(left) => Some(self.policy.fuel_budget.saturating_sub(left)),
            Err(_) => None,
        };
        let state = self.store.data_mut();
        state.wake.deadline = None;
        let outcome = report::outcome(&ended, state);
        // After a trap the interpreter's memory is in the middle of something; after an exit it is not.
        self.ended = (!ended.is_verdict()).then_some(outcome);
        let execution = report::execution(&self.image, &self.policy, state, ended, outcome, fuel, duration);
        state.tree.mark_clean();
        execution
    }
}

/// The result of an execution that never started: nothing ran, nothing was used.
pub(crate) fn not_started(image: &Image, files: &Template, policy: &ExecutionPolicy) -> (Execution, Tree) {
    let identity = Identity { args: &[], env: &[] };
    let epoch = policy.determinism.start_time_ns();
    let mut state = GuestState::build(files, policy, identity, epoch, CancelHandle::new());
    let fuel = (image.engine().config().metering == Metering::Metered).then_some(0);
    let (ended, outcome) = (Ended::Stop(Stop::Cancelled), Outcome::Cancelled);
    let execution = report::execution(image, policy, &mut state, ended, outcome, fuel, Duration::ZERO);
    (execution, state.tree)
}
