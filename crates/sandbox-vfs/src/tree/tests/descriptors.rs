use super::*;
use crate::types::{Descriptor, FileType};

#[test]
fn the_table_starts_with_streams_and_preopened_directories() {
    let mut tree = tree();
    let mut buf = [0; 1];
    for stream in 0..3_u8 {
        let fd = Fd(stream.into());
        assert_eq!(tree.descriptor(fd), Ok(Descriptor::Stdio(stream)));
        assert_eq!(tree.stat(fd).unwrap().file_type, FileType::CharacterDevice);
        assert_eq!(tree.read(fd, &mut buf), Err(Error::NotSupported));
        assert_eq!(tree.write(fd, b"x"), Err(Error::NotSupported));
        assert_eq!(tree.seek(fd, SeekFrom::Start(0)), Err(Error::NotSeekable));
        assert_eq!(tree.open(fd, b"x", create()), Err(Error::NotDirectory));
        assert_eq!(tree.preopen_name(fd), None);
    }
    assert_eq!(tree.descriptor(ROOT), Ok(Descriptor::Preopen { name: "/" }));
    assert_eq!(tree.preopen_name(APP), Some("/app"));
    assert_eq!(tree.descriptor(Fd(5)), Err(Error::BadDescriptor));
    let fd = tree
        .open(
            APP,
            b"f",
            OpenOptions {
                append: true,
                ..create()
            },
        )
        .unwrap();
    assert_eq!(
        tree.descriptor(fd),
        Ok(Descriptor::File {
            read: true,
            write: true,
            append: true
        })
    );
    let directory = tree
        .open(
            APP,
            b".",
            OpenOptions {
                directory: true,
                ..OpenOptions::default()
            },
        )
        .unwrap();
    assert_eq!(tree.descriptor(directory), Ok(Descriptor::Directory));
    assert_eq!(tree.read(directory, &mut buf), Err(Error::IsDirectory));
    assert_eq!(tree.write(directory, b"x"), Err(Error::BadDescriptor));
}

#[test]
fn b_027_closing_everything_ends_with_the_turn() {
    let mut tree = tree();
    for fd in 0..10 {
        let _ = tree.close(Fd(fd));
    }
    assert_eq!(tree.open(APP, b"z", create()), Err(Error::BadDescriptor));
    tree.reset_descriptors();
    assert_eq!(tree.descriptor(Fd(1)), Ok(Descriptor::Stdio(1)));
    let fd = tree.open(APP, b"z", create()).unwrap();
    tree.renumber(fd, Fd(1)).unwrap();
    tree.write(Fd(1), b"in the file").unwrap();
    assert_eq!(tree.read_file("/app/z", 100).unwrap(), b"in the file");
    tree.reset_descriptors();
    assert_eq!(
        (tree.descriptor(Fd(1)), tree.open_count()),
        (Ok(Descriptor::Stdio(1)), 0)
    );
}

#[test]
fn opening_needs_options_that_fit_each_other_and_the_file() {
    let mut tree = tree();
    tree.write_file("/app/f", "content").unwrap();
    tree.create_dir(APP, b"d").unwrap();
    let read = OpenOptions::default();
    assert_eq!(tree.open(APP, b"d", create()), Err(Error::IsDirectory));
    assert_eq!(
        tree.open(APP, b"d", OpenOptions { write: true, ..read }),
        Err(Error::IsDirectory)
    );
    assert_eq!(
        tree.open(
            APP,
            b"f",
            OpenOptions {
                directory: true,
                ..read
            }
        ),
        Err(Error::NotDirectory)
    );
    assert_eq!(tree.open(APP, b"f/", read), Err(Error::NotDirectory));
    assert_eq!(tree.open(APP, b"f/x", read), Err(Error::NotDirectory));
    assert_eq!(
        tree.open(
            APP,
            b"f",
            OpenOptions {
                exclusive: true,
                ..create()
            }
        ),
        Err(Error::Exists)
    );
    assert_eq!(
        tree.open(
            APP,
            b"x",
            OpenOptions {
                directory: true,
                ..create()
            }
        ),
        Err(Error::Invalid)
    );
    assert_eq!(tree.open(APP, b"x/", create()), Err(Error::IsDirectory));
    assert_eq!(tree.open(APP, b"x", read), Err(Error::NotFound));
    let fd = tree
        .open(
            APP,
            b"f",
            OpenOptions {
                read: false,
                ..create()
            },
        )
        .unwrap();
    assert_eq!(tree.read(fd, &mut [0]), Err(Error::BadDescriptor));
    tree.open(
        APP,
        b"f",
        OpenOptions {
            truncate: true,
            ..create()
        },
    )
    .unwrap();
    assert_eq!(tree.usage().bytes, 0);
}

#[test]
fn a_removed_directory_that_is_open_is_empty_and_stays_so() {
    let mut tree = tree();
    tree.write_file("/app/d/e/f", "x").unwrap();
    let outer = tree.open(APP, b"d", OpenOptions::default()).unwrap();
    let inner = tree.open(APP, b"d/e", OpenOptions::default()).unwrap();
    let file = tree.open(APP, b"d/e/f", OpenOptions::default()).unwrap();
    tree.remove("/app/d", true).unwrap();
    assert_eq!(tree.usage().entries, 3);
    tree.close(outer).unwrap();
    assert_eq!(tree.create_dir(inner, b"x"), Err(Error::NotFound));
    assert_eq!(tree.stat_path(inner, b"f", true), Err(Error::NotFound));
    assert_eq!(tree.stat_path(inner, b"..", true), Err(Error::NotCapable));
    tree.write_file("/app/g", "y").unwrap();
    assert_eq!(tree.rename(APP, b"g", inner, b"g"), Err(Error::NotFound));
    assert_eq!(tree.rename(inner, b".", APP, b"h"), Err(Error::Busy));
    let mut names = 0;
    tree.read_dir(inner, 0, &mut |_| {
        names += 1;
        true
    })
    .unwrap();
    assert_eq!(names, 2);
    assert_eq!(tree.read(file, &mut [0; 5]), Ok(1));
    tree.mark_clean();
    assert_eq!(tree.read_at(file, 0, &mut [0; 5]), Ok(1));
    tree.reset_descriptors();
    assert_eq!(tree.usage().entries, 1);
    assert!(tree.changes("/").is_empty());
}
