//! What the paths of guests and of the host have to look like, and where they lead.

use crate::descriptor::Handle;
use crate::error::{Error, Result};
use crate::host_dir::HostPlace;
use crate::host_fs::HostKind;
use crate::node::{Kind, NodeId, ROOT};
use crate::resolve::{Last, Place, Target, resolve};
use crate::types::Fd;

use super::{Tree, place_of};

/// What a path of the host leads to.
pub(super) enum Found<'p> {
    Node(NodeId),
    /// A directory, and the names from there on that do not exist.
    Missing {
        parent: NodeId,
        names: &'p str,
    },
    Host(HostPlace, HostKind),
}

impl Tree {
    /// Where a guest's path leads.
    pub(super) fn look_up<'p>(&mut self, base: Fd, path: &'p [u8], last: Last) -> Result<Target<'p>> {
        let place = self.directory(base)?;
        let found = self
            .guest_path(path)
            .and_then(|path| resolve(&self.nodes, &place, path, last, self.limits.name_bytes, &mut self.work));
        if matches!(found, Err(Error::NameTooLong)) {
            self.refusals.names += 1;
        }
        found
    }

    /// The directory that an open descriptor stands for.
    fn directory(&self, fd: Fd) -> Result<Place> {
        match self.descriptors.get(fd)? {
            Handle::Directory { place, .. } => Ok(place.clone()),
            Handle::Stream(_) | Handle::File { .. } | Handle::HostFile { .. } => Err(Error::NotDirectory),
        }
    }

    fn guest_path<'p>(&self, path: &'p [u8]) -> Result<&'p str> {
        if path.len() > self.limits.path_bytes as usize {
            return Err(Error::NameTooLong);
        }
        let path = text(path)?;
        if path.is_empty() {
            return Err(Error::NotFound);
        }
        if path.starts_with('/') {
            Err(Error::NotCapable)
        } else {
            Ok(path)
        }
    }

    /// Where an absolute path of the host leads. It has one spelling only, and no link is followed: a guest that plants one must not be
    /// able to turn the host's steps.
    pub(super) fn find<'p>(&self, path: &'p str) -> Result<Found<'p>> {
        let mut rest = absolute(path)?;
        let mut at = ROOT;
        while !rest.is_empty() {
            let (name, behind) = rest.split_once('/').unwrap_or((rest, ""));
            let Some(id) = self.nodes.get(at).directory().ok_or(Error::NotDirectory)?.get(name) else {
                return Ok(Found::Missing {
                    parent: at,
                    names: rest,
                });
            };
            if let Place::Host(mut place) = place_of(&self.nodes, id) {
                place.path.push_str(behind);
                let kind = place.kind()?;
                return Ok(Found::Host(place, kind));
            }
            if matches!(self.nodes.get(id).kind, Kind::Link(_)) && !behind.is_empty() {
                return Err(Error::Loop);
            }
            at = id;
            rest = behind;
        }
        Ok(Found::Node(at))
    }
}

/// Text without NUL bytes.
pub(super) fn text(bytes: &[u8]) -> Result<&str> {
    if bytes.contains(&0) {
        return Err(Error::InvalidName);
    }
    std::str::from_utf8(bytes).map_err(|_| Error::InvalidName)
}

/// The names of an absolute path in its one spelling: `/`, or `/name/name` without `.`, `..`, empty names and a final slash.
pub(crate) fn absolute(path: &str) -> Result<&str> {
    let names = path.strip_prefix('/').ok_or(Error::Invalid)?;
    if names.contains('\0') {
        return Err(Error::InvalidName);
    }
    if !names.is_empty() && names.split('/').any(|name| matches!(name, "" | "." | "..")) {
        return Err(Error::Invalid);
    }
    Ok(names)
}
