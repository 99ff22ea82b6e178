use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

fn archive(members: &[(&str, &[u8], CompressionMethod)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content, method) in members {
        let options = SimpleFileOptions::default().compression_method(*method);
        if name.ends_with('/') {
            writer.add_directory(*name, options).unwrap();
        } else {
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>, limits: ZipLimits) -> Result<ZipLayer, ZipError> {
    ZipLayer::open(Arc::new(Bytes::from(bytes)), limits)
}

fn read(blob: &dyn Blob) -> Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(blob.len()).unwrap()];
    let count = blob.read_at(0, &mut bytes)?;
    bytes.truncate(count);
    Ok(bytes)
}

const DEFLATED: CompressionMethod = CompressionMethod::Deflated;
const STORED: CompressionMethod = CompressionMethod::Stored;

#[test]
fn members_are_read_whether_packed_or_not() {
    let text = b"hello ".repeat(1000);
    let layer = open(
        archive(&[
            ("a/b.txt", &text, DEFLATED),
            ("c", b"plain", STORED),
            ("d/", b"", STORED),
        ]),
        ZipLimits::default(),
    );
    let layer = layer.unwrap();
    assert_eq!(read(&*layer.member("a/b.txt").unwrap()), Ok(text));
    let stored = layer.member("c").unwrap();
    let mut buf = [0; 10];
    assert_eq!(stored.read_at(2, &mut buf), Ok(3));
    assert_eq!(&buf[..3], b"ain");
    assert_eq!(stored.read_at(u64::MAX, &mut buf), Ok(0));
    assert!(layer.member("d").is_none() && layer.member("x").is_none());
}

#[test]
fn an_archive_in_an_archive_opens() {
    let inner = archive(&[("style/x", b"data", DEFLATED)]);
    let outer = open(archive(&[("lib/inner.zip", &inner, STORED)]), ZipLimits::default()).unwrap();
    let layer = ZipLayer::open(outer.member("lib/inner.zip").unwrap(), ZipLimits::default()).unwrap();
    assert_eq!(read(&*layer.member("style/x").unwrap()), Ok(b"data".to_vec()));
}

#[test]
fn unsafe_names_are_refused() {
    for name in ["/etc/passwd", "../x", "a/../x", "a//b", "./a", "a/.", "a\0b"] {
        let refused = open(archive(&[(name, b"x", STORED)]), ZipLimits::default());
        assert!(
            matches!(refused, Err(ZipError::UnsafeName { .. })),
            "{name:?}: {refused:?}"
        );
    }
}

#[test]
fn names_that_collide_are_refused() {
    let file_as_directory = archive(&[("a", b"x", STORED), ("a/b", b"y", STORED)]);
    assert!(matches!(open(file_as_directory, ZipLimits::default()), Err(ZipError::Duplicate { name }) if name == "a"));
    // The same name twice: the writer does not do that, so two names are made the same afterwards.
    let mut bytes = archive(&[("same1", b"x", STORED), ("same2", b"y", STORED)]);
    while let Some(at) = bytes.windows(5).position(|window| window == b"same2") {
        bytes[at + 4] = b'1';
    }
    assert!(matches!(
        open(bytes, ZipLimits::default()),
        Err(ZipError::Duplicate { .. })
    ));
}

#[test]
fn every_limit_holds() {
    let zeros = vec![0; 4 << 20];
    let bomb = archive(&[("zeros", &zeros, DEFLATED), ("b", b"x", STORED)]);
    assert!(matches!(
        open(bomb.clone(), ZipLimits::default()),
        Err(ZipError::MemberTooLarge { .. })
    ));
    let loose = ZipLimits {
        ratio: 2000,
        ..ZipLimits::default()
    };
    assert!(open(bomb.clone(), loose).is_ok());
    assert!(open(bomb.clone(), ZipLimits { entries: 1, ..loose }).is_err());
    assert!(
        open(
            bomb.clone(),
            ZipLimits {
                member_bytes: (4 << 20) - 1,
                ..loose
            }
        )
        .is_err()
    );
    assert!(
        open(
            bomb.clone(),
            ZipLimits {
                total_bytes: 4 << 20,
                ..loose
            }
        )
        .is_err()
    );
    assert!(
        open(
            bomb,
            ZipLimits {
                total_bytes: (4 << 20) + 1,
                ..loose
            }
        )
        .is_ok()
    );
    let deep = archive(&[("a/b/c", b"x", STORED)]);
    assert!(open(deep.clone(), ZipLimits { depth: 2, ..loose }).is_err());
    assert!(open(deep, ZipLimits { depth: 3, ..loose }).is_ok());
}

#[test]
fn what_is_no_archive_or_damaged_is_an_error_and_not_a_panic() {
    assert!(matches!(
        open(b"no archive".to_vec(), ZipLimits::default()),
        Err(ZipError::Damaged(_))
    ));
    assert!(open(Vec::new(), ZipLimits::default()).is_err());
    let good = archive(&[("a.txt", &b"hello hello hello ".repeat(50), DEFLATED)]);
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0xFF;
        if let Ok(layer) = open(bytes, ZipLimits::default())
            && let Some(member) = layer.member("a.txt")
            && let Ok(content) = read(&*member)
        {
            assert_eq!(content, b"hello hello hello ".repeat(50), "byte {at}");
        }
        assert!(open(good[..at].to_vec(), ZipLimits::default()).is_err(), "cut at {at}");
    }
}

#[test]
fn a_member_that_unpacks_to_more_than_it_declares_is_an_error() {
    let mut bytes = archive(&[("a", &[7; 5000], DEFLATED)]);
    // Both the local and the central header say 5,000.
    while let Some(at) = bytes.windows(4).position(|window| window == 5000_u32.to_le_bytes()) {
        bytes[at..at + 4].copy_from_slice(&50_u32.to_le_bytes());
    }
    let layer = open(bytes, ZipLimits::default()).unwrap();
    assert_eq!(read(&*layer.member("a").unwrap()), Err(Error::Io));
}
