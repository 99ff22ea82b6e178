//! The descriptors between two turns: what can be kept with a session, and what cannot.

use crate::descriptor::{Handle, Mode, STREAMS};
use crate::error::{Error, Result};
use crate::node::{Kind, NodeId, ROOT};
use crate::resolve::Place;
use crate::types::{Fd, OpenFile};

use super::files::MAX_OFFSET;
use super::paths::Found;
use super::{Tree, place_of};

impl Tree {
    /// Brings the descriptors into a state that can be kept, and returns it: the table as [`reopen`](Self::reopen) takes it.
    ///
    /// Files and directories of the tree stay open, with their positions. What was removed while it was open, and what is open in a folder of the host's, is
    /// lost: the guest keeps the number, which nothing else gets before it is closed, and every use of it fails. So a session behaves the same whether it
    /// was kept in memory or stored in between.
    pub fn settle(&mut self) -> Vec<OpenFile> {
        let gone = self.removed_but_open();
        let table = (0..self.descriptors.count()).map(|index| {
            let kept = self.kept(index, &gone);
            if kept == OpenFile::Lost {
                self.descriptors.lose(index);
            }
            kept
        });
        let table = table.collect();
        for id in gone {
            self.nodes.remove(id);
        }
        table
    }

    /// What can be kept of a number; `gone` are the removed nodes, sorted.
    fn kept(&self, index: usize, gone: &[NodeId]) -> OpenFile {
        if self.descriptors.is_lost(index) {
            return OpenFile::Lost;
        }
        let is_there = |id: &NodeId| gone.binary_search(id).is_err();
        let number = Fd(u32::try_from(index).unwrap_or(u32::MAX));
        match self.descriptors.get(number) {
            Err(_) => OpenFile::Free,
            Ok(Handle::Stream(stream)) => OpenFile::Stream(*stream),
            Ok(Handle::Directory {
                preopen: Some(number), ..
            }) => OpenFile::Preopen(u32::try_from(*number).unwrap_or(u32::MAX)),
            Ok(Handle::Directory {
                place: Place::Node(id), ..
            }) if is_there(id) => OpenFile::Directory {
                path: self.path_of(*id),
            },
            Ok(Handle::File { node, position, mode }) if is_there(node) => OpenFile::File {
                path: self.path_of(*node),
                position: *position,
                read: mode.read,
                write: mode.write,
                append: mode.append,
            },
            Ok(Handle::File { .. } | Handle::HostFile { .. } | Handle::Directory { .. }) => OpenFile::Lost,
        }
    }

    fn path_of(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = id;
        while at != ROOT {
            let node = self.nodes.get(at);
            names.push(&node.name);
            at = node.parent;
        }
        if names.is_empty() {
            return "/".to_owned();
        }
        names.iter().rev().flat_map(|name| ["/", name]).collect()
    }

    /// Makes the table of descriptors what [`settle`](Self::settle) returned, in a tree that holds the same files. What is not there any more is lost.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyOpen`] for a table with more open files than the limits allow; [`Error::Invalid`] for streams and preopened directories that there are
    /// not. Nothing has changed then.
    pub fn reopen(&mut self, table: &[OpenFile]) -> Result<()> {
        let fixed = usize::from(STREAMS) + self.descriptors.preopens().len();
        if table.len() > fixed + self.limits.open_files as usize {
            return Err(Error::TooManyOpen);
        }
        let slots = table.iter().map(|open| self.handle(open)).collect::<Result<Vec<_>>>()?;
        let nothing = |index: &usize| slots[*index].is_none() && table[*index] != OpenFile::Free;
        let lost = (0..table.len()).filter(nothing).collect();
        let descriptors = self.descriptors.with_slots(slots, lost);
        if descriptors.opened() > self.limits.open_files {
            return Err(Error::TooManyOpen);
        }
        self.reset_descriptors();
        self.descriptors = descriptors;
        Ok(())
    }

    /// The handle that an entry of the table asks for; none for a number that is free or lost.
    fn handle(&self, open: &OpenFile) -> Result<Option<Handle>> {
        let directory = |place, preopen| Handle::Directory {
            place,
            preopen,
            listing: None,
        };
        Ok(Some(match open {
            OpenFile::Free | OpenFile::Lost => return Ok(None),
            OpenFile::Stream(stream) if *stream < STREAMS => Handle::Stream(*stream),
            OpenFile::Stream(_) => return Err(Error::Invalid),
            OpenFile::Preopen(number) => {
                let number = *number as usize;
                let preopen = self.descriptors.preopens().get(number).ok_or(Error::Invalid)?;
                directory(place_of(&self.nodes, preopen.node), Some(number))
            }
            OpenFile::Directory { path } => match self.find(path) {
                Ok(Found::Node(id)) if self.nodes.get(id).directory().is_some() => directory(Place::Node(id), None),
                _ => return Ok(None),
            },
            OpenFile::File {
                path,
                position,
                read,
                write,
                append,
            } => match self.find(path) {
                Ok(Found::Node(node)) if self.may_reopen(node, *write || *append) => Handle::File {
                    node,
                    position: (*position).min(MAX_OFFSET),
                    mode: Mode {
                        read: *read,
                        write: *write,
                        append: *append,
                    },
                },
                _ => return Ok(None),
            },
        }))
    }

    fn may_reopen(&self, id: NodeId, writes: bool) -> bool {
        let node = self.nodes.get(id);
        matches!(node.kind, Kind::File(_)) && (node.writable || !writes)
    }
}
