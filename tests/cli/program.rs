//! Where a program, its language, its arguments and its input come from.

use std::fs;

use crate::harness::sandbox;

#[test]
fn code_after_an_option_runs_and_prints() {
    sandbox(["run", "-c", "print('hello')"]).run().is(0, "hello\n");
    sandbox(["run", "-c", ""]).run().is(0, "");
}

#[test]
fn a_dash_is_standard_input() {
    sandbox(["run", "-"]).input("print(6 * 7)").run().is(0, "42\n");
    sandbox(["run", "-", "a"])
        .input("import sys; print(sys.argv[1:])")
        .run()
        .is(0, "['a']\n");
}

#[test]
fn words_after_the_program_are_its_arguments() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hello.py"), "import sys; print(sys.argv, __file__)").unwrap();
    let ended = sandbox(["run", "hello.py", "--json", "-x", "é"])
        .folder(folder.path())
        .run();
    ended.is(0, "['/app/hello.py', '--json', '-x', 'é'] /app/hello.py\n");
    sandbox(["run", "-c", "import sys; print(sys.argv[1:])", "one", "--two"])
        .run()
        .is(0, "['one', '--two']\n");
}

#[test]
fn the_language_is_told_by_option_extension_or_shebang() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.PY", "print('extension')");
    write("script", "#!/usr/bin/env python3\nprint('shebang')");
    write("data.txt", "print('option')");
    let run = |words: &[&str]| {
        sandbox(std::iter::once("run").chain(words.iter().copied()))
            .folder(folder.path())
            .run()
    };
    run(&["a.PY"]).is(0, "extension\n");
    run(&["script"]).is(0, "shebang\n");
    run(&["-r", "python", "data.txt"]).is(0, "option\n");
    run(&["-r", "py", "data.txt"]).is(0, "option\n");
    let ended = run(&["data.txt"]);
    assert_eq!(ended.code, 125);
    assert!(
        ended
            .stderr
            .starts_with("error: cannot tell the language of data.txt\nhint: "),
        "{}",
        ended.stderr
    );
}

#[test]
fn conformance_018_an_unknown_language_is_a_usage_error() {
    let ended = sandbox(["run", "-r", "ruby", "-c", "puts 1"]).run();
    assert_eq!(ended.code, 2);
    assert!(
        ended
            .stderr
            .contains("invalid runtime type `ruby`; expected python or javascript"),
        "{}",
        ended.stderr
    );
}

#[test]
fn standard_input_is_the_programs_only_on_request() {
    let read = "import sys; print(repr(sys.stdin.read()))";
    sandbox(["run", "-c", read])
        .input("not for the program")
        .run()
        .is(0, "''\n");
    sandbox(["run", "--stdin", "-", "-c", read])
        .input("héllo\n")
        .run()
        .is(0, "'héllo\\n'\n");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in"), b"from a file").unwrap();
    sandbox(["run", "--stdin", "in", "-c", read])
        .folder(folder.path())
        .run()
        .is(0, "'from a file'\n");
    let binary = "import sys; print(sys.stdin.buffer.read())";
    sandbox(["run", "--stdin", "-", "-c", binary])
        .input(*b"\xff\x00")
        .run()
        .is(0, "b'\\xff\\x00'\n");
    let both = sandbox(["run", "--stdin", "-", "-"]).input("1").run();
    assert_eq!(both.code, 2, "{}", both.stderr);
}

#[test]
fn input_and_eof_behave_as_in_a_terminal_without_a_user() {
    sandbox(["run", "--stdin", "-", "-c", "print(input() + input())"])
        .input("a\nb\n")
        .run()
        .is(0, "ab\n");
    let ended = sandbox(["run", "-c", "input()"]).run();
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("EOFError"), "{}", ended.stderr);
}

#[test]
fn the_value_of_the_last_expression_is_printed_on_request() {
    sandbox(["run", "--value", "-c", "print('out')\n2 ** 10"])
        .run()
        .is(0, "out\n1024\n");
    sandbox(["run", "--value", "-c", "x = 1"]).run().is(0, "");
    sandbox(["run", "-c", "2 ** 10"]).run().is(0, "");
}

#[test]
fn conformance_046_only_variables_that_are_given_are_seen() {
    let code = "import os; print(os.environ.get('GIVEN'), os.environ.get('SECRET_OF_THE_HOST'))";
    sandbox(["run", "-e", "GIVEN=a=b", "-c", code])
        .env("SECRET_OF_THE_HOST", "x")
        .run()
        .is(0, "a=b None\n");
}

#[test]
fn conformance_006_text_arrives_intact() {
    sandbox(["run", "-c", "print('Hej 👋 日本語')"])
        .run()
        .is(0, "Hej 👋 日本語\n");
}

#[test]
fn escape_sequences_reach_a_pipe_as_they_are() {
    sandbox(["run", "-c", "print('\\x1b[31m')"]).run().is(0, "\u{1b}[31m\n");
}
