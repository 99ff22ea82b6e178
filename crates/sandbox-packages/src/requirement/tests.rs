use proptest::prelude::*;

use super::*;

fn none() -> BTreeSet<PackageName> {
    BTreeSet::new()
}

#[test]
fn specifiers_are_normalised_joined_and_asked() {
    let specifier: Specifier = " >=1.0 , < 2 ".parse().unwrap();
    assert_eq!(specifier.as_str(), ">=1.0,<2");
    assert!(specifier.accepts(&"1.5".parse().unwrap()));
    assert!(!specifier.accepts(&"2.0".parse().unwrap()));
    let all: Specifier = "*".parse().unwrap();
    assert!(all.accepts(&"0.1".parse().unwrap()));
    let exact: Specifier = "==1.*".parse().unwrap();
    assert_eq!(
        Specifier::all_of([&specifier, &all, &exact, &specifier]),
        "<2,==1.*,>=1.0"
    );
    assert_eq!(Specifier::all_of([&all]), "");
}

#[test]
fn b_221_specifiers_that_are_more_than_versions_are_refused() {
    for text in [
        "",
        " ",
        "1.2.3",
        "==",
        "===1",
        "== 1 --pre",
        "==1; x",
        "==1\n--pre",
        "@ file:///x",
        "==1 # --hash",
        "==https://x",
        "==1,",
    ] {
        assert!(text.parse::<Specifier>().is_err(), "{text:?}");
    }
}

#[test]
fn b_231_a_dependency_by_address_is_not_followed() {
    for text in [
        "evil @ https://example.org/evil.whl",
        "evil@file:///etc/evil",
        "evil @ git+https://example.org/evil ; python_version > '3'",
    ] {
        let error = text.parse::<Dependency>().unwrap_err();
        assert!(matches!(error, DependencyError::DirectReference { .. }), "{error}");
    }
    for text in ["", "--index-url=x", "a b", "a[", "a (>=1", "a>=1\nb", "-e ."] {
        assert!(text.parse::<Dependency>().is_err(), "{text:?}");
    }
}

#[test]
fn dependencies_are_read_with_extras_versions_and_markers() {
    let dependency: Dependency = "Typing_Extensions (>=4.9.0) ; python_version < '3.13'".parse().unwrap();
    assert_eq!(dependency.to_string(), "typing-extensions >=4.9.0");
    assert!(!dependency.applies(&none()));
    let dependency: Dependency = "pkg[one, Two_2]~=1.0".parse().unwrap();
    assert_eq!(
        dependency.extras.iter().map(PackageName::as_str).collect::<Vec<_>>(),
        ["one", "two-2"]
    );
    assert!(dependency.applies(&none()));
    let dependency: Dependency = "lxml; extra == 'lxml' or extra == \"all\"".parse().unwrap();
    assert!(!dependency.applies(&none()));
    assert!(dependency.applies(&BTreeSet::from(["all".parse().unwrap()])));
}

#[test]
fn markers_ask_the_guest_and_not_this_machine() {
    for (text, expected) in [
        ("python_version >= '3.8'", true),
        ("python_version == '3.15'", true),
        ("python_version == '3.*'", true),
        ("'3.9' < python_version", true),
        ("python_version < \"3.9\"", false),
        ("python_full_version < '3.15.0a1'", false),
        ("python_version in '3.14 3.15'", true),
        ("sys_platform == 'win32'", false),
        ("sys_platform != 'win32' and os_name == 'posix'", true),
        ("platform_system == 'Linux'", false),
        (
            "sys_platform == 'linux' or (python_version > '3' and implementation_name == 'cpython')",
            true,
        ),
        ("os.name == 'nt'", false),
        ("platform_python_implementation != \"PyPy\"", true),
        ("sys_platform not in 'win32 darwin'", true),
    ] {
        assert_eq!(text.parse::<Marker>().unwrap().holds(&none()), expected, "{text}");
    }
    let deep = format!("{}os_name == 'posix'{}", "(".repeat(40), ")".repeat(40));
    for text in [
        "",
        "os_name",
        "os_name ==",
        "evil == '1'",
        "'1' == '1'",
        "os_name == 'x' and",
        "(os_name == 'x'",
        "os_name == 'x",
        &deep,
    ] {
        assert!(text.parse::<Marker>().is_err(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parsers_panic(text in "\\PC{0,60}|[a-z_.'\"<>=!~() ;,\\[\\]0-9-]{0,60}") {
        let _ = text.parse::<Dependency>();
        let _ = text.parse::<Specifier>();
        if let Ok(marker) = text.parse::<Marker>() {
            marker.holds(&none());
        }
    }
}
