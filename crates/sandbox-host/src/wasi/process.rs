//! Arguments, environment, random numbers and the end of the program.
//!
//! The library answers; these frames bound the work, charge for it, and turn its traps for bad pointers into error numbers.

use wasmtime_wasi::p1::types::{self, Errno, Signal};
use wasmtime_wasi::p1::wasi_snapshot_preview1::WasiSnapshotPreview1;
use wiggle::{GuestError, GuestPtr};

use super::call::{Call, Failure, Served};
use super::guest::{result, slice_mut, variant};
use crate::price;
use crate::stop::Stop;

/// Random bytes that one call gives; the C library asks for 256 at most.
const MAX_RANDOM: u32 = 1 << 20;

/// Random bytes taken from the source at a time: the library allocates them before it copies.
const RANDOM_CHUNK: u32 = 4096;

impl From<types::Error> for Failure {
    fn from(error: types::Error) -> Self {
        match error.downcast() {
            Ok(errno) => Self::Errno(errno),
            Err(error) => match error.downcast::<GuestError>() {
                Ok(error) => error.into(),
                Err(error) => Self::End(error),
            },
        }
    }
}

pub(super) fn args_sizes_get(call: &mut Call<'_>, count: u32, size: u32) -> Served {
    let targets = (result(&call.memory, count)?, result(&call.memory, size)?);
    let (count, size) = call.state.wasi.args_sizes_get(&mut call.memory)?;
    call.memory.write::<u32>(targets.0, count)?;
    Ok(call.memory.write::<u32>(targets.1, size)?)
}

pub(super) fn args_get(call: &mut Call<'_>, argv: u32, argv_buf: u32) -> Served {
    let (_, size) = call.state.wasi.args_sizes_get(&mut call.memory)?;
    call.bill.bytes(size.into());
    Ok(call
        .state
        .wasi
        .args_get(&mut call.memory, GuestPtr::new(argv), GuestPtr::new(argv_buf))?)
}

pub(super) fn environ_sizes_get(call: &mut Call<'_>, count: u32, size: u32) -> Served {
    let targets = (result(&call.memory, count)?, result(&call.memory, size)?);
    let (count, size) = call.state.wasi.environ_sizes_get(&mut call.memory)?;
    call.memory.write::<u32>(targets.0, count)?;
    Ok(call.memory.write::<u32>(targets.1, size)?)
}

pub(super) fn environ_get(call: &mut Call<'_>, environ: u32, environ_buf: u32) -> Served {
    let (_, size) = call.state.wasi.environ_sizes_get(&mut call.memory)?;
    call.bill.bytes(size.into());
    Ok(call
        .state
        .wasi
        .environ_get(&mut call.memory, GuestPtr::new(environ), GuestPtr::new(environ_buf))?)
}

pub(super) fn random_get(call: &mut Call<'_>, buf: u32, buf_len: u32) -> Served {
    if buf_len > MAX_RANDOM {
        return Err(Errno::Inval.into());
    }
    slice_mut(&mut call.memory, buf, buf_len)?;
    call.bill.charge(price::RANDOM_BYTE, buf_len.into());
    call.bill.bytes(buf_len.into());
    for done in (0..buf_len).step_by(RANDOM_CHUNK as usize) {
        let length = RANDOM_CHUNK.min(buf_len - done);
        call.state
            .wasi
            .random_get(&mut call.memory, GuestPtr::new(buf + done), length)?;
    }
    Ok(())
}

/// Ends the guest with any code: the library takes those from 126 for errors, but `sys.exit(200)` is none.
pub(super) fn proc_exit(code: u32) -> wasmtime::Result<()> {
    Err(Stop::Exit(code.cast_signed()).into())
}

/// There are no signals to raise.
pub(super) fn proc_raise(_call: &mut Call<'_>, signal: u32) -> Served {
    variant::<Signal>(signal)?;
    Err(Errno::Notsup.into())
}

/// There is nothing to give way to, but a call it is: counted and charged as every other one.
#[expect(clippy::unnecessary_wraps, reason = "the form of every function")]
pub(super) fn sched_yield(_call: &mut Call<'_>) -> Served {
    Ok(())
}
