//! B7: state that outlives a program.
//!
//! Today that is a live interpreter between its inputs, and the files that one program leaves for the next; stored sessions are issue 5. Nothing is
//! serialised by the guest, so there is no state file that it could forge.

use llm_wasm_sandbox::Outcome;

use crate::case_thread;
use crate::harness::{EXCEPTION, FINISHED, FUEL_OR_WALL, guest, python};
use crate::live::Live;

#[test]
fn b_109_a_value_that_runs_code_when_it_is_unpickled() {
    case_thread::run(|| {
        let mut live = Live::new(&python(""));
        live.turn(guest("b_109_reduce.py"), FINISHED);
        let next = live.turn("print(type(e).__name__, ran)", FINISHED);
        assert_eq!(next.stdout, "E []\n", "nobody pickled it");
        live.done();
    });
}

#[test]
fn b_112_texts_that_a_wrapper_would_break() {
    case_thread::run(|| {
        let cases = [
            ("x = 1 + \\", Some(1)),
            ("x = 1\ny = '''unclosed", Some(2)),
            ("from __future__ import annotations\n1/0", Some(2)),
            ("x = 1\nreturn x", Some(2)),
            ("# only a comment", None),
            ("    x = 1", Some(1)),
            ("x = 1\nif 1:", Some(2)),
        ];
        for (text, line) in cases {
            let alone = python(text).ends(&[Outcome::Finished, Outcome::Exception]);
            let alone = (
                alone.outcome,
                alone
                    .exception
                    .clone()
                    .map(|exception| (exception.r#type, exception.line)),
            );
            assert_eq!(alone.1.as_ref().and_then(|(_, line)| *line), line, "{text}");
            // An indented input is what people paste; a live interpreter may take it.
            let mut live = Live::new(&python(""));
            live.turn("before = 1", FINISHED);
            let turn = live.turn(text, &[Outcome::Finished, Outcome::Exception]);
            let turn = (
                turn.outcome,
                turn.exception.map(|exception| (exception.r#type, exception.line)),
            );
            assert_eq!(turn, alone, "{text}");
            assert_eq!(live.turn("print(before)", FINISHED).stdout, "1\n");
            live.done();
        }
    });
}

#[test]
fn b_114_an_input_that_runs_out_of_fuel() {
    case_thread::run(|| {
        // Documented: an interpreter that a limit interrupted is in the middle of something, and runs nothing more.
        let mut live = Live::new(&python("").short());
        live.turn("x = 1", FINISHED);
        live.turn("x = 2\nwhile True: pass", FUEL_OR_WALL);
        let next = live.session().turn(&"print(x)".into());
        assert!(next.is_err(), "{next:?}");
        live.done();
    });
}

#[test]
fn b_116_values_that_loop_when_they_are_looked_at() {
    case_thread::run(|| {
        // Streams that are still open are flushed at the end of a program, which looks for them among its objects.
        python(guest("b_116_endless_attributes.py")).short().ends(&[
            Outcome::Finished,
            Outcome::OutOfFuel,
            Outcome::Timeout,
        ]);
        python(guest("b_116_endless_attributes.py") + "\nh")
            .policy("last_value = true")
            .short()
            .ends(FUEL_OR_WALL);
        let mut live = Live::new(&python(""));
        live.turn("before = 1", FINISHED);
        live.turn(guest("b_116_endless_attributes.py"), FINISHED);
        assert_eq!(live.turn("print(before)", FINISHED).stdout, "1\n");
        live.done();
    });
}

#[test]
fn b_117_much_state_over_many_inputs() {
    case_thread::run(|| {
        let mut live = Live::new(&python(""));
        let mut refused = 0;
        for n in 0..50 {
            let turn = live.turn(
            format!("state = globals().get('state', [])\nstate.append(b'x' * 5_000_000)\nprint(len(state))\nopen('state{n}', 'wb').write(b'x' * 1_000_000)"),
            &[Outcome::Finished, Outcome::MemoryLimit, Outcome::DiskQuota],
        );
            refused += u32::from(turn.outcome != Outcome::Finished);
            assert!(turn.metadata["disk_bytes"].as_u64().unwrap() <= 32 << 20);
            if turn.outcome == Outcome::MemoryLimit {
                break;
            }
        }
        assert!(refused > 0, "250 MB do not fit into 128 MiB");
        live.done();
    });
}

#[test]
fn what_one_input_breaks_does_not_reach_the_host_in_the_next() {
    case_thread::run(|| {
        let mut live = Live::new(&python(""));
        live.turn("import builtins\nbuiltins.compile = builtins.exec = builtins.isinstance = None\nimport sys\nsys.modules.clear()", FINISHED);
        let next = live.turn("1/0", EXCEPTION);
        assert_eq!(next.exception.unwrap().r#type, "ZeroDivisionError");
        live.done();
    });
}
