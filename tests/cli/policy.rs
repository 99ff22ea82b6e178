//! `sandbox policy`.

use std::fs;

use crate::harness::{plain, sandbox};

#[test]
fn the_default_policy_is_documented_and_checks() {
    let shown = plain(["policy", "show"]).run();
    assert_eq!(shown.code, 0);
    assert!(shown.stdout.contains("fuel_budget"));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("p.toml"), &shown.stdout).unwrap();
    plain(["policy", "check", "p.toml"])
        .folder(folder.path())
        .run()
        .is(0, "p.toml: ok\n");
    let again = plain(["policy", "show", "--json", "p.toml"])
        .folder(folder.path())
        .run();
    assert_eq!(again.object(), plain(["policy", "show", "--json"]).run().object());
}

#[test]
fn a_file_is_shown_with_the_defaults_around_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("p.toml"), "fuel_budget = 7\n").unwrap();
    let shown = plain(["policy", "show", "p.toml"]).folder(folder.path()).run();
    assert!(
        shown.stdout.contains("fuel_budget = 7") && shown.stdout.contains("memory_bytes"),
        "{}",
        shown.stdout
    );
}

#[test]
fn every_file_is_checked_and_a_wrong_one_is_1() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.toml"), "[disk]\nbites = 1\n").unwrap();
    fs::write(folder.path().join("good.json"), "{\"timeout\": \"5s\"}").unwrap();
    let checked = plain(["policy", "check", "bad.toml", "good.json"])
        .folder(folder.path())
        .run();
    checked.is(1, "good.json: ok\n");
    assert!(checked.stderr.contains("disk.bites"), "{}", checked.stderr);
}

#[test]
fn the_schema_is_one_of_an_object() {
    let schema: serde_json::Value = serde_json::from_str(&plain(["policy", "schema"]).run().stdout).unwrap();
    assert!(schema["properties"]["fuel_budget"].is_object());
}

#[test]
fn b_216_a_policy_that_others_can_change_is_warned_of_and_used() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("p.toml");
    fs::write(&policy, "fuel_budget = 50_000_000\n").unwrap();
    let run = |mode| {
        fs::set_permissions(&policy, fs::Permissions::from_mode(mode)).unwrap();
        let ended = sandbox(["run", "--policy", "p.toml", "-c", "print(1)"])
            .folder(folder.path())
            .run();
        ended.is(0, "1\n");
        ended
    };
    assert_eq!(run(0o644).stderr, "");
    for mode in [0o666, 0o664, 0o646] {
        let ended = run(mode);
        let told = ended.told("warning: p.toml: others than you can change");
        assert_eq!(told.len(), 1, "{mode:o}: {}", ended.stderr);
        let checked = plain(["policy", "check", "p.toml"]).folder(folder.path()).run();
        checked.is(0, "p.toml: ok\n");
        assert_eq!(checked.told("warning: ").len(), 1, "{}", checked.stderr);
    }
}

#[test]
fn b_219_what_a_policy_probably_does_not_mean_is_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("p.toml"), "fuel_budget = 7\n").unwrap();
    let checked = plain(["policy", "check", "p.toml"]).folder(folder.path()).run();
    checked.is(0, "p.toml: ok\n");
    assert_eq!(
        checked.told("warning: p.toml: fuel_budget is 7").len(),
        1,
        "{}",
        checked.stderr
    );
}
