//! Programs whose text is not plain UTF-8. They are bytes here: a guest program's file is text.

use llm_wasm_sandbox::{Outcome, Program};

use crate::support::run;

/// Runs a program whose last line raises, and returns the lines of its traceback.
fn traceback(source: &[u8]) -> Vec<String> {
    let run = run(Program::new(source.to_vec()));
    assert_eq!(run.outcome, Outcome::Exception, "{}", run.stderr);
    run.stderr.lines().map(str::to_owned).collect()
}

#[test]
fn a_traceback_shows_the_line_in_the_encoding_that_the_program_names() {
    let lines = traceback(b"# coding: latin-1\nraise ValueError('\xe9')\n");
    assert_eq!(lines[2..], ["    raise ValueError('\u{e9}')", "ValueError: \u{e9}"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_line() {
    let lines = traceback(b"\xef\xbb\xbfraise ValueError('\xc3\xa9')\n");
    assert_eq!(lines[2..], ["    raise ValueError('\u{e9}')", "ValueError: \u{e9}"]);
}

#[test]
fn lines_may_end_as_they_do_elsewhere() {
    let lines = traceback(b"x = 1\r\ny = 2\rraise ValueError('three')\r\n");
    assert_eq!(
        lines[1..],
        [
            "  File \"/app/main.py\", line 3, in <module>",
            "    raise ValueError('three')",
            "ValueError: three"
        ]
    );
}

#[test]
fn an_encoding_that_is_none_is_an_error_of_syntax() {
    for source in [
        &b"# coding: nonsense\nx"[..],
        b"# coding: rot13\nx",
        b"# coding: utf-8\n'\xff'",
    ] {
        let run = run(Program::new(source.to_vec()));
        let exception = run.exception.as_ref().expect("an exception");
        assert_eq!(exception.r#type, "SyntaxError", "{}", run.stderr);
    }
}
