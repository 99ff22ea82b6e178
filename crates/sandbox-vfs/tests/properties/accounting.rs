//! Quotas are exact, and never overrun.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sandbox_vfs::{Limits, Tree, Usage};

use crate::operations::{Guest, operation};
use crate::{contents, instantiate, template};

/// Usage as a walk finds it: everything that has a name, and what is open without one.
fn walk(guest: &Guest) -> Usage {
    let mut usage = Usage::default();
    for entry in guest.tree.list("/app").unwrap() {
        usage.bytes += entry.size;
        usage.entries += 1;
    }
    let open = guest.slots.iter().flatten().map(|fd| guest.tree.stat(*fd).unwrap());
    let nameless: BTreeMap<u64, u64> = open
        .filter(|stat| stat.nlink == 0)
        .map(|stat| (stat.ino, stat.size))
        .collect();
    for size in nameless.values() {
        usage.bytes += size;
        usage.entries += 1;
    }
    usage
}

fn depth(tree: &Tree) -> usize {
    tree.list("/app")
        .unwrap()
        .iter()
        .map(|entry| entry.path.matches('/').count() - 1)
        .max()
        .unwrap_or(0)
}

proptest! {
    #[test]
    fn usage_is_what_a_walk_finds(operations in prop::collection::vec(operation(), 1..80)) {
        let limits = Limits { bytes: 150_000, entries: 8, depth: 4, open_files: 3, file_bytes: 100_000, ..Limits::default() };
        let template = template();
        let untouched = contents(&mut instantiate(&template, limits));
        let mut guest = Guest::new(instantiate(&template, limits));
        for operation in &operations {
            let before = guest.tree.usage();
            let result = guest.apply(operation);
            let usage = guest.tree.usage();
            prop_assert_eq!(usage, walk(&guest), "{:?}", operation);
            prop_assert!(usage.bytes <= limits.bytes && usage.entries <= limits.entries);
            prop_assert!(depth(&guest.tree) <= limits.depth as usize);
            prop_assert!(guest.tree.open_count() <= limits.open_files);
            if result.is_err() {
                prop_assert_eq!(usage, before, "a refused operation costs nothing: {:?}", operation);
            }
        }
        // A frozen state holds what has a name, and the tree's own template is as it was.
        let mut frozen = Guest::new(instantiate(&guest.tree.freeze(), limits));
        prop_assert_eq!(frozen.tree.usage(), walk(&frozen));
        prop_assert_eq!(contents(&mut frozen.tree), contents(&mut guest.tree));
        prop_assert_eq!(contents(&mut instantiate(&template, limits)), untouched);
        guest.tree.mark_clean();
        prop_assert_eq!(guest.tree.usage(), walk(&guest));
        guest.tree.reset_descriptors();
        guest.slots = [None; 4];
        prop_assert_eq!(guest.tree.usage(), walk(&guest));
    }
}
