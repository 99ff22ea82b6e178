//! The list of changes is the difference of two full copies.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sandbox_vfs::{Changes, Limits};

use crate::operations::{Guest, operation};
use crate::{contents, instantiate, template};

type Contents = BTreeMap<String, Option<Vec<u8>>>;

fn difference(before: &Contents, now: &Contents) -> Changes {
    let files = |all: &Contents| -> Contents {
        all.iter()
            .filter(|(_, content)| content.is_some())
            .map(|(path, content)| (path.clone(), content.clone()))
            .collect()
    };
    let (before, now) = (files(before), files(now));
    let mut changes = Changes::default();
    for (path, content) in &now {
        match before.get(path) {
            None => changes.created.push(path.clone()),
            Some(old) if old != content => changes.modified.push(path.clone()),
            Some(_) => {}
        }
    }
    changes.deleted = before.into_keys().filter(|path| !now.contains_key(path)).collect();
    changes
}

proptest! {
    #[test]
    fn changes_are_the_full_difference(turns in prop::collection::vec(prop::collection::vec(operation(), 1..40), 1..4), fork in any::<bool>()) {
        let mut guest = Guest::new(instantiate(&template(), Limits::default()));
        for operations in turns {
            let before = contents(&mut guest.tree);
            for operation in &operations {
                let _ = guest.apply(operation);
            }
            let now = contents(&mut guest.tree);
            prop_assert_eq!(guest.tree.changes("/app"), difference(&before, &now));
            // The next turn starts from here: in the same tree, or in one of the next generation.
            if fork {
                guest = Guest::new(instantiate(&guest.tree.freeze(), Limits::default()));
            } else {
                guest.tree.mark_clean();
            }
            prop_assert!(guest.tree.changes("/").is_empty());
            prop_assert_eq!(contents(&mut guest.tree), now);
        }
    }
}
