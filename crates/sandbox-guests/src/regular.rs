//! Opening a cached file without trusting what lies at its path.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use crate::stamp::VerifyError;

/// Largest file the cache works with, in bytes (2 GiB). The largest known, a compiled Python image, is a sixth of that;
/// anything above is a planted or damaged file and is refused before it is read.
pub const MAX_FILE_BYTES: u64 = 2 << 30;

/// Permission bits that let somebody else change a file or folder.
pub(crate) const WRITABLE_BY_OTHERS: u32 = 0o022;

/// Opens `path` for reading if it is a regular file of this user that nobody else can write to.
///
/// The check is made on the opened file, so it holds for what the caller goes on to read or map. Links are not followed, a
/// FIFO does not block, and nothing is read.
///
/// # Errors
/// [`VerifyError`], [`VerifyError::Missing`] among them.
pub fn open_regular(path: &Path) -> Result<File, VerifyError> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(error) => return Err(refusal(path, error)),
    };
    check(path, &metadata(path, &file)?)?;
    Ok(file)
}

/// The metadata of the opened file at `path`.
pub(crate) fn metadata(path: &Path, file: &File) -> Result<Metadata, VerifyError> {
    file.metadata().map_err(|source| VerifyError::Read {
        path: path.to_owned(),
        source,
    })
}

/// Applies the cache's rules for files to the metadata of an opened file.
pub(crate) fn check(path: &Path, metadata: &Metadata) -> Result<(), VerifyError> {
    let path = || path.to_owned();
    if !metadata.is_file() {
        return Err(VerifyError::NotAFile {
            path: path(),
            found: kind(metadata),
        });
    }
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user {
        return Err(VerifyError::Foreign {
            path: path(),
            owner: metadata.uid(),
            user,
        });
    }
    if metadata.mode() & WRITABLE_BY_OTHERS != 0 {
        return Err(VerifyError::Writable {
            path: path(),
            mode: metadata.mode() & 0o7777,
        });
    }
    if metadata.size() > MAX_FILE_BYTES {
        return Err(VerifyError::TooLarge {
            path: path(),
            bytes: metadata.size(),
        });
    }
    Ok(())
}

fn refusal(path: &Path, error: rustix::io::Errno) -> VerifyError {
    use rustix::io::Errno;

    let path = path.to_owned();
    match error {
        Errno::NOENT => VerifyError::Missing { path },
        // O_NOFOLLOW's answer to a link, and open's answer to a socket or a device without a driver.
        Errno::LOOP | Errno::MLINK => VerifyError::NotAFile {
            path,
            found: "a symbolic link",
        },
        Errno::NXIO | Errno::OPNOTSUPP => VerifyError::NotAFile {
            path,
            found: "a socket or device",
        },
        error => VerifyError::Read {
            path,
            source: io::Error::from(error),
        },
    }
}

/// What a thing that is not a regular file is, for messages.
pub(crate) fn kind(metadata: &Metadata) -> &'static str {
    let kind = metadata.file_type();
    if kind.is_symlink() {
        "a symbolic link"
    } else if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a FIFO"
    } else if kind.is_file() {
        "a file"
    } else {
        "a socket or device"
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;
    use crate::testing::make_fifo;

    #[test]
    fn a_private_file_opens() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        fs::write(&path, "data").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(io::read_to_string(open_regular(&path).unwrap()).unwrap(), "data");
    }

    #[test]
    fn whatever_is_not_a_file_is_refused_without_blocking() {
        let dir = tempfile::tempdir().unwrap();
        let link = dir.path().join("link");
        symlink("/etc/passwd", &link).unwrap();
        let fifo = dir.path().join("fifo");
        make_fifo(&fifo);
        let socket = dir.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for (path, what) in [
            (link.as_path(), "a symbolic link"),
            (&fifo, "a FIFO"),
            (&socket, "a socket or device"),
            (dir.path(), "a folder"),
            (Path::new("/dev/null"), "a socket or device"),
        ] {
            match open_regular(path) {
                Err(VerifyError::NotAFile { found, .. }) => assert_eq!(found, what),
                other => panic!("{}: {other:?}", path.display()),
            }
        }
        assert!(matches!(
            open_regular(&dir.path().join("none")),
            Err(VerifyError::Missing { .. })
        ));
    }

    #[test]
    fn files_that_others_can_change_or_own_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        fs::write(&path, "data").unwrap();
        for mode in [0o620, 0o602, 0o666] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(open_regular(&path), Err(VerifyError::Writable { mode: seen, .. }) if seen == mode));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        // Giving a file away needs privileges; where the tests have them, the rule is tested too.
        if std::os::unix::fs::chown(&path, Some(12_345), None).is_ok() {
            assert!(matches!(
                open_regular(&path),
                Err(VerifyError::Foreign { owner: 12_345, .. })
            ));
        }
    }

    #[test]
    fn a_sparse_giant_is_refused_by_its_size_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sparse");
        let file = File::create(&path).unwrap();
        file.set_len(10 << 30).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(open_regular(&path), Err(VerifyError::TooLarge { bytes, .. }) if bytes == 10 << 30));
    }
}
