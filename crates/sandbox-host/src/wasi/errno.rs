//! From the host's errors to the guest's error numbers, one to one.

use sandbox_vfs::Error;
use wasmtime_wasi::p1::types::Errno;
use wiggle::GuestError;

/// The number of a file tree's error.
pub(super) fn of_tree(error: Error) -> Errno {
    match error {
        Error::NotFound => Errno::Noent,
        Error::Exists => Errno::Exist,
        Error::NotDirectory => Errno::Notdir,
        Error::IsDirectory => Errno::Isdir,
        Error::NotEmpty => Errno::Notempty,
        Error::Loop => Errno::Loop,
        Error::NameTooLong => Errno::Nametoolong,
        Error::NoSpace => Errno::Nospc,
        Error::QuotaEntries => Errno::Dquot,
        Error::TooManyOpen => Errno::Mfile,
        Error::BadDescriptor => Errno::Badf,
        Error::AccessDenied => Errno::Acces,
        Error::ReadOnly => Errno::Rofs,
        Error::Invalid => Errno::Inval,
        Error::NotCapable => Errno::Notcapable,
        Error::FileTooBig => Errno::Fbig,
        Error::NotSupported => Errno::Notsup,
        Error::Busy => Errno::Busy,
        Error::CrossDevice => Errno::Xdev,
        Error::NotPermitted => Errno::Perm,
        Error::InvalidName => Errno::Ilseq,
        Error::NotSeekable => Errno::Spipe,
        Error::Overflow => Errno::Overflow,
        // The enumeration may grow; what has no number yet is a failure of the host's.
        _ => Errno::Io,
    }
}

/// The number of a bad pointer or a value that the guest's memory should not hold.
///
/// The specification lets a host trap here; an error number leaves the guest its say, and costs the host nothing.
pub(super) fn of_pointer(error: &GuestError) -> Errno {
    match error {
        GuestError::InvalidFlagValue(_) | GuestError::InvalidEnumValue(_) => Errno::Inval,
        GuestError::InvalidUtf8(_) => Errno::Ilseq,
        GuestError::TryFromIntError(_) => Errno::Overflow,
        GuestError::PtrOverflow
        | GuestError::PtrOutOfBounds(_)
        | GuestError::PtrNotAligned(..)
        | GuestError::SliceLengthsDiffer => Errno::Fault,
        GuestError::InFunc { err, .. } => of_pointer(err),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every error of the tree.
    const ALL: &[Error] = &[
        Error::NotFound,
        Error::Exists,
        Error::NotDirectory,
        Error::IsDirectory,
        Error::NotEmpty,
        Error::Loop,
        Error::NameTooLong,
        Error::NoSpace,
        Error::QuotaEntries,
        Error::TooManyOpen,
        Error::BadDescriptor,
        Error::AccessDenied,
        Error::ReadOnly,
        Error::Invalid,
        Error::NotCapable,
        Error::FileTooBig,
        Error::NotSupported,
        Error::Busy,
        Error::CrossDevice,
        Error::NotPermitted,
        Error::InvalidName,
        Error::NotSeekable,
        Error::Overflow,
        Error::Io,
    ];

    #[test]
    fn every_error_of_the_tree_has_a_number_of_its_own() {
        let numbers: BTreeSet<u16> = ALL.iter().map(|error| of_tree(*error) as u16).collect();
        assert_eq!(numbers.len(), ALL.len());
        assert!(!numbers.contains(&(Errno::Success as u16)));
    }

    #[test]
    fn pointer_errors_are_faults_however_deep() {
        let inner = GuestError::PtrOverflow;
        let error = GuestError::InFunc {
            modulename: "m",
            funcname: "f",
            location: "p",
            err: Box::new(inner),
        };
        assert_eq!(of_pointer(&error), Errno::Fault);
        assert_eq!(of_pointer(&GuestError::InvalidFlagValue("f")), Errno::Inval);
    }
}
