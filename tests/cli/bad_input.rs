//! What is no program, or a bad one: each a documented outcome or error, never a crash.

use std::fs::{self, File};

use crate::harness::{Ended, sandbox};

#[track_caller]
fn syntax_error(ended: &Ended) {
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("SyntaxError"), "{}", ended.stderr);
}

#[track_caller]
fn refused(ended: &Ended, why: &str) {
    assert_eq!((ended.code, ended.stdout.as_str()), (125, ""), "{}", ended.stderr);
    assert!(
        ended.stderr.starts_with("error: ") && ended.stderr.contains(why),
        "{}",
        ended.stderr
    );
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
}

#[test]
fn conformance_004_an_empty_program_finishes() {
    sandbox(["run", "-"]).run().is(0, "");
}

#[test]
fn nul_bytes_and_what_is_not_utf8_are_the_programs_syntax_errors() {
    syntax_error(&sandbox(["run", "-"]).input(*b"print(1)\0\n").run());
    syntax_error(&sandbox(["run", "-"]).input(*b"print('\xff')\n").run());
}

#[test]
fn a_coding_cookie_is_honoured() {
    sandbox(["run", "-"])
        .input(*b"# -*- coding: latin-1 -*-\nprint('\xe9')\n")
        .run()
        .is(0, "é\n");
}

#[test]
fn conformance_009_a_syntax_error_names_its_line() {
    let ended = sandbox(["run", "-c", "x = 1\nprint("]).run();
    syntax_error(&ended);
    assert!(ended.stderr.contains("line 2"), "{}", ended.stderr);
}

#[test]
fn fifty_megabytes_of_source_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.py");
    File::create(&path).unwrap().set_len(50 << 20).unwrap();
    refused(
        &sandbox(["run".as_ref(), path.as_os_str()]).run(),
        "has more than 16777216 bytes",
    );
    refused(
        &sandbox(["run", "-"]).input(vec![b'#'; 17 << 20]).run(),
        "has more than 16777216 bytes",
    );
}

#[test]
fn a_standard_input_that_does_not_end_is_refused() {
    refused(
        &sandbox(["run", "--stdin", "/dev/zero", "-c", "1"]).run(),
        "has more than 67108864 bytes",
    );
}

#[test]
fn what_is_no_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    refused(&sandbox(["run", "nope.py"]).folder(folder.path()).run(), "nope.py");
    fs::create_dir(folder.path().join("folder.py")).unwrap();
    refused(
        &sandbox(["run", "folder.py"]).folder(folder.path()).run(),
        "folder.py is a folder",
    );
}

#[test]
fn a_language_that_this_build_lacks_is_said() {
    let ended = sandbox(["run", "-r", "javascript", "-c", "1"]).run();
    if ended.code != 0 {
        refused(&ended, "javascript");
    }
}

#[test]
fn an_unknown_image_names_those_there_are() {
    let ended = sandbox(["run", "--image", "nope", "-c", "1"]).run();
    refused(&ended, "there is no image `nope`");
    assert!(ended.stderr.contains("default"), "{}", ended.stderr);
}

#[test]
fn a_broken_policy_never_falls_back() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, why) in [
        ("unknown.toml", "feul_budget = 1", "feul_budget"),
        ("zero.toml", "fuel_budget = 0", "fuel_budget"),
        ("broken.toml", "= =", "broken.toml"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        refused(
            &sandbox(["run", "--policy", name, "-c", "print(1)"])
                .folder(folder.path())
                .run(),
            why,
        );
    }
    refused(
        &sandbox(["run", "--policy", "missing.toml", "-c", "print(1)"])
            .folder(folder.path())
            .run(),
        "missing.toml",
    );
    refused(&sandbox(["run", "--fuel", "0", "-c", "print(1)"]).run(), "fuel_budget");
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    use std::process::Stdio;

    let mut command = sandbox(["run", "-c", "print('x' * 1_000_000)"]).into_command();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let child = command.stdin(Stdio::null()).stdout(writer).spawn().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
