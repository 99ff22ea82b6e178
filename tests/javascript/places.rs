//! Where an error is: the line in the program's own text, whatever was done to it.

use llm_wasm_sandbox::{Outcome, Program, Workspace};

use crate::support::{javascript, story};

/// Programs whose error is in the line that has a comment `// here`.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "main.js",
        "function f(o) {\n  const q = 1;\n  return o.x.y; // here\n}\nf({})",
    ),
    ("main.js", "const o = {};\nlet z = 1;\nz = o.x.y; // here"),
    (
        "main.js",
        "const a = 1;\nif (a) {\n  const b = undefinedName; // here\n}",
    ),
    (
        "main.js",
        "const o = {};\nfunction g() {\n  const x = 1;\n  return o.missing(x); // here\n}\ng()",
    ),
    (
        "main.js",
        "const list = 5;\nlet n = 0;\nfor (const each of list) { // here\n  n += each;\n}",
    ),
    (
        "main.js",
        "class A {\n  m() {\n    return this.b.c; // here\n  }\n}\nnew A().m()",
    ),
    (
        "main.js",
        "(async () => {\n  await null;\n  const a = null;\n  return a.b; // here\n})()",
    ),
    ("main.js", "\n\nthrow new RangeError('x') // here"),
    ("main.js", "#!/usr/bin/env node\nlet a;\nnull.x // here"),
    (
        "main.mjs",
        "import fs from 'node:fs';\nconst a = undefined;\nconsole.log(a.b) // here",
    ),
    ("main.mjs", "const a = 1;\nawait Promise.reject(new Error('x')) // here"),
    (
        "main.ts",
        "interface A { x?: { y: number } }\n\nfunction f(a: A): number {\n  const q: number = 1;\n  throw new TypeError('x'); // here\n}\nf({})",
    ),
    (
        "main.ts",
        "type T = { a: string };\nenum E { X, Y }\nconst t = { a: 'x' } as T;\nthrow new Error(t.a) // here",
    ),
    ("main.js", "const a = 1;\nlet b = ; // here"),
    ("main.js", "let a = 1;\nlet a = 2; // here"),
    ("main.mjs", "const a = 1;\nfoo bar // here"),
    ("main.ts", "const a: number = 1;\nconst b: = 2; // here"),
];

#[test]
fn an_error_names_its_line() {
    let mut wrong = Vec::new();
    for (name, program) in PROGRAMS {
        let line = program.lines().position(|line| line.contains("// here")).unwrap() + 1;
        let run = javascript()
            .execute(Program::from(*program).file(format!("/app/{name}")))
            .unwrap();
        assert_eq!(run.outcome, Outcome::Exception, "{program}\n{}", story(&run));
        let found = run.exception.as_ref().unwrap().line;
        if found != u32::try_from(line).ok() {
            wrong.push(format!("{found:?} is not {line}:\n{program}\n{}", run.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_used_up_stack_has_a_place_too() {
    let run = javascript()
        .execute("function again() {\n  again();\n}\nagain()")
        .unwrap();
    let exception = run.exception.as_ref().unwrap();
    assert_eq!(
        (exception.r#type.as_str(), exception.line),
        ("RangeError", Some(2)),
        "{}",
        run.stderr
    );
}

#[test]
fn the_line_is_that_of_the_program_and_not_of_what_it_loads() {
    let workspace = Workspace::new().file("lib.js", "\n\n\n\n\nexports.fail = () => { throw new Error('deep') }");
    let run = javascript()
        .execute_in(workspace, "const lib = require('./lib');\nlib.fail()")
        .unwrap();
    let exception = run.exception.as_ref().unwrap();
    assert_eq!(exception.line, Some(2));
    assert!(
        exception.traceback.contains("/app/lib.js:6:"),
        "{}",
        exception.traceback
    );
}

#[test]
fn an_error_however_long_is_an_exception() {
    for program in [
        "throw new Error('y'.repeat(5e6))",
        "throw 'y'.repeat(5e6)",
        "const e = new Error('x'); e.name = 'N'.repeat(5e6); throw e",
        "throw new Error('x', { cause: 'z'.repeat(5e6) })",
        "Object.prototype.toJSON = () => 1; throw new TypeError('x')",
        "Object.defineProperty(Array.prototype, 0, { set() { throw 1 } }); throw new TypeError('x')",
        "globalThis.Error = null; null.x",
    ] {
        let run = javascript().execute(program).unwrap();
        assert_eq!(run.outcome, Outcome::Exception, "{program}\n{}", story(&run));
        assert!(run.exception.as_ref().unwrap().message.len() < 1 << 20);
    }
}
