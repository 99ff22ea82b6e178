//! `--json`: exactly one object, and nothing else on standard output.

use crate::harness::{Ended, sandbox};

fn run(words: &[&str]) -> Ended {
    sandbox(["run", "--json"].into_iter().chain(words.iter().copied())).run()
}

#[test]
fn conformance_003_a_result_has_every_field() {
    let result = run(&["-c", "print('a\\nb\\u2028')"]).object();
    for key in [
        "version",
        "runtime",
        "outcome",
        "success",
        "exit_code",
        "stdout",
        "stderr",
        "stdout_bytes",
        "stderr_bytes",
        "stdout_truncated",
        "stderr_truncated",
        "exception",
        "value",
        "displays",
        "fuel_consumed",
        "memory_peak_bytes",
        "duration_ms",
        "files_created",
        "files_modified",
        "files_deleted",
        "session_id",
        "generation",
        "hints",
        "fuel_analysis",
        "metadata",
    ] {
        assert!(result.get(key).is_some(), "{key}");
    }
    assert_eq!(result["version"], 1);
    assert_eq!(result["runtime"], "python");
    assert_eq!(result["outcome"], "finished");
    assert_eq!(result["success"], true);
    assert_eq!(result["stdout"], "a\nb\u{2028}\n");
    assert!(result["fuel_consumed"].as_u64().unwrap() > 0);
    assert!(result["memory_peak_bytes"].as_u64().unwrap() > 0);
    assert!(result["duration_ms"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_program_that_fails_is_one_object_too() {
    let ended = run(&["-c", "raise ValueError('x')"]);
    assert_eq!(ended.code, 1);
    assert_eq!(ended.stderr, "");
    let result = ended.object();
    assert_eq!(result["outcome"], "exception");
    assert_eq!(result["exception"]["type"], "ValueError");
    assert_eq!(result["exception"]["line"], 1);
    assert!(result["stderr"].as_str().unwrap().contains("ValueError: x"));
}

#[test]
fn a_limit_is_one_object_with_hints() {
    let ended = run(&["--fuel", "100000000", "-c", "while True: pass"]);
    assert_eq!(ended.code, 120);
    let result = ended.object();
    assert_eq!(result["outcome"], "out_of_fuel");
    assert_eq!(result["fuel_consumed"], 100_000_000);
    assert!(!result["hints"].as_array().unwrap().is_empty());
}

#[test]
fn a_failure_of_the_host_is_one_object_too() {
    let ended = run(&["/nowhere/to/be/found.py"]);
    assert_eq!(ended.code, 125);
    let result = ended.object();
    assert_eq!(result["outcome"], "host_error");
    assert_eq!(result["success"], false);
    assert_eq!(result["exit_code"], 125);
    assert!(
        result["metadata"]["error"]
            .as_str()
            .unwrap()
            .contains("/nowhere/to/be/found.py")
    );
    assert!(ended.stderr.starts_with("error: "), "{}", ended.stderr);
}

#[test]
fn the_value_is_there_on_request() {
    let result = run(&["--value", "-c", "{'a': [1, None]}"]).object();
    assert_eq!(result["value"]["repr"], "{'a': [1, None]}");
    assert_eq!(result["value"]["json"], serde_json::json!({ "a": [1, null] }));
    assert_eq!(run(&["-c", "1"]).object()["value"], serde_json::Value::Null);
}

#[test]
fn a_program_cannot_add_a_line_of_its_own() {
    let result = run(&[
        "-c",
        "print('{\"outcome\": \"finished\"}\\n')\nimport sys; print('{}', file=sys.stderr)",
    ])
    .object();
    assert_eq!(result["stdout"], "{\"outcome\": \"finished\"}\n\n");
}

#[test]
fn conformance_048_to_051_files_are_reported() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["changed", "gone", "left"] {
        std::fs::write(folder.path().join(name), "old").unwrap();
    }
    std::fs::write(
        folder.path().join("program.py"),
        "import os\nopen('b', 'w').write('1'); open('a', 'w').write('2'); open('changed', 'w').write('3')\nos.remove('gone'); open('left').read()\n",
    )
    .unwrap();
    let workspace = folder.path().to_str().unwrap();
    let program = folder.path().join("program.py");
    let result = run(&["--workspace", workspace, program.to_str().unwrap()]).object();
    // Every new file, in order; what was there before is modified and not created; the program itself is neither.
    assert_eq!(result["files_created"], serde_json::json!(["a", "b"]));
    assert_eq!(result["files_modified"], serde_json::json!(["changed"]));
    assert_eq!(result["files_deleted"], serde_json::json!(["gone"]));
}

#[test]
fn with_determinism_two_processes_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.toml");
    std::fs::write(&policy, "[determinism]\nenabled = true\nseed = 5").unwrap();
    let policy = policy.to_str().unwrap();
    for (language, program) in [
        (
            "python",
            "import os, random, time, uuid, numpy\nprint(random.random(), numpy.random.rand(), uuid.uuid4(), time.time_ns(), id(object()), {'b', 'a'})\nopen('f', 'w').write(os.urandom(8).hex())",
        ),
        (
            "javascript",
            "console.log(Math.random(), crypto.randomUUID(), Date.now(), performance.now()); setTimeout(() => console.log(Date.now()), 20)",
        ),
    ] {
        let said = || {
            let mut result = run(&["--policy", policy, "-r", language, "-c", program]).object();
            assert_eq!(result["outcome"], "finished", "{result}");
            let fields = result.as_object_mut().unwrap();
            // What is measured of the host, and not of the program.
            fields.remove("duration_ms").unwrap();
            result
        };
        assert_eq!(said(), said());
    }
}

#[test]
fn case_035_nothing_is_left_in_the_hosts_temporary_folder() {
    let folder = tempfile::tempdir().unwrap();
    let program = "print('out')\nimport sys\nprint('err', file=sys.stderr)\nopen('/tmp/x', 'w').write('x')\n1/0";
    for language in ["python", "javascript"] {
        let ended = sandbox(["run", "--json", "-r", language, "-c", program])
            .env("TMPDIR", folder.path())
            .run();
        // There are no log folders: output never was in a file.
        assert!(ended.object()["metadata"].get("logs_dir").is_none());
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert!(left.is_empty(), "{language}: {left:?}");
    }
}

#[test]
fn case_036_what_was_printed_is_in_the_result_for_whoever_keeps_it() {
    // The original kept a folder of logs on request. Here the result itself is the record, whole up to its caps, with the bytes beyond them counted.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("p.toml"), "preserve_logs = true").unwrap();
    let refused = sandbox(["run", "--policy", "p.toml", "-c", "print(1)"])
        .folder(folder.path())
        .run();
    assert_eq!(refused.code, 125, "{refused:?}");
    assert!(refused.stderr.contains("preserve_logs"), "{}", refused.stderr);
    let kept = folder.path().join("results.jsonl");
    let line = "{\"id\": 1, \"code\": \"import sys\\nprint('out')\\nprint('err', file=sys.stderr)\"}\n";
    sandbox(["batch", "-", "--out", kept.to_str().unwrap()])
        .input(line)
        .run()
        .is(0, "");
    let result: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&kept).unwrap()).unwrap();
    let text = result.to_string();
    assert!(text.contains("out\\n") && text.contains("err\\n"), "{text}");
}
