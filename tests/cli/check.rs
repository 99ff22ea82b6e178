//! `sandbox check`.

use std::fs;

use crate::harness::sandbox;

#[test]
fn conformance_020_valid_code_is_fine_and_silent() {
    let ended = sandbox(["check", "-c", "x = [i for i in range(3)]\nmatch x:\n    case _: pass"]).run();
    ended.is(0, "");
    assert_eq!(ended.stderr, "");
}

#[test]
fn conformance_021_wrong_code_is_1_with_its_line() {
    for code in ["print('", "if x:\npass", "x = = 1", "def f(:\n  pass"] {
        let ended = sandbox(["check", "-c", code]).run();
        ended.is(1, "");
        assert!(ended.stderr.contains("Error"), "{}", ended.stderr);
    }
}

#[test]
fn conformance_022_nothing_runs() {
    sandbox(["check", "-c", "print('ran')\nimport nonexistent_module"])
        .run()
        .is(0, "");
}

#[test]
fn nul_bytes_are_no_crash() {
    sandbox(["check", "-"]).input(*b"x = 1\0").run().is(1, "");
}

#[test]
fn files_and_json() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.py"), "x = 1").unwrap();
    fs::write(folder.path().join("bad.py"), "x = 1\ny = (").unwrap();
    let good = sandbox(["check", "--json", "good.py"]).folder(folder.path()).run();
    assert_eq!((good.code, &good.object()["ok"]), (0, &true.into()));
    let bad = sandbox(["check", "--json", "bad.py"]).folder(folder.path()).run();
    let object = bad.object();
    assert_eq!((bad.code, &object["ok"]), (1, &false.into()));
    assert_eq!(object["error"]["type"], "SyntaxError");
    assert_eq!(object["error"]["line"], 2);
    assert_eq!(sandbox(["check", "nope.py"]).folder(folder.path()).run().code, 125);
}
