//! Opening files and directories.

use crate::content::Content;
use crate::descriptor::{Handle, Mode};
use crate::error::{Error, Result};
use crate::host_dir::HostPlace;
use crate::host_files::Slot;
use crate::host_fs::HostKind;
use crate::node::{Kind, NodeId};
use crate::resolve::{Last, Place, Target};
use crate::types::{Fd, OpenOptions};

use super::Tree;

impl Tree {
    /// Opens a file or directory, relative to the directory `base`.
    ///
    /// # Errors
    ///
    /// Those of any path (see [`Error`]); [`Error::Invalid`] for options that contradict each other (`create` with `directory`, `truncate` without
    /// `write`), [`Error::Exists`] with `exclusive`, [`Error::IsDirectory`] when a directory is to be written or created,
    /// [`Error::Loop`] for a link with `follow` off, [`Error::ReadOnly`] when writing is not possible there, and the quotas' errors.
    pub fn open(&mut self, base: Fd, path: &[u8], options: OpenOptions) -> Result<Fd> {
        if (options.create && options.directory) || (options.truncate && !options.write) {
            return Err(Error::Invalid);
        }
        self.allow_open()?;
        let exclusive = options.create && options.exclusive;
        let last = match (exclusive, options.follow) {
            (true, _) => Last::Entry,
            (false, true) => Last::Follow,
            (false, false) => Last::Keep,
        };
        let handle = match self.look_up(base, path, last)? {
            // What is created by opening is a file, which has no slash behind its name.
            Target::Entry { slash: true, .. } if options.create => return Err(Error::IsDirectory),
            Target::Entry { node: Some(_), .. } | Target::Host { kind: Some(_), .. } | Target::Reached { .. }
                if exclusive =>
            {
                return Err(Error::Exists);
            }
            Target::Entry {
                parent,
                name,
                node: None,
                ..
            } => {
                if !options.create {
                    return Err(Error::NotFound);
                }
                let node = self.create(parent, &name, Kind::File(Content::default()))?;
                Handle::File {
                    node,
                    position: 0,
                    mode: mode(options),
                }
            }
            Target::Entry {
                node: Some(id), slash, ..
            } => self.open_node(id, options, slash)?,
            Target::Reached {
                place: Place::Node(id), ..
            } => self.open_node(id, options, true)?,
            Target::Reached {
                place: Place::Host(place),
                ..
            } => open_host(place, Some(HostKind::Directory), options, true)?,
            Target::Host { place, kind, slash } => open_host(place, kind, options, slash)?,
        };
        self.descriptors.insert(handle)
    }

    fn open_node(&mut self, id: NodeId, options: OpenOptions, slash: bool) -> Result<Handle> {
        let node = self.nodes.get(id);
        match &node.kind {
            Kind::Directory(_) => {
                check_directory(options)?;
                Ok(Handle::Directory {
                    place: Place::Node(id),
                    preopen: None,
                    listing: None,
                })
            }
            Kind::Host(_) => {
                check_directory(options)?;
                Ok(Handle::Directory {
                    place: super::place_of(&self.nodes, id),
                    preopen: None,
                    listing: None,
                })
            }
            Kind::Link(_) if options.directory => Err(Error::NotDirectory),
            Kind::Link(_) => Err(Error::Loop),
            Kind::File(_) if options.directory || slash => Err(Error::NotDirectory),
            Kind::File(_) => {
                if (options.write || options.append) && !node.writable {
                    return Err(Error::ReadOnly);
                }
                if options.truncate {
                    self.set_node_len(id, 0)?;
                }
                Ok(Handle::File {
                    node: id,
                    position: 0,
                    mode: mode(options),
                })
            }
        }
    }
}

fn mode(options: OpenOptions) -> Mode {
    Mode {
        read: options.read,
        write: options.write || options.append,
        append: options.append,
    }
}

/// A directory cannot be written, and not be created by opening it.
fn check_directory(options: OpenOptions) -> Result<()> {
    if options.write || options.append || options.create {
        Err(Error::IsDirectory)
    } else {
        Ok(())
    }
}

fn open_host(place: HostPlace, kind: Option<HostKind>, options: OpenOptions, slash: bool) -> Result<Handle> {
    match kind {
        None if options.create => Err(Error::ReadOnly),
        None => Err(Error::NotFound),
        Some(HostKind::Directory) => {
            check_directory(options)?;
            Ok(Handle::Directory {
                place: Place::Host(place),
                preopen: None,
                listing: None,
            })
        }
        Some(HostKind::File { .. }) if options.directory || slash => Err(Error::NotDirectory),
        Some(HostKind::File { .. }) if options.write || options.append => Err(Error::ReadOnly),
        Some(HostKind::File { .. }) => {
            let slot = Slot::take()?;
            let file = place.open_file()?;
            let size = crate::blob::Blob::len(&file);
            let stat = place.stat_as(HostKind::File { size });
            Ok(Handle::HostFile {
                file,
                _slot: slot,
                stat,
                position: 0,
                read: options.read,
            })
        }
        Some(HostKind::Other) => Err(Error::AccessDenied),
    }
}
