//! Reading, writing, seeking and sizing of open files.

use std::io::SeekFrom;

use crate::blob::Blob;
use crate::descriptor::{Handle, Mode};
use crate::error::{Error, Result};
use crate::node::{Kind, NodeId};
use crate::types::Fd;

use super::Tree;

/// The largest offset that a guest's signed 64-bit numbers can hold.
pub(super) const MAX_OFFSET: u64 = i64::MAX as u64;

impl Tree {
    /// Reads from the position of a file, and moves it.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open for reading, [`Error::IsDirectory`], [`Error::NotSupported`] for the streams,
    /// which the host serves, [`Error::Io`] when the host cannot read a layer.
    pub fn read(&mut self, fd: Fd, buf: &mut [u8]) -> Result<usize> {
        let at = match self.descriptors.get(fd)? {
            Handle::File { position, .. } | Handle::HostFile { position, .. } => *position,
            Handle::Directory { .. } => return Err(Error::IsDirectory),
            Handle::Stream(_) => return Err(Error::NotSupported),
        };
        let count = self.read_at(fd, at, buf)?;
        self.set_position(fd, at + count as u64);
        Ok(count)
    }

    /// Reads from an offset; the position stays.
    ///
    /// # Errors
    ///
    /// As [`Tree::read`], [`Error::Invalid`] for an offset above 2⁶³ - 1, and [`Error::NotSeekable`] for the streams.
    pub fn read_at(&mut self, fd: Fd, offset: u64, buf: &mut [u8]) -> Result<usize> {
        let handle = self.descriptors.get(fd)?;
        match handle {
            Handle::File {
                mode: Mode { read: false, .. },
                ..
            }
            | Handle::HostFile { read: false, .. } => Err(Error::BadDescriptor),
            _ if offset > MAX_OFFSET => Err(Error::Invalid),
            Handle::File { node, .. } => match &self.nodes.get(*node).kind {
                Kind::File(content) => content.read_at(offset, buf),
                _ => Err(Error::BadDescriptor),
            },
            Handle::HostFile { file, .. } => file.read_at(offset, buf),
            Handle::Directory { .. } => Err(Error::IsDirectory),
            Handle::Stream(_) => Err(Error::NotSeekable),
        }
    }

    /// Writes at the position of a file, or at its end if it is open for appending, and moves the position behind what was written. All
    /// of `data` is written, or nothing.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open for writing, [`Error::NoSpace`], [`Error::FileTooBig`], [`Error::NotSupported`]
    /// for the streams, [`Error::Io`] when the host cannot read what the write leaves of a layer.
    pub fn write(&mut self, fd: Fd, data: &[u8]) -> Result<usize> {
        let (node, position, mode) = match self.descriptors.get(fd)? {
            Handle::File { node, position, mode } => (*node, *position, *mode),
            Handle::Stream(_) => return Err(Error::NotSupported),
            Handle::HostFile { .. } | Handle::Directory { .. } => return Err(Error::BadDescriptor),
        };
        if !mode.write {
            return Err(Error::BadDescriptor);
        }
        let at = if mode.append {
            self.nodes.get(node).size()
        } else {
            position
        };
        self.write_node(node, at, data)?;
        self.set_position(fd, at + data.len() as u64);
        Ok(data.len())
    }

    /// Writes at an offset, even if the file is open for appending; the position stays. All of `data` is written, or nothing.
    ///
    /// # Errors
    ///
    /// As [`Tree::write`], [`Error::Invalid`] for an offset above 2⁶³ - 1, and [`Error::NotSeekable`] for the streams.
    pub fn write_at(&mut self, fd: Fd, offset: u64, data: &[u8]) -> Result<usize> {
        let node = self.writable_file(fd)?;
        if offset > MAX_OFFSET {
            return Err(Error::Invalid);
        }
        self.write_node(node, offset, data)?;
        Ok(data.len())
    }

    /// Moves the position of a file; behind its end is allowed.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when the position would be negative or above 2⁶³ - 1, [`Error::NotSeekable`] for the streams,
    /// [`Error::BadDescriptor`] for directories.
    pub fn seek(&mut self, fd: Fd, from: SeekFrom) -> Result<u64> {
        let (position, len) = self.position_and_len(fd)?;
        let target = match from {
            SeekFrom::Start(target) => Some(target),
            SeekFrom::Current(distance) => position.checked_add_signed(distance),
            SeekFrom::End(distance) => len.checked_add_signed(distance),
        };
        let target = target.filter(|target| *target <= MAX_OFFSET).ok_or(Error::Invalid)?;
        self.set_position(fd, target);
        Ok(target)
    }

    /// The position of a file.
    ///
    /// # Errors
    ///
    /// As [`Tree::seek`].
    pub fn tell(&self, fd: Fd) -> Result<u64> {
        Ok(self.position_and_len(fd)?.0)
    }

    /// Cuts a file, or extends it with zeros, which count against the quota.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when it is not open for writing or not a file, [`Error::NoSpace`], [`Error::FileTooBig`].
    pub fn set_len(&mut self, fd: Fd, len: u64) -> Result<()> {
        let node = self
            .writable_file(fd)
            .map_err(|error| match (error, self.descriptors.get(fd)) {
                // What POSIX says: the descriptor is fine, but not for this.
                (Error::BadDescriptor, Ok(_)) => Error::Invalid,
                (error, _) => error,
            })?;
        if len > MAX_OFFSET {
            return Err(Error::FileTooBig);
        }
        self.set_node_len(node, len)
    }

    /// Makes a file at least `offset + len` bytes long.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open for writing, [`Error::Invalid`] for a length of 0, [`Error::NoSpace`],
    /// [`Error::FileTooBig`].
    pub fn allocate(&mut self, fd: Fd, offset: u64, len: u64) -> Result<()> {
        let node = self.writable_file(fd)?;
        if len == 0 || offset > MAX_OFFSET || len > MAX_OFFSET {
            return Err(Error::Invalid);
        }
        let end = offset
            .checked_add(len)
            .filter(|end| *end <= MAX_OFFSET)
            .ok_or(Error::FileTooBig)?;
        if end > self.nodes.get(node).size() {
            self.set_node_len(node, end)?;
        }
        Ok(())
    }

    /// Sets the length of a file, which is writable.
    pub(super) fn set_node_len(&mut self, id: NodeId, len: u64) -> Result<()> {
        let old = self.nodes.get(id).size();
        if len > old {
            self.allow_file(len)?;
            self.allow_bytes(len - old)?;
        }
        let time = self.tick();
        let node = self.nodes.get_mut(id);
        if let Kind::File(content) = &mut node.kind {
            content.set_len(len);
        }
        node.times.modified = time;
        node.times.changed = time;
        let usage = self.nodes.usage_mut();
        usage.bytes = usage.bytes - old + len;
        Ok(())
    }

    pub(super) fn write_node(&mut self, id: NodeId, offset: u64, data: &[u8]) -> Result<()> {
        if data.is_empty() {
            return Ok(());
        }
        let end = offset.saturating_add(data.len() as u64);
        if end > MAX_OFFSET {
            return Err(Error::FileTooBig);
        }
        self.allow_file(end)?;
        let growth = end.saturating_sub(self.nodes.get(id).size());
        self.allow_bytes(growth)?;
        let time = self.tick();
        let node = self.nodes.get_mut(id);
        let Kind::File(content) = &mut node.kind else {
            return Err(Error::BadDescriptor);
        };
        content.write_at(offset, data)?;
        node.times.modified = time;
        node.times.changed = time;
        self.nodes.usage_mut().bytes += growth;
        Ok(())
    }

    fn writable_file(&self, fd: Fd) -> Result<NodeId> {
        match self.descriptors.get(fd)? {
            Handle::File {
                node,
                mode: Mode { write: true, .. },
                ..
            } => Ok(*node),
            Handle::Stream(_) => Err(Error::NotSeekable),
            _ => Err(Error::BadDescriptor),
        }
    }

    fn position_and_len(&self, fd: Fd) -> Result<(u64, u64)> {
        match self.descriptors.get(fd)? {
            Handle::File { node, position, .. } => Ok((*position, self.nodes.get(*node).size())),
            Handle::HostFile { file, position, .. } => Ok((*position, file.len())),
            Handle::Stream(_) => Err(Error::NotSeekable),
            Handle::Directory { .. } => Err(Error::BadDescriptor),
        }
    }

    fn set_position(&mut self, fd: Fd, to: u64) {
        if let Ok(Handle::File { position, .. } | Handle::HostFile { position, .. }) = self.descriptors.get_mut(fd) {
            *position = to;
        }
    }
}
