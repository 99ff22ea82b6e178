//! Fetching a toy guest, well and badly.

mod damage;
mod failures;
mod offline;
mod several;
mod tarball;
mod together;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::fetch::testing::{NESTED, Recorder, Toy, nobody, only};
use crate::pins::PackageKind;
use crate::progress::Silent;

#[test]
fn a_fetched_guest_has_its_pinned_files_its_licences_and_nothing_else() {
    let toy = Toy::new();
    let recorder = Recorder::default();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &recorder).unwrap();

    assert_eq!(guest.file("toy.wasm").unwrap().read().unwrap(), toy.wasm);
    assert_eq!(guest.file("library.zip").unwrap().read().unwrap(), toy.library);
    assert_eq!(guest.file("data.zip").unwrap().read().unwrap(), NESTED);
    assert!(matches!(guest.file("__init__.py"), Err(FetchError::NoSuchFile { .. })));
    assert_eq!(
        fs::read_to_string(guest.licenses().join("toy-guest/part.txt")).unwrap(),
        "Name the author."
    );

    let mut names: Vec<_> = fs::read_dir(guest.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["data.zip", "library.zip", "licenses", "toy.wasm"]);
    for file in guest.files() {
        assert_eq!(
            fs::metadata(file.path()).unwrap().permissions().mode() & 0o777,
            0o600,
            "{}",
            file.local()
        );
    }
    assert_eq!(toy.left_over(), (vec![toy.pin.folder_name()], vec![]));
    assert_eq!(toy.runs(), ["toy-guest==0.1"]);

    let events = recorder.events();
    assert!(events[0].contains("downloading toy-guest 0.1"), "{events:?}");
    assert!(
        events.iter().any(|event| event.contains("unpacking toy 1.0")),
        "{events:?}"
    );
    assert_eq!(events.iter().filter(|event| *event == "Finished").count(), 2);
}

#[test]
fn a_guest_that_is_there_is_used_without_a_client() {
    let toy = Toy::new();
    ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap();
    let recorder = Recorder::default();
    ensure_guest(&toy.cache(), &toy.pin, &only(nobody()), &recorder).unwrap();
    assert_eq!(recorder.events(), Vec::<String>::new());
    assert_eq!(toy.runs().len(), 1);
}

#[test]
fn a_guest_can_be_listed_verified_and_removed() {
    let toy = Toy::new();
    let cache = toy.cache();
    assert!(matches!(
        installed_guest(&cache, &toy.pin),
        Err(FetchError::NotInstalled { .. })
    ));
    assert!(matches!(
        verify_guest(&cache, &toy.pin, &Silent),
        Err(FetchError::NotInstalled { .. })
    ));
    assert!(!remove_guest(&cache, &toy.pin, &Silent).unwrap());

    let guest = ensure_guest(&cache, &toy.pin, &toy.source(), &Silent).unwrap();
    assert_eq!(installed_guest(&cache, &toy.pin).unwrap().files().len(), 3);
    let verified = verify_guest(&cache, &toy.pin, &Silent).unwrap();
    assert!(
        verified
            .files()
            .iter()
            .all(|file| matches!(file.proof(), crate::Proof::Hash { .. }))
    );

    assert!(remove_guest(&cache, &toy.pin, &Silent).unwrap());
    assert_eq!(toy.left_over(), (vec![], vec![]));
    assert_eq!(
        guest.file("toy.wasm").unwrap().read().unwrap(),
        toy.wasm,
        "an open guest outlives its removal"
    );
}

#[test]
fn every_error_has_a_hint() {
    let (text, io) = (String::new, || std::io::Error::other("x"));
    let digest = crate::Sha256Digest::of(b"");
    let kind = PackageKind::Npm;
    let missing = MissingPackage {
        kind,
        requirement: text(),
        file: text(),
        member: text(),
    };
    let errors = [
        FetchError::NoClient { kind, tried: text() },
        FetchError::ClientFailed {
            kind,
            client: text(),
            packages: text(),
            status: text(),
            stderr: text(),
        },
        FetchError::ClientStalled {
            client: text(),
            packages: text(),
            seconds: 1,
        },
        FetchError::NoPackageFile {
            kind,
            client: text(),
            file: text(),
        },
        FetchError::NotInFolder {
            folder: PathBuf::new(),
            missing: vec![missing],
        },
        FetchError::NotAFolder {
            file: PathBuf::new(),
            guest: text(),
            needed: text(),
        },
        FetchError::WrongSize {
            file: text(),
            guest: text(),
            expected: 1,
            actual: 2,
        },
        FetchError::WrongHash {
            file: text(),
            guest: text(),
            expected: digest,
            actual: digest,
        },
        FetchError::MemberMissing {
            archive: text(),
            member: text(),
        },
        FetchError::UnsafeMember {
            archive: text(),
            member: text(),
            rule: "",
        },
        FetchError::Archive {
            archive: text(),
            source: io(),
        },
        FetchError::ArchiveTooLarge {
            archive: text(),
            limit: 1,
        },
        FetchError::DiskFull {
            path: PathBuf::new(),
            source: io(),
        },
        FetchError::Unwritable {
            path: PathBuf::new(),
            source: io(),
        },
        FetchError::Io {
            path: PathBuf::new(),
            source: io(),
        },
        FetchError::Cache(crate::CacheError::NoHome),
        FetchError::NotInstalled { guest: text() },
        FetchError::NoSuchFile {
            guest: text(),
            file: text(),
        },
    ];
    for error in errors {
        assert!(error.hint().len() > 15, "{error}");
    }
}
