//! Standard input, output and error.

use sandbox_host::price::Bill;
use sandbox_host::{Guest, Halt, Stream};

use super::{Arguments, Reply};
use crate::engine::MAX_VALUE_BYTES;
use crate::failure::Fault;

/// `out(fd, text)`.
pub(super) fn output_text(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    write(guest, arguments, arguments.text(1).as_bytes())
}

/// `print(text)`: what programs do most.
pub(super) fn print(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    guest.write_stream(Stream::Stdout, arguments.text(0).as_bytes())?;
    Ok(Reply::Undefined)
}

/// `outBytes(fd, bytes)`.
pub(super) fn output_bytes(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    write(guest, arguments, arguments.bytes(1))
}

fn write(guest: &mut Guest<'_>, arguments: &Arguments, bytes: &[u8]) -> Result<Reply, Fault> {
    guest.write_stream(stream(arguments.natural(0))?, bytes)?;
    Ok(Reply::Undefined)
}

fn stream(fd: Option<u64>) -> Result<Stream, Halt> {
    match fd {
        Some(1) => Ok(Stream::Stdout),
        Some(2) => Ok(Stream::Stderr),
        _ => Err(Halt::protocol("the prelude wrote to a stream that is none")),
    }
}

/// `in(max)`: the next bytes; none at the end.
pub(super) fn input(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let max = arguments.natural(0).unwrap_or(0).min(MAX_VALUE_BYTES.into());
    let bytes = guest.read_stdin(usize::try_from(max).unwrap_or(0));
    Ok(Reply::Bytes(bytes))
}
