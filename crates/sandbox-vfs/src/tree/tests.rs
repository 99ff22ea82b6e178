use std::io::SeekFrom;
use std::sync::Arc;

use crate::clock::testing::ManualClock;
use crate::error::Error;
use crate::limits::Limits;
use crate::template::{Access, Template};
use crate::types::{Fd, OpenOptions};

use super::Tree;

mod changes;
mod descriptors;
mod paths;
mod quotas;
mod sessions;
mod times;
mod transfer;
mod work;

/// The preopened root.
const ROOT: Fd = Fd(3);
/// The preopened workspace.
const APP: Fd = Fd(4);

fn template() -> Template {
    Template::builder()
        .dir("/app", Access::ReadWrite)
        .and_then(|builder| builder.dir("/tmp", Access::Scratch))
        .and_then(|builder| builder.bytes("/lib/os.py", "import sys"))
        .and_then(|builder| builder.preopen("/", "/"))
        .and_then(|builder| builder.preopen("/app", "/app"))
        .unwrap()
        .build()
}

fn tree_with(limits: Limits) -> Tree {
    template().instantiate(limits, ManualClock::at(1_000))
}

fn tree() -> Tree {
    tree_with(Limits::default())
}

fn create() -> OpenOptions {
    OpenOptions {
        write: true,
        create: true,
        ..OpenOptions::default()
    }
}

fn paths(tree: &Tree, under: &str) -> Vec<String> {
    tree.list(under).unwrap().into_iter().map(|entry| entry.path).collect()
}

#[test]
fn a_template_never_changes_through_its_trees() {
    let template = template().extend().bytes("/app/f", vec![1; 200_000]).unwrap().build();
    let mut first = template.instantiate(Limits::default(), ManualClock::at(0));
    let fd = first.open(APP, b"f", create()).unwrap();
    first.write_at(fd, 100_000, b"changed").unwrap();
    first.rename(APP, b"f", APP, b"g").unwrap();
    first.write_file("/tmp/x", "y").unwrap();
    let second = template.instantiate(Limits::default(), ManualClock::at(0));
    assert_eq!(second.read_file("/app/f", u64::MAX).unwrap(), vec![1; 200_000]);
    assert!(!second.exists("/app/g") && !second.exists("/tmp/x"));
}

#[test]
fn a_frozen_state_goes_on_where_the_tree_was_but_for_scratch_and_open_remains() {
    let mut tree = tree();
    tree.write_file("/app/d/f", "one").unwrap();
    tree.write_file("/tmp/d/x", "scratch").unwrap();
    let fd = tree.open(APP, b"gone", create()).unwrap();
    tree.write(fd, b"12345").unwrap();
    tree.unlink(APP, b"gone").unwrap();
    let frozen = tree.freeze();
    let mut next = frozen.instantiate(Limits::default(), ManualClock::at(0));
    assert_eq!(
        paths(&next, "/"),
        ["/app", "/app/d", "/app/d/f", "/lib", "/lib/os.py", "/tmp"]
    );
    assert_eq!((next.usage().bytes, next.usage().entries), (3, 2));
    assert!(next.changes("/").is_empty());
    next.write_file("/app/d/f", "two").unwrap();
    assert_eq!(tree.read_file("/app/d/f", 10).unwrap(), b"one");
    // The first tree goes on, too.
    assert_eq!(tree.write_at(fd, 0, b"x"), Ok(1));
    assert!(tree.exists("/tmp/d/x"));
    assert_eq!(tree.usage().bytes, 3 + 7 + 5);
}

#[test]
fn files_read_write_seek_and_append() {
    let mut tree = tree();
    let fd = tree.open(APP, b"f", create()).unwrap();
    assert_eq!(tree.write(fd, b"hello"), Ok(5));
    assert_eq!(tree.seek(fd, SeekFrom::End(2)), Ok(7));
    assert_eq!(tree.write(fd, b"!"), Ok(1));
    assert_eq!(tree.seek(fd, SeekFrom::Current(-9)), Err(Error::Invalid));
    assert_eq!(tree.seek(fd, SeekFrom::Start(u64::MAX)), Err(Error::Invalid));
    assert_eq!(tree.tell(fd), Ok(8));
    let mut buf = [9; 10];
    assert_eq!(tree.read_at(fd, 0, &mut buf), Ok(8));
    assert_eq!(&buf[..8], b"hello\0\0!");
    let append = tree
        .open(
            APP,
            b"f",
            OpenOptions {
                write: true,
                append: true,
                ..OpenOptions::default()
            },
        )
        .unwrap();
    tree.write(append, b"end").unwrap();
    assert_eq!(tree.tell(append), Ok(11));
    tree.set_append(append, false).unwrap();
    tree.seek(append, SeekFrom::Start(0)).unwrap();
    tree.write(append, b"J").unwrap();
    assert_eq!(tree.read_file("/app/f", 100).unwrap(), b"Jello\0\0!end");
    tree.set_len(fd, 2).unwrap();
    tree.allocate(fd, 1, 3).unwrap();
    assert_eq!(tree.read_file("/app/f", 100).unwrap(), b"Je\0\0");
    assert_eq!(tree.allocate(fd, 0, 0), Err(Error::Invalid));
    assert_eq!(tree.usage().bytes, 4);
}

#[test]
fn hostile_numbers_are_errors() {
    let mut tree = tree();
    let fd = tree.open(APP, b"f", create()).unwrap();
    let mut buf = [0; 4];
    for offset in [1 << 62, i64::MAX as u64, 1 << 63, u64::MAX] {
        assert!(tree.write_at(fd, offset, b"x").is_err());
        assert!(tree.set_len(fd, offset).is_err());
        assert!(tree.allocate(fd, offset, u64::MAX).is_err());
        assert!(tree.allocate(fd, 1, offset).is_err());
        assert!(tree.read_at(fd, offset, &mut buf).is_ok_and(|count| count == 0) || offset > i64::MAX as u64);
        assert!(tree.read_dir(APP, offset, &mut |_| panic!("nothing is there")).is_ok());
    }
    assert_eq!(tree.usage().bytes, 0);
    let closed = Fd(u32::MAX);
    assert_eq!(tree.close(closed), Err(Error::BadDescriptor));
    assert_eq!(tree.read(closed, &mut buf), Err(Error::BadDescriptor));
    assert_eq!(tree.renumber(fd, closed), Err(Error::BadDescriptor));
    assert_eq!(tree.open(closed, b"f", create()), Err(Error::BadDescriptor));
}

#[test]
fn the_tree_can_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&tree());
    fn is_shared<T: Send + Sync>(_: &T) {}
    is_shared(&Arc::new(template()));
}
