//! Everything that names a file by its path below a directory.

use sandbox_vfs::{Descriptor, OpenOptions};
use wasmtime_wasi::p1::types::{Errno, Fdflags, Lookupflags, Oflags, Rights};

use super::call::{Call, Failure, Served};
use super::guest::{fd, flags, path, result, slice_mut};

/// Whether a link at the end of a path is followed.
pub(super) fn follow(lookup: u32) -> Served<bool> {
    let lookup = Lookupflags::from_bits(lookup).ok_or(Failure::Errno(Errno::Inval))?;
    Ok(lookup.contains(Lookupflags::SYMLINK_FOLLOW))
}

#[expect(clippy::too_many_arguments, reason = "the signature is the interface's")]
pub(super) fn path_open(
    call: &mut Call<'_>,
    base: u32,
    lookup: u32,
    path_ptr: u32,
    path_len: u32,
    open_flags: u32,
    rights_base: u64,
    _rights_inheriting: u64,
    fd_flags: u32,
    opened: u32,
) -> Served {
    let opened = result::<u32>(&call.memory, opened)?;
    let open_flags: Oflags = flags(open_flags)?;
    // Synchronised and non-blocking input and output are what the tree does anyway.
    let fd_flags: Fdflags = flags(fd_flags)?;
    // A right that nobody knows cannot be used: libraries ask for all 64.
    let rights = Rights::from_bits_truncate(rights_base);
    let options = OpenOptions {
        read: rights.contains(Rights::FD_READ),
        write: rights.contains(Rights::FD_WRITE),
        append: fd_flags.contains(Fdflags::APPEND),
        create: open_flags.contains(Oflags::CREAT),
        exclusive: open_flags.contains(Oflags::EXCL),
        truncate: open_flags.contains(Oflags::TRUNC),
        directory: open_flags.contains(Oflags::DIRECTORY),
        follow: follow(lookup)?,
    };
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    let new = call.state.tree.open(fd(base), path, options)?;
    Ok(call.memory.write(opened, new.0)?)
}

pub(super) fn path_create_directory(call: &mut Call<'_>, base: u32, path_ptr: u32, path_len: u32) -> Served {
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    Ok(call.state.tree.create_dir(fd(base), path)?)
}

pub(super) fn path_remove_directory(call: &mut Call<'_>, base: u32, path_ptr: u32, path_len: u32) -> Served {
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    Ok(call.state.tree.remove_dir(fd(base), path)?)
}

pub(super) fn path_unlink_file(call: &mut Call<'_>, base: u32, path_ptr: u32, path_len: u32) -> Served {
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    Ok(call.state.tree.unlink(fd(base), path)?)
}

pub(super) fn path_rename(
    call: &mut Call<'_>,
    from_base: u32,
    from_ptr: u32,
    from_len: u32,
    to_base: u32,
    to_ptr: u32,
    to_len: u32,
) -> Served {
    let from = path(&call.memory, &mut call.bill, from_ptr, from_len)?;
    let to = path(&call.memory, &mut call.bill, to_ptr, to_len)?;
    Ok(call.state.tree.rename(fd(from_base), from, fd(to_base), to)?)
}

pub(super) fn path_symlink(
    call: &mut Call<'_>,
    target_ptr: u32,
    target_len: u32,
    base: u32,
    path_ptr: u32,
    path_len: u32,
) -> Served {
    let target = path(&call.memory, &mut call.bill, target_ptr, target_len)?;
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?;
    Ok(call.state.tree.symlink(target, fd(base), path)?)
}

pub(super) fn path_readlink(
    call: &mut Call<'_>,
    base: u32,
    path_ptr: u32,
    path_len: u32,
    buf: u32,
    buf_len: u32,
    used: u32,
) -> Served {
    let used = result::<u32>(&call.memory, used)?;
    // A copy, because the buffer may lie over the path. Its length is bounded by `MAX_PATH`.
    let path = path(&call.memory, &mut call.bill, path_ptr, path_len)?.to_vec();
    let buffer = slice_mut(&mut call.memory, buf, buf_len)?;
    let length = call.state.tree.read_link(fd(base), &path, buffer)?;
    call.bill.bytes(length as u64);
    let length = u32::try_from(length).map_err(|_| Errno::Overflow)?;
    Ok(call.memory.write(used, length)?)
}

/// Hard links are not supported: one name per file keeps quotas, changes and exports simple to state and to check.
#[expect(clippy::too_many_arguments, reason = "the signature is the interface's")]
pub(super) fn path_link(
    call: &mut Call<'_>,
    from_base: u32,
    lookup: u32,
    from_ptr: u32,
    from_len: u32,
    to_base: u32,
    to_ptr: u32,
    to_len: u32,
) -> Served {
    follow(lookup)?;
    path(&call.memory, &mut call.bill, from_ptr, from_len)?;
    path(&call.memory, &mut call.bill, to_ptr, to_len)?;
    for base in [from_base, to_base] {
        if let Descriptor::Stdio(_) | Descriptor::File { .. } = call.state.tree.descriptor(fd(base))? {
            return Err(Errno::Notdir.into());
        }
    }
    Err(Errno::Notsup.into())
}
