use super::*;

const GOOD: &str = r#"
[[guest]]
name = "toy"
runtime = "toy"
version = "1.0"
[guest.package]
name = "toy-guest"
version = "0.1"
wheel = "toy_guest-0.1-py3-none-any.whl"
bytes = 10
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
license = "MIT"
notices = ["toy/LICENSES/"]
[[guest.member]]
archive = "toy/toy.wasm"
local = "toy.wasm"
bytes = 3
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
[[guest.nested]]
container = "toy.wasm"
archive = "data.zip"
local = "data.zip"
bytes = 3
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"#;

#[test]
fn the_pins_of_this_build_are_valid_and_complete() {
    let pins = Pins::embedded().unwrap();
    let python = pins.guest("python").unwrap();
    assert_eq!(python.runtime, "python");
    let files: Vec<_> = python.files().map(|(local, ..)| local).collect();
    assert_eq!(files, ["python.wasm", "python-stdlib.zip", "mpl-data.zip"]);
    assert!(
        python
            .package
            .notices
            .iter()
            .any(|notice| notice.ends_with("LICENSES/"))
    );
}

#[test]
fn an_unknown_guest_is_refused_with_the_names_there_are() {
    let error = Pins::parse(GOOD).unwrap().guest("cobol").unwrap_err();
    assert_eq!(error.to_string(), "no guest is called `cobol`; there are: toy");
}

#[test]
fn the_folder_changes_with_any_pinned_file() {
    let pins = Pins::parse(GOOD).unwrap();
    let pin = &pins.guests[0];
    assert!(pin.folder_name().starts_with("toy-1.0-"));
    let mut other = pin.clone();
    other.nested[0].sha256 = Sha256Digest::of(b"another");
    assert_ne!(pin.folder_name(), other.folder_name());
}

#[test]
fn unknown_and_missing_keys_are_refused() {
    for (from, to) in [
        ("runtime = \"toy\"", "runtime = \"toy\"\nruntme = \"toy\""),
        ("license = \"MIT\"", "licence = \"MIT\""),
        ("local = \"toy.wasm\"\n", ""),
        ("bytes = 3", "bytes = -3"),
        ("sha256 = \"ba", "sha256 = \"BA"),
    ] {
        let error = Pins::parse(&replaced(from, to)).unwrap_err();
        assert!(matches!(error, PinError::Parse(_)), "{from} -> {to}: {error}");
    }
}

#[test]
fn values_that_could_become_dangerous_paths_or_arguments_are_refused() {
    for (from, to, key) in [
        ("name = \"toy\"", "name = \"../toy\"", "guest[0].name"),
        ("name = \"toy\"", "name = \"\"", "guest[0].name"),
        (
            "name = \"toy-guest\"",
            "name = \"--index-url=x\"",
            "guest[0].package.name",
        ),
        ("name = \"toy-guest\"", "name = \"toy @ file\"", "guest[0].package.name"),
        ("version = \"0.1\"", "version = \"0.1; rm\"", "guest[0].package.version"),
        ("wheel = \"toy", "wheel = \"/toy", "guest[0].package.wheel"),
        ("any.whl", "any.tar.gz", "guest[0].package.wheel"),
        ("license = \"MIT\"", "license = \"\"", "guest[0].package.license"),
        ("toy/LICENSES/", "../LICENSES/", "guest[0].package.notices[0]"),
        ("toy/LICENSES/", "/", "guest[0].package.notices[0]"),
        ("toy/toy.wasm", "/toy/toy.wasm", "guest[0].member[0].archive"),
        ("toy/toy.wasm", "toy/../toy.wasm", "guest[0].member[0].archive"),
        (
            "local = \"toy.wasm\"",
            "local = \"../toy.wasm\"",
            "guest[0].member[0].local",
        ),
        (
            "local = \"toy.wasm\"",
            "local = \".hidden\"",
            "guest[0].member[0].local",
        ),
        ("bytes = 3", "bytes = 0", "guest[0].member[0].bytes"),
        ("bytes = 3", "bytes = 9000000000", "guest[0].member[0].bytes"),
        (
            "container = \"toy.wasm\"",
            "container = \"other\"",
            "guest[0].nested[0].container",
        ),
        ("local = \"data.zip\"", "local = \"TOY.wasm\"", "guest[0].member"),
        ("local = \"data.zip\"", "local = \"licenses\"", "guest[0].member"),
    ] {
        match Pins::parse(&replaced(from, to)) {
            Err(PinError::Invalid { key: refused, .. }) => assert_eq!(refused, key, "{from} -> {to}"),
            other => panic!("{from} -> {to}: {other:?}"),
        }
    }
    let twice = format!("{GOOD}{GOOD}");
    assert!(matches!(
        Pins::parse(&twice),
        Err(PinError::Invalid {
            rule: "is used twice",
            ..
        })
    ));
}

fn replaced(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "the test's text has no {from:?}");
    GOOD.replacen(from, to, 1)
}
