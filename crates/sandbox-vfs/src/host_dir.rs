//! Host folders that the guest may look into.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use cap_std::fs::Dir;

use crate::blob::HostFile;
use crate::clock::TEMPLATE_TIME;
use crate::error::{Error, Result};
use crate::host_fs::{self, HostKind};
use crate::node::NodeId;
use crate::types::{FileType, Stat};

/// Entries of one host folder that a listing looks at, shown or not; a larger folder cannot be listed.
pub(crate) const MAX_HOST_ENTRIES: usize = 100_000;

/// A folder of the host, to be shown to guests read-only by [`TemplateBuilder::host_dir`](crate::TemplateBuilder::host_dir).
///
/// Guests see the folder as it is when they look: regular files and directories whose names are UTF-8. A link is not listed, and opening one is
/// refused, wherever it leads. Sizes are the host's; times and serial numbers are not.
pub struct HostDir(Dir);

impl HostDir {
    /// Opens a folder by its path on the host, with the authority of the process.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Dir::open_ambient_dir(path, cap_std::ambient_authority()).map(Self)
    }

    /// Takes a folder that is open already.
    #[must_use]
    pub fn new(dir: Dir) -> Self {
        Self(dir)
    }
}

impl fmt::Debug for HostDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HostDir").finish()
    }
}

/// A host folder in a tree.
pub(crate) struct HostMount {
    dir: Dir,
}

/// One entry of a host folder.
#[derive(Debug)]
pub(crate) struct HostEntry {
    pub(crate) name: String,
    pub(crate) kind: HostKind,
}

/// A file or directory of a host folder, found by its path from there each time: nothing is held that could go stale.
#[derive(Clone)]
pub(crate) struct HostPlace {
    /// The node where the folder is mounted.
    pub(crate) mount: NodeId,
    pub(crate) folder: Arc<HostMount>,
    /// Names from the folder on, separated by `/`; empty for the folder itself.
    pub(crate) path: String,
}

impl HostPlace {
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.mount == other.mount && self.path == other.path
    }

    pub(crate) fn push(&mut self, name: &str) {
        if !self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(name);
    }

    /// Goes up; `false` at the top.
    pub(crate) fn pop(&mut self) -> bool {
        if self.path.is_empty() {
            return false;
        }
        self.path.truncate(self.path.rfind('/').unwrap_or(0));
        true
    }

    /// Names that the host looks up on the way.
    pub(crate) fn steps(&self) -> u64 {
        self.path.split_terminator('/').count() as u64
    }

    /// What is there now.
    pub(crate) fn kind(&self) -> Result<HostKind> {
        match self.parent()? {
            None => Ok(HostKind::Directory),
            Some((parent, name)) => match host_fs::kind(parent.get(), name).map_err(|error| Error::from(&error))? {
                HostKind::Other => Err(Error::AccessDenied),
                kind => Ok(kind),
            },
        }
    }

    pub(crate) fn stat(&self) -> Result<Stat> {
        Ok(self.stat_as(self.kind()?))
    }

    pub(crate) fn stat_as(&self, kind: HostKind) -> Stat {
        let (file_type, size) = match kind {
            HostKind::File { size } => (FileType::Regular, size),
            HostKind::Directory | HostKind::Other => (FileType::Directory, 0),
        };
        Stat {
            ino: self.ino(),
            file_type,
            nlink: 1,
            size,
            atime: TEMPLATE_TIME,
            mtime: TEMPLATE_TIME,
            ctime: TEMPLATE_TIME,
        }
    }

    /// A serial number that depends on the place only: the host's is none of the guest's business.
    pub(crate) fn ino(&self) -> u64 {
        // FNV-1a; the highest bit keeps clear of the numbers of nodes.
        let start = 0xCBF2_9CE4_8422_2325 ^ u64::from(self.mount.0);
        let hash = self.path.bytes().fold(start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        hash | 1 << 63
    }

    /// Opens a file for reading.
    pub(crate) fn open_file(&self) -> Result<HostFile> {
        let Some((parent, name)) = self.parent()? else {
            return Err(Error::IsDirectory);
        };
        let file = host_fs::open_file(parent.get(), name).map_err(|error| Error::from(&error))?;
        HostFile::new(file).map_err(|_| Error::AccessDenied)
    }

    /// The entries now, by name, and how many were looked at. A folder with more than `max` cannot be listed.
    pub(crate) fn list(&self, max: usize) -> Result<(Arc<[HostEntry]>, u64)> {
        let folder = match self.parent()? {
            None => Opened::Borrowed(&self.folder.dir),
            Some((parent, name)) => {
                Opened::Owned(host_fs::open_dir(parent.get(), name).map_err(|error| Error::from(&error))?)
            }
        };
        let mut entries = Vec::new();
        let mut examined = 0;
        for entry in folder.get().entries().map_err(|error| Error::from(&error))? {
            // Also what is left out: it takes as long to look at it.
            if examined == max {
                return Err(Error::Overflow);
            }
            examined += 1;
            let Ok(name) = entry.map_err(|error| Error::from(&error))?.file_name().into_string() else {
                continue;
            };
            // What was removed meanwhile, or is no file and no directory, is not there.
            let kind = host_fs::kind(folder.get(), &name).unwrap_or(HostKind::Other);
            if kind == HostKind::Other {
                continue;
            }
            entries.push(HostEntry { name, kind });
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok((entries.into(), examined as u64))
    }

    /// The open folder that holds the last name of the path, and that name; nothing for the mounted folder itself.
    fn parent(&self) -> Result<Option<(Opened<'_>, &str)>> {
        if self.path.is_empty() {
            return Ok(None);
        }
        let mut at = Opened::Borrowed(&self.folder.dir);
        let mut rest = self.path.as_str();
        while let Some((name, behind)) = rest.split_once('/') {
            match host_fs::kind(at.get(), name).map_err(|error| Error::from(&error))? {
                HostKind::Directory => {}
                HostKind::File { .. } => return Err(Error::NotDirectory),
                HostKind::Other => return Err(Error::AccessDenied),
            }
            at = Opened::Owned(host_fs::open_dir(at.get(), name).map_err(|error| Error::from(&error))?);
            rest = behind;
        }
        Ok(Some((at, rest)))
    }
}

impl From<HostDir> for HostMount {
    fn from(dir: HostDir) -> Self {
        Self { dir: dir.0 }
    }
}

enum Opened<'a> {
    Borrowed(&'a Dir),
    Owned(Dir),
}

impl Opened<'_> {
    fn get(&self) -> &Dir {
        match self {
            Self::Borrowed(dir) => dir,
            Self::Owned(dir) => dir,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(temp: &Path, path: &str) -> HostPlace {
        let folder = Arc::new(HostMount::from(HostDir::open(temp).unwrap()));
        HostPlace {
            mount: NodeId(5),
            folder,
            path: path.to_owned(),
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_listing_is_sorted_and_shows_files_and_directories_only() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::write(temp.path().join("b"), "12").unwrap();
        std::fs::create_dir(temp.path().join("a")).unwrap();
        std::os::unix::fs::symlink("b", temp.path().join("c")).unwrap();
        let (entries, examined) = place(temp.path(), "").list(3).unwrap();
        let seen: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.kind)).collect();
        assert_eq!(seen, [("a", HostKind::Directory), ("b", HostKind::File { size: 2 })]);
        assert_eq!(examined, 3);
        assert_eq!(
            place(temp.path(), "").list(2).unwrap_err(),
            Error::Overflow,
            "what is not shown counts, too"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_any_place_of_a_path_is_refused() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("a")).unwrap();
        std::fs::write(temp.path().join("a/f"), "x").unwrap();
        std::os::unix::fs::symlink("a", temp.path().join("l")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", temp.path().join("p")).unwrap();
        assert!(place(temp.path(), "a/f").open_file().is_ok());
        assert_eq!(place(temp.path(), "l/f").open_file().unwrap_err(), Error::AccessDenied);
        assert_eq!(place(temp.path(), "p").kind().unwrap_err(), Error::AccessDenied);
        assert!(place(temp.path(), "p").open_file().is_err());
        assert_eq!(place(temp.path(), "a/f/x").kind().unwrap_err(), Error::NotDirectory);
    }

    #[test]
    fn serial_numbers_depend_on_the_place_only() {
        let temp = tempfile::tempdir().unwrap();
        assert_eq!(place(temp.path(), "a").ino(), place(temp.path(), "a").ino());
        assert_ne!(place(temp.path(), "a").ino(), place(temp.path(), "b").ino());
    }
}
