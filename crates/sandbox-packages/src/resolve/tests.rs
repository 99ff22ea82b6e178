use std::fs;

use sandbox_guests::{PackageClient, Silent};

use super::*;
use crate::testing::{Toy, WheelMaker, locked_npm, npm_package};

/// One entry of a report of pip's.
fn item(wheel: &WheelMaker, requires: &[&str]) -> String {
    let requires: Vec<_> = requires.iter().map(|line| format!("{line:?}")).collect();
    format!(
        r#"{{"download_info": {{"url": "https://example.org/x/{}", "archive_info": {{"hashes": {{"sha256": "{}"}}}}}},
            "is_direct": false, "metadata": {{"name": {:?}, "version": {:?}, "requires_dist": [{}], "other": 1}}}}"#,
        wheel.file_name(),
        wheel.locked().sha256,
        wheel.name,
        wheel.version,
        requires.join(", ")
    )
}

/// A pip that answers the question for exactly these names with these entries, and a npm that answers with this lock.
fn clients(toy: &Toy, answers: &[(&str, String)], npm: &str) -> PackageClients {
    fs::write(toy.dir.path().join("package-lock.json"), npm).unwrap();
    let here = toy.dir.path().display();
    let answer = |(index, (names, items)): (usize, &(&str, String))| {
        let file = toy.dir.path().join(format!("answer-{index}"));
        fs::write(&file, format!("{{\"version\": \"1\", \"install\": [{items}]}}")).unwrap();
        format!("\"{names} \") cp '{}' \"$report\";;\n", file.display())
    };
    let answers: Vec<_> = answers.iter().enumerate().map(answer).collect();
    let script = format!(
        "case $command in\n\
         pack|download) cp \"$index\"/* \"$dest/\";;\n\
         install) if [ -z \"$requirements\" ]; then\n\
         cp package.json '{here}/asked.json'; cp '{here}/package-lock.json' .; exit 0; fi\n\
         names=$(sed 's/[^-a-z0-9].*//' \"$requirements\" | tr '\\n' ' ')\n\
         cat \"$requirements\" >> '{here}/asked'\n\
         case \"$names\" in\n{}*) echo \"nothing about $names\" >&2; exit 1;;\nesac;;\nesac",
        answers.concat()
    );
    toy.clients(&script)
}

fn asked(toy: &Toy) -> String {
    fs::read_to_string(toy.dir.path().join("asked")).unwrap_or_default()
}

fn list(text: &str) -> PackageList {
    PackageList::parse(text).unwrap()
}

fn put(toy: &Toy, wheel: WheelMaker) -> WheelMaker {
    toy.put(&wheel.file_name(), &wheel.build());
    wheel
}

#[test]
fn python_packages_are_resolved_with_what_they_need_in_the_guest() {
    let toy = Toy::new();
    let needs = [
        "b[fast]>=1",
        "numpy>=2",
        "win; sys_platform == 'win32'",
        "tests; extra == 'test'",
    ];
    let a = needs
        .iter()
        .fold(WheelMaker::new("a", "1.0").file("a.py", b""), |wheel, line| {
            wheel.requires(line)
        });
    let a = put(&toy, a);
    let b = put(
        &toy,
        WheelMaker::new("b", "1.5")
            .file("b.py", b"")
            .requires("c; extra == 'fast'"),
    );
    let c = put(&toy, WheelMaker::new("C", "3").file("c.py", b""));
    let (ai, bi, ci) = (item(&a, &needs), item(&b, &["c; extra == 'fast'"]), item(&c, &[]));
    let clients = clients(
        &toy,
        &[
            ("a", ai.clone()),
            ("a b", format!("{ai}, {bi}")),
            ("a b c", format!("{ai}, {bi}, {ci}")),
        ],
        "",
    );
    let list = list("[python]\nA = \"<2\"\n[provided.python]\nnumpy = \"2.5.2\"");
    let lock = lock_packages(&toy.cache(), &list, &clients, &Silent).unwrap();
    let found: Vec<_> = lock
        .python
        .iter()
        .map(|package| (package.name.as_str(), package.version.as_str()))
        .collect();
    assert_eq!(found, [("a", "1.0"), ("b", "1.5"), ("c", "3")]);
    let requires: Vec<_> = lock.python[0].requires.iter().map(crate::PackageName::as_str).collect();
    assert_eq!(requires, ["b", "numpy"]);
    assert_eq!(lock.python[1].requires.len(), 1);
    assert_eq!(lock.python[0].license.as_deref(), Some("MIT"));
    assert!(lock.is_of(&list));
    assert!(asked(&toy).ends_with("a<2\nb>=1\nc\n"), "{}", asked(&toy));
    let runs = toy.runs();
    assert!(
        runs.iter()
            .all(|run| run.contains("--no-deps") && run.contains("--only-binary=:all:")),
        "{runs:?}"
    );
    crate::recheck_packages(&toy.cache(), &lock).unwrap();
}

#[test]
fn what_the_guest_has_is_not_fetched_and_has_to_fit() {
    let toy = Toy::new();
    let a = put(&toy, WheelMaker::new("a", "1").file("a.py", b"").requires("numpy>=3"));
    let clients = clients_by_question(&toy, &[("a!=1", String::new()), ("a", item(&a, &["numpy>=3"]))]);
    let list = list("[python]\na = \"*\"\n[provided.python]\nnumpy = \"2.5.2\"");
    let error = lock_packages(&toy.cache(), &list, &clients, &Silent).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("it needs numpy >=3, and the guest has 2.5.2"),
        "{error}"
    );
}

/// A pip that answers by what the question holds: the first of these texts that it contains has its entries; without entries, it knows no such version.
fn clients_by_question(toy: &Toy, answers: &[(&str, String)]) -> PackageClients {
    let here = toy.dir.path().display();
    let answer = |(index, (part, items)): (usize, &(&str, String))| {
        if items.is_empty() {
            let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
            return format!("*'{part}'*) echo 'ERROR: No matching distribution found for {name}<9' >&2; exit 1;;\n");
        }
        let file = toy.dir.path().join(format!("answer-{index}"));
        fs::write(&file, format!("{{\"version\": \"1\", \"install\": [{items}]}}")).unwrap();
        format!("*'{part}'*) cp '{}' \"$report\";;\n", file.display())
    };
    let answers: Vec<_> = answers.iter().enumerate().map(answer).collect();
    let script = format!(
        "case $command in\n\
         pack|download) cp \"$index\"/* \"$dest/\";;\n\
         install) question=$(tr '\\n' ' ' < \"$requirements\")\n\
         cat \"$requirements\" >> '{here}/asked'; echo -- >> '{here}/asked'\n\
         case \"$question\" in\n{}*) echo \"nothing about $question\" >&2; exit 1;;\nesac;;\nesac",
        answers.concat()
    );
    toy.clients(&script)
}

#[test]
fn an_earlier_version_is_taken_where_the_newest_does_not_fit_the_guest() {
    let toy = Toy::new();
    let new = WheelMaker::new("a", "3").file("a.py", b"").requires("numpy>=3");
    let old = put(&toy, WheelMaker::new("a", "2").file("a.py", b"").requires("numpy>=2"));
    let clients = clients_by_question(
        &toy,
        &[("!=3", item(&old, &["numpy>=2"])), ("a", item(&new, &["numpy>=3"]))],
    );
    let list = list("[python]\na = \"*\"\n[provided.python]\nnumpy = \"2.5.2\"");
    let lock = lock_packages(&toy.cache(), &list, &clients, &Silent).unwrap();
    assert_eq!(lock.python[0].version.to_string(), "2", "{}", asked(&toy));
}

#[test]
fn an_earlier_version_is_taken_where_the_newest_does_not_fit_what_others_need() {
    let toy = Toy::new();
    let a = put(&toy, WheelMaker::new("a", "1").file("a.py", b"").requires("c<2"));
    let new = WheelMaker::new("b", "2").file("b.py", b"").requires("c>=2");
    let old = put(&toy, WheelMaker::new("b", "1").file("b.py", b"").requires("c>=1"));
    let c = put(&toy, WheelMaker::new("c", "1.5").file("c.py", b""));
    let (ai, ci) = (item(&a, &["c<2"]), item(&c, &[]));
    let answers = [
        ("a!=1", String::new()),
        ("c<2,>=2", String::new()),
        ("c<2,>=1", format!("{ai}, {}, {ci}", item(&old, &["c>=1"]))),
        ("b!=2", format!("{ai}, {}", item(&old, &["c>=1"]))),
        ("a", format!("{ai}, {}", item(&new, &["c>=2"]))),
    ];
    let clients = clients_by_question(&toy, &answers);
    let list = list("[python]\na = \"*\"\nb = \"*\"\n");
    // Leaving out the one version of `a` is tried first, and taken back.
    let lock = lock_packages(&toy.cache(), &list, &clients, &Silent).unwrap_or_else(|error| panic!("{error}"));
    let versions: Vec<_> = lock.python.iter().map(|package| package.version.to_string()).collect();
    assert_eq!(versions, ["1", "1", "1.5"], "{}", asked(&toy));
}

#[test]
fn where_no_version_fits_the_newest_ones_reason_is_told() {
    let toy = Toy::new();
    let new = WheelMaker::new("a", "3").file("a.py", b"").requires("numpy>=3");
    let clients = clients_by_question(&toy, &[("a!=3", String::new()), ("a", item(&new, &["numpy>=3"]))]);
    let list = list("[python]\na = \"*\"\n[provided.python]\nnumpy = \"2.5.2\"");
    let error = lock_packages(&toy.cache(), &list, &clients, &Silent).unwrap_err();
    let told = error.to_string();
    assert!(
        told.contains("a 3") && told.contains("the guest has 2.5.2") && told.contains("no earlier version"),
        "{told}"
    );
}

#[test]
fn b_231_dependencies_by_address_are_not_followed() {
    let toy = Toy::new();
    let a = put(&toy, WheelMaker::new("a", "1").file("a.py", b""));
    let evil = "evil @ https://example.org/evil.whl";
    let clients_ = clients(&toy, &[("a", item(&a, &[evil]))], "");
    let list = list("[python]\na = \"*\"");
    let error = lock_packages(&toy.cache(), &list, &clients_, &Silent).unwrap_err();
    assert!(error.to_string().contains("names an address"), "{error}");
    // The index keeps quiet about it, and the wheel does not.
    let a = put(&toy, a.requires(evil));
    let clients = clients(&toy, &[("a", item(&a, &[]))], "");
    let error = lock_packages(&toy.cache(), &list, &clients, &Silent).unwrap_err();
    assert!(matches!(error, PackageError::Archive(_)), "{error}");
}

#[test]
fn b_231_what_only_the_wheel_asks_for_is_missing_and_not_fetched() {
    let toy = Toy::new();
    let a = put(&toy, WheelMaker::new("a", "1").file("a.py", b"").requires("confused"));
    let clients = clients(&toy, &[("a", item(&a, &[]))], "");
    let error = lock_packages(&toy.cache(), &list("[python]\na = \"*\""), &clients, &Silent).unwrap_err();
    assert!(error.to_string().contains("it needs confused"), "{error}");
}

#[test]
fn answers_of_pip_that_make_no_sense_are_refused() {
    let toy = Toy::new();
    let a = put(&toy, WheelMaker::new("a", "1.0").file("a.py", b""));
    let good = item(&a, &[]);
    for bad in [
        String::new(),
        "nonsense".to_owned(),
        format!("{good}, {good}"),
        format!("{good}, {}", item(&WheelMaker::new("b", "1"), &[])),
        good.replace("\"is_direct\": false", "\"is_direct\": true"),
        good.replace("\"version\": \"1.0\"", "\"version\": \"1.1\""),
        good.replace("py3-none-any", "cp311-cp311-linux_x86_64"),
        good.replace("a-1.0-py3", "b-1.0-py3"),
        good.replace("\"name\": \"a\"", "\"name\": \"--pre\""),
        good.replace("sha256", "md5"),
        item(&WheelMaker::new("a", "2.0"), &[]),
        good.replace("\"requires_dist\": []", "\"requires_dist\": [\"a; nonsense\"]"),
    ] {
        let clients = clients(&toy, &[("a", bad.clone())], "");
        let error = lock_packages(&toy.cache(), &list("[python]\na = \"<2\""), &clients, &Silent).unwrap_err();
        assert!(matches!(error, PackageError::Answer { .. }), "{bad}\n{error}");
    }
    // Another file than the one that was announced.
    let clients = clients(&toy, &[("a", good)], "");
    put(&toy, WheelMaker::new("a", "1.0").file("a.py", b"changed"));
    let error = lock_packages(&toy.cache(), &list("[python]\na = \"<2\""), &clients, &Silent).unwrap_err();
    assert!(matches!(error, PackageError::WrongHash { .. }), "{error}");
}

#[test]
fn javascript_packages_are_resolved_by_npm() {
    let toy = Toy::new();
    let (one, two) = (
        npm_package("one", "1.0.0", &["@s/two"], &[]),
        npm_package("@s/two", "2.0.0", &[], &[]),
    );
    toy.put("one-1.0.0.tgz", &one);
    toy.put("s-two-2.0.0.tgz", &two);
    let entry = |path: &str, version: &str, content: &[u8], more: &str| {
        let integrity = locked_npm("x", "1.0.0", &[], content).integrity;
        format!(
            r#""{path}": {{"version": "{version}", "resolved": "https://example.org/x.tgz", "integrity": "sha1-abc {integrity}"{more}}}"#
        )
    };
    let packages = |entries: &[String]| format!("{{\"lockfileVersion\": 3, \"packages\": {{{}}}}}", entries.join(", "));
    let (project, first) = (
        "\"\": {\"name\": \"vendored\"}".to_owned(),
        entry("node_modules/one", "1.0.0", &one, ""),
    );
    let second = entry("node_modules/@s/two", "2.0.0", &two, "");
    let optional = entry(
        "node_modules/fsevents",
        "1.0.0",
        &one,
        ", \"optional\": true, \"hasInstallScript\": true",
    );
    let list = list("[javascript]\none = \"^1\"");
    let good = packages(&[project.clone(), first.clone(), second.clone(), optional]);
    let lock = lock_packages(&toy.cache(), &list, &clients(&toy, &[], &good), &Silent).unwrap();
    let found: Vec<_> = lock.javascript.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(found, ["@s/two", "one"]);
    assert_eq!(lock.javascript[1].requires[0].as_str(), "@s/two");
    let asked = fs::read_to_string(toy.dir.path().join("asked.json")).unwrap();
    assert!(asked.contains(r#""dependencies":{"one":"^1"}"#), "{asked}");
    assert!(
        toy.runs().iter().all(|run| run.contains("--ignore-scripts")),
        "{:?}",
        toy.runs()
    );
    crate::recheck_packages(&toy.cache(), &lock).unwrap();

    for bad in [
        packages(&[project.clone(), second.clone()]),
        packages(&[project.clone(), first.clone()]),
        packages(&[
            first.clone(),
            second.clone(),
            entry("node_modules/one/node_modules/@s/two", "1.0.0", &two, ""),
        ]),
        packages(&[
            first.clone(),
            second.replace("https://example.org/x.tgz", "git+ssh://example.org/x.git"),
        ]),
        packages(&[
            first.clone(),
            second.replace("https://example.org/x.tgz", "file:../x.tgz"),
        ]),
        packages(&[first.clone(), second.replace("sha512", "sha1")]),
        packages(&[first.clone(), second.replace("\"2.0.0\"", "\"../2\"")]),
        packages(&[
            first.clone(),
            second.replace("node_modules/@s/two", "node_modules/../two"),
        ]),
        packages(&[first.clone(), second.replace("node_modules/@s/two", "packages/two")]),
        packages(&[
            first.clone(),
            entry("node_modules/@s/two", "2.0.0", &two, ", \"link\": true"),
        ]),
        packages(&[
            first.clone(),
            entry("node_modules/@s/two", "2.0.0", &two, ", \"name\": \"evil\""),
        ]),
        packages(&[
            first.clone(),
            entry("node_modules/@s/two", "2.0.0", &two, ", \"inBundle\": true"),
        ]),
        packages(&[first.clone(), entry("node_modules/@s/two", "2.0.0", &one, "")]),
        "nonsense".to_owned(),
    ] {
        let error = lock_packages(&toy.cache(), &list, &clients(&toy, &[], &bad), &Silent).unwrap_err();
        assert!(error.hint().len() > 15, "{error}");
    }
}

#[test]
fn a_list_that_asks_for_nothing_needs_no_client() {
    let toy = Toy::new();
    let client = || PackageClient::command(["/nonexistent"]);
    let clients = PackageClients::new(client(), client());
    let lock = lock_packages(&toy.cache(), &PackageList::default(), &clients, &Silent).unwrap();
    assert_eq!(lock.all(), []);
    assert!(lock_packages(&toy.cache(), &list("[python]\na = \"*\""), &clients, &Silent).is_err());
}
