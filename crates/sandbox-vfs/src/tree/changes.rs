//! What differs from the baseline.

use crate::directory::Directory;
use crate::node::{Kind, Node, NodeId, ROOT};
use crate::nodes::IdSet;
use crate::types::Changes;

use super::Tree;
use super::paths::absolute;

/// Two states of one path that are to be compared.
struct Pair {
    before: Option<NodeId>,
    now: Option<NodeId>,
    path: String,
}

impl Tree {
    /// What differs from the baseline (the template, or the state at the last [`Tree::mark_clean`]) below the directory `under`.
    ///
    /// The tree knows which nodes were touched, so only those and the directories above them are looked at. Two rules:
    /// - Paths and contents are compared, not operations. A file that was rewritten with the same bytes is not modified, whatever its times say;
    ///   one whose bytes changed is, even if its size and times were restored. What was created and removed again is not listed.
    /// - A file that was moved is deleted at its old path and created at its new one.
    ///
    /// Only files and symbolic links are listed. Nothing is listed for a path that is not a directory.
    #[must_use]
    pub fn changes(&self, under: &str) -> Changes {
        let Ok(names) = absolute(under) else {
            return Changes::default();
        };
        let (mut before, mut now) = (Some(ROOT), Some(ROOT));
        for name in names.split('/').filter(|name| !name.is_empty()) {
            before = before.and_then(|id| self.baseline().get(id)?.directory()?.get(name));
            now = now.and_then(|id| self.nodes.get(id).directory()?.get(name));
        }
        let touched = self.touched();
        let mut changes = Changes::default();
        let mut left = vec![Pair {
            before,
            now,
            path: String::new(),
        }];
        while let Some(pair) = left.pop() {
            if pair.before == pair.now && pair.now.is_some_and(|id| !touched.contains(&id)) {
                continue;
            }
            let before = pair.before.and_then(|id| self.baseline().get(id));
            let now = pair.now.map(|id| self.nodes.get(id));
            descend(before, now, &pair.path, &touched, &mut left);
            if !pair.path.is_empty() {
                compare(before, now, pair.path, &mut changes);
            }
        }
        changes.created.sort_unstable();
        changes.modified.sort_unstable();
        changes.deleted.sort_unstable();
        changes
    }

    /// The nodes that are new or changed, and all directories above them.
    fn touched(&self) -> IdSet {
        let mut touched = IdSet::default();
        for id in self.nodes.changed() {
            if !self.nodes.get(id).linked {
                continue;
            }
            let mut at = id;
            while touched.insert(at) {
                at = self.nodes.get(at).parent;
            }
        }
        touched
    }
}

/// Adds the entries of both states to what is left, but those that are the same for sure.
fn descend(before: Option<&Node>, now: Option<&Node>, path: &str, touched: &IdSet, left: &mut Vec<Pair>) {
    let (before, now) = (before.and_then(Node::directory), now.and_then(Node::directory));
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}/{name}")
        }
    };
    for (name, id) in before.into_iter().flat_map(Directory::iter) {
        let present = now.and_then(|directory| directory.get(name));
        if present != Some(id) || touched.contains(&id) {
            left.push(Pair {
                before: Some(id),
                now: present,
                path: below(name),
            });
        }
    }
    for (name, id) in now.into_iter().flat_map(Directory::iter) {
        if before.is_none_or(|directory| directory.get(name).is_none()) {
            left.push(Pair {
                before: None,
                now: Some(id),
                path: below(name),
            });
        }
    }
}

fn compare(before: Option<&Node>, now: Option<&Node>, path: String, changes: &mut Changes) {
    let is_listed = |node: &&Node| !node.is_directory();
    match (before.filter(is_listed), now.filter(is_listed)) {
        (None, None) => {}
        (None, Some(_)) => changes.created.push(path),
        (Some(_), None) => changes.deleted.push(path),
        (Some(before), Some(now)) => {
            if !same(before, now) {
                changes.modified.push(path);
            }
        }
    }
}

fn same(before: &Node, now: &Node) -> bool {
    match (&before.kind, &now.kind) {
        // Content that cannot be read any more is reported rather than passed over.
        (Kind::File(before), Kind::File(now)) => before.same_bytes(now).unwrap_or(false),
        (Kind::Link(before), Kind::Link(now)) => before == now,
        _ => false,
    }
}
