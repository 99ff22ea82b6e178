//! Which interpreters are kept alive between turns.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use sandbox_core::SessionId;

use crate::Result;
use crate::core::Shared;
use crate::sessions::Inner;

/// Everybody in this process who keeps interpreters alive: they share the engine's places.
static ALL: Mutex<Vec<Weak<Inner>>> = Mutex::new(Vec::new());

/// Milliseconds since the process first used a session.
fn elapsed() -> u64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    u64::try_from(BEGAN.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Parks the session of this process that was used least lately and that nobody uses: somebody waits for a place, and an interpreter that only waits for its next turn is in
/// the way. Whether one was parked.
pub(crate) async fn give_way() -> bool {
    let all: Vec<Arc<Inner>> = {
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|inner| inner.strong_count() > 0);
        all.iter().filter_map(Weak::upgrade).collect()
    };
    let mut live: Vec<Arc<Shared>> = all
        .iter()
        .flat_map(|inner| inner.by_use())
        .filter(|session| session.is_live.load(Ordering::Relaxed))
        .collect();
    live.sort_by_key(|session| session.used.load(Ordering::Relaxed));
    for session in live {
        let Ok(mut core) = session.core.try_lock() else {
            continue;
        };
        let was_live = core.live.is_some();
        match session.park(&mut core).await {
            Ok(()) if was_live => return true,
            Ok(()) => {}
            Err(error) => tracing::warn!(session = %session.place.id, %error, "the session could not be parked"),
        }
    }
    false
}

impl Inner {
    /// Makes it one of those that give way to each other.
    pub(crate) fn enlist(self: &Arc<Self>) {
        ALL.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::downgrade(self));
    }

    /// Notes that a session is used now.
    pub(crate) fn used(session: &Shared) {
        session.used.store(elapsed(), Ordering::Relaxed);
    }

    /// The sessions that this process knows, the one used least lately first.
    fn by_use(&self) -> Vec<Arc<Shared>> {
        let mut all: Vec<Arc<Shared>> = self.known().values().cloned().collect();
        all.sort_by_key(|session| session.used.load(Ordering::Relaxed));
        all
    }

    /// Parks sessions until one more interpreter fits the budget, if that is possible without waiting. What cannot be stored stays.
    pub(crate) async fn make_room(&self, except: &SessionId) {
        let all = self.by_use();
        let is_live = |session: &&Arc<Shared>| session.is_live.load(Ordering::Relaxed);
        let mut live = all
            .iter()
            .filter(is_live)
            .filter(|session| session.place.id != *except)
            .count();
        let now = elapsed();
        let warm_for = u64::try_from(self.config.warm_for.as_millis()).unwrap_or(u64::MAX);
        for session in &all {
            let idle = now.saturating_sub(session.used.load(Ordering::Relaxed));
            let over = live >= self.config.warm_sessions.max(1) || idle >= warm_for;
            if session.place.id == *except || !over {
                continue;
            }
            // Whoever uses it keeps it.
            let Ok(mut core) = session.core.try_lock() else {
                continue;
            };
            let was_live = core.live.is_some();
            match session.park(&mut core).await {
                Ok(()) => live -= usize::from(was_live).min(live),
                Err(error) => tracing::warn!(session = %session.place.id, %error, "the session could not be parked"),
            }
        }
        // These handles would count as uses.
        drop(all);
        self.forget_unused();
    }

    /// Forgets sessions that nobody has a handle of and that have nothing in memory.
    fn forget_unused(&self) {
        self.known().retain(|_, session| {
            let used = Arc::strong_count(session) > 1 || session.is_live.load(Ordering::Relaxed);
            used || session
                .core
                .try_lock()
                .map_or(true, |core| core.lease.is_some() || core.pending)
        });
    }

    /// Parks every session that was not used for `idle`; waits for those that are in use if `wait`. The first error is returned, after all were tried.
    pub(crate) async fn park_idle(&self, idle: Duration, wait: bool) -> Result<usize> {
        let mut parked = 0;
        let mut first = None;
        let idle = u64::try_from(idle.as_millis()).unwrap_or(u64::MAX);
        for session in self.by_use() {
            if elapsed().saturating_sub(session.used.load(Ordering::Relaxed)) < idle {
                continue;
            }
            let core = if wait {
                Ok(session.core.lock().await)
            } else {
                session.core.try_lock()
            };
            let Ok(mut core) = core else { continue };
            let had = core.live.is_some();
            match session.park(&mut core).await {
                Ok(()) => parked += usize::from(had),
                Err(error) => {
                    first.get_or_insert(error);
                }
            }
        }
        self.forget_unused();
        first.map_or(Ok(parked), Err)
    }
}
