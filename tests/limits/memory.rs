//! Memory: growth is refused, the program may catch that, and a program that dies of it says so.

use llm_wasm_sandbox::Outcome;

use crate::support::{run, run_under, story};

#[test]
fn a_program_that_dies_of_memory_says_so() {
    for program in [
        "x = []\nwhile True:\n    x.append(bytearray(1 << 20))",
        "bytearray(10**9)",
        "'a' * 10**9",
        "x = [0] * (2 * 10**8)",
        "import numpy as np\nx = np.ones(10**8)",
    ] {
        let run = run(program);
        assert_eq!(
            (run.outcome, run.success, run.exit_code),
            (Outcome::MemoryLimit, false, 121),
            "{program}\n{}",
            run.stderr
        );
        assert!(
            run.exception
                .as_ref()
                .is_some_and(|exception| exception.r#type.contains("MemoryError")),
            "{:?}",
            run.exception
        );
        assert!(!run.hints.is_empty());
    }
}

#[test]
fn a_program_that_leaves_no_memory_to_describe_its_end_says_so() {
    for program in [
        // Every free place is filled with small objects, which are still alive when the program ends.
        "x = None\nwhile True:\n    x = (x,)",
        "taken = [None] * 1_000_000\nat, size = 0, 1 << 20\nwhile size:\n    try:\n        while True:\n            taken[at] = bytes(size)\n            at += 1\n    except MemoryError:\n        size //= 2\nraise MemoryError",
        // The text of the exception needs more memory than there is.
        "class Large(MemoryError):\n    def __str__(self):\n        return 'a' * 10**9\nraise Large",
        // The hook that prints it does.
        "import sys\nsys.excepthook = lambda *_: bytearray(10**9)\nbytearray(10**9)",
    ] {
        let run = run(program);
        assert_eq!(run.outcome, Outcome::MemoryLimit, "{program}\n{}", story(&run));
        assert!(run.exception.is_some(), "{program}");
    }
}

#[test]
fn a_program_that_catches_it_goes_on() {
    let run = run("try:\n    bytearray(10**9)\nexcept MemoryError:\n    print('caught')\nprint(len(bytearray(10**6)))");
    assert_eq!(
        (run.outcome, run.stdout.as_str()),
        (Outcome::Finished, "caught\n1000000\n")
    );
    assert!(run.metadata["memory_refusals"].as_u64().unwrap() > 0);
}

#[test]
fn a_memory_error_of_the_programs_own_is_an_exception() {
    let run = run("raise MemoryError('made up')");
    assert_eq!(run.outcome, Outcome::Exception);
}

#[test]
fn the_peak_stays_below_the_limit() {
    let run = run_under(
        "memory_bytes = '32MiB'",
        "x = []\ntry:\n    while True:\n        x.append(bytearray(1 << 16))\nexcept MemoryError:\n    pass\nprint(len(x) > 100)",
    );
    assert_eq!(run.stdout, "True\n", "{}", run.stderr);
    let image = run.metadata["image_memory_bytes"].as_u64().unwrap();
    assert!(run.memory_peak_bytes > image && run.memory_peak_bytes <= image + (32 << 20));
}

#[test]
fn a_larger_limit_lets_a_program_have_more() {
    let program = "x = bytearray(300 << 20)\nprint(len(x))";
    assert_eq!(run(program).outcome, Outcome::MemoryLimit);
    assert_eq!(run_under("memory_bytes = '1GiB'", program).stdout, "314572800\n");
}

#[test]
fn calls_that_nest_too_deeply_end_the_program_and_nothing_else() {
    let run = run("import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()");
    assert!(
        matches!(
            run.outcome,
            Outcome::Exception | Outcome::MemoryLimit | Outcome::StackOverflow | Outcome::OutOfFuel
        ),
        "{}",
        run.outcome
    );
    let json = crate::support::run("import json\njson.loads('[' * 1_000_000)");
    assert!(
        matches!(json.outcome, Outcome::Exception | Outcome::StackOverflow),
        "{} {:?}",
        json.outcome,
        json.metadata.get("trap")
    );
    assert_eq!(crate::support::printed("print(1)"), "1\n");
}

#[test]
fn memory_of_an_earlier_program_is_never_seen() {
    let fill = run("x = b'LEAK' * 20_000_000\nwhile True:\n    x += x");
    assert_eq!(fill.outcome, Outcome::MemoryLimit);
    for _ in 0..10 {
        // Fresh memory that the interpreter does not clear: an array of numpy's that is not initialised.
        let seen = run(
            "import numpy as np\nfresh = np.empty(90 << 20, dtype=np.uint8)\nprint(np.count_nonzero(fresh.view(np.uint32) == int.from_bytes(b'LEAK', 'little')))",
        );
        assert_eq!(seen.stdout, "0\n", "{}", seen.stderr);
    }
}
