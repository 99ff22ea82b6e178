//! Rights of preview 1, as far as they still mean something.
//!
//! The C library decides from them what it may ask for; what a guest can really do is decided by the file tree alone.

use wasmtime_wasi::p1::types::Rights;

/// Rights of a standard stream.
pub(super) fn of_stream(stream: u8) -> Rights {
    let direction = if stream == 0 { Rights::FD_READ } else { Rights::FD_WRITE };
    direction | Rights::FD_FDSTAT_SET_FLAGS | Rights::FD_FILESTAT_GET | Rights::POLL_FD_READWRITE
}

/// Rights of an open file.
pub(super) fn of_file(read: bool, write: bool) -> Rights {
    let mut rights = Rights::FD_SEEK
        | Rights::FD_TELL
        | Rights::FD_FDSTAT_SET_FLAGS
        | Rights::FD_DATASYNC
        | Rights::FD_SYNC
        | Rights::FD_ADVISE
        | Rights::FD_FILESTAT_GET
        | Rights::FD_FILESTAT_SET_TIMES
        | Rights::POLL_FD_READWRITE;
    rights.set(Rights::FD_READ, read);
    rights.set(
        Rights::FD_WRITE | Rights::FD_ALLOCATE | Rights::FD_FILESTAT_SET_SIZE,
        write,
    );
    rights
}

/// Rights of a directory. Links are in it although hard links are not supported: without the right, programs get another error.
pub(super) fn of_directory() -> Rights {
    Rights::PATH_CREATE_DIRECTORY
        | Rights::PATH_CREATE_FILE
        | Rights::PATH_LINK_SOURCE
        | Rights::PATH_LINK_TARGET
        | Rights::PATH_OPEN
        | Rights::FD_READDIR
        | Rights::PATH_READLINK
        | Rights::PATH_RENAME_SOURCE
        | Rights::PATH_RENAME_TARGET
        | Rights::PATH_SYMLINK
        | Rights::PATH_REMOVE_DIRECTORY
        | Rights::PATH_UNLINK_FILE
        | Rights::PATH_FILESTAT_GET
        | Rights::PATH_FILESTAT_SET_TIMES
        | Rights::FD_FILESTAT_GET
        | Rights::FD_FILESTAT_SET_TIMES
}

/// Rights of what is opened below a directory.
pub(super) fn below_directory() -> Rights {
    of_directory() | of_file(true, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_access_mode_can_be_read_from_the_rights() {
        assert!(
            !of_file(true, false).intersects(Rights::FD_WRITE | Rights::FD_ALLOCATE | Rights::FD_FILESTAT_SET_SIZE)
        );
        assert!(!of_file(false, true).contains(Rights::FD_READ));
        assert!(of_file(true, true).contains(Rights::FD_READ | Rights::FD_WRITE));
        // The C library takes a stream that can seek for something else than a pipe.
        assert!(!of_stream(0).intersects(Rights::FD_SEEK | Rights::FD_TELL | Rights::FD_WRITE));
        assert!(below_directory().contains(of_directory()));
    }
}
