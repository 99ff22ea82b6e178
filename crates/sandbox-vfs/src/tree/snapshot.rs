//! Making the present state a starting point.

use std::sync::Arc;

use crate::template::{Shared, Template};

use super::Tree;

impl Tree {
    /// The present state as a template: the next generation of a session, or the start of a fork. Scratch directories are empty in it, and
    /// files that are removed but open are not in it. It costs what was changed; content is shared, and so is everything that was not changed.
    ///
    /// The tree goes on as it is, with its own baseline.
    #[must_use]
    pub fn freeze(&self) -> Template {
        let mut left_out = self.removed_but_open();
        for id in self.scratch.iter() {
            left_out.extend(self.nodes.below(*id));
        }
        let layer = self.nodes.fold(&left_out, &self.scratch, self.stamp);
        Template::from_shared(Shared {
            layer: Arc::new(layer),
            preopens: Arc::clone(self.descriptors.preopens()),
            scratch: Arc::clone(&self.scratch),
        })
    }

    /// Makes the present state the baseline of [`Tree::changes`]. Open descriptors stay open.
    pub fn mark_clean(&mut self) {
        let open = self.removed_but_open();
        self.nodes.rebase(&open, self.stamp);
    }
}
