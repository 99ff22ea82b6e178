//! Tarballs that are not what they should be.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;
use crate::fetch::testing::SCRIPT;
use crate::fetch::testing::tarball::{FILE, FOLDER, SYMLINK, archive, entry, gzip, header, with_extra};

/// Fetches, which must fail and leave nothing behind.
fn failure(toy: &Toy) -> FetchError {
    let error = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap_err();
    assert_eq!(toy.left_over(), (vec![], vec![]), "after {error}");
    error
}

/// The tarball of these entries instead of the toy's own.
fn of(entries: &[Vec<u8>]) -> FetchError {
    failure(&Toy::with_tarball(&gzip(&archive(entries))))
}

fn script() -> Vec<u8> {
    entry("package/lib/script.js", FILE, SCRIPT)
}

fn license() -> Vec<u8> {
    entry("package/LICENSE", FILE, b"Do it again.")
}

#[test]
fn another_file_is_told_by_its_size_or_its_hash_before_it_is_unpacked() {
    let toy = Toy::with_tarball(&with_extra(&[]));
    let mut other = fs::read(toy.tarball()).unwrap();
    let last = other.len() - 1;
    other[last] ^= 1;
    fs::write(toy.tarball(), &other).unwrap();
    let error = failure(&toy);
    assert!(
        matches!(&error, FetchError::WrongHash { file, expected, .. }
            if file.ends_with("toy-script-2.0.tgz") && *expected == toy.pin.packages[1].sha256),
        "{error:?}"
    );

    fs::write(toy.tarball(), &other[..last]).unwrap();
    let error = failure(&toy);
    assert!(
        matches!(&error, FetchError::WrongSize { file, actual, .. }
            if file.ends_with("toy-script-2.0.tgz") && *actual == last as u64),
        "{error:?}"
    );
}

#[test]
fn a_cut_or_damaged_archive_is_unreadable_though_its_pin_fits() {
    let whole = with_extra(&[]);
    // In the header, in the content, and in the checksum at the end.
    for length in [0, 5, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        let error = failure(&Toy::with_tarball(&whole[..length]));
        assert!(
            matches!(&error, FetchError::Archive { archive, .. } if archive == "toy-script-2.0.tgz"),
            "{length}: {error:?}"
        );
    }
    // In the middle of a member.
    let noise: Vec<u8> = (0..100_000_u32)
        .flat_map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes())
        .collect();
    let mut toy = Toy::with_tarball(&gzip(
        &[
            &header(b"package/lib/script.js", FILE, noise.len() as u64)[..],
            &noise[..5000],
        ]
        .concat(),
    ));
    toy.pin.packages[1].members[0].bytes = noise.len() as u64;
    let error = failure(&toy);
    assert!(matches!(error, FetchError::Archive { .. }), "{error:?}");

    let mut checksum = whole.clone();
    checksum[whole.len() - 6] ^= 1;
    for content in [
        checksum,
        b"PK\x03\x04".to_vec(),
        gzip(b"no tar archive"),
        gzip(&[b'x'; 1024]),
    ] {
        let error = failure(&Toy::with_tarball(&content));
        assert!(matches!(error, FetchError::Archive { .. }), "{error:?}");
    }
}

#[test]
fn what_is_pinned_must_be_there_once_and_be_a_file() {
    let error = of(&[license()]);
    assert!(
        matches!(&error, FetchError::MemberMissing { archive, member }
            if archive == "toy-script-2.0.tgz" && member == "package/lib/script.js"),
        "{error:?}"
    );
    let error = of(&[script()]);
    assert!(matches!(&error, FetchError::MemberMissing { member, .. } if member == "package/LICENSE"));

    for kind in [SYMLINK, b'1', b'3', b'6', FOLDER, b'S'] {
        let error = of(&[entry("package/lib/script.js", kind, b""), license()]);
        assert!(
            matches!(&error, FetchError::UnsafeMember { member, rule: "is not a file", .. } if member == "package/lib/script.js"),
            "{error:?}"
        );
    }
    let error = of(&[script(), entry("package/LICENSE", SYMLINK, b"")]);
    assert!(matches!(
        error,
        FetchError::UnsafeMember {
            rule: "is not a file",
            ..
        }
    ));
    let error = of(&[script(), license(), script()]);
    assert!(matches!(
        error,
        FetchError::UnsafeMember {
            rule: "is there twice",
            ..
        }
    ));
    let error = of(&[script(), license(), license()]);
    assert!(matches!(error, FetchError::UnsafeMember { .. }), "{error:?}");
}

#[test]
fn a_member_is_not_unpacked_beyond_its_pin() {
    for content in [&b"exports.toy = 1;;"[..], b"exports.toy = 1"] {
        let error = of(&[entry("package/lib/script.js", FILE, content), license()]);
        assert!(
            matches!(&error, FetchError::WrongSize { file, expected: 16, .. }
                if file == "package/lib/script.js in toy-script-2.0.tgz"),
            "{error:?}"
        );
    }
    let error = of(&[entry("package/lib/script.js", FILE, b"exports.toy = 2;"), license()]);
    assert!(matches!(error, FetchError::WrongHash { .. }), "{error:?}");
}

#[test]
fn what_is_not_pinned_is_ignored_whatever_it_is() {
    let toy = Toy::with_tarball(&with_extra(&[
        entry("../../escape.js", FILE, b"x"),
        entry("/tmp/sandbox-guests-escape.js", FILE, b"x"),
        entry("package/evil", SYMLINK, b""),
        entry("package/evil/escape.js", FILE, b"x"),
        entry("package/device", b'3', b""),
        entry("package/LICENSE/", FOLDER, b""),
        entry("package/LICENSE.txt", FILE, b"x"),
        header(b"package/caf\xe9.js", FILE, 0).to_vec(),
    ]));
    let guest = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap();
    assert_eq!(guest.file("script.js").unwrap().read().unwrap(), SCRIPT);
    assert_eq!(fs::read_dir(guest.licenses().join("toy-script")).unwrap().count(), 1);
    assert!(!std::path::Path::new("/tmp/sandbox-guests-escape.js").exists());
}

#[test]
fn an_archive_that_goes_on_and_on_is_refused_at_the_cap() {
    const MEBIBYTE: u64 = 1 << 20;
    // Within a file that is not pinned, and after the archive's end.
    for start in [
        [
            script(),
            license(),
            header(b"package/bomb", FILE, 257 * MEBIBYTE).to_vec(),
        ]
        .concat(),
        archive(&[script(), license()]),
    ] {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&start).unwrap();
        io::copy(&mut io::Read::take(io::repeat(0), 257 * MEBIBYTE), &mut encoder).unwrap();
        encoder.write_all(&[0; 1024]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!((bomb.len() as u64) < 4 * MEBIBYTE);
        let error = failure(&Toy::with_tarball(&bomb));
        assert!(
            matches!(&error, FetchError::ArchiveTooLarge { limit, .. } if *limit == 256 * MEBIBYTE),
            "{error:?}"
        );
    }
}
