//! The shared start of many trees.

mod builder;
mod delta;

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::descriptor::Preopen;
use crate::limits::Limits;
use crate::node::NodeId;
use crate::nodes::Layer;
use crate::tree::Tree;

pub use builder::TemplateBuilder;

/// What a guest may do in a directory and everything below it, up to the next mount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read.
    ReadOnly,
    /// Read and write. What is there from the start is copied when it is written to; the quotas count all of it.
    ReadWrite,
    /// Read and write. It is empty in every frozen state.
    Scratch,
}

/// What trees of one template share.
pub(crate) struct Shared {
    pub(crate) layer: Arc<Layer>,
    pub(crate) preopens: Arc<[Preopen]>,
    pub(crate) scratch: Arc<[NodeId]>,
}

/// The immutable start of any number of trees. Clones are the same template.
#[derive(Clone)]
pub struct Template(Arc<Shared>);

impl Template {
    /// Starts with an empty, read-only root.
    #[must_use]
    pub fn builder() -> TemplateBuilder {
        TemplateBuilder::empty()
    }

    /// Starts with what this template has. It costs what is added.
    #[must_use]
    pub fn extend(&self) -> TemplateBuilder {
        TemplateBuilder::over(&self.0)
    }

    /// Makes a tree of its own. Nothing is copied: it costs the same however much the template holds.
    #[must_use]
    pub fn instantiate(&self, limits: Limits, clock: Arc<dyn Clock>) -> Tree {
        Tree::new(&self.0, limits, clock)
    }

    pub(crate) fn from_shared(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("preopens", &self.0.preopens.len())
            .finish_non_exhaustive()
    }
}
