//! What the JSON schema accepts is what the readers accept.

mod validator;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::*;
use validator::holds;

/// Whether a schema cannot tell why the document was refused: the amount that a text with a unit stands for.
fn is_an_amount_in_words(error: &PolicyError, value: &Value) -> bool {
    value.is_string()
        && matches!(
            error,
            PolicyError::OutOfRange { .. }
                | PolicyError::Quantity {
                    source: crate::QuantityError::TooLarge { .. },
                    ..
                }
        )
}

/// Compares the schema and the reader on one value of one key; the failure says which of them is looser.
fn compare(key: &str, value: &Value) -> Result<(), String> {
    let mut document = value.clone();
    for part in key.rsplit('.') {
        document = json!({ part: document });
    }
    if key == "guest_data_path" {
        document["mount_data_dir"] = json!("data");
    }
    let valid = holds(&ExecutionPolicy::json_schema(), &document);
    match ExecutionPolicy::from_json_value(document.clone()) {
        Ok(_) if !valid => Err(format!("only the reader accepts {document}")),
        Err(error) if valid && !is_an_amount_in_words(&error, value) => {
            Err(format!("only the schema accepts {document}: {error}"))
        }
        _ => Ok(()),
    }
}

const KEYS: &[&str] = &[
    "fuel_budget",
    "timeout",
    "timeout_seconds",
    "memory_bytes",
    "stdout_max_bytes",
    "on_output_limit",
    "args",
    "stdin",
    "last_value",
    "javascript_std",
    "mount_data_dir",
    "guest_data_path",
    "env",
    "env.A",
    "disk",
    "disk.bytes",
    "disk.entries",
    "disk.name_bytes",
    "host_calls.count",
    "host_calls.bytes",
    "host_calls.time",
    "clock_resolution_ns",
    "determinism",
    "determinism.enabled",
    "determinism.seed",
    "determinism.start_time",
    "mounts",
    "unknown",
];

/// Values at the edges of the keys' ranges and types, as JSON.
const EDGES: &str = r#"[
    null, true, false, -1, 0, 1, 255, 256, 86400, 86401, 18429292799, 18429292800, 18446744074, 9223372036854775807,
    9223372036854775808, 18446744073709551615, 0.0, 1e-10, 1e-9, 0.5, 86400.5,
    [], ["a", "b"], ["a\u0000"], [1],
    {}, {"A": "b"}, {"A": false}, {"A": true}, {"A": null}, {"A=": "b"}, {"": "b"}, {"A": "\u0000"},
    [{"host": "x", "guest": "/x"}], [{"host": "x"}], [{"guest": "/x"}], [{"host": "", "guest": "/x"}],
    [{"host": null, "guest": "/x"}], [{"host": "x", "guest": "/x", "more": 1}], [{"host": "x", "guest": "/app/x"}]
]"#;

/// Texts that nearly are, or are, what one of the keys takes.
const TEXTS: &[&str] = &[
    "",
    " ",
    "64",
    "1.5",
    "64MiB",
    " 64 MiB ",
    "1PiB",
    "1EiB",
    "1e",
    "1kb",
    "1Ki",
    "1B",
    "1.MiB",
    ".5MiB",
    "1 0MiB",
    "64 parsecs",
    "-1MiB",
    "5s",
    "0s",
    "1m 30s",
    "1m30s",
    "1.s",
    "1 0s",
    "0.5ns",
    "5 s",
    "5S",
    "25h",
    "1y",
    "5s;",
    "truncate",
    "stop",
    "Stop",
    "2000-01-01T00:00:00Z",
    "2000-01-01T00:00:00+00:00",
    "2000-01-01T00:00:00.5Z",
    "2000-01-01T00:00:00.Z",
    "2000-01-01 00:00:00Z",
    "2000-01-01",
    "2000-01-01T00:00:00+02:00",
    "/",
    "/data",
    "data",
    "/data/",
    "//data",
    "/data/.",
    "/data/..",
    "/data/...",
    "/data/.hidden",
    "/data/..x",
    "/..",
    "/app",
    "/app/x",
    "/apple",
    "/tmp",
    "/usr/x",
    "/packages",
    "a\0b",
    "/a\0b",
];

#[test]
fn values_at_the_edges_are_the_same_to_both() {
    let mut values: Vec<Value> = serde_json::from_str(EDGES).unwrap();
    values.extend(TEXTS.iter().copied().map(Value::from));
    values.push(json!("x".repeat(300)));
    values.push(json!(vec!["a"; MAX_ARGS + 1]));
    let wrong: Vec<_> = values
        .iter()
        .flat_map(|value| KEYS.iter().filter_map(|key| compare(key, value).err()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn keys_that_exclude_or_need_each_other_are_the_same_to_both() {
    for (document, valid) in [
        (json!({ "timeout": "1s", "timeout_seconds": 1 }), false),
        (json!({ "guest_data_path": "/x" }), false),
        (json!({ "guest_data_path": "/x", "mount_data_dir": "x" }), true),
        (json!([]), false),
    ] {
        assert_eq!(
            ExecutionPolicy::from_json_value(document.clone()).is_ok(),
            valid,
            "{document}"
        );
        assert_eq!(holds(&ExecutionPolicy::json_schema(), &document), valid, "{document}");
    }
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        (-10_i64..100_000).prop_map(Value::from),
        (-1e6..1e6_f64).prop_map(Value::from),
        "[0-9]{1,3}(\\.[0-9]{0,2})? ?[kmgtpeKMGTPEisSbBhdu]{0,3}( [0-9]{1,2}[smh])?".prop_map(Value::from),
        "(/[a.]{0,3}){0,3}/?".prop_map(Value::from),
        "[\\x00-\\x7fé]{0,6}".prop_map(Value::from),
        prop::collection::vec("[a\\x00]{0,2}", 0..3).prop_map(Value::from),
        prop::collection::btree_map("[A=\\x00]{0,2}", "[b\\x00]{0,2}", 0..3).prop_map(|map| json!(map)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_value_of_any_key_is_the_same_to_both(key in prop::sample::select(KEYS), value in value()) {
        // A float without a fraction is a whole number to a schema only.
        prop_assume!(!value.as_f64().is_some_and(|number| value.is_f64() && number.fract() == 0.0));
        prop_assert_eq!(compare(key, &value), Ok(()));
    }
}
