use proptest::prelude::*;

use super::*;

/// Texts that are options, addresses, paths, or several things, for a program that is less strict.
const HOSTILE: [&str; 33] = [
    "",
    " ",
    "..",
    ".",
    "-",
    "--index-url=http://evil",
    "--pre",
    "-r",
    "-r /etc/passwd",
    "-e .",
    "-e",
    "git+https://x",
    "./local",
    "/abs",
    "a/b",
    "https://x/y.whl",
    "name@file:///etc",
    "name @ https://x",
    "a;b",
    "a b",
    "a\n--pre",
    "a\r\nb",
    "a\tb",
    "a\0b",
    "a\\b",
    "a..b",
    "$(id)",
    "`id`",
    "a&b",
    "a|b",
    "foo\u{2010}bar",
    "f\u{f6}\u{f6}",
    "\u{ff46}oo",
];

#[test]
fn b_221_what_a_client_would_take_for_something_else_is_refused() {
    for text in HOSTILE {
        assert!(text.parse::<PackageName>().is_err(), "{text:?}");
        assert!(text.parse::<NpmName>().is_err(), "{text:?}");
        assert!(text.parse::<PythonVersion>().is_err(), "{text:?}");
        assert!(text.parse::<NpmVersion>().is_err(), "{text:?}");
        assert!(text.parse::<NpmRange>().is_err(), "{text:?}");
    }
    for text in [
        "a-",
        "_a",
        "a.",
        "evil.whl",
        "x.tar.gz",
        &"a".repeat(101),
        "name[extra]",
        "name==1",
    ] {
        assert!(text.parse::<PackageName>().is_err(), "{text:?}");
    }
    for text in [
        "Upper",
        ".hidden",
        "_private",
        "@scope",
        "@scope/",
        "@/name",
        "@scope/a/b",
        "@../name",
        "@scope/..",
        "node_modules",
        "x.tgz",
        "a@1.0.0",
        "npm:other",
        "github:user/repo",
        &"a".repeat(215),
    ] {
        assert!(text.parse::<NpmName>().is_err(), "{text:?}");
    }
    for text in [
        "latest",
        "npm:other@1",
        "file:..",
        "git+ssh://x",
        "user/repo",
        "1.0.0.tgz",
        "1 || file:x",
        "-1",
    ] {
        assert!(text.parse::<NpmRange>().is_err(), "{text:?}");
    }
}

#[test]
fn b_237_spellings_of_a_name_are_one_package() {
    for text in ["Foo_Bar", "foo-bar", "foo.bar", "FOO-BAR", "foo--bar", "foo-_-bar"] {
        assert_eq!(text.parse::<PackageName>().unwrap().as_str(), "foo-bar", "{text}");
    }
    let error = "foo\u{2010}bar".parse::<PackageName>().unwrap_err();
    assert!(error.to_string().contains("ASCII letters"), "{error}");
}

#[test]
fn ordinary_names_versions_and_ranges_are_read() {
    for text in ["six", "a", "python-dateutil", "zope.interface", "2captcha"] {
        assert!(text.parse::<PackageName>().is_ok(), "{text}");
    }
    for text in ["zod", "lodash.merge", "decimal.js", "@types/node", "@s/p.js", "7zip"] {
        assert!(text.parse::<NpmName>().is_ok(), "{text}");
    }
    for (text, normal) in [
        ("1.2.3", "1.2.3"),
        ("1.0-RC1", "1.0rc1"),
        ("2.9.0.post0", "2.9.0.post0"),
    ] {
        assert_eq!(text.parse::<PythonVersion>().unwrap().as_str(), normal);
    }
    for text in ["1.2.3", "1.0.0-beta.1", "1.0.0+build"] {
        assert!(text.parse::<NpmVersion>().is_ok(), "{text}");
    }
    for text in ["*", "^1.2", "~1", "1.x", ">=1 <2", "1 || 2", "1.2.3 - 2.0.0", "=1.0.0"] {
        assert!(text.parse::<NpmRange>().is_ok(), "{text}");
    }
    assert_eq!("@s/p.js".parse::<NpmName>().unwrap().file_stem(), "s-p.js");
}

proptest! {
    #[test]
    fn b_221_whatever_is_accepted_is_harmless(text in "\\PC{0,40}|[-a-zA-Z0-9._@/=; ]{0,30}") {
        if let Ok(name) = text.parse::<PackageName>() {
            let name = name.as_str();
            prop_assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            prop_assert!(!name.starts_with('-') && !name.ends_with('-') && !name.contains("--"));
            let again: PackageName = name.parse().unwrap();
            prop_assert_eq!(again.as_str(), name);
        }
        if let Ok(name) = text.parse::<NpmName>() {
            let name = name.as_str();
            prop_assert!(!name.contains("..") && !name.starts_with(['-', '.', '/']));
            prop_assert!(name.matches('/').count() == usize::from(name.starts_with('@')));
        }
        if let Ok(version) = text.parse::<PythonVersion>() {
            prop_assert!(!version.as_str().starts_with('-') && !version.as_str().contains(['/', ' ', '\n']));
        }
        if let Ok(version) = text.parse::<NpmVersion>() {
            prop_assert!(version.as_str().starts_with(|first: char| first.is_ascii_digit()));
        }
    }
}
