//! Status and time stamps.

use crate::clock::MAX_TIME;
use crate::descriptor::Handle;
use crate::error::{Error, Result};
use crate::node::NodeId;
use crate::resolve::{Last, Place, Target};
use crate::types::{Fd, FileType, SetTime, Stat};

use super::Tree;

impl Tree {
    /// What is known about an open descriptor.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open; those of the host for a folder of the host.
    pub fn stat(&self, fd: Fd) -> Result<Stat> {
        match self.descriptors.get(fd)? {
            Handle::File { node, .. }
            | Handle::Directory {
                place: Place::Node(node),
                ..
            } => Ok(self.nodes.get(*node).stat()),
            Handle::HostFile { stat, .. } => Ok(*stat),
            Handle::Directory {
                place: Place::Host(place),
                ..
            } => place.stat(),
            Handle::Stream(stream) => Ok(Stat {
                ino: u64::MAX - u64::from(*stream),
                file_type: FileType::CharacterDevice,
                nlink: 1,
                size: 0,
                atime: 0,
                mtime: 0,
                ctime: 0,
            }),
        }
    }

    /// What is known about a path; with `follow`, about what a link in its last place leads to.
    ///
    /// # Errors
    ///
    /// Those of any path; see [`Error`].
    pub fn stat_path(&mut self, base: Fd, path: &[u8], follow: bool) -> Result<Stat> {
        match self.existing(base, path, follow)? {
            Place::Node(id) => Ok(self.nodes.get(id).stat()),
            Place::Host(place) => place.stat(),
        }
    }

    /// Sets the time stamps of an open file or directory.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open, [`Error::ReadOnly`], [`Error::NotSupported`] for the streams.
    pub fn set_times(&mut self, fd: Fd, atime: SetTime, mtime: SetTime) -> Result<()> {
        match self.descriptors.get(fd)? {
            Handle::File { node, .. }
            | Handle::Directory {
                place: Place::Node(node),
                ..
            } => self.set_node_times(*node, atime, mtime),
            Handle::HostFile { .. } | Handle::Directory { .. } => Err(Error::ReadOnly),
            Handle::Stream(_) => Err(Error::NotSupported),
        }
    }

    /// Sets the time stamps of a path; with `follow`, of what a link in its last place leads to.
    ///
    /// # Errors
    ///
    /// Those of any path, and [`Error::ReadOnly`].
    pub fn set_times_path(
        &mut self,
        base: Fd,
        path: &[u8],
        follow: bool,
        atime: SetTime,
        mtime: SetTime,
    ) -> Result<()> {
        match self.existing(base, path, follow)? {
            Place::Node(id) => self.set_node_times(id, atime, mtime),
            Place::Host(_) => Err(Error::ReadOnly),
        }
    }

    /// What is at a path.
    pub(super) fn existing(&mut self, base: Fd, path: &[u8], follow: bool) -> Result<Place> {
        let last = if follow { Last::Follow } else { Last::Keep };
        match self.look_up(base, path, last)? {
            Target::Entry {
                node: Some(id), slash, ..
            } => {
                if slash && !self.nodes.get(id).is_directory() {
                    return Err(Error::NotDirectory);
                }
                Ok(super::place_of(&self.nodes, id))
            }
            Target::Host {
                place,
                kind: Some(kind),
                slash,
            } => {
                if slash && kind != crate::host_fs::HostKind::Directory {
                    return Err(Error::NotDirectory);
                }
                Ok(Place::Host(place))
            }
            Target::Reached { place, .. } => Ok(place),
            Target::Entry { node: None, .. } | Target::Host { kind: None, .. } => Err(Error::NotFound),
        }
    }

    fn set_node_times(&mut self, id: NodeId, atime: SetTime, mtime: SetTime) -> Result<()> {
        if !self.nodes.get(id).writable {
            return Err(Error::ReadOnly);
        }
        let now = self.tick();
        let times = &mut self.nodes.get_mut(id).times;
        times.accessed = chosen(atime, times.accessed, now);
        times.modified = chosen(mtime, times.modified, now);
        times.changed = now;
        Ok(())
    }
}

fn chosen(time: SetTime, present: u64, now: u64) -> u64 {
    match time {
        SetTime::Keep => present,
        SetTime::Now => now,
        SetTime::At(time) => time.min(MAX_TIME),
    }
}
