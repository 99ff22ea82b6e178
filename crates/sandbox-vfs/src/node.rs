//! One file, directory or link of the tree.

use std::sync::Arc;

use crate::content::Content;
use crate::directory::Directory;
use crate::host_dir::HostMount;
use crate::template::Access;
use crate::types::{FileType, Stat};

/// The place of a node in its tree. It says nothing outside of it, and may be used again after the node is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

/// The root of every tree.
pub(crate) const ROOT: NodeId = NodeId(0);

/// Time stamps, in nanoseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) accessed: u64,
    pub(crate) modified: u64,
    pub(crate) changed: u64,
}

impl Times {
    pub(crate) fn all(time: u64) -> Self {
        Self {
            accessed: time,
            modified: time,
            changed: time,
        }
    }
}

/// What a node is.
#[derive(Clone)]
pub(crate) enum Kind {
    File(Content),
    Directory(Directory),
    /// A symbolic link and its target.
    Link(Arc<str>),
    /// A folder of the host, which the tree looks into but holds nothing of.
    Host(Arc<HostMount>),
}

#[derive(Clone)]
pub(crate) struct Node {
    /// The directory it is in; the root is in itself.
    pub(crate) parent: NodeId,
    pub(crate) name: Arc<str>,
    pub(crate) ino: u64,
    pub(crate) times: Times,
    /// Whether a directory still names it. A node that does not stays as long as it is open.
    pub(crate) linked: bool,
    /// Whether the guest may change it.
    pub(crate) writable: bool,
    /// Whether a layer begins here: such a node cannot be moved or removed, and is not counted.
    pub(crate) mount: Option<Access>,
    pub(crate) kind: Kind,
}

impl Node {
    /// Whether the quotas count it.
    pub(crate) fn counted(&self) -> bool {
        self.writable && self.mount.is_none()
    }

    /// Bytes of a file or of a link's target, as [`Stat::size`] and the quota say.
    pub(crate) fn size(&self) -> u64 {
        match &self.kind {
            Kind::File(content) => content.len(),
            Kind::Link(target) => target.len() as u64,
            Kind::Directory(_) | Kind::Host(_) => 0,
        }
    }

    pub(crate) fn file_type(&self) -> FileType {
        match self.kind {
            Kind::File(_) => FileType::Regular,
            Kind::Directory(_) | Kind::Host(_) => FileType::Directory,
            Kind::Link(_) => FileType::Symlink,
        }
    }

    pub(crate) fn is_directory(&self) -> bool {
        matches!(self.kind, Kind::Directory(_) | Kind::Host(_))
    }

    pub(crate) fn directory(&self) -> Option<&Directory> {
        match &self.kind {
            Kind::Directory(directory) => Some(directory),
            _ => None,
        }
    }

    pub(crate) fn directory_mut(&mut self) -> Option<&mut Directory> {
        match &mut self.kind {
            Kind::Directory(directory) => Some(directory),
            _ => None,
        }
    }

    pub(crate) fn stat(&self) -> Stat {
        Stat {
            ino: self.ino,
            file_type: self.file_type(),
            nlink: u64::from(self.linked),
            size: self.size(),
            atime: self.times.accessed,
            mtime: self.times.modified,
            ctime: self.times.changed,
        }
    }
}
