//! The tree against a real folder of the kernel: same results, same errors, same content in the end.

use std::collections::BTreeMap;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use proptest::prelude::*;
use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::io::Errno;
use sandbox_vfs::{Error, FileType, Limits, OpenOptions, Result, Template};

use crate::operations::{Base, Guest, Operation, Outcome, operation, seek_from};
use crate::{contents, instantiate, template};

struct Kernel {
    folder: OwnedFd,
    slots: [Option<OwnedFd>; 4],
}

/// What the tree calls an error of the kernel.
fn named(errno: Errno) -> Error {
    match errno {
        Errno::NOENT => Error::NotFound,
        Errno::EXIST => Error::Exists,
        Errno::NOTDIR => Error::NotDirectory,
        Errno::ISDIR => Error::IsDirectory,
        Errno::NOTEMPTY => Error::NotEmpty,
        Errno::LOOP => Error::Loop,
        Errno::INVAL => Error::Invalid,
        Errno::BUSY => Error::Busy,
        Errno::BADF => Error::BadDescriptor,
        Errno::SPIPE => Error::NotSeekable,
        other => panic!("an error that the tree has no name for: {other}"),
    }
}

impl Kernel {
    fn slot(&self, slot: usize) -> std::result::Result<BorrowedFd<'_>, Errno> {
        self.slots[slot].as_ref().map(AsFd::as_fd).ok_or(Errno::BADF)
    }

    fn base(&self, base: Base) -> std::result::Result<BorrowedFd<'_>, Errno> {
        match base {
            Base::Workspace => Ok(self.folder.as_fd()),
            Base::Slot(slot) => self.slot(slot),
        }
    }

    fn apply(&mut self, operation: &Operation) -> Result<Outcome> {
        self.run(operation).map_err(named)
    }

    fn run(&mut self, operation: &Operation) -> std::result::Result<Outcome, Errno> {
        let done = |()| Outcome::Done;
        match operation {
            Operation::Open {
                slot,
                base,
                path,
                options,
            } => {
                let fd = rustix::fs::openat(self.base(*base)?, path.as_str(), flags(*options), Mode::RWXU)?;
                self.slots[*slot] = Some(fd);
                Ok(Outcome::Done)
            }
            Operation::Close(slot) => self.slots[*slot].take().map(|_| Outcome::Done).ok_or(Errno::BADF),
            Operation::Read { slot, len } => {
                let mut bytes = vec![0xDD; *len];
                let count = rustix::io::read(self.slot(*slot)?, &mut bytes[..])?;
                bytes.truncate(count);
                Ok(Outcome::Bytes(bytes))
            }
            Operation::ReadAt { slot, offset, len } => {
                let mut bytes = vec![0xDD; *len];
                let count = rustix::io::pread(self.slot(*slot)?, &mut bytes[..], *offset)?;
                bytes.truncate(count);
                Ok(Outcome::Bytes(bytes))
            }
            Operation::Write { slot, byte, len } => {
                rustix::io::write(self.slot(*slot)?, &vec![*byte; *len]).map(|count| Outcome::Number(count as u64))
            }
            Operation::WriteAt {
                slot,
                offset,
                byte,
                len,
            } => rustix::io::pwrite(self.slot(*slot)?, &vec![*byte; *len], *offset)
                .map(|count| Outcome::Number(count as u64)),
            Operation::Seek { slot, from, distance } => {
                let from = match seek_from(*from, *distance) {
                    std::io::SeekFrom::Start(position) => rustix::fs::SeekFrom::Start(position),
                    std::io::SeekFrom::Current(distance) => rustix::fs::SeekFrom::Current(distance),
                    std::io::SeekFrom::End(distance) => rustix::fs::SeekFrom::End(distance),
                };
                rustix::fs::seek(self.slot(*slot)?, from).map(Outcome::Number)
            }
            Operation::SetLen { slot, len } => rustix::fs::ftruncate(self.slot(*slot)?, *len).map(done),
            Operation::Stat(slot) => rustix::fs::fstat(self.slot(*slot)?).map(|stat| file(&stat)),
            Operation::StatPath { base, path, follow } => {
                let flags = if *follow {
                    AtFlags::empty()
                } else {
                    AtFlags::SYMLINK_NOFOLLOW
                };
                rustix::fs::statat(self.base(*base)?, path.as_str(), flags).map(|stat| file(&stat))
            }
            Operation::CreateDir { base, path } => {
                rustix::fs::mkdirat(self.base(*base)?, path.as_str(), Mode::RWXU).map(done)
            }
            Operation::RemoveDir { base, path } => {
                rustix::fs::unlinkat(self.base(*base)?, path.as_str(), AtFlags::REMOVEDIR).map(done)
            }
            Operation::Unlink { base, path } => {
                rustix::fs::unlinkat(self.base(*base)?, path.as_str(), AtFlags::empty()).map(done)
            }
            Operation::Rename {
                from_base,
                from,
                to_base,
                to,
            } => {
                rustix::fs::renameat(self.base(*from_base)?, from.as_str(), self.base(*to_base)?, to.as_str()).map(done)
            }
            Operation::Symlink { target, base, path } => {
                rustix::fs::symlinkat(target.as_str(), self.base(*base)?, path.as_str()).map(done)
            }
            Operation::ReadLink { base, path } => rustix::fs::readlinkat(self.base(*base)?, path.as_str(), Vec::new())
                .map(|target| Outcome::Bytes(target.into_bytes())),
        }
    }

    fn is_directory(&self, slot: usize) -> bool {
        let stat = self.slots[slot].as_ref().map(|fd| rustix::fs::fstat(fd).unwrap());
        stat.is_some_and(|stat| rustix::fs::FileType::from_raw_mode(stat.st_mode).is_dir())
    }

    fn appends(&self, slot: usize) -> bool {
        self.slots[slot]
            .as_ref()
            .is_some_and(|fd| rustix::fs::fcntl_getfl(fd).unwrap().contains(OFlags::APPEND))
    }
}

fn flags(options: OpenOptions) -> OFlags {
    let mut flags = match (options.read, options.write) {
        (true, true) => OFlags::RDWR,
        (false, true) => OFlags::WRONLY,
        _ => OFlags::RDONLY,
    };
    flags.set(OFlags::APPEND, options.append);
    flags.set(OFlags::CREATE, options.create);
    flags.set(OFlags::EXCL, options.exclusive);
    flags.set(OFlags::TRUNC, options.truncate);
    flags.set(OFlags::DIRECTORY, options.directory);
    flags.set(OFlags::NOFOLLOW, !options.follow);
    flags | OFlags::CLOEXEC
}

fn file(stat: &rustix::fs::Stat) -> Outcome {
    let file_type = match rustix::fs::FileType::from_raw_mode(stat.st_mode) {
        rustix::fs::FileType::Directory => FileType::Directory,
        rustix::fs::FileType::Symlink => FileType::Symlink,
        _ => FileType::Regular,
    };
    let size = if file_type == FileType::Directory {
        0
    } else {
        u64::try_from(stat.st_size).unwrap()
    };
    Outcome::File {
        file_type,
        size,
        linked: stat.st_nlink > 0,
    }
}

/// Where the tree and Linux differ on purpose.
fn differs(operation: &Operation, kernel: &Kernel) -> bool {
    match operation {
        // Linux appends, whatever the offset says.
        Operation::WriteAt { slot, .. } => kernel.appends(*slot),
        // Linux has a position in directories; whether reading no bytes from one is an error depends on the file system.
        Operation::Seek { slot, .. } | Operation::Read { slot, len: 0 } | Operation::ReadAt { slot, len: 0, .. } => {
            kernel.is_directory(*slot)
        }
        _ => false,
    }
}

fn on_disk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Option<Vec<u8>>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        let file_type = entry.file_type().unwrap();
        let content = if file_type.is_dir() {
            on_disk(&entry.path(), &format!("{path}/"), found);
            None
        } else if file_type.is_symlink() {
            Some(
                std::fs::read_link(entry.path())
                    .unwrap()
                    .into_os_string()
                    .into_encoded_bytes(),
            )
        } else {
            Some(std::fs::read(entry.path()).unwrap())
        };
        found.insert(path, content);
    }
}

/// The same start on disk as in the template.
fn unpack(template: &Template, folder: &Path) {
    let tree = instantiate(template, Limits::default());
    let target = cap_std::fs::Dir::open_ambient_dir(folder, cap_std::ambient_authority()).unwrap();
    tree.export_dir("/app", &target).unwrap();
}

proptest! {
    #[test]
    fn the_tree_behaves_like_a_folder_of_the_kernel(operations in prop::collection::vec(operation(), 1..60)) {
        let temp = tempfile::tempdir().unwrap();
        let template = template();
        unpack(&template, temp.path());
        let folder = rustix::fs::open(temp.path(), OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).unwrap();
        let mut kernel = Kernel { folder, slots: [const { None }; 4] };
        let mut guest = Guest::new(instantiate(&template, Limits::default()));
        for operation in &operations {
            if differs(operation, &kernel) {
                continue;
            }
            let ours = guest.apply(operation);
            if ours == Err(Error::NotCapable) {
                // It would leave the folder on disk: nothing to compare with, and nothing to be run.
                continue;
            }
            let theirs = kernel.apply(operation);
            prop_assert_eq!(&ours, &theirs, "{:?}", operation);
        }
        let mut found = BTreeMap::new();
        on_disk(temp.path(), "", &mut found);
        prop_assert_eq!(contents(&mut guest.tree), found);
    }
}
