//! From how a turn ended to what the caller is told.

use std::time::Duration;

use sandbox_core::{
    Execution, ExecutionPolicy, HintContext, LIMIT_KEY, Outcome, analyze_fuel, hints_for, needs_importable,
};
use serde_json::json;
use wasmtime::Trap;

use crate::guest::Halt;
use crate::image::Image;
use crate::panics::Panicked;
use crate::runtime::Verdict;
use crate::state::GuestState;
use crate::stop::Stop;
use crate::workspace::WORKSPACE;

/// How a turn ended.
pub(crate) enum Ended {
    /// The interpreter returned; what it says of the program.
    Verdict(Verdict),
    /// The host ended it.
    Stop(Stop),
    /// wasmtime ended it.
    Trap(Trap),
    /// The host panicked.
    Panicked,
    /// The guest broke the promise of its interface, or threw out of its last frame.
    Broken(String),
}

/// The longest description of a broken guest that reaches a result.
const MAX_BROKEN_CHARS: usize = 300;

impl From<Result<Result<Verdict, Halt>, Panicked>> for Ended {
    fn from(ran: Result<Result<Verdict, Halt>, Panicked>) -> Self {
        ran.map_or(Self::Panicked, Self::from)
    }
}

impl From<Result<Verdict, Halt>> for Ended {
    fn from(ran: Result<Verdict, Halt>) -> Self {
        let error = match ran {
            Ok(verdict) => return Self::Verdict(verdict),
            Err(Halt(error)) => error,
        };
        if let Some(stop) = error.downcast_ref::<Stop>() {
            return Self::Stop(*stop);
        }
        if let Some(exit) = error.downcast_ref::<wasmtime_wasi::I32Exit>() {
            return Self::Stop(Stop::Exit(exit.0));
        }
        match error.downcast_ref::<Trap>() {
            Some(trap) => Self::Trap(*trap),
            // The error's own words, without the causes below it: those may hold details of the host.
            None => Self::Broken(error.to_string().chars().take(MAX_BROKEN_CHARS).collect()),
        }
    }
}

impl Ended {
    /// Whether the interpreter is in order and can run another turn.
    pub(crate) fn is_verdict(&self) -> bool {
        matches!(self, Self::Verdict(verdict) if !verdict.broken_off)
    }
}

/// The outcome; a limit that the program died of comes before the way it died.
pub(crate) fn outcome(ended: &Ended, state: &mut GuestState) -> Outcome {
    match ended {
        Ended::Verdict(verdict) => match (&verdict.exception, verdict.exit) {
            (Some(_), _) if verdict.out_of_memory && state.limiter.refusals > 0 => Outcome::MemoryLimit,
            (Some(_), _) if verdict.out_of_disk && state.tree.take_refusals().any() => Outcome::DiskQuota,
            (Some(_), _) => Outcome::Exception,
            (None, Some(_)) => Outcome::Exit,
            (None, None) => Outcome::Finished,
        },
        Ended::Panicked => Outcome::HostError,
        Ended::Stop(Stop::Exit(_)) => Outcome::Exit,
        Ended::Stop(Stop::OutputLimit) => Outcome::OutputLimit,
        Ended::Stop(Stop::HostCallLimit(_)) | Ended::Trap(Trap::Interrupt) => Outcome::Trap,
        Ended::Stop(Stop::Timeout) => Outcome::Timeout,
        Ended::Stop(Stop::Cancelled) => Outcome::Cancelled,
        Ended::Trap(Trap::OutOfFuel) => Outcome::OutOfFuel,
        Ended::Trap(Trap::StackOverflow) => Outcome::StackOverflow,
        // An interpreter that cannot go on without the memory it was refused aborts, or says nothing that makes sense.
        Ended::Trap(_) | Ended::Broken(_) if state.limiter.refusals > 0 => Outcome::MemoryLimit,
        Ended::Trap(_) | Ended::Broken(_) => Outcome::Trap,
    }
}

/// The result of a turn of which nothing can be told: putting it together panicked.
pub(crate) fn untold(image: &Image, duration: Duration) -> Execution {
    Execution {
        outcome: Outcome::HostError,
        success: false,
        exit_code: Outcome::HostError.exit_code(),
        duration_ms: duration.as_secs_f64() * 1e3,
        ..Execution::new(image.runtime().runtime())
    }
}

/// Assembles the result of a turn.
pub(crate) fn execution(
    image: &Image,
    policy: &ExecutionPolicy,
    state: &mut GuestState,
    ended: Ended,
    outcome: Outcome,
    fuel: Option<u64>,
    duration: Duration,
) -> Execution {
    let [stdout, stderr] =
        [&mut state.stdio.stdout, &mut state.stdio.stderr].map(|capture| std::mem::take(capture).into_text());
    let changes = state.tree.changes(WORKSPACE);
    let mut metadata = serde_json::Map::new();
    metadata.insert("image".into(), json!(image.name()));
    metadata.insert("image_id".into(), json!(image.id().to_string()));
    metadata.insert("image_memory_bytes".into(), json!(image.memory_bytes()));
    metadata.insert("memory_limit_bytes".into(), json!(policy.memory_bytes));
    metadata.insert("memory_refusals".into(), json!(state.limiter.refusals));
    metadata.insert("fuel_budget".into(), json!(policy.fuel_budget));
    metadata.insert("host_calls".into(), json!(state.host_calls.calls));
    metadata.insert("host_call_bytes".into(), json!(state.host_calls.bytes));
    // A time is never the same twice; what is repeatable has none but the duration.
    if !policy.determinism.enabled {
        metadata.insert("host_call_ms".into(), json!(state.host_calls.time.as_secs_f64() * 1e3));
    }
    let usage = state.tree.usage();
    metadata.insert("disk_bytes".into(), json!(usage.bytes));
    metadata.insert("disk_entries".into(), json!(usage.entries));
    metadata.insert("open_files_at_end".into(), json!(state.tree.open_count()));
    let reason = match &ended {
        Ended::Trap(trap) => Some(trap.to_string()),
        Ended::Broken(reason) => Some(reason.clone()),
        Ended::Stop(stop @ Stop::HostCallLimit(_)) => Some(stop.to_string()),
        _ => None,
    };
    if let Some(reason) = reason {
        metadata.insert("trap".into(), json!(reason));
    }
    if let Ended::Stop(Stop::HostCallLimit(limit)) = &ended {
        metadata.insert(LIMIT_KEY.into(), json!(limit.key()));
    }
    if matches!(&ended, Ended::Verdict(Verdict { incomplete: true, .. })) {
        metadata.insert("incomplete".into(), json!(true));
    }
    let (verdict, guest_exit) = match ended {
        Ended::Verdict(verdict) => {
            let exit = verdict.exit.map(i32::from);
            (verdict, exit)
        }
        // An exit status is a byte everywhere; Python's sys.exit(-1) is 255 to a shell.
        Ended::Stop(Stop::Exit(code)) => (Verdict::default(), Some(code & 0xff)),
        _ => (Verdict::default(), None),
    };
    let exit_code = guest_exit.unwrap_or_else(|| outcome.exit_code());
    // A host call that the guest could not pay for leaves what was left; the budget is used up all the same.
    let fuel = fuel.map(|consumed| {
        if outcome == Outcome::OutOfFuel {
            policy.fuel_budget
        } else {
            consumed
        }
    });
    let fuel_analysis = fuel.map(|consumed| analyze_fuel(Some(consumed), policy.fuel_budget));
    let mut execution = Execution {
        runtime: image.runtime().runtime(),
        outcome,
        success: Execution::succeeded(outcome, exit_code),
        exit_code,
        stdout: stdout.text,
        stderr: stderr.text,
        stdout_bytes: stdout.total,
        stderr_bytes: stderr.total,
        stdout_truncated: stdout.truncated,
        stderr_truncated: stderr.truncated,
        exception: verdict.exception,
        value: verdict.value,
        fuel_consumed: fuel,
        memory_peak_bytes: state.limiter.peak_bytes as u64,
        duration_ms: duration.as_secs_f64() * 1e3,
        files_created: changes.created,
        files_modified: changes.modified,
        files_deleted: changes.deleted,
        fuel_analysis,
        metadata,
        ..Execution::new(image.runtime().runtime())
    };
    let importable = if needs_importable(&execution) {
        image.runtime().importable(&state.tree)
    } else {
        Vec::new()
    };
    execution.hints = hints_for(&HintContext {
        execution: &execution,
        policy,
        importable: &importable,
    });
    execution
}
