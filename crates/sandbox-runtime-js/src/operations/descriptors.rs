//! Files by descriptor.

use sandbox_host::price::Bill;
use sandbox_host::{Guest, Stream};
use sandbox_vfs::{Descriptor, Error, Fd, OpenOptions};

use super::{Arguments, Reply, files};
use crate::engine::MAX_VALUE_BYTES;
use crate::failure::{Failure, Fault};

/// How a file is opened for one of Node's flags.
pub(super) fn options(flags: &str) -> Option<OpenOptions> {
    let (read, write, append, create, truncate) = match flags.trim_end_matches('x') {
        "r" | "rs" => (true, false, false, false, false),
        "r+" | "rs+" => (true, true, false, false, false),
        "w" => (false, true, false, true, true),
        "w+" => (true, true, false, true, true),
        "a" => (false, true, true, true, false),
        "a+" => (true, true, true, true, false),
        _ => return exclusive_plus(flags),
    };
    let exclusive = flags.ends_with('x');
    (!exclusive || create).then_some(OpenOptions {
        read,
        write,
        append,
        create,
        exclusive,
        truncate,
        ..OpenOptions::default()
    })
}

/// `wx+` and `ax+`, where the `x` is not last.
fn exclusive_plus(flags: &str) -> Option<OpenOptions> {
    let plain = match flags {
        "wx+" => "w+",
        "ax+" => "a+",
        _ => return None,
    };
    options(plain).map(|options| OpenOptions {
        exclusive: true,
        ..options
    })
}

/// The options for a program's flags.
pub(super) fn parsed(flags: &str) -> Result<OpenOptions, Fault> {
    options(flags).ok_or_else(|| {
        let shown: String = flags.chars().take(20).collect();
        Failure::of(
            "TypeError",
            Some("ERR_INVALID_ARG_VALUE"),
            &format!("The argument 'flags' is invalid. Received '{shown}'"),
        )
        .into()
    })
}

/// `fs.open(path, flags, mode)`: the descriptor. There are no modes.
pub(super) fn open(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let path = arguments.text(0);
    bill.path(path.as_bytes());
    let options = parsed(arguments.text(1))?;
    let fd = guest
        .tree()
        .open(files::ROOT, files::relative(path), options)
        .map_err(|error| Failure::file(error, "open").at(path))?;
    Ok(Reply::Number(fd.0.into()))
}

fn descriptor(arguments: &Arguments, syscall: &'static str) -> Result<Fd, Fault> {
    arguments
        .natural(0)
        .and_then(|fd| u32::try_from(fd).ok())
        .map(Fd)
        .ok_or_else(|| Failure::file(Error::BadDescriptor, syscall).into())
}

/// `fs.close(fd)`.
pub(super) fn close(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let fd = descriptor(arguments, "close")?;
    // The root is no descriptor of the program's.
    let closed = match guest.tree().descriptor(fd) {
        Ok(Descriptor::Preopen { .. }) => Err(Error::BadDescriptor),
        _ => guest.tree().close(fd),
    };
    closed.map_err(|error| Failure::file(error, "close"))?;
    Ok(Reply::Undefined)
}

/// `fs.read(fd, length, position)`: up to so many bytes; none at the end. A negative position is the descriptor's own.
pub(super) fn read(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let fd = descriptor(arguments, "read")?;
    let length = arguments.natural(1).unwrap_or(0).min(MAX_VALUE_BYTES.into());
    let position = arguments.position(2);
    let failed = |error| Failure::file(error, "read");
    let kind = match guest.tree().descriptor(fd).map_err(failed)? {
        Descriptor::Stdio(stream) => Some(stream),
        Descriptor::File { .. } => None,
        Descriptor::Directory | Descriptor::Preopen { .. } => return Err(failed(Error::IsDirectory).into()),
    };
    let bytes = match kind {
        Some(0) => guest.read_stdin(usize::try_from(length).unwrap_or(0)),
        Some(_) => return Err(failed(Error::BadDescriptor).into()),
        None => {
            let tree = guest.tree();
            let from = match position {
                Some(position) => position,
                None => tree.tell(fd).map_err(failed)?,
            };
            let left = tree.stat(fd).map_err(failed)?.size.saturating_sub(from);
            let mut bytes = vec![0; usize::try_from(length.min(left)).unwrap_or(0)];
            let read = match position {
                Some(position) => tree.read_at(fd, position, &mut bytes),
                None => tree.read(fd, &mut bytes),
            };
            bytes.truncate(read.map_err(failed)?);
            bytes
        }
    };
    Ok(Reply::Bytes(bytes))
}

/// `fs.write(fd, bytes, position)`: how many were written. A negative position is the descriptor's own.
pub(super) fn write(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let fd = descriptor(arguments, "write")?;
    let bytes = arguments.bytes(1);
    let failed = |error| Failure::file(error, "write");
    let stream = match guest.tree().descriptor(fd).map_err(failed)? {
        Descriptor::Stdio(1) => Some(Stream::Stdout),
        Descriptor::Stdio(2) => Some(Stream::Stderr),
        _ => None,
    };
    let written = match (stream, arguments.position(2)) {
        (Some(stream), _) => {
            guest.write_stream(stream, bytes)?;
            bytes.len()
        }
        (None, Some(position)) => guest.tree().write_at(fd, position, bytes).map_err(failed)?,
        (None, None) => guest.tree().write(fd, bytes).map_err(failed)?,
    };
    #[expect(clippy::cast_precision_loss, reason = "no file is that large")]
    Ok(Reply::Number(written as f64))
}

/// `fs.fstat(fd)`.
pub(super) fn fstat(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let fd = descriptor(arguments, "fstat")?;
    let stat = guest.tree().stat(fd).map_err(|error| Failure::file(error, "fstat"))?;
    Ok(files::described(&stat))
}

/// `fs.ftruncate(fd, length)`.
pub(super) fn ftruncate(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let fd = descriptor(arguments, "ftruncate")?;
    let length = arguments.natural(1).unwrap_or(0);
    guest
        .tree()
        .set_len(fd, length)
        .map_err(|error| Failure::file(error, "ftruncate"))?;
    Ok(Reply::Undefined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_nodes() {
        for flags in ["r", "r+", "w", "wx", "w+", "wx+", "a", "ax", "a+", "ax+"] {
            let options = options(flags).unwrap();
            assert_eq!(options.exclusive, flags.contains('x'), "{flags}");
            assert_eq!(options.create, !flags.starts_with('r'), "{flags}");
            assert_eq!(options.read, flags.contains('+') || flags == "r", "{flags}");
        }
        for wrong in ["", "x", "rx", "rw", "w++", "wxx+", "+"] {
            assert_eq!(options(wrong), None, "{wrong}");
        }
    }
}
