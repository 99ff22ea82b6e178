//! A handle of a session.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use sandbox_core::{ExecutionPolicy, Runtime, SessionId};
use sandbox_host::{CancelHandle, Program};

use crate::Result;
use crate::content::PARALLEL;
use crate::core::Shared;
use crate::error::SessionError;
use crate::head::{self, Look};
use crate::history::{Cause, Generation};
use crate::identity::Identity;
use crate::info::SessionInfo;
use crate::keeper;
use crate::labels::Labels;
use crate::layout::{Incarnation, Place};
use crate::loaded::{Undo, layers_of};
use crate::record::{self, CommitId, Found, Header, Record};
use crate::turn::Turn;

/// A session. Clones are the same session, and so are handles that were opened one after the other in a process; in another process, or on another host, it
/// is opened by its id.
///
/// It needs a tokio runtime with a timer. One turn runs at a time; a second one waits or is refused, as configured, wherever it comes from.
#[derive(Debug, Clone)]
pub struct Session(pub(crate) Arc<Shared>);

impl Session {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        &self.0.place.id
    }

    /// Its language.
    #[must_use]
    pub fn runtime(&self) -> Runtime {
        self.0.identity.runtime
    }

    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> &ExecutionPolicy {
        &self.0.policy
    }

    /// Runs a program as the next turn: it sees the names, modules and files of the turns before it. If it is committed, the session has a new generation;
    /// otherwise it is as it was.
    ///
    /// Names that the program leaves, whatever they are bound to, are kept. What is open at its end stays open, but for files that were removed and files
    /// in folders of the host: their descriptors fail from then on. Random generators are seeded anew, and clocks are today's, when the interpreter had to be restored.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotCommitted`] has what the turn did, if it ran and could not be stored. Everything else means that it did not run.
    pub async fn execute(&self, program: impl Into<Program>) -> Result<Turn> {
        self.execute_cancellable(program, CancelHandle::new()).await
    }

    /// As [`execute`](Self::execute); `cancel` ends it from outside, with outcome `cancelled`, also while it still waits for an interpreter.
    ///
    /// # Errors
    ///
    /// As there.
    pub async fn execute_cancellable(&self, program: impl Into<Program>, cancel: CancelHandle) -> Result<Turn> {
        let turn = self.0.turn(program.into(), &cancel).await?;
        if turn.committed && !turn.persisted {
            keeper::keep(&self.0);
        }
        Ok(turn)
    }

    /// Ends the turn that is under way in this process, with outcome `cancelled`.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }

    /// What is known about it.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn info(&self) -> Result<SessionInfo> {
        let shared = &*self.0;
        let latest = head::latest_header(shared.store(), &shared.place, Look::Beyond).await?;
        let used = crate::lifecycle::used(shared.store(), &shared.place).await?;
        Ok(SessionInfo::new(
            &shared.identity,
            latest.found.as_ref(),
            used,
            latest.damaged,
        ))
    }

    /// Its generations, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn history(&self) -> Result<Vec<Generation>> {
        let shared = &*self.0;
        let mut numbers = head::list(shared.store(), &shared.place).await?;
        numbers.reverse();
        let headers = numbers
            .into_iter()
            .map(|number| async move { record::read_header(shared.store(), &shared.place, number).await });
        let found: Vec<_> = stream::iter(headers).buffered(PARALLEL).collect().await;
        let mut all = Vec::new();
        for header in found {
            // What is damaged is told by `info` and by `store check`.
            if let Found::Whole(header) = header? {
                all.push(Generation::from(&header));
            }
        }
        Ok(all)
    }

    /// Its labels.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn labels(&self) -> Result<Labels> {
        let mut core = self.0.lock().await?;
        self.0.refresh(&mut core).await?;
        Ok(core.labels.clone())
    }

    /// Replaces its labels; makes a generation.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub async fn set_labels(&self, labels: Labels) -> Result<u64> {
        let mut core = self.0.lock().await?;
        self.0.own(&mut core).await?;
        if core.labels == labels {
            return Ok(core.generation());
        }
        self.0.load(&mut core).await?;
        core.undo = core.pending.then(|| Undo {
            labels: core.labels.clone(),
            files: None,
        });
        core.labels = labels;
        let stored = self.0.persist(&mut core, Cause::Labels, None).await;
        self.0.undo(&mut core);
        stored?;
        Ok(core.generation())
    }

    /// A new session that begins where this one is: its generation 1 names what this one's latest generation names, so that nothing is copied but a record.
    /// Neither sees what the other does from then on, and random generators are seeded anew.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute), and those of making a session.
    pub async fn fork(&self) -> Result<Session> {
        self.fork_as(None).await
    }

    /// As [`fork`](Self::fork), under a name.
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Exists`].
    pub async fn fork_as(&self, id: Option<SessionId>) -> Result<Session> {
        let shared = &*self.0;
        shared.sessions.check_room().await?;
        let mut core = shared.lock().await?;
        if core.pending {
            shared.own(&mut core).await?;
            if core.pending {
                shared.persist(&mut core, Cause::Park, None).await?;
            }
        }
        shared.refresh(&mut core).await?;
        let from = core.latest.as_ref().and_then(|latest| latest.found.clone());
        let labels = core.labels.clone();
        let identity = Identity {
            incarnation: Incarnation::new(),
            created: shared.config().now(),
            session: shared.sessions.fresh_id(id)?,
            labels,
            ..shared.identity.clone()
        };
        if let Some(from) = from {
            let cause = Cause::Fork {
                session: shared.place.id.clone(),
                generation: from.header.generation,
            };
            first_generation(shared, &identity.place(), &from, cause).await?;
            // Whoever collects from now on sees what the fork names. Whoever began before saw it named here, if this session is still there.
            let there = still_names(shared, from.header.generation).await;
            if !matches!(there, Ok(true)) {
                shared.store().delete_all(&identity.place().all()).await?;
                there?;
                return Err(self.not_found());
            }
        }
        identity.create(shared.store()).await?;
        Ok(shared.sessions.adopt(identity, shared.policy.clone()))
    }

    /// Goes back to an earlier generation: the next one names what that one names. Nothing is removed, so that going back can be gone back on.
    ///
    /// # Errors
    ///
    /// [`SessionError::NoGeneration`]; as [`execute`](Self::execute).
    pub async fn roll_back(&self, generation: u64) -> Result<u64> {
        let shared = &*self.0;
        let mut core = shared.lock().await?;
        shared.own(&mut core).await?;
        if core.pending {
            // What was acknowledged can be gone back to.
            shared.persist(&mut core, Cause::Park, None).await?;
        }
        let latest = core.latest.clone().ok_or_else(|| self.not_found())?;
        let next = latest.next;
        let cause = Cause::Rollback { to: generation };
        let record = if generation == 0 {
            empty(shared, next)
        } else {
            record::read(shared.store(), &shared.place, generation)
                .await?
                .or_error(&shared.place, generation)?
        };
        core.stale = true;
        let header = Header {
            generation: next,
            commit: CommitId::new(),
            at: shared.config().now(),
            cause,
            outcome: None,
            labels: core.labels.clone(),
            ..record.header
        };
        shared.create_next(&latest, &header, &record.body).await?;
        shared.forget(&mut core);
        shared.refresh(&mut core).await?;
        Ok(core.generation())
    }

    /// Writes what is not stored yet, ends the interpreter and gives the session free for other processes. The next turn restores it.
    ///
    /// # Errors
    ///
    /// Those of the store. What was not stored is still in memory then, unless only giving the session free has failed: others wait until its lease runs out.
    pub async fn park(&self) -> Result<()> {
        let mut core = self.0.lock().await?;
        self.0.park(&mut core).await
    }

    /// Whether its interpreter is alive.
    #[must_use]
    pub fn is_warm(&self) -> bool {
        self.0.is_live.load(std::sync::atomic::Ordering::Relaxed)
    }

    pub(crate) fn not_found(&self) -> SessionError {
        SessionError::NotFound { id: self.id().clone() }
    }
}

/// Whether a generation of a session is still there, and with it everything that it names.
async fn still_names(shared: &Shared, generation: u64) -> Result<bool> {
    let record = shared.store().head(&shared.place.generation(generation)).await?;
    match Identity::load(shared.store(), &shared.place.id).await {
        Ok(there) => Ok(record.is_some() && there.incarnation == shared.place.incarnation),
        Err(SessionError::NotFound { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes the first generation of a session from another one's.
pub(crate) async fn first_generation(shared: &Shared, place: &Place, from: &Record, cause: Cause) -> Result<()> {
    let header = Header {
        session: place.id.clone(),
        incarnation: place.incarnation,
        generation: 1,
        commit: CommitId::new(),
        at: shared.config().now(),
        cause,
        outcome: None,
        layers: layers_of(Some(&from.header)),
        ..from.header.clone()
    };
    record::create(shared.store(), place, &header, &from.body).await?;
    Ok(())
}

/// The record of nothing: what a session without generations is.
fn empty(shared: &Shared, generation: u64) -> Record {
    let index = br#"{"pages":[],"segments":[],"cleared":[],"removed":[],"entries":[]}"#;
    let mut body = u32::try_from(index.len()).unwrap_or(0).to_le_bytes().to_vec();
    body.extend_from_slice(index);
    let packed = sandbox_storage::pack(&body);
    Record {
        header: Header {
            session: shared.place.id.clone(),
            incarnation: shared.place.incarnation,
            generation,
            commit: CommitId::new(),
            at: shared.config().now(),
            cause: Cause::Rollback { to: 0 },
            outcome: None,
            turns: 0,
            labels: shared.identity.labels.clone(),
            sizes: crate::info::Sizes::default(),
            state: None,
            layers: Vec::new(),
            names: Vec::new(),
            body_bytes: u32::try_from(body.len()).unwrap_or(u32::MAX),
        },
        body: packed,
    }
}
