//! What a policy must not be, and what the refusal says.

use std::time::Duration;

use serde_json::json;

use super::super::*;

const PREFIX: &str = "invalid execution policy: ";

/// The message of the refusal of a TOML document; it must start as every one does and be short.
fn refused(text: &str) -> String {
    let error = ExecutionPolicy::from_toml(text).expect_err(text);
    let message = error.to_string();
    assert!(message.starts_with(PREFIX), "{message}");
    assert!(message.len() < 1_500, "{message}");
    message
}

fn refused_key(text: &str, key: &str) {
    let error = ExecutionPolicy::from_toml(text).expect_err(text);
    assert_eq!(error.path(), Some(key), "{text}: {error}");
    let message = refused(text);
    assert!(message.contains(&format!("`{key}`")), "{text}: {message}");
}

/// Every number of a policy: its document around a value, and its path.
const NUMBERS: [(&str, &str); 15] = [
    ("fuel_budget = @", "fuel_budget"),
    ("timeout = @", "timeout"),
    ("timeout_seconds = @", "timeout_seconds"),
    ("memory_bytes = @", "memory_bytes"),
    ("stdout_max_bytes = @", "stdout_max_bytes"),
    ("stderr_max_bytes = @", "stderr_max_bytes"),
    ("disk.bytes = @", "disk.bytes"),
    ("disk.entries = @", "disk.entries"),
    ("disk.depth = @", "disk.depth"),
    ("disk.name_bytes = @", "disk.name_bytes"),
    ("disk.path_bytes = @", "disk.path_bytes"),
    ("disk.open_files = @", "disk.open_files"),
    ("host_calls.count = @", "host_calls.count"),
    ("host_calls.bytes = @", "host_calls.bytes"),
    ("host_calls.time = @", "host_calls.time"),
];

#[test]
fn conformance_096_b_207_b_208_no_number_is_zero_negative_overflowing_or_of_another_type() {
    let bad = [
        "0",
        "-1",
        "9223372036854775808",
        "18446744073709551616",
        "true",
        "nan",
        "inf",
        "-inf",
        "-0.5",
        "[]",
        "{}",
        "''",
        "'5'",
        "'-5s'",
        "'∞'",
    ];
    for (document, key) in NUMBERS {
        for value in bad {
            let text = document.replace('@', value);
            let error = ExecutionPolicy::from_toml(&text).expect_err(&text);
            // A zero `timeout_seconds` is a zero timeout when it is checked.
            let named = error.path() == Some(key) || (key == "timeout_seconds" && error.path() == Some("timeout"));
            // The TOML library itself refuses what has more than 64 bits... and shows the line.
            let shown = matches!(error, PolicyError::Syntax { .. }) && error.to_string().contains(&text);
            assert!(named || shown, "{text}: {error}");
            assert!(error.to_string().starts_with(PREFIX), "{error}");
        }
    }
    for (document, key) in NUMBERS.into_iter().filter(|(_, key)| !key.contains("time")) {
        refused_key(&document.replace('@', "1e9"), key);
        refused_key(&document.replace('@', "1.5"), key);
        refused_key(&document.replace('@', "'5s'"), key);
    }
    assert_eq!(
        refused("fuel_budget = 0"),
        "invalid execution policy: `fuel_budget` is 0; it must be between 1 and 9223372036854775807 instructions"
    );
    assert_eq!(
        refused("fuel_budget = '5'"),
        "invalid execution policy: `fuel_budget` is the text \"5\"; it must be a whole number between 1 and 9223372036854775807 instructions"
    );
}

#[test]
fn numbers_of_json_are_held_to_the_same_rules() {
    for number in [
        "0",
        "-1",
        "1e9",
        "9223372036854775808",
        "18446744073709551616",
        "1e400",
        "null",
        "\"5\"",
        "true",
    ] {
        let text = format!("{{\"fuel_budget\": {number}}}");
        assert!(ExecutionPolicy::from_json(&text).is_err(), "{text}");
    }
    assert!(ExecutionPolicy::from_json_value(json!({"fuel_budget": 1})).is_ok());
    assert!(ExecutionPolicy::from_json_value(json!({"fuel_budget": u64::MAX})).is_err());
}

#[test]
fn every_maximum_is_allowed_and_one_more_is_not() {
    for (document, key) in NUMBERS {
        let (max, unit) = match key {
            "fuel_budget" | "host_calls.count" | "host_calls.bytes" => (MAX_FUEL, 1),
            "timeout" | "timeout_seconds" | "host_calls.time" => (86_400, 1),
            "memory_bytes" => (4_294_901_760, 1),
            "stdout_max_bytes" | "stderr_max_bytes" => (256 << 20, 1),
            "disk.bytes" => (4 << 30, 1),
            "disk.entries" => (10_000_000, 1),
            "disk.depth" => (256, 1),
            "disk.name_bytes" => (255, 1),
            "disk.path_bytes" => (4_096, 1),
            "disk.open_files" => (65_536, 1),
            other => panic!("{other} has no maximum here"),
        };
        let at = document.replace('@', &max.to_string());
        assert!(ExecutionPolicy::from_toml(&at).is_ok(), "{at}");
        if max < MAX_FUEL {
            let over = document.replace('@', &(max + unit).to_string());
            assert!(ExecutionPolicy::from_toml(&over).is_err(), "{over}");
        }
    }
}

#[test]
fn b_209_unknown_doubled_and_misplaced_keys_are_refused() {
    assert_eq!(
        refused("fuel_buget = 1"),
        "invalid execution policy: unknown key `fuel_buget`; did you mean `fuel_budget`?"
    );
    for (text, key) in [
        ("Fuel_Budget = 1", "Fuel_Budget"),
        ("[limits]\nfuel_budget = 1", "limits"),
        ("[disk]\nfuel_budget = 1", "disk.fuel_budget"),
        ("[determinism]\nSeed = 1", "determinism.Seed"),
        ("bytes = 1", "bytes"),
        ("[[mounts]]\nhost = 'a'\nguest = '/a'\nmode = 'rw'", "mounts[0].mode"),
        ("disk = 5", "disk"),
        ("[[disk]]\nbytes = 1", "disk"),
        ("env = ['A=1']", "env"),
        ("mounts = { host = 'a', guest = '/a' }", "mounts"),
        ("args = 'a b'", "args"),
        ("args = ['a', 1]", "args[1]"),
        ("stdin = 1", "stdin"),
        ("last_value = 1", "last_value"),
        ("javascript_std = 1", "javascript_std"),
        ("determinism.enabled = 'yes'", "determinism.enabled"),
        ("on_output_limit = 'Stop'", "on_output_limit"),
    ] {
        refused_key(text, key);
    }
    assert!(refused("fuel_budget = 1\nfuel_budget = 2").contains("fuel_budget"));
    for text in [r#"{"fuel_budget": 1, "fuel_budget": 2}"#, r#"{"disk": {}, "disk": {}}"#] {
        assert!(
            matches!(ExecutionPolicy::from_json(text), Err(PolicyError::DuplicateKey { .. })),
            "{text}"
        );
    }
    let error = ExecutionPolicy::from_json(r#"{"env": {"A": "1", "A": "2"}}"#).unwrap_err();
    assert_eq!(error.path(), Some("env.A"));
}

#[test]
fn keys_of_the_seed_say_what_replaces_them() {
    for (text, advice) in [
        ("argv = ['python']", "`args`"),
        ("additional_readonly_mounts = []", "[[mounts]]"),
        ("guest_mount_path = '/app'", "/app"),
        ("mount_host_dir = 'workspace'", "each run"),
        ("preserve_logs = true", "stdout_max_bytes"),
    ] {
        let message = refused(text);
        assert!(message.contains("unknown key") && message.contains(advice), "{message}");
    }
}

#[test]
fn conformance_098_text_that_is_no_toml_or_json_is_refused() {
    for text in [
        "fuel_budget =",
        "= 1",
        "[env",
        "fuel_budget = 1 2",
        "\0",
        "fuel_budget = 5_",
    ] {
        assert!(
            matches!(
                ExecutionPolicy::from_toml(text),
                Err(PolicyError::Syntax { format: "TOML", .. })
            ),
            "{text:?}"
        );
        refused(text);
    }
    for text in ["", "{", "{}{}", "[1]", "null", "\"x\"", "5"] {
        let error = ExecutionPolicy::from_json(text).expect_err(text);
        assert!(error.to_string().starts_with(PREFIX), "{error}");
    }
    let deep = "[".repeat(100_000);
    assert!(ExecutionPolicy::from_json(&deep).is_err());
    assert!(ExecutionPolicy::from_toml(&format!("args = {deep}")).is_err());
    refused(&format!("x = '{}", "y".repeat(1 << 20)));
    refused(&format!("{} = 1", "y".repeat(1 << 20)));
}

#[test]
fn one_duration_is_given_once() {
    let error = ExecutionPolicy::from_toml("timeout = 1\ntimeout_seconds = 1").unwrap_err();
    assert_eq!(
        error,
        PolicyError::Conflict {
            path: "timeout".into(),
            other: "timeout_seconds".into()
        }
    );
    refused_key("timeout_seconds = '5s'", "timeout_seconds");
    refused_key("timeout = '5 parsecs'", "timeout");
    refused_key("memory_bytes = '5 parsecs'", "memory_bytes");
    refused_key("memory_bytes = '99999999EB'", "memory_bytes");
    refused_key("timeout = '25h'", "timeout");
    refused_key("determinism.start_time = 'noon'", "determinism.start_time");
    refused_key("determinism.start_time = -1", "determinism.start_time");
    refused_key("determinism.seed = -1", "determinism.seed");
}

#[test]
fn b_210_environment_names_and_values_are_checked_and_values_not_repeated() {
    for (text, key) in [
        ("env = { '' = 'x' }", "env.\"\""),
        ("env = { 'A=B' = 'x' }", "env.\"A=B\""),
        ("env = { \"A\\u0000\" = 'x' }", "env.\"A\\0\""),
        ("env = { A = \"secret\\u0000\" }", "env.A"),
        ("env = { A = 1 }", "env.A"),
        ("env = { A = true }", "env.A"),
    ] {
        let error = ExecutionPolicy::from_toml(text).expect_err(text);
        assert_eq!(error.path(), Some(key), "{text}: {error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
    let many = (0..300).fold(ExecutionPolicy::default(), |policy, index| {
        policy.with_env(format!("V{index}"), "")
    });
    assert_eq!(many.validate().unwrap_err().path(), Some("env"));
    let large = ExecutionPolicy::default().with_env("A", "x".repeat(MAX_ENV_BYTES));
    assert_eq!(large.validate().unwrap_err().path(), Some("env"));
}

#[test]
fn b_211_b_212_guest_paths_of_mounts_are_checked() {
    let long = format!("/{}", "x".repeat(10_000));
    let owned = [
        "/app",
        "/app/x",
        "/tmp",
        "/tmp/x",
        "/usr",
        "/usr/local/lib",
        "/packages",
        "/packages/x",
    ];
    let malformed = [
        "",
        "/",
        "..",
        "data",
        "/app/../..",
        "/data/",
        "//data",
        "/data/./x",
        "/da\\u0000ta",
        &long,
    ];
    for guest in owned.into_iter().chain(malformed) {
        refused_key(
            &format!("[[mounts]]\nhost = 'a'\nguest = '/ok'\n[[mounts]]\nhost = 'b'\nguest = \"{guest}\""),
            "mounts[1].guest",
        );
        refused_key(
            &format!("mount_data_dir = 'a'\nguest_data_path = \"{guest}\""),
            "guest_data_path",
        );
    }
    for (one, other) in [("/d", "/d"), ("/d", "/d/e"), ("/d/e", "/d")] {
        refused_key(
            &format!("mounts = [{{ host = 'a', guest = '{one}' }}, {{ host = 'b', guest = '{other}' }}]"),
            "mounts[1].guest",
        );
        refused_key(
            &format!("mount_data_dir = 'a'\nguest_data_path = '{one}'\nmounts = [{{ host = 'b', guest = '{other}' }}]"),
            "mounts[0].guest",
        );
    }
    refused_key("mounts = [{ host = '', guest = '/d' }]", "mounts[0].host");
    refused_key("mounts = [{ host = \"a\\u0000\", guest = '/d' }]", "mounts[0].host");
    refused_key("mounts = [{ host = 'a' }]", "mounts[0].guest");
    refused_key("mounts = [{ guest = '/a' }]", "mounts[0].host");
    refused_key("mounts = ['a']", "mounts[0]");
    refused_key("mount_data_dir = ''", "mount_data_dir");
    refused_key("guest_data_path = '/d'", "guest_data_path");
    assert!(ExecutionPolicy::from_toml("mounts = [{ host = 'a', guest = '/d/a' }, { host = 'b', guest = '/d/b' }, { host = 'c', guest = '/apple' }]").is_ok());
    let many = (0..65).fold(ExecutionPolicy::default(), |policy, index| {
        policy.with_mount("a", GuestPath::new(format!("/m{index}")).unwrap())
    });
    assert_eq!(many.validate().unwrap_err().path(), Some("mounts"));
}

#[test]
fn b_214_arguments_and_input_are_bounded() {
    let check = |policy: ExecutionPolicy, key: &str| assert_eq!(policy.validate().unwrap_err().path(), Some(key));
    check(ExecutionPolicy::default().with_args(vec!["x"; 100_000]), "args");
    check(
        ExecutionPolicy::default().with_args(["x".repeat(MAX_ARGS_BYTES + 1)]),
        "args",
    );
    check(ExecutionPolicy::default().with_args(["ok", "a\0b"]), "args[1]");
    check(
        ExecutionPolicy::default().with_stdin("x".repeat(MAX_STDIN_BYTES + 1)),
        "stdin",
    );
    let full = ExecutionPolicy::default()
        .with_args(vec!["x".repeat(128); MAX_ARGS])
        .with_stdin("\0".repeat(MAX_STDIN_BYTES));
    assert_eq!(full.validate(), Ok(()));
}

#[test]
fn a_policy_built_in_code_is_held_to_the_same_rules() {
    let policy = ExecutionPolicy::default;
    for (policy, key) in [
        (policy().with_fuel_budget(0), "fuel_budget"),
        (policy().with_fuel_budget(u64::MAX), "fuel_budget"),
        (policy().with_timeout(Duration::ZERO), "timeout"),
        (policy().with_timeout(Duration::MAX), "timeout"),
        (policy().with_memory_bytes(1 << 32), "memory_bytes"),
        (policy().with_stdout_max_bytes(0), "stdout_max_bytes"),
        (policy().with_stderr_max_bytes(0), "stderr_max_bytes"),
        (
            policy().with_disk(DiskLimits {
                depth: 0,
                ..DiskLimits::default()
            }),
            "disk.depth",
        ),
        (
            policy().with_host_calls(HostCallLimits {
                time: Duration::ZERO,
                ..HostCallLimits::default()
            }),
            "host_calls.time",
        ),
        (policy().with_deterministic_seed(u64::MAX), "determinism.seed"),
        (policy().with_mount("a", GuestPath::root()), "mounts[0].guest"),
    ] {
        let error = policy.validate().unwrap_err();
        assert_eq!(error.path(), Some(key));
        assert_eq!(policy.to_toml().unwrap_err(), error);
    }
}
