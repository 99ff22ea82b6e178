//! B6: guest Python tries to change what the host reports, what the next program gets, and what it may know of the host.

use std::collections::BTreeSet;
use std::thread;

use llm_wasm_sandbox::{Outcome, Program, Runtime};

use crate::case_thread;
use crate::harness::{EXCEPTION, FINISHED, assert_result, guest, python};
use crate::world::{policy, world};

#[test]
fn b_096_every_way_to_end() {
    let ended = python("import os\nos._exit(0)").ends(&[Outcome::Exit]);
    assert_eq!(ended.exit_code, 0);
    let ended = python("raise SystemExit").ends(&[Outcome::Exit]);
    assert_eq!(ended.exit_code, 0);
    let ended = python("raise SystemExit(7)").ends(&[Outcome::Exit]);
    assert_eq!(ended.exit_code, 7);
    // An exception like every other: nobody is there who could have interrupted it.
    let ended = python("raise KeyboardInterrupt").ends(EXCEPTION);
    assert_eq!(ended.exit_code, 1);
    let ended = python("raise GeneratorExit").ends(EXCEPTION);
    assert_eq!(ended.exit_code, 1);
}

#[test]
fn b_097_the_streams_and_print_are_gone() {
    let ended = python(
        "import builtins\nbuiltins.print = lambda *a, **k: None\nimport sys\nsys.stdout = None\nsys.stderr = None\n1/0",
    )
    .ends(EXCEPTION)
    .prints("");
    assert_eq!(ended.exit_code, 1);
    assert_eq!(ended.exception.as_ref().unwrap().r#type, "ZeroDivisionError");
    assert!(!ended.stderr.contains("runner"), "{}", ended.stderr);
}

#[test]
fn b_099_the_builtins_are_gone() {
    for program in [
        "del __builtins__\n1/0",
        "import builtins\nbuiltins.open = None\n1/0",
        "globals().clear()\n1/0",
        "import builtins\ndelete = delattr\nfor name in list(vars(builtins)): delete(builtins, name)\n1/0",
        "import sys\nsys.modules.clear()\n1/0",
    ] {
        let ended = python(program).ends(EXCEPTION);
        assert_eq!(ended.exit_code, 1, "{program}");
        assert_eq!(
            ended.exception.as_ref().unwrap().r#type,
            "ZeroDivisionError",
            "{program}"
        );
    }
}

#[test]
fn b_101_gadgets_that_break_out_of_a_python_jail() {
    // There is no jail of the language's here: what they reach is the guest, and the guest has nothing.
    python(guest("b_101_gadgets.py"))
        .ends(FINISHED)
        .never_says("uid=")
        .never_says("escaped")
        .says("tried 20\n");
}

#[test]
fn b_106_clocks_can_be_made_coarse_and_nothing_is_shared() {
    // What the issue with co-resident programs is, and what of it stays, is in SECURITY.md. The clocks are what a policy can take away.
    let edges = "import time\nseen = set()\nfor _ in range(100_000): seen.add(time.perf_counter_ns() % 10_000_000)\nprint(len(seen))";
    let exact: usize = python(edges).ends(FINISHED).stdout.trim().parse().unwrap();
    assert!(exact > 1000, "{exact}");
    python(edges)
        .policy("clock_resolution_ns = 10_000_000")
        .ends(FINISHED)
        .prints("1\n");
    // No clock of processor time, which would show what others do.
    python("import time\nprint([name for name in ('CLOCK_PROCESS_CPUTIME_ID', 'CLOCK_THREAD_CPUTIME_ID', 'thread_time') if hasattr(time, name)])")
        .ends(FINISHED)
        .prints("[]\n");
}

#[test]
fn b_102_a_seed_fixes_everything() {
    let sample = guest("b_102_entropy.py");
    let fixed = || {
        python(sample.as_str())
            .policy("determinism.enabled = true\ndeterminism.seed = 7")
            .ends(FINISHED)
    };
    let (first, second) = (fixed(), fixed());
    assert_eq!(first.stdout, second.stdout);
    assert_eq!(first.fuel_consumed, second.fuel_consumed);
    // Without it, no two clones draw the same.
    let free: BTreeSet<String> = (0..3)
        .map(|_| python(sample.as_str()).ends(FINISHED).stdout.clone())
        .collect();
    for column in 1..5 {
        let values: BTreeSet<_> = free.iter().map(|line| line.split_whitespace().nth(column)).collect();
        assert_eq!(values.len(), 3, "{free:?}");
    }
}

#[test]
fn b_104_fuel_is_a_function_of_the_program() {
    case_thread::run(|| {
        let mut world = world();
        world.begin();
        let sandbox = world.sandbox(Runtime::Python).clone();
        let program = "import json\ntext = json.dumps({str(n): [n] * n for n in range(100)})\nprint(len(text))";
        let run = || {
            let run = sandbox.execute(program).unwrap();
            assert_result(&world, &policy(""), &run);
            run.fuel_consumed.unwrap()
        };
        let mut figures: BTreeSet<u64> = (0..20).map(|_| run()).collect();
        thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| sandbox.execute(program).unwrap().fuel_consumed.unwrap()))
                .collect();
            figures.extend(threads.into_iter().map(|thread| thread.join().unwrap()));
        });
        assert_eq!(figures.len(), 1, "{figures:?}");
        world.assert_unharmed(Runtime::Python);
    });
}

#[test]
fn b_107_what_an_interpreter_tells_of_its_place() {
    // `safe_path` is part of isolated mode; the program's own folder is on the path by our choice, behind nothing that it could shadow.
    let ended = python(Program::from("import sys\nprint(sys.flags.isolated, sys.flags.utf8_mode)\nprint(sys.argv, sys.path, repr(sys.executable), __file__, sys.prefix)"))
        .ends(FINISHED)
        .says("1 1\n");
    for part in ended
        .stdout
        .split(['\'', ' ', '[', ']', ','])
        .filter(|part| part.starts_with('/'))
    {
        let own = ["/app", "/usr/local", "/packages"];
        assert!(own.iter().any(|own| part.starts_with(own)), "{part}");
    }
}
