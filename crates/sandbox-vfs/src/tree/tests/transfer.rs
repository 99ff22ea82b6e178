use std::path::Path;

use cap_std::fs::Dir;

use super::*;
use crate::transfer::TransferError;

fn folder(path: &Path) -> Dir {
    Dir::open_ambient_dir(path, cap_std::ambient_authority()).unwrap()
}

#[test]
fn what_is_imported_is_exported_again() {
    let (source, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::create_dir_all(source.path().join("a/b/empty")).unwrap();
    std::fs::write(source.path().join("a/b/f.bin"), vec![7; 200_000]).unwrap();
    std::fs::write(source.path().join("x\ny"), "newline").unwrap();
    let mut tree = tree();
    let report = tree.import_dir(&folder(source.path()), "/app/in").unwrap();
    assert_eq!(
        (report.files, report.directories, report.bytes, report.skipped.count),
        (2, 3, 200_007, 0)
    );
    assert_eq!(tree.usage().bytes, 200_007);
    let report = tree.export_dir("/app", &folder(target.path())).unwrap();
    assert_eq!((report.files, report.directories), (2, 4));
    assert_eq!(
        std::fs::read(target.path().join("in/a/b/f.bin")).unwrap(),
        vec![7; 200_000]
    );
    assert!(target.path().join("in/a/b/empty").is_dir());
    // Again, over what is there now.
    tree.write_file("/app/in/a/b/f.bin", "new").unwrap();
    tree.export_dir("/app", &folder(target.path())).unwrap();
    assert_eq!(std::fs::read(target.path().join("in/a/b/f.bin")).unwrap(), b"new");
    let left = std::fs::read_dir(target.path().join("in/a/b")).unwrap().count();
    assert_eq!(left, 2, "no temporary file stays");
}

#[test]
fn an_import_that_fails_changes_nothing() {
    let source = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        std::fs::write(source.path().join(name), vec![1; 40]).unwrap();
    }
    let mut tree = tree_with(Limits {
        bytes: 100,
        ..Limits::default()
    });
    tree.write_file("/app/a", "old").unwrap();
    let before = (tree.list("/").unwrap(), tree.usage());
    let failed = tree.import_dir(&folder(source.path()), "/app").unwrap_err();
    assert!(matches!(failed, TransferError::Tree { path, source: Error::NoSpace } if path == "/app/c"));
    assert_eq!((tree.list("/").unwrap(), tree.usage()), before);
    assert_eq!(tree.read_file("/app/a", 10).unwrap(), b"old");
    std::fs::write(source.path().join("b"), vec![1; 400]).unwrap();
    assert!(tree.import_dir(&folder(source.path()), "/app").is_err());
    assert!(tree.import_dir(&folder(source.path()), "/lib/new").is_err());
    assert_eq!((tree.list("/").unwrap(), tree.usage()), before);
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_left_out_of_an_import() {
    use std::os::unix::ffi::OsStrExt;

    let source = tempfile::tempdir().unwrap();
    std::fs::write(source.path().join("f"), "x").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", source.path().join("p")).unwrap();
    std::os::unix::fs::symlink("/etc", source.path().join("d")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(source.path().join("s")).unwrap();
    std::fs::write(source.path().join(std::ffi::OsStr::from_bytes(b"\xff")), "x").unwrap();
    let mut tree = tree();
    let report = tree.import_dir(&folder(source.path()), "/app").unwrap();
    assert_eq!((report.files, report.skipped.count), (1, 4));
    assert_eq!(report.skipped.paths, ["\u{fffd}", "d", "p", "s"]);
    assert_eq!(paths(&tree, "/app"), ["/app/f"]);
}

#[cfg(unix)]
#[test]
fn b_169_an_export_follows_no_link_and_exports_none() {
    let (outside, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(outside.path().join("canary"), "safe").unwrap();
    std::os::unix::fs::symlink(outside.path().join("canary"), target.path().join("f")).unwrap();
    let mut tree = tree();
    tree.write_file("/app/f", "evil").unwrap();
    tree.symlink(b"../../../etc/passwd", APP, b"l").unwrap();
    let report = tree.export_dir("/app", &folder(target.path())).unwrap();
    assert_eq!(report.skipped.paths, ["l"]);
    assert!(!target.path().join("l").exists());
    // The link was replaced, and not what it leads to.
    assert_eq!(std::fs::read(outside.path().join("canary")).unwrap(), b"safe");
    assert!(target.path().join("f").symlink_metadata().unwrap().is_file());

    std::os::unix::fs::symlink(outside.path(), target.path().join("d")).unwrap();
    tree.write_file("/app/d/canary", "evil").unwrap();
    let refused = tree.export_dir("/app", &folder(target.path())).unwrap_err();
    assert!(matches!(refused, TransferError::Host { path, .. } if path == "d"));
    assert_eq!(std::fs::read(outside.path().join("canary")).unwrap(), b"safe");
}

#[test]
fn a_directory_where_a_file_is_to_go_is_an_error_and_leaves_nothing() {
    let target = tempfile::tempdir().unwrap();
    std::fs::create_dir(target.path().join("f")).unwrap();
    let mut tree = tree();
    tree.write_file("/app/f", "x").unwrap();
    assert!(matches!(
        tree.export_dir("/app", &folder(target.path())),
        Err(TransferError::Host { .. })
    ));
    assert_eq!(std::fs::read_dir(target.path()).unwrap().count(), 1);
    assert!(matches!(
        tree.export_dir("/app/f", &folder(target.path())),
        Err(TransferError::Tree { .. })
    ));
}
