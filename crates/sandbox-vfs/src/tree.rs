//! The tree of one execution.

mod changes;
mod descriptors;
mod entries;
mod export;
mod files;
mod folders;
mod host;
mod import;
mod listing;
mod metadata;
mod open;
mod paths;
mod quota;
mod read_dir;
mod rename;
mod settle;
mod snapshot;
mod write_back;

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::descriptor::Descriptors;
use crate::host_dir::HostPlace;
use crate::limits::{Limits, Refusals, Usage};
use crate::node::{Kind, NodeId};
use crate::nodes::{Layer, Nodes};
use crate::resolve::Place;
use crate::template::Shared;
use crate::work::Work;

pub(crate) use paths::absolute;

/// A guest's file tree, with its open descriptors. Made by [`Template::instantiate`](crate::Template::instantiate).
///
/// Every operation ends in bounded time and memory, whatever the guest passes; the bounds are the [`Limits`]. Nothing is shared with
/// another tree but immutable content.
pub struct Tree {
    nodes: Nodes,
    descriptors: Descriptors,
    /// Directories that a frozen state has empty.
    scratch: Arc<[NodeId]>,
    limits: Limits,
    clock: Arc<dyn Clock>,
    /// The latest time stamp that was given: every change gets a later one, even if the clock stands still.
    stamp: u64,
    refusals: Refusals,
    work: Work,
}

impl Tree {
    pub(crate) fn new(shared: &Shared, limits: Limits, clock: Arc<dyn Clock>) -> Self {
        let nodes = Nodes::new(Arc::clone(&shared.layer));
        Self {
            descriptors: Descriptors::new(Arc::clone(&shared.preopens), |id| place_of(&nodes, id)),
            stamp: shared.layer.stamp,
            nodes,
            scratch: Arc::clone(&shared.scratch),
            limits,
            clock,
            refusals: Refusals::default(),
            work: Work::default(),
        }
    }

    /// The limits it was made with.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What the quotas count at present, exactly. It is more than the limits allow only if the template held more.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.nodes.usage()
    }

    /// How often limits refused something since the last call.
    pub fn take_refusals(&mut self) -> Refusals {
        std::mem::take(&mut self.refusals)
    }

    /// What guests' operations cost since the last call, beyond what the calls themselves say.
    pub fn take_work(&mut self) -> Work {
        std::mem::take(&mut self.work)
    }

    /// The state before any change: what [`Tree::changes`] compares with.
    fn baseline(&self) -> &Layer {
        self.nodes.base()
    }

    /// The time stamp of a change: the clock's time, but later than every stamp before.
    fn tick(&mut self) -> u64 {
        self.stamp = self.clock.now().max(self.stamp.saturating_add(1));
        self.stamp
    }

    /// Records a change of a directory's entries. Its modification time only grows, so that a program that keeps listings by
    /// time never keeps a stale one.
    fn touch_directory(&mut self, id: NodeId, time: u64) {
        let times = &mut self.nodes.get_mut(id).times;
        times.modified = time.max(times.modified.saturating_add(1));
        times.changed = time;
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tree")
            .field("usage", &self.usage())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// A directory's node as a place, which is another thing where a host folder is mounted.
fn place_of(nodes: &Nodes, id: NodeId) -> Place {
    match &nodes.get(id).kind {
        Kind::Host(folder) => Place::Host(HostPlace {
            mount: id,
            folder: Arc::clone(folder),
            path: String::new(),
        }),
        _ => Place::Node(id),
    }
}

#[cfg(test)]
mod tests;
