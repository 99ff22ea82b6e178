//! `--workspace` and `--export`.

use std::fs;
use std::path::Path;

use crate::harness::{Ended, sandbox};

fn run(folder: &Path, words: &[&str]) -> Ended {
    sandbox(std::iter::once("run").chain(words.iter().copied()))
        .folder(folder)
        .run()
}

fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("w/sub")).unwrap();
    fs::write(folder.path().join("w/in.csv"), "a,b\n1,2\n").unwrap();
    fs::write(folder.path().join("w/old"), "old").unwrap();
    fs::write(folder.path().join("w/sub/kept"), "kept").unwrap();
    folder
}

const CHANGES: &str = "\
import os
print(open('in.csv').read(), end='')
open('new/deep/out.txt', 'w').write('x') if os.makedirs('new/deep') is None else None
open('in.csv', 'a').write('3,4\\n')
os.remove('old')
";

#[test]
fn changes_of_the_program_are_done_in_the_workspace_folder() {
    let folder = workspace();
    run(folder.path(), &["--workspace", "w", "-c", CHANGES]).is(0, "a,b\n1,2\n");
    let w = folder.path().join("w");
    assert_eq!(fs::read_to_string(w.join("in.csv")).unwrap(), "a,b\n1,2\n3,4\n");
    assert_eq!(fs::read_to_string(w.join("new/deep/out.txt")).unwrap(), "x");
    assert!(!w.join("old").exists());
    assert_eq!(fs::read_to_string(w.join("sub/kept")).unwrap(), "kept");
}

#[test]
fn a_read_only_workspace_stays_as_it_is() {
    let folder = workspace();
    run(
        folder.path(),
        &[
            "--workspace",
            "w",
            "--read-only-workspace",
            "--export",
            "out",
            "-c",
            CHANGES,
        ],
    )
    .is(0, "a,b\n1,2\n");
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(read("w/in.csv"), "a,b\n1,2\n");
    assert_eq!(read("w/old"), "old");
    assert!(!folder.path().join("w/new").exists());
    assert_eq!(read("out/in.csv"), "a,b\n1,2\n3,4\n");
    assert_eq!(read("out/new/deep/out.txt"), "x");
    assert_eq!(read("out/sub/kept"), "kept");
    assert!(!folder.path().join("out/old").exists());
}

#[test]
fn what_a_failing_program_wrote_is_kept_as_if_it_had_worked_in_place() {
    let folder = workspace();
    let ended = run(
        folder.path(),
        &["--workspace", "w", "-c", "open('made', 'w').write('x')\n1 / 0"],
    );
    assert_eq!(ended.code, 1);
    assert_eq!(fs::read_to_string(folder.path().join("w/made")).unwrap(), "x");
}

#[test]
fn modules_of_the_workspace_can_be_imported() {
    let folder = workspace();
    fs::write(folder.path().join("w/helper.py"), "def f(): return 7").unwrap();
    run(
        folder.path(),
        &[
            "--workspace",
            "w",
            "--read-only-workspace",
            "-c",
            "import helper; print(helper.f())",
        ],
    )
    .is(0, "7\n");
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_neither_read_nor_written_through() {
    let folder = workspace();
    fs::write(folder.path().join("secret"), "secret").unwrap();
    fs::create_dir(folder.path().join("outside")).unwrap();
    std::os::unix::fs::symlink("../secret", folder.path().join("w/link")).unwrap();
    std::os::unix::fs::symlink("../outside", folder.path().join("w/linked")).unwrap();
    let code = "import os\nprint(os.path.exists('link'))\nopen('link', 'w').write('changed')\nos.makedirs('linked', exist_ok=True)\nopen('linked/x', 'w').write('x')";
    let ended = run(folder.path(), &["--workspace", "w", "-c", code]);
    assert_eq!(ended.stdout, "False\n");
    assert_eq!(fs::read_to_string(folder.path().join("secret")).unwrap(), "secret");
    assert!(!folder.path().join("outside/x").exists());
}

#[test]
fn a_missing_workspace_is_an_error_and_nothing_runs() {
    let folder = tempfile::tempdir().unwrap();
    let ended = run(folder.path(), &["--workspace", "nope", "-c", "print('ran')"]);
    ended.is(125, "");
    assert!(
        ended.stderr.starts_with("error: cannot open the folder nope\n"),
        "{}",
        ended.stderr
    );
}

#[test]
fn the_result_is_not_lost_when_files_cannot_be_exported() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let words = ["--export", "file/below", "-c", "print('ran')"];
    let ended = run(folder.path(), &words);
    ended.is(125, "ran\n");
    assert!(ended.stderr.contains("error: "), "{}", ended.stderr);
    let ended = run(
        folder.path(),
        &["--json", "--export", "file/below", "-c", "print('ran')"],
    );
    assert_eq!(ended.code, 125);
    let result = ended.object();
    assert_eq!(
        (&result["outcome"], &result["stdout"]),
        (&"finished".into(), &"ran\n".into())
    );
    assert!(result["metadata"]["error"].is_string());
}
