//! Making and removing entries of directories.

use std::sync::Arc;

use crate::directory::Directory;
use crate::error::{Error, Result};
use crate::node::{Kind, NodeId, ROOT};
use crate::resolve::{Last, Target};
use crate::types::Fd;

use super::Tree;
use super::paths::text;
use super::quota::Extent;

impl Tree {
    /// Creates a directory.
    ///
    /// # Errors
    ///
    /// Those of any path, [`Error::Exists`], [`Error::ReadOnly`], and the quotas' errors.
    pub fn create_dir(&mut self, base: Fd, path: &[u8]) -> Result<()> {
        let (parent, name, _) = self.free_name(base, path)?;
        self.create(parent, &name, Kind::Directory(Directory::default()))?;
        Ok(())
    }

    /// Creates a symbolic link. It may lead to nothing; it never leads out of the tree. An absolute target has to begin with a directory
    /// that exists at the root, so that a link to a place which only the host has fails at once, and not when it is used.
    ///
    /// # Errors
    ///
    /// Those of any path, [`Error::Exists`], [`Error::ReadOnly`], [`Error::NotPermitted`] for such a target,
    /// [`Error::NotFound`] for an empty one, and the quotas' errors.
    pub fn symlink(&mut self, target: &[u8], base: Fd, path: &[u8]) -> Result<()> {
        if target.len() > self.limits.path_bytes as usize {
            self.refusals.names += 1;
            return Err(Error::NameTooLong);
        }
        let target = text(target)?;
        if target.is_empty() {
            return Err(Error::NotFound);
        }
        if target.starts_with('/') && !self.begins_in_the_tree(target) {
            return Err(Error::NotPermitted);
        }
        let target: Arc<str> = target.into();
        let (parent, name, slash) = self.free_name(base, path)?;
        if slash {
            return Err(Error::NotFound);
        }
        self.create(parent, &name, Kind::Link(target))?;
        Ok(())
    }

    /// Reads the target of a symbolic link into `buf`, cut to its size.
    ///
    /// # Errors
    ///
    /// Those of any path, and [`Error::Invalid`] when it is not a link.
    pub fn read_link(&mut self, base: Fd, path: &[u8], buf: &mut [u8]) -> Result<usize> {
        match self.existing(base, path, false)? {
            crate::resolve::Place::Node(id) => match &self.nodes.get(id).kind {
                Kind::Link(target) => {
                    let count = target.len().min(buf.len());
                    buf[..count].copy_from_slice(&target.as_bytes()[..count]);
                    Ok(count)
                }
                _ => Err(Error::Invalid),
            },
            crate::resolve::Place::Host(_) => Err(Error::Invalid),
        }
    }

    /// Hard links do not exist in the tree: a file has one name.
    ///
    /// # Errors
    ///
    /// Always: [`Error::NotSupported`], or [`Error::BadDescriptor`] when a base is not open.
    pub fn link(&mut self, from_base: Fd, _from: &[u8], to_base: Fd, _to: &[u8]) -> Result<()> {
        self.descriptors.get(from_base)?;
        self.descriptors.get(to_base)?;
        Err(Error::NotSupported)
    }

    /// Removes an empty directory.
    ///
    /// # Errors
    ///
    /// Those of any path, [`Error::NotDirectory`], [`Error::NotEmpty`], [`Error::ReadOnly`], [`Error::Busy`] for a mount point,
    /// [`Error::Invalid`] for a path that ends in `.`.
    pub fn remove_dir(&mut self, base: Fd, path: &[u8]) -> Result<()> {
        match self.look_up(base, path, Last::Entry)? {
            Target::Entry { node: None, .. } | Target::Host { kind: None, .. } => Err(Error::NotFound),
            Target::Entry {
                parent,
                name,
                node: Some(id),
                ..
            } => {
                let node = self.nodes.get(id);
                match &node.kind {
                    Kind::File(_) | Kind::Link(_) => Err(Error::NotDirectory),
                    _ if !self.nodes.get(parent).writable => Err(Error::ReadOnly),
                    _ if node.mount.is_some() => Err(Error::Busy),
                    Kind::Directory(directory) if !directory.is_empty() => Err(Error::NotEmpty),
                    Kind::Directory(_) | Kind::Host(_) => {
                        self.detach(parent, &name);
                        Ok(())
                    }
                }
            }
            Target::Reached { up: true, .. } => Err(Error::NotEmpty),
            Target::Reached { .. } => Err(Error::Invalid),
            Target::Host { .. } => Err(Error::ReadOnly),
        }
    }

    /// Removes a file or a symbolic link. A file that is open stays usable, and counted, until it is closed.
    ///
    /// # Errors
    ///
    /// Those of any path, [`Error::IsDirectory`], [`Error::ReadOnly`].
    pub fn unlink(&mut self, base: Fd, path: &[u8]) -> Result<()> {
        match self.look_up(base, path, Last::Entry)? {
            Target::Entry { node: None, .. } | Target::Host { kind: None, .. } => Err(Error::NotFound),
            Target::Reached { .. } => Err(Error::IsDirectory),
            Target::Entry {
                parent,
                name,
                node: Some(id),
                slash,
            } => {
                if self.nodes.get(id).is_directory() {
                    return Err(Error::IsDirectory);
                }
                if slash {
                    return Err(Error::NotDirectory);
                }
                if !self.nodes.get(parent).writable {
                    return Err(Error::ReadOnly);
                }
                self.detach(parent, &name);
                Ok(())
            }
            Target::Host { .. } => Err(Error::ReadOnly),
        }
    }

    /// Puts something new into a directory.
    pub(super) fn create(&mut self, parent: NodeId, name: &str, kind: Kind) -> Result<NodeId> {
        let directory = self.nodes.get(parent);
        if !directory.linked {
            return Err(Error::NotFound);
        }
        if !directory.writable {
            return Err(Error::ReadOnly);
        }
        self.allow_place(parent, name, Extent::default())?;
        self.allow_entries(1)?;
        if let Kind::Link(target) = &kind {
            self.allow_bytes(target.len() as u64)?;
        }
        let time = self.tick();
        let name: Arc<str> = name.into();
        let id = self.nodes.add(parent, Arc::clone(&name), kind, time)?;
        self.enter(parent, name, id, time);
        Ok(id)
    }

    /// Enters a node into a directory.
    pub(super) fn enter(&mut self, parent: NodeId, name: Arc<str>, id: NodeId, time: u64) {
        if let Some(directory) = self.nodes.get_mut(parent).directory_mut() {
            directory.insert(name, id);
        }
        self.touch_directory(parent, time);
    }

    /// Takes an entry out of a directory, and what it named out of the tree.
    pub(super) fn detach(&mut self, parent: NodeId, name: &str) {
        let time = self.tick();
        let removed = self
            .nodes
            .get_mut(parent)
            .directory_mut()
            .and_then(|directory| directory.remove(name));
        self.touch_directory(parent, time);
        if let Some(id) = removed {
            self.unlinked(id);
        }
    }

    fn free_name<'p>(&mut self, base: Fd, path: &'p [u8]) -> Result<(NodeId, crate::resolve::Name<'p>, bool)> {
        match self.look_up(base, path, Last::Entry)? {
            Target::Entry {
                parent,
                name,
                node: None,
                slash,
            } => Ok((parent, name, slash)),
            Target::Host { kind: None, .. } => Err(Error::ReadOnly),
            Target::Entry { .. } | Target::Reached { .. } | Target::Host { .. } => Err(Error::Exists),
        }
    }

    fn begins_in_the_tree(&self, target: &str) -> bool {
        match target.split('/').find(|name| !name.is_empty() && *name != ".") {
            None => true,
            Some(first) => self
                .nodes
                .get(ROOT)
                .directory()
                .is_some_and(|root| root.get(first).is_some()),
        }
    }
}
