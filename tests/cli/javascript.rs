//! JavaScript and TypeScript by every way that takes a program.

use std::fs;

use serde_json::json;

use crate::harness::sandbox;

#[test]
fn the_ending_of_a_file_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, program, printed) in [
        ("a.js", "console.log(typeof require, 1)", "function 1\n"),
        ("a.cjs", "module.exports = 2; console.log(module.exports)", "2\n"),
        (
            "a.mjs",
            "import os from 'node:os'; console.log(await os.EOL.length)",
            "1\n",
        ),
        (
            "a.ts",
            "const n: number = 4; enum E { A = n }\nconsole.log(E.A satisfies number)",
            "4\n",
        ),
        (
            "a.mts",
            "type T = string; export const t: T = 'x'; console.log(t, typeof require)",
            "x undefined\n",
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, program).unwrap();
        sandbox(["run", path.to_str().unwrap()]).run().is(0, printed);
    }
}

#[test]
fn the_language_can_be_said_and_a_first_line_says_it() {
    sandbox([
        "run",
        "-r",
        "javascript",
        "-c",
        "console.log(process.argv.slice(2).join())",
        "a",
        "b",
    ])
    .run()
    .is(0, "a,b\n");
    sandbox([
        "run",
        "-r",
        "typescript",
        "-c",
        "let x: string = 'typed'; console.log(x)",
    ])
    .run()
    .is(0, "typed\n");
    sandbox(["run", "-"])
        .input("#!/usr/bin/env node\nconsole.log(this === module.exports)")
        .run()
        .is(0, "true\n");
}

#[test]
fn a_program_in_a_folder_of_the_workspace_finds_what_lies_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.js"), "exports.n = 7").unwrap();
    let main = folder.path().join("src/main.js");
    fs::write(
        &main,
        "console.log(require('./lib').n, process.cwd(), __filename); require('fs').writeFileSync('out.txt', '1')",
    )
    .unwrap();
    let workspace = folder.path().to_str().unwrap();
    sandbox(["run", "--workspace", workspace, main.to_str().unwrap()])
        .run()
        .is(0, "7 /app /app/src/main.js\n");
    assert_eq!(fs::read_to_string(folder.path().join("out.txt")).unwrap(), "1");
}

#[test]
fn failures_have_their_codes_and_places() {
    let ended = sandbox([
        "run",
        "-r",
        "javascript",
        "-c",
        "const a = 1;\nPromise.reject(new TypeError('nobody'));",
    ])
    .run();
    assert_eq!(ended.code, 1);
    assert!(ended.stderr.contains("TypeError: nobody\n    at "), "{}", ended.stderr);
    sandbox(["run", "-r", "javascript", "-c", "process.exit(7)"])
        .run()
        .is(7, "");
    let ended = sandbox([
        "run",
        "-r",
        "javascript",
        "--timeout",
        "300ms",
        "-c",
        "setTimeout(() => {}, 1e9)",
    ])
    .run();
    assert_eq!(ended.code, 124, "{}", ended.stderr);
    let ended = sandbox(["run", "-r", "javascript", "--fuel", "5000000", "-c", "for (;;);"]).run();
    assert_eq!(ended.code, 120, "{}", ended.stderr);
}

#[test]
fn the_value_of_the_last_expression_is_in_the_result() {
    let result = sandbox(["run", "-r", "javascript", "--json", "--value", "-c", "[1, { a: 'x' }]"])
        .run()
        .object();
    assert_eq!(result["value"]["json"], json!([1, { "a": "x" }]));
}

#[test]
fn a_batch_takes_every_language() {
    let lines = [
        json!({ "id": 1, "runtime": "javascript", "code": "console.log(6 * 7)" }),
        json!({ "id": 2, "runtime": "typescript", "code": "const n: number = 1; console.log(n)" }),
        json!({ "id": 3, "code": "print(3)" }),
        json!({ "id": 4, "runtime": "javascript", "code": "console.log(require('fs').readFileSync('in.txt', 'utf8'))", "files": { "in.txt": "text" } }),
    ];
    let input: String = lines.iter().map(|line| line.to_string() + "\n").collect();
    let results = sandbox(["batch", "-"]).input(input).run().objects();
    let printed: Vec<_> = results
        .iter()
        .map(|result| result["stdout"].as_str().unwrap())
        .collect();
    assert_eq!(printed, ["42\n", "1\n", "3\n", "text\n"]);
}

#[test]
fn a_check_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (name, program, code) in [
        ("right.js", "console.log('ran')", 0),
        ("right.ts", "const a: string = 'x'; console.log(a)", 0),
        ("right.mjs", "import x from './nowhere.js'; await x", 0),
        ("wrong.js", "const a = ;", 1),
        ("wrong.ts", "const a: = 1", 1),
        ("wrong.mjs", "export const = 1", 1),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, program).unwrap();
        let ended = sandbox(["check", path.to_str().unwrap()]).run();
        assert_eq!(ended.code, code, "{name}: {}", ended.stderr);
        assert!(!ended.stdout.contains("ran"));
    }
}

#[test]
fn a_prompt_keeps_names_and_shows_values() {
    let input = "const a = 41\na + 1\nfunction f(n) {\n  return n * 2\n}\nf(4)\nawait Promise.resolve('later')\nnope\na\nprocess.cwd()\n";
    let ended = sandbox(["repl", "-r", "javascript"]).input(input).run();
    ended.is(0, "42\n8\n'later'\n41\n'/app'\n");
    assert!(ended.stderr.contains("ReferenceError"), "{}", ended.stderr);
    sandbox(["repl", "-r", "typescript"])
        .input("const n: number = 2\nn * 3\n")
        .run()
        .is(0, "6\n");
}
