//! Vendored JavaScript packages and helpers: 42, 55 to 63; hostile case 236.

use llm_wasm_sandbox::{Outcome, Program};

use crate::support::{run_javascript, story};

/// The globals of the original system.
const STD: &str = "javascript_std = true";

#[track_caller]
fn prints(policy: &str, program: impl Into<Program>, expected: &str) {
    let run = run_javascript(policy, program);
    assert_eq!(
        (run.outcome, run.stdout.as_str()),
        (Outcome::Finished, expected),
        "{}",
        story(&run)
    );
}

#[test]
fn conformance_042_a_package_cannot_be_written_to() {
    prints(
        "",
        "const fs = require('fs');\nconst file = require.resolve('dayjs');\nconst before = fs.readFileSync(file, 'utf8');\n\
         for (const attempt of [() => fs.writeFileSync(file, ''), () => fs.appendFileSync(file, ''), () => fs.unlinkSync(file), \
         () => fs.writeFileSync('/packages/x', ''), () => fs.renameSync(file, '/app/x'), () => fs.mkdirSync('/packages/node_modules/x')]) {\n\
         try { attempt(); console.log('written') } catch (error) { console.log(error.code) } }\n\
         console.log(fs.readFileSync(file, 'utf8') === before)",
        "EROFS\nEROFS\nEROFS\nEROFS\nEROFS\nEROFS\ntrue\n",
    );
}

#[test]
fn a_package_that_is_changed_in_one_program_is_whole_in_the_next() {
    prints(
        "",
        "const _ = require('lodash');\n_.chunk = () => 'changed';\nconsole.log(_.chunk([1]))",
        "changed\n",
    );
    prints(
        "",
        "console.log(require('lodash').chunk([1, 2, 3], 2))",
        "[ [ 1, 2 ], [ 3 ] ]\n",
    );
}

#[test]
fn conformance_055_056_csv_is_parsed_and_written() {
    prints(
        STD,
        "const csv = requireVendor('csv-simple');\nconsole.log(JSON.stringify(csv.parse('name,age\\nAlice,30\\nBob,25')));\n\
         console.log(csv.stringify([{ name: 'A', age: 1 }]).split('\\n')[0]);\n\
         console.log(csv.parse('name\\n\"Smith, John\"')[0].name);\n\
         console.log(JSON.stringify(csv.stringify([{ a: 0 }, { a: false, b: null, c: '' }])))",
        "[{\"name\":\"Alice\",\"age\":\"30\"},{\"name\":\"Bob\",\"age\":\"25\"}]\nname,age\nSmith, John\n\"a,b,c\\n0,,\\nfalse,,\"\n",
    );
}

#[test]
fn conformance_057_json_utils() {
    prints(
        STD,
        "const json = requireVendor('json-utils');\nconst data = { user: { address: { city: 'X' } }, users: [{ age: 3 }] };\n\
         console.log(json.get(data, 'user.address.city'), json.get(data, 'users.0.age'), json.get(data, 'no.way', 'else'));\n\
         const copy = json.clone(data); json.set(copy, 'user.address.city', 'Y');\n\
         console.log(copy.user.address.city, data.user.address.city);\n\
         const schema = { type: 'object', properties: { name: { type: 'string', required: true }, age: { type: 'number' } } };\n\
         const missing = json.validate({}, schema);\nconsole.log(missing.valid, missing.errors.length, json.validate({ name: 1 }, schema).valid, json.validate({ name: 'x' }, schema).valid);\n\
         console.log(json.validate(null, schema).valid);\n\
         try { json.set({}, '__proto__.polluted', 1) } catch (error) { console.log('refused') }\nconsole.log({}.polluted)",
        "X 3 else\nY X\nfalse 1 false true\nfalse\nrefused\nundefined\n",
    );
}

#[test]
fn conformance_058_string_utils() {
    prints(
        STD,
        "const s = requireVendor('string-utils');\n\
         console.log(s.slugify('Hello World!'), s.camelCase('hello-world'), s.snakeCase('HelloWorld'), s.kebabCase('HelloWorld'), s.wordCount('a b c'));\n\
         console.log(s.truncate('This is a long text', 10), s.isPalindrome('A man a plan a canal Panama'), s.camelCase('HelloWorld'))",
        "hello-world helloWorld hello_world hello-world 3\nThis is... true helloWorld\n",
    );
}

#[test]
fn conformance_059_what_is_not_vendored_is_not_found() {
    prints(
        STD,
        "for (const name of ['nope', '../x', '/etc/passwd', '__proto__', 'x\\0y', '']) {\n\
         try { requireVendor(name); console.log('found') } catch (error) { console.log(error.message.startsWith('Vendor package not found')) } }",
        "true\ntrue\ntrue\ntrue\ntrue\ntrue\n",
    );
}

#[test]
fn conformance_060_061_helpers_are_globals_where_the_policy_says_so() {
    prints(
        STD,
        "console.log(typeof readJson, typeof requireVendor, typeof listFiles)",
        "function function function\n",
    );
    let run = run_javascript("", "requireVendor('csv-simple')");
    assert_eq!(
        run.exception.as_ref().unwrap().r#type,
        "ReferenceError",
        "{}",
        story(&run)
    );
    // Modules are there in any case.
    prints(
        "",
        "console.log(typeof require('sandbox-utils').readJson)",
        "function\n",
    );
}

/// The helpers of the original's, as globals and as a module.
const HELPERS: [(&str, &str); 2] = [
    (STD, ""),
    (
        "",
        "const { readJson, writeText, listFiles, fileSize, removeFile, fileExists, appendText, \
    readText, writeLines, copyFile } = require('sandbox-utils');\n",
    ),
];

#[test]
fn conformance_062_helpers_say_what_went_wrong() {
    for (policy, import) in HELPERS {
        let program = format!(
            "{import}const said = (action) => {{ try {{ action() }} catch (error) {{ return error.message }} }};\n\
             writeText('bad.json', '{{');\n\
             console.log(/not found/i.test(said(() => readJson('no.json'))), /Invalid JSON/.test(said(() => readJson('bad.json'))),\n\
             /Cannot write/.test(said(() => writeText('/nowhere/x', 'x'))), /Cannot read directory/.test(said(() => listFiles('nowhere'))))"
        );
        prints(policy, program, "true true true true\n");
    }
}

#[test]
fn conformance_063_helpers_handle_files() {
    for (policy, import) in HELPERS {
        let program = format!(
            "{import}writeText('a.txt', 'Hello');\nconsole.log(listFiles('.').join(), fileSize('a.txt'), fileSize('none'));\n\
             appendText('a.txt', ' you');\nconsole.log(readText('a.txt'));\n\
             writeLines('lines.txt', ['a', 'b'], '\\r\\n');\nconsole.log(JSON.stringify(readText('lines.txt')));\n\
             copyFile('a.txt', 'b.txt');\nconsole.log(readText('b.txt'), removeFile('b.txt'), fileExists('b.txt'), removeFile('b.txt'))"
        );
        prints(
            policy,
            program,
            "a.txt 5 null\nHello you\n\"a\\r\\nb\"\nHello you true false false\n",
        );
    }
}

#[test]
fn modules_are_found_by_import_and_by_require() {
    prints(
        "",
        Program::from(
            "import dayjs from 'dayjs';\nimport { chunk } from 'lodash';\nimport { z } from 'zod';\nimport * as yaml from 'yaml';\n\
             import { parse } from 'csv-parse/sync';\nimport { marked } from 'marked';\n\
             console.log(dayjs('2026-01-02').format('DD.MM.YYYY'), chunk([1, 2, 3], 2), z.string().safeParse(1).success);\n\
             console.log(yaml.parse('a: 1'), parse('a,b'), marked.parse('# x').trim());\n\
             console.log((await import('semver')).default.gt('2.0.0', '1.0.0'))",
        )
        .file("/app/main.mjs"),
        "02.01.2026 [ [ 1, 2 ], [ 3 ] ] false\n{ a: 1 } [ [ 'a', 'b' ] ] <h1>x</h1>\ntrue\n",
    );
    prints(
        "",
        "console.log(require('dayjs/plugin/utc') !== undefined, require('lodash/chunk')([1, 2], 1), require('immer').produce([1], (draft) => { draft.push(2) }))",
        "true [ [ 1 ], [ 2 ] ] [ 1, 2 ]\n",
    );
}

#[test]
fn b_236_a_hostile_module_is_bounded_by_the_program_that_loads_it() {
    // It lies in the workspace: what is vendored is locked and read before.
    let program = "const fs = require('fs');\nfs.mkdirSync('node_modules/evil', { recursive: true });\n\
        fs.writeFileSync('node_modules/evil/index.js', TEXT);\nrequire('evil')";
    let ends = |policy: &str, text: &str, outcome: Outcome| {
        let run = run_javascript(policy, program.replace("TEXT", text));
        assert_eq!(run.outcome, outcome, "{text}: {}", story(&run));
    };
    ends("fuel_budget = 100_000_000", "'for (;;);'", Outcome::OutOfFuel);
    ends("", "'require(\"../../../../etc/passwd\")'", Outcome::Exception);
    ends(
        "",
        "'exports.__proto__ = null; module.exports = Object.create(null)'",
        Outcome::Finished,
    );
    ends(
        "memory_bytes = '32MiB'",
        "'x = \"' + 'y'.repeat(50e6) + '\"'",
        Outcome::MemoryLimit,
    );
}
