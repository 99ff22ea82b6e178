//! A guest that was damaged in the cache is never used, and is replaced.

use std::os::unix::fs::symlink;
use std::path::Path;

use super::*;
use crate::testing::make_fifo;

/// What is done to a file, and how.
type Damage = (&'static str, &'static dyn Fn(&Path));

#[test]
fn every_kind_of_damage_is_found_and_repaired() {
    let damages: [Damage; 8] = [
        ("flipped", &|path| {
            let mut content = fs::read(path).unwrap();
            content[77] ^= 1;
            fs::write(path, content).unwrap();
        }),
        ("truncated", &|path| {
            fs::write(path, &fs::read(path).unwrap()[..10]).unwrap();
        }),
        ("emptied", &|path| fs::write(path, "").unwrap()),
        ("removed", &|path| fs::remove_file(path).unwrap()),
        ("a folder", &|path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        ("a link", &|path| {
            fs::remove_file(path).unwrap();
            symlink("/etc/passwd", path).unwrap();
        }),
        ("a FIFO", &|path| {
            fs::remove_file(path).unwrap();
            make_fifo(path);
        }),
        ("writable by others", &|path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
        }),
    ];
    let toy = Toy::new();
    let cache = toy.cache();
    let path = ensure_guest(&cache, &toy.pin, &toy.source(), &Silent)
        .unwrap()
        .file("toy.wasm")
        .unwrap()
        .path()
        .to_owned();
    for (count, (what, damage)) in damages.into_iter().enumerate() {
        damage(&path);
        let error = installed_guest(&cache, &toy.pin).unwrap_err();
        assert!(matches!(error, FetchError::Damaged { .. }), "{what}: {error:?}");
        let error = verify_guest(&cache, &toy.pin, &Silent).unwrap_err();
        assert!(matches!(error, FetchError::Damaged { .. }), "{what}: {error:?}");

        let recorder = Recorder::default();
        let repaired = ensure_guest(&cache, &toy.pin, &toy.source(), &recorder).unwrap();
        assert_eq!(repaired.file("toy.wasm").unwrap().read().unwrap(), toy.wasm, "{what}");
        // Not always the first event: a child that another test is just starting holds a copy of the lock until it is running.
        assert!(
            recorder.events().iter().any(|event| event.contains("damaged")),
            "{what}: {:?}",
            recorder.events()
        );
        assert_eq!(toy.runs().len(), count + 2, "{what}");
        assert_eq!(toy.left_over(), (vec![toy.pin.folder_name()], vec![]), "{what}");
    }
}

#[test]
fn a_damaged_guest_stays_damaged_until_another_is_complete() {
    let toy = Toy::new();
    let cache = toy.cache();
    let guest = ensure_guest(&cache, &toy.pin, &toy.source(), &Silent).unwrap();
    fs::write(guest.file("toy.wasm").unwrap().path(), "short").unwrap();
    assert!(matches!(
        ensure_guest(&cache, &toy.pin, &only(nobody()), &Silent),
        Err(FetchError::NoClient { .. })
    ));
    assert!(matches!(
        installed_guest(&cache, &toy.pin),
        Err(FetchError::Damaged { .. })
    ));
}

#[test]
fn something_else_in_the_guests_place_is_replaced() {
    let toy = Toy::new();
    let cache = toy.cache();
    let place = cache.guests().join(toy.pin.folder_name());
    symlink("/etc", &place).unwrap();
    assert!(matches!(
        installed_guest(&cache, &toy.pin),
        Err(FetchError::Damaged { .. })
    ));
    ensure_guest(&cache, &toy.pin, &toy.source(), &Silent).unwrap();
    assert!(fs::symlink_metadata(&place).unwrap().is_dir());
}
