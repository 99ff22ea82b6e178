//! States that are kept outside of a tree: differences, and descriptors between two turns.

use std::sync::Arc;

use crate::clock::testing::ManualClock;
use crate::{Access, Delta, DeltaKind, Error, Fd, Limits, OpenFile, OpenOptions, SetTime, Template, Tree};

const ROOT: Fd = Fd(3);

fn start() -> Template {
    Template::builder()
        .bytes("/lib/os.py", "pass")
        .and_then(|builder| builder.dir("/app", Access::ReadWrite))
        .and_then(|builder| builder.bytes("/app/given.txt", "given"))
        .and_then(|builder| builder.preopen("/", "/"))
        .unwrap()
        .build()
}

fn tree(template: &Template) -> Tree {
    template.instantiate(Limits::default(), ManualClock::at(1_000) as Arc<_>)
}

fn write_options() -> OpenOptions {
    OpenOptions {
        write: true,
        create: true,
        ..OpenOptions::default()
    }
}

fn paths(delta: &Delta) -> Vec<&str> {
    delta.entries.iter().map(|entry| entry.path.as_str()).collect()
}

/// What `apply` makes of the start has to be what the tree holds.
fn assert_same(tree: &Tree, rebuilt: &Template) {
    let rebuilt = self::tree(rebuilt);
    let (mine, theirs) = (tree.list("/app").unwrap(), rebuilt.list("/app").unwrap());
    assert_eq!(mine, theirs);
    for entry in mine {
        if entry.file_type == crate::FileType::Regular {
            let read = |tree: &Tree| tree.read_file(&entry.path, 1 << 20).unwrap();
            assert_eq!(read(tree), read(&rebuilt), "{}", entry.path);
        }
    }
    assert_eq!(tree.usage(), rebuilt.usage());
}

#[test]
fn a_difference_has_what_changed_and_rebuilds_it() {
    let start = start();
    let mut tree = tree(&start);
    assert!(tree.freeze().delta(&start).is_empty());
    tree.write_file("/app/a/b/c.txt", "one").unwrap();
    tree.symlink(b"c.txt", ROOT, b"app/a/b/link").unwrap();
    let first = tree.freeze();
    let delta = first.delta(&start);
    assert_eq!(paths(&delta), ["/app/a", "/app/a/b", "/app/a/b/c.txt", "/app/a/b/link"]);
    assert!(delta.removed.is_empty());
    assert_same(&tree, &start.extend().apply(&delta).unwrap().build());

    // A moved directory, a file in its old place, a changed file, a removed one.
    tree.rename(ROOT, b"app/a", ROOT, b"app/moved").unwrap();
    tree.write_file("/app/a", "now a file").unwrap();
    tree.remove("/app/given.txt", false).unwrap();
    let delta = tree.freeze().delta(&first);
    assert_eq!(delta.removed, ["/app/a", "/app/given.txt"]);
    assert_eq!(
        paths(&delta),
        [
            "/app/a",
            "/app/moved",
            "/app/moved/b",
            "/app/moved/b/c.txt",
            "/app/moved/b/link"
        ]
    );
    assert_same(&tree, &first.extend().apply(&delta).unwrap().build());
    let whole = tree.freeze().delta(&start);
    assert_same(&tree, &start.extend().apply(&whole).unwrap().build());
}

#[test]
fn times_alone_are_a_difference_and_listings_keep_their_order() {
    let start = start();
    let mut tree = tree(&start);
    for name in ["/app/z", "/app/m", "/app/a"] {
        tree.write_file(name, "").unwrap();
    }
    let first = tree.freeze();
    tree.set_times_path(ROOT, b"app/m", true, SetTime::Keep, SetTime::At(77))
        .unwrap();
    let delta = tree.freeze().delta(&first);
    assert_eq!(paths(&delta), ["/app/m"]);
    let mut rebuilt = self::tree(
        &start
            .extend()
            .apply(&first.delta(&start))
            .and_then(|builder| builder.apply(&delta))
            .unwrap()
            .build(),
    );
    assert_eq!(rebuilt.metadata("/app/m").unwrap().mtime, 77);
    let listed = |tree: &mut Tree| {
        let directory = OpenOptions {
            directory: true,
            ..OpenOptions::default()
        };
        let fd = tree.open(ROOT, b"app", directory).unwrap();
        let mut names = Vec::new();
        tree.read_dir(fd, 0, &mut |entry| {
            names.push(String::from_utf8(entry.name.to_vec()).unwrap());
            true
        })
        .unwrap();
        names
    };
    assert_eq!(listed(&mut rebuilt), listed(&mut tree));
}

#[test]
fn a_difference_from_outside_stays_where_a_guest_may_write() {
    let start = start();
    let entry = |path: &str| crate::DeltaEntry {
        path: path.into(),
        mtime: u64::MAX,
        order: u64::MAX,
        kind: DeltaKind::File(bytes::Bytes::from_static(b"x").into()),
    };
    let refused = |delta: Delta| start.extend().apply(&delta).err();
    for (path, error) in [
        ("/lib/os.py", Error::ReadOnly),
        ("/new", Error::ReadOnly),
        ("/app", Error::ReadOnly),
        ("/app/../lib/x", Error::Invalid),
        ("app/x", Error::Invalid),
        ("/app/given.txt/x", Error::NotDirectory),
        ("/app/missing/x", Error::NotFound),
        ("/", Error::Busy),
    ] {
        let put = Delta {
            entries: vec![entry(path)],
            ..Delta::default()
        };
        assert_eq!(refused(put), Some(error), "{path}");
    }
    for path in ["/lib", "/app", "/lib/os.py"] {
        let take = Delta {
            removed: vec![path.into()],
            ..Delta::default()
        };
        assert!(refused(take).is_some(), "{path}");
    }
    let harmless = Delta {
        removed: vec!["/app/nothing".into(), "/app/no/where".into()],
        entries: vec![entry("/app/x"), entry("/app/y")],
    };
    assert!(start.extend().apply(&harmless).is_ok());
}

#[test]
fn descriptors_survive_with_their_positions_and_the_lost_ones_keep_their_numbers() {
    let start = start();
    let mut tree = tree(&start);
    let kept = tree.open(ROOT, b"app/given.txt", OpenOptions::default()).unwrap();
    let removed = tree.open(ROOT, b"app/removed", write_options()).unwrap();
    let closed = tree.open(ROOT, b"app/closed", write_options()).unwrap();
    let directory = tree.open(ROOT, b"app", OpenOptions::default()).unwrap();
    tree.read(kept, &mut [0; 3]).unwrap();
    tree.write(removed, b"text").unwrap();
    tree.unlink(ROOT, b"app/removed").unwrap();
    tree.close(closed).unwrap();
    tree.close(Fd(1)).unwrap();
    let table = tree.settle();
    assert_eq!(table.len(), 8);
    assert_eq!((&table[1], &table[5]), (&OpenFile::Free, &OpenFile::Lost));
    assert_eq!(
        tree.usage(),
        self::tree(&tree.freeze()).usage(),
        "what was removed is no longer counted"
    );

    let mut again = self::tree(&tree.freeze());
    again.reopen(&table).unwrap();
    for tree in [&mut tree, &mut again] {
        let mut rest = [0; 8];
        let count = tree.read(kept, &mut rest).unwrap();
        assert_eq!(&rest[..count], b"en");
        assert_eq!(tree.write(removed, b"more"), Err(Error::BadDescriptor));
        assert_eq!(
            tree.open(ROOT, b"app/one", write_options()),
            Ok(Fd(1)),
            "the lowest free number"
        );
        assert_eq!(tree.open(ROOT, b"app/two", write_options()), Ok(closed));
        assert_ne!(tree.open(ROOT, b"app/three", write_options()), Ok(removed));
        assert_eq!(tree.close(removed), Ok(()));
        assert_eq!(tree.open(ROOT, b"app/four", write_options()), Ok(removed));
        assert!(tree.descriptor(directory).is_ok());
    }
}

#[test]
fn a_table_from_outside_opens_nothing_that_an_open_would_not() {
    let start = start();
    let mut tree = tree(&start);
    let file = |path: &str, write| OpenFile::File {
        path: path.into(),
        position: u64::MAX,
        read: true,
        write,
        append: false,
    };
    let base = [
        OpenFile::Stream(0),
        OpenFile::Stream(1),
        OpenFile::Stream(2),
        OpenFile::Preopen(0),
    ];
    let with = |more: Vec<OpenFile>| base.iter().cloned().chain(more).collect::<Vec<_>>();
    let table = with(vec![
        file("/lib/os.py", true),
        file("/app", false),
        file("/app/../x", true),
        file("/lib/os.py", false),
    ]);
    tree.reopen(&table).unwrap();
    for lost in 4..7 {
        assert_eq!(tree.read(Fd(lost), &mut [0; 1]), Err(Error::BadDescriptor));
    }
    assert_eq!(tree.read(Fd(7), &mut [0; 1]), Ok(0), "a position behind the end");
    for wrong in [
        with(vec![OpenFile::Stream(3)]),
        with(vec![OpenFile::Preopen(9)]),
        with(vec![OpenFile::Lost; 10_000]),
    ] {
        assert!(tree.reopen(&wrong).is_err());
    }
    assert_eq!(tree.read(Fd(7), &mut [0; 1]), Ok(0), "nothing has changed");
}
