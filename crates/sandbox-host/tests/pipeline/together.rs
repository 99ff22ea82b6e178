//! Ten processes that start at once with an empty cache prepare once, and all of them run.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::fixture::{Fixture, START, assert_runs, count};

/// Names the folder with the wheel to a process that is one of the ten.
const ROOT: &str = "SANDBOX_TEST_PIPELINE_ROOT";
const READY: &str = "ready";
const PROCESSES: usize = 10;

/// What one of the ten does; nothing in an ordinary run of the tests.
#[tokio::test]
async fn one_of_ten() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    // Not through `eprintln`, which the test harness may capture.
    let mut report = std::io::stderr();
    writeln!(report, "{READY}").unwrap();
    // All wait for the same moment: the end of their input.
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    let fixture = Fixture::of(root.into());
    let (image, events) = fixture.prepare(&fixture.tiny);
    assert_runs(&image, START).await;
    for line in events.lines() {
        writeln!(report, "{line}").unwrap();
    }
    writeln!(report, "image {}", image.id()).unwrap();
}

#[test]
fn ten_processes_prepare_once() {
    let fixture = Fixture::new();
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["together::one_of_ten", "--exact", "--nocapture"])
            .env(ROOT, fixture.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut running: Vec<_> = (0..PROCESSES)
        .map(|_| {
            let mut child = start();
            let report = BufReader::new(child.stderr.take().unwrap());
            (child, report)
        })
        .collect();
    for (_, report) in &mut running {
        let mut line = String::new();
        report.read_line(&mut line).unwrap();
        assert_eq!(line.trim_end(), READY);
    }
    for (child, _) in &mut running {
        drop(child.stdin.take());
    }
    let mut lines = Vec::new();
    for (mut child, report) in running {
        let reported: Vec<_> = report.lines().map(Result::unwrap).collect();
        assert!(child.wait().unwrap().success(), "{reported:#?}");
        lines.extend(reported);
    }
    assert_eq!(count(&lines, "building"), 1, "{lines:#?}");
    assert_eq!(count(&lines, "compiling"), 1, "{lines:#?}");
    let mut ids: Vec<_> = lines.iter().filter(|line| line.starts_with("image ")).collect();
    assert_eq!(ids.len(), PROCESSES);
    ids.dedup();
    assert_eq!(ids, [&format!("image {}", fixture.image().id())]);
}
