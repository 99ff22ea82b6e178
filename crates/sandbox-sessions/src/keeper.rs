//! Keeps the lease of a session whose turns are only in memory, between its turns.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::core::Shared;

/// Renews the session's lease for as long as it has turns that are not stored: whoever took it over would go on without them. One task does that for a session; it ends with the
/// runtime, with the session, or when nothing is pending.
pub(crate) fn keep(session: &Arc<Shared>) {
    if session.is_kept.swap(true, Ordering::AcqRel) {
        return;
    }
    let every = session.config().lease_time() / 3;
    let mut kept = Kept(Arc::clone(session));
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(every).await;
            if !kept.renew().await {
                return;
            }
        }
    });
}

/// A session with such a task.
struct Kept(Arc<Shared>);

impl Kept {
    /// Whether anybody can still use the session, or store its turns: with a handle of its, or of all sessions of its set.
    fn is_reachable(&self) -> bool {
        let sessions = &self.0.sessions;
        // The set itself and this task have a handle each; so has every session of its set.
        Arc::strong_count(&self.0) > 2 || Arc::strong_count(sessions) > sessions.known().len()
    }

    /// Renews the lease, if nobody uses the session; its user renews it otherwise. Whether there is still something to keep.
    async fn renew(&mut self) -> bool {
        let session = &*self.0;
        let Ok(mut core) = session.core.try_lock() else {
            return true;
        };
        if !core.pending || !self.is_reachable() {
            // While the lock is held: whoever makes something pending after this begins anew.
            session.is_kept.store(false, Ordering::Release);
            return false;
        }
        // One that has run out may be somebody else's.
        if let Some(held) = core.lease.as_ref().filter(|lease| lease.is_ours()) {
            match session.leases().renew(held).await {
                // Whoever uses the session next takes it again, and looks what has become of the session.
                Ok(renewed) => core.lease = renewed,
                Err(error) => tracing::warn!(session = %session.place.id, %error, "the lease could not be renewed"),
            }
        }
        true
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.is_kept.store(false, Ordering::Release);
    }
}
