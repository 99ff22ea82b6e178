//! Turns.

use std::path::Path;

use llm_wasm_sandbox::blocking::{Session, Sessions};
use llm_wasm_sandbox::{CancelHandle, Program, Runtime, SessionError, SessionId, SessionOptions, Turn};

use super::open::{Choices, Opened, check_image};
use crate::cli::{ExecArgs, ProgramArgs, RunArgs};
use crate::commands::{setup, tell};
use crate::error::CliError;
use crate::interrupt::Interrupts;
use crate::output::terminal::Stream;
use crate::output::{errors, json, report};
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
    let choices = Choices {
        cache: cache.as_deref(),
        quiet,
        ..Choices::default()
    };
    let manner = Manner { json, value, quiet };
    let asked = program.runtime.map_or(Runtime::Python, |language| language.runtime);
    let done = Opened::new(&store, choices).and_then(|opened| {
        opened.with(|sessions| {
            let session = sessions.session(&id)?;
            let program = read(program, stdin.as_deref(), value, &session)?;
            turn(&session, program, manner)
        })
    });
    told(done, asked, manner)
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
    let manner = Manner {
        json,
        value,
        quiet: engine.quiet,
    };
    let asked = program.runtime.map_or(Runtime::Python, |language| language.runtime);
    let has_limits = limits.policy.is_some()
        || limits.fuel.is_some()
        || limits.timeout.is_some()
        || limits.memory.is_some()
        || !limits.env.is_empty();
    let done = setup::policy(&limits).and_then(|policy| {
        let choices = Choices {
            cache: engine.cache.as_deref(),
            unmetered: engine.unmetered,
            quiet: engine.quiet,
            policy: Some(policy),
        };
        Opened::new(&store, choices)?.with(|sessions| {
            let session = match sessions.session(id) {
                Err(SessionError::NotFound { .. }) => create(sessions, id, &program, engine.image.as_deref())?,
                opened => {
                    if has_limits {
                        errors::warn(&format!(
                            "session `{id}` has a policy of its own; limits stated here do not apply"
                        ));
                    }
                    opened?
                }
            };
            let program = read(program, stdin.as_deref(), value, &session)?;
            turn(&session, program, manner)
        })
    });
    told(done, asked, manner)
}

/// A session for the program's language, or whichever it is that another process made at the same time.
fn create(
    sessions: &Sessions,
    id: &SessionId,
    program: &ProgramArgs,
    image: Option<&str>,
) -> Result<Session, CliError> {
    let file = program
        .words
        .first()
        .filter(|word| program.code.is_none() && *word != "-");
    let by_name = file.and_then(|word| Runtime::from_extension(Path::new(word).extension()?.to_str()?));
    let runtime = program
        .runtime
        .map(|language| language.runtime)
        .or(by_name)
        .unwrap_or(Runtime::Python);
    let mut options = SessionOptions::new();
    if let Some(image) = image {
        check_image(runtime, image)?;
        options = options.image(image);
    }
    Ok(sessions.session_or_create(id, runtime, options)?)
}

/// With --json, a failure before the turn is one object, too.
fn told(done: Result<u8, CliError>, runtime: Runtime, manner: Manner) -> Result<u8, CliError> {
    match done {
        Err(error) if manner.json && !matches!(error, CliError::Usage(_) | CliError::ClosedOutput) => {
            let failed = Turn {
                execution: json::host_failure(runtime, &error),
                committed: false,
                persisted: false,
            };
            show(failed, Some(&error), manner)
        }
        done => done,
    }
}

/// The program that the words name. Text without a name is in the session's language; a file's name says its own, which has to be the session's.
fn read(mut program: ProgramArgs, stdin: Option<&Path>, value: bool, session: &Session) -> Result<Program, CliError> {
    let takes_stdin = program.code.is_none() && program.words.first().is_some_and(|word| word == "-");
    let feeds_stdin = stdin.is_some_and(|path| path.as_os_str() == "-");
    if takes_stdin && feeds_stdin {
        return Err(CliError::Usage(
            "standard input cannot be both the program and its input".to_owned(),
        ));
    }
    let runtime = session.as_async().runtime();
    if program.code.is_some() || takes_stdin {
        program.runtime.get_or_insert(runtime.into());
    }
    let source = Source::read(program, None)?;
    if source.language.runtime != runtime {
        return Err(CliError::Usage(format!(
            "session `{}` runs {runtime}, and {} is {}",
            session.id(),
            source.name,
            source.language.runtime
        )));
    }
    let args = source.args.clone();
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
    Ok(program)
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
        Err(error) => Err(error.into()),
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
        if !turn.committed && failed.is_none() && !manner.quiet {
            let generation = turn.generation.unwrap_or(0);
            errors::warn(&format!(
                "nothing of this turn is kept: the session is as it was, at generation {generation}"
            ));
        }
        if let Some(error) = failed {
            tell(error);
        }
    }
    Ok(failed.map_or_else(|| turn.process_exit_code(), CliError::exit_code))
}
