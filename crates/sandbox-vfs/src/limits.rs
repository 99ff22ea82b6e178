//! Quotas, what is used of them, and how often they refused.

/// What one tree may hold and have open. Every limit is exact: the last byte that fits is accepted, the next one is refused.
///
/// Bytes and entries are counted in the writable parts of the tree only; read-only layers cost nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files together: their logical sizes, so that a hole costs what it pretends to be. Symbolic links count the length
    /// of their targets. Refused with `NoSpace`. Default 64 MiB.
    pub bytes: u64,
    /// Files, directories and symbolic links together. Refused with `QuotaEntries`. Default 10,000.
    pub entries: u32,
    /// How deep entries may be nested below a writable mount; an entry directly in it has depth 1. Refused with
    /// `NameTooLong`. Default 32.
    pub depth: u32,
    /// Bytes of one name. Refused with `NameTooLong`. Default 255.
    pub name_bytes: u32,
    /// Bytes of a path: of one that a guest passes, and of the absolute path of everything it creates. Refused with `NameTooLong`.
    /// Default 4,096.
    pub path_bytes: u32,
    /// Descriptors that may be open at a time, beyond the three streams and the preopened directories. Refused with
    /// `TooManyOpen`. Default 128.
    pub open_files: u32,
    /// Bytes of one file. Refused with `FileTooBig`. Default: as `bytes`.
    pub file_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            entries: 10_000,
            depth: 32,
            name_bytes: 255,
            path_bytes: 4096,
            open_files: 128,
            file_bytes: 64 << 20,
        }
    }
}

/// What is used of the two quotas on storage. A file that was removed while it is open counts until it is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Bytes, counted as [`Limits::bytes`] says.
    pub bytes: u64,
    /// Entries, counted as [`Limits::entries`] says.
    pub entries: u32,
}

/// How often each limit refused an operation, so that a host can tell a program that died of its quota from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refusals {
    /// [`Limits::bytes`].
    pub bytes: u64,
    /// [`Limits::entries`].
    pub entries: u64,
    /// [`Limits::depth`].
    pub depth: u64,
    /// [`Limits::name_bytes`] and [`Limits::path_bytes`].
    pub names: u64,
    /// [`Limits::open_files`].
    pub open_files: u64,
    /// [`Limits::file_bytes`].
    pub file_bytes: u64,
}

impl Refusals {
    /// Whether any limit refused anything.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Whether a quota on storage (bytes, entries, the size of one file) refused anything.
    #[must_use]
    pub fn storage(&self) -> bool {
        self.bytes > 0 || self.entries > 0 || self.file_bytes > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_tell_storage_from_names() {
        assert!(!Refusals::default().any());
        let names = Refusals {
            names: 1,
            ..Refusals::default()
        };
        assert!(names.any() && !names.storage());
        assert!(
            Refusals {
                entries: 1,
                ..Refusals::default()
            }
            .storage()
        );
    }
}
