//! Turns.

use llm_wasm_sandbox::blocking::{Session, Sessions};
use llm_wasm_sandbox::{CancelHandle, Program, Runtime, SessionError, SessionId, SessionOptions, Turn};

use super::open::{Choices, Opened};
use crate::cli::{ExecArgs, ProgramArgs, RunArgs};
use crate::commands::{setup, tell};
use crate::error::CliError;
use crate::interrupt::Interrupts;
use crate::output::terminal::Stream;
use crate::output::{json, report};
use crate::source::{self, MAX_STDIN_BYTES, Source};

/// How a turn is told.
#[derive(Debug, Clone, Copy)]
struct Manner {
    json: bool,
    value: bool,
    quiet: bool,
}

/// `sandbox session exec`.
pub(super) fn exec(arguments: ExecArgs) -> Result<u8, CliError> {
    let ExecArgs {
        id,
        program,
        json,
        value,
        stdin,
        cache,
        quiet,
        store,
    } = arguments;
    let (program, _) = read(program, stdin.as_deref(), value)?;
    let choices = Choices {
        cache: cache.as_deref(),
        quiet,
        ..Choices::default()
    };
    let manner = Manner { json, value, quiet };
    Opened::new(&store, choices)?.with(|sessions| {
        let session = sessions.session(&id)?;
        turn(&session, program, manner)
    })
}

/// `sandbox run --session`: the session is made if there is none.
pub(crate) fn run_in_session(arguments: RunArgs, id: &SessionId) -> Result<u8, CliError> {
    let RunArgs {
        program,
        json,
        value,
        stdin,
        limits,
        engine,
        store,
        ..
    } = arguments;
    let policy = setup::policy(&limits)?;
    let (program, runtime) = read(program, stdin.as_deref(), value)?;
    let choices = Choices {
        cache: engine.cache.as_deref(),
        unmetered: engine.unmetered,
        quiet: engine.quiet,
        policy: Some(policy),
    };
    let manner = Manner {
        json,
        value,
        quiet: engine.quiet,
    };
    Opened::new(&store, choices)?.with(|sessions| {
        let session = open_or_create(sessions, id, runtime, engine.image.as_deref())?;
        turn(&session, program, manner)
    })
}

fn open_or_create(
    sessions: &Sessions,
    id: &SessionId,
    runtime: Runtime,
    image: Option<&str>,
) -> Result<Session, CliError> {
    let mut options = SessionOptions::new();
    if let Some(image) = image {
        options = options.image(image);
    }
    let session = sessions.session_or_create(id, runtime, options)?;
    let has = session.as_async().runtime();
    if has == runtime {
        Ok(session)
    } else {
        Err(CliError::Usage(format!("session `{id}` is a {has} session")))
    }
}

/// The program that the words name, and its language.
fn read(program: ProgramArgs, stdin: Option<&std::path::Path>, value: bool) -> Result<(Program, Runtime), CliError> {
    let takes_stdin = program.code.is_none() && program.words.first().is_some_and(|word| word == "-");
    let feeds_stdin = stdin.is_some_and(|path| path.as_os_str() == "-");
    if takes_stdin && feeds_stdin {
        return Err(CliError::Usage(
            "standard input cannot be both the program and its input".to_owned(),
        ));
    }
    let source = Source::read(program, None)?;
    let args = source.args.clone();
    let runtime = source.language.runtime;
    let mut program = source.into_program();
    if !args.is_empty() {
        program = program.args(args);
    }
    program.last_value = value;
    if let Some(path) = stdin {
        let input = if feeds_stdin {
            source::read_stdin(MAX_STDIN_BYTES)?
        } else {
            source::read_file(path, MAX_STDIN_BYTES)?
        };
        program = program.stdin(input);
    }
    Ok((program, runtime))
}

/// Runs a turn and tells what it did. One that ran and could not be stored is told, too, before the error is.
fn turn(session: &Session, program: Program, manner: Manner) -> Result<u8, CliError> {
    let interrupts = Interrupts::watch();
    let cancel = CancelHandle::new();
    interrupts.aim(Some(cancel.clone()));
    let done = session.execute_cancellable(program, cancel);
    interrupts.aim(None);
    match done {
        Ok(turn) => show(turn, None, manner),
        Err(SessionError::NotCommitted { id, turn, source }) => {
            let told = (*turn).clone();
            let error = CliError::from(SessionError::NotCommitted { id, turn, source });
            show(told, Some(&error), manner)
        }
        Err(error) => {
            let error = CliError::from(error);
            if !manner.json {
                return Err(error);
            }
            let execution = json::host_failure(session.as_async().runtime(), &error);
            let failed = Turn {
                execution,
                committed: false,
                persisted: false,
            };
            show(failed, Some(&error), manner)
        }
    }
}

fn show(mut turn: Turn, failed: Option<&CliError>, manner: Manner) -> Result<u8, CliError> {
    if manner.json {
        if let Some(error) = failed {
            json::note_failure(&mut turn.execution, error);
            tell(error);
        }
        Stream::stdout()
            .write_json(&json::line(&turn))
            .map_err(CliError::stdout)?;
    } else {
        report::show(&turn.execution, manner.value, manner.quiet).map_err(CliError::stdout)?;
        if let Some(error) = failed {
            tell(error);
        }
    }
    Ok(failed.map_or_else(|| turn.process_exit_code(), CliError::exit_code))
}
