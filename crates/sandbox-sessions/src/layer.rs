//! What a generation changed: pages of memory and files, over the generations before it.

mod decode;
mod encode;
mod index;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sandbox_host::{PAGE_BYTES, Page};
use sandbox_storage::BlobRef;
use sandbox_vfs::{Delta, DeltaEntry, DeltaKind};
use serde::{Deserialize, Serialize};

pub(crate) use decode::{Budget, decode, names};
pub(crate) use encode::{Encoded, encode};

use crate::content::Chunk;

/// Changes, to be laid over what was before. A row of layers, from the image up, is a state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layer {
    /// New contents of pages, each as its difference from the image's (see `Image::exchange_pages`).
    pub(crate) pages: BTreeMap<u32, Page>,
    /// Pages that are as the image has them again.
    pub(crate) cleared: BTreeSet<u32>,
    /// Paths that are gone, with everything below them. They go before the entries come.
    pub(crate) removed: BTreeSet<String>,
    /// New and changed files, directories and links, by path.
    pub(crate) entries: BTreeMap<String, Kept>,
}

/// A file, directory or link, and where its content is stored, if it is.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) entry: DeltaEntry,
    pub(crate) chunks: Option<Arc<[Chunk]>>,
}

impl Layer {
    /// Adds pages that have changed, and pages that are as the image has them again.
    pub(crate) fn add_pages(&mut self, changed: BTreeMap<u32, Page>, cleared: impl IntoIterator<Item = u32>) {
        for (number, page) in changed {
            self.cleared.remove(&number);
            self.pages.insert(number, page);
        }
        for number in cleared {
            self.pages.remove(&number);
            self.cleared.insert(number);
        }
    }

    /// Adds changes of files.
    pub(crate) fn add_files(&mut self, delta: Delta) {
        for path in delta.removed {
            self.remove_below(&path);
            self.removed.insert(path);
        }
        for entry in delta.entries {
            let kept = Kept { chunks: None, entry };
            self.entries.insert(kept.entry.path.clone(), kept);
        }
    }

    fn remove_below(&mut self, path: &str) {
        self.entries.remove(path);
        let below = format!("{path}/");
        let gone: Vec<String> = self
            .entries
            .range(below.clone()..)
            .take_while(|(path, _)| path.starts_with(&below))
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            self.entries.remove(&path);
        }
    }

    /// This layer with `newer` laid over it, as one.
    pub(crate) fn merged(&self, newer: &Self) -> Self {
        let mut merged = self.clone();
        for number in &newer.cleared {
            merged.pages.remove(number);
        }
        merged.cleared.extend(&newer.cleared);
        for (number, page) in &newer.pages {
            merged.cleared.remove(number);
            merged.pages.insert(*number, Arc::clone(page));
        }
        for path in &newer.removed {
            merged.remove_below(path);
        }
        merged.removed.extend(newer.removed.iter().cloned());
        for (path, kept) in &newer.entries {
            merged.entries.insert(path.clone(), kept.clone());
        }
        merged
    }

    /// Forgets what only says that something below is gone: nothing is below.
    pub(crate) fn is_lowest(&mut self) {
        self.cleared.clear();
        self.removed.clear();
    }

    /// Lays it over pages.
    pub(crate) fn lay_over(&self, pages: &mut BTreeMap<u32, Page>) {
        for number in &self.cleared {
            pages.remove(number);
        }
        pages.extend(self.pages.iter().map(|(number, page)| (*number, Arc::clone(page))));
    }

    /// What it does to files.
    pub(crate) fn delta(&self) -> Delta {
        Delta {
            removed: self.removed.iter().cloned().collect(),
            entries: self.entries.values().map(|kept| kept.entry.clone()).collect(),
        }
    }

    /// Roughly how much it holds, in bytes: what decides about merging.
    pub(crate) fn bytes(&self) -> u64 {
        let contents = self.entries.values().map(|kept| match &kept.entry.kind {
            DeltaKind::File(content) if kept.chunks.is_none() => content.len(),
            _ => 0,
        });
        let names: usize = self
            .entries
            .keys()
            .chain(&self.removed)
            .map(|path| path.len() + 64)
            .sum();
        (self.pages.len() * PAGE_BYTES + self.cleared.len() * 4 + names) as u64 + contents.sum::<u64>()
    }
}

/// A layer as a generation names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LayerRef {
    /// Its index and small contents.
    pub(crate) root: BlobRef,
    /// The size of that, in bytes.
    pub(crate) root_bytes: u32,
    /// What it holds, as [`Layer::bytes`] says.
    pub(crate) bytes: u64,
}

#[cfg(test)]
mod tests;
