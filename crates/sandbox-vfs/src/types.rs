//! The values that operations take and give.

/// A descriptor of a guest: 0 to 2 are the standard streams, then come the preopened directories, then what it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fd(pub u32);

/// Kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileType {
    /// A file with content.
    Regular,
    /// A directory.
    Directory,
    /// A symbolic link.
    Symlink,
    /// A standard stream.
    CharacterDevice,
}

/// What is known about a file. Nothing in it comes from the host's own file system but the size and modification time of files in a host folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Serial number: unique in the tree, never used twice.
    pub ino: u64,
    /// Kind.
    pub file_type: FileType,
    /// 1, or 0 for a file that was removed while it is open.
    pub nlink: u64,
    /// Bytes of a file or of a link's target, 0 for others.
    pub size: u64,
    /// Last access, in nanoseconds since 1970. Reading does not change it; it is the creation time unless it was set.
    pub atime: u64,
    /// Last change of the content, in nanoseconds since 1970.
    pub mtime: u64,
    /// Last change of content, name or times, in nanoseconds since 1970.
    pub ctime: u64,
}

/// How [`Tree::open`](crate::Tree::open) opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one flag of the call that guests make, all combinations exist"
)]
pub struct OpenOptions {
    /// Allow reading. Default true.
    pub read: bool,
    /// Allow writing. Default false.
    pub write: bool,
    /// Write at the end of the file, wherever the position is. Default false.
    pub append: bool,
    /// Create the file if it is missing. Default false.
    pub create: bool,
    /// With `create`: fail if the name is taken. Default false.
    pub exclusive: bool,
    /// Empty the file. Needs `write`. Default false.
    pub truncate: bool,
    /// Fail if it is not a directory. Default false.
    pub directory: bool,
    /// Follow a symbolic link in the last place of the path. Default true.
    pub follow: bool,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            read: true,
            write: false,
            append: false,
            create: false,
            exclusive: false,
            truncate: false,
            directory: false,
            follow: true,
        }
    }
}

/// What to do with one time stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetTime {
    /// Leave it.
    Keep,
    /// Set it to the clock's time.
    Now,
    /// Set it to this many nanoseconds since 1970. Later than the year 2262 is taken as 2262.
    At(u64),
}

/// One entry that [`Tree::read_dir`](crate::Tree::read_dir) reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DirEntry<'a> {
    /// The cookie that continues behind this entry.
    pub next_cookie: u64,
    /// Serial number of the file.
    pub ino: u64,
    /// Kind of the file.
    pub file_type: FileType,
    /// Its name, without a separator.
    pub name: &'a [u8],
}

/// What a descriptor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Descriptor<'a> {
    /// Standard input (0), output (1) or error (2), which the host serves.
    Stdio(u8),
    /// An open file.
    File {
        /// Opened for reading.
        read: bool,
        /// Opened for writing.
        write: bool,
        /// Writes go to the end.
        append: bool,
    },
    /// An open directory.
    Directory,
    /// A directory that was open from the start.
    Preopen {
        /// The path under which the guest knows it.
        name: &'a str,
    },
}

/// What one number of the table of descriptors stands for between two turns; see [`Tree::settle`](crate::Tree::settle).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenFile {
    /// Nothing: the number is free.
    Free,
    /// Standard input (0), output (1) or error (2).
    Stream(u8),
    /// A directory that was open from the start, by its number among those.
    Preopen(u32),
    /// A file.
    File {
        /// Its absolute path.
        path: String,
        /// Where the next read or write is, in bytes.
        position: u64,
        /// Opened for reading.
        read: bool,
        /// Opened for writing.
        write: bool,
        /// Writes go to the end.
        append: bool,
    },
    /// A directory.
    Directory {
        /// Its absolute path.
        path: String,
    },
    /// Something that no longer is: the number stays taken until the guest closes it, and everything else fails with [`Error::BadDescriptor`](crate::Error::BadDescriptor).
    Lost,
}

/// One entry of [`Tree::list`](crate::Tree::list).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Absolute path in the guest.
    pub path: String,
    /// Kind.
    pub file_type: FileType,
    /// Bytes, as in [`Stat::size`].
    pub size: u64,
    /// Last change of the content, in nanoseconds since 1970.
    pub mtime: u64,
}

/// What differs from the baseline; see [`Tree::changes`](crate::Tree::changes). Paths are relative, sorted, and name files and symbolic links only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Was not there.
    pub created: Vec<String>,
    /// Was there with other content.
    pub modified: Vec<String>,
    /// Is not there any more.
    pub deleted: Vec<String>,
}

impl Changes {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.created.is_empty() && self.modified.is_empty() && self.deleted.is_empty()
    }
}
