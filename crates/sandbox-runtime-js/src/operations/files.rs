//! Files by path. Paths are absolute; the prelude resolves relative ones against the program's working directory.

use sandbox_host::Guest;
use sandbox_host::price::Bill;
use sandbox_vfs::{Error, Fd, FileType, OpenOptions, SetTime, Stat};
use serde_json::json;

use super::{Arguments, Reply, descriptors};
use crate::failure::{Failure, Fault};

/// The root of the tree: the one directory that is open from the start.
pub(super) const ROOT: Fd = Fd(3);

/// A path as the tree takes it: relative to the root.
pub(super) fn relative(path: &str) -> &[u8] {
    match path.trim_start_matches('/') {
        "" => b".",
        path => path.as_bytes(),
    }
}

/// Pays for a path, and hands it over as the tree takes it.
fn paid<'a>(arguments: &'a Arguments, index: usize, bill: &mut Bill) -> (&'a str, &'a [u8]) {
    let path = arguments.text(index);
    bill.path(path.as_bytes());
    (path, relative(path))
}

/// The largest file that is read in one call, in bytes; the prelude reads larger ones in parts.
const MAX_WHOLE_FILE_BYTES: u64 = 8 << 20;

/// `fs.readFile(path)`.
pub(super) fn read_file(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    Ok(Reply::Bytes(content(guest, arguments, bill)?))
}

/// `fs.readText(path)`: as UTF-8; what is none becomes U+FFFD.
pub(super) fn read_text(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let bytes = content(guest, arguments, bill)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    Ok(Reply::Text(text))
}

fn content(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Vec<u8>, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    let tree = guest.tree();
    let fd = tree
        .open(ROOT, relative, OpenOptions::default())
        .map_err(|error| Failure::file(error, "open").at(path))?;
    let mut read = || {
        let stat = tree.stat(fd)?;
        if stat.file_type == FileType::Directory {
            return Err(Error::IsDirectory);
        }
        if stat.size > MAX_WHOLE_FILE_BYTES {
            return Err(Error::FileTooBig);
        }
        let mut bytes = vec![0; usize::try_from(stat.size).unwrap_or(0)];
        let mut filled = 0;
        while filled < bytes.len() {
            match tree.read(fd, &mut bytes[filled..])? {
                0 => break,
                count => filled += count,
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    };
    let result = read();
    // It was opened a moment ago.
    let _ = guest.tree().close(fd);
    let bytes = result.map_err(|error| Failure::file(error, "read"))?;
    Ok(bytes)
}

/// `fs.writeFile(path, bytes, flag)`.
pub(super) fn write_file(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    write(guest, arguments, arguments.bytes(1), bill)
}

/// `fs.writeText(path, text, flag)`: as UTF-8.
pub(super) fn write_text(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    write(guest, arguments, arguments.text(1).as_bytes(), bill)
}

fn write(guest: &mut Guest<'_>, arguments: &Arguments, bytes: &[u8], bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    let options = descriptors::parsed(arguments.text(2))?;
    let tree = guest.tree();
    let fd = tree
        .open(ROOT, relative, options)
        .map_err(|error| Failure::file(error, "open").at(path))?;
    let mut left = bytes;
    let mut result = Ok(());
    while !left.is_empty() {
        match tree.write(fd, left) {
            Ok(count) => left = &left[count.min(left.len())..],
            Err(error) => {
                result = Err(Failure::file(error, "write"));
                break;
            }
        }
    }
    // It was opened a moment ago.
    let _ = tree.close(fd);
    result?;
    Ok(Reply::Undefined)
}

/// `fs.stat(path, follow)`.
pub(super) fn stat(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    let follow = arguments.flag(1);
    let stat = guest.tree().stat_path(ROOT, relative, follow).map_err(|error| {
        let syscall = if follow { "stat" } else { "lstat" };
        Failure::file(error, syscall).at(path)
    })?;
    Ok(described(&stat))
}

/// The permissions that everything in the tree is said to have: there are none.
fn mode(file_type: FileType) -> u32 {
    match file_type {
        FileType::Regular => 0o100_644,
        FileType::Directory => 0o040_755,
        FileType::Symlink => 0o120_777,
        FileType::CharacterDevice => 0o020_666,
    }
}

/// The name of a file type.
pub(super) fn type_name(file_type: FileType) -> &'static str {
    match file_type {
        FileType::Regular => "file",
        FileType::Directory => "directory",
        FileType::Symlink => "symlink",
        FileType::CharacterDevice => "character",
    }
}

/// What is known about a file, as JSON.
pub(super) fn described(stat: &Stat) -> Reply {
    #[expect(
        clippy::cast_precision_loss,
        reason = "JavaScript has no other number; a microsecond is kept until the year 2255"
    )]
    let milliseconds = |nanoseconds: u64| nanoseconds as f64 / 1e6;
    json!({
        "type": type_name(stat.file_type),
        "size": stat.size,
        "mode": mode(stat.file_type),
        "ino": stat.ino,
        "dev": 1,
        "nlink": stat.nlink,
        "atimeMs": milliseconds(stat.atime),
        "mtimeMs": milliseconds(stat.mtime),
        "ctimeMs": milliseconds(stat.ctime),
    })
    .into()
}

/// `fs.mkdir(path)`.
pub(super) fn mkdir(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    done(guest.tree().create_dir(ROOT, relative), "mkdir", path)
}

/// `fs.rmdir(path)`.
pub(super) fn rmdir(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    done(guest.tree().remove_dir(ROOT, relative), "rmdir", path)
}

/// `fs.unlink(path)`.
pub(super) fn unlink(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    done(guest.tree().unlink(ROOT, relative), "unlink", path)
}

fn done(result: Result<(), Error>, syscall: &'static str, path: &str) -> Result<Reply, Fault> {
    result.map_err(|error| Failure::file(error, syscall).at(path))?;
    Ok(Reply::Undefined)
}

/// `fs.rename(from, to)`.
pub(super) fn rename(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (from, relative_from) = paid(arguments, 0, bill);
    let (to, relative_to) = paid(arguments, 1, bill);
    guest
        .tree()
        .rename(ROOT, relative_from, ROOT, relative_to)
        .map_err(|error| Failure::file(error, "rename").at(from).to(to))?;
    Ok(Reply::Undefined)
}

/// `fs.link(existing, path)`.
pub(super) fn link(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (from, relative_from) = paid(arguments, 0, bill);
    let (to, relative_to) = paid(arguments, 1, bill);
    guest
        .tree()
        .link(ROOT, relative_from, ROOT, relative_to)
        .map_err(|error| Failure::file(error, "link").at(from).to(to))?;
    Ok(Reply::Undefined)
}

/// `fs.symlink(target, path)`.
pub(super) fn symlink(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let target = arguments.text(0);
    let (path, relative) = paid(arguments, 1, bill);
    guest
        .tree()
        .symlink(target.as_bytes(), ROOT, relative)
        .map_err(|error| Failure::file(error, "symlink").at(target).to(path))?;
    Ok(Reply::Undefined)
}

/// The longest target of a link that is read, in bytes.
pub(super) const MAX_TARGET_BYTES: usize = 4096;

/// `fs.readlink(path)`.
pub(super) fn readlink(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    let mut target = [0; MAX_TARGET_BYTES];
    let length = guest
        .tree()
        .read_link(ROOT, relative, &mut target)
        .map_err(|error| Failure::file(error, "readlink").at(path))?;
    Ok(Reply::Text(
        String::from_utf8_lossy(&target[..length.min(MAX_TARGET_BYTES)]).into_owned(),
    ))
}

/// `fs.truncate(path, length)`.
pub(super) fn truncate(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    let length = arguments.natural(1).unwrap_or(0);
    let options = OpenOptions {
        write: true,
        ..OpenOptions::default()
    };
    let tree = guest.tree();
    let fd = tree
        .open(ROOT, relative, options)
        .map_err(|error| Failure::file(error, "open").at(path))?;
    let result = tree.set_len(fd, length);
    // It was opened a moment ago.
    let _ = tree.close(fd);
    result.map_err(|error| Failure::file(error, "ftruncate"))?;
    Ok(Reply::Undefined)
}

/// `fs.utimes(path, atimeMs, mtimeMs)`.
pub(super) fn utimes(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (path, relative) = paid(arguments, 0, bill);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates, which is what a time out of range should do"
    )]
    let time = |index| SetTime::At((arguments.number(index) * 1e6) as u64);
    guest
        .tree()
        .set_times_path(ROOT, relative, true, time(1), time(2))
        .map_err(|error| Failure::file(error, "utime").at(path))?;
    Ok(Reply::Undefined)
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_relative_to_the_root() {
        assert_eq!(relative("/app/x"), b"app/x");
        assert_eq!(relative("//"), b".");
        assert_eq!(relative(""), b".");
    }
}
