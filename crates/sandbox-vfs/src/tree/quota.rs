//! What the limits allow.

use crate::error::{Error, Result};
use crate::node::NodeId;

use super::Tree;

/// How far a directory's content reaches below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    /// Levels of entries.
    pub(super) depth: u32,
    /// Bytes of the longest path from there, with its leading slash.
    pub(super) path: u64,
}

impl Tree {
    /// Allows `count` more entries.
    pub(super) fn allow_entries(&mut self, count: u32) -> Result<()> {
        if self
            .nodes
            .usage()
            .entries
            .checked_add(count)
            .is_some_and(|entries| entries <= self.limits.entries)
        {
            return Ok(());
        }
        self.refusals.entries += 1;
        Err(Error::QuotaEntries)
    }

    /// Allows `more` bytes.
    pub(super) fn allow_bytes(&mut self, more: u64) -> Result<()> {
        if more == 0
            || self
                .nodes
                .usage()
                .bytes
                .checked_add(more)
                .is_some_and(|bytes| bytes <= self.limits.bytes)
        {
            return Ok(());
        }
        self.refusals.bytes += 1;
        Err(Error::NoSpace)
    }

    /// Allows a file to become `len` bytes long.
    pub(super) fn allow_file(&mut self, len: u64) -> Result<()> {
        if len <= self.limits.file_bytes {
            return Ok(());
        }
        self.refusals.file_bytes += 1;
        Err(Error::FileTooBig)
    }

    /// Allows one more open descriptor.
    pub(super) fn allow_open(&mut self) -> Result<()> {
        if self.descriptors.opened() < self.limits.open_files {
            return Ok(());
        }
        self.refusals.open_files += 1;
        Err(Error::TooManyOpen)
    }

    /// Allows an entry called `name` in `parent`, with what is below it.
    pub(super) fn allow_place(&mut self, parent: NodeId, name: &str, below: Extent) -> Result<()> {
        let above = self.reach(parent);
        if name.len() > self.limits.name_bytes as usize
            || above.path + 1 + name.len() as u64 + below.path > u64::from(self.limits.path_bytes)
        {
            self.refusals.names += 1;
            return Err(Error::NameTooLong);
        }
        if above.depth.saturating_add(1).saturating_add(below.depth) > self.limits.depth {
            self.refusals.depth += 1;
            return Err(Error::NameTooLong);
        }
        Ok(())
    }

    /// How deep a directory is in its mount, and how long its absolute path is.
    pub(super) fn reach(&self, directory: NodeId) -> Extent {
        let mut extent = Extent::default();
        let mut counting = true;
        let mut id = directory;
        loop {
            let node = self.nodes.get(id);
            counting &= node.mount.is_none();
            extent.depth += u32::from(counting);
            if node.parent == id {
                return extent;
            }
            extent.path += 1 + node.name.len() as u64;
            id = node.parent;
        }
    }

    /// How far the content of a directory reaches, and how many entries were walked to find out: all of them.
    pub(super) fn extent(&self, top: NodeId) -> (Extent, u64) {
        let mut all = Extent::default();
        let mut walked = 0;
        let mut left = vec![(top, Extent::default())];
        while let Some((id, at)) = left.pop() {
            walked += 1;
            all.depth = all.depth.max(at.depth);
            all.path = all.path.max(at.path);
            if let Some(directory) = self.nodes.get(id).directory() {
                left.extend(directory.iter().map(|(name, child)| {
                    (
                        child,
                        Extent {
                            depth: at.depth + 1,
                            path: at.path + 1 + name.len() as u64,
                        },
                    )
                }));
            }
        }
        (all, walked)
    }
}
