use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Hint, analyze_fuel};

fn full() -> Execution {
    let mut metadata = serde_json::Map::new();
    metadata.insert("image".into(), json!("default"));
    Execution {
        outcome: Outcome::Exception,
        success: false,
        exit_code: 1,
        stdout: "a\n".into(),
        stderr: "é".into(),
        stdout_bytes: 2,
        stderr_bytes: 2,
        stdout_truncated: true,
        exception: Some(Exception {
            r#type: "ValueError".into(),
            message: "x".into(),
            traceback: "Traceback".into(),
            line: Some(3),
        }),
        value: Some(Value {
            repr: "[1, 2]".into(),
            json: Some(json!([1, 2])),
            truncated: false,
        }),
        displays: vec![
            Display {
                mime: "image/png".into(),
                name: Some("figure-1.png".into()),
                content: DisplayContent::Data("aGk=".into()),
            },
            Display {
                mime: "text/csv".into(),
                name: None,
                content: DisplayContent::Path("out/table.csv".into()),
            },
        ],
        fuel_consumed: Some(u64::MAX),
        memory_peak_bytes: 66_387_968,
        duration_ms: 0.8,
        files_created: vec!["out/table.csv".into()],
        session_id: Some(SessionId::new("s-1").unwrap()),
        generation: Some(7),
        hints: vec![Hint {
            code: "stdin".into(),
            message: "m".into(),
            docs: None,
            example: None,
        }],
        fuel_analysis: Some(analyze_fuel(Some(80), 100)),
        metadata,
        ..Execution::new(Runtime::Python)
    }
}

#[test]
fn conformance_099_a_result_round_trips_through_json() {
    for execution in [full(), Execution::new(Runtime::JavaScript)] {
        let text = serde_json::to_string(&execution).unwrap();
        assert_eq!(serde_json::from_str::<Execution>(&text).unwrap(), execution);
    }
}

#[test]
fn the_json_form_is_the_documented_one() {
    let json = serde_json::to_value(full()).unwrap();
    assert_eq!(json["version"], 1);
    assert_eq!(json["runtime"], "python");
    assert_eq!(json["outcome"], "exception");
    assert_eq!(json["exception"]["type"], "ValueError");
    assert_eq!(
        json["displays"][0],
        json!({"mime": "image/png", "name": "figure-1.png", "data": "aGk="})
    );
    assert_eq!(
        json["displays"][1],
        json!({"mime": "text/csv", "name": null, "path": "out/table.csv"})
    );
    let mut keys: Vec<_> = serde_json::to_value(Execution::new(Runtime::Python))
        .unwrap()
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let mut expected: Vec<_> = "version runtime outcome success exit_code stdout stderr stdout_bytes stderr_bytes stdout_truncated \
        stderr_truncated exception value displays fuel_consumed memory_peak_bytes duration_ms files_created files_modified files_deleted \
        session_id generation hints fuel_analysis metadata"
        .split_whitespace()
        .map(String::from)
        .collect();
    keys.sort();
    expected.sort();
    assert_eq!(keys, expected);
}

#[test]
fn fields_of_a_later_minor_version_are_ignored_and_outcomes_are_not() {
    let mut json = serde_json::to_value(full()).unwrap();
    json["something_new"] = json!({"a": 1});
    json["displays"][0]["width"] = json!(640);
    assert_eq!(serde_json::from_value::<Execution>(json.clone()).unwrap(), full());
    json["outcome"] = json!("proc_exit");
    assert!(serde_json::from_value::<Execution>(json).is_err());
}

#[test]
fn success_is_decided_by_outcome_and_code_alone() {
    for outcome in Outcome::ALL {
        assert_eq!(
            Execution::succeeded(outcome, 0),
            matches!(outcome, Outcome::Finished | Outcome::Exit),
            "{outcome}"
        );
    }
    assert!(!Execution::succeeded(Outcome::Exit, 1));
    assert!(!Execution::succeeded(Outcome::Exit, -1));
}

#[test]
fn weakness_b1_every_exit_code_becomes_a_process_exit_code() {
    for (code, expected) in [
        (0, 0),
        (1, 1),
        (126, 126),
        (200, 200),
        (255, 255),
        (256, 0),
        (-1, 255),
        (i32::MIN, 0),
        (i32::MAX, 255),
    ] {
        let execution = Execution {
            outcome: Outcome::Exit,
            exit_code: code,
            ..Execution::new(Runtime::Python)
        };
        assert_eq!(execution.process_exit_code(), expected, "{code}");
    }
}

#[test]
fn a_limit_has_its_own_process_exit_code_whatever_the_guest_said() {
    for (outcome, expected) in [
        (Outcome::Exception, 1),
        (Outcome::Trap, 118),
        (Outcome::StackOverflow, 119),
        (Outcome::OutOfFuel, 120),
        (Outcome::MemoryLimit, 121),
        (Outcome::OutputLimit, 122),
        (Outcome::DiskQuota, 123),
        (Outcome::Timeout, 124),
        (Outcome::HostError, 125),
        (Outcome::Cancelled, 130),
    ] {
        let execution = Execution {
            outcome,
            exit_code: 0,
            ..Execution::new(Runtime::Python)
        };
        assert_eq!(execution.process_exit_code(), expected, "{outcome}");
    }
}

#[test]
fn the_schema_has_every_field() {
    let schema = Execution::json_schema();
    let json = serde_json::to_value(full()).unwrap();
    for key in json.as_object().unwrap().keys() {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
    assert_eq!(
        schema["$defs"]["Outcome"]["oneOf"].as_array().unwrap().len(),
        Outcome::ALL.len()
    );
}

proptest! {
    #[test]
    fn any_output_round_trips(stdout in "\\PC{0,40}[\\x00-\\x1f]{0,4}", duration in 0.0_f64..1e9, fuel: Option<u64>, exit_code: i32) {
        let execution = Execution { stdout, duration_ms: duration, fuel_consumed: fuel, exit_code, ..full() };
        let text = serde_json::to_string(&execution).unwrap();
        prop_assert_eq!(serde_json::from_str::<Execution>(&text).unwrap(), execution);
    }
}
