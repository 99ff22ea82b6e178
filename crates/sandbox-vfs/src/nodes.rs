//! All nodes of a tree: a shared, immutable layer and what differs from it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use crate::clock::TEMPLATE_TIME;
use crate::directory::Directory;
use crate::error::{Error, Result};
use crate::limits::Usage;
use crate::node::{Kind, Node, NodeId, ROOT, Times};
use crate::template::Access;

/// Nodes that lie together in a layer: what one changed node makes a new layer copy.
const PAGE: usize = 32;

type Page = Vec<Option<Node>>;

/// An immutable set of nodes that many trees share.
#[derive(Clone)]
pub(crate) struct Layer {
    pages: Vec<Arc<Page>>,
    /// Places that hold no node.
    free: Vec<NodeId>,
    /// The first place that was never used.
    next: u32,
    next_ino: u64,
    /// The latest time stamp that was given in it.
    pub(crate) stamp: u64,
    /// What the quotas count in it.
    usage: Usage,
}

impl Layer {
    /// An empty read-only root.
    pub(crate) fn empty() -> Self {
        let root = Node {
            parent: ROOT,
            name: "".into(),
            ino: 1,
            times: Times::all(TEMPLATE_TIME),
            linked: true,
            writable: false,
            mount: Some(Access::ReadOnly),
            kind: Kind::Directory(Directory::default()),
        };
        Self {
            pages: vec![Arc::new(vec![Some(root)])],
            free: Vec::new(),
            next: 1,
            next_ino: 2,
            stamp: 0,
            usage: Usage::default(),
        }
    }

    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        let index = id.0 as usize;
        self.pages.get(index / PAGE)?.get(index % PAGE)?.as_ref()
    }

    /// The places whose nodes may differ from those of `older`: all of the pages that the two do not share.
    pub(crate) fn differing(&self, older: &Self) -> impl Iterator<Item = NodeId> {
        let pages = self.pages.len().max(older.pages.len());
        let differs = |index: &usize| match (self.pages.get(*index), older.pages.get(*index)) {
            (Some(new), Some(old)) => !Arc::ptr_eq(new, old),
            _ => true,
        };
        (0..pages)
            .filter(differs)
            .flat_map(|page| page * PAGE..(page + 1) * PAGE)
            .filter_map(|index| u32::try_from(index).ok().map(NodeId))
    }

    /// What is below `top`, without it. Host folders are not looked into.
    pub(crate) fn below(&self, top: NodeId) -> Vec<NodeId> {
        below(top, |id| self.get(id))
    }

    fn put(&mut self, id: NodeId, node: Option<Node>) {
        let index = id.0 as usize;
        while self.pages.len() <= index / PAGE {
            self.pages.push(Arc::default());
        }
        let page = Arc::make_mut(&mut self.pages[index / PAGE]);
        if page.len() <= index % PAGE {
            page.resize(index % PAGE + 1, None);
        }
        page[index % PAGE] = node;
    }
}

/// Hashes node numbers, which the tree chose itself: no guest can aim at collisions.
#[derive(Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        // Fibonacci hashing: neighbours end far apart, in the high bits that the table looks at, too.
        self.0 = (self.0 ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

type IdMap<V> = HashMap<NodeId, V, BuildHasherDefault<IdHasher>>;

/// A set of nodes.
pub(crate) type IdSet = HashSet<NodeId, BuildHasherDefault<IdHasher>>;

/// The nodes of one tree. Cloning it is a checkpoint: it costs what differs from the layer.
#[derive(Clone)]
pub(crate) struct Nodes {
    base: Arc<Layer>,
    /// Nodes that are new or differ from the layer's.
    overlay: IdMap<Node>,
    /// Nodes of the layer that are gone.
    vacated: Vec<NodeId>,
    /// Places to use again: those of this tree's own nodes that are gone, then the layer's free ones from `reused` on.
    free: Vec<NodeId>,
    reused: usize,
    next: u32,
    next_ino: u64,
    usage: Usage,
}

impl Nodes {
    pub(crate) fn new(base: Arc<Layer>) -> Self {
        Self {
            overlay: IdMap::default(),
            vacated: Vec::new(),
            free: Vec::new(),
            reused: 0,
            next: base.next,
            next_ino: base.next_ino,
            usage: base.usage,
            base,
        }
    }

    /// The layer below: the state before any change.
    pub(crate) fn base(&self) -> &Layer {
        &self.base
    }

    pub(crate) fn usage(&self) -> Usage {
        self.usage
    }

    pub(crate) fn usage_mut(&mut self) -> &mut Usage {
        &mut self.usage
    }

    /// The node at a place that a directory, a descriptor or a parent names.
    pub(crate) fn get(&self, id: NodeId) -> &Node {
        let found = if self.overlay.is_empty() {
            None
        } else {
            self.overlay.get(&id)
        };
        found
            .or_else(|| self.base.get(id))
            .expect("a place is given back only after the last reference to it")
    }

    /// The node, to be changed: from here on it is this tree's own.
    pub(crate) fn get_mut(&mut self, id: NodeId) -> &mut Node {
        self.overlay.entry(id).or_insert_with(|| {
            self.base
                .get(id)
                .cloned()
                .expect("a place is given back only after the last reference to it")
        })
    }

    /// Puts a new node into the tree and counts it; the caller enters it into its directory.
    pub(crate) fn add(&mut self, parent: NodeId, name: Arc<str>, kind: Kind, time: u64) -> Result<NodeId> {
        let id = self.place()?;
        let node = Node {
            parent,
            name,
            ino: self.next_ino,
            times: Times::all(time),
            linked: true,
            writable: self.get(parent).writable,
            mount: None,
            kind,
        };
        self.next_ino += 1;
        self.count(&node);
        self.overlay.insert(id, node);
        Ok(id)
    }

    fn place(&mut self) -> Result<NodeId> {
        if let Some(id) = self.free.pop() {
            return Ok(id);
        }
        if let Some(id) = self.base.free.get(self.reused) {
            self.reused += 1;
            return Ok(*id);
        }
        let id = NodeId(self.next);
        self.next = self.next.checked_add(1).ok_or(Error::QuotaEntries)?;
        Ok(id)
    }

    /// Takes a node out of the tree that nothing refers to any more.
    pub(crate) fn remove(&mut self, id: NodeId) {
        let node = self.get(id);
        if node.counted() {
            let size = node.size();
            self.usage.bytes -= size;
            self.usage.entries -= 1;
        }
        self.overlay.remove(&id);
        if self.base.get(id).is_some() {
            self.vacated.push(id);
        } else {
            self.free.push(id);
        }
    }

    /// Changes whether the guest may write a node, and with it whether it is counted.
    pub(crate) fn set_writable(&mut self, id: NodeId, writable: bool) {
        self.change_counted(id, |node| node.writable = writable);
    }

    /// Makes a layer begin at a node.
    pub(crate) fn set_mount(&mut self, id: NodeId, access: Access, writable: bool) {
        self.change_counted(id, |node| {
            node.mount = Some(access);
            node.writable = writable;
        });
    }

    fn change_counted(&mut self, id: NodeId, change: impl FnOnce(&mut Node)) {
        let node = self.get_mut(id);
        let (was, size) = (node.counted(), node.size());
        change(node);
        match (was, node.counted()) {
            (true, false) => {
                self.usage.bytes -= size;
                self.usage.entries -= 1;
            }
            (false, true) => {
                self.usage.bytes += size;
                self.usage.entries += 1;
            }
            _ => {}
        }
    }

    fn count(&mut self, node: &Node) {
        if node.counted() {
            self.usage.bytes += node.size();
            self.usage.entries += 1;
        }
    }

    /// The nodes that are new or changed.
    pub(crate) fn changed(&self) -> impl Iterator<Item = NodeId> {
        self.overlay.keys().copied()
    }

    /// What is below `top`, without it. Host folders are not looked into.
    pub(crate) fn below(&self, top: NodeId) -> Vec<NodeId> {
        below(top, |id| Some(self.get(id)))
    }

    /// The present state as a layer of its own, without the nodes in `left_out`. Pages without a change are shared with the layer below.
    pub(crate) fn fold(&self, left_out: &[NodeId], emptied: &[NodeId], stamp: u64) -> Layer {
        let mut layer = Layer::clone(&self.base);
        layer.free.drain(..self.reused);
        layer.free.extend_from_slice(&self.free);
        for id in &self.vacated {
            layer.put(*id, None);
            layer.free.push(*id);
        }
        for (id, node) in &self.overlay {
            layer.put(*id, Some(node.clone()));
        }
        layer.usage = self.usage;
        for id in left_out {
            let node = self.get(*id);
            if node.counted() {
                layer.usage.bytes -= node.size();
                layer.usage.entries -= 1;
            }
            layer.put(*id, None);
            layer.free.push(*id);
        }
        for id in emptied {
            let mut node = self.get(*id).clone();
            node.kind = Kind::Directory(Directory::default());
            layer.put(*id, Some(node));
        }
        // Hash maps have no order; equal histories must give equal layers.
        layer.free.sort_unstable();
        layer.next = self.next;
        layer.next_ino = self.next_ino;
        layer.stamp = stamp;
        layer
    }

    /// Makes the present state the layer below. The nodes in `kept` (removed, but open) stay in the tree only.
    pub(crate) fn rebase(&mut self, kept: &[NodeId], stamp: u64) {
        let mut layer = self.fold(kept, &[], stamp);
        // Their places are taken as long as they are open.
        layer.free.retain(|id| !kept.contains(id));
        let usage = self.usage;
        let open: Vec<(NodeId, Node)> = kept.iter().map(|id| (*id, self.get(*id).clone())).collect();
        *self = Self::new(Arc::new(layer));
        self.overlay.extend(open);
        self.usage = usage;
    }
}

/// What is below `top`, without it, a directory before what is in it.
fn below<'n>(top: NodeId, get: impl Fn(NodeId) -> Option<&'n Node>) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut next = 0;
    let mut at = top;
    loop {
        if let Some(directory) = get(at).and_then(Node::directory) {
            found.extend(directory.iter().map(|(_, id)| id));
        }
        let Some(id) = found.get(next) else { return found };
        at = *id;
        next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Nodes {
        Nodes::new(Arc::new(Layer::empty()))
    }

    fn add(nodes: &mut Nodes, name: &str) -> NodeId {
        let id = nodes
            .add(ROOT, name.into(), Kind::Directory(Directory::default()), 0)
            .unwrap();
        nodes.get_mut(ROOT).directory_mut().unwrap().insert(name.into(), id);
        id
    }

    #[test]
    fn a_layer_never_changes_through_a_tree() {
        let mut first = tree();
        add(&mut first, "a");
        let layer = Arc::new(first.fold(&[], &[], 0));
        let mut second = Nodes::new(Arc::clone(&layer));
        add(&mut second, "b");
        assert!(layer.get(ROOT).unwrap().directory().unwrap().get("b").is_none());
        assert!(second.get(ROOT).directory().unwrap().get("a").is_some());
    }

    #[test]
    fn folding_copies_only_the_pages_that_changed() {
        let mut first = tree();
        for index in 0..PAGE * 4 {
            add(&mut first, &index.to_string());
        }
        let layer = Arc::new(first.fold(&[], &[], 0));
        let mut second = Nodes::new(Arc::clone(&layer));
        second.get_mut(NodeId(70)).ino = 99;
        let folded = second.fold(&[], &[], 0);
        let shared = layer
            .pages
            .iter()
            .zip(&folded.pages)
            .filter(|(a, b)| Arc::ptr_eq(a, b))
            .count();
        assert_eq!(shared, layer.pages.len() - 1);
    }

    #[test]
    fn places_are_used_again_across_generations() {
        let mut layer = Arc::new(tree().fold(&[], &[], 0));
        for _ in 0..50 {
            let mut nodes = Nodes::new(layer);
            let first = add(&mut nodes, "x");
            let second = add(&mut nodes, "y");
            for (id, name) in [(first, "x"), (second, "y")] {
                nodes.get_mut(ROOT).directory_mut().unwrap().remove(name);
                nodes.remove(id);
            }
            layer = Arc::new(nodes.fold(&[], &[], 0));
        }
        assert!(layer.next <= 3, "{}", layer.next);
    }
}
