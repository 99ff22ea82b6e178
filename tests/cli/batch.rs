//! `sandbox batch`.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{Call, Ended, sandbox};

fn batch(words: &[&str]) -> Call {
    sandbox(["batch", "-"].into_iter().chain(words.iter().copied()))
}

fn lines(values: &[Value]) -> String {
    values
        .iter()
        .flat_map(|value| [value.to_string(), "\n".to_owned()])
        .collect()
}

fn ids(ended: &Ended) -> Vec<Value> {
    ended.objects().into_iter().map(|object| object["id"].clone()).collect()
}

#[test]
fn every_line_gives_one_result_with_its_id_in_the_inputs_order() {
    let sleepy = |n: u64| json!({ "id": n, "code": format!("import time; time.sleep({}); print({n})", if n == 0 { 0.3 } else { 0.0 }) });
    let input: Vec<Value> = (0..40).map(sleepy).collect();
    let ended = batch(&["--jobs", "4"]).input(lines(&input)).run();
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_eq!(ids(&ended), (0..40).map(Value::from).collect::<Vec<_>>());
    for (n, result) in ended.objects().iter().enumerate() {
        assert_eq!(result["stdout"], format!("{n}\n"));
        assert_eq!(result["outcome"], "finished");
    }
}

#[test]
fn unordered_results_come_as_they_are_ready() {
    let mut input = vec![json!({ "id": "slow", "code": "import time; time.sleep(1)" })];
    input.extend((0..3).map(|n| json!({ "id": n, "code": "" })));
    let ended = batch(&["--jobs", "2", "--unordered"]).input(lines(&input)).run();
    let mut ids = ids(&ended);
    assert_eq!(ids.pop().unwrap(), "slow");
    ids.sort_by_key(Value::as_u64);
    assert_eq!(ids, [0, 1, 2]);
}

#[test]
fn every_key_of_a_line_is_obeyed() {
    let code =
        "import sys\nprint(sys.stdin.read(), sys.argv[1:], open('a.txt').read(), open('d/b', 'rb').read())\n6 * 7";
    let line = json!({
        "id": "k", "runtime": "python", "code": code, "stdin": "in", "files": { "a.txt": "A", "d/b": { "base64": "AP8=" } },
        "args": ["x"], "policy": { "stdout_max_bytes": 10_000 }, "last_value": true,
    });
    let ended = batch(&[]).input(lines(&[line])).run();
    let result = ended.object();
    assert_eq!(result["stdout"], "in ['x'] A b'\\x00\\xff'\n", "{result}");
    assert_eq!(result["value"]["json"], 42);
}

#[test]
fn a_lines_policy_goes_over_the_commands() {
    let input = [
        json!({ "id": 1, "code": "while True: pass", "policy": { "fuel_budget": 50_000_000 } }),
        json!({ "id": 2, "code": "while True: pass" }),
        json!({ "id": 3, "code": "pass" }),
    ];
    let ended = batch(&["--fuel", "100000000"]).input(lines(&input)).run();
    assert_eq!(ended.code, 0);
    let fuel: Vec<Value> = ended
        .objects()
        .iter()
        .take(2)
        .map(|result| result["fuel_consumed"].clone())
        .collect();
    assert_eq!(fuel, [50_000_000, 100_000_000]);
}

#[test]
fn a_line_may_lower_limits_and_not_raise_them() {
    let input = [
        json!({ "id": 1, "code": "", "policy": { "memory_bytes": "1GiB" } }),
        json!({ "id": 2, "code": "", "policy": { "disk": { "bytes": "1GiB" } } }),
        json!({ "id": 3, "code": "", "policy": { "timeout": "6s" } }),
        json!({ "id": 4, "code": "print(1)", "policy": { "timeout": "5s", "disk": { "bytes": 1 } } }),
    ];
    let ended = batch(&["--timeout", "5s"]).input(lines(&input)).run();
    let results = ended.objects();
    for (result, key) in results.iter().zip(["memory_bytes", "disk.bytes", "timeout"]) {
        assert_eq!(result["outcome"], "host_error", "{result}");
        assert!(
            result["error"].as_str().unwrap().contains(&format!("`policy.{key}`")),
            "{result}"
        );
        assert!(result["hint"].as_str().unwrap().contains("--policy"), "{result}");
    }
    assert_eq!(results[3]["stdout"], "1\n", "{}", results[3]);
}

#[test]
fn a_wrong_line_is_one_error_and_the_batch_goes_on() {
    let input = concat!(
        "nonsense\n",
        "\n   \n",
        "{\"id\": \"a\", \"code\": 5}\n",
        "{\"id\": \"b\", \"code\": \"\", \"unknown\": 1}\n",
        "{\"id\": \"c\", \"code\": \"\", \"runtime\": \"ruby\"}\n",
        "{\"id\": \"d\"}\n",
        "{\"id\": \"e\", \"code\": \"\", \"policy\": {\"fuel_budget\": -1}}\n",
        "{\"id\": \"f\", \"code\": \"\", \"policy\": {\"mounts\": [{\"host\": \"/etc\", \"guest\": \"/data\"}]}}\n",
        "{\"id\": \"g\", \"code\": \"\", \"files\": {\"../x\": \"\"}}\n",
        "[1]\n",
        "{\"id\": \"ok\", \"code\": \"print(1)\"}",
    );
    let ended = batch(&[]).input(input).run();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let results = ended.objects();
    assert_eq!(
        ids(&ended),
        [
            json!(null),
            json!("a"),
            json!("b"),
            json!("c"),
            json!("d"),
            json!("e"),
            json!("f"),
            json!("g"),
            json!(null),
            json!("ok")
        ]
    );
    for (result, line) in results.iter().zip([1, 4, 5, 6, 7, 8, 9, 10, 11]) {
        assert_eq!(
            (&result["outcome"], &result["line"]),
            (&json!("host_error"), &json!(line))
        );
        assert!(!result["error"].as_str().unwrap().is_empty());
        assert!(result["hint"].is_string(), "{result}");
    }
    assert_eq!(results.last().unwrap()["stdout"], "1\n");
}

#[test]
fn bytes_that_are_no_text_and_lines_that_are_too_long_are_errors_too() {
    let mut input = b"{\"id\": 1, \"code\": \"\xff\"}\n".to_vec();
    input.extend_from_slice(b"{\"id\": 2, \"code\": \"");
    input.resize(input.len() + (17 << 20), b' ');
    input.extend_from_slice(b"\"}\n{\"id\": 3, \"code\": \"\"}\n");
    let results = batch(&[]).input(input).run().objects();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["outcome"], "host_error");
    assert!(
        results[1]["error"]
            .as_str()
            .unwrap()
            .contains("longer than 16777216 bytes")
    );
    assert_eq!(results[2]["outcome"], "finished");
}

#[test]
fn programs_that_fail_change_the_exit_code_only_on_request() {
    let input = lines(&[json!({ "id": 1, "code": "1 / 0" }), json!({ "id": 2, "code": "" })]);
    assert_eq!(batch(&[]).input(input.clone()).run().code, 0);
    assert_eq!(batch(&["--fail"]).input(input).run().code, 1);
    assert_eq!(batch(&["--fail"]).input(lines(&[json!({ "code": "" })])).run().code, 0);
}

#[test]
fn files_are_read_and_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("in.jsonl"),
        lines(&[json!({ "id": 1, "code": "print(1)" })]),
    )
    .unwrap();
    sandbox(["batch", "in.jsonl", "--out", "out.jsonl"])
        .folder(folder.path())
        .run()
        .is(0, "");
    let result: Value = serde_json::from_str(&fs::read_to_string(folder.path().join("out.jsonl")).unwrap()).unwrap();
    assert_eq!(result["stdout"], "1\n");
    let same = sandbox(["batch", "in.jsonl", "--out", "in.jsonl"])
        .folder(folder.path())
        .run();
    assert_eq!(same.code, 125);
    assert!(!fs::read(folder.path().join("in.jsonl")).unwrap().is_empty());
    assert_eq!(sandbox(["batch", "nope.jsonl"]).folder(folder.path()).run().code, 125);
    sandbox(["batch", "-"]).run().is(0, "");
}

#[test]
fn a_result_is_there_before_the_next_line_is_written() {
    let mut command = batch(&[]).into_command();
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for n in 0..3 {
        writeln!(stdin, "{}", json!({ "id": n, "code": "" })).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], n);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

/// The reader stops after a window of lines while nothing can be written, however long the input is.
#[cfg(target_os = "linux")]
#[test]
fn input_is_read_only_as_fast_as_results_are_written() {
    let mut command = batch(&["--jobs", "1"]).into_command();
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The first line takes until its timeout, and a line is longer than a pipe's buffer.
    let first = json!({ "id": 0, "code": "while True: pass", "policy": { "timeout": "1s" } });
    let filler = json!({ "id": 1, "code": "", "stdin": "x".repeat(1 << 20) }).to_string();
    writeln!(stdin, "{first}").unwrap();
    let peak = {
        let pid = child.id();
        let feeder = std::thread::spawn(move || {
            for _ in 0..200 {
                writeln!(stdin, "{filler}").unwrap();
            }
        });
        let output = std::thread::spawn(move || {
            let mut peak = 0;
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            for line in lines {
                assert!(line.unwrap().contains("\"outcome\""));
                peak = peak.max(resident_kib(pid));
            }
            assert!(child.wait().unwrap().success());
            peak
        });
        feeder.join().unwrap();
        output.join().unwrap()
    };
    assert!(peak < 600 * 1024, "{peak} KiB resident");
}

#[cfg(target_os = "linux")]
fn resident_kib(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut command = batch(&["--jobs", "2"]).into_command();
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    writeln!(stdin, "{}", json!({ "id": 0, "code": "" })).unwrap();
    stdout.read_line(&mut String::new()).unwrap();
    drop(stdout);
    // Input goes on: it is the closed output that ends it.
    let _ = writeln!(stdin, "{}", json!({ "id": 1, "code": "" }));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    drop(stdin);
}
