use super::*;

const GOOD: &str = r#"
[python]
idna = "*"
Foo_Bar = "==1.2"
old = { version = ">=1", marker = "python_version < '3'" }
[javascript]
zod = "^3"
"@scope/name" = "1.0.0"
[provided.python]
numpy = "2.5.2"
"#;

#[test]
fn the_list_of_this_build_is_valid() {
    let list = PackageList::embedded().unwrap();
    assert!(list.python.len() > 5 && list.javascript.len() > 5);
    assert!(list.provided.contains_key(&"numpy".parse().unwrap()));
}

#[test]
fn a_list_is_read_with_normal_names_and_without_what_the_guest_does_not_want() {
    let list = PackageList::parse(GOOD).unwrap();
    assert_eq!(
        list.python.keys().map(PackageName::as_str).collect::<Vec<_>>(),
        ["foo-bar", "idna"]
    );
    assert_eq!(list.javascript.len(), 2);
    assert_eq!(PackageList::parse("").unwrap(), PackageList::default());
}

#[test]
fn the_digest_is_of_what_is_said_and_not_of_how() {
    let digest = |text: &str| PackageList::parse(text).unwrap().digest();
    let same = GOOD
        .replace("Foo_Bar", "\"foo.bar\"")
        .replace("[javascript]", "# a comment\n[javascript]");
    assert_eq!(digest(GOOD), digest(&same));
    assert_ne!(digest(GOOD), digest(&GOOD.replace("==1.2", "==1.3")));
    assert_ne!(digest(GOOD), digest(&GOOD.replace("2.5.2", "2.5.3")));
}

#[test]
fn b_221_lists_with_anything_else_are_refused() {
    for text in [
        "[python]\n\"--index-url=http://evil\" = \"*\"",
        "[python]\n\"-r /etc/passwd\" = \"*\"",
        "[python]\n\"\" = \"*\"",
        "[python]\na = \"@ https://x\"",
        "[python]\na = { version = \"*\", url = \"x\" }",
        "[python]\na = { version = \"*\", marker = \"evil()\" }",
        "[python]\na = 1",
        "[pythn]\na = \"*\"",
        "[javascript]\na = \"latest\"",
        "[javascript]\na = \"file:..\"",
        "[javascript]\n\"../a\" = \"*\"",
        "[provided.javascript]\na = \"1.0.0\"",
        "[python]\na = \"*\"\na = \"*\"",
    ] {
        assert!(PackageList::parse(text).is_err(), "{text}");
    }
    let large = format!("# {}", "x".repeat(MAX_TEXT_BYTES));
    assert!(matches!(PackageList::parse(&large), Err(ListError::TooLarge { .. })));
    let many: Vec<_> = (0..=MAX_PACKAGES).map(|index| format!("a{index} = \"*\"\n")).collect();
    assert!(PackageList::parse(&format!("[python]\n{}", many.concat())).is_err());
}

#[test]
fn b_237_one_package_in_two_spellings_is_refused() {
    let error = PackageList::parse("[python]\nfoo-bar = \"*\"\nFoo_Bar = \"*\"").unwrap_err();
    assert!(error.to_string().contains("twice"), "{error}");
    let error = PackageList::parse("[python]\nnumpy = \"*\"\n[provided.python]\nNumPy = \"1\"").unwrap_err();
    assert!(error.to_string().contains("guest has it"), "{error}");
}
