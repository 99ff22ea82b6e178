//! Sockets: there are none, so that no descriptor is one.

use wasmtime_wasi::p1::types::Errno;

use super::call::{Call, Served};
use super::guest::fd;

fn not_a_socket(call: &mut Call<'_>, descriptor: u32) -> Served {
    call.state.tree.descriptor(fd(descriptor))?;
    Err(Errno::Notsock.into())
}

pub(super) fn sock_accept(call: &mut Call<'_>, descriptor: u32, _flags: u32, _accepted: u32) -> Served {
    not_a_socket(call, descriptor)
}

pub(super) fn sock_recv(
    call: &mut Call<'_>,
    descriptor: u32,
    _data: u32,
    _data_len: u32,
    _flags: u32,
    _received: u32,
    _out_flags: u32,
) -> Served {
    not_a_socket(call, descriptor)
}

pub(super) fn sock_send(
    call: &mut Call<'_>,
    descriptor: u32,
    _data: u32,
    _data_len: u32,
    _flags: u32,
    _sent: u32,
) -> Served {
    not_a_socket(call, descriptor)
}

pub(super) fn sock_shutdown(call: &mut Call<'_>, descriptor: u32, _how: u32) -> Served {
    not_a_socket(call, descriptor)
}
