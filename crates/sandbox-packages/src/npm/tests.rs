use proptest::prelude::*;

use super::*;
use crate::testing::{gzip, npm_package, opened, tar_entry, tarball};

fn open(content: &[u8]) -> Result<NpmPackage, ArchiveError> {
    NpmPackage::open(&opened(content), &"toy".parse().unwrap(), &"1.0.0".parse().unwrap())
}

fn manifest() -> Vec<u8> {
    tar_entry("package/package.json", b'0', br#"{"name": "toy", "version": "1.0.0"}"#)
}

fn refused(more: &[Vec<u8>]) -> String {
    let entries = [&[manifest()], more].concat();
    let error = open(&tarball(&entries))
        .map(|package| package.files().len())
        .unwrap_err();
    error.source.to_string()
}

#[test]
fn a_good_package_is_read() {
    let package = open(&npm_package(
        "toy",
        "1.0.0",
        &["a", "@s/b"],
        &[
            ("lib/z.js", b"z"),
            ("index.js", b"i"),
            ("README.md", b"r"),
            ("LICENSE", b"l"),
            ("index.d.ts", b"t"),
        ],
    ))
    .unwrap();
    let paths: Vec<_> = package.files().iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["LICENSE", "index.js", "lib/z.js", "package.json"]);
    assert_eq!(package.manifest().license.as_deref(), Some("ISC"));
    let requires: Vec<_> = package.manifest().requires.iter().map(NpmName::as_str).collect();
    assert_eq!(requires, ["@s/b", "a"]);
    // The folder may have any name, and be there as an entry.
    let other = tar_entry(
        "toy-1/package.json",
        b'0',
        br#"{"name": "toy", "version": "1.0.0", "license": {"type": "MIT"},
            "dependencies": {"a": "1", "b": "1"}, "optionalDependencies": {"b": "1"}}"#,
    );
    let package = open(&tarball(&[tar_entry("toy-1/", b'5', b""), other])).unwrap();
    assert_eq!(package.manifest().license.as_deref(), Some("MIT"));
    assert_eq!(
        package
            .manifest()
            .requires
            .iter()
            .map(NpmName::as_str)
            .collect::<Vec<_>>(),
        ["a"]
    );
}

#[test]
fn b_222_unsafe_names() {
    for name in [
        "package/../../evil.js",
        "/package/evil.js",
        "package/a\\b.js",
        "package/C:x.js",
        "package/a//b.js",
        "package/./a.js",
        "package/dot./a.js",
        "package/a.js ",
        "package/",
        "other/a.js",
        "top.js",
        "../package/a.js",
    ] {
        let kind = if name.ends_with('/') { b'1' } else { b'0' };
        refused(&[tar_entry(name, kind, b"x")]);
    }
    for (first, second) in [
        ("a.js", "a.js"),
        ("a.js", "A.js"),
        ("a", "a/b.js"),
        ("x/a.js", "X/b.js"),
        ("a.md", "a.md"),
    ] {
        let entry = |name: &str| tar_entry(&format!("package/{name}"), b'0', b"x");
        assert!(
            refused(&[entry(first), entry(second)]).contains("the name"),
            "{first} {second}"
        );
    }
}

#[test]
fn b_229_links_devices_and_extensions() {
    for kind in [b'1', b'2', b'3', b'4', b'6', b'7', b'S', b'D', b'V', b'M', b'?'] {
        let error = refused(&[tar_entry("package/a.js", kind, b"")]);
        assert!(error.contains("link or a device"), "{}: {error}", char::from(kind));
    }
    for record in ["10 size=3\n", "22 GNU.sparse.major=1\n", "not a record"] {
        refused(&[
            tar_entry("pax", b'x', record.as_bytes()),
            tar_entry("package/a.js", b'0', b"x"),
        ]);
    }
    let long = format!("package/{}.js", "n".repeat(300));
    let error = refused(&[
        tar_entry("././@LongLink", b'L', long.as_bytes()),
        tar_entry("x", b'0', b"x"),
    ]);
    assert!(error.contains("200 bytes"), "{error}");
}

#[test]
fn b_224_bombs() {
    let blanks = vec![b' '; 20_000_000];
    let error = refused(&[tar_entry("package/a.js", b'0', &blanks)]);
    assert!(error.contains("times its size"), "{error}");
    // What is not kept is counted, too, and so is what has no name.
    let error = refused(&[tar_entry("package/a.bin", b'0', &blanks)]);
    assert!(error.contains("times its size"), "{error}");
    let padding = gzip(&[manifest(), vec![0; 20_000_000]].concat());
    assert!(
        open(&padding)
            .unwrap_err()
            .source
            .to_string()
            .contains("times its size")
    );
    let many: Vec<_> = (0..20_001)
        .map(|index| tar_entry(&format!("package/{index}"), b'0', b""))
        .collect();
    assert!(
        refused(&many).contains("entries") || refused(&many).contains("times"),
        "{}",
        refused(&many)
    );
}

#[test]
fn b_224_archives_that_are_cut_or_go_on() {
    let good = tarball(&[manifest()]);
    open(&good).unwrap();
    for bad in [
        good[..good.len() / 2].to_vec(),
        good[..good.len() - 1].to_vec(),
        [good.clone(), good.clone()].concat(),
        [good.clone(), b"x".to_vec()].concat(),
        gzip(&manifest()),
        Vec::new(),
        manifest(),
    ] {
        assert!(open(&bad).is_err());
    }
}

#[test]
fn b_226_what_it_says_of_itself_has_to_agree() {
    for text in [
        r#"{"name": "other", "version": "1.0.0"}"#,
        r#"{"name": "toy", "version": "1.0.1"}"#,
        r#"{"name": "toy"}"#,
        r#"{"name": "toy", "version": "1.0.0", "dependencies": {"../x": "1"}}"#,
        r#"{"name": "toy", "version": "1.0.0", "dependencies": []}"#,
        r#"{"name": "toy", "version": "1.0.0""#,
        &"[".repeat(100_000),
        "",
    ] {
        let entry = tar_entry("package/package.json", b'0', text.as_bytes());
        let error = open(&tarball(&[entry])).unwrap_err();
        assert!(
            error.source.to_string().contains("package.json"),
            "{text:.40}: {}",
            error.source
        );
    }
    assert!(open(&tarball(&[tar_entry("package/a.js", b'0', b"")])).is_err());
    let error = refused(&[tar_entry("package/node_modules/evil/index.js", b'0', b"")]);
    assert!(error.contains("inside of the package"), "{error}");
}

#[test]
fn hashes_that_can_be_forged_are_none() {
    let good = Integrity::of_reader(&b"abc"[..]).unwrap().to_string();
    assert_eq!(good.parse::<Integrity>().unwrap().to_string(), good);
    for text in [
        "",
        "sha512-",
        "sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
        &good[1..],
        &good.replace("sha512", "md5"),
        &format!("{good}="),
    ] {
        assert!(text.parse::<Integrity>().is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn b_224_a_package_with_any_byte_changed_is_refused_or_the_same(at in any::<proptest::sample::Index>(), bits in 1u8..) {
        let good = npm_package("toy", "1.0.0", &[], &[("index.js", b"i"), ("lib/z.js", b"z")]);
        let mut bad = good.clone();
        *at.get_mut(&mut bad) ^= bits;
        if let Ok(package) = open(&bad) {
            let original = open(&good).unwrap();
            prop_assert_eq!(package.files(), original.files());
        }
    }

    #[test]
    fn b_229_tar_archives_with_any_byte_changed_do_no_harm(at in any::<proptest::sample::Index>(), value in any::<u8>()) {
        let mut tar = [manifest(), tar_entry("package/lib/a.js", b'0', b"a"), vec![0; 1024]].concat();
        *at.get_mut(&mut tar) = value;
        if let Ok(package) = open(&gzip(&tar)) {
            prop_assert!(package.files().iter().all(|file| !file.path.contains("..") && !file.path.starts_with('/')));
        }
    }
}
