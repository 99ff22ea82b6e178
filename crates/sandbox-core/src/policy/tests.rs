//! Tests of a policy as a whole: defaults and forms here, refusals and round trips in files of their own.

mod refusals;
mod round_trip;
mod schema;

use std::time::Duration;

use serde_json::json;

use super::*;

const DOCUMENTED: &str = include_str!("../../../../config/policy.toml");

fn toml(text: &str) -> ExecutionPolicy {
    ExecutionPolicy::from_toml(text).unwrap()
}

#[test]
fn the_documented_policy_is_the_default() {
    assert_eq!(toml(DOCUMENTED), ExecutionPolicy::default());
}

#[test]
fn the_documented_policy_states_every_key() {
    // Keys without a default value can only be shown in a comment.
    let without_default = ["mount_data_dir", "guest_data_path", "timeout_seconds"];
    let document: toml::Table = toml::from_str(DOCUMENTED).unwrap();
    let schema = ExecutionPolicy::json_schema();
    let properties = schema["properties"].as_object().unwrap();
    for key in properties.keys() {
        if without_default.contains(&key.as_str()) {
            assert!(DOCUMENTED.contains(&format!("{key} = ")), "{key} is not shown");
        } else {
            assert!(document.contains_key(key), "{key} is not an active line");
        }
    }
    let mut known: Vec<_> = keys::POLICY.iter().map(ToString::to_string).collect();
    let mut described: Vec<_> = properties.keys().cloned().collect();
    known.sort();
    described.sort();
    assert_eq!(known, described, "the reader and the schema know the same keys");
    for (table, type_name, keys) in [
        ("disk", "DiskLimits", keys::DISK),
        ("host_calls", "HostCallLimits", keys::HOST_CALLS),
        ("determinism", "Determinism", keys::DETERMINISM),
    ] {
        let written = document[table].as_table().unwrap();
        let described = schema["$defs"][type_name]["properties"].as_object().unwrap();
        assert!(written.len() == keys.len() && described.len() == keys.len(), "{table}");
        for key in keys {
            assert!(
                written.contains_key(*key) && described.contains_key(*key),
                "{table}.{key}"
            );
        }
    }
}

#[test]
fn conformance_096_the_defaults() {
    let policy = ExecutionPolicy::default();
    assert_eq!(policy.validate(), Ok(()));
    assert_eq!(policy.fuel_budget, 20_000_000_000);
    assert_eq!(policy.timeout, Duration::from_secs(30));
    assert_eq!(
        (policy.memory_bytes, policy.stdout_max_bytes, policy.stderr_max_bytes),
        (128_000_000, 2_000_000, 1_000_000)
    );
    let env: Vec<_> = policy
        .env
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        env,
        [
            "LC_ALL=C.UTF-8",
            "PYTHONHASHSEED=0",
            "PYTHONIOENCODING=utf-8",
            "PYTHONUTF8=1"
        ]
    );
    assert!(policy.warnings().is_empty() && policy.read_only_mounts().is_empty());
    assert_eq!(toml(""), policy);
    assert_eq!(ExecutionPolicy::from_json("{}"), Ok(policy));
}

#[test]
fn conformance_097_a_data_folder_alone_is_shown_at_data() {
    for policy in [
        toml("mount_data_dir = '/srv/in'"),
        ExecutionPolicy::default().with_data_dir("/srv/in"),
    ] {
        assert_eq!(policy.guest_data_path.as_ref().map(GuestPath::as_str), Some("/data"));
        assert_eq!(
            policy.read_only_mounts(),
            [Mount {
                host: "/srv/in".into(),
                guest: "/data".parse().unwrap()
            }]
        );
    }
    let elsewhere = toml("mount_data_dir = 'in'\nguest_data_path = '/external'");
    assert_eq!(elsewhere.read_only_mounts()[0].guest.as_str(), "/external");
}

#[test]
fn conformance_098_a_partial_file_merges_and_env_merges_deeply() {
    let policy =
        toml("fuel_budget = 5\n[env]\nGREETING = 'Hej'\nLC_ALL = 'C'\nPYTHONUTF8 = false\n[disk]\nentries = 7\n");
    let expected = ExecutionPolicy::default()
        .with_fuel_budget(5)
        .with_env("GREETING", "Hej")
        .with_env("LC_ALL", "C")
        .without_env("PYTHONUTF8")
        .with_disk(DiskLimits {
            entries: 7,
            ..DiskLimits::default()
        });
    assert_eq!(policy, expected);
}

#[test]
fn sizes_and_durations_have_human_forms() {
    let policy = toml(
        "memory_bytes = '64MiB'\nstdout_max_bytes = '10KB'\ntimeout = '1m 30s'\n[host_calls]\nbytes = '1GiB'\ntime = 2.5\n",
    );
    assert_eq!((policy.memory_bytes, policy.stdout_max_bytes), (64 << 20, 10_000));
    assert_eq!(
        (policy.timeout, policy.host_calls.time),
        (Duration::from_secs(90), Duration::from_millis(2_500))
    );
    assert_eq!(policy.host_calls.bytes, 1 << 30);
    for text in [
        "timeout = 5",
        "timeout = 5.0",
        "timeout_seconds = 5",
        "timeout_seconds = 5.0",
        "timeout = '5s'",
    ] {
        assert_eq!(toml(text).timeout, Duration::from_secs(5), "{text}");
    }
}

#[test]
fn a_start_time_is_a_date_or_seconds() {
    for text in ["'2000-01-01T00:00:01Z'", "2000-01-01T00:00:01Z", "946684801"] {
        let policy = toml(&format!("[determinism]\nenabled = true\nstart_time = {text}\n"));
        assert_eq!(policy.determinism.start_time_ns(), 946_684_801_000_000_000, "{text}");
    }
}

#[test]
fn an_overlay_changes_what_it_names_and_nothing_else() {
    let base = toml(
        "fuel_budget = 9\nargs = ['a']\nmounts = [{ host = 'x', guest = '/x' }]\n[env]\nA = '1'\n[disk]\ndepth = 3\n",
    );
    let over = base
        .overlay(json!({"timeout": "1s", "args": ["b"], "env": {"B": "2"}, "disk": {"bytes": "1KiB"}}))
        .unwrap();
    let mut expected = base
        .clone()
        .with_timeout(Duration::from_secs(1))
        .with_args(["b"])
        .with_env("B", "2");
    expected.disk.bytes = 1_024;
    assert_eq!(over, expected);
    assert_eq!(base.overlay(json!({})), Ok(base.clone()));
    assert_eq!(
        base.merge_toml("timeout = '1s'"),
        base.merge_json(r#"{"timeout": "1s"}"#)
    );
    assert!(base.overlay(json!({"fuel_budget": 0})).is_err());
    assert!(base.overlay(json!([])).is_err());
}

#[test]
fn a_policy_inside_another_document_is_read_by_the_same_rules() {
    #[derive(Debug, serde::Deserialize)]
    struct Outer {
        policy: ExecutionPolicy,
    }
    let outer: Outer = serde_json::from_value(json!({"policy": {"memory_bytes": "1MiB"}})).unwrap();
    assert_eq!(outer.policy.memory_bytes, 1 << 20);
    let error = serde_json::from_value::<Outer>(json!({"policy": {"disk": {"byte": 1}}})).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("unknown key `disk.byte`; did you mean `disk.bytes`?"),
        "{error}"
    );
}

#[test]
fn b_219_limits_that_work_against_each_other_are_warned_of() {
    let policy = ExecutionPolicy::default()
        .with_timeout(Duration::from_millis(1))
        .with_fuel_budget(10)
        .with_memory_bytes(1_000);
    let warnings = policy.warnings().join("\n");
    for key in ["timeout", "fuel_budget", "stdout_max_bytes", "stderr_max_bytes"] {
        assert!(warnings.contains(key), "{key}: {warnings}");
    }
    assert_eq!(policy.validate(), Ok(()));
}

#[test]
fn the_schema_describes_defaults_ranges_and_refuses_unknown_keys() {
    let schema = ExecutionPolicy::json_schema();
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["properties"]["fuel_budget"]["minimum"], 1);
    assert_eq!(schema["properties"]["fuel_budget"]["maximum"], MAX_FUEL);
    assert_eq!(schema["properties"]["fuel_budget"]["default"], 20_000_000_000_u64);
    assert_eq!(schema["properties"]["timeout"]["default"], "30s");
    assert_eq!(schema["properties"]["memory_bytes"]["anyOf"][1]["type"], "string");
    assert!(schema.get("required").is_none(), "every key is optional");
    for (key, property) in schema["properties"].as_object().unwrap() {
        assert!(
            property["description"].is_string() || property["$ref"].is_string(),
            "{key} is not described"
        );
    }
}
