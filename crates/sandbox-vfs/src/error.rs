//! What a file operation can end with.

use std::io;

/// Why a file operation was refused: one variant per outcome that a guest can tell apart, and one `errno` each.
///
/// Guests make failing calls by the million (every import probes for files), so an error is a small `Copy` value and nothing
/// is allocated for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No such file or directory (`ENOENT`).
    #[error("no such file or directory")]
    NotFound,
    /// The name is taken (`EEXIST`).
    #[error("file exists")]
    Exists,
    /// A directory is needed and something else is there (`ENOTDIR`).
    #[error("not a directory")]
    NotDirectory,
    /// A file is needed and a directory is there (`EISDIR`).
    #[error("is a directory")]
    IsDirectory,
    /// The directory still has entries (`ENOTEMPTY`).
    #[error("directory not empty")]
    NotEmpty,
    /// Too many symbolic links, or one where none may be followed (`ELOOP`).
    #[error("too many levels of symbolic links")]
    Loop,
    /// A name, a path, or the nesting of directories is over its limit (`ENAMETOOLONG`).
    #[error("file name too long")]
    NameTooLong,
    /// The quota of bytes is used up (`ENOSPC`).
    #[error("no space left in the quota")]
    NoSpace,
    /// The quota of files and directories is used up (`EDQUOT`).
    #[error("quota of entries exceeded")]
    QuotaEntries,
    /// Too many open descriptors (`EMFILE`).
    #[error("too many open files")]
    TooManyOpen,
    /// Not an open descriptor, or not one for this kind of access (`EBADF`).
    #[error("bad file descriptor")]
    BadDescriptor,
    /// The host does not allow it (`EACCES`).
    #[error("permission denied")]
    AccessDenied,
    /// This part of the tree is read-only (`EROFS`).
    #[error("read-only file system")]
    ReadOnly,
    /// An argument makes no sense (`EINVAL`).
    #[error("invalid argument")]
    Invalid,
    /// The path leads above the directory that it is relative to (`ENOTCAPABLE`).
    #[error("the path leaves its base directory")]
    NotCapable,
    /// The file would be larger than a file may be (`EFBIG`).
    #[error("file too large")]
    FileTooBig,
    /// The tree has no such operation (`ENOTSUP`).
    #[error("operation not supported")]
    NotSupported,
    /// A mount point, a preopened directory or the root cannot be moved or removed (`EBUSY`).
    #[error("resource busy")]
    Busy,
    /// The two places are in different layers (`EXDEV`).
    #[error("cross-device link")]
    CrossDevice,
    /// The operation is never permitted (`EPERM`).
    #[error("operation not permitted")]
    NotPermitted,
    /// The name is not UTF-8, or has a NUL byte in it (`EILSEQ`).
    #[error("invalid file name")]
    InvalidName,
    /// The descriptor is a stream (`ESPIPE`).
    #[error("illegal seek")]
    NotSeekable,
    /// A number or a listing is too large to be represented (`EOVERFLOW`).
    #[error("value too large")]
    Overflow,
    /// The host could not read the content of a layer (`EIO`).
    #[error("input/output error")]
    Io,
}

/// The result of a file operation.
pub type Result<T, E = Error> = core::result::Result<T, E>;

impl From<&io::Error> for Error {
    /// The guest's view of a failure of the host: the kind of it, and no detail of the host.
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::AccessDenied,
            io::ErrorKind::NotADirectory => Self::NotDirectory,
            io::ErrorKind::IsADirectory => Self::IsDirectory,
            io::ErrorKind::InvalidFilename => Self::NameTooLong,
            _ => Self::Io,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small_enough_for_the_hot_path() {
        assert_eq!(size_of::<Error>(), 1);
    }

    #[test]
    fn a_failure_of_the_host_keeps_its_kind_only() {
        assert_eq!(Error::from(&io::Error::from(io::ErrorKind::NotFound)), Error::NotFound);
        assert_eq!(Error::from(&io::Error::other("/secret/host/path")), Error::Io);
    }
}
