//! What the operating system refuses is an error that says so, leaves nothing half done behind, and is no reason to make anything again.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use sandbox_host::{GuestRuntime, HostError, StoredKind, stored};

use crate::fixture::{Fixture, Recorder, START, assert_runs};

/// Names the folder with the wheel to a process whose limits are lowered.
const ROOT: &str = "SANDBOX_TEST_REFUSED_ROOT";

/// What a process says at its end: it prepared the image, or the system refused something.
const PREPARED: &str = "the image is prepared";
const REFUSED: &str = "the system refused it";

/// How often a limit on the size of files is doubled: from 512 bytes to 1 MiB.
const LIMITS: u32 = 12;

/// Runs one of the tests below in a process of its own, started by a shell with `limits`; returns what it said.
fn child(test: &str, limits: &str, root: &Path) -> String {
    let output = Command::new("sh")
        // A file that would be too large is an error of `write` only where the signal is ignored.
        .args(["-c", &format!("trap '' XFSZ; {limits}; exec \"$0\" \"$@\"")])
        .arg(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(ROOT, root)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn say(what: &str) {
    // Not through `eprintln`, which the test harness may capture.
    let mut report = std::io::stderr();
    writeln!(report, "{what}").unwrap();
}

/// Prepares under the limit that the shell set; nothing in an ordinary run of the tests.
#[test]
fn prepare_with_small_files() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    // The wheel of this process's own is not used, and cannot be written either.
    let fixture = Fixture::of(root.into());
    let runtime: Arc<dyn GuestRuntime> = Arc::new(fixture.tiny.clone());
    match fixture.with(&Recorder::default(), |preparation| preparation.image(&runtime)) {
        Ok(_) => say(PREPARED),
        Err(HostError::Cache(_) | HostError::Write { .. } | HostError::Fetch(_)) => say(REFUSED),
        Err(other) => say(&format!("{other:?}")),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let (mut refused, mut artifacts_refused) = (0, 0);
    for power in 0..LIMITS {
        let fixture = Fixture::new();
        // Blocks of 512 bytes in every shell that follows the standard, of 1024 in some others.
        let said = child(
            "refused::prepare_with_small_files",
            &format!("ulimit -f {}", 1 << power),
            fixture.root(),
        );
        if said.contains(PREPARED) {
            continue;
        }
        if !said.contains(REFUSED) {
            // The limit was too small for the test's own files.
            assert!(said.contains("FileTooLarge"), "{said}");
            continue;
        }
        refused += 1;
        let cache = fixture.cache();
        assert_eq!(names(&cache.root().join("tmp")), [""; 0], "under {power}");
        assert_eq!(names(&cache.artifacts()), [""; 0], "under {power}");
        for stored in stored(&cache).unwrap() {
            assert_eq!(stored.kind, StoredKind::Image);
            stored.check(&cache, true).unwrap();
            artifacts_refused += 1;
        }
        assert_runs(&fixture.image(), START).await;
    }
    assert!(refused > 0 && artifacts_refused > 0, "{refused} {artifacts_refused}");
}

/// Prepares what is prepared already, without a descriptor to open it with.
#[test]
fn prepare_without_descriptors() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    let fixture = Fixture::of(root.into());
    let runtime: Arc<dyn GuestRuntime> = Arc::new(fixture.tiny.clone());
    let recorder = Recorder::default();
    let error = fixture.with(&recorder, |preparation| {
        let usual = getrlimit(Resource::Nofile);
        setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(0),
                ..usual
            },
        )
        .unwrap();
        let prepared = preparation.image(&runtime);
        setrlimit(Resource::Nofile, usual).unwrap();
        prepared.unwrap_err()
    });
    assert!(matches!(error, HostError::Read { .. }), "{error:?}");
    assert_eq!(recorder.lines(), [""; 0], "nothing is made again");
    say(REFUSED);
}

#[test]
fn a_file_that_cannot_be_opened_is_not_made_again() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let said = child("refused::prepare_without_descriptors", "true", fixture.root());
    assert!(said.contains(REFUSED), "{said}");
}
