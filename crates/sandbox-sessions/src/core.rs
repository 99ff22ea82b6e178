//! What a process has of a session while it uses it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::{Duration, Instant};

use sandbox_core::ExecutionPolicy;
use sandbox_host::{CancelHandle, Image, ImageId, Instance};
use sandbox_storage::Store;
use tokio::sync::{Mutex, MutexGuard};

use crate::Result;
use crate::config::{Busy, SessionsConfig};
use crate::error::SessionError;
use crate::head::{self, Latest};
use crate::identity::Identity;
use crate::images::ImagesError;
use crate::labels::Labels;
use crate::layout::Place;
use crate::lease::{Attempt, Lease, Leases};
use crate::loaded::{Base, Checkpoint, Loaded, Undo};
use crate::record::{CommitId, Header, Record};
use crate::sessions::Inner;

/// How often a lease that somebody else has is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A session, as all its handles in this process share it.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) sessions: Arc<Inner>,
    pub(crate) identity: Identity,
    pub(crate) place: Place,
    pub(crate) policy: ExecutionPolicy,
    pub(crate) core: Mutex<Core>,
    /// Ends the turn that is under way.
    pub(crate) running: StdMutex<Option<CancelHandle>>,
    /// Whether there is an interpreter. A hint for whoever does not hold the lock.
    pub(crate) is_live: AtomicBool,
    /// Whether a task renews its lease between turns.
    pub(crate) is_kept: AtomicBool,
    /// When it was used last, in milliseconds since the process began.
    pub(crate) used: AtomicU64,
}

/// What only the one who uses the session may touch.
#[derive(Debug, Default)]
pub(crate) struct Core {
    /// The latest generation, once it was read.
    pub(crate) latest: Option<Latest<Record>>,
    /// It, and what turns have added that are not stored yet, in memory.
    pub(crate) loaded: Option<Loaded>,
    pub(crate) live: Option<Instance>,
    pub(crate) lease: Option<Lease>,
    /// Whether what is in memory may differ from what is stored, for another reason than `pending`: it has to be read again.
    pub(crate) stale: bool,
    /// Whether turns are in memory that are not stored yet.
    pub(crate) pending: bool,
    /// The commits that were tried and may be stored all the same, where turns are only in memory. Each has the number that the next one tries for.
    pub(crate) attempts: Vec<CommitId>,
    /// What the last attempt may have changed in memory.
    pub(crate) checkpoint: Option<Checkpoint>,
    /// What the host's own change, which is not stored yet, goes back to if it never is.
    pub(crate) undo: Option<Undo>,
    /// The lowest generation that may still be there; none if that is not known.
    pub(crate) lowest: Option<u64>,
    /// Turns so far.
    pub(crate) turns: u64,
    pub(crate) labels: Labels,
    /// Why the interpreter began anew though the generation has a state, until a turn has said so.
    pub(crate) state_lost: Option<String>,
    /// Whether it was deleted by this process.
    pub(crate) deleted: bool,
}

impl Core {
    pub(crate) fn header(&self) -> Option<&Header> {
        Some(&self.latest.as_ref()?.found.as_ref()?.header)
    }

    /// Whether the latest generation has a state of this image's, or none.
    fn is_of(&self, image: ImageId) -> bool {
        let state = self.header().and_then(|header| header.state.as_ref());
        state.is_none_or(|state| state.image == image)
    }

    /// The number of the latest generation.
    pub(crate) fn generation(&self) -> u64 {
        self.header().map_or(0, |header| header.generation)
    }

    /// Forgets everything that is in memory.
    pub(crate) fn forget(&mut self) {
        self.live = None;
        self.loaded = None;
        self.latest = None;
        self.attempts.clear();
        self.checkpoint = None;
        self.undo = None;
        self.lowest = None;
        self.pending = false;
        self.stale = false;
    }
}

impl Shared {
    /// A session of which nothing is in memory.
    pub(crate) fn new(sessions: &Arc<Inner>, identity: Identity, policy: ExecutionPolicy) -> Self {
        Self {
            sessions: Arc::clone(sessions),
            place: identity.place(),
            policy,
            core: Mutex::default(),
            running: StdMutex::default(),
            is_live: false.into(),
            is_kept: false.into(),
            used: 0.into(),
            identity,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.sessions.store
    }

    pub(crate) fn config(&self) -> &SessionsConfig {
        &self.sessions.config
    }

    pub(crate) fn leases(&self) -> Leases<'_> {
        Leases {
            store: self.store(),
            place: &self.place,
            config: self.config(),
            owner: self.sessions.owner,
        }
    }

    fn busy(&self, owner: &str, free_in: Option<Duration>) -> SessionError {
        SessionError::Busy {
            id: self.place.id.clone(),
            owner: owner.to_owned(),
            free_in,
        }
    }

    /// Waits for whoever uses the session in this process, as configured.
    pub(crate) async fn lock(&self) -> Result<MutexGuard<'_, Core>> {
        let core = match self.config().busy {
            Busy::Refuse => self.core.try_lock().ok(),
            Busy::Wait(time) => tokio::time::timeout(time, self.core.lock()).await.ok(),
        };
        let mut core = core.ok_or_else(|| self.busy("a turn of this process is under way", None))?;
        // Of an attempt to store something, and of a change of the host's, that were dropped halfway.
        crate::commit::put_back(&mut core);
        self.undo(&mut core);
        self.is_live.store(core.live.is_some(), Ordering::Relaxed);
        if core.deleted {
            return Err(SessionError::NotFound {
                id: self.place.id.clone(),
            });
        }
        Inner::used(self);
        Ok(core)
    }

    /// Makes sure that nobody else writes to the session, as far as a lease does, and that what is in memory is the latest generation.
    pub(crate) async fn own(&self, core: &mut Core) -> Result<()> {
        self.own_lease(core).await?;
        self.refresh(core).await
    }

    /// The lease alone.
    pub(crate) async fn own_lease(&self, core: &mut Core) -> Result<()> {
        if core.lease.as_ref().is_some_and(Lease::holds) {
            return Ok(());
        }
        self.take_lease(core).await
    }

    async fn take_lease(&self, core: &mut Core) -> Result<()> {
        let deadline = match self.config().busy {
            Busy::Refuse => Instant::now(),
            Busy::Wait(time) => Instant::now() + time,
        };
        let mut before = None;
        loop {
            match self.leases().attempt(core.lease.as_ref(), before.as_ref()).await? {
                Attempt::Ours { lease, fresh } => {
                    if fresh {
                        core.lease = None;
                        if let Err(error) = self.check_there(core).await {
                            if matches!(error, SessionError::NotFound { .. }) {
                                // The session was removed, and this lease would be all that is left of it.
                                let _ = self.leases().forget(&lease).await;
                            }
                            return Err(error);
                        }
                    }
                    core.lease = Some(lease);
                    return Ok(());
                }
                Attempt::Taken(taken) => {
                    core.lease = None;
                    if Instant::now() >= deadline {
                        let free_in = taken.free_in(self.config().now());
                        return Err(self.busy("another process uses it", free_in));
                    }
                    before = Some(taken);
                    tokio::time::sleep(LOOK_AGAIN).await;
                }
            }
        }
    }

    /// Makes sure that the session is still the one it was, and that nobody has added a generation meanwhile.
    async fn check_there(&self, core: &mut Core) -> Result<()> {
        let there = match Identity::load(self.store(), &self.place.id).await {
            Ok(there) => Some(there.incarnation),
            Err(SessionError::NotFound { .. }) => None,
            Err(error) => return Err(error),
        };
        if there != Some(self.place.incarnation) {
            self.forget(core);
            return Err(SessionError::NotFound {
                id: self.place.id.clone(),
            });
        }
        // What landed though its answer was lost is nobody else's.
        while core.pending && self.was_ours(core).await? {}
        let Some(latest) = &core.latest else { return Ok(()) };
        let next = self.place.generation(latest.next);
        if self.store().head(&next).await?.is_some() || head::has_gone_on(self.store(), &self.place, latest).await? {
            if core.pending {
                tracing::warn!(session = %self.place.id, "turns that were not stored are lost: another process went on");
            }
            self.forget(core);
        }
        Ok(())
    }

    /// Forgets everything that is in memory.
    pub(crate) fn forget(&self, core: &mut Core) {
        core.forget();
        self.is_live.store(false, Ordering::Relaxed);
    }

    /// Reads which generation is the latest, unless that is known.
    pub(crate) async fn refresh(&self, core: &mut Core) -> Result<()> {
        if core.stale {
            self.forget(core);
        }
        if !core.lease.as_ref().is_some_and(Lease::holds) {
            self.check_there(core).await?;
        }
        if core.latest.is_none() {
            let latest = head::latest(self.store(), &self.place).await?;
            let header = latest.found.as_ref().map(|record| &record.header);
            core.turns = header.map_or(0, |header| header.turns);
            core.labels = header.map_or_else(|| self.identity.labels.clone(), |header| header.labels.clone());
            if !latest.damaged.is_empty() {
                tracing::warn!(session = %self.place.id, damaged = ?latest.damaged, "generations are damaged and passed over");
            }
            core.latest = Some(latest);
        }
        Ok(())
    }

    /// Reads the latest generation into memory, unless it is there. Files can be used without the image.
    pub(crate) async fn load(&self, core: &mut Core) -> Result<()> {
        if let Some(loaded) = &core.loaded {
            if core.pending || !loaded.is_foreign() {
                return Ok(());
            }
            // A turn under another image that was not committed has left it so. Storing it would lose the variables for nothing.
            core.live = None;
            core.loaded = None;
            self.is_live.store(false, Ordering::Relaxed);
        }
        let image = self
            .sessions
            .images
            .mapped(self.identity.runtime, self.identity.image.as_deref());
        let base = match image {
            // Over another image the variables would be lost, for no reason: files can be used without one.
            Some(image) if core.is_of(image.id()) => self.base_over(image)?,
            _ => Base::bare()?,
        };
        self.load_over(core, base).await
    }

    /// As [`load`](Self::load), with an image.
    pub(crate) async fn load_to_run(&self, core: &mut Core) -> Result<()> {
        if core.loaded.as_ref().is_some_and(|loaded| loaded.base.image().is_some()) {
            return Ok(());
        }
        let base = self.image_base().await?;
        self.load_over(core, base).await
    }

    async fn load_over(&self, core: &mut Core, base: Base) -> Result<()> {
        let record = core.latest.as_ref().and_then(|latest| latest.found.as_ref());
        let loaded = Loaded::load(self.store(), &self.place, record, base, &self.policy).await?;
        core.loaded = Some(loaded);
        Ok(())
    }

    async fn image_base(&self) -> Result<Base> {
        let images = &self.sessions.images;
        let image = images
            .image(self.identity.runtime, self.identity.image.as_deref())
            .await
            .map_err(|source| self.no_image(source))?;
        self.base_over(image)
    }

    fn base_over(&self, image: Image) -> Result<Base> {
        let files = self.sessions.images.files(&image, &self.policy);
        let files = files.map_err(|source| self.no_image(source))?;
        Base::over(image, &files)
    }

    fn no_image(&self, source: ImagesError) -> SessionError {
        SessionError::Image {
            id: self.place.id.clone(),
            source,
        }
    }

    /// Writes what is not stored yet, ends the interpreter, forgets what is in memory and gives the lease back.
    pub(crate) async fn park(&self, core: &mut Core) -> Result<()> {
        if core.pending {
            self.own(core).await?;
            if core.pending {
                self.persist(core, crate::history::Cause::Park, None).await?;
            }
        }
        core.live = None;
        core.loaded = None;
        core.latest = None;
        core.lowest = None;
        core.state_lost = None;
        self.is_live.store(false, Ordering::Relaxed);
        if let Some(lease) = core.lease.take() {
            self.leases().release(&lease).await?;
        }
        Ok(())
    }

    /// Ends the turn that is under way, if one is.
    pub(crate) fn interrupt(&self) {
        if let Some(cancel) = &*self.running.lock().unwrap_or_else(PoisonError::into_inner) {
            cancel.cancel();
        }
    }
}
