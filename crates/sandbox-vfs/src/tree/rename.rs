//! Moving entries.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::node::{Node, NodeId};
use crate::resolve::{Last, Name, Target};
use crate::types::Fd;

use super::Tree;
use super::quota::Extent;

/// One side of a move: a name in a directory.
struct Side<'p> {
    parent: NodeId,
    name: Name<'p>,
    node: Option<NodeId>,
    slash: bool,
}

impl Tree {
    /// Moves an entry, replacing what has the new name: a file or link by a file or link, an empty directory by a directory.
    ///
    /// # Errors
    ///
    /// Those of any path, [`Error::Invalid`] when a directory would go into itself, [`Error::NotEmpty`], [`Error::IsDirectory`],
    /// [`Error::NotDirectory`], [`Error::ReadOnly`], [`Error::Busy`] for mount points and paths that end in `.` or `..`,
    /// [`Error::NameTooLong`] when something would lie too deep.
    pub fn rename(&mut self, from_base: Fd, from: &[u8], to_base: Fd, to: &[u8]) -> Result<()> {
        // Both paths are walked before either is judged.
        let (source, target) = (self.side(from_base, from)?, self.side(to_base, to)?);
        let (source, target) = (source.ok_or(Error::Busy)?, target.ok_or(Error::Busy)?);
        let id = source
            .node
            .filter(|_| self.nodes.get(target.parent).linked)
            .ok_or(Error::NotFound)?;
        let node = self.nodes.get(id);
        let moves_directory = node.is_directory();
        if !moves_directory && (source.slash || target.slash) {
            return Err(Error::NotDirectory);
        }
        if self.is_within(target.parent, id) {
            return Err(Error::Invalid);
        }
        if target.node == Some(id) {
            return Ok(());
        }
        if !self.nodes.get(source.parent).writable || !self.nodes.get(target.parent).writable {
            return Err(Error::ReadOnly);
        }
        let replaced = target.node.map(|id| self.nodes.get(id));
        if node.mount.is_some() || replaced.is_some_and(|node| node.mount.is_some()) {
            return Err(Error::Busy);
        }
        if target
            .node
            .is_some_and(|replaced| self.is_within(source.parent, replaced))
        {
            return Err(Error::NotEmpty);
        }
        check_replaced(moves_directory, replaced)?;
        self.check_new_place(&source, &target, id, moves_directory)?;
        self.move_entry(&source, &target, id);
        Ok(())
    }

    /// The entry that a path names; nothing if it ends in `.` or `..`.
    fn side<'p>(&mut self, base: Fd, path: &'p [u8]) -> Result<Option<Side<'p>>> {
        match self.look_up(base, path, Last::Entry)? {
            Target::Entry {
                parent,
                name,
                node,
                slash,
            } => Ok(Some(Side {
                parent,
                name,
                node,
                slash,
            })),
            Target::Reached { .. } => Ok(None),
            Target::Host { .. } => Err(Error::ReadOnly),
        }
    }

    /// Whether `id` is `top` or lies below it.
    fn is_within(&self, id: NodeId, top: NodeId) -> bool {
        let mut at = id;
        loop {
            if at == top {
                return true;
            }
            let parent = self.nodes.get(at).parent;
            if parent == at {
                return false;
            }
            at = parent;
        }
    }

    /// The new place must not be too deep or its path too long, for the entry and everything below it.
    fn check_new_place(
        &mut self,
        source: &Side<'_>,
        target: &Side<'_>,
        id: NodeId,
        moves_directory: bool,
    ) -> Result<()> {
        let mut below = Extent::default();
        if moves_directory {
            let (old, new) = (self.reach(source.parent), self.reach(target.parent));
            let grows =
                new.depth > old.depth || new.path + target.name.len() as u64 > old.path + source.name.len() as u64;
            // Only a directory that gets deeper or longer is walked: what lay there was allowed there.
            if grows {
                let (extent, walked) = self.extent(id);
                self.work.walked += walked;
                below = extent;
            }
        }
        self.allow_place(target.parent, &target.name, below)
    }

    fn move_entry(&mut self, source: &Side<'_>, target: &Side<'_>, id: NodeId) {
        let time = self.tick();
        if let Some(directory) = self.nodes.get_mut(source.parent).directory_mut() {
            directory.remove(&source.name);
        }
        let name: Arc<str> = (&*target.name).into();
        self.enter(target.parent, Arc::clone(&name), id, time);
        if source.parent != target.parent {
            self.touch_directory(source.parent, time);
        }
        let node = self.nodes.get_mut(id);
        node.parent = target.parent;
        node.name = name;
        node.times.changed = time;
        if let Some(replaced) = target.node {
            self.unlinked(replaced);
        }
    }
}

/// A directory replaces an empty directory only, anything else replaces anything but a directory.
fn check_replaced(moves_directory: bool, replaced: Option<&Node>) -> Result<()> {
    match replaced {
        Some(node) if moves_directory => match node.directory() {
            None => Err(Error::NotDirectory),
            Some(directory) if !directory.is_empty() => Err(Error::NotEmpty),
            Some(_) => Ok(()),
        },
        Some(node) if node.is_directory() => Err(Error::IsDirectory),
        None | Some(_) => Ok(()),
    }
}
