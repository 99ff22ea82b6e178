//! Listing open directories.

use std::sync::Arc;

use crate::descriptor::Handle;
use crate::directory::FIRST_COOKIE;
use crate::error::{Error, Result};
use crate::host_dir::{HostEntry, HostPlace, MAX_HOST_ENTRIES};
use crate::host_fs::HostKind;
use crate::node::NodeId;
use crate::resolve::Place;
use crate::types::{DirEntry, Fd, FileType};

use super::Tree;

impl Tree {
    /// Reports the entries of a directory behind `cookie` (0 for all), until `visit` returns `false`: first `.` and `..`, then the others
    /// in the order they were made, those of a host folder by name.
    ///
    /// [`DirEntry::next_cookie`] continues behind an entry at any later time: an entry that exists throughout is reported exactly once,
    /// whatever is made and removed in between.
    ///
    /// # Errors
    ///
    /// [`Error::BadDescriptor`] when it is not open, [`Error::NotDirectory`], those of the host for its folders.
    pub fn read_dir(&mut self, fd: Fd, cookie: u64, visit: &mut dyn FnMut(DirEntry<'_>) -> bool) -> Result<()> {
        match self.descriptors.get(fd)? {
            Handle::Directory {
                place: Place::Node(id), ..
            } => self.read_node(*id, cookie, visit),
            Handle::Directory {
                place: Place::Host(place),
                listing,
                ..
            } => {
                let place = place.clone();
                // The listing of the first call stays until the next start, so that its cookies do.
                let entries = if let Some(entries) = listing.as_ref().filter(|_| cookie != 0) {
                    Arc::clone(entries)
                } else {
                    let listed = place.list(MAX_HOST_ENTRIES);
                    self.work.host_steps += listed
                        .as_ref()
                        .map_or(MAX_HOST_ENTRIES as u64, |(_, examined)| *examined);
                    let (entries, _) = listed?;
                    self.descriptors.keep_listing(fd, &entries);
                    entries
                };
                let parent = self.nodes.get(self.nodes.get(place.mount).parent).ino;
                read_host(&place, parent, &entries, cookie, visit);
                Ok(())
            }
            Handle::Stream(_) | Handle::File { .. } | Handle::HostFile { .. } => Err(Error::NotDirectory),
        }
    }

    fn read_node(&self, id: NodeId, cookie: u64, visit: &mut dyn FnMut(DirEntry<'_>) -> bool) -> Result<()> {
        let node = self.nodes.get(id);
        let directory = node.directory().ok_or(Error::NotDirectory)?;
        let parent = if node.linked {
            self.nodes.get(node.parent).ino
        } else {
            node.ino
        };
        if !visit_dots(node.ino, parent, cookie, visit) {
            return Ok(());
        }
        for (at, name, id) in directory.since(cookie.max(FIRST_COOKIE)) {
            let node = self.nodes.get(id);
            let entry = DirEntry {
                next_cookie: at + 1,
                ino: node.ino,
                file_type: node.file_type(),
                name: name.as_bytes(),
            };
            if !visit(entry) {
                break;
            }
        }
        Ok(())
    }
}

/// Reports `.` and `..`; `false` to stop.
fn visit_dots(ino: u64, parent: u64, cookie: u64, visit: &mut dyn FnMut(DirEntry<'_>) -> bool) -> bool {
    let dots: [(u64, u64, &[u8]); 2] = [(1, ino, b"."), (FIRST_COOKIE, parent, b"..")];
    dots.into_iter()
        .filter(|(next, ..)| *next > cookie)
        .all(|(next_cookie, ino, name)| {
            visit(DirEntry {
                next_cookie,
                ino,
                file_type: FileType::Directory,
                name,
            })
        })
}

fn read_host(
    place: &HostPlace,
    mount_parent: u64,
    entries: &[HostEntry],
    cookie: u64,
    visit: &mut dyn FnMut(DirEntry<'_>) -> bool,
) {
    let mut above = place.clone();
    let parent = if above.pop() { above.ino() } else { mount_parent };
    if !visit_dots(place.ino(), parent, cookie, visit) {
        return;
    }
    let skipped = usize::try_from(cookie.saturating_sub(FIRST_COOKIE)).unwrap_or(usize::MAX);
    for (index, entry) in entries.iter().enumerate().skip(skipped) {
        let mut child = place.clone();
        child.push(&entry.name);
        let entry = DirEntry {
            next_cookie: index as u64 + FIRST_COOKIE + 1,
            ino: child.ino(),
            file_type: if entry.kind == HostKind::Directory {
                FileType::Directory
            } else {
                FileType::Regular
            },
            name: entry.name.as_bytes(),
        };
        if !visit(entry) {
            return;
        }
    }
}
