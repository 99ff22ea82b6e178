//! Putting layers together.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::blob::Blob;
use crate::clock::TEMPLATE_TIME;
use crate::content::Content;
use crate::descriptor::Preopen;
use crate::directory::Directory;
use crate::error::{Error, Result};
use crate::host_dir::HostDir;
use crate::node::{Kind, NodeId, ROOT};
use crate::nodes::{Layer, Nodes};
use crate::tree::absolute;
use crate::zip_layer::ZipLayer;

use super::{Access, Shared, Template};

/// Bytes of a path in a template, and of a preopened directory's name.
const MAX_PATH_BYTES: usize = 4096;

/// Bytes of one name in a template.
const MAX_NAME_BYTES: usize = 255;

/// How deep a template may be.
const MAX_DEPTH: usize = 128;

/// Puts a [`Template`] together. Paths are absolute guest paths in their one spelling (`/a/b`); directories above them are made as needed.
///
/// What is added gets the access of the nearest [`dir`](Self::dir) above it, whichever was called first; without one it is read-only. So a
/// file below a read-write directory is part of the workspace: counted, and copied when it is written to.
pub struct TemplateBuilder {
    pub(super) nodes: Nodes,
    preopens: Vec<Preopen>,
    scratch: Vec<NodeId>,
    stamp: u64,
}

impl TemplateBuilder {
    pub(super) fn empty() -> Self {
        Self {
            nodes: Nodes::new(Arc::new(Layer::empty())),
            preopens: Vec::new(),
            scratch: Vec::new(),
            stamp: 0,
        }
    }

    pub(super) fn over(shared: &Shared) -> Self {
        Self {
            nodes: Nodes::new(Arc::clone(&shared.layer)),
            preopens: shared.preopens.to_vec(),
            scratch: shared.scratch.to_vec(),
            stamp: shared.layer.stamp,
        }
    }

    /// Adds a directory, or sets the access of one that is there. The root may be meant, too.
    ///
    /// # Errors
    ///
    /// [`Error::NotDirectory`] when something else has the name, [`Error::Invalid`] for a wrong spelling, for a scratch directory with something
    /// in it, and for a place below a scratch directory.
    pub fn dir(mut self, path: &str, access: Access) -> Result<Self> {
        let id = self.make_dirs(absolute(path)?)?;
        let directory = self.nodes.get(id).directory().ok_or(Error::NotDirectory)?;
        if access == Access::Scratch && !directory.is_empty() {
            return Err(Error::Invalid);
        }
        self.mount(id, access);
        self.scratch.retain(|scratch| *scratch != id);
        if access == Access::Scratch {
            self.scratch.push(id);
        }
        Ok(self)
    }

    /// Adds a file that is read when it is needed.
    ///
    /// # Errors
    ///
    /// [`Error::Exists`] when the name is taken, and as [`dir`](Self::dir).
    pub fn file(mut self, path: &str, blob: Arc<dyn Blob>) -> Result<Self> {
        self.add(path, Kind::File(Content::from_blob(blob)))?;
        Ok(self)
    }

    /// Adds a file with this content, which is not copied.
    ///
    /// # Errors
    ///
    /// As [`file`](Self::file).
    pub fn bytes(mut self, path: &str, content: impl Into<Bytes>) -> Result<Self> {
        self.add(path, Kind::File(Content::from_bytes(content.into())))?;
        Ok(self)
    }

    /// Adds a read-only directory with the content of an archive. Members are unpacked when they are read first, once for all trees.
    ///
    /// # Errors
    ///
    /// [`Error::Exists`] when there is something but an empty directory, and as [`dir`](Self::dir).
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a builder takes what it is given; the layer is a handle"
    )]
    pub fn zip(mut self, path: &str, archive: ZipLayer) -> Result<Self> {
        let top = self.empty_dir(path)?;
        self.mount(top, Access::ReadOnly);
        for member in archive.members() {
            let (above, name) = member.path.rsplit_once('/').unwrap_or(("", &member.path));
            let parent = self.make_dirs_in(top, above)?;
            match &member.blob {
                None => {
                    self.make_dirs_in(parent, name)?;
                }
                Some(blob) => self.enter(
                    parent,
                    name,
                    Kind::File(Content::from_blob(Arc::clone(blob) as Arc<dyn Blob>)),
                )?,
            }
        }
        Ok(self)
    }

    /// Adds a read-only view of a host folder.
    ///
    /// # Errors
    ///
    /// As [`zip`](Self::zip).
    pub fn host_dir(mut self, path: &str, dir: HostDir) -> Result<Self> {
        let id = self.empty_dir(path)?;
        self.mount(id, Access::ReadOnly);
        self.nodes.get_mut(id).kind = Kind::Host(Arc::new(dir.into()));
        Ok(self)
    }

    /// Opens a directory for the guest from the start, as the next descriptor from 3 on. `guest_name` is the path under which the guest knows
    /// it, which may be another one than `target`, its place in the tree.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when there is no `target` yet, [`Error::NotDirectory`], [`Error::Invalid`] for an empty name.
    pub fn preopen(mut self, guest_name: &str, target: &str) -> Result<Self> {
        if guest_name.is_empty() {
            return Err(Error::Invalid);
        }
        if guest_name.contains('\0') {
            return Err(Error::InvalidName);
        }
        if guest_name.len() > MAX_PATH_BYTES {
            return Err(Error::NameTooLong);
        }
        let mut node = ROOT;
        for name in absolute(target)?.split('/').filter(|name| !name.is_empty()) {
            node = self
                .nodes
                .get(node)
                .directory()
                .ok_or(Error::NotDirectory)?
                .get(name)
                .ok_or(Error::NotFound)?;
        }
        if !self.nodes.get(node).is_directory() {
            return Err(Error::NotDirectory);
        }
        if self.nodes.get(node).mount.is_none() {
            // What a descriptor stands for from the start must not be moved or removed.
            self.mount(
                node,
                if self.nodes.get(node).writable {
                    Access::ReadWrite
                } else {
                    Access::ReadOnly
                },
            );
        }
        self.preopens.push(Preopen {
            name: guest_name.into(),
            node,
        });
        Ok(self)
    }

    /// The finished template.
    #[must_use]
    pub fn build(self) -> Template {
        Template::from_shared(Shared {
            layer: Arc::new(self.nodes.fold(&[], &[], self.stamp)),
            preopens: self.preopens.into(),
            scratch: self.scratch.into(),
        })
    }

    /// Adds something at a path.
    fn add(&mut self, path: &str, kind: Kind) -> Result<()> {
        let names = absolute(path)?;
        let (above, name) = names.rsplit_once('/').unwrap_or(("", names));
        if name.is_empty() {
            return Err(Error::Exists);
        }
        let parent = self.make_dirs(above)?;
        self.enter(parent, name, kind)
    }

    fn enter(&mut self, parent: NodeId, name: &str, kind: Kind) -> Result<()> {
        self.check_parent(parent, name)?;
        if self
            .nodes
            .get(parent)
            .directory()
            .is_some_and(|directory| directory.get(name).is_some())
        {
            return Err(Error::Exists);
        }
        self.add_node(parent, name, kind)?;
        Ok(())
    }

    fn add_node(&mut self, parent: NodeId, name: &str, kind: Kind) -> Result<NodeId> {
        let name: Arc<str> = name.into();
        let id = self.nodes.add(parent, Arc::clone(&name), kind, TEMPLATE_TIME)?;
        if let Some(directory) = self.nodes.get_mut(parent).directory_mut() {
            directory.insert(name, id);
        }
        Ok(id)
    }

    fn empty_dir(&mut self, path: &str) -> Result<NodeId> {
        let id = self.make_dirs(absolute(path)?)?;
        let is_empty = self.nodes.get(id).directory().is_some_and(Directory::is_empty);
        if id == ROOT || !is_empty {
            Err(Error::Exists)
        } else {
            Ok(id)
        }
    }

    fn make_dirs(&mut self, names: &str) -> Result<NodeId> {
        if names.len() > MAX_PATH_BYTES || names.split('/').count() > MAX_DEPTH {
            return Err(Error::NameTooLong);
        }
        self.make_dirs_in(ROOT, names)
    }

    fn make_dirs_in(&mut self, top: NodeId, names: &str) -> Result<NodeId> {
        let mut at = top;
        for name in names.split('/').filter(|name| !name.is_empty()) {
            self.check_parent(at, name)?;
            let directory = self.nodes.get(at).directory().ok_or(Error::NotDirectory)?;
            at = match directory.get(name) {
                Some(id) => id,
                None => self.add_node(at, name, Kind::Directory(Directory::default()))?,
            };
        }
        if self.nodes.get(at).is_directory() {
            Ok(at)
        } else {
            Err(Error::NotDirectory)
        }
    }

    pub(super) fn check_parent(&self, parent: NodeId, name: &str) -> Result<()> {
        let node = self.nodes.get(parent);
        if name.len() > MAX_NAME_BYTES {
            Err(Error::NameTooLong)
        } else if node.mount == Some(Access::Scratch) {
            Err(Error::Invalid)
        } else if node.directory().is_none() {
            Err(Error::NotDirectory)
        } else {
            Ok(())
        }
    }

    /// Makes a layer begin at a directory: it and what is below it, up to the next mount, gets the access.
    fn mount(&mut self, id: NodeId, access: Access) {
        let writable = access != Access::ReadOnly;
        self.nodes.set_mount(id, access, writable);
        let mut left = vec![id];
        while let Some(at) = left.pop() {
            let Some(directory) = self.nodes.get(at).directory() else {
                continue;
            };
            let children: Vec<NodeId> = directory
                .iter()
                .map(|(_, id)| id)
                .filter(|id| {
                    let child = self.nodes.get(*id);
                    child.mount.is_none() && child.writable != writable
                })
                .collect();
            for child in &children {
                self.nodes.set_writable(*child, writable);
            }
            left.extend(children);
        }
    }
}

impl fmt::Debug for TemplateBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TemplateBuilder")
            .field("preopens", &self.preopens)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
