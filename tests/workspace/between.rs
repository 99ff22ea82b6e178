//! Files that the host writes and removes between two turns of one interpreter.

use llm_wasm_sandbox::{Error, Execution, Mode, Program, Workspace};

use crate::support::{sandbox, under};

fn turn(live: &mut llm_wasm_sandbox::blocking::Interactive, text: &str) -> Execution {
    live.turn(&Program::from(text).mode(Mode::Interactive)).unwrap()
}

#[test]
fn the_next_turn_sees_them_and_they_are_no_change_of_its_own() {
    let mut live = sandbox().interactive(Workspace::new()).unwrap();
    turn(&mut live, "import os; open('own', 'w').write('1'); os.listdir('.')");
    live.write_file("in/data.txt", "given").unwrap();
    live.write_file("own", "of the host").unwrap();
    let ran = turn(
        &mut live,
        "open('in/data.txt').read(), open('own').read(), sorted(os.listdir('.'))",
    );
    assert_eq!(
        ran.stdout, "('given', 'of the host', ['in', 'own'])\n",
        "{}",
        ran.stderr
    );
    assert!(ran.files_created.is_empty() && ran.files_modified.is_empty());
    live.remove("in").unwrap();
    live.remove("own").unwrap();
    let ran = turn(&mut live, "os.listdir('.'), os.path.exists('in/data.txt')");
    assert_eq!(
        (ran.stdout.as_str(), ran.files_deleted.len()),
        ("([], False)\n", 0),
        "{}",
        ran.stderr
    );
    let ran = turn(&mut live, "open('own', 'w').close()");
    assert_eq!(ran.files_created, ["own"]);
}

#[test]
fn they_stay_inside_the_workspace_and_its_quota() {
    let mut live = under("disk.bytes = 1000").interactive(Workspace::new()).unwrap();
    for path in ["../x", "/etc/x", "", "a/../../x", "a\0b"] {
        assert!(matches!(live.write_file(path, "x"), Err(Error::File { .. })), "{path}");
        assert!(matches!(live.remove(path), Err(Error::File { .. })), "{path}");
    }
    assert!(matches!(live.remove("missing"), Err(Error::File { .. })));
    live.write_file("a", vec![0; 600]).unwrap();
    assert!(matches!(live.write_file("b", vec![0; 600]), Err(Error::File { .. })));
    assert_eq!(live.as_async().files().unwrap(), ["a"]);
    live.write_file("a", vec![0; 1000]).unwrap();
    live.remove("a").unwrap();
    live.write_file("b", vec![0; 1000]).unwrap();
    let ran = turn(&mut live, "len(open('b', 'rb').read())");
    assert_eq!(ran.stdout, "1000\n", "{}", ran.stderr);
}
