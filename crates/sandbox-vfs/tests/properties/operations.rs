//! Operations of a guest, as data.

use std::io::SeekFrom;

use proptest::prelude::*;
use sandbox_vfs::{Error, Fd, FileType, OpenOptions, Result, Tree};

use crate::APP;

/// Descriptors that a sequence works with at most.
const SLOTS: usize = 4;

#[derive(Debug, Clone)]
pub(crate) enum Operation {
    Open {
        slot: usize,
        base: Base,
        path: String,
        options: OpenOptions,
    },
    Close(usize),
    Read {
        slot: usize,
        len: usize,
    },
    ReadAt {
        slot: usize,
        offset: u64,
        len: usize,
    },
    Write {
        slot: usize,
        byte: u8,
        len: usize,
    },
    WriteAt {
        slot: usize,
        offset: u64,
        byte: u8,
        len: usize,
    },
    Seek {
        slot: usize,
        from: Whence,
        distance: i64,
    },
    SetLen {
        slot: usize,
        len: u64,
    },
    Stat(usize),
    StatPath {
        base: Base,
        path: String,
        follow: bool,
    },
    CreateDir {
        base: Base,
        path: String,
    },
    RemoveDir {
        base: Base,
        path: String,
    },
    Unlink {
        base: Base,
        path: String,
    },
    Rename {
        from_base: Base,
        from: String,
        to_base: Base,
        to: String,
    },
    Symlink {
        target: String,
        base: Base,
        path: String,
    },
    ReadLink {
        base: Base,
        path: String,
    },
}

/// What a path is relative to: the workspace, or an open directory.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Base {
    Workspace,
    Slot(usize),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Whence {
    Start,
    Current,
    End,
}

/// What a guest sees of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Number(u64),
    Bytes(Vec<u8>),
    File {
        file_type: FileType,
        size: u64,
        linked: bool,
    },
}

pub(crate) fn name() -> impl Strategy<Value = String> {
    prop_oneof![Just("a"), Just("b"), Just("c"), Just("d")].prop_map(str::to_owned)
}

pub(crate) fn path() -> impl Strategy<Value = String> {
    let part = prop_oneof![10 => name(), 1 => Just(".".to_owned()), 1 => Just("..".to_owned())];
    let slash = prop_oneof![9 => Just(""), 1 => Just("/")];
    (prop::collection::vec(part, 1..4), slash).prop_map(|(parts, slash)| parts.join("/") + slash)
}

fn base() -> impl Strategy<Value = Base> {
    prop_oneof![5 => Just(Base::Workspace), 1 => (0..SLOTS).prop_map(Base::Slot)]
}

fn options() -> impl Strategy<Value = OpenOptions> {
    let mode = prop_oneof![Just((true, false)), Just((false, true)), Just((true, true))];
    let flag = || prop::bool::weighted(0.3);
    (
        mode,
        flag(),
        any::<bool>(),
        flag(),
        flag(),
        flag(),
        prop::bool::weighted(0.8),
    )
        .prop_map(
            |((read, write), append, create, exclusive, truncate, directory, follow)| OpenOptions {
                read,
                write,
                append: append && write,
                create: create && !directory,
                exclusive: exclusive && create && !directory,
                truncate: truncate && write,
                directory,
                follow,
            },
        )
}

/// Offsets around the edges of chunks and of small files.
fn offset() -> impl Strategy<Value = u64> {
    prop_oneof![0..40_u64, 65_500..65_600_u64]
}

fn length() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..40_usize, 1 => 65_500..65_600_usize]
}

pub(crate) fn operation() -> impl Strategy<Value = Operation> {
    let slot = || 0..SLOTS;
    let whence = prop_oneof![Just(Whence::Start), Just(Whence::Current), Just(Whence::End)];
    // The trailing slash of a path that is to be created by opening it is a matter of the kernel's version.
    let open = (slot(), base(), path(), options()).prop_map(|(slot, base, path, options)| {
        let path = if options.create {
            path.trim_end_matches('/').to_owned()
        } else {
            path
        };
        Operation::Open {
            slot,
            base,
            path,
            options,
        }
    });
    prop_oneof![
        6 => open,
        1 => slot().prop_map(Operation::Close),
        1 => (slot(), length()).prop_map(|(slot, len)| Operation::Read { slot, len }),
        1 => (slot(), offset(), length()).prop_map(|(slot, offset, len)| Operation::ReadAt { slot, offset, len }),
        2 => (slot(), any::<u8>(), length()).prop_map(|(slot, byte, len)| Operation::Write { slot, byte, len }),
        1 => (slot(), offset(), any::<u8>(), length())
            .prop_map(|(slot, offset, byte, len)| Operation::WriteAt { slot, offset, byte, len }),
        1 => (slot(), whence, -50..70_000_i64).prop_map(|(slot, from, distance)| Operation::Seek { slot, from, distance }),
        1 => (slot(), offset()).prop_map(|(slot, len)| Operation::SetLen { slot, len }),
        1 => slot().prop_map(Operation::Stat),
        2 => (base(), path(), any::<bool>()).prop_map(|(base, path, follow)| Operation::StatPath { base, path, follow }),
        4 => (base(), path()).prop_map(|(base, path)| Operation::CreateDir { base, path }),
        1 => (base(), path()).prop_map(|(base, path)| Operation::RemoveDir { base, path }),
        1 => (base(), path()).prop_map(|(base, path)| Operation::Unlink { base, path }),
        4 => (base(), path(), base(), path())
            .prop_map(|(from_base, from, to_base, to)| Operation::Rename { from_base, from, to_base, to }),
        2 => (path(), base(), path()).prop_map(|(target, base, path)| Operation::Symlink { target, base, path }),
        1 => (base(), path()).prop_map(|(base, path)| Operation::ReadLink { base, path }),
    ]
}

/// A tree, and the descriptors that a sequence has open in it.
pub(crate) struct Guest {
    pub(crate) tree: Tree,
    pub(crate) slots: [Option<Fd>; SLOTS],
}

impl Guest {
    pub(crate) fn new(tree: Tree) -> Self {
        Self {
            tree,
            slots: [None; SLOTS],
        }
    }

    fn slot(&self, slot: usize) -> Result<Fd> {
        self.slots[slot].ok_or(Error::BadDescriptor)
    }

    fn base(&self, base: Base) -> Result<Fd> {
        match base {
            Base::Workspace => Ok(APP),
            Base::Slot(slot) => self.slot(slot),
        }
    }

    pub(crate) fn apply(&mut self, operation: &Operation) -> Result<Outcome> {
        let done = |()| Outcome::Done;
        let number = |count: usize| Outcome::Number(count as u64);
        match operation {
            Operation::Open {
                slot,
                base,
                path,
                options,
            } => {
                let fd = self.tree.open(self.base(*base)?, path.as_bytes(), *options)?;
                if let Some(old) = self.slots[*slot].replace(fd) {
                    self.tree.close(old)?;
                }
                Ok(Outcome::Done)
            }
            Operation::Close(slot) => {
                let fd = self.slot(*slot)?;
                self.slots[*slot] = None;
                self.tree.close(fd).map(done)
            }
            Operation::Read { slot, len } => {
                let mut bytes = vec![0xEE; *len];
                let count = self.tree.read(self.slot(*slot)?, &mut bytes)?;
                bytes.truncate(count);
                Ok(Outcome::Bytes(bytes))
            }
            Operation::ReadAt { slot, offset, len } => {
                let mut bytes = vec![0xEE; *len];
                let count = self.tree.read_at(self.slot(*slot)?, *offset, &mut bytes)?;
                bytes.truncate(count);
                Ok(Outcome::Bytes(bytes))
            }
            Operation::Write { slot, byte, len } => self.tree.write(self.slot(*slot)?, &vec![*byte; *len]).map(number),
            Operation::WriteAt {
                slot,
                offset,
                byte,
                len,
            } => self
                .tree
                .write_at(self.slot(*slot)?, *offset, &vec![*byte; *len])
                .map(number),
            Operation::Seek { slot, from, distance } => self
                .tree
                .seek(self.slot(*slot)?, seek_from(*from, *distance))
                .map(Outcome::Number),
            Operation::SetLen { slot, len } => self.tree.set_len(self.slot(*slot)?, *len).map(done),
            Operation::Stat(slot) => self.tree.stat(self.slot(*slot)?).map(|stat| file(&stat)),
            Operation::StatPath { base, path, follow } => self
                .tree
                .stat_path(self.base(*base)?, path.as_bytes(), *follow)
                .map(|stat| file(&stat)),
            Operation::CreateDir { base, path } => self.tree.create_dir(self.base(*base)?, path.as_bytes()).map(done),
            Operation::RemoveDir { base, path } => self.tree.remove_dir(self.base(*base)?, path.as_bytes()).map(done),
            Operation::Unlink { base, path } => self.tree.unlink(self.base(*base)?, path.as_bytes()).map(done),
            Operation::Rename {
                from_base,
                from,
                to_base,
                to,
            } => {
                let (from_base, to_base) = (self.base(*from_base)?, self.base(*to_base)?);
                self.tree
                    .rename(from_base, from.as_bytes(), to_base, to.as_bytes())
                    .map(done)
            }
            Operation::Symlink { target, base, path } => self
                .tree
                .symlink(target.as_bytes(), self.base(*base)?, path.as_bytes())
                .map(done),
            Operation::ReadLink { base, path } => {
                let mut target = vec![0; 100];
                let count = self.tree.read_link(self.base(*base)?, path.as_bytes(), &mut target)?;
                target.truncate(count);
                Ok(Outcome::Bytes(target))
            }
        }
    }
}

/// A seek that both sides express alike: a negative position from the start does not exist as a value.
pub(crate) fn seek_from(from: Whence, distance: i64) -> SeekFrom {
    match from {
        Whence::Start => SeekFrom::Start(distance.unsigned_abs()),
        Whence::Current => SeekFrom::Current(distance),
        Whence::End => SeekFrom::End(distance),
    }
}

fn file(stat: &sandbox_vfs::Stat) -> Outcome {
    let size = if stat.file_type == FileType::Directory {
        0
    } else {
        stat.size
    };
    Outcome::File {
        file_type: stat.file_type,
        size,
        linked: stat.nlink > 0,
    }
}
