//! Attributes of files: type, size and times, by descriptor and by path.

use sandbox_vfs::{Descriptor, FileType, SetTime, Stat};
use wasmtime_wasi::p1::types::{Errno, Filestat, Filetype, Fstflags};

use super::call::{Call, Served};
use super::descriptor::only_file;
use super::guest::{fd, flags, path, result};
use super::path::follow;

/// The device number of everything in the tree: there is one file system, and the host's numbers stay with the host.
const DEVICE: u64 = 1;

/// The attributes of a standard stream: nothing is known of it, not even a type (see `fd_fdstat_get`).
const STREAM: Filestat = Filestat {
    dev: 0,
    ino: 0,
    filetype: Filetype::Unknown,
    nlink: 0,
    size: 0,
    atim: 0,
    mtim: 0,
    ctim: 0,
};

/// The file type as preview 1 numbers it.
pub(super) fn filetype(file_type: FileType) -> Filetype {
    match file_type {
        FileType::Regular => Filetype::RegularFile,
        FileType::Directory => Filetype::Directory,
        FileType::Symlink => Filetype::SymbolicLink,
        FileType::CharacterDevice => Filetype::CharacterDevice,
    }
}

fn filestat(stat: &Stat) -> Filestat {
    Filestat {
        dev: DEVICE,
        ino: stat.ino,
        filetype: filetype(stat.file_type),
        nlink: stat.nlink,
        size: stat.size,
        atim: stat.atime,
        mtim: stat.mtime,
        ctim: stat.ctime,
    }
}

pub(super) fn fd_filestat_get(call: &mut Call<'_>, descriptor: u32, stat: u32) -> Served {
    let target = result::<Filestat>(&call.memory, stat)?;
    let stat = match call.state.tree.descriptor(fd(descriptor))? {
        Descriptor::Stdio(_) => STREAM,
        _ => filestat(&call.state.tree.stat(fd(descriptor))?),
    };
    Ok(call.memory.write(target, stat)?)
}

pub(super) fn fd_filestat_set_size(call: &mut Call<'_>, descriptor: u32, size: u64) -> Served {
    only_file(&call.state.tree, fd(descriptor), Errno::Inval)?;
    Ok(call.state.tree.set_len(fd(descriptor), size)?)
}

pub(super) fn fd_filestat_set_times(
    call: &mut Call<'_>,
    descriptor: u32,
    atim: u64,
    mtim: u64,
    fst_flags: u32,
) -> Served {
    let (atime, mtime) = times(atim, mtim, fst_flags)?;
    if let Descriptor::Stdio(_) = call.state.tree.descriptor(fd(descriptor))? {
        return Err(Errno::Badf.into());
    }
    Ok(call.state.tree.set_times(fd(descriptor), atime, mtime)?)
}

pub(super) fn path_filestat_get(
    call: &mut Call<'_>,
    base: u32,
    lookup: u32,
    path_ptr: u32,
    path_len: u32,
    stat: u32,
) -> Served {
    let target = result::<Filestat>(&call.memory, stat)?;
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    let stat = call.state.tree.stat_path(fd(base), path, follow(lookup)?)?;
    Ok(call.memory.write(target, filestat(&stat))?)
}

#[expect(clippy::too_many_arguments, reason = "the signature is the interface's")]
pub(super) fn path_filestat_set_times(
    call: &mut Call<'_>,
    base: u32,
    lookup: u32,
    path_ptr: u32,
    path_len: u32,
    atim: u64,
    mtim: u64,
    fst_flags: u32,
) -> Served {
    let (atime, mtime) = times(atim, mtim, fst_flags)?;
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    Ok(call
        .state
        .tree
        .set_times_path(fd(base), path, follow(lookup)?, atime, mtime)?)
}

/// What to do with the two times; asking for a given time and for the present one at once is refused.
fn times(atim: u64, mtim: u64, fst_flags: u32) -> Served<(SetTime, SetTime)> {
    let wanted: Fstflags = flags(fst_flags)?;
    let one = |set, now, value| match (wanted.contains(set), wanted.contains(now)) {
        (true, true) => Err(Errno::Inval),
        (true, false) => Ok(SetTime::At(value)),
        (false, true) => Ok(SetTime::Now),
        (false, false) => Ok(SetTime::Keep),
    };
    Ok((
        one(Fstflags::ATIM, Fstflags::ATIM_NOW, atim)?,
        one(Fstflags::MTIM, Fstflags::MTIM_NOW, mtim)?,
    ))
}
