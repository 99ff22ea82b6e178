//! `sandbox repl`: an interpreter that keeps its state between inputs.

mod command;
mod history;
mod lines;
mod owed;
mod session;

use std::io::IsTerminal;

use super::{setup, tell};
use crate::cli::ReplArgs;
use crate::error::CliError;
use crate::interrupt::Interrupts;
use crate::output::terminal::Stream;
use command::Command;
use lines::{Input, Lines};
use session::{Session, Turn};

/// The longest input, in bytes, all its lines together. Every line tries the whole input again, so this bounds the work as well.
const MAX_INPUT_BYTES: usize = 1 << 20;

/// What happens after an input.
enum Next {
    Continue,
    Leave(u8),
}

pub(crate) fn run(arguments: ReplArgs) -> Result<u8, CliError> {
    let policy = setup::policy(&arguments.limits)?;
    // Two places: a fresh interpreter starts before the old one is gone.
    let sandbox = setup::sandbox(arguments.runtime.runtime, &arguments.engine, policy, 2)?;
    let terminal = std::io::stdin().is_terminal();
    let interrupts = terminal.then(Interrupts::watch);
    let mut session = Session::start(
        sandbox,
        arguments.runtime,
        arguments.workspace,
        interrupts,
        arguments.engine.quiet,
    )?;
    let mut lines = if terminal {
        Lines::terminal(!arguments.no_history)?
    } else {
        Lines::pipe()
    };
    if terminal && !arguments.engine.quiet {
        let greeting = format!(
            "sandbox {}, {}; `:help` lists the commands\n",
            env!("CARGO_PKG_VERSION"),
            session.describe()
        );
        let _ = Stream::stderr().write(&greeting);
    }
    let done = serve(&mut session, &mut lines);
    lines.close();
    match done {
        Ok(_) if session.owes() => Err(CliError::Unwritten),
        done => done,
    }
}

/// Reads and runs inputs until the end.
fn serve(session: &mut Session, lines: &mut Lines) -> Result<u8, CliError> {
    let mut open: Vec<String> = Vec::new();
    loop {
        let line = match lines.next(!open.is_empty())? {
            Input::Line(line) => line,
            Input::Interrupted => {
                open.clear();
                continue;
            }
            Input::Refused(why) => {
                say(why);
                open.clear();
                continue;
            }
            Input::End => {
                // An empty line ends what is still open, as it does on a terminal.
                if !open.is_empty() {
                    open.push(String::new());
                    if let Next::Leave(code) = submit(session, &mut open)? {
                        return Ok(code);
                    }
                }
                return Ok(0);
            }
        };
        if let Next::Leave(code) = line_read(session, lines, &mut open, line)? {
            return Ok(code);
        }
    }
}

fn line_read(session: &mut Session, lines: &Lines, open: &mut Vec<String>, line: String) -> Result<Next, CliError> {
    if open.is_empty() {
        if line.trim().is_empty() {
            return Ok(Next::Continue);
        }
        if let Some(command) = line.strip_prefix(':') {
            return obey(session, command);
        }
    } else if !lines.is_terminal() && closes(open, &line) {
        // A file has no empty line after every block: a line that begins a statement ends the block before it, if it can end there.
        open.push(String::new());
        let next = submit(session, open)?;
        if matches!(next, Next::Leave(_)) {
            return Ok(next);
        }
        open.pop();
        if open.is_empty() && line.trim().is_empty() {
            return Ok(Next::Continue);
        }
    }
    if open.iter().map(String::len).sum::<usize>() + line.len() > MAX_INPUT_BYTES {
        open.clear();
        say("this input is too long; put it into a file of the workspace and import it");
        return Ok(Next::Continue);
    }
    open.push(line);
    submit(session, open)
}

/// Runs what is open, if it is whole, and clears it then.
fn submit(session: &mut Session, open: &mut Vec<String>) -> Result<Next, CliError> {
    match session.turn(&open.join("\n"))? {
        Turn::Incomplete => Ok(Next::Continue),
        Turn::Done => {
            open.clear();
            Ok(Next::Continue)
        }
        Turn::Left(code) => Ok(Next::Leave(code)),
    }
}

/// Whether a line begins a statement after a block, and is no part of it. Only a guess: an input that is not whole goes on.
fn closes(open: &[String], line: &str) -> bool {
    const CONTINUE: [&str; 5] = ["else", "elif", "except", "finally", "case"];
    let begins = line
        .chars()
        .next()
        .is_some_and(|first| !first.is_whitespace() && !")]}#".contains(first));
    let word: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let goes_on = open.last().is_some_and(|last| last.trim_end().ends_with('\\'));
    begins && !goes_on && !CONTINUE.contains(&word.as_str())
}

fn obey(session: &mut Session, text: &str) -> Result<Next, CliError> {
    let done = match Command::parse(text) {
        Ok(Command::Quit) => return Ok(Next::Leave(0)),
        Ok(Command::Help) => {
            Stream::stdout().write(command::HELP).map_err(CliError::stdout)?;
            Ok(())
        }
        Ok(Command::Files) => session.show_files(),
        Ok(Command::Reset) => session.reset(),
        Ok(Command::Export(folder)) => session.export(&folder),
        Err(why) => {
            say(&why);
            Ok(())
        }
    };
    match done {
        Err(error @ CliError::ClosedOutput) => return Err(error),
        // A command that fails leaves the interpreter as it is.
        Err(error) => tell(&error),
        Ok(()) => {}
    }
    Ok(Next::Continue)
}

/// A line of our own, apart from the program's output.
fn say(text: &str) {
    let _ = Stream::stderr().write(&format!("sandbox: {text}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_after_a_block_is_told_from_a_part_of_it() {
        let open = ["if x:".to_owned(), "    y".to_owned()];
        for line in ["print(1)", "x = 1", "@decorator", "elsewhere = 1", "'text'"] {
            assert!(closes(&open, line), "{line}");
        }
        for line in [
            "else:",
            "elif z:",
            "except E:",
            "finally:",
            "case 1:",
            "    z",
            "\tz",
            ")",
            "",
            "# comment",
        ] {
            assert!(!closes(&open, line), "{line}");
        }
        assert!(!closes(&["x = 1 + \\".to_owned()], "2"));
    }
}
