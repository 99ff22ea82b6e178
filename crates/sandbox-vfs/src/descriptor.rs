//! The table of open descriptors.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::blob::HostFile;
use crate::error::{Error, Result};
use crate::host_dir::{HostEntry, MAX_HOST_ENTRIES};
use crate::host_files::Slot;
use crate::node::NodeId;
use crate::resolve::Place;
use crate::types::{Fd, Stat};

/// Standard input, output and error.
pub(crate) const STREAMS: u8 = 3;

/// Entries of host folders that listings under way keep, over all descriptors.
const MAX_KEPT_ENTRIES: usize = 2 * MAX_HOST_ENTRIES;

/// A directory that is open from the start.
#[derive(Debug, Clone)]
pub(crate) struct Preopen {
    pub(crate) name: Box<str>,
    pub(crate) node: NodeId,
}

/// What an open file may be used for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    pub(crate) read: bool,
    pub(crate) write: bool,
    pub(crate) append: bool,
}

/// What a descriptor stands for.
pub(crate) enum Handle {
    Stream(u8),
    Directory {
        place: Place,
        /// Its number among the preopened ones.
        preopen: Option<usize>,
        /// What a host folder held when its listing began.
        listing: Option<Arc<[HostEntry]>>,
    },
    File {
        node: NodeId,
        position: u64,
        mode: Mode,
    },
    HostFile {
        file: HostFile,
        /// Its place among the open files of the process; declared behind the file, which is closed first.
        _slot: Slot,
        stat: Stat,
        position: u64,
        read: bool,
    },
}

impl Handle {
    fn is_opened(&self) -> bool {
        !matches!(self, Self::Stream(_) | Self::Directory { preopen: Some(_), .. })
    }

    /// The node it keeps alive.
    pub(crate) fn node(&self) -> Option<NodeId> {
        match self {
            Self::File { node, .. }
            | Self::Directory {
                place: Place::Node(node),
                ..
            } => Some(*node),
            _ => None,
        }
    }
}

/// All descriptors of one tree. Numbers are given out from the lowest free one on.
pub(crate) struct Descriptors {
    slots: Vec<Option<Handle>>,
    preopens: Arc<[Preopen]>,
    /// Numbers whose files are gone, but which the guest still knows: nothing else may get them.
    lost: BTreeSet<usize>,
    /// Descriptors that are neither streams nor preopened, and lost ones.
    opened: u32,
    /// No number below this one is free.
    lowest: usize,
}

impl Descriptors {
    /// The streams and the preopened directories; `place` says where such a directory is.
    pub(crate) fn new(preopens: Arc<[Preopen]>, place: impl Fn(NodeId) -> Place) -> Self {
        let mut slots = Vec::with_capacity(usize::from(STREAMS) + preopens.len() + 4);
        slots.extend((0..STREAMS).map(|stream| Some(Handle::Stream(stream))));
        slots.extend(preopens.iter().enumerate().map(|(number, preopen)| {
            Some(Handle::Directory {
                place: place(preopen.node),
                preopen: Some(number),
                listing: None,
            })
        }));
        Self {
            lowest: slots.len(),
            slots,
            preopens,
            lost: BTreeSet::new(),
            opened: 0,
        }
    }

    /// How many numbers there are, up to the highest that is taken.
    pub(crate) fn count(&self) -> usize {
        let taken = self
            .slots
            .iter()
            .rposition(Option::is_some)
            .map_or(0, |index| index + 1);
        self.lost.last().map_or(taken, |index| taken.max(index + 1))
    }

    pub(crate) fn is_lost(&self, index: usize) -> bool {
        self.lost.contains(&index)
    }

    /// Takes away what a number stands for, and keeps the number from being given out before the guest closes it.
    pub(crate) fn lose(&mut self, index: usize) {
        if let Some(slot) = self.slots.get_mut(index)
            && let Some(handle) = slot.take()
        {
            self.opened += u32::from(!handle.is_opened());
            self.lost.insert(index);
        }
    }

    /// Closes a number that was lost; false if it was not.
    pub(crate) fn forget(&mut self, fd: Fd) -> bool {
        let index = fd.0 as usize;
        let was_lost = self.lost.remove(&index);
        if was_lost {
            self.opened -= 1;
            self.lowest = self.lowest.min(index);
        }
        was_lost
    }

    /// Another table over the same preopened directories.
    pub(crate) fn with_slots(&self, slots: Vec<Option<Handle>>, lost: BTreeSet<usize>) -> Self {
        let opened = slots.iter().flatten().filter(|handle| handle.is_opened()).count() + lost.len();
        Self {
            preopens: Arc::clone(&self.preopens),
            opened: u32::try_from(opened).unwrap_or(u32::MAX),
            lost,
            lowest: 0,
            slots,
        }
    }

    pub(crate) fn preopens(&self) -> &Arc<[Preopen]> {
        &self.preopens
    }

    pub(crate) fn opened(&self) -> u32 {
        self.opened
    }

    pub(crate) fn get(&self, fd: Fd) -> Result<&Handle> {
        self.slots
            .get(fd.0 as usize)
            .and_then(Option::as_ref)
            .ok_or(Error::BadDescriptor)
    }

    pub(crate) fn get_mut(&mut self, fd: Fd) -> Result<&mut Handle> {
        self.slots
            .get_mut(fd.0 as usize)
            .and_then(Option::as_mut)
            .ok_or(Error::BadDescriptor)
    }

    /// The name of a preopened directory.
    pub(crate) fn preopen_name(&self, number: usize) -> Option<&str> {
        self.preopens.get(number).map(|preopen| &*preopen.name)
    }

    /// Gives a handle the lowest free number. The caller has checked that another one may be open.
    pub(crate) fn insert(&mut self, handle: Handle) -> Result<Fd> {
        let is_free = |index: &usize| self.slots[*index].is_none() && !self.lost.contains(index);
        let index = (self.lowest..self.slots.len())
            .find(is_free)
            .unwrap_or(self.slots.len());
        let fd = Fd(u32::try_from(index).map_err(|_| Error::TooManyOpen)?);
        self.opened += u32::from(handle.is_opened());
        if index == self.slots.len() {
            self.slots.push(Some(handle));
        } else {
            self.slots[index] = Some(handle);
        }
        self.lowest = index + 1;
        Ok(fd)
    }

    pub(crate) fn remove(&mut self, fd: Fd) -> Result<Handle> {
        let index = fd.0 as usize;
        let handle = self
            .slots
            .get_mut(index)
            .and_then(Option::take)
            .ok_or(Error::BadDescriptor)?;
        self.opened -= u32::from(handle.is_opened());
        self.lowest = self.lowest.min(index);
        Ok(handle)
    }

    /// Moves what `from` stands for to `to`, which must be open, too; returns what `to` stood for.
    pub(crate) fn renumber(&mut self, from: Fd, to: Fd) -> Result<Option<Handle>> {
        self.get(from)?;
        self.get(to)?;
        if from == to {
            return Ok(None);
        }
        let moved = self.remove(from)?;
        let replaced = self.remove(to)?;
        self.opened += u32::from(moved.is_opened());
        *self.slots.get_mut(to.0 as usize).ok_or(Error::BadDescriptor)? = Some(moved);
        Ok(Some(replaced))
    }

    /// Keeps the listing of a host folder for the descriptor that asked for it. When too much is kept, the others list again.
    pub(crate) fn keep_listing(&mut self, fd: Fd, entries: &Arc<[HostEntry]>) {
        let kept: usize = self
            .listings()
            .map(|listing| listing.as_ref().map_or(0, |entries| entries.len()))
            .sum();
        if kept + entries.len() > MAX_KEPT_ENTRIES {
            self.listings().for_each(|listing| *listing = None);
        }
        if let Ok(Handle::Directory { listing, .. }) = self.get_mut(fd) {
            *listing = Some(Arc::clone(entries));
        }
    }

    fn listings(&mut self) -> impl Iterator<Item = &mut Option<Arc<[HostEntry]>>> {
        self.slots.iter_mut().flatten().filter_map(|handle| match handle {
            Handle::Directory { listing, .. } => Some(listing),
            _ => None,
        })
    }

    /// Whether any descriptor keeps the node alive.
    pub(crate) fn holds(&self, node: NodeId) -> bool {
        self.nodes().any(|held| held == node)
    }

    /// The nodes that descriptors keep alive; one that is open twice comes twice.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.slots.iter().flatten().filter_map(Handle::node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::ROOT;

    fn table() -> Descriptors {
        let preopens = [Preopen {
            name: "/".into(),
            node: ROOT,
        }];
        Descriptors::new(Arc::new(preopens), Place::Node)
    }

    fn file(node: u32) -> Handle {
        Handle::File {
            node: NodeId(node),
            position: 0,
            mode: Mode {
                read: true,
                write: false,
                append: false,
            },
        }
    }

    #[test]
    fn the_lowest_free_number_is_given_out() {
        let mut table = table();
        assert_eq!(table.insert(file(1)), Ok(Fd(4)));
        assert_eq!(table.insert(file(2)), Ok(Fd(5)));
        assert!(table.remove(Fd(1)).is_ok());
        assert!(table.remove(Fd(4)).is_ok());
        assert_eq!(table.insert(file(3)), Ok(Fd(1)));
        assert_eq!(table.insert(file(4)), Ok(Fd(4)));
        assert_eq!(table.insert(file(5)), Ok(Fd(6)));
        assert_eq!(table.opened(), 4);
    }

    #[test]
    fn renumbering_needs_two_open_descriptors_and_counts_right() {
        let mut table = table();
        let (a, b) = (table.insert(file(1)).unwrap(), table.insert(file(2)).unwrap());
        assert!(table.renumber(a, a).unwrap().is_none());
        assert_eq!(table.renumber(a, Fd(99)).err(), Some(Error::BadDescriptor));
        assert_eq!(
            table.renumber(a, b).unwrap().and_then(|handle| handle.node()),
            Some(NodeId(2))
        );
        assert_eq!((table.opened(), table.get(a).is_err()), (1, true));
        // Onto a stream: the stream is gone, the file still counts.
        assert!(table.renumber(b, Fd(1)).is_ok());
        assert_eq!(table.opened(), 1);
        assert_eq!(table.insert(file(3)), Ok(Fd(4)));
    }

    #[test]
    fn listings_of_host_folders_are_bounded_together() {
        use crate::host_fs::HostKind;

        let mut table = table();
        let entry = |number: usize| HostEntry {
            name: number.to_string(),
            kind: HostKind::Directory,
        };
        let large: Arc<[HostEntry]> = (0..MAX_HOST_ENTRIES).map(entry).collect();
        let directory = || Handle::Directory {
            place: Place::Node(ROOT),
            preopen: None,
            listing: None,
        };
        for _ in 0..5 {
            let fd = table.insert(directory()).unwrap();
            table.keep_listing(fd, &large);
            let kept: usize = table.listings().flatten().map(|entries| entries.len()).sum();
            assert!((large.len()..=MAX_KEPT_ENTRIES).contains(&kept));
        }
    }
}
