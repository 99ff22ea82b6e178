//! Descriptors: closing, renumbering, their attributes, and the preopened directories.

use sandbox_vfs::{Descriptor, Fd, Tree};
use wasmtime_wasi::p1::types::{Advice, Errno, Fdflags, Fdstat, Filetype, Prestat, PrestatDir, Rights};

use super::call::{Call, Served};
use super::guest::{fd, flags, result, slice_mut, variant};
use super::rights;

/// Nothing but an open file will do: `stdio` is the answer for a standard stream, and a directory is a bad descriptor.
pub(super) fn only_file(tree: &Tree, fd: Fd, stdio: Errno) -> Served {
    match tree.descriptor(fd)? {
        Descriptor::File { .. } => Ok(()),
        Descriptor::Stdio(_) => Err(stdio.into()),
        _ => Err(Errno::Badf.into()),
    }
}

pub(super) fn fd_close(call: &mut Call<'_>, descriptor: u32) -> Served {
    Ok(call.state.tree.close(fd(descriptor))?)
}

pub(super) fn fd_renumber(call: &mut Call<'_>, from: u32, to: u32) -> Served {
    Ok(call.state.tree.renumber(fd(from), fd(to))?)
}

pub(super) fn fd_fdstat_get(call: &mut Call<'_>, descriptor: u32, stat: u32) -> Served {
    let target = result::<Fdstat>(&call.memory, stat)?;
    let stat = fdstat(&call.state.tree.descriptor(fd(descriptor))?);
    Ok(call.memory.write(target, stat)?)
}

fn fdstat(descriptor: &Descriptor) -> Fdstat {
    let (fs_filetype, fs_flags, fs_rights_base, fs_rights_inheriting) = match *descriptor {
        // A pipe has no file type here. Anything but a character device keeps `isatty` false.
        Descriptor::Stdio(stream) => (
            Filetype::Unknown,
            Fdflags::empty(),
            rights::of_stream(stream),
            Rights::empty(),
        ),
        Descriptor::File {
            read, write, append, ..
        } => {
            let flags = if append { Fdflags::APPEND } else { Fdflags::empty() };
            (
                Filetype::RegularFile,
                flags,
                rights::of_file(read, write),
                Rights::empty(),
            )
        }
        _ => (
            Filetype::Directory,
            Fdflags::empty(),
            rights::of_directory(),
            rights::below_directory(),
        ),
    };
    Fdstat {
        fs_filetype,
        fs_flags,
        fs_rights_base,
        fs_rights_inheriting,
    }
}

pub(super) fn fd_fdstat_set_flags(call: &mut Call<'_>, descriptor: u32, wanted: u32) -> Served {
    let wanted: Fdflags = flags(wanted)?;
    if wanted.intersects(Fdflags::DSYNC | Fdflags::RSYNC | Fdflags::SYNC) {
        return Err(Errno::Inval.into());
    }
    // Nothing here ever blocks, so that `NONBLOCK` needs no memory of its own.
    match call.state.tree.descriptor(fd(descriptor))? {
        Descriptor::Stdio(_) => Ok(()),
        Descriptor::File { .. } => Ok(call
            .state
            .tree
            .set_append(fd(descriptor), wanted.contains(Fdflags::APPEND))?),
        _ => Err(Errno::Badf.into()),
    }
}

/// Rights are not kept per descriptor: asking for what is there succeeds, for more fails as the specification wants it, and giving
/// some up is not supported, because it would have to be true afterwards.
pub(super) fn fd_fdstat_set_rights(call: &mut Call<'_>, descriptor: u32, base: u64, inheriting: u64) -> Served {
    let present = fdstat(&call.state.tree.descriptor(fd(descriptor))?);
    let (has_base, has_inheriting) = (present.fs_rights_base.bits(), present.fs_rights_inheriting.bits());
    if base & !has_base != 0 || inheriting & !has_inheriting != 0 {
        return Err(Errno::Notcapable.into());
    }
    if (base, inheriting) == (has_base, has_inheriting) {
        Ok(())
    } else {
        Err(Errno::Notsup.into())
    }
}

/// Advice about files in memory is of no use; it is checked and dropped.
pub(super) fn fd_advise(call: &mut Call<'_>, descriptor: u32, offset: u64, len: u64, advice: u32) -> Served {
    variant::<Advice>(advice)?;
    offset.checked_add(len).ok_or(Errno::Inval)?;
    only_file(&call.state.tree, fd(descriptor), Errno::Spipe)
}

pub(super) fn fd_allocate(call: &mut Call<'_>, descriptor: u32, offset: u64, len: u64) -> Served {
    only_file(&call.state.tree, fd(descriptor), Errno::Spipe)?;
    offset.checked_add(len).ok_or(Errno::Fbig)?;
    Ok(call.state.tree.allocate(fd(descriptor), offset, len)?)
}

/// The tree has no disk behind it: what is written is already where it stays.
pub(super) fn fd_sync(call: &mut Call<'_>, descriptor: u32) -> Served {
    match call.state.tree.descriptor(fd(descriptor))? {
        Descriptor::Stdio(_) | Descriptor::File { .. } => Ok(()),
        _ => Err(Errno::Badf.into()),
    }
}

pub(super) fn fd_datasync(call: &mut Call<'_>, descriptor: u32) -> Served {
    fd_sync(call, descriptor)
}

pub(super) fn fd_prestat_get(call: &mut Call<'_>, descriptor: u32, prestat: u32) -> Served {
    let target = result::<Prestat>(&call.memory, prestat)?;
    let name = call.state.tree.preopen_name(fd(descriptor)).ok_or(Errno::Badf)?;
    let pr_name_len = u32::try_from(name.len()).map_err(|_| Errno::Overflow)?;
    Ok(call.memory.write(target, Prestat::Dir(PrestatDir { pr_name_len }))?)
}

pub(super) fn fd_prestat_dir_name(call: &mut Call<'_>, descriptor: u32, path: u32, path_len: u32) -> Served {
    let Some(name) = call.state.tree.preopen_name(fd(descriptor)) else {
        call.state.tree.descriptor(fd(descriptor))?;
        return Err(Errno::Notdir.into());
    };
    let length = u32::try_from(name.len()).map_err(|_| Errno::Overflow)?;
    if length > path_len {
        return Err(Errno::Nametoolong.into());
    }
    slice_mut(&mut call.memory, path, length)?.copy_from_slice(name.as_bytes());
    call.bill.bytes(length.into());
    Ok(())
}
