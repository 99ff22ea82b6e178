use super::*;
use crate::limits::{Refusals, Usage};

fn small() -> Limits {
    Limits {
        bytes: 100,
        entries: 4,
        depth: 3,
        open_files: 2,
        file_bytes: 80,
        ..Limits::default()
    }
}

#[test]
fn the_last_byte_fits_and_the_next_does_not() {
    let mut tree = tree_with(small());
    let fd = tree.open(APP, b"f", create()).unwrap();
    assert_eq!(tree.write(fd, &[1; 80]), Ok(80));
    assert_eq!(tree.write(fd, b"x"), Err(Error::FileTooBig));
    assert_eq!(tree.set_len(fd, 81), Err(Error::FileTooBig));
    tree.write_file("/app/g", vec![0; 20]).unwrap();
    assert_eq!(tree.write_file("/app/g", vec![0; 21]), Err(Error::NoSpace));
    assert_eq!(tree.write_file("/app/h", "x"), Err(Error::NoSpace));
    assert!(!tree.exists("/app/h"));
    assert_eq!(tree.symlink(b"g", APP, b"l"), Err(Error::NoSpace));
    assert_eq!(tree.usage(), Usage { bytes: 100, entries: 2 });
    tree.write_at(fd, 10, &[2; 70]).unwrap();
    tree.set_len(fd, 0).unwrap();
    assert_eq!(tree.usage(), Usage { bytes: 20, entries: 2 });
    // A hole costs what it pretends to be.
    assert_eq!(tree.write_at(fd, 79, b"x"), Ok(1));
    assert_eq!(tree.usage().bytes, 100);
    let refusals = tree.take_refusals();
    assert_eq!(
        refusals,
        Refusals {
            bytes: 3,
            file_bytes: 2,
            ..Refusals::default()
        }
    );
    assert!(refusals.storage() && !tree.take_refusals().any());
}

#[test]
fn a_removed_file_counts_until_it_is_closed() {
    let mut tree = tree_with(small());
    let fd = tree.open(APP, b"f", create()).unwrap();
    tree.write(fd, &[1; 50]).unwrap();
    tree.unlink(APP, b"f").unwrap();
    assert_eq!(tree.usage(), Usage { bytes: 50, entries: 1 });
    assert_eq!(tree.stat(fd).unwrap().nlink, 0);
    tree.write_at(fd, 50, &[1; 10]).unwrap();
    let again = tree.open(APP, b"f", create()).unwrap();
    assert_eq!(tree.stat(again).unwrap().size, 0);
    tree.close(fd).unwrap();
    assert_eq!(tree.usage(), Usage { bytes: 0, entries: 1 });
    tree.unlink(APP, b"f").unwrap();
    tree.reset_descriptors();
    assert_eq!(tree.usage(), Usage::default());
}

#[test]
fn b_082_all_kinds_of_entries_count_alike() {
    let mut tree = tree_with(small());
    tree.create_dir(APP, b"d").unwrap();
    tree.symlink(b"d", APP, b"l").unwrap();
    tree.write_file("/tmp/f", "").unwrap();
    assert_eq!(tree.write_file("/app/d/e/f", ""), Err(Error::QuotaEntries));
    assert!(!tree.exists("/app/d/e"), "nothing is left of a refused write");
    tree.write_file("/app/d/f", "").unwrap();
    assert_eq!(tree.create_dir(APP, b"e"), Err(Error::QuotaEntries));
    assert_eq!(tree.symlink(b"d", APP, b"m"), Err(Error::QuotaEntries));
    assert_eq!(tree.open(APP, b"g", create()), Err(Error::QuotaEntries));
    assert_eq!(tree.open_count(), 0);
    tree.rename(APP, b"d/f", APP, b"f").unwrap();
    tree.remove_dir(APP, b"d").unwrap();
    tree.create_dir(APP, b"e").unwrap();
}

#[test]
fn b_084_nothing_gets_too_deep_by_moving() {
    let mut tree = tree_with(Limits {
        entries: 100,
        ..small()
    });
    tree.write_file("/app/a/b/f", "").unwrap();
    assert_eq!(tree.write_file("/app/a/b/c/f", ""), Err(Error::NameTooLong));
    tree.create_dir(APP, b"x").unwrap();
    tree.create_dir(APP, b"x/y").unwrap();
    assert_eq!(tree.rename(APP, b"a", APP, b"x/a"), Err(Error::NameTooLong));
    assert_eq!(tree.rename(APP, b"a/b", APP, b"x/y/b"), Err(Error::NameTooLong));
    tree.unlink(APP, b"a/b/f").unwrap();
    tree.rename(APP, b"a", APP, b"x/a").unwrap();
    assert_eq!(tree.take_refusals().depth, 3);
}

#[test]
fn no_absolute_path_gets_too_long_by_moving_or_from_an_open_directory() {
    let mut tree = tree_with(Limits {
        path_bytes: 12,
        ..Limits::default()
    });
    tree.write_file("/app/a/1234", "").unwrap();
    tree.create_dir(APP, b"bcd").unwrap();
    // "/app/bcd/a/1234" has 15 bytes, though no path that is passed here has.
    assert_eq!(tree.rename(APP, b"a", APP, b"bcd/a"), Err(Error::NameTooLong));
    let directory = tree.open(APP, b"bcd", OpenOptions::default()).unwrap();
    assert_eq!(tree.create_dir(directory, b"1234"), Err(Error::NameTooLong));
    assert_eq!(tree.open(directory, b"1234", create()), Err(Error::NameTooLong));
    assert_eq!(tree.take_refusals().names, 3);
    tree.create_dir(directory, b"123").unwrap();
    tree.rename(APP, b"a", APP, b"ab").unwrap();
    assert_eq!(tree.rename(APP, b"ab", APP, b"abc"), Err(Error::NameTooLong));
}

#[test]
fn b_087_descriptors_are_limited_and_preopened_ones_do_not_count() {
    let mut tree = tree_with(small());
    let first = tree.open(APP, b"f", create()).unwrap();
    tree.open(APP, b".", OpenOptions::default()).unwrap();
    assert_eq!(tree.open(APP, b"new", create()), Err(Error::TooManyOpen));
    assert!(!tree.exists("/app/new"));
    tree.close(Fd(0)).unwrap();
    assert_eq!(tree.open(APP, b"f", create()), Err(Error::TooManyOpen));
    tree.close(first).unwrap();
    assert_eq!(tree.open(APP, b"f", create()), Ok(Fd(0)));
    assert_eq!((tree.open_count(), tree.take_refusals().open_files), (2, 2));
}

#[test]
fn b_092_accounting_returns_to_the_true_value() {
    let mut tree = tree();
    for _ in 0..20 {
        for number in 0..100 {
            tree.write_file(&format!("/app/{number}"), "x").unwrap();
        }
        for number in (0..100).step_by(2) {
            tree.remove(&format!("/app/{number}"), false).unwrap();
        }
    }
    assert_eq!(tree.usage(), Usage { bytes: 50, entries: 50 });
}

#[test]
fn a_template_over_the_quota_can_shrink_but_not_grow() {
    let template = template().extend().bytes("/app/big", vec![0; 200]).unwrap().build();
    let mut tree = template.instantiate(small(), ManualClock::at(0));
    assert_eq!(tree.write_file("/app/x", "y"), Err(Error::NoSpace));
    tree.write_file("/app/x", "").unwrap();
    let fd = tree.open(APP, b"big", create()).unwrap();
    tree.set_len(fd, 50).unwrap();
    tree.write_file("/app/x", "y").unwrap();
}
