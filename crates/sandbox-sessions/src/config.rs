//! How sessions are kept.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sandbox_core::ExecutionPolicy;

use crate::time::Timestamp;

/// What a turn does that finds its session busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// Waits for so long, and is refused then.
    Wait(Duration),
    /// Is refused at once.
    Refuse,
}

/// When a turn is written to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Before it returns: what was acknowledged is in the store.
    EveryTurn,
    /// When the session is parked or closed. Turns are faster, and lost with the process; their results say `persisted: false`. The lease is renewed between turns for as long as
    /// the tokio runtime runs in which the last turn was.
    OnPark,
}

/// How a set of sessions is kept. Every field has a default.
#[derive(Clone)]
#[non_exhaustive]
pub struct SessionsConfig {
    /// The policy of sessions that are made without one of their own, and the only source of host folders: a session's own policy can mount no others. Default:
    /// [`ExecutionPolicy::default`].
    pub policy: ExecutionPolicy,
    /// What no session's policy may exceed, whoever made it, and whatever the store says. Default: none.
    pub max_policy: Option<ExecutionPolicy>,
    /// Interpreters kept alive between turns, at most; the one that was used least lately is parked first. It has to be smaller than the engine's `max_instances`.
    /// Default: 8.
    pub warm_sessions: usize,
    /// How long an interpreter is kept alive without a turn. Default: 10 minutes.
    pub warm_for: Duration,
    /// Default: wait for 30 seconds.
    pub busy: Busy,
    /// Default: every turn.
    pub durability: Durability,
    /// Whether a turn that raised an exception is committed, as in a notebook. A turn that a limit, a trap or a cancellation ended never is. Default: yes.
    pub commit_exceptions: bool,
    /// How long an owner that does not answer keeps others out: 1 second to 1 hour. An owner renews its lease in time. Default: 30 seconds.
    pub lease: Duration,
    /// Generations kept of each session, beside the present one; older ones cannot be rolled back to. Default: 1,000.
    pub history: u64,
    /// Whether sessions may have names that are no UUIDs. Such a name can be guessed. Default: no.
    pub allow_names: bool,
    /// Whether folders of the host that a session's own policy shows are shown, though `policy` does not: only for stores that nobody else can write to. Default: no.
    pub trust_stored_mounts: bool,
    /// How many sessions there may be. Default: no bound.
    pub max_sessions: Option<usize>,
    /// After how long without use a session can no longer be opened and is due to be pruned. Default: never.
    pub idle_expiry: Option<Duration>,
    /// After how long since it was made. Default: never.
    pub lifetime: Option<Duration>,
    /// The clock of leases, ages and expiry. Default: the system's.
    pub clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Default for SessionsConfig {
    fn default() -> Self {
        Self {
            policy: ExecutionPolicy::default(),
            max_policy: None,
            warm_sessions: 8,
            warm_for: Duration::from_mins(10),
            busy: Busy::Wait(Duration::from_secs(30)),
            durability: Durability::EveryTurn,
            commit_exceptions: true,
            lease: Duration::from_secs(30),
            history: 1000,
            allow_names: false,
            trust_stored_mounts: false,
            max_sessions: None,
            idle_expiry: None,
            lifetime: None,
            clock: Arc::new(SystemTime::now),
        }
    }
}

impl fmt::Debug for SessionsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionsConfig")
            .field("warm_sessions", &self.warm_sessions)
            .field("durability", &self.durability)
            .field("busy", &self.busy)
            .finish_non_exhaustive()
    }
}

impl SessionsConfig {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)().into()
    }

    /// The lease's time, within its bounds.
    #[must_use]
    pub fn lease_time(&self) -> Duration {
        self.lease.clamp(Duration::from_secs(1), Duration::from_hours(1))
    }
}
