//! Running programs in a session.

use std::ops::Deref;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use sandbox_core::{Execution, Hint, Outcome};
use sandbox_host::{CancelHandle, HostError, Mode, Program};
use serde::Serialize;
use serde_json::json;

use crate::Result;
use crate::config::Durability;
use crate::core::{Core, Shared};
use crate::error::SessionError;
use crate::history::Cause;
use crate::lease::Lease;
use crate::warm;

/// How long an interpreter waits for a place before others are asked to give way.
const PATIENCE: Duration = Duration::from_millis(50);

/// What a turn did: an [`Execution`], to which it dereferences, and what became of the session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    /// What the program did. `session_id` and `generation` say where the session is now.
    #[serde(flatten)]
    pub execution: Execution,
    /// Whether the session goes on from what the program did. If not, it is as it was before: the program was ended by a limit, a trap or a cancellation, or raised an exception
    /// where the configuration wants none kept.
    pub committed: bool,
    /// Whether what was committed is in the store.
    pub persisted: bool,
}

impl Deref for Turn {
    type Target = Execution;

    fn deref(&self) -> &Execution {
        &self.execution
    }
}

impl Shared {
    /// Runs a program as the session's next turn.
    pub(crate) async fn turn(&self, mut program: Program, cancel: &CancelHandle) -> Result<Turn> {
        program.check().map_err(HostError::from)?;
        if program.mode == Mode::Script {
            program.mode = Mode::Turn;
        }
        let mut guard = self.lock().await?;
        let core = &mut *guard;
        self.own(core).await?;
        if let Err(error) = self.start(core, cancel).await {
            return match error {
                SessionError::Host(HostError::Cancelled) => Ok(self.not_started(core)),
                error => Err(error),
            };
        }
        let execution = self.run(core, &program, cancel).await?;
        let mut turn = Turn {
            committed: self.is_kept(core, &execution),
            persisted: false,
            execution,
        };
        self.annotate(core, &mut turn.execution);
        if !turn.committed {
            core.live = None;
            self.is_live.store(false, Ordering::Relaxed);
            self.touch().await;
            Self::finish(core, &mut turn);
            return Ok(turn);
        }
        if let Err(error) = self.commit(core, &mut turn).await {
            self.is_live.store(core.live.is_some(), Ordering::Relaxed);
            Self::finish(core, &mut turn);
            turn.committed = false;
            return Err(SessionError::NotCommitted {
                id: self.place.id.clone(),
                turn: Box::new(turn),
                source: Box::new(error),
            });
        }
        Self::finish(core, &mut turn);
        Ok(turn)
    }

    async fn commit(&self, core: &mut Core, turn: &mut Turn) -> Result<()> {
        self.take_state(core).await?;
        core.turns = core.turns.saturating_add(1);
        core.pending |= self.config().durability == Durability::OnPark;
        if self.config().durability == Durability::EveryTurn {
            self.persist(core, Cause::Turn, Some(turn.execution.outcome)).await?;
            turn.persisted = true;
        }
        Ok(())
    }

    /// Makes sure that there is an interpreter in the session's state.
    async fn start(&self, core: &mut Core, cancel: &CancelHandle) -> Result<()> {
        if core.live.as_ref().is_some_and(|live| live.ended().is_some()) {
            core.live = None;
        }
        if core.live.is_some() {
            return Ok(());
        }
        let (sessions, id) = (Arc::clone(&self.sessions), self.place.id.clone());
        // As a task of its own, as below.
        let _ = tokio::spawn(async move { sessions.make_room(&id).await }).await;
        self.load_to_run(core).await?;
        let Some(loaded) = &core.loaded else {
            return Err(SessionError::Invalid("nothing is in memory".into()));
        };
        let Some(image) = loaded.base.image() else {
            return Err(SessionError::Invalid("there is no image".into()));
        };
        // The interpreter outlives the turn that starts it, and that turn's handle.
        let own = CancelHandle::new();
        let policy = &self.policy;
        let open_files = loaded.open_files();
        let start = async {
            loop {
                let started = match &loaded.machine {
                    Some(machine) if machine.image == image.id() => {
                        let state = &loaded.state;
                        image
                            .resume(&loaded.files, policy, own.clone(), state, &open_files)
                            .await
                    }
                    _ => image.start(&loaded.files, policy, own.clone()).await,
                };
                // An interpreter that only waits for its next turn is no reason to refuse this one.
                if !matches!(started, Err(HostError::Full)) || !tokio::spawn(warm::give_way()).await.unwrap_or(false) {
                    return started;
                }
            }
        };
        let relief = async {
            loop {
                tokio::time::sleep(PATIENCE).await;
                // As a task of its own: parking that is dropped halfway leaves a lease that others wait for.
                let _ = tokio::spawn(warm::give_way()).await;
            }
        };
        let started = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(HostError::Cancelled),
            started = start => started,
            () = relief => unreachable!("it never ends"),
        };
        if let Some(machine) = loaded.machine.as_ref().filter(|machine| machine.image != image.id()) {
            core.state_lost = Some(format!(
                "the session's variables are of the image {}, and the image `{}` is now {}",
                machine.image,
                image.name(),
                image.id()
            ));
        }
        core.live = Some(started?);
        self.is_live.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Runs it; the lease is renewed meanwhile.
    async fn run(&self, core: &mut Core, program: &Program, cancel: &CancelHandle) -> Result<Execution> {
        let turns = core.turns;
        let Core { live, lease, .. } = core;
        let Some(live) = live else {
            return Err(SessionError::Invalid("there is no interpreter".into()));
        };
        live.number_turn(turns);
        let own = live.cancel_handle();
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(own.clone());
        let _running = Running(self);
        let run = live.turn(program);
        let stop = async {
            cancel.cancelled().await;
            own.cancel();
            std::future::pending::<()>().await;
        };
        tokio::select! {
            biased;
            () = stop => unreachable!("it never ends"),
            () = self.keep(lease) => unreachable!("it never ends"),
            execution = run => Ok(execution?),
        }
    }

    /// Renews the lease for as long as it is polled.
    async fn keep(&self, lease: &mut Option<Lease>) {
        loop {
            let Some(held) = lease else {
                return std::future::pending().await;
            };
            tokio::time::sleep(held.renew_in()).await;
            match self.leases().renew(held).await {
                Ok(renewed) => *lease = renewed,
                Err(error) => tracing::warn!(session = %self.place.id, %error, "the lease could not be renewed"),
            }
        }
    }

    /// Whether the session goes on from what a turn did.
    fn is_kept(&self, core: &Core, execution: &Execution) -> bool {
        let lives = core.live.as_ref().is_some_and(|live| live.ended().is_none());
        let well = match execution.outcome {
            Outcome::Finished | Outcome::Exit => true,
            Outcome::Exception => self.config().commit_exceptions,
            _ => false,
        };
        // An input that is only the beginning of a statement has done nothing.
        let incomplete = execution.metadata.get("incomplete").is_some_and(|value| value == true);
        lives && well && !incomplete
    }

    fn annotate(&self, core: &mut Core, execution: &mut Execution) {
        if let Some(reason) = core.state_lost.take() {
            execution.metadata.insert("state_lost".into(), json!(reason));
            execution.hints.push(Hint {
                code: "state_lost".into(),
                message: "The variables of earlier turns are gone: the interpreter's image has changed since. Files are as they were. Run again what defined them.".into(),
                docs: None,
                example: None,
            });
        }
        execution.session_id = Some(self.place.id.clone());
    }

    fn finish(core: &Core, turn: &mut Turn) {
        turn.execution.generation = Some(core.generation());
        turn.execution
            .metadata
            .insert("persisted".into(), json!(turn.persisted));
        turn.execution
            .metadata
            .insert("committed".into(), json!(turn.committed));
    }

    /// The result of a turn that was cancelled while it waited for an interpreter.
    fn not_started(&self, core: &Core) -> Turn {
        let mut execution = Execution {
            outcome: Outcome::Cancelled,
            success: false,
            exit_code: Outcome::Cancelled.exit_code(),
            ..Execution::new(self.identity.runtime)
        };
        execution.session_id = Some(self.place.id.clone());
        let mut turn = Turn {
            execution,
            committed: false,
            persisted: false,
        };
        Self::finish(core, &mut turn);
        turn
    }

    /// Remembers in the store that the session was used.
    async fn touch(&self) {
        let now = self.config().now().as_millis().to_string();
        if let Err(error) = self.store().put(&self.place.used(), now).await {
            tracing::warn!(session = %self.place.id, %error, "the time of its use could not be stored");
        }
    }
}

/// Takes the handle of the turn under way back when it is over, however that comes about.
struct Running<'a>(&'a Shared);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
