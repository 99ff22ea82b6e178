//! B8: guest JavaScript.
//!
//! The cases were written for the globals of `QuickJS`'s own runner (`std`, `os`). A policy has to ask for them here, and they are a layer over the same
//! functions that Node's modules are; so each case is tried with both.

use llm_wasm_sandbox::{Outcome, Program};

use crate::harness::{EXCEPTION, FINISHED, FUEL_OR_WALL, guest, javascript, javascript_std};

#[test]
fn b_119_files_of_the_hosts() {
    javascript_std(guest("b_119_files.js"))
        .ends(FINISHED)
        .every_line(12, &["null", "error", "names [", "app packages tmp usr"]);
}

#[test]
fn b_121_modules_of_the_hosts() {
    javascript(Program::from("import('/etc/passwd').catch((error) => console.log(1))"))
        .ends(FINISHED)
        .prints("1\n");
    for import in [
        "import x from '../../../canary/secret.txt'; console.log(x)",
        "import x from '../canary/secret.txt'; console.log(x)",
        "import x from '/etc/passwd'; console.log(x)",
        "import x from 'file:///etc/passwd'; console.log(x)",
        "import x from 'http://169.254.169.254/'; console.log(x)",
        "import x from './data.json' with { type: 'json' }; console.log(x)",
    ] {
        javascript(Program::from(import).file("/app/main.mjs"))
            .ends(EXCEPTION)
            .prints("");
    }
    // Node's `os` is there, and tells constants.
    javascript(
        Program::from("import * as os from 'os'; console.log(os.hostname(), os.userInfo().username)")
            .file("/app/main.mjs"),
    )
    .ends(FINISHED)
    .prints("sandbox sandbox\n");
}

#[test]
fn b_122_packages_by_the_wrong_names() {
    javascript_std(guest("b_122_require_vendor.js"))
        .file("evil.js", "console.log('loaded')")
        .ends(FINISHED)
        .never_says("loaded")
        .every_line(7, &["Error", "TypeError", "found sandbox-utils", "coerced 1"]);
}

#[test]
fn b_124_promises_without_end() {
    javascript("function g() { return Promise.resolve().then(g) } g()")
        .short()
        .ends(&[Outcome::OutOfFuel, Outcome::Timeout, Outcome::MemoryLimit]);
    for queue in [
        "queueMicrotask(f)",
        "setImmediate(f)",
        "setTimeout(f)",
        "process.nextTick(f)",
    ] {
        javascript(format!("function f() {{ {queue} }} f()"))
            .short()
            .ends(FUEL_OR_WALL);
    }
}

#[test]
fn b_126_an_expression_that_backtracks() {
    javascript("/^(a+)+$/.test('a'.repeat(28) + 'b')")
        .short()
        .ends(FUEL_OR_WALL);
}

#[test]
fn b_127_expressions_that_are_hard_to_compile() {
    for expression in [
        "new RegExp('('.repeat(50000) + ')'.repeat(50000))",
        "new RegExp('a{1,65535}{1,65535}')",
        "new RegExp('(a{1,65535}){1,65535}').test('a'.repeat(1000))",
        "new RegExp('[\\\\u{0}-\\\\u{10FFFF}]'.repeat(1e4), 'u')",
        "new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5))",
    ] {
        javascript(expression).short().ends(&[
            Outcome::Finished,
            Outcome::Exception,
            Outcome::MemoryLimit,
            Outcome::OutOfFuel,
            Outcome::Timeout,
        ]);
    }
}

#[test]
fn b_129_recursion_without_end() {
    javascript("console.log('before'); function f(n) { return f(n + 1) + 1 } f(0)")
        .ends(EXCEPTION)
        .prints("before\n")
        .complains(&["RangeError", "InternalError"]);
    javascript("let x = []; for (let i = 0; i < 1e6; i++) x = [x]; try { JSON.stringify(x) } catch (error) { console.log(error.name) }")
        .ends(&[Outcome::Finished, Outcome::MemoryLimit, Outcome::OutOfFuel, Outcome::Timeout])
        .never_says("undefined");
}

#[test]
fn b_131_the_reader_of_bytecode() {
    // It is not there, in any of the ways to a module or a global.
    javascript_std(guest("b_131_bytecode.js"))
        .ends(FINISHED)
        .prints("absent\nabsent\nabsent\nabsent\n");
}

#[test]
fn b_132_values_that_change_while_the_engine_looks_at_them() {
    // The class of the engine's use-after-free mistakes, in programs of our own: callbacks that shrink, detach or replace what a built-in function is
    // in the middle of.
    let any = [
        Outcome::Finished,
        Outcome::Exception,
        Outcome::Trap,
        Outcome::MemoryLimit,
        Outcome::OutOfFuel,
        Outcome::Timeout,
        Outcome::StackOverflow,
    ];
    javascript(guest("b_132_changed_while_used.js"))
        .ends(&any)
        .never_says("TC-");
}

#[test]
fn b_134_exit_codes() {
    for (code, expected) in [
        ("0", 0),
        ("1", 1),
        ("125", 125),
        ("126", 126),
        ("200", 200),
        ("255", 255),
        ("256", 0),
        ("300", 44),
        ("-1", 255),
        ("NaN", 0),
        ("'x'", 0),
    ] {
        let ended = javascript_std(format!("std.exit({code}); console.log('after')"))
            .ends(&[Outcome::Exit])
            .prints("");
        assert_eq!(ended.exit_code, expected, "{code}");
    }
}

#[test]
fn b_136_what_the_prelude_could_use_is_replaced() {
    // There is no `_state` wrapper here; what a program replaces must not reach what the host is told of the same one.
    let ended = javascript_std(guest("b_136_replaced_builtins.js") + "\nthrow new TypeError('mine')").ends(EXCEPTION);
    let exception = ended.exception.as_ref().unwrap();
    assert_eq!(
        (exception.r#type.as_str(), exception.message.as_str()),
        ("TypeError", "mine")
    );
    javascript_std(guest("b_136_replaced_builtins.js") + "\nprocess.exitCode = 3")
        .ends(&[Outcome::Exit, Outcome::Finished]);
}

#[test]
fn b_137_prototypes_are_polluted() {
    let pollute = "Object.prototype.y = 2; Array.prototype[0] = 'z'; ({}).constructor.prototype.outcome = 'finished'; ({}).__proto__.exit_code = 0; throw new Error('mine')";
    let ended = javascript(pollute).ends(EXCEPTION);
    assert_eq!(ended.exit_code, 1);
    javascript("console.log(({}).y, [][0], ({}).outcome, ({}).exit_code)")
        .ends(FINISHED)
        .prints("undefined undefined undefined undefined\n");
    // A file with such a key is data.
    javascript_std("const x = readJson('state.json'); console.log(({}).y, Object.keys(x).join())")
        .file(
            "state.json",
            "{\"__proto__\": {\"y\": 1}, \"constructor\": {\"prototype\": {\"y\": 2}}}",
        )
        .ends(FINISHED)
        .prints("undefined __proto__,constructor\n");
}

#[test]
fn b_139_a_flood() {
    for flood in [
        "for (let i = 0; i < 1e9; i++) std.out.puts('x'.repeat(1 << 20))",
        "for (;;) console.log('x'.repeat(1 << 20))",
    ] {
        let ended = javascript_std(flood)
            .short()
            .ends(&[Outcome::OutOfFuel, Outcome::Timeout, Outcome::Trap]);
        assert!(ended.stdout_truncated && ended.stdout.len() <= 1 << 20);
        javascript_std(flood)
            .policy("on_output_limit = 'stop'")
            .ends(&[Outcome::OutputLimit]);
    }
}

#[test]
fn b_141_descriptors_without_end() {
    javascript_std("const h = []; for (;;) { const f = std.open('/app/f', 'w'); if (f === null) break; h.push(f) } console.log(h.length <= 64)")
        .ends(FINISHED)
        .prints("true\n");
    javascript("const h = []; try { for (;;) h.push(require('fs').openSync('/app/f', 'w')) } catch (error) { console.log(error.code, h.length <= 64) }")
        .ends(FINISHED)
        .prints("EMFILE true\n");
}

#[test]
fn b_142_a_byte_far_behind_the_end() {
    let ended = javascript_std(guest("b_142_far_offsets.js"))
        .ends(FINISHED)
        .every_line(4, &["refused"]);
    assert!(ended.metadata["disk_bytes"].as_u64().unwrap() <= 32 << 20);
}

#[test]
fn b_144_ways_out_of_jails_of_the_language() {
    // The classes of what broke such jails: constructors of functions, errors and stacks prepared by the outside, promises, proxies, getters. There is no
    // outside of the language here that they could reach.
    javascript(guest("b_144_gadgets.js"))
        .ends(FINISHED)
        .never_says("escaped")
        .says("tried 20\n");
}

#[test]
fn memory_is_filled() {
    javascript("const x = []; for (;;) x.push(new Uint8Array(1 << 20).fill(1))").ends(&[Outcome::MemoryLimit]);
    javascript("let x = 'x'; for (;;) x += x").ends(&[Outcome::MemoryLimit, Outcome::Exception]);
}

#[test]
fn the_disk_is_filled() {
    javascript("const fs = require('fs'); for (;;) fs.appendFileSync('/app/fill', Buffer.alloc(1 << 20))")
        .ends(&[Outcome::DiskQuota, Outcome::Exception]);
    javascript("const fs = require('fs'); for (let i = 0; ; i++) fs.writeFileSync(`/app/${i}`, '')")
        .ends(&[Outcome::DiskQuota, Outcome::Exception]);
}

#[test]
fn a_loop_that_catches_everything() {
    javascript("for (;;) { try { for (;;); } catch {} finally { continue } }")
        .short()
        .ends(FUEL_OR_WALL);
}
