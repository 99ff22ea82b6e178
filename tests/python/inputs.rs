//! One interpreter that runs input after input: what one of them does, the next one finds, and none can break the next one by accident.

use llm_wasm_sandbox::blocking::Interactive;
use llm_wasm_sandbox::{Execution, Mode, Outcome, Program, Workspace};

use crate::support::sandbox;

fn interpreter() -> Interactive {
    sandbox().interactive(Workspace::new()).expect("it starts")
}

fn input(live: &mut Interactive, text: &str) -> Execution {
    let program = Program::from(text).mode(Mode::Interactive).file("<input>");
    live.turn(&program)
        .unwrap_or_else(|error| panic!("the interpreter is gone before {text:?}: {error}"))
}

#[track_caller]
fn printed(live: &mut Interactive, text: &str) -> String {
    let ran = input(live, text);
    assert_eq!(
        ran.outcome,
        Outcome::Finished,
        "{text:?}: {} {:?}",
        ran.stderr,
        ran.metadata.get("trap")
    );
    ran.stdout
}

#[test]
fn what_an_input_replaces_does_not_lose_the_interpreter() {
    for replaced in [
        "import sys; sys.argv = None",
        "import sys; del sys.argv",
        "import sys; sys.modules['__main__'] = sys",
        "import sys; del sys.stderr",
        "import sys; sys.__class__ = type('Odd', (type(sys),), {'__setattr__': None})",
        "import os; os.environ = None",
        "import gc, atexit; gc.get_objects = atexit._run_exitfuncs = None",
        "import io, ast, codeop; io.StringIO = ast.Expr = codeop.compile_command = codeop.CommandCompiler = None",
        "import linecache; linecache.cache = None",
        "import traceback; traceback.format_exception = None",
    ] {
        let mut live = interpreter();
        let text = format!("kept = 42; {replaced}");
        assert_eq!(input(&mut live, &text).outcome, Outcome::Finished, "{replaced}");
        assert_eq!(printed(&mut live, "kept"), "42\n", "{replaced}");
        assert_eq!(input(&mut live, "1 / 0").outcome, Outcome::Exception, "{replaced}");
        assert_eq!(printed(&mut live, "kept + 1"), "43\n", "{replaced}");
    }
}

#[test]
fn an_interpreter_that_is_of_no_use_any_more_is_still_there() {
    for text in [
        "import sys; sys.modules.clear()",
        "import builtins; builtins.__dict__.clear()",
        "import builtins; del builtins.compile, builtins.exec, builtins.isinstance",
        "import sys; sys.stdout = type('Odd', (), {'flush': lambda self: exec('raise KeyboardInterrupt')})()",
        "import sys; sys.excepthook = sys.displayhook = None",
    ] {
        let mut live = interpreter();
        for input_text in [text, "1 / 0", "x = 1"] {
            let ran = input(&mut live, input_text);
            assert!(
                matches!(ran.outcome, Outcome::Finished | Outcome::Exception),
                "{text}: {} {:?}",
                ran.stderr,
                ran.metadata.get("trap")
            );
        }
    }
}

#[test]
fn arguments_are_set_for_every_input() {
    let mut live = interpreter();
    printed(&mut live, "import sys; sys.argv = 7");
    let program = Program::from("sys.argv").mode(Mode::Interactive).file("<input>");
    let ran = live.turn(&program.args(["a", "b"])).unwrap();
    assert_eq!(ran.stdout, "['<input>', 'a', 'b']\n");
}

#[test]
fn future_statements_hold_for_the_inputs_after_them() {
    let mut live = interpreter();
    let define = "def f(x: nowhere): pass\n";
    printed(&mut live, "from __future__ import annotations");
    printed(&mut live, define);
    assert_eq!(printed(&mut live, "f.__annotations__['x']"), "'nowhere'\n");
    // Another interpreter has not heard of it.
    let mut other = interpreter();
    printed(&mut other, define);
    assert_eq!(input(&mut other, "f.__annotations__").outcome, Outcome::Exception);
}

/// Takes all memory, down to the smallest free place.
const FILL: &str = "\
def fill():
    taken = [None] * 1_000_000
    at, size = 0, 1 << 20
    while size:
        try:
            while True:
                taken[at] = bytes(size)
                at += 1
        except MemoryError:
            size //= 2
    raise MemoryError

";

#[test]
fn an_input_that_runs_out_of_memory_leaves_what_was_there() {
    let mut live = interpreter();
    printed(&mut live, "kept = 42");
    for _ in 0..2 {
        let ran = input(&mut live, FILL);
        assert_eq!(ran.outcome, Outcome::Finished, "{}", ran.stderr);
        let ran = input(&mut live, "fill()");
        assert_eq!(
            ran.outcome,
            Outcome::MemoryLimit,
            "{} {:?}",
            ran.stderr,
            ran.metadata.get("trap")
        );
        assert!(ran.exception.is_some_and(|exception| exception.r#type == "MemoryError"));
        assert_eq!(printed(&mut live, "kept"), "42\n");
    }
}

#[test]
fn an_input_that_has_no_place_is_a_matter_of_memory() {
    let mut live = interpreter();
    printed(&mut live, &FILL.replace("taken =", "global taken; taken ="));
    assert_eq!(input(&mut live, "fill()").outcome, Outcome::MemoryLimit);
    // The interpreter cannot take it, and has no way to say so.
    let long = format!("x = '{}'", "x".repeat(2 << 20));
    let ran = input(&mut live, &long);
    assert_eq!(ran.outcome, Outcome::MemoryLimit, "{:?}", ran.metadata.get("trap"));
}
