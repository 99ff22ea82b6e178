//! What is kept of a tree outside of it makes the same tree again.

use proptest::prelude::*;
use sandbox_vfs::Limits;

use crate::operations::{Guest, operation};
use crate::{contents, instantiate, template};

proptest! {
    #[test]
    fn differences_in_any_number_of_steps_rebuild_the_files_and_the_descriptors(
        steps in prop::collection::vec(prop::collection::vec(operation(), 1..25), 1..5)
    ) {
        let limits = Limits { entries: 12, depth: 5, ..Limits::default() };
        let template = template();
        let mut guest = Guest::new(instantiate(&template, limits));
        let (mut last, mut rebuilt) = (template.clone(), template.clone());
        for operations in &steps {
            for operation in operations {
                // What is refused is refused; the others count.
                drop(guest.apply(operation));
            }
            let table = guest.tree.settle();
            let now = guest.tree.freeze();
            rebuilt = rebuilt.extend().apply(&now.delta(&last)).unwrap().build();
            last = now;
            // All in one step, too.
            let whole = template.extend().apply(&last.delta(&template)).unwrap().build();
            for copy in [&rebuilt, &whole] {
                let mut again = instantiate(copy, limits);
                prop_assert_eq!(again.list("/app").unwrap(), guest.tree.list("/app").unwrap());
                prop_assert_eq!(contents(&mut again), contents(&mut guest.tree));
                prop_assert_eq!(again.usage(), guest.tree.usage());
                again.reopen(&table).unwrap();
                prop_assert_eq!(&again.settle(), &table);
                prop_assert_eq!(again.open_count(), guest.tree.open_count());
            }
        }
    }
}
