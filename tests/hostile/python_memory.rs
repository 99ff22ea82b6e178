//! B3: guest Python uses memory and stack, and crashes.

use std::thread;

use llm_wasm_sandbox::{ExecutionPolicy, Outcome};

use crate::case_thread;
use crate::harness::{EXCEPTION, FINISHED, assert_result, guest, python};
use crate::resources::Resources;
use crate::support::story;
use crate::world::{policy, world};

const FILL: &str = "x = []\nwhile 1: x.append(bytearray(1 << 20))";

#[test]
fn b_051_memory_is_filled() {
    let ended = python(FILL).ends(&[Outcome::MemoryLimit]);
    let image = ended.memory_peak_bytes.saturating_sub(128 << 20);
    assert!(
        image < 256 << 20,
        "no more than the image and the limit: {}",
        ended.memory_peak_bytes
    );
}

#[test]
fn b_052_single_large_values() {
    for (value, error, outcome) in [
        ("bytearray(10**9)", "MemoryError", Outcome::MemoryLimit),
        // More than a 32-bit size holds: the interpreter refuses these without asking for memory.
        ("'a' * 10**10", "OverflowError", Outcome::Exception),
        ("[0] * 10**9", "MemoryError", Outcome::Exception),
    ] {
        python(value).ends(&[outcome]).complains(&[error]);
        python(format!("try:\n    {value}\nexcept {error}:\n    print('caught')"))
            .ends(FINISHED)
            .prints("caught\n");
    }
}

#[test]
fn b_054_deep_values_with_the_recursion_limit_off() {
    python(guest("b_054_deep_values.py")).ends(&[
        Outcome::Finished,
        Outcome::Exception,
        Outcome::StackOverflow,
        Outcome::Trap,
        Outcome::MemoryLimit,
    ]);
}

#[test]
fn b_056_memory_of_an_earlier_guest() {
    for _ in 0..3 {
        python("x = []\nwhile 1: x.append(b'LEAK' * 10**6)").ends(&[Outcome::MemoryLimit]);
        python(guest("b_056_fresh_memory.py")).ends(FINISHED).prints("0 0\n");
    }
}

#[test]
fn b_057_the_interpreter_is_made_to_crash() {
    for (import, crash) in [
        ("_testcapi", "_testcapi.fatal_error(b'x')"),
        ("os", "os.abort()"),
        ("faulthandler", "faulthandler._sigsegv()"),
        ("faulthandler", "faulthandler._stack_overflow()"),
        ("faulthandler", "faulthandler._fatal_error_c_thread()"),
        ("ctypes", "ctypes.string_at(0)"),
    ] {
        // What is not there is an ImportError or AttributeError.
        python(format!("import {import}\n{crash}")).ends(&[Outcome::Trap, Outcome::Exception, Outcome::StackOverflow]);
    }
}

#[test]
fn b_059_modules_for_the_interpreters_own_tests() {
    for module in [
        "_testcapi",
        "_testinternalcapi",
        "_testbuffer",
        "_testlimitedcapi",
        "_xxtestfuzz",
        "_ctypes_test",
    ] {
        python(format!("import {module}"))
            .ends(EXCEPTION)
            .complains(&["ModuleNotFoundError", "ImportError"]);
    }
}

#[test]
fn b_061_a_limit_below_what_the_interpreter_needs() {
    // Ours counts what is added to the image, so that no limit is below the guest's floor; none at all is refused where the policy is read.
    python("print(1)")
        .policy("memory_bytes = 1")
        .ends(&[Outcome::Finished, Outcome::MemoryLimit]);
    let error = ExecutionPolicy::from_toml("memory_bytes = 0").unwrap_err();
    assert!(error.to_string().contains("memory_bytes"), "{error}");
}

#[test]
fn b_062_twenty_at_once_that_fill_their_memory() {
    case_thread::run(|| {
        let mut world = world();
        world.begin();
        let policy = policy("");
        let sandbox = world.sandbox(llm_wasm_sandbox::Runtime::Python).clone();
        let before = Resources::now().memory;
        let most = thread::scope(|scope| {
            let guests: Vec<_> = (0..20)
                .map(|_| scope.spawn(|| sandbox.execute(FILL).unwrap()))
                .collect();
            let mut most = 0;
            while !guests.iter().all(thread::ScopedJoinHandle::is_finished) {
                most = most.max(Resources::now().memory);
                thread::sleep(std::time::Duration::from_millis(5));
            }
            for guest in guests {
                let run = guest.join().unwrap();
                // With several of them on two processors, the deadline may come first.
                assert!(
                    matches!(run.outcome, Outcome::MemoryLimit | Outcome::Timeout),
                    "{}",
                    story(&run)
                );
                assert_result(&world, &policy, &run);
            }
            most
        });
        // The engine's budget, and a tenth for what it does not count. All twenty together would take 2.5 GiB.
        assert!(most - before <= (1 << 30) / 10 * 11, "{} MiB", (most - before) >> 20);
        world.assert_unharmed(llm_wasm_sandbox::Runtime::Python);
    });
}
