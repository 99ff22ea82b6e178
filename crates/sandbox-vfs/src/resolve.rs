//! From a path to a place in the tree.

use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::host_dir::HostPlace;
use crate::host_fs::HostKind;
use crate::node::{Kind, NodeId, ROOT};
use crate::nodes::Nodes;
use crate::work::Work;

/// Symbolic links that one path may lead through.
pub(crate) const MAX_LINKS: u32 = 32;

/// Something that is there.
#[derive(Clone)]
pub(crate) enum Place {
    Node(NodeId),
    Host(HostPlace),
}

impl Place {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Node(a), Self::Node(b)) => a == b,
            (Self::Host(a), Self::Host(b)) => a.is(b),
            _ => false,
        }
    }
}

/// What becomes of a symbolic link in the last place of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Last {
    /// It is followed.
    Follow,
    /// It is meant itself, unless a slash behind it says that it is used as a directory.
    Keep,
    /// It is meant itself: the path names an entry that is made, moved or removed.
    Entry,
}

/// Where a path leads.
pub(crate) enum Target<'p> {
    /// A name in a directory, taken or not.
    Entry {
        parent: NodeId,
        name: Name<'p>,
        node: Option<NodeId>,
        /// A slash follows, which only a directory may have.
        slash: bool,
    },
    /// A directory that the path does not name but reach, with `.` or `..`.
    Reached { place: Place, up: bool },
    /// A name in a host folder; nothing is there without a kind.
    Host {
        place: HostPlace,
        kind: Option<HostKind>,
        slash: bool,
    },
}

/// Text of the caller's path, or of a link's target.
#[derive(Clone)]
enum Text<'p> {
    Path(&'p str),
    Link(Arc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Path(text) => text,
            Self::Link(text) => text,
        }
    }
}

/// One name of a path, without a copy.
pub(crate) struct Name<'p> {
    text: Text<'p>,
    range: Range<usize>,
}

impl Deref for Name<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text[self.range.clone()]
    }
}

/// The part of a path that is still to be walked: the text at hand, and what follows behind the links it came through.
struct Rest<'p> {
    text: Text<'p>,
    at: usize,
    behind: Vec<(Text<'p>, usize)>,
}

impl<'p> Rest<'p> {
    /// The next name, if there is one, and whether a slash follows.
    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let bytes = self.text.as_bytes();
            while bytes.get(self.at) == Some(&b'/') {
                self.at += 1;
            }
            if self.at < bytes.len() {
                let start = self.at;
                let end = self.text[start..]
                    .find('/')
                    .map_or(bytes.len(), |length| start + length);
                self.at = end;
                return Some(start..end);
            }
            (self.text, self.at) = self.behind.pop()?;
        }
    }

    /// Whether no name follows.
    fn is_done(&self) -> bool {
        let only_slashes = |text: &str, at: usize| text.as_bytes()[at..].iter().all(|byte| *byte == b'/');
        only_slashes(&self.text, self.at) && self.behind.iter().all(|(text, at)| only_slashes(text, *at))
    }

    /// Whether a slash follows.
    fn has_slash(&self) -> bool {
        self.at < self.text.len() || self.behind.iter().any(|(text, at)| *at < text.len())
    }

    /// Walks through a link first.
    fn enter(&mut self, target: Arc<str>) {
        let outer = std::mem::replace(&mut self.text, Text::Link(target));
        if self.at < outer.len() {
            self.behind.push((outer, self.at));
        }
        self.at = 0;
    }

    fn name(&self, range: Range<usize>) -> Name<'p> {
        Name {
            text: self.text.clone(),
            range,
        }
    }
}

/// Walks `path` from the directory `base`, which it cannot leave.
pub(crate) fn resolve<'p>(
    nodes: &Nodes,
    base: &Place,
    path: &'p str,
    last: Last,
    name_bytes: u32,
    work: &mut Work,
) -> Result<Target<'p>> {
    let mut rest = Rest {
        text: Text::Path(path),
        at: 0,
        behind: Vec::new(),
    };
    let mut place = base.clone();
    let mut links = 0;
    let mut up = false;
    while let Some(range) = rest.next() {
        let name = &rest.text[range.clone()];
        // The caller pays for the names of its own path, whatever becomes of them.
        work.link_names += u64::from(matches!(rest.text, Text::Link(_)));
        if name.len() > name_bytes as usize {
            return Err(Error::NameTooLong);
        }
        up = name == "..";
        if up {
            place = parent(nodes, place, base, work)?;
            continue;
        }
        if name == "." {
            check_directory(&place, work)?;
            continue;
        }
        let done = rest.is_done();
        let slash = rest.has_slash();
        let parent = match place {
            Place::Node(id) => id,
            Place::Host(mut host) => {
                host.push(name);
                if done {
                    return host_target(host, slash, work);
                }
                // What lies between is checked when the path ends or turns back.
                place = Place::Host(host);
                continue;
            }
        };
        let node = nodes.get(parent).directory().ok_or(Error::NotDirectory)?.get(name);
        let Some(id) = node else {
            if done {
                return Ok(Target::Entry {
                    parent,
                    name: rest.name(range),
                    node,
                    slash,
                });
            }
            return Err(Error::NotFound);
        };
        match &nodes.get(id).kind {
            Kind::Link(target) if !done || last == Last::Follow || (slash && last == Last::Keep) => {
                links += 1;
                if links > MAX_LINKS {
                    return Err(Error::Loop);
                }
                if target.starts_with('/') {
                    if !base.is(&Place::Node(ROOT)) {
                        return Err(Error::NotCapable);
                    }
                    place = Place::Node(ROOT);
                }
                rest.enter(Arc::clone(target));
            }
            _ if done => {
                return Ok(Target::Entry {
                    parent,
                    name: rest.name(range),
                    node,
                    slash,
                });
            }
            Kind::Directory(_) => place = Place::Node(id),
            Kind::Host(folder) => {
                place = Place::Host(HostPlace {
                    mount: id,
                    folder: Arc::clone(folder),
                    path: String::new(),
                });
            }
            Kind::File(_) | Kind::Link(_) => return Err(Error::NotDirectory),
        }
    }
    check_directory(&place, work)?;
    Ok(Target::Reached { place, up })
}

/// `..`: not above the base, except that the root is its own parent.
fn parent(nodes: &Nodes, place: Place, base: &Place, work: &mut Work) -> Result<Place> {
    check_directory(&place, work)?;
    if place.is(base) {
        return if place.is(&Place::Node(ROOT)) {
            Ok(place)
        } else {
            Err(Error::NotCapable)
        };
    }
    Ok(match place {
        Place::Node(id) => Place::Node(nodes.get(id).parent),
        Place::Host(mut host) => {
            if host.pop() {
                Place::Host(host)
            } else {
                Place::Node(nodes.get(host.mount).parent)
            }
        }
    })
}

/// Nodes that are walked through are directories; names in a host folder have to be looked at.
fn check_directory(place: &Place, work: &mut Work) -> Result<()> {
    match place {
        Place::Host(host) => {
            work.host_steps += host.steps();
            match host.kind()? {
                HostKind::Directory => Ok(()),
                _ => Err(Error::NotDirectory),
            }
        }
        Place::Node(_) => Ok(()),
    }
}

fn host_target<'p>(place: HostPlace, slash: bool, work: &mut Work) -> Result<Target<'p>> {
    work.host_steps += place.steps();
    let kind = match place.kind() {
        Ok(kind) => Some(kind),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(Target::Host { place, kind, slash })
}
