//! The clocks of the execution.

use wasmtime_wasi::p1::types::{Clockid, Errno};

use super::call::{Call, Served};
use super::guest::result;
use crate::clock::GuestClock;

/// Reads a clock, in nanoseconds. There is no clock of processor time: it would show how busy the host is.
pub(super) fn read(clock: &GuestClock, id: Clockid) -> Result<u64, Errno> {
    match id {
        Clockid::Realtime => Ok(clock.wall()),
        Clockid::Monotonic => Ok(clock.monotonic()),
        Clockid::ProcessCputimeId | Clockid::ThreadCputimeId => Err(Errno::Inval),
    }
}

fn clock_id(raw: u32) -> Served<Clockid> {
    Ok(Clockid::try_from(raw).map_err(|_| Errno::Inval)?)
}

pub(super) fn clock_time_get(call: &mut Call<'_>, id: u32, _precision: u64, time: u32) -> Served {
    let time = result::<u64>(&call.memory, time)?;
    let now = read(&call.state.clock, clock_id(id)?)?;
    Ok(call.memory.write(time, now)?)
}

pub(super) fn clock_res_get(call: &mut Call<'_>, id: u32, resolution: u32) -> Served {
    let target = result::<u64>(&call.memory, resolution)?;
    match clock_id(id)? {
        Clockid::Realtime | Clockid::Monotonic => Ok(call.memory.write(target, call.state.clock.resolution())?),
        Clockid::ProcessCputimeId | Clockid::ThreadCputimeId => Err(Errno::Inval.into()),
    }
}
