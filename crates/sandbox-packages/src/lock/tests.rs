use super::*;

const GOOD: &str = r#"
version = 1
list = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
[[python]]
name = "foo-bar"
version = "1.2"
file = "Foo_Bar-1.2-py3-none-any.whl"
bytes = 10
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
license = "MIT \"or\" so"
requires = ["numpy"]
[[python]]
name = "idna"
version = "3.4"
file = "idna-3.4-py2.py3-none-any.whl"
bytes = 10
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
[[javascript]]
name = "@scope/zod"
version = "3.0.0"
file = "scope-zod-3.0.0.tgz"
bytes = 10
sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
integrity = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="
requires = ["absent"]
"#;

#[test]
fn the_lock_of_this_build_is_valid_complete_and_of_its_list() {
    let (lock, list) = (Lock::embedded().unwrap(), PackageList::embedded().unwrap());
    assert!(lock.is_of(&list), "run `cargo xtask vendor lock`");
    assert_eq!(lock.missing(&list), []);
    assert_eq!(lock.to_string(), EMBEDDED);
}

#[test]
fn a_lock_survives_its_text() {
    let lock = Lock::parse(GOOD).unwrap();
    let text = lock.to_string();
    assert_eq!(Lock::parse(&text).unwrap(), lock);
    assert_eq!(Lock::parse(&text).unwrap().to_string(), text);
    let list = PackageList::parse("[provided.python]\nnumpy = \"2\"").unwrap();
    assert_eq!(lock.missing(&list), [("@scope/zod".to_owned(), "absent".to_owned())]);
    assert!(!lock.is_of(&list));
    assert!(Lock::new(&list, lock.python.clone(), Vec::new()).unwrap().is_of(&list));
}

#[test]
fn an_id_is_of_one_language_and_changes_with_any_of_its_files() {
    let lock = Lock::parse(GOOD).unwrap();
    let mut other = lock.clone();
    other.python[0].sha256 = Sha256Digest::of(b"other");
    assert_ne!(lock.id(Language::Python), other.id(Language::Python));
    assert_eq!(lock.id(Language::JavaScript), other.id(Language::JavaScript));
    assert_ne!(lock.id(Language::Python), lock.id(Language::JavaScript));
}

#[test]
fn locks_that_contradict_themselves_are_refused() {
    for (from, to) in [
        ("version = 1\n", "version = 2\n"),
        ("name = \"foo-bar\"", "name = \"foo-baz\""),
        ("version = \"1.2\"", "version = \"1.3\""),
        ("py3-none-any", "cp311-cp311-manylinux_2_17_x86_64"),
        ("Foo_Bar-1.2", "../Foo_Bar-1.2"),
        ("scope-zod-3.0.0.tgz", "zod-3.0.0.tgz"),
        ("bytes = 10", "bytes = 0"),
        ("bytes = 10", "bytes = 9000000000"),
        ("license = \"MIT", "license = \"\\u001b MIT"),
        ("license =", "licence ="),
        ("requires = [\"numpy\"]", "requires = [\"--pre\"]"),
        ("integrity = \"sha512-3", "integrity = \"sha1-3"),
        ("integrity = \"sha512-3", "integrity = \"sha512-"),
        (
            "name = \"idna\"\nversion = \"3.4\"\nfile = \"idna-3.4-py2.py3",
            "name = \"foo-bar\"\nversion = \"3.4\"\nfile = \"foo_bar-3.4-py3",
        ),
        (
            "name = \"idna\"\nversion = \"3.4\"\nfile = \"idna",
            "name = \"abc\"\nversion = \"3.4\"\nfile = \"abc",
        ),
    ] {
        assert!(GOOD.contains(from), "the test's text has no {from:?}");
        assert!(Lock::parse(&GOOD.replacen(from, to, 1)).is_err(), "{from} -> {to}");
    }
    assert!(Lock::parse("").is_err());
}
