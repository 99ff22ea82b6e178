//! One program, from the request to the verdict: the event loop.

use sandbox_core::ExecutionPolicy;
use sandbox_host::{Guest, Halt, Mode, Program, Verdict};

use crate::engine::{Engine, Handle};
use crate::failure::Failure;
use crate::{operations, request, verdict};

/// What a turn exchanges with the prelude.
#[derive(Default)]
pub(crate) struct Turn {
    /// Why the last operation failed.
    pub(crate) failure: Option<Failure>,
    /// The prelude's verdict, as JSON.
    pub(crate) report: Option<String>,
}

/// The functions of the prelude that the host calls: the exports of `guest/main.js`, kept in the image under these numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Run,
    Step,
    Finish,
    Resolve,
    Load,
}

/// The number of `undefined`, which is kept beside the functions: what they are called on.
const UNDEFINED: u32 = 5;

impl Entry {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Run, Self::Step, Self::Finish, Self::Resolve, Self::Load];

    /// The export's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Step => "step",
            Self::Finish => "finish",
            Self::Resolve => "resolve",
            Self::Load => "load",
        }
    }

    /// Calls it in a clone of the image; none if it threw.
    pub(crate) async fn call(self, engine: &mut Engine<'_, '_>, arguments: &[Handle]) -> Result<Option<Handle>, Halt> {
        let (function, undefined) = (engine.kept(self as u32)?, engine.kept(UNDEFINED)?);
        engine.call_function(function, undefined, arguments).await
    }
}

/// Keeps the entries of `main`, the prelude's exports, in the image that is being built; or says which one is missing.
pub(crate) async fn keep_entries(
    engine: &mut Engine<'_, '_>,
    main: Handle,
    undefined: Handle,
) -> Result<Result<(), String>, Halt> {
    for entry in Entry::ALL {
        match engine.property(main, entry.name()).await? {
            Some(function) => engine.keep(entry as u32, function)?,
            None => return Ok(Err(format!("the prelude has no `{}`", entry.name()))),
        }
    }
    engine.keep(UNDEFINED, undefined)?;
    Ok(Ok(()))
}

/// Runs a program until nothing of it is left to do, or until it leaves.
pub(crate) async fn run(guest: &mut Guest<'_>, program: &Program, policy: &ExecutionPolicy) -> Result<Verdict, Halt> {
    let halt = match to_its_end(guest, program, policy).await {
        Err(halt) if halt.is_exit() => halt,
        ended => return ended,
    };
    // An error on the way out is reported before the program leaves.
    let report = guest.take_turn::<Turn>().and_then(|turn| turn.report);
    let verdict = verdict::parse(report.as_deref(), request::file(program))?;
    if verdict.exception.is_none() {
        return Err(halt);
    }
    Ok(Verdict {
        broken_off: true,
        ..verdict
    })
}

async fn to_its_end(guest: &mut Guest<'_>, program: &Program, policy: &ExecutionPolicy) -> Result<Verdict, Halt> {
    guest.set_turn(Turn::default());
    let source = String::from_utf8_lossy(&program.source);
    let renew = guest.take_renewal();
    let mut engine = Engine::new(guest);
    let request = match request::encode(program, policy, renew) {
        Some(request) => engine.new_text(&request).await?,
        None => engine.kept(UNDEFINED)?,
    };
    let plain = !request::mentions_module(&source);
    let text = engine.new_text(&source).await?;
    let plain = engine.new_boolean(plain).await?;
    let answer = call(&mut engine, Entry::Run, &[request, text, plain]).await?;
    let began = engine.number(answer).await?;
    let mut finished = None;
    if began == Some(ENDED) {
        finished = Some(call(&mut engine, Entry::Finish, &[]).await?);
    } else if engine.run_jobs().await? || began != Some(DONE) {
        turn_event_loop(&mut engine).await?;
        finished = Some(call(&mut engine, Entry::Finish, &[]).await?);
    }
    // What is left of a script is dropped with its instance.
    if matches!(program.mode, Mode::Interactive | Mode::Turn) {
        for handle in [Some(request), Some(text), Some(plain), Some(answer), finished]
            .into_iter()
            .flatten()
        {
            engine.free(handle).await?;
        }
    }
    let report = guest.take_turn::<Turn>().and_then(|turn| turn.report);
    verdict::parse(report.as_deref(), request::file(program))
}

/// What `run` says of a program that has ended already, and of one that has nothing left to do and nothing to report.
const ENDED: f64 = -1.0;
const DONE: f64 = -2.0;

/// Runs timers and callbacks, and the promise jobs that they make, until there are no more, sleeping in between.
async fn turn_event_loop(engine: &mut Engine<'_, '_>) -> Result<(), Halt> {
    loop {
        let next = call(engine, Entry::Step, &[]).await?;
        let wait = engine.number(next).await?.unwrap_or(-1.0);
        engine.free(next).await?;
        if wait < 0.0 {
            return Ok(());
        }
        if wait > 0.0 {
            engine.guest.sleep(operations::milliseconds(wait)).await?;
        }
        engine.run_jobs().await?;
    }
}

/// Calls a function of the prelude's. They do not throw; a prelude that does is one that could not go on.
async fn call(engine: &mut Engine<'_, '_>, entry: Entry, arguments: &[Handle]) -> Result<Handle, Halt> {
    entry
        .call(engine, arguments)
        .await?
        .ok_or_else(|| Halt::protocol("the prelude failed outside the program"))
}
