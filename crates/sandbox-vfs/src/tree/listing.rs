//! Listing everything below a directory, for the host.

use crate::error::{Error, Result};
use crate::host_dir::{HostPlace, MAX_HOST_ENTRIES};
use crate::host_fs::HostKind;
use crate::node::NodeId;
use crate::resolve::Place;
use crate::types::{Entry, Stat};

use super::paths::Found;
use super::{Tree, place_of};

/// Entries that one listing holds at most: a host folder may have any number.
const MAX_LISTED: usize = 1_000_000;

/// How deep a listing looks into a host folder.
const MAX_HOST_DEPTH: usize = 128;

impl Tree {
    /// Everything below a directory, sorted by path; links are listed and not followed.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`], [`Error::NotDirectory`], [`Error::Loop`], those of the host for its folders, and [`Error::Overflow`] when a host
    /// folder holds too much to be listed.
    pub fn list(&self, path: &str) -> Result<Vec<Entry>> {
        let top = match self.find(path)? {
            Found::Node(id) if self.nodes.get(id).is_directory() => place_of(&self.nodes, id),
            Found::Host(place, HostKind::Directory) => Place::Host(place),
            Found::Missing { .. } => return Err(Error::NotFound),
            Found::Node(_) | Found::Host(..) => return Err(Error::NotDirectory),
        };
        let mut entries = Vec::new();
        let mut left = vec![(top, path.trim_end_matches('/').to_owned())];
        while let Some((place, path)) = left.pop() {
            match place {
                Place::Node(id) => self.list_node(id, &path, &mut entries, &mut left)?,
                Place::Host(place) => list_host(&place, &path, &mut entries, &mut left)?,
            }
        }
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn list_node(
        &self,
        id: NodeId,
        path: &str,
        entries: &mut Vec<Entry>,
        left: &mut Vec<(Place, String)>,
    ) -> Result<()> {
        let Some(directory) = self.nodes.get(id).directory() else {
            return Ok(());
        };
        for (name, child) in directory.iter() {
            let node = self.nodes.get(child);
            let path = format!("{path}/{name}");
            if node.is_directory() {
                left.push((place_of(&self.nodes, child), path.clone()));
            }
            add(entries, path, &node.stat())?;
        }
        Ok(())
    }
}

fn list_host(place: &HostPlace, path: &str, entries: &mut Vec<Entry>, left: &mut Vec<(Place, String)>) -> Result<()> {
    if place.path.split('/').count() > MAX_HOST_DEPTH {
        return Err(Error::Overflow);
    }
    for entry in place.list(MAX_HOST_ENTRIES)?.0.iter() {
        let mut child = place.clone();
        child.push(&entry.name);
        let path = format!("{path}/{}", entry.name);
        add(entries, path.clone(), &child.stat_as(entry.kind))?;
        if entry.kind == HostKind::Directory {
            left.push((Place::Host(child), path));
        }
    }
    Ok(())
}

fn add(entries: &mut Vec<Entry>, path: String, stat: &Stat) -> Result<()> {
    if entries.len() == MAX_LISTED {
        return Err(Error::Overflow);
    }
    entries.push(Entry {
        path,
        file_type: stat.file_type,
        size: stat.size,
        mtime: stat.mtime,
    });
    Ok(())
}
