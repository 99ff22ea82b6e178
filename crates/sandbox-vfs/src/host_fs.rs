//! Steps into the host's file system that follow no link: one name at a time, relative to an open folder.

use std::fs::File;
use std::io;

use cap_std::fs::Dir;

/// What a name in a host folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostKind {
    Directory,
    File {
        size: u64,
    },
    /// A link, a device, a pipe, a socket: nothing that the tree shows or touches.
    Other,
}

/// Looks at a name without following it.
pub(crate) fn kind(folder: &Dir, name: &str) -> io::Result<HostKind> {
    one_name(name)?;
    let metadata = folder.symlink_metadata(name)?;
    Ok(if metadata.is_dir() {
        HostKind::Directory
    } else if metadata.is_file() {
        HostKind::File { size: metadata.len() }
    } else {
        HostKind::Other
    })
}

/// Opens a folder in a folder. A link is an error, even one that was put there a moment ago.
pub(crate) fn open_dir(folder: &Dir, name: &str) -> io::Result<Dir> {
    one_name(name)?;
    imp::open_dir(folder, name)
}

/// Opens a file for reading. A link is an error; a pipe does not block (and is for the caller to refuse).
pub(crate) fn open_file(folder: &Dir, name: &str) -> io::Result<File> {
    one_name(name)?;
    imp::open_file(folder, name)
}

/// Removes an empty folder in a folder; a link is an error.
pub(crate) fn remove_dir(folder: &Dir, name: &str) -> io::Result<()> {
    one_name(name)?;
    folder.remove_dir(name)
}

fn one_name(name: &str) -> io::Result<()> {
    let separator = |c| c == '/' || c == '\0' || (cfg!(windows) && matches!(c, '\\' | ':'));
    if name.is_empty() || name == "." || name == ".." || name.contains(separator) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(())
}

#[cfg(unix)]
mod imp {
    use super::{Dir, File, io};
    use rustix::fs::{Mode, OFlags, openat};

    pub(super) fn open_dir(folder: &Dir, name: &str) -> io::Result<Dir> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Dir::from_std_file(File::from(openat(
            folder,
            name,
            flags,
            Mode::empty(),
        )?)))
    }

    pub(super) fn open_file(folder: &Dir, name: &str) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(File::from(openat(folder, name, flags, Mode::empty())?))
    }
}

#[cfg(not(unix))]
mod imp {
    use super::{Dir, File, HostKind, io, kind};

    // Without a flag that refuses links, a link that replaces the name between the two steps is followed, but never out of
    // `folder`: cap-std sees to that.
    pub(super) fn open_dir(folder: &Dir, name: &str) -> io::Result<Dir> {
        match kind(folder, name)? {
            HostKind::Directory => folder.open_dir(name),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn open_file(folder: &Dir, name: &str) -> io::Result<File> {
        match kind(folder, name)? {
            HostKind::File { .. } => Ok(folder.open(name)?.into_std()),
            _ => Err(io::ErrorKind::PermissionDenied.into()),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn links_are_never_followed() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("real")).unwrap();
        std::fs::write(temp.path().join("file"), "x").unwrap();
        std::os::unix::fs::symlink("real", temp.path().join("dir-link")).unwrap();
        std::os::unix::fs::symlink("file", temp.path().join("file-link")).unwrap();
        let folder = Dir::open_ambient_dir(temp.path(), cap_std::ambient_authority()).unwrap();
        assert!(open_dir(&folder, "real").is_ok());
        assert!(open_file(&folder, "file").is_ok());
        assert!(open_dir(&folder, "dir-link").is_err());
        assert!(open_file(&folder, "file-link").is_err());
        assert_eq!(kind(&folder, "file-link").unwrap(), HostKind::Other);
    }

    #[test]
    fn only_single_names_are_taken() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Dir::open_ambient_dir(temp.path(), cap_std::ambient_authority()).unwrap();
        for name in ["", ".", "..", "a/b", "/etc", "a\0"] {
            assert!(open_dir(&folder, name).is_err(), "{name:?}");
            assert!(open_file(&folder, name).is_err(), "{name:?}");
            assert!(kind(&folder, name).is_err(), "{name:?}");
        }
    }
}
