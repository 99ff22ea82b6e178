use super::*;
use crate::types::{Changes, SetTime};

fn changes(created: &[&str], modified: &[&str], deleted: &[&str]) -> Changes {
    let owned = |paths: &[&str]| paths.iter().map(ToString::to_string).collect();
    Changes {
        created: owned(created),
        modified: owned(modified),
        deleted: owned(deleted),
    }
}

fn start() -> Tree {
    let template = template()
        .extend()
        .bytes("/app/a", "one")
        .and_then(|b| b.bytes("/app/d/b", "two"))
        .unwrap()
        .build();
    template.instantiate(Limits::default(), ManualClock::at(0))
}

#[test]
fn what_differs_is_listed_relative_and_sorted() {
    let mut tree = start();
    assert!(tree.changes("/").is_empty());
    tree.write_file("/app/z", "new").unwrap();
    tree.write_file("/app/n/x", "new").unwrap();
    tree.write_file("/app/d/b", "TWO").unwrap();
    tree.remove("/app/a", false).unwrap();
    tree.symlink(b"z", APP, b"l").unwrap();
    tree.create_dir(APP, b"empty").unwrap();
    assert_eq!(tree.changes("/app"), changes(&["l", "n/x", "z"], &["d/b"], &["a"]));
    assert_eq!(tree.changes("/app/d"), changes(&[], &["b"], &[]));
    assert_eq!(tree.changes("/").deleted, ["app/a"]);
    assert!(tree.changes("/nowhere").is_empty() && tree.changes("bad").is_empty() && tree.changes("/app/z").is_empty());
}

#[test]
fn contents_count_and_operations_do_not() {
    let mut tree = start();
    tree.write_file("/app/a", "one").unwrap();
    tree.write_file("/app/tmp", "x").unwrap();
    tree.remove("/app/tmp", false).unwrap();
    tree.remove("/app/d", true).unwrap();
    tree.write_file("/app/d/b", "two").unwrap();
    assert!(tree.changes("/app").is_empty());
}

#[test]
fn b_189_restored_size_and_time_hide_nothing() {
    let mut tree = start();
    let stat = tree.metadata("/app/a").unwrap();
    let fd = tree.open(APP, b"a", create()).unwrap();
    tree.write(fd, b"ONE").unwrap();
    tree.set_times(fd, SetTime::At(stat.atime), SetTime::At(stat.mtime))
        .unwrap();
    assert_eq!(tree.changes("/app"), changes(&[], &["a"], &[]));
}

#[test]
fn a_move_is_a_deletion_and_a_creation() {
    let mut tree = start();
    tree.rename(APP, b"d", APP, b"e").unwrap();
    assert_eq!(tree.changes("/app"), changes(&["e/b"], &[], &["d/b"]));
    tree.rename(APP, b"a", APP, b"d").unwrap();
    assert_eq!(tree.changes("/app"), changes(&["d", "e/b"], &[], &["a", "d/b"]));
    tree.mark_clean();
    assert!(tree.changes("/app").is_empty());
    tree.rename(APP, b"d", APP, b"a").unwrap();
    assert_eq!(tree.changes("/app"), changes(&["a"], &[], &["d"]));
}
