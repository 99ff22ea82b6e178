//! What lies between two templates, and carrying it out on another one.

use std::collections::HashSet;
use std::sync::Arc;

use crate::delta::{Delta, DeltaEntry, DeltaKind, FileContent};
use crate::directory::Directory;
use crate::error::{Error, Result};
use crate::node::{Kind, Node, NodeId, ROOT, Times};
use crate::nodes::{IdSet, Layer};
use crate::tree::absolute;

use super::{Template, TemplateBuilder};

impl Template {
    /// What a guest, or the host on its behalf, changed from `older` to this state; `older` is what this one came from by
    /// [`instantiate`](Template::instantiate) and [`freeze`](crate::Tree::freeze), in any number of steps.
    ///
    /// It costs what was changed, and a glance at every thirty-two files that were not. A directory that was moved counts with everything in it.
    #[must_use]
    pub fn delta(&self, older: &Self) -> Delta {
        let (old, new) = (&*older.0.layer, &*self.0.layer);
        let mut delta = Delta::default();
        let mut put = IdSet::default();
        for id in new.differing(old) {
            let before = old.get(id).filter(|node| node.counted());
            let now = new.get(id).filter(|node| node.counted());
            let was = before.map(|node| path(old, node));
            let is = now.map(|node| path(new, node));
            if let (Some(before), Some(now)) = (before, now)
                && was == is
                && before.file_type() == now.file_type()
            {
                if !same(old, before, new, now) {
                    put.insert(id);
                }
                continue;
            }
            delta.removed.extend(was);
            if let Some(now) = now {
                put.insert(id);
                if now.is_directory() {
                    put.extend(new.below(id));
                }
            }
        }
        delta.entries = put.iter().filter_map(|id| entry(new, *id)).collect();
        delta.entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        delta.removed.sort_unstable();
        // What goes with its directory needs no line of its own: every directory above it was looked at before it.
        let mut gone: HashSet<String> = HashSet::new();
        delta.removed.retain(|path| {
            let mut above = path.as_str();
            while let Some((shorter, _)) = above.rsplit_once('/') {
                if gone.contains(shorter) {
                    return false;
                }
                above = shorter;
            }
            gone.insert(path.clone())
        });
        delta
    }
}

impl TemplateBuilder {
    /// Carries out a [`Delta`]: removes, then puts. Everything in it must be where the guest may write.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`] for a path that is not in a writable directory, [`Error::NotDirectory`] for one below a file, [`Error::Invalid`] for a
    /// wrong spelling, [`Error::NameTooLong`], [`Error::Busy`] for a mount.
    pub fn apply(mut self, delta: &Delta) -> Result<Self> {
        for path in &delta.removed {
            self.take_away(path)?;
        }
        for entry in &delta.entries {
            self.put(entry)?;
        }
        Ok(self)
    }

    /// Removes what is at a path, if anything is.
    fn take_away(&mut self, path: &str) -> Result<()> {
        let (parent, name) = match self.parent_of(path) {
            Ok(found) => found,
            Err(Error::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        };
        if let Some(id) = self
            .nodes
            .get(parent)
            .directory()
            .and_then(|directory| directory.get(name))
        {
            self.cut(parent, name, id)?;
        }
        Ok(())
    }

    fn put(&mut self, entry: &DeltaEntry) -> Result<()> {
        let (parent, name) = self.parent_of(&entry.path)?;
        self.check_parent(parent, name)?;
        let kind = match &entry.kind {
            DeltaKind::Directory => Kind::Directory(Directory::default()),
            DeltaKind::Link(target) => Kind::Link(target.as_str().into()),
            DeltaKind::File(content) => Kind::File(content.0.clone()),
        };
        let present = self
            .nodes
            .get(parent)
            .directory()
            .and_then(|directory| directory.get(name));
        if let Some(id) = present {
            let is_directory = matches!(kind, Kind::Directory(_));
            let node = self.nodes.get(id);
            if node.mount.is_some() || !node.writable {
                return Err(Error::Busy);
            }
            if is_directory && node.directory().is_some() {
                self.nodes.get_mut(id).times = Times::all(entry.mtime);
                return Ok(());
            }
            self.cut(parent, name, id)?;
        }
        let name: Arc<str> = name.into();
        let id = self.nodes.add(parent, Arc::clone(&name), kind, entry.mtime)?;
        if let Some(directory) = self.nodes.get_mut(parent).directory_mut() {
            directory.insert_at(name, id, entry.order);
        }
        Ok(())
    }

    /// Takes a writable node and everything below it out of the tree.
    fn cut(&mut self, parent: NodeId, name: &str, id: NodeId) -> Result<()> {
        let below = self.nodes.below(id);
        let fixed = |id: &NodeId| {
            let node = self.nodes.get(*id);
            node.mount.is_some() || !node.writable
        };
        if fixed(&id) || below.iter().any(fixed) {
            return Err(Error::Busy);
        }
        for id in below.into_iter().rev() {
            self.nodes.remove(id);
        }
        self.nodes.remove(id);
        if let Some(directory) = self.nodes.get_mut(parent).directory_mut() {
            directory.remove(name);
        }
        Ok(())
    }

    /// The writable directory that a path is in, and its name there.
    fn parent_of<'p>(&self, path: &'p str) -> Result<(NodeId, &'p str)> {
        let names = absolute(path)?;
        let (above, name) = names.rsplit_once('/').unwrap_or(("", names));
        if name.is_empty() {
            return Err(Error::Busy);
        }
        let mut at = ROOT;
        for name in above.split('/').filter(|name| !name.is_empty()) {
            let directory = self.nodes.get(at).directory().ok_or(Error::NotDirectory)?;
            at = directory.get(name).ok_or(Error::NotFound)?;
        }
        let node = self.nodes.get(at);
        if node.directory().is_none() {
            return Err(Error::NotDirectory);
        }
        if node.writable {
            Ok((at, name))
        } else {
            Err(Error::ReadOnly)
        }
    }
}

/// Whether nothing about a node differs that an entry would say.
fn same(old: &Layer, before: &Node, new: &Layer, now: &Node) -> bool {
    let content = match (&before.kind, &now.kind) {
        // Content that cannot be read any more is taken for changed rather than passed over.
        (Kind::File(before), Kind::File(now)) => before.same_bytes(now).unwrap_or(false),
        (Kind::Link(before), Kind::Link(now)) => before == now,
        (Kind::Directory(_), Kind::Directory(_)) => true,
        _ => false,
    };
    content && before.times.modified == now.times.modified && order(old, before) == order(new, now)
}

fn entry(layer: &Layer, id: NodeId) -> Option<DeltaEntry> {
    let node = layer.get(id).filter(|node| node.counted())?;
    let kind = match &node.kind {
        Kind::File(content) => DeltaKind::File(FileContent(content.clone())),
        Kind::Link(target) => DeltaKind::Link(target.to_string()),
        Kind::Directory(_) => DeltaKind::Directory,
        Kind::Host(_) => return None,
    };
    Some(DeltaEntry {
        path: path(layer, node),
        mtime: node.times.modified,
        order: order(layer, node),
        kind,
    })
}

fn order(layer: &Layer, node: &Node) -> u64 {
    layer
        .get(node.parent)
        .and_then(Node::directory)
        .and_then(|directory| directory.cookie(&node.name))
        .unwrap_or(0)
}

/// The absolute path of a node of a layer, in which every node is named by its directory.
fn path(layer: &Layer, node: &Node) -> String {
    let mut names = vec![&node.name];
    let mut at = node.parent;
    while at != ROOT {
        let Some(above) = layer.get(at) else { break };
        names.push(&above.name);
        at = above.parent;
    }
    names.iter().rev().flat_map(|name| ["/", name]).collect()
}
