//! WASI preview 1, served from the guest's own file tree, streams and clocks.
//!
//! `wasmtime-wasi` is the base of the linker, and keeps the arguments, the environment and the random source; but the functions that guests
//! call are ours, all of them. They have in common that
//! - a bad pointer, length, flag or descriptor is an error number, never a trap and never a panic;
//! - result pointers are checked before anything happens, so that a call either happens or does not;
//! - no length of the guest's makes the host allocate: buffers are used in place, counts are capped (`guest.rs`);
//! - the work is charged to the guest's fuel (`price.rs`) and counted against the policy's limit of host calls;
//! - nothing of the host's shows: no inode, time or uninitialised byte.

mod call;
mod clock;
mod descriptor;
mod directory;
mod errno;
mod filestat;
mod guest;
mod path;
mod poll;
mod process;
mod rights;
mod socket;
mod transfer;

use wasmtime::{Caller, Linker};

use self::call::{Metered, serve};
use crate::state::GuestState;

/// The module that guests import the functions from.
const MODULE: &str = "wasi_snapshot_preview1";

/// The only function that waits, and therefore the only asynchronous one.
const POLL: &str = "poll_oneoff";

/// Defines functions by their signatures, each served by the function of the same name in one of the modules.
macro_rules! shadow {
    ($($module:ident::$name:ident($($argument:ident: $type:ty),*);)*) => {
        /// Every function that is ours, but [`POLL`].
        #[cfg(test)]
        const SHADOWED: &[&str] = &[$(stringify!($name)),*];

        fn shadow(linker: &mut Linker<GuestState>, metered: Metered) -> wasmtime::Result<()> {
            $(linker.func_wrap(
                MODULE,
                stringify!($name),
                move |mut caller: Caller<'_, GuestState>, $($argument: $type),*| {
                    serve(&mut caller, metered, |call| $module::$name(call, $($argument),*))
                },
            )?;)*
            Ok(())
        }
    };
}

shadow! {
    process::args_get(argv: u32, argv_buf: u32);
    process::args_sizes_get(count: u32, size: u32);
    process::environ_get(environ: u32, environ_buf: u32);
    process::environ_sizes_get(count: u32, size: u32);
    process::proc_raise(signal: u32);
    process::sched_yield();
    process::random_get(buf: u32, buf_len: u32);
    clock::clock_res_get(id: u32, resolution: u32);
    clock::clock_time_get(id: u32, precision: u64, time: u32);
    descriptor::fd_advise(fd: u32, offset: u64, len: u64, advice: u32);
    descriptor::fd_allocate(fd: u32, offset: u64, len: u64);
    descriptor::fd_close(fd: u32);
    descriptor::fd_datasync(fd: u32);
    descriptor::fd_fdstat_get(fd: u32, stat: u32);
    descriptor::fd_fdstat_set_flags(fd: u32, flags: u32);
    descriptor::fd_fdstat_set_rights(fd: u32, base: u64, inheriting: u64);
    descriptor::fd_prestat_dir_name(fd: u32, path: u32, path_len: u32);
    descriptor::fd_prestat_get(fd: u32, prestat: u32);
    descriptor::fd_renumber(from: u32, to: u32);
    descriptor::fd_sync(fd: u32);
    directory::fd_readdir(fd: u32, buf: u32, buf_len: u32, cookie: u64, used: u32);
    filestat::fd_filestat_get(fd: u32, stat: u32);
    filestat::fd_filestat_set_size(fd: u32, size: u64);
    filestat::fd_filestat_set_times(fd: u32, atim: u64, mtim: u64, flags: u32);
    filestat::path_filestat_get(fd: u32, lookup: u32, path: u32, path_len: u32, stat: u32);
    filestat::path_filestat_set_times(fd: u32, lookup: u32, path: u32, path_len: u32, atim: u64, mtim: u64, flags: u32);
    transfer::fd_pread(fd: u32, iovs: u32, iovs_len: u32, offset: u64, nread: u32);
    transfer::fd_pwrite(fd: u32, iovs: u32, iovs_len: u32, offset: u64, nwritten: u32);
    transfer::fd_read(fd: u32, iovs: u32, iovs_len: u32, nread: u32);
    transfer::fd_seek(fd: u32, offset: i64, whence: u32, new_offset: u32);
    transfer::fd_tell(fd: u32, offset: u32);
    transfer::fd_write(fd: u32, iovs: u32, iovs_len: u32, nwritten: u32);
    path::path_create_directory(fd: u32, path: u32, path_len: u32);
    path::path_link(from_fd: u32, lookup: u32, from: u32, from_len: u32, to_fd: u32, to: u32, to_len: u32);
    path::path_open(fd: u32, lookup: u32, path: u32, path_len: u32, oflags: u32, base: u64, inheriting: u64, fdflags: u32, opened: u32);
    path::path_readlink(fd: u32, path: u32, path_len: u32, buf: u32, buf_len: u32, used: u32);
    path::path_remove_directory(fd: u32, path: u32, path_len: u32);
    path::path_rename(from_fd: u32, from: u32, from_len: u32, to_fd: u32, to: u32, to_len: u32);
    path::path_symlink(target: u32, target_len: u32, fd: u32, path: u32, path_len: u32);
    path::path_unlink_file(fd: u32, path: u32, path_len: u32);
    socket::sock_accept(fd: u32, flags: u32, accepted: u32);
    socket::sock_recv(fd: u32, data: u32, data_len: u32, flags: u32, received: u32, out_flags: u32);
    socket::sock_send(fd: u32, data: u32, data_len: u32, flags: u32, sent: u32);
    socket::sock_shutdown(fd: u32, how: u32);
}

/// Defines all of preview 1 in `linker`.
///
/// # Errors
///
/// If the linker already defines one of the functions.
pub(crate) fn add_to_linker(linker: &mut Linker<GuestState>) -> wasmtime::Result<()> {
    wasmtime_wasi::p1::add_to_linker_async(linker, |state| &mut state.wasi)?;
    let metered = Metered::of(linker.engine());
    linker.allow_shadowing(true);
    shadow(linker, metered)?;
    linker.func_wrap(MODULE, "proc_exit", |_: Caller<'_, GuestState>, code: u32| {
        process::proc_exit(code)
    })?;
    linker.func_wrap_async(
        MODULE,
        POLL,
        move |caller: Caller<'_, GuestState>, arguments: (u32, u32, u32, u32)| {
            Box::new(poll::poll_oneoff(caller, metered, arguments))
        },
    )?;
    linker.allow_shadowing(false);
    Ok(())
}

#[cfg(test)]
mod tests;
