//! Descriptors themselves: closing, renumbering, asking what they are.

use std::sync::Arc;

use crate::descriptor::{Descriptors, Handle};
use crate::directory::Directory;
use crate::error::{Error, Result};
use crate::node::NodeId;
use crate::types::{Descriptor, Fd};

use super::{Tree, place_of};

impl Tree {
    /// Closes a descriptor; any may be closed.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open.
    pub fn close(&mut self, fd: Fd) -> Result<()> {
        if self.descriptors.forget(fd) {
            return Ok(());
        }
        let handle = self.descriptors.remove(fd)?;
        self.release(&handle);
        Ok(())
    }

    /// Moves the descriptor `from` to the number `to` and closes what was there. Nothing happens if both are the same.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when either is not open.
    pub fn renumber(&mut self, from: Fd, to: Fd) -> Result<()> {
        if let Some(replaced) = self.descriptors.renumber(from, to)? {
            self.release(&replaced);
        }
        Ok(())
    }

    /// What a descriptor is.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open.
    pub fn descriptor(&self, fd: Fd) -> Result<Descriptor<'_>> {
        Ok(match self.descriptors.get(fd)? {
            Handle::Stream(stream) => Descriptor::Stdio(*stream),
            Handle::Directory { preopen, .. } => match preopen.and_then(|number| self.descriptors.preopen_name(number))
            {
                Some(name) => Descriptor::Preopen { name },
                None => Descriptor::Directory,
            },
            Handle::File { mode, .. } => Descriptor::File {
                read: mode.read,
                write: mode.write,
                append: mode.append,
            },
            Handle::HostFile { read, .. } => Descriptor::File {
                read: *read,
                write: false,
                append: false,
            },
        })
    }

    /// The path under which the guest knows a preopened directory; nothing for other descriptors.
    #[must_use]
    pub fn preopen_name(&self, fd: Fd) -> Option<&str> {
        match self.descriptor(fd) {
            Ok(Descriptor::Preopen { name }) => Some(name),
            _ => None,
        }
    }

    /// Switches whether writes go to the end of the file.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open, [`Error::Invalid`] when it is not a file.
    pub fn set_append(&mut self, fd: Fd, append: bool) -> Result<()> {
        match self.descriptors.get_mut(fd)? {
            Handle::File { mode, .. } => {
                mode.append = append;
                Ok(())
            }
            // Nothing is ever written to it.
            Handle::HostFile { .. } => Ok(()),
            Handle::Stream(_) | Handle::Directory { .. } => Err(Error::Invalid),
        }
    }

    /// Open descriptors beyond the streams and the preopened directories.
    #[must_use]
    pub fn open_count(&self) -> u32 {
        self.descriptors.opened()
    }

    /// Closes everything that was opened, and opens the streams and preopened directories again that were closed or renumbered: the table is as
    /// it was in the beginning. Files that were removed while they were open are gone now.
    pub fn reset_descriptors(&mut self) {
        for id in self.removed_but_open() {
            self.nodes.remove(id);
        }
        let nodes = &self.nodes;
        self.descriptors = Descriptors::new(Arc::clone(self.descriptors.preopens()), |id| place_of(nodes, id));
    }

    /// Removes a file or directory that nothing names any more, unless it is open: then it goes when it is closed.
    pub(super) fn unlinked(&mut self, id: NodeId) {
        if self.descriptors.holds(id) {
            let time = self.stamp;
            let node = self.nodes.get_mut(id);
            node.linked = false;
            // Its directory may go before it does.
            node.parent = id;
            node.times.changed = time;
            if let Some(directory) = node.directory_mut() {
                *directory = Directory::default();
            }
        } else {
            self.nodes.remove(id);
        }
    }

    fn release(&mut self, handle: &Handle) {
        if let Some(id) = handle.node()
            && !self.nodes.get(id).linked
            && !self.descriptors.holds(id)
        {
            self.nodes.remove(id);
        }
    }

    /// The files and directories that are removed, but open.
    pub(super) fn removed_but_open(&self) -> Vec<NodeId> {
        let mut removed: Vec<NodeId> = self
            .descriptors
            .nodes()
            .filter(|id| !self.nodes.get(*id).linked)
            .collect();
        removed.sort_unstable();
        removed.dedup();
        removed
    }
}
