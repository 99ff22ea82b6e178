//! Removing what nothing needs.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sandbox_core::SessionId;
use sandbox_storage::{BlobRef, Blobs, Collected, Usage, collect};

use crate::Result;
use crate::check::Roots;
use crate::content::PARALLEL;
use crate::error::SessionError;
use crate::head;
use crate::identity::Identity;
use crate::layout::{self, Incarnation, Place};
use crate::record::{self, Found};
use crate::sealed::Damage;
use crate::sessions::Sessions;

/// How often a session's generations are listed again because they were trimmed while they were read: each time it has gone on by its whole history.
const MAX_LISTINGS: usize = 100;

/// How often all sessions are listed again because some were gone before they were read.
const MAX_PASSES: usize = 32;

impl Sessions {
    /// Removes what nothing needs and that is older than `grace`: blobs that no generation names, what is left of sessions that were removed, and unfinished writes. With `dry_run` it
    /// only counts. It is safe beside other processes that use the store, with a `grace` of [`DEFAULT_GRACE`](sandbox_storage::DEFAULT_GRACE) or more.
    ///
    /// # Errors
    ///
    /// [`SessionError::Damaged`] when a record cannot be read that may name blobs: no blob is removed then. [`SessionError::Restless`] when sessions come
    /// and go, or one goes on, faster than they can be read. Those of the store.
    pub async fn gc(&self, grace: Duration, dry_run: bool) -> Result<Collected> {
        let mut leftover = Usage::default();
        let collected = collect(self.store(), grace, dry_run, async || {
            let naming = Naming {
                sessions: self,
                grace,
                dry_run,
                blobs: Blobs::of(self.store()),
                roots: Roots::default(),
            };
            naming.all(&mut leftover).await
        })
        .await;
        let mut collected = collected?;
        collected.removed.objects += leftover.objects;
        collected.removed.bytes += leftover.bytes;
        Ok(collected)
    }
}

/// Finds every blob that a generation names, or may be about to.
struct Naming<'a> {
    sessions: &'a Sessions,
    grace: Duration,
    dry_run: bool,
    blobs: Blobs,
    roots: Roots,
}

/// What is known of the sessions under one name.
#[derive(Default)]
struct Named {
    /// The incarnations that were read.
    read: Vec<(SessionId, Incarnation)>,
    names: HashSet<BlobRef>,
    /// Whether something was listed and could not be read: it is gone, or not there yet.
    is_gone: bool,
    /// What was removed of sessions that are no more.
    leftover: Usage,
}

impl Naming<'_> {
    /// Reads all sessions, again and again until nothing that a pass has listed is gone before it was read.
    ///
    /// A fork that is made after the listing names what its origin names, and the origin may be deleted before its turn comes; then only the next listing shows who has its contents now.
    /// A fork is only made while its origin is there. So if everything that was listed was read, whatever is named at the end was named by something that was
    /// read, or was written since and is younger than the grace.
    async fn all(&self, leftover: &mut Usage) -> Result<HashSet<BlobRef>> {
        let mut read = HashSet::new();
        let mut names = HashSet::new();
        let mut gone_before = HashSet::new();
        for _ in 0..MAX_PASSES {
            let ids = self.sessions.ids().await?;
            let known = &read;
            let found: Vec<Named> = stream::iter(ids.clone().into_iter().map(|id| self.id(id, known)))
                .buffered(PARALLEL)
                .try_collect()
                .await?;
            let mut gone = HashSet::new();
            for (id, each) in ids.into_iter().zip(found) {
                read.extend(each.read);
                names.extend(each.names);
                leftover.objects += each.leftover.objects;
                leftover.bytes += each.leftover.bytes;
                if each.is_gone {
                    gone.insert(id);
                }
            }
            // What a listing keeps showing though there is nothing is an empty folder.
            if gone.is_subset(&gone_before) {
                return Ok(names);
            }
            gone_before = gone;
        }
        Err(SessionError::Restless)
    }

    /// Reads what there is under a name, but for the incarnations that were read before.
    async fn id(&self, id: SessionId, known: &HashSet<(SessionId, Incarnation)>) -> Result<Named> {
        let mut named = Named::default();
        let sessions = self.sessions;
        let whole = layout::session(&id);
        if !self.dry_run && sessions.is_unfinished(&id).await? && sessions.is_old(&whole, self.grace).await? {
            named.leftover = sessions.store().delete_all(&whole).await?;
            return Ok(named);
        }
        let incarnations = sessions.incarnations(&id).await?;
        named.is_gone = incarnations.is_empty() && !Identity::has_record(sessions.store(), &id).await?;
        for found in incarnations {
            let this = (id.clone(), found.place.incarnation);
            if known.contains(&this) {
                continue;
            }
            let all = found.place.all();
            if !found.present && sessions.is_old(&all, self.grace).await? {
                // What is left of a session that was removed, or was never finished.
                let usage = if self.dry_run {
                    sessions.store().usage(Some(&all)).await?
                } else {
                    sessions.store().delete_all(&all).await?
                };
                named.leftover.objects += usage.objects;
                named.leftover.bytes += usage.bytes;
                // It may have been there a moment ago.
                named.is_gone = true;
            } else if !self.generations(&found.place, &mut named.names).await? {
                // A session without generations, if it is still there. What is not yet there, as the generation that a fork makes before anything else, is looked at again.
                named.is_gone |= !found.present || !Identity::has_record(sessions.store(), &id).await?;
                continue;
            }
            named.read.push(this);
        }
        Ok(named)
    }

    /// Adds what the generations of an incarnation name. One that is trimmed between the listing and the reading is followed by one that the listing did not show, so it is
    /// listed again until what it shows is there, or the incarnation is gone. Returns whether the latest one that was listed was read: of a session that is removed meanwhile, only
    /// some are.
    async fn generations(&self, place: &Place, names: &mut HashSet<BlobRef>) -> Result<bool> {
        let store = self.sessions.store();
        let mut read = BTreeSet::new();
        let mut missing = 0;
        for _ in 0..MAX_LISTINGS {
            let listed = head::list_beyond(store, place).await?;
            let mut is_missing = false;
            for generation in listed {
                if read.contains(&generation) {
                    continue;
                }
                match record::read_header(store, place, generation).await? {
                    Found::Whole(header) => {
                        names.extend(self.sessions.names(&self.blobs, &header, &self.roots).await?);
                    }
                    // Half of a record names nothing: nobody was told that it exists.
                    Found::Damaged(Damage::Truncated) => {}
                    damaged @ Found::Damaged(_) => {
                        damaged.or_error(place, generation)?;
                    }
                    Found::Missing => {
                        is_missing = true;
                        missing = missing.max(generation);
                        continue;
                    }
                }
                read.insert(generation);
            }
            if !is_missing {
                return Ok(read.last().is_some_and(|last| *last > missing));
            }
        }
        Err(SessionError::Restless)
    }
}
