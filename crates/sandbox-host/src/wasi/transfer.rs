//! Moving bytes: reads and writes at the position or at an offset, and moving the position.

use std::io::SeekFrom;

use sandbox_vfs::{Descriptor, Fd};
use wasmtime_wasi::p1::types::{Errno, Whence};

use super::call::{Call, Served};
use super::descriptor::only_file;
use super::guest::{self, buffers, fd, result, slice, slice_mut};

/// Where a read or write starts.
#[derive(Clone, Copy)]
enum At {
    Position,
    Offset(u64),
}

impl At {
    /// The same place `bytes` later.
    fn after(self, bytes: u32) -> Served<Self> {
        Ok(match self {
            Self::Position => Self::Position,
            Self::Offset(offset) => Self::Offset(offset.checked_add(bytes.into()).ok_or(Errno::Fbig)?),
        })
    }
}

pub(super) fn fd_read(call: &mut Call<'_>, descriptor: u32, iovs: u32, iovs_len: u32, nread: u32) -> Served {
    read(call, fd(descriptor), iovs, iovs_len, At::Position, nread)
}

pub(super) fn fd_pread(
    call: &mut Call<'_>,
    descriptor: u32,
    iovs: u32,
    iovs_len: u32,
    offset: u64,
    nread: u32,
) -> Served {
    read(call, fd(descriptor), iovs, iovs_len, At::Offset(offset), nread)
}

pub(super) fn fd_write(call: &mut Call<'_>, descriptor: u32, iovs: u32, iovs_len: u32, nwritten: u32) -> Served {
    write(call, fd(descriptor), iovs, iovs_len, At::Position, nwritten)
}

pub(super) fn fd_pwrite(
    call: &mut Call<'_>,
    descriptor: u32,
    iovs: u32,
    iovs_len: u32,
    offset: u64,
    nwritten: u32,
) -> Served {
    write(call, fd(descriptor), iovs, iovs_len, At::Offset(offset), nwritten)
}

fn read(call: &mut Call<'_>, fd: Fd, iovs: u32, iovs_len: u32, at: At, nread: u32) -> Served {
    let nread = result::<u32>(&call.memory, nread)?;
    let done = scatter(call, iovs, iovs_len, at, |call, (address, length), at| {
        let target = slice_mut(&mut call.memory, address, length)?;
        Ok(match (call.state.tree.descriptor(fd)?, at) {
            (Descriptor::Stdio(0), At::Position) => call.state.stdio.stdin.read(target),
            (Descriptor::Stdio(0), At::Offset(_)) => return Err(Errno::Spipe.into()),
            (Descriptor::File { .. }, At::Position) => call.state.tree.read(fd, target)?,
            (Descriptor::File { .. }, At::Offset(offset)) => call.state.tree.read_at(fd, offset, target)?,
            _ => return Err(Errno::Badf.into()),
        })
    })?;
    Ok(call.memory.write(nread, done)?)
}

fn write(call: &mut Call<'_>, fd: Fd, iovs: u32, iovs_len: u32, at: At, nwritten: u32) -> Served {
    let nwritten = result::<u32>(&call.memory, nwritten)?;
    let done = scatter(call, iovs, iovs_len, at, |call, (address, length), at| {
        let source = slice(&call.memory, address, length)?;
        let stdio = &mut call.state.stdio;
        Ok(match (call.state.tree.descriptor(fd)?, at) {
            (Descriptor::Stdio(1 | 2), At::Offset(_)) => return Err(Errno::Spipe.into()),
            (Descriptor::Stdio(stream @ (1 | 2)), At::Position) => {
                let capture = if stream == 1 {
                    &mut stdio.stdout
                } else {
                    &mut stdio.stderr
                };
                capture.write(source)?;
                source.len()
            }
            (Descriptor::File { .. }, At::Position) => call.state.tree.write(fd, source)?,
            (Descriptor::File { .. }, At::Offset(offset)) => call.state.tree.write_at(fd, offset, source)?,
            _ => return Err(Errno::Badf.into()),
        })
    })?;
    Ok(call.memory.write(nwritten, done)?)
}

/// Does `one` for each buffer until one of them is not used up, and adds up the bytes.
///
/// An error after the first bytes is not reported: those have been moved, and the next call will meet the same error.
fn scatter(
    call: &mut Call<'_>,
    iovs: u32,
    iovs_len: u32,
    at: At,
    mut one: impl FnMut(&mut Call<'_>, guest::Buffer, At) -> Served<usize>,
) -> Served<u32> {
    let mut done = 0;
    for (address, length) in buffers(&call.memory, &mut call.bill, iovs, iovs_len)? {
        let moved = match at.after(done).and_then(|at| one(call, (address, length), at)) {
            Ok(moved) => u32::try_from(moved).unwrap_or(length).min(length),
            Err(super::call::Failure::Errno(_)) if done > 0 => break,
            Err(failure) => return Err(failure),
        };
        done += moved;
        call.bill.bytes(moved.into());
        if moved < length {
            break;
        }
    }
    Ok(done)
}

pub(super) fn fd_seek(call: &mut Call<'_>, descriptor: u32, offset: i64, whence: u32, new_offset: u32) -> Served {
    let from = match guest::variant(whence)? {
        Whence::Set => SeekFrom::Start(u64::try_from(offset).map_err(|_| Errno::Inval)?),
        Whence::Cur => SeekFrom::Current(offset),
        Whence::End => SeekFrom::End(offset),
    };
    let new_offset = result::<u64>(&call.memory, new_offset)?;
    only_file(&call.state.tree, fd(descriptor), Errno::Spipe)?;
    let position = call.state.tree.seek(fd(descriptor), from)?;
    Ok(call.memory.write(new_offset, position)?)
}

pub(super) fn fd_tell(call: &mut Call<'_>, descriptor: u32, offset: u32) -> Served {
    let offset = result::<u64>(&call.memory, offset)?;
    only_file(&call.state.tree, fd(descriptor), Errno::Spipe)?;
    let position = call.state.tree.tell(fd(descriptor))?;
    Ok(call.memory.write(offset, position)?)
}
