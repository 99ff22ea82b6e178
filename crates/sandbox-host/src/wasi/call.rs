//! The frame of every function: the guest's memory beside the host's state, the budget, and what becomes of an error.

use std::time::Instant;

use wasmtime::{AsContext as _, Caller, Extern, Store, Trap};
use wasmtime_wasi::p1::types::Errno;
use wiggle::{GuestError, GuestMemory};

use crate::price::Bill;
use crate::state::GuestState;
use crate::stop::Stop;

/// One call under way.
pub(super) struct Call<'a> {
    /// The guest's linear memory; empty for a guest that exports none, so that every pointer into it is a fault.
    pub(super) memory: GuestMemory<'a>,
    /// Everything the host keeps for the guest.
    pub(super) state: &'a mut GuestState,
    /// What the call costs.
    pub(super) bill: Bill,
}

/// Why a call did not do what it was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The guest gets this error number and goes on.
    Errno(Errno),
    /// The guest ends.
    End(wasmtime::Error),
}

/// How a function's body ends.
pub(super) type Served<T = ()> = Result<T, Failure>;

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        Self::End(stop.into())
    }
}

impl From<GuestError> for Failure {
    fn from(error: GuestError) -> Self {
        Self::Errno(super::errno::of_pointer(&error))
    }
}

impl From<sandbox_vfs::Error> for Failure {
    fn from(error: sandbox_vfs::Error) -> Self {
        Self::Errno(super::errno::of_tree(error))
    }
}

/// Whether executions of this linker's engine count fuel.
///
/// Known once per linker: asking a store without fuel makes an error, with its allocation, on every call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Metered(bool);

impl Metered {
    pub(super) fn of(engine: &wasmtime::Engine) -> Self {
        Self(Store::new(engine, ()).as_context().get_fuel().is_ok())
    }
}

/// Serves one call of a guest: the error number to return, or the reason why it ends.
pub(super) fn serve(
    caller: &mut Caller<'_, GuestState>,
    metered: Metered,
    body: impl FnOnce(&mut Call<'_>) -> Served,
) -> wasmtime::Result<i32> {
    let answer = enter(caller, metered, body)?;
    Ok(code(answer.err()))
}

/// Serves one call and hands back what its body found out.
pub(super) fn enter<T>(
    caller: &mut Caller<'_, GuestState>,
    metered: Metered,
    body: impl FnOnce(&mut Call<'_>) -> Served<T>,
) -> wasmtime::Result<Result<T, Errno>> {
    let memory = match caller.get_export("memory") {
        Some(Extern::Memory(memory)) => Some(memory),
        _ => None,
    };
    let (bytes, state): (&mut [u8], _) = match &memory {
        Some(memory) => memory.data_and_store_mut(&mut *caller),
        None => (&mut [], caller.data_mut()),
    };
    state.host_calls.count_call()?;
    let began = Instant::now();
    let mut call = Call {
        memory: GuestMemory::Unshared(bytes),
        state,
        bill: Bill::default(),
    };
    let answer = body(&mut call);
    let mut bill = call.bill;
    bill.work(call.state.tree.take_work());
    let answer = match answer {
        Ok(value) => Ok(value),
        Err(Failure::Errno(errno)) => Err(errno),
        Err(Failure::End(error)) => return Err(error),
    };
    let meter = &mut caller.data_mut().host_calls;
    meter.count_time(began.elapsed())?;
    meter.count_bytes(bill.moved())?;
    settle(caller, metered, bill)?;
    Ok(answer)
}

/// What a guest sees of an answer.
pub(super) fn code(errno: Option<Errno>) -> i32 {
    errno.unwrap_or(Errno::Success) as i32
}

/// Takes the price of a call out of the guest's fuel; a guest that cannot pay ends as one that ran out by itself does.
fn settle(caller: &mut Caller<'_, GuestState>, Metered(metered): Metered, bill: Bill) -> wasmtime::Result<()> {
    if !metered {
        return Ok(());
    }
    if let Some(left) = caller.get_fuel()?.checked_sub(bill.fuel()) {
        caller.set_fuel(left)
    } else {
        caller.set_fuel(0)?;
        Err(Trap::OutOfFuel.into())
    }
}
