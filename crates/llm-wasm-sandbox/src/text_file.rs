//! Text from a file of the host's: bounded, and nothing that makes a reader wait.

use std::fs::{File, Metadata};
use std::io::{Error, ErrorKind, Read, Result};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Mode, OFlags};

/// The text of a file.
pub(crate) struct Text {
    pub(crate) content: String,
    /// Whether somebody else than its reader and the administrator can change it.
    pub(crate) exposed: bool,
}

/// Reads a regular file of at most `max` bytes.
pub(crate) fn read(path: &Path, max: u64) -> Result<Text> {
    // What is opened is what is looked at, so that nobody can exchange it in between; and opening a FIFO does not wait for a writer.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    file.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max {
        return Err(Error::new(
            ErrorKind::FileTooLarge,
            format!("it is longer than {} KiB", max >> 10),
        ));
    }
    let content = String::from_utf8(bytes).map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8"))?;
    Ok(Text {
        content,
        exposed: is_exposed(&metadata),
    })
}

/// The permission bits that let a file's group and everybody write to it.
const OTHERS_WRITE: u32 = 0o022;

fn is_exposed(metadata: &Metadata) -> bool {
    let owner = metadata.uid();
    let trusted = owner == 0 || owner == rustix::process::geteuid().as_raw();
    metadata.mode() & OTHERS_WRITE != 0 || !trusted
}
