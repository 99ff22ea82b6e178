//! Single files and directories, by absolute path, for the host.

use std::sync::Arc;

use bytes::Bytes;

use crate::blob::Blob;
use crate::content::Content;
use crate::directory::Directory;
use crate::error::{Error, Result};
use crate::host_fs::HostKind;
use crate::node::{Kind, NodeId};
use crate::types::Stat;

use super::Tree;
use super::paths::Found;
use super::quota::Extent;

/// Paths here are absolute and have one spelling: no `.`, no `..`, no `//`, no slash at the end. No symbolic link is followed, in no
/// place of a path: where a guest has planted one, the answer is [`Error::Loop`].
impl Tree {
    /// Reads a whole file of at most `max_bytes`.
    ///
    /// # Errors
    ///
    /// [`Error::FileTooBig`] when it is larger, before anything is read; [`Error::NotFound`], [`Error::IsDirectory`], [`Error::Loop`].
    pub fn read_file(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>> {
        match self.find(path)? {
            Found::Missing { .. } => Err(Error::NotFound),
            Found::Host(_, HostKind::Directory) => Err(Error::IsDirectory),
            Found::Host(place, _) => {
                let file = place.open_file()?;
                read_whole(file.len(), max_bytes, |buf| file.read_at(0, buf))
            }
            Found::Node(id) => match &self.nodes.get(id).kind {
                Kind::File(content) => read_whole(content.len(), max_bytes, |buf| content.read_at(0, buf)),
                Kind::Link(_) => Err(Error::Loop),
                Kind::Directory(_) | Kind::Host(_) => Err(Error::IsDirectory),
            },
        }
    }

    /// Reads from `offset`, at most `max_bytes`; fewer only at the end of the file.
    ///
    /// # Errors
    ///
    /// As [`Tree::read_file`], but for [`Error::FileTooBig`].
    pub fn read_range(&self, path: &str, offset: u64, max_bytes: usize) -> Result<Vec<u8>> {
        let read = |len: u64, read: &dyn Fn(&mut [u8]) -> Result<usize>| {
            let rest = usize::try_from(len.saturating_sub(offset)).unwrap_or(usize::MAX);
            let mut bytes = vec![0; rest.min(max_bytes)];
            let count = read(&mut bytes)?;
            bytes.truncate(count);
            Ok(bytes)
        };
        match self.find(path)? {
            Found::Missing { .. } => Err(Error::NotFound),
            Found::Host(_, HostKind::Directory) => Err(Error::IsDirectory),
            Found::Host(place, _) => {
                let file = place.open_file()?;
                read(file.len(), &|buf| file.read_at(offset, buf))
            }
            Found::Node(id) => match &self.nodes.get(id).kind {
                Kind::File(content) => read(content.len(), &|buf| content.read_at(offset, buf)),
                Kind::Link(_) => Err(Error::Loop),
                Kind::Directory(_) | Kind::Host(_) => Err(Error::IsDirectory),
            },
        }
    }

    /// Writes behind the end of a file, which is made if it is missing. Nothing is changed when it fails.
    ///
    /// # Errors
    ///
    /// As [`Tree::write_file`].
    pub fn append_file(&mut self, path: &str, data: impl Into<Bytes>) -> Result<()> {
        let data = data.into();
        let Found::Node(id) = self.find(path)? else {
            return self.write_file(path, data);
        };
        let node = self.nodes.get(id);
        match node.kind {
            Kind::File(_) if !node.writable => Err(Error::ReadOnly),
            Kind::File(_) => self.write_node(id, node.size(), &data),
            Kind::Link(_) => Err(Error::Loop),
            Kind::Directory(_) | Kind::Host(_) => Err(Error::IsDirectory),
        }
    }

    /// Writes a whole file, with the directories above it. The bytes are kept as they are, not copied. Nothing is changed when it fails.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] outside the writable parts, [`Error::IsDirectory`], [`Error::NotDirectory`], [`Error::Loop`], and the quotas' errors.
    pub fn write_file(&mut self, path: &str, data: impl Into<Bytes>) -> Result<()> {
        let data = data.into();
        match self.find(path)? {
            Found::Host(..) => Err(Error::ReadOnly),
            Found::Node(id) => self.replace(id, data),
            Found::Missing { parent, names } => {
                let parent = self.prepare(parent, names, data.len() as u64)?;
                let name = names.rsplit('/').next().unwrap_or(names);
                self.create_file(parent, name, data)
            }
        }
    }

    /// Creates a directory, with those above it, unless it is there.
    ///
    /// # Errors
    ///
    /// [`Error::NotDirectory`] when something else has the name, and as [`Tree::write_file`].
    pub fn make_dir(&mut self, path: &str) -> Result<()> {
        match self.find(path)? {
            Found::Node(id) if self.nodes.get(id).is_directory() => Ok(()),
            Found::Host(_, HostKind::Directory) => Ok(()),
            Found::Node(_) | Found::Host(..) => Err(Error::NotDirectory),
            Found::Missing { parent, names } => {
                let parent = self.prepare(parent, names, 0)?;
                let name = names.rsplit('/').next().unwrap_or(names);
                self.create(parent, name, Kind::Directory(Directory::default()))?;
                Ok(())
            }
        }
    }

    /// Removes a file, a link (not what it leads to) or an empty directory; with `recursive`, a directory and everything in it.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`], [`Error::NotEmpty`], [`Error::ReadOnly`], [`Error::Busy`] for the root, a mount point, or a directory
    /// with one in it. Nothing is removed then.
    pub fn remove(&mut self, path: &str, recursive: bool) -> Result<()> {
        let id = match self.find(path)? {
            Found::Node(id) => id,
            Found::Missing { .. } => return Err(Error::NotFound),
            Found::Host(place, _) if place.path.is_empty() => return Err(Error::Busy),
            Found::Host(..) => return Err(Error::ReadOnly),
        };
        let node = self.nodes.get(id);
        if node.mount.is_some() {
            return Err(Error::Busy);
        }
        let (parent, name) = (node.parent, Arc::clone(&node.name));
        if !self.nodes.get(parent).writable {
            return Err(Error::ReadOnly);
        }
        if node.directory().is_some_and(|directory| !directory.is_empty()) {
            if !recursive {
                return Err(Error::NotEmpty);
            }
            let below = self.nodes.below(id);
            if below.iter().any(|id| self.nodes.get(*id).mount.is_some()) {
                return Err(Error::Busy);
            }
            // From the bottom: a directory goes when nothing is in it.
            for id in below.into_iter().rev() {
                self.unlinked(id);
            }
        }
        self.detach(parent, &name);
        Ok(())
    }

    /// Whether there is something at a path. A link counts itself, wherever it leads.
    #[must_use]
    pub fn exists(&self, path: &str) -> bool {
        self.metadata(path).is_ok()
    }

    /// What is known about a path.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`], [`Error::NotDirectory`], [`Error::Loop`], [`Error::Invalid`] for a path with another spelling.
    pub fn metadata(&self, path: &str) -> Result<Stat> {
        match self.find(path)? {
            Found::Node(id) => Ok(self.nodes.get(id).stat()),
            Found::Host(place, kind) => Ok(place.stat_as(kind)),
            Found::Missing { .. } => Err(Error::NotFound),
        }
    }

    /// Gives a file new content.
    fn replace(&mut self, id: NodeId, data: Bytes) -> Result<()> {
        let node = self.nodes.get(id);
        match node.kind {
            Kind::File(_) if !node.writable => return Err(Error::ReadOnly),
            Kind::File(_) => {}
            Kind::Link(_) => return Err(Error::Loop),
            Kind::Directory(_) | Kind::Host(_) => return Err(Error::IsDirectory),
        }
        let (old, new) = (node.size(), data.len() as u64);
        self.allow_file(new)?;
        self.allow_bytes(new.saturating_sub(old))?;
        let time = self.tick();
        let node = self.nodes.get_mut(id);
        node.kind = Kind::File(Content::from_bytes(data));
        node.times.modified = time;
        node.times.changed = time;
        let usage = self.nodes.usage_mut();
        usage.bytes = usage.bytes - old + new;
        Ok(())
    }

    /// Makes room for `names` below a directory, the last one for something of `bytes` bytes: checks all of it, then creates what lies
    /// between, and returns the directory for the last name.
    fn prepare(&mut self, parent: NodeId, names: &str, bytes: u64) -> Result<NodeId> {
        if !self.nodes.get(parent).writable {
            return Err(Error::ReadOnly);
        }
        let count = u32::try_from(names.split('/').count()).map_err(|_| Error::NameTooLong)?;
        if let Some(name) = names
            .split('/')
            .find(|name| name.len() > self.limits.name_bytes as usize)
        {
            return self.allow_place(parent, name, Extent::default()).map(|()| parent);
        }
        let (first, behind) = names.split_once('/').unwrap_or((names, ""));
        let path = if behind.is_empty() { 0 } else { behind.len() as u64 + 1 };
        self.allow_place(parent, first, Extent { depth: count - 1, path })?;
        self.allow_file(bytes)?;
        self.allow_entries(count)?;
        self.allow_bytes(bytes)?;
        let mut at = parent;
        if let Some((between, _)) = names.rsplit_once('/') {
            for name in between.split('/') {
                at = self.create(at, name, Kind::Directory(Directory::default()))?;
            }
        }
        Ok(at)
    }

    /// Puts a new file with content into a directory; the quotas allow it.
    fn create_file(&mut self, parent: NodeId, name: &str, data: Bytes) -> Result<()> {
        let time = self.tick();
        let name: Arc<str> = name.into();
        let id = self
            .nodes
            .add(parent, Arc::clone(&name), Kind::File(Content::from_bytes(data)), time)?;
        self.enter(parent, name, id, time);
        Ok(())
    }
}

fn read_whole(len: u64, max_bytes: u64, read: impl FnOnce(&mut [u8]) -> Result<usize>) -> Result<Vec<u8>> {
    if len > max_bytes {
        return Err(Error::FileTooBig);
    }
    let mut bytes = vec![0; usize::try_from(len).map_err(|_| Error::FileTooBig)?];
    let count = read(&mut bytes)?;
    bytes.truncate(count);
    Ok(bytes)
}
