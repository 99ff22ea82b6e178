//! Why an operation failed, as the prelude learns it: what `host.error()` returns.

use sandbox_vfs::Error;
use serde::Serialize;

/// The longest text of the program's that an error repeats, in bytes: no path that the tree takes is longer.
const MAX_TEXT_BYTES: usize = 4 << 10;

/// A text of the program's, cut to what an error may repeat.
fn repeated(text: &str) -> String {
    match text.get(..text.floor_char_boundary(MAX_TEXT_BYTES)) {
        Some(start) if start.len() < text.len() => format!("{start}…"),
        _ => text.to_owned(),
    }
}

/// A failed operation. The prelude makes an `Error` of it that has Node's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub(crate) struct Failure {
    /// The class of the error if it is not `Error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<&'static str>,
    /// `ENOENT`, `ERR_INVALID_URL`, ...
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<&'static str>,
    /// The negative error number of Linux.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errno: Option<i32>,
    /// What was tried, in Node's word for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) syscall: Option<&'static str>,
    /// The path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// The second path of an operation that has two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) dest: Option<String>,
    /// What happened.
    pub(crate) message: String,
}

impl Failure {
    /// An error of the file tree.
    pub(crate) fn file(error: Error, syscall: &'static str) -> Self {
        let (code, errno, message) = describe(error);
        Self {
            code: Some(code),
            errno: Some(-errno),
            syscall: Some(syscall),
            message: message.to_owned(),
            ..Self::default()
        }
    }

    /// The same, about a path.
    pub(crate) fn at(self, path: &str) -> Self {
        Self {
            path: Some(repeated(path)),
            ..self
        }
    }

    /// The same, about a second path, too.
    pub(crate) fn to(self, dest: &str) -> Self {
        Self {
            dest: Some(repeated(dest)),
            ..self
        }
    }

    /// An error of another class.
    pub(crate) fn of(name: &'static str, code: Option<&'static str>, message: &str) -> Self {
        Self {
            name: Some(name),
            code,
            message: repeated(message),
            ..Self::default()
        }
    }
}

/// Code, number and words of an error, as Node gives them on Linux.
fn describe(error: Error) -> (&'static str, i32, &'static str) {
    match error {
        Error::NotFound => ("ENOENT", 2, "no such file or directory"),
        Error::Exists => ("EEXIST", 17, "file already exists"),
        Error::NotDirectory => ("ENOTDIR", 20, "not a directory"),
        Error::IsDirectory => ("EISDIR", 21, "illegal operation on a directory"),
        Error::NotEmpty => ("ENOTEMPTY", 39, "directory not empty"),
        Error::Loop => ("ELOOP", 40, "too many symbolic links encountered"),
        Error::NameTooLong => ("ENAMETOOLONG", 36, "name too long"),
        Error::NoSpace => ("ENOSPC", 28, "no space left on device"),
        Error::QuotaEntries => ("EDQUOT", 122, "disk quota exceeded"),
        Error::TooManyOpen => ("EMFILE", 24, "too many open files"),
        Error::BadDescriptor => ("EBADF", 9, "bad file descriptor"),
        Error::AccessDenied => ("EACCES", 13, "permission denied"),
        Error::ReadOnly => ("EROFS", 30, "read-only file system"),
        Error::NotCapable | Error::NotPermitted => ("EPERM", 1, "operation not permitted"),
        Error::FileTooBig => ("EFBIG", 27, "file too large"),
        Error::NotSupported => ("ENOTSUP", 95, "operation not supported on socket"),
        Error::Busy => ("EBUSY", 16, "resource busy or locked"),
        Error::CrossDevice => ("EXDEV", 18, "cross-device link not permitted"),
        Error::InvalidName => ("EILSEQ", 84, "illegal byte sequence"),
        Error::NotSeekable => ("ESPIPE", 29, "invalid seek"),
        Error::Overflow => ("EOVERFLOW", 75, "value too large for defined data type"),
        Error::Invalid => ("EINVAL", 22, "invalid argument"),
        _ => ("EIO", 5, "i/o error"),
    }
}

/// How an operation can end other than well.
pub(crate) enum Fault {
    /// The program gets an error.
    Failure(Box<Failure>),
    /// The program ends.
    Halt(sandbox_host::Halt),
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl From<sandbox_host::Halt> for Fault {
    fn from(halt: sandbox_host::Halt) -> Self {
        Self::Halt(halt)
    }
}
