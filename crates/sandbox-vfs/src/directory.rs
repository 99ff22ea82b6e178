//! The entries of one directory.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use crate::node::NodeId;

/// The cookie of the first real entry: 0 and 1 are `.` and `..`.
pub(crate) const FIRST_COOKIE: u64 = 2;

#[derive(Debug, Clone, Copy)]
struct Slot {
    node: NodeId,
    cookie: u64,
}

/// Names and what they lead to.
///
/// Every entry has a cookie, which grows with each insertion and is never used again: a reader that remembers the cookie it came to
/// finds every entry that exists throughout exactly once, whatever is added and removed around it. Listings are in that order.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    names: BTreeMap<Arc<str>, Slot>,
    order: BTreeMap<u64, Arc<str>>,
    next_cookie: u64,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            names: BTreeMap::new(),
            order: BTreeMap::new(),
            next_cookie: FIRST_COOKIE,
        }
    }
}

impl Directory {
    pub(crate) fn get(&self, name: &str) -> Option<NodeId> {
        self.names.get(name).map(|slot| slot.node)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Adds a name; one that is there keeps its cookie and leads to `node` from now on.
    pub(crate) fn insert(&mut self, name: Arc<str>, node: NodeId) {
        if let Some(slot) = self.names.get_mut(&name) {
            slot.node = node;
            return;
        }
        let cookie = self.next_cookie;
        self.next_cookie += 1;
        self.order.insert(cookie, Arc::clone(&name));
        self.names.insert(name, Slot { node, cookie });
    }

    /// Adds a name at a place in the listing; behind everything else if that place is taken or none that a listing can have.
    pub(crate) fn insert_at(&mut self, name: Arc<str>, node: NodeId, cookie: u64) {
        let usable = (FIRST_COOKIE..u64::MAX / 2).contains(&cookie);
        if !usable || self.order.contains_key(&cookie) || self.names.contains_key(&name) {
            return self.insert(name, node);
        }
        self.next_cookie = self.next_cookie.max(cookie + 1);
        self.order.insert(cookie, Arc::clone(&name));
        self.names.insert(name, Slot { node, cookie });
    }

    /// The place of a name in the listing.
    pub(crate) fn cookie(&self, name: &str) -> Option<u64> {
        self.names.get(name).map(|slot| slot.cookie)
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<NodeId> {
        let slot = self.names.remove(name)?;
        self.order.remove(&slot.cookie);
        Some(slot.node)
    }

    /// All entries, by name.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&Arc<str>, NodeId)> {
        self.names.iter().map(|(name, slot)| (name, slot.node))
    }

    /// The entries whose cookie is `cookie` or more, with their cookies.
    pub(crate) fn since(&self, cookie: u64) -> impl Iterator<Item = (u64, &str, NodeId)> {
        let range = (Bound::Included(cookie), Bound::Unbounded);
        self.order
            .range(range)
            .filter_map(|(cookie, name)| Some((*cookie, &**name, self.get(name)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_name_keeps_its_place_and_a_new_one_goes_last() {
        let mut directory = Directory::default();
        for (index, name) in ["b", "a", "c"].into_iter().enumerate() {
            directory.insert(name.into(), NodeId(u32::try_from(index).unwrap()));
        }
        directory.remove("b");
        directory.insert("a".into(), NodeId(9));
        directory.insert("b".into(), NodeId(8));
        let listed: Vec<_> = directory
            .since(FIRST_COOKIE)
            .map(|(_, name, node)| (name, node.0))
            .collect();
        assert_eq!(listed, [("a", 9), ("c", 2), ("b", 8)]);
        assert_eq!(
            directory.iter().map(|(name, _)| &**name).collect::<Vec<_>>(),
            ["a", "b", "c"]
        );
        assert_eq!(directory.since(u64::MAX).count(), 0);
    }
}
