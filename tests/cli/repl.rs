//! `sandbox repl`, fed through a pipe.

use std::fs;

use crate::harness::{Ended, sandbox};

fn repl(words: &[&str], input: &str) -> Ended {
    sandbox(std::iter::once("repl").chain(words.iter().copied()))
        .input(input)
        .run()
}

#[test]
fn names_stay_and_values_are_printed() {
    let ended = repl(&[], "x = 41\nx + 1\nimport math\nmath.floor(2.5)\n");
    ended.is(0, "42\n2\n");
    assert_eq!(ended.stderr, "", "no prompts in a pipe");
}

#[test]
fn statements_may_have_many_lines() {
    let input = "\
def f(n):
    if n:
        return 'yes'

    else:
        return 'no'

f(1)
for i in range(2):
    print(i)
print('after')
try:
    1 / 0
except ZeroDivisionError:
    print('caught')
text = '''a
b'''
text
(1 +
2)
class A:
    pass";
    repl(&[], input).is(0, "'yes'\n0\n1\nafter\ncaught\n'a\\nb'\n3\n");
}

#[test]
fn an_exception_does_not_end_it() {
    let ended = repl(&[], "x = 1\nx / 0\nx = = 2\nx\n");
    ended.is(0, "1\n");
    assert!(
        ended.stderr.contains("ZeroDivisionError") && ended.stderr.contains("SyntaxError"),
        "{}",
        ended.stderr
    );
}

#[test]
fn exit_leaves_with_its_code() {
    repl(&[], "import sys\nsys.exit(5)\nprint('not reached')\n").is(5, "");
    repl(&[], ":quit\nprint('not reached')\n").is(0, "");
}

#[test]
fn a_limit_takes_the_interpreter_and_leaves_the_files() {
    let input = "x = 1\nopen('kept', 'w').write('text')\nwhile True: pass\n\nopen('kept').read()\n'x' in globals()\n";
    let ended = repl(&["--fuel", "200000000"], input);
    ended.is(0, "4\n'text'\nFalse\n");
    assert!(ended.stderr.contains("sandbox: out of fuel"), "{}", ended.stderr);
    assert!(ended.stderr.contains("a fresh one has its files"), "{}", ended.stderr);
}

#[test]
fn commands_show_and_move_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let input = format!(
        "open('a', 'w').write('1')\n:files\n:export {}\n:reset\n:files\n:nope\n:help\n",
        out.display()
    );
    let ended = repl(&[], &input);
    assert_eq!(ended.code, 0);
    assert!(ended.stdout.starts_with("1\na\n:help "), "{}", ended.stdout);
    assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "1");
    assert!(ended.stderr.contains("there is no command `:nope`"), "{}", ended.stderr);
}

#[test]
fn future_statements_hold_for_the_inputs_after_them() {
    let input = "from __future__ import annotations\ndef f(x: nowhere): pass\n\nf.__annotations__['x']\n";
    repl(&[], input).is(0, "'nowhere'\n");
}

#[cfg(unix)]
#[test]
fn a_workspace_that_cannot_be_written_leaves_the_names_and_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    // A link is not followed, so nothing can be written below its name.
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("d")).unwrap();
    let words = ["--workspace", folder.path().to_str().unwrap()];
    let fails = "import os\nx = 42\nos.mkdir('d')\nopen('d/a', 'w').write('1')\nx\n";
    let ended = repl(&words, fails);
    ended.is(125, "1\n42\n");
    assert_eq!(ended.told("error: cannot move files").len(), 2, "{}", ended.stderr);
    assert!(ended.stderr.contains(":export DIR"), "{}", ended.stderr);
    assert_eq!(
        ended.told("error: the workspace's folder lacks changes").len(),
        1,
        "{}",
        ended.stderr
    );
    assert!(!elsewhere.path().join("a").exists());
    let ends_well = "import os, shutil\nos.mkdir('d')\nopen('d/a', 'w').write('1'); open('b', 'w').write('2')\nshutil.rmtree('d')\n";
    repl(&words, ends_well).is(0, "1\n1\n");
    assert_eq!(fs::read_to_string(folder.path().join("b")).unwrap(), "2");
}

#[test]
fn a_workspace_is_written_after_every_input() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in"), "x").unwrap();
    let input = "open('in').read()\nopen('out', 'w').write('y')\nimport os; os.remove('in')\n";
    repl(&["--workspace", folder.path().to_str().unwrap()], input).is(0, "'x'\n1\n");
    assert_eq!(fs::read_to_string(folder.path().join("out")).unwrap(), "y");
    assert!(!folder.path().join("in").exists());
}
