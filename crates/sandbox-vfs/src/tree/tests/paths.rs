use super::*;
use crate::types::FileType;

#[test]
fn a_path_never_leaves_its_base() {
    let mut tree = tree();
    tree.create_dir(APP, b"d").unwrap();
    for path in [
        &b".."[..],
        b"../lib/os.py",
        b"d/../../lib",
        b"d/../..",
        b"/lib/os.py",
        b"/",
        b"//app",
    ] {
        assert_eq!(
            tree.open(APP, path, OpenOptions::default()),
            Err(Error::NotCapable),
            "{path:?}"
        );
    }
    // At the root, `..` stays.
    assert!(
        tree.open(ROOT, b"../../app/../lib/os.py", OpenOptions::default())
            .is_ok()
    );
    let inner = tree.open(APP, b"d", OpenOptions::default()).unwrap();
    assert_eq!(tree.stat_path(inner, b"..", true), Err(Error::NotCapable));
}

#[test]
fn links_resolve_inside_the_tree_only() {
    let mut tree = tree();
    tree.write_file("/app/d/f", "x").unwrap();
    tree.symlink(b"..", APP, b"up").unwrap();
    tree.symlink(b"d/f", APP, b"l").unwrap();
    tree.symlink(b"/app/d", ROOT, b"app/abs").unwrap();
    assert_eq!(tree.stat_path(APP, b"l", true).unwrap().file_type, FileType::Regular);
    assert_eq!(tree.stat_path(APP, b"l", false).unwrap().file_type, FileType::Symlink);
    for path in [
        &b"up/"[..],
        b"up/.",
        b"up//",
        b"up/./",
        b"up/../",
        b"up/lib/os.py",
        b"abs/f",
    ] {
        assert_eq!(tree.stat_path(APP, path, false), Err(Error::NotCapable), "{path:?}");
    }
    // From the root they are places like any other.
    assert!(tree.stat_path(ROOT, b"app/up/lib/os.py", true).is_ok());
    assert!(tree.stat_path(ROOT, b"app/abs/f", true).is_ok());
    let mut buf = [0; 3];
    assert_eq!(tree.read_link(APP, b"l", &mut buf), Ok(3));
    assert_eq!(tree.read_link(APP, b"d/f", &mut buf), Err(Error::Invalid));
}

#[test]
fn b_004_a_link_to_what_only_the_host_has_is_refused() {
    let mut tree = tree();
    assert_eq!(tree.symlink(b"/etc/passwd", APP, b"b"), Err(Error::NotPermitted));
    assert_eq!(tree.symlink(b"/./proc/self", ROOT, b"app/b"), Err(Error::NotPermitted));
    assert_eq!(tree.symlink(b"", APP, b"b"), Err(Error::NotFound));
    assert_eq!(tree.symlink(b"a\0b", APP, b"b"), Err(Error::InvalidName));
    assert_eq!(tree.symlink(b"\xff", APP, b"b"), Err(Error::InvalidName));
    assert_eq!(tree.usage().entries, 0);
}

#[test]
fn b_009_loops_and_long_chains_end() {
    let mut tree = tree();
    tree.symlink(b"a", APP, b"b").unwrap();
    tree.symlink(b"b", APP, b"a").unwrap();
    tree.symlink(b"self/self/self", APP, b"self").unwrap();
    for path in [&b"a"[..], b"b/x", b"self", b"self/self"] {
        assert_eq!(
            tree.open(APP, path, OpenOptions::default()),
            Err(Error::Loop),
            "{path:?}"
        );
    }
    tree.write_file("/app/l0", "x").unwrap();
    for number in 1..=33 {
        tree.symlink(
            format!("l{}", number - 1).as_bytes(),
            APP,
            format!("l{number}").as_bytes(),
        )
        .unwrap();
    }
    assert!(tree.stat_path(APP, b"l32", true).is_ok());
    assert_eq!(tree.stat_path(APP, b"l33", true), Err(Error::Loop));
    assert_eq!(
        tree.open(
            APP,
            b"l1",
            OpenOptions {
                follow: false,
                ..OpenOptions::default()
            }
        ),
        Err(Error::Loop)
    );
}

#[test]
fn names_are_validated() {
    let mut tree = tree_with(Limits {
        name_bytes: 5,
        path_bytes: 20,
        ..Limits::default()
    });
    assert_eq!(tree.create_dir(APP, b""), Err(Error::NotFound));
    assert_eq!(tree.create_dir(APP, b"a\0"), Err(Error::InvalidName));
    assert_eq!(tree.create_dir(APP, b"a\xff"), Err(Error::InvalidName));
    assert_eq!(tree.create_dir(APP, b"123456"), Err(Error::NameTooLong));
    assert_eq!(tree.stat_path(APP, b"123456", true), Err(Error::NameTooLong));
    assert_eq!(
        tree.stat_path(APP, b"./././././././././././x", true),
        Err(Error::NameTooLong)
    );
    tree.create_dir(APP, b"12345").unwrap();
    tree.create_dir(APP, b"12345/12345").unwrap();
    // The path from the root counts, also where the guest's own path is short.
    let inner = tree.open(APP, b"12345/12345", OpenOptions::default()).unwrap();
    assert_eq!(tree.create_dir(inner, b"12345"), Err(Error::NameTooLong));
    tree.create_dir(inner, b"123").unwrap();
    assert_eq!(tree.take_refusals().names, 4);
    for name in ["a\nb", "é", "e\u{301}", "$(id)", "a b"] {
        tree.write_file(&format!("/app/{name}"), "").unwrap();
    }
}

#[test]
fn the_read_only_parts_are_read_only() {
    let mut tree = tree();
    assert_eq!(tree.open(ROOT, b"lib/os.py", create()), Err(Error::ReadOnly));
    let truncate = OpenOptions {
        truncate: true,
        ..OpenOptions::default()
    };
    assert_eq!(tree.open(ROOT, b"lib/os.py", truncate), Err(Error::Invalid));
    assert_eq!(
        tree.open(
            ROOT,
            b"lib/os.py",
            OpenOptions {
                write: true,
                ..truncate
            }
        ),
        Err(Error::ReadOnly)
    );
    assert_eq!(tree.open(ROOT, b"lib/new", create()), Err(Error::ReadOnly));
    assert_eq!(tree.create_dir(ROOT, b"new"), Err(Error::ReadOnly));
    assert_eq!(tree.create_dir(ROOT, b"lib"), Err(Error::Exists));
    assert_eq!(tree.unlink(ROOT, b"lib/os.py"), Err(Error::ReadOnly));
    assert_eq!(tree.rename(ROOT, b"lib/os.py", APP, b"x"), Err(Error::ReadOnly));
    assert_eq!(tree.link(ROOT, b"lib/os.py", APP, b"x"), Err(Error::NotSupported));
    let fd = tree.open(ROOT, b"lib/os.py", OpenOptions::default()).unwrap();
    assert_eq!(tree.write(fd, b"x"), Err(Error::BadDescriptor));
    assert_eq!(tree.set_len(fd, 0), Err(Error::Invalid));
    assert_eq!(tree.read_file("/lib/os.py", 100).unwrap(), b"import sys");
}

#[test]
fn b_017_mount_points_stay() {
    let mut tree = tree();
    tree.write_file("/app/d/f", "x").unwrap();
    assert_eq!(tree.rename(ROOT, b"app", ROOT, b"app2"), Err(Error::ReadOnly));
    assert_eq!(tree.rename(ROOT, b"app", ROOT, b"tmp/app"), Err(Error::ReadOnly));
    assert_eq!(tree.remove_dir(ROOT, b"tmp"), Err(Error::ReadOnly));
    assert_eq!(tree.rename(ROOT, b"app/.", ROOT, b"app/q"), Err(Error::Busy));
    assert_eq!(tree.remove_dir(APP, b"."), Err(Error::Invalid));
    assert_eq!(tree.remove("/app", true), Err(Error::Busy));
    assert_eq!(tree.remove("/", true), Err(Error::Busy));
    assert_eq!(paths(&tree, "/app"), ["/app/d", "/app/d/f"]);
}

#[test]
fn moves_between_workspace_and_scratch_are_ordinary() {
    let mut tree = tree();
    tree.write_file("/tmp/d/f", "x").unwrap();
    tree.rename(ROOT, b"tmp/d", ROOT, b"app/d").unwrap();
    assert_eq!(tree.read_file("/app/d/f", 1).unwrap(), b"x");
    assert_eq!(tree.changes("/app").created, ["d/f"]);
    tree.rename(APP, b"d", ROOT, b"tmp/e").unwrap();
    assert!(tree.changes("/app").is_empty());
}

#[test]
fn the_host_api_takes_one_spelling_and_follows_no_link() {
    let mut tree = tree();
    tree.write_file("/app/d/f", "x").unwrap();
    tree.symlink(b"d", APP, b"l").unwrap();
    tree.symlink(b"d/f", APP, b"lf").unwrap();
    for path in [
        "",
        ".",
        "./",
        "app",
        "/app/",
        "/app/.",
        "/app/d/..",
        "//app",
        "/app//d",
        "/../app",
    ] {
        assert_eq!(tree.metadata(path), Err(Error::Invalid), "{path:?}");
        assert_eq!(tree.remove(path, true), Err(Error::Invalid), "{path:?}");
        assert_eq!(tree.write_file(path, "x"), Err(Error::Invalid), "{path:?}");
        assert!(tree.list(path).is_err() && tree.read_file(path, 1).is_err());
    }
    assert_eq!(tree.write_file("/", "x"), Err(Error::IsDirectory));
    assert_eq!(tree.read_file("/app/lf", 10), Err(Error::Loop));
    assert_eq!(tree.write_file("/app/lf", "evil"), Err(Error::Loop));
    assert_eq!(tree.read_file("/app/l/f", 10), Err(Error::Loop));
    assert_eq!(tree.write_file("/app/l/new", "evil"), Err(Error::Loop));
    assert_eq!(tree.metadata("/app/l").unwrap().file_type, FileType::Symlink);
    tree.remove("/app/l", true).unwrap();
    assert_eq!(tree.read_file("/app/d/f", 10).unwrap(), b"x");
    assert_eq!(tree.read_file("/app/d/f", 0), Err(Error::FileTooBig));
    assert_eq!(tree.remove("/app/d", false), Err(Error::NotEmpty));
    tree.remove("/app/d", true).unwrap();
    assert_eq!(paths(&tree, "/app"), ["/app/lf"]);
}
