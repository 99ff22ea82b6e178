use super::*;

const GOOD: &str = r#"
[[guest]]
name = "toy"
runtime = "toy"
version = "1.0"
[[guest.package]]
name = "toy-guest"
version = "0.1"
file = "toy_guest-0.1-py3-none-any.whl"
bytes = 10
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
license = "MIT"
notices = ["toy/LICENSES/"]
[[guest.package.member]]
archive = "toy/toy.wasm"
local = "toy.wasm"
bytes = 3
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
[[guest.package.nested]]
container = "toy.wasm"
archive = "data.zip"
local = "data.zip"
bytes = 3
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
"#;

/// A second package for the guest above.
const SECOND: &str = r#"
[[guest.package]]
name = "toy-script"
version = "2.0"
file = "toy-script-2.0.tgz"
bytes = 10
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
license = "BSD-3-Clause OR ISC"
notices = ["package/LICENSE"]
[[guest.package.member]]
archive = "package/index.js"
local = "script.js"
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
        python.packages[0]
            .notices
            .iter()
            .any(|notice| notice.ends_with("LICENSES/"))
    );
}

#[test]
fn the_packages_of_javascript_are_of_both_kinds() {
    let pins = Pins::embedded().unwrap();
    let javascript = pins.guest("javascript").unwrap();
    let kinds: Vec<_> = javascript.packages.iter().map(PackagePin::kind).collect();
    assert_eq!(kinds[0], PackageKind::Wheel);
    assert_eq!(kinds[1..], [PackageKind::Npm; 5]);
    assert_eq!(javascript.license(), "MIT AND BSD-3-Clause");
}

#[test]
fn files_come_package_by_package_and_licences_add_up() {
    let pins = Pins::parse(&format!("{GOOD}{SECOND}")).unwrap();
    let pin = &pins.guests[0];
    let files: Vec<_> = pin.files().map(|(local, ..)| local).collect();
    assert_eq!(files, ["toy.wasm", "data.zip", "script.js"]);
    assert_eq!(pin.license(), "MIT AND (BSD-3-Clause OR ISC)");

    let mut pin = pin.clone();
    pin.packages[0].license = pin.packages[1].license.clone();
    assert_eq!(pin.license(), "BSD-3-Clause OR ISC");
    let before = pin.folder_name();
    pin.packages[1].members[0].sha256 = Sha256Digest::of(b"another");
    assert_ne!(pin.folder_name(), before);
}

#[test]
fn packages_that_would_get_in_each_others_way_are_refused() {
    let nested = r#"
        [[guest.package.nested]]
        container = "script.js"
        archive = "data.zip"
        local = "more.zip"
        bytes = 3
        sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    "#;
    for (from, to, key) in [
        ("name = \"toy-script\"", "name = \"Toy-Guest\"", "name"),
        ("name = \"toy-script\"", "name = \"@toy/script\"", "name"),
        ("name = \"toy-script\"", "name = \"toy-script.TGZ\"", "name"),
        ("version = \"2.0\"", "version = \"2.0.tar.gz\"", "version"),
        (
            "file = \"toy-script-2.0.tgz",
            "file = \"toy_guest-0.1-py3-none-any.whl",
            "file",
        ),
        ("script-2.0.tgz", "script-2.0.zip", "file"),
        ("local = \"script.js\"", "local = \"data.zip\"", "member"),
        ("package/index.js", "package/LICENSE", "member[0].archive"),
        (
            "\n[[guest.package.member]]",
            &format!("{nested}\n[[guest.package.member]]"),
            "nested[0]",
        ),
    ] {
        assert!(SECOND.contains(from), "the test's text has no {from:?}");
        match Pins::parse(&format!("{GOOD}{}", SECOND.replacen(from, to, 1))) {
            Err(PinError::Invalid { key: refused, .. }) => {
                assert_eq!(refused, format!("guest[0].package[1].{key}"), "{from} -> {to}");
            }
            other => panic!("{from} -> {to}: {other:?}"),
        }
    }
    // A container is a member of the same package.
    let across = SECOND.replace(".tgz", ".whl") + &nested.replace("script.js", "toy.wasm");
    match Pins::parse(&format!("{GOOD}{across}")) {
        Err(PinError::Invalid { key, .. }) => assert_eq!(key, "guest[0].package[1].nested[0].container"),
        other => panic!("{other:?}"),
    }
    let none = GOOD.split("[[guest.package]]").next().unwrap().to_owned();
    assert!(matches!(Pins::parse(&none), Err(PinError::Parse(_))));
    assert!(matches!(
        Pins::parse(&format!("{none}package = []\n")),
        Err(PinError::Invalid {
            rule: "must name at least one package",
            ..
        })
    ));
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
    other.packages[0].nested[0].sha256 = Sha256Digest::of(b"another");
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
            "guest[0].package[0].name",
        ),
        (
            "name = \"toy-guest\"",
            "name = \"toy @ file\"",
            "guest[0].package[0].name",
        ),
        (
            "version = \"0.1\"",
            "version = \"0.1; rm\"",
            "guest[0].package[0].version",
        ),
        ("file = \"toy", "file = \"/toy", "guest[0].package[0].file"),
        ("any.whl", "any.tar.gz", "guest[0].package[0].file"),
        ("license = \"MIT\"", "license = \"\"", "guest[0].package[0].license"),
        ("toy/LICENSES/", "../LICENSES/", "guest[0].package[0].notices[0]"),
        ("toy/LICENSES/", "/", "guest[0].package[0].notices[0]"),
        ("toy/toy.wasm", "/toy/toy.wasm", "guest[0].package[0].member[0].archive"),
        (
            "toy/toy.wasm",
            "toy/../toy.wasm",
            "guest[0].package[0].member[0].archive",
        ),
        (
            "local = \"toy.wasm\"",
            "local = \"../toy.wasm\"",
            "guest[0].package[0].member[0].local",
        ),
        (
            "local = \"toy.wasm\"",
            "local = \".hidden\"",
            "guest[0].package[0].member[0].local",
        ),
        ("bytes = 3", "bytes = 0", "guest[0].package[0].member[0].bytes"),
        ("bytes = 3", "bytes = 9000000000", "guest[0].package[0].member[0].bytes"),
        (
            "container = \"toy.wasm\"",
            "container = \"other\"",
            "guest[0].package[0].nested[0].container",
        ),
        (
            "local = \"data.zip\"",
            "local = \"TOY.wasm\"",
            "guest[0].package[0].member",
        ),
        (
            "local = \"data.zip\"",
            "local = \"licenses\"",
            "guest[0].package[0].member",
        ),
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
