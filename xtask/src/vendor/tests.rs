use std::fs;

use super::*;

/// A folder with a list and a lock, and a cache.
fn places(list: &str) -> (tempfile::TempDir, Places) {
    let dir = tempfile::tempdir().unwrap();
    let vendor = dir.path().join("vendor");
    fs::create_dir(&vendor).unwrap();
    fs::write(vendor.join("packages.toml"), list).unwrap();
    let places = Places {
        cache: Some(dir.path().join("cache")),
        vendor: Some(vendor),
        quiet: true,
    };
    (dir, places)
}

const NOTHING: &str = "[python]\n[javascript]\n";

#[test]
fn a_list_that_asks_for_nothing_goes_through_every_command() {
    let (_dir, places) = places(NOTHING);
    lock(&places, NOTHING).unwrap();
    fetch(&places, None).unwrap();
    list(&places).unwrap();
    verify(&places).unwrap();
    clean(&places).unwrap();
    let text = places.read("packages.lock").unwrap();
    lock(&places, NOTHING).unwrap();
    assert_eq!(places.read("packages.lock").unwrap(), text);
}

#[test]
fn a_lock_of_another_list_is_refused_with_what_to_do() {
    let (_dir, places) = places(NOTHING);
    assert!(fetch(&places, None).unwrap_err().hint.is_some());
    lock(&places, NOTHING).unwrap();
    places.write("packages.toml", "[python]\nidna = \"*\"\n").unwrap();
    for result in [fetch(&places, None), list(&places), verify(&places)] {
        let failure = result.unwrap_err();
        assert_eq!(
            failure.hint.as_deref(),
            Some("make it again: `cargo xtask vendor lock`")
        );
    }
}

#[test]
fn a_list_that_cannot_be_used_changes_nothing() {
    let (_dir, places) = places(NOTHING);
    for bad in ["[python]\n\"--pre\" = \"*\"", "nonsense"] {
        let failure = lock(&places, bad).unwrap_err();
        assert!(failure.hint.is_some_and(|hint| hint.contains("packages.toml")));
    }
    assert_eq!(places.read("packages.toml").unwrap(), NOTHING);
    assert!(places.read("packages.lock").is_err());
    let add = Command::Add {
        name: "-r".to_owned(),
        version: None,
        javascript: false,
        places,
    };
    assert!(
        run(&add)
            .unwrap_err()
            .error
            .to_string()
            .contains("is not a name of a Python package")
    );
}

#[test]
fn locked_packages_are_a_table() {
    let lock = Lock::embedded().unwrap();
    let text = table::render(&lock, &|_: Locked<'_>| false);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), lock.all().len() + 1);
    assert!(
        lines[0].starts_with("language") && lines[1].starts_with("python"),
        "{text}"
    );
    assert!(lines.iter().skip(1).all(|line| line.ends_with("not fetched")), "{text}");
}
