use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::*;
use crate::clock::SystemClock;
use crate::limits::{Limits, Usage};
use crate::tree::Tree;
use crate::types::{Descriptor, Fd, OpenOptions};
use crate::zip_layer::ZipLimits;

fn tree(builder: TemplateBuilder) -> Tree {
    builder.build().instantiate(Limits::default(), Arc::new(SystemClock))
}

fn paths(tree: &Tree, under: &str) -> Vec<String> {
    tree.list(under).unwrap().into_iter().map(|entry| entry.path).collect()
}

fn python_like() -> TemplateBuilder {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("fonts/a.ttf", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"font").unwrap();
    let archive = Bytes::from(writer.finish().unwrap().into_inner());
    let data = ZipLayer::open(Arc::new(archive), ZipLimits::default()).unwrap();
    Template::builder()
        .bytes("/usr/local/lib/python315.zip", "stdlib")
        .and_then(|builder| builder.zip("/usr/local/share/mpl-data", data))
        .and_then(|builder| builder.dir("/app", Access::ReadWrite))
        .and_then(|builder| builder.dir("/tmp", Access::Scratch))
        .and_then(|builder| builder.preopen("/", "/"))
        .and_then(|builder| {
            builder.preopen(
                "/usr/local/lib/python315.zip/matplotlib/mpl-data",
                "/usr/local/share/mpl-data",
            )
        })
        .unwrap()
}

#[test]
fn layers_become_one_tree_with_its_preopens_in_order() {
    let mut tree = tree(python_like());
    assert_eq!(tree.preopen_name(Fd(3)), Some("/"));
    let name = "/usr/local/lib/python315.zip/matplotlib/mpl-data";
    assert_eq!(tree.descriptor(Fd(4)), Ok(Descriptor::Preopen { name }));
    let fd = tree.open(Fd(4), b"fonts/a.ttf", OpenOptions::default()).unwrap();
    let mut buf = [0; 10];
    assert_eq!(tree.read(fd, &mut buf), Ok(4));
    assert_eq!(tree.read_file("/usr/local/lib/python315.zip", 100).unwrap(), b"stdlib");
    assert_eq!(tree.usage(), Usage::default());
    assert_eq!(tree.write_file("/usr/x", "y"), Err(Error::ReadOnly));
    assert_eq!(
        tree.write_file("/usr/local/share/mpl-data/fonts/a.ttf", "y"),
        Err(Error::ReadOnly)
    );
    tree.write_file("/app/x", "y").unwrap();
    assert_eq!(tree.usage(), Usage { bytes: 1, entries: 1 });
}

#[test]
fn access_reaches_what_is_below_whichever_came_first() {
    let first = Template::builder()
        .bytes("/app/src/main.py", "12345")
        .unwrap()
        .dir("/app", Access::ReadWrite)
        .unwrap();
    let later = Template::builder()
        .dir("/app", Access::ReadWrite)
        .unwrap()
        .bytes("/app/src/main.py", "12345")
        .unwrap();
    for builder in [first, later] {
        let mut tree = tree(builder);
        assert_eq!(tree.usage(), Usage { bytes: 5, entries: 2 });
        tree.write_file("/app/src/main.py", "1").unwrap();
        assert_eq!(tree.usage(), Usage { bytes: 1, entries: 2 });
    }
}

#[test]
fn a_read_only_mount_in_a_workspace_stays_read_only_and_uncounted() {
    let builder = Template::builder()
        .dir("/app", Access::ReadWrite)
        .unwrap()
        .dir("/app/ro", Access::ReadOnly)
        .unwrap();
    let mut tree = tree(builder.bytes("/app/ro/f", "123").unwrap());
    assert_eq!(tree.usage(), Usage::default());
    assert_eq!(tree.write_file("/app/ro/f", "y"), Err(Error::ReadOnly));
    assert_eq!(tree.remove("/app/ro", true), Err(Error::Busy));
}

#[test]
fn extending_leaves_the_first_template_alone() {
    let first = python_like().build();
    let second = first.extend().bytes("/data/in.csv", "1,2").unwrap().build();
    let clock = Arc::new(SystemClock);
    assert!(!first.instantiate(Limits::default(), clock.clone()).exists("/data"));
    let tree = second.instantiate(Limits::default(), clock);
    assert_eq!(tree.read_file("/data/in.csv", 10).unwrap(), b"1,2");
    assert_eq!(
        tree.preopen_name(Fd(4)),
        Some("/usr/local/lib/python315.zip/matplotlib/mpl-data")
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let start = || {
        Template::builder()
            .bytes("/a/f", "x")
            .unwrap()
            .dir("/tmp", Access::Scratch)
            .unwrap()
    };
    for path in ["", "a", "/a/", "//a", "/a/../b", "/./a", "/a//b"] {
        assert_eq!(
            start().dir(path, Access::ReadOnly).err(),
            Some(Error::Invalid),
            "{path:?}"
        );
    }
    assert_eq!(start().bytes("/a\0", "x").err(), Some(Error::InvalidName));
    assert_eq!(start().bytes("/a/f", "x").err(), Some(Error::Exists));
    assert_eq!(start().bytes("/", "x").err(), Some(Error::Exists));
    assert_eq!(start().bytes("/a/f/g", "x").err(), Some(Error::NotDirectory));
    assert_eq!(start().dir("/a/f", Access::ReadOnly).err(), Some(Error::NotDirectory));
    assert_eq!(start().dir("/a", Access::Scratch).err(), Some(Error::Invalid));
    assert_eq!(start().bytes("/tmp/x", "x").err(), Some(Error::Invalid));
    assert_eq!(start().preopen("/x", "/x").err(), Some(Error::NotFound));
    assert_eq!(start().preopen("/a/f", "/a/f").err(), Some(Error::NotDirectory));
    assert_eq!(start().preopen("", "/a").err(), Some(Error::Invalid));
    assert_eq!(
        start().bytes(&format!("/{}", "n".repeat(256)), "x").err(),
        Some(Error::NameTooLong)
    );
    assert_eq!(start().bytes(&"/d".repeat(200), "x").err(), Some(Error::NameTooLong));
}

#[test]
fn a_host_folder_is_seen_and_never_written() {
    let temp = tempfile::tempdir().unwrap();
    std::fs::create_dir(temp.path().join("sub")).unwrap();
    std::fs::write(temp.path().join("sub/in.csv"), "1,2,3").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", temp.path().join("etc")).unwrap();
    let builder = Template::builder()
        .host_dir("/data", HostDir::open(temp.path()).unwrap())
        .unwrap();
    let mut tree = tree(builder.preopen("/", "/").unwrap().preopen("/d", "/data").unwrap());
    assert_eq!(paths(&tree, "/"), ["/data", "/data/sub", "/data/sub/in.csv"]);
    assert_eq!(tree.read_file("/data/sub/in.csv", 10).unwrap(), b"1,2,3");
    assert_eq!(tree.write_file("/data/sub/new", "x"), Err(Error::NotFound));
    assert_eq!(tree.write_file("/data/sub/in.csv", "x"), Err(Error::ReadOnly));
    let write = OpenOptions {
        write: true,
        create: true,
        ..OpenOptions::default()
    };
    assert_eq!(tree.open(Fd(3), b"data/sub/in.csv", write), Err(Error::ReadOnly));
    assert_eq!(tree.open(Fd(3), b"data/new", write), Err(Error::ReadOnly));
    assert_eq!(tree.unlink(Fd(4), b"sub/in.csv"), Err(Error::ReadOnly));
    assert_eq!(tree.create_dir(Fd(4), b"sub"), Err(Error::Exists));
    assert_eq!(tree.create_dir(Fd(4), b"sub2"), Err(Error::ReadOnly));
    assert_eq!(tree.rename(Fd(4), b"sub", Fd(4), b"x"), Err(Error::ReadOnly));
    assert_eq!(tree.open(Fd(4), b"..", OpenOptions::default()), Err(Error::NotCapable));
    assert_eq!(
        tree.open(Fd(4), b"sub/../../x", OpenOptions::default()),
        Err(Error::NotCapable)
    );
    assert_eq!(
        tree.stat_path(Fd(3), b"data/sub/..", true).unwrap().ino,
        tree.stat(Fd(4)).unwrap().ino
    );
    let fd = tree.open(Fd(4), b"sub/../sub/in.csv", OpenOptions::default()).unwrap();
    let mut buf = [0; 3];
    assert_eq!((tree.read(fd, &mut buf), tree.tell(fd)), (Ok(3), Ok(3)));
    assert_eq!(tree.write(fd, b"x"), Err(Error::BadDescriptor));
    #[cfg(unix)]
    assert_eq!(
        tree.open(Fd(4), b"etc/passwd", OpenOptions::default()),
        Err(Error::AccessDenied)
    );
    let mut names = Vec::new();
    tree.read_dir(Fd(4), 0, &mut |entry| {
        names.push(String::from_utf8(entry.name.to_vec()).unwrap());
        true
    })
    .unwrap();
    assert_eq!(names, [".", "..", "sub"]);
}
