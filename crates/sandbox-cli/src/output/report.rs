//! How an execution is told to a person.

use std::fmt::Write;
use std::io;

use llm_wasm_sandbox::{Execution, Outcome};

use super::escape;
use super::terminal::{Stream, Style};

/// Shows what a program printed, the value if it was asked for, and how it ended if that was not its own doing.
pub(crate) fn show(execution: &Execution, value: bool, quiet: bool) -> io::Result<()> {
    let (stdout, stderr) = (Stream::stdout(), Stream::stderr());
    if !execution.stdout.is_empty() {
        stdout.write(&execution.stdout)?;
    }
    if value && let Some(value) = &execution.value {
        stdout.write(&format!("{}\n", value.repr))?;
    }
    // Nobody may read standard error; the exit code still tells.
    let _ = stderr.write(&execution.stderr);
    let _ = stderr.write_raw(ending(stderr, execution, quiet).as_bytes());
    Ok(())
}

/// The lines of our own after the program's: cut output, the limit that ended it, hints.
fn ending(stream: Stream, execution: &Execution, quiet: bool) -> String {
    let mut text = String::new();
    let mut line = |what: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}: {}",
            stream.styled(Style::Strong, "sandbox"),
            escape::visible_line(what)
        );
    };
    for (name, cut, kept, all) in [
        (
            "stdout",
            execution.stdout_truncated,
            execution.stdout.len(),
            execution.stdout_bytes,
        ),
        (
            "stderr",
            execution.stderr_truncated,
            execution.stderr.len(),
            execution.stderr_bytes,
        ),
    ] {
        if cut {
            line(&format!("{name} was cut: {kept} of {all} bytes are shown"));
        }
    }
    if let Some(what) = stopped(execution) {
        line(&what);
    }
    if !quiet {
        for hint in &execution.hints {
            let _ = writeln!(
                text,
                "{}: {}",
                stream.styled(Style::Hint, "hint"),
                escape::visible_line(&hint.message)
            );
        }
    }
    text
}

/// One line about an end that was not the program's own; `None` where the program has said it itself.
pub(crate) fn stopped(execution: &Execution) -> Option<String> {
    let seconds = execution.duration_ms / 1e3;
    let what = match execution.outcome {
        Outcome::Finished | Outcome::Exit | Outcome::Exception => return None,
        Outcome::OutOfFuel => match execution.fuel_consumed {
            Some(fuel) => format!("out of fuel after {} instructions and {seconds:.3} s", grouped(fuel)),
            None => format!("out of fuel after {seconds:.3} s"),
        },
        Outcome::Timeout => format!("timeout after {seconds:.3} s"),
        Outcome::MemoryLimit => format!("out of memory after {seconds:.3} s"),
        Outcome::OutputLimit => format!(
            "output limit reached after {} bytes",
            grouped(execution.stdout_bytes.saturating_add(execution.stderr_bytes))
        ),
        Outcome::DiskQuota => format!("disk quota reached after {seconds:.3} s"),
        Outcome::StackOverflow => format!("stack overflow after {seconds:.3} s"),
        Outcome::Cancelled => format!("cancelled after {seconds:.3} s"),
        Outcome::Trap | Outcome::HostError => {
            let reason = execution.metadata.get("trap").and_then(serde_json::Value::as_str);
            let word = if execution.outcome == Outcome::Trap {
                "the interpreter trapped"
            } else {
                "the host failed"
            };
            match reason {
                Some(reason) => format!("{word} after {seconds:.3} s: {reason}"),
                None => format!("{word} after {seconds:.3} s"),
            }
        }
    };
    Some(what)
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use llm_wasm_sandbox::Runtime;

    use super::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (20_000_000_000, "20,000,000,000"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn only_an_end_that_the_program_does_not_tell_is_told() {
        for outcome in Outcome::ALL {
            let execution = Execution {
                outcome,
                fuel_consumed: Some(1000),
                duration_ms: 1500.0,
                ..Execution::new(Runtime::Python)
            };
            let told = stopped(&execution);
            match outcome {
                Outcome::Finished | Outcome::Exit | Outcome::Exception => assert_eq!(told, None),
                Outcome::OutOfFuel => assert_eq!(told.unwrap(), "out of fuel after 1,000 instructions and 1.500 s"),
                _ => assert!(!told.unwrap().contains('\n')),
            }
        }
    }

    #[test]
    fn a_reason_from_the_guest_stays_on_its_line() {
        let mut execution = Execution {
            outcome: Outcome::Trap,
            ..Execution::new(Runtime::Python)
        };
        execution
            .metadata
            .insert("trap".into(), "a\nsandbox: all is well\u{1b}[1A".into());
        let text = ending(Stream::plain(), &execution, false);
        assert_eq!(text.lines().count(), 1);
        assert!(text.contains("a\\nsandbox: all is well^[[1A"));
    }
}
