//! Reading what is known about sessions, and removing them.

use std::sync::Arc;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sandbox_core::SessionId;
use sandbox_storage::Store;

use crate::Result;
use crate::content::PARALLEL;
use crate::core::{Core, Shared};
use crate::error::SessionError;
use crate::head::{self, Look};
use crate::identity::Identity;
use crate::info::SessionInfo;
use crate::layout::{self, Place};
use crate::session::Session;
use crate::sessions::Inner;
use crate::time::Timestamp;

/// The longest text of a time, in bytes.
const MAX_USED_BYTES: u64 = 32;

/// When a session was last used without a new generation.
pub(crate) async fn used(store: &Store, place: &Place) -> Result<Option<Timestamp>> {
    let text = store.find(&place.used(), MAX_USED_BYTES).await?;
    let millis = text.and_then(|text| std::str::from_utf8(&text).ok()?.parse().ok());
    Ok(millis.map(Timestamp::from_millis))
}

/// What is known about a session, from its small records.
pub(crate) async fn info(store: &Store, identity: &Identity) -> Result<SessionInfo> {
    let place = identity.place();
    let latest = head::latest_header(store, &place, Look::Listed).await?;
    let used = used(store, &place).await?;
    Ok(SessionInfo::new(identity, latest.found.as_ref(), used, latest.damaged))
}

/// Whether a session was not used since it was as `before`.
pub(crate) fn is_same(now: &SessionInfo, before: &SessionInfo) -> bool {
    (now.created, now.last_used, now.generation) == (before.created, before.last_used, before.generation)
}

impl Inner {
    /// Refuses one more session where there are as many as may be.
    pub(crate) async fn check_room(&self) -> Result<()> {
        let Some(max) = self.config.max_sessions else {
            return Ok(());
        };
        let names = self.store.children(Some(&layout::sessions())).await?;
        if names.len() < max {
            return Ok(());
        }
        // What is left of sessions that were removed is listed, too, until it is collected.
        let ids: Vec<SessionId> = names.iter().filter_map(|name| SessionId::new(name).ok()).collect();
        let records = ids.into_iter().map(|id| {
            let store = self.store.clone();
            async move { Ok::<_, SessionError>(usize::from(store.head(&layout::identity(&id)).await?.is_some())) }
        });
        let there: Vec<usize> = stream::iter(records).buffer_unordered(PARALLEL).try_collect().await?;
        if there.into_iter().sum::<usize>() < max {
            Ok(())
        } else {
            Err(SessionError::TooMany { max })
        }
    }

    /// Removes a session, and returns what its objects took; nothing if there is none.
    pub(crate) async fn delete(self: &Arc<Self>, id: &SessionId) -> Result<Option<u64>> {
        match self.delete_as(id, None).await {
            // Somebody else was faster.
            Err(SessionError::NotFound { .. }) => Ok(None),
            // In the middle of it, too: a folder goes away under whoever is about to write to it.
            Err(SessionError::Store(error)) if error.is_not_found() => match Identity::load(&self.store, id).await {
                Err(SessionError::NotFound { .. }) => Ok(None),
                _ => Err(error.into()),
            },
            done => done,
        }
    }

    /// As [`delete`](Self::delete), unless the session was used since it was as `before`: nothing then.
    pub(crate) async fn delete_unused(self: &Arc<Self>, before: &SessionInfo) -> Result<Option<u64>> {
        self.delete_as(&before.session_id, Some(before)).await
    }

    async fn delete_as(self: &Arc<Self>, id: &SessionId, before: Option<&SessionInfo>) -> Result<Option<u64>> {
        let identity = match Identity::load(&self.store, id).await {
            Ok(identity) => identity,
            // Nobody can use it, so nobody does.
            Err(SessionError::Damaged { .. }) if before.is_none() => {
                self.store.delete(&layout::identity(id)).await?;
                let usage = self.store.delete_all(&layout::session(id)).await?;
                self.known().remove(id);
                return Ok(Some(usage.bytes));
            }
            Err(error) => return Err(error),
        };
        // One that cannot be opened can be deleted, and is not opened by that: nobody finds this handle.
        let policy = identity.policy().and_then(|policy| {
            self.check_policy(id, &policy)?;
            Ok(policy)
        });
        let session = match policy {
            Ok(policy) => self.adopt(identity, policy),
            Err(_) => Session(Arc::new(Shared::new(self, identity, self.config.policy.clone()))),
        };
        let shared = &*session.0;
        let mut core = shared.lock().await?;
        // Whoever has the lease is in the middle of something.
        if let Err(error) = shared.own_lease(&mut core).await {
            if matches!(error, SessionError::NotFound { .. }) {
                // The lease is all there is of it.
                self.store.delete_all(&shared.place.all()).await?;
                self.known().remove(id);
            }
            return Err(error);
        }
        // From here on nobody can use it any more. What is not stored yet is a use, too.
        if let Some(before) = before
            && (core.pending || !is_same(&info(&self.store, &shared.identity).await?, before))
        {
            give_back(shared, &mut core).await;
            return Ok(None);
        }
        let record = self.store.head(&layout::identity(id)).await?;
        shared.forget(&mut core);
        // Whoever uses it next has to take the lease, and looks whether it is still there: also when this future is dropped here.
        let lease = core.lease.take();
        // From here on it does not exist. What is left of it when this fails halfway is removed by `gc`.
        let gone = self.store.delete(&layout::identity(id)).await;
        if let Err(error) = gone {
            core.lease = lease;
            give_back(shared, &mut core).await;
            return Err(error.into());
        }
        core.deleted = true;
        self.known().remove(id);
        let usage = self.store.delete_all(&shared.place.all()).await?;
        let bytes = usage.bytes + record.map_or(0, |record| record.size);
        tracing::info!(session = %id, bytes, "session.deleted");
        Ok(Some(bytes))
    }
}

/// Gives a lease back that was taken for nothing, so that others need not wait until it runs out.
async fn give_back(shared: &Shared, core: &mut Core) {
    if core.live.is_none()
        && let Some(lease) = core.lease.take()
        && let Err(error) = shared.leases().release(&lease).await
    {
        tracing::warn!(session = %shared.place.id, %error, "the lease could not be given back");
    }
}
