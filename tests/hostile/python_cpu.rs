//! B2: guest Python uses time and processor, in every way that a loop, a sleep, a bulk operation or the parser allows.
//!
//! That a call returns within its deadline is U5, so that no test says it again. Cases that one limit or the other ends have the
//! shorter wall of a second: which of the two it is does not depend on it.

use llm_wasm_sandbox::{Mode, Outcome, Program};

use crate::harness::{EXCEPTION, FINISHED, FUEL_OR_WALL, guest, python};

#[test]
fn b_031_a_loop() {
    // The one case with profile T's own wall.
    python("while True: pass").ends(FUEL_OR_WALL);
}

#[test]
fn b_032_a_loop_that_catches_everything() {
    python(guest("b_032_catch_everything.py")).short().ends(FUEL_OR_WALL);
}

#[test]
fn b_034_short_sleeps() {
    let ended = python("import time\nwhile 1: time.sleep(0.001)")
        .short()
        .ends(&[Outcome::Timeout]);
    assert!(
        ended.fuel_consumed.unwrap() < 1_000_000_000,
        "sleeping is cheap: {:?}",
        ended.fuel_consumed
    );
}

#[test]
fn b_036_standard_input_has_an_end() {
    python("import sys\nprint(repr(sys.stdin.read()))")
        .ends(FINISHED)
        .prints("''\n");
    python("input()").ends(EXCEPTION).complains(&["EOFError"]);
}

#[test]
fn b_037_a_power_without_end() {
    // The interpreter folds no such constant while it compiles, and multiplies for as long as it may.
    python("9**9**9 % 7")
        .short()
        .ends(&[Outcome::OutOfFuel, Outcome::Timeout, Outcome::MemoryLimit]);
}

#[test]
fn b_039_a_query_without_end() {
    python(guest("b_039_endless_query.py")).short().ends(FUEL_OR_WALL);
}

#[test]
fn b_041_long_listings() {
    python(guest("b_041_long_listings.py"))
        .short()
        .ends(FUEL_OR_WALL)
        .prints("listing\n");
}

#[test]
fn b_042_storms_of_calls() {
    for body in [
        "os.stat('/app/f')",
        "os.close(os.open('/app/f', os.O_RDONLY))",
        "os.rename('/app/f', '/app/g'); os.rename('/app/g', '/app/f')",
        "os.fsync(fd)",
    ] {
        python(format!(
            "import os\nfd = os.open('/app/f', os.O_CREAT | os.O_RDWR)\nwhile 1: {body}"
        ))
        .short()
        .ends(FUEL_OR_WALL);
    }
}

#[test]
fn b_044_a_destructor_that_makes_the_next_one() {
    // The chain nests: the interpreter's own stack may end it before any limit does.
    python("class A:\n    def __del__(self): A()\nA()\nwhile True: pass")
        .short()
        .ends(&[
            Outcome::OutOfFuel,
            Outcome::Timeout,
            Outcome::MemoryLimit,
            Outcome::StackOverflow,
        ]);
}

#[test]
fn b_046_texts_that_are_hard_to_parse() {
    let parsed = [
        Outcome::Finished,
        Outcome::Exception,
        Outcome::MemoryLimit,
        Outcome::OutOfFuel,
        Outcome::Timeout,
        Outcome::StackOverflow,
    ];
    let nested_text = (0..200).fold("1".to_owned(), |inner, depth| {
        let quote = if depth % 2 == 0 { '"' } else { '\'' };
        format!("f{quote}{{{inner}}}{quote}")
    });
    let texts = [
        "x=1\n".repeat(260_000),
        "(".repeat(1 << 20),
        format!("{}1", "-".repeat(100_000)),
        nested_text,
        "lambda:".repeat(50_000) + "0",
        format!("x = [{}", "[".repeat(100_000)),
        format!("x = {}1{}", "(".repeat(199), ")".repeat(199)),
    ];
    for text in texts {
        python(text).ends(&parsed);
    }
    // What is too long is refused before anybody reads it. Our cap is 16 MiB, not profile T's 1 MiB: it is the host's own, and no limit of a policy's.
    let refused = python(format!("x = '{}'", "x".repeat(20 << 20))).rejected();
    assert!(refused.contains("16") && refused.len() < 1000, "{refused:.1000}");
}

#[test]
fn b_047_numbers_of_many_digits() {
    python("print(int('9' * 10**7))")
        .ends(EXCEPTION)
        .complains(&["ValueError"]);
    python("str(10 ** 10**7)")
        .short()
        .ends(&[Outcome::Exception, Outcome::OutOfFuel, Outcome::Timeout]);
}

#[test]
fn b_049_a_dictionary_whose_keys_collide() {
    // Multiples of the hash's modulus all have the hash 0: no list of texts has to be computed for it, and every insertion visits all keys before it.
    python("keys = {n * (2**31 - 1): n for n in range(50_000)}\nprint(len(keys))").ends(&[
        Outcome::Finished,
        Outcome::OutOfFuel,
        Outcome::Timeout,
    ]);
}

#[test]
fn b_181_a_check_runs_nothing_and_has_the_same_limits() {
    let check = |text: String| python(Program::from(text).mode(Mode::Check)).short();
    let ended = check("__import__('os').system('touch /app/pwn')\nopen('/app/pwn', 'w')\nprint(1)".into())
        .ends(FINISHED)
        .prints("");
    assert!(ended.files.is_empty());
    check("while True: pass".into()).ends(FINISHED);
    check("(".repeat(1 << 20)).ends(EXCEPTION);
}
