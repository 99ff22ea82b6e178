//! How a layer is written: an index in JSON, then contents.

use sandbox_storage::BlobRef;
use serde::{Deserialize, Serialize};

use crate::content::Chunk;

/// The index of a layer. Contents follow it: pages, then small files, unless they are blobs of their own.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Index {
    /// Numbers of pages, as first ones and counts, ascending.
    pub(super) pages: Vec<(u32, u32)>,
    /// The blobs in which the pages are, with how many each has; none if they follow the index.
    pub(super) segments: Vec<(BlobRef, u32)>,
    pub(super) cleared: Vec<(u32, u32)>,
    pub(super) removed: Vec<String>,
    pub(super) entries: Vec<Entry>,
}

/// One line of the index.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) mtime: u64,
    pub(super) order: u64,
    pub(super) kind: EntryKind,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EntryKind {
    Directory,
    Link(String),
    /// A file whose content follows, with its size.
    Here(u32),
    /// A file whose content is in blobs.
    Chunks(Vec<Chunk>),
}

/// Ascending numbers as runs.
pub(super) fn runs(numbers: impl IntoIterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((first, count)) if *first + *count == number => *count += 1,
            _ => runs.push((number, 1)),
        }
    }
    runs
}

/// The numbers that runs stand for; none if they are not ascending, or more than `max`.
pub(super) fn numbers(runs: &[(u32, u32)], max: usize) -> Option<Vec<u32>> {
    let total = runs
        .iter()
        .try_fold(0_usize, |sum, (_, count)| sum.checked_add(*count as usize))?;
    if total > max {
        return None;
    }
    let mut numbers = Vec::with_capacity(total);
    for (first, count) in runs {
        let end = first.checked_add(*count)?;
        if *count == 0 || numbers.last().is_some_and(|last| last >= first) {
            return None;
        }
        numbers.extend(*first..end);
    }
    Some(numbers)
}
