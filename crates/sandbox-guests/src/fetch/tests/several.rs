//! A guest of a wheel and an npm package.

use std::path::Path;

use super::*;
use crate::cache::CacheDir;
use crate::fetch::testing::{SCRIPT, tarball};

fn toy() -> Toy {
    Toy::with_tarball(&tarball::with_extra(&[]))
}

/// A toy with two npm packages, which have the same in them.
fn with_another() -> Toy {
    let mut toy = toy();
    let mut another = toy.pin.packages[1].clone();
    another.name = "toy-more".to_owned();
    another.file = "toy-more-2.0.tgz".to_owned();
    another.members[0].local = "more.js".to_owned();
    toy.pin.packages.push(another);
    toy
}

fn assert_complete(toy: &Toy, guest: &GuestFiles) {
    let files: Vec<_> = guest.files().iter().map(GuestFile::local).collect();
    assert_eq!(files, ["toy.wasm", "library.zip", "data.zip", "script.js"]);
    assert_eq!(guest.file("toy.wasm").unwrap().read().unwrap(), toy.wasm);
    assert_eq!(guest.file("script.js").unwrap().read().unwrap(), SCRIPT);
    for (notice, content) in [
        ("toy-guest/MANIFEST", "toy 1.0"),
        ("toy-script/LICENSE", "Do it again."),
    ] {
        assert_eq!(fs::read_to_string(guest.licenses().join(notice)).unwrap(), content);
    }
}

/// Fetches from a folder or file, which must fail, and leave nothing behind.
fn refused(toy: &Toy, source: &Path) -> FetchError {
    let error = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(source), &Silent).unwrap_err();
    assert_eq!(toy.left_over(), (vec![], vec![]), "after {error}");
    error
}

#[test]
fn each_package_is_fetched_with_its_own_client() {
    let toy = toy();
    let recorder = Recorder::default();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &recorder).unwrap();
    assert_complete(&toy, &guest);
    assert_eq!(toy.runs(), ["toy-guest==0.1", "toy-script@2.0"]);
    assert_eq!(toy.left_over(), (vec![toy.pin.folder_name()], vec![]));
    assert_eq!(toy.pin.license(), "MIT AND ISC");

    let events = recorder.events();
    let started: Vec<_> = events.iter().filter(|event| event.starts_with("Started")).collect();
    assert_eq!(started.len(), 3, "{events:?}");
    for (event, part) in started.iter().zip([
        "downloading toy-guest 0.1 with",
        "downloading toy-script 2.0 with",
        "unpacking toy 1.0",
    ]) {
        assert!(event.contains(part), "{event}");
    }
    assert_eq!(events.iter().filter(|event| *event == "Finished").count(), 3);
}

#[test]
fn packages_of_one_kind_are_fetched_together() {
    let toy = with_another();
    let npm = toy.npm_client("cp \"$tarball\" \"$dest/\"; cp \"$tarball\" \"$dest/toy-more-2.0.tgz\"");
    let source = Source::Package(PackageClients::new(toy.client("cp \"$wheel\" \"$dest/\""), npm));
    let recorder = Recorder::default();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &source, &recorder).unwrap();
    assert_eq!(guest.file("more.js").unwrap().read().unwrap(), SCRIPT);
    assert_eq!(toy.runs(), ["toy-guest==0.1", "toy-script@2.0 toy-more@2.0"]);
    assert!(
        recorder
            .events()
            .iter()
            .any(|event| event.contains("downloading toy-script 2.0, toy-more 2.0 with")),
        "{:?}",
        recorder.events()
    );
    assert_eq!(fs::read_dir(guest.licenses()).unwrap().count(), 3);
}

#[test]
fn a_missing_npm_is_told_before_anything_is_downloaded() {
    let toy = toy();
    let source = only(toy.client("cp \"$wheel\" \"$dest/\""));
    let error = ensure_guest(&toy.cache(), &toy.pin, &source, &Silent).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no JavaScript package client was found (tried `/nonexistent`)"
    );
    assert!(error.hint().contains("SANDBOX_NPM"), "{}", error.hint());
    assert_eq!(toy.runs(), Vec::<String>::new());
    assert_eq!(toy.left_over(), (vec![], vec![]));
}

#[test]
fn a_failing_npm_leaves_nothing_of_the_wheel() {
    for (script, part) in [
        (
            "echo 'npm error code E404' >&2; exit 1",
            "could not download toy-script@2.0",
        ),
        ("cp \"$tarball\" \"$dest/other.tgz\"", "left no file toy-script-2.0.tgz"),
    ] {
        let toy = toy();
        let source = Source::Package(PackageClients::new(
            toy.client("cp \"$wheel\" \"$dest/\""),
            toy.npm_client(script),
        ));
        let error = ensure_guest(&toy.cache(), &toy.pin, &source, &Silent).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        let hint = error.hint();
        assert!(
            hint.contains("`npm pack toy-script@2.0`") || hint.contains("SANDBOX_NPM"),
            "{hint}"
        );
        assert_eq!(toy.left_over(), (vec![], vec![]));
    }
}

#[test]
fn from_a_folder_with_both_files() {
    let toy = toy();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(toy.index()), &Silent).unwrap();
    assert_complete(&toy, &guest);
    assert_eq!(toy.runs(), Vec::<String>::new());
}

#[test]
fn from_a_folder_that_lacks_some_each_of_them_is_named() {
    let toy = toy();
    fs::rename(toy.tarball(), toy.dir.path().join("toy-script-2.0.tgz")).unwrap();
    let error = refused(&toy, &toy.index());
    let text = error.to_string();
    assert!(
        text.ends_with("holds neither toy-script-2.0.tgz nor its unpacked file script.js"),
        "{text}"
    );
    assert!(!text.contains("toy_guest"), "{text}");
    assert!(
        error.hint().contains("run `npm pack toy-script@2.0`"),
        "{}",
        error.hint()
    );

    fs::remove_file(toy.wheel()).unwrap();
    let error = refused(&toy, &toy.index());
    match &error {
        FetchError::NotInFolder { missing, .. } => assert_eq!(missing.len(), 2),
        other => panic!("{other:?}"),
    }
    assert!(
        error
            .hint()
            .contains("run `pip download toy-guest==0.1` and `npm pack toy-script@2.0`"),
        "{}",
        error.hint()
    );
}

#[test]
fn one_file_is_not_enough_and_the_other_is_named() {
    let toy = toy();
    for (file, needed) in [
        (toy.wheel(), "needs toy-script-2.0.tgz as well"),
        (toy.tarball(), "needs toy_guest-0.1-py3-none-any.whl as well"),
    ] {
        let error = refused(&toy, &file);
        assert!(error.to_string().ends_with(needed), "{error}");
        assert!(error.hint().contains("folder"), "{}", error.hint());
    }
}

#[test]
fn from_a_folder_with_one_file_and_one_unpacked_package() {
    // Laid out as in the package, that in a folder of its name, or under the local names.
    for (script, license) in [
        ("package/lib/script.js", Some("package/LICENSE")),
        ("toy-script/package/lib/script.js", Some("toy-script/package/LICENSE")),
        ("script.js", Some("licenses/toy-script/LICENSE")),
        ("script.js", None),
    ] {
        let toy = toy();
        fs::remove_file(toy.tarball()).unwrap();
        let put = |path: &str, content: &[u8]| {
            let path = toy.index().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        };
        put(script, SCRIPT);
        if let Some(license) = license {
            put(license, b"Do it again.");
        }
        let recorder = Recorder::default();
        let guest = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(toy.index()), &recorder).unwrap();
        let noted = recorder
            .events()
            .iter()
            .any(|event| event.contains("no licence files of toy-script, which is under ISC"));
        assert_eq!(noted, license.is_none(), "{script}");
        if license.is_some() {
            assert_complete(&toy, &guest);
        }
    }
}

#[test]
fn what_lies_where_two_packages_would_have_put_it_is_taken_for_neither() {
    let toy = with_another();
    let lib = toy.index().join("package/lib");
    fs::create_dir_all(&lib).unwrap();
    fs::write(lib.join("script.js"), SCRIPT).unwrap();
    fs::write(toy.index().join("package/LICENSE"), "Whose?").unwrap();
    let error = refused(&toy, &toy.index());
    assert!(
        error
            .to_string()
            .ends_with("holds neither toy-more-2.0.tgz nor its unpacked file more.js"),
        "{error}"
    );

    fs::write(toy.index().join("more.js"), SCRIPT).unwrap();
    let guest = ensure_guest(&toy.cache(), &toy.pin, &Source::folder(toy.index()), &Silent).unwrap();
    for (package, notices) in [("toy-script", 1), ("toy-more", 0)] {
        assert_eq!(
            fs::read_dir(guest.licenses().join(package)).unwrap().count(),
            notices,
            "{package}"
        );
    }
}

#[test]
fn from_the_guest_folder_of_another_cache() {
    let toy = toy();
    let first = ensure_guest(&toy.cache(), &toy.pin, &toy.source(), &Silent).unwrap();
    let other = CacheDir::open(toy.dir.path().join("other")).unwrap();
    let guest = ensure_guest(&other, &toy.pin, &Source::folder(first.root()), &Silent).unwrap();
    assert_ne!(first.root(), guest.root());
    assert_complete(&toy, &guest);
}
