//! Removing what nothing needs.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use sandbox_core::SessionId;
use sandbox_storage::{BlobRef, Blobs, Collected, Usage, collect};

use crate::Result;
use crate::check::Roots;
use crate::content::PARALLEL;
use crate::error::SessionError;
use crate::head;
use crate::layout::{self, Incarnation, Place};
use crate::record::{self, Found};
use crate::sealed::Damage;
use crate::sessions::Sessions;

/// How often a session's generations are listed again because they were trimmed while they were read: each time it has gone on by its whole history.
const MAX_LISTINGS: usize = 100;

impl Sessions {
    /// Removes what nothing needs and that is older than `grace`: blobs that no generation names, what is left of sessions that were removed, and unfinished writes. With `dry_run` it
    /// only counts. It is safe beside other processes that use the store, with a `grace` of [`DEFAULT_GRACE`](sandbox_storage::DEFAULT_GRACE) or more.
    ///
    /// # Errors
    ///
    /// [`SessionError::Damaged`] when a record cannot be read that may name blobs: no blob is removed then. [`SessionError::Busy`] when a session goes on faster than
    /// it can be read. Those of the store.
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
    /// The incarnations that were there.
    listed: Vec<Incarnation>,
    /// Those that were read.
    read: Vec<(SessionId, Incarnation)>,
    names: HashSet<BlobRef>,
    /// What was removed of sessions that are no more.
    leftover: Usage,
}

impl Naming<'_> {
    /// Reads the sessions until there is nothing new to read and nothing has gone since the pass before.
    ///
    /// One pass is not enough: a fork that is made after the listing names what its origin names, and the origin may be deleted before its turn comes. A fork is only made while its
    /// origin is there. So whatever is named at the end was named by an incarnation that the last but one listing showed and that was read, or was written since and is younger than
    /// the grace.
    async fn all(&self, leftover: &mut Usage) -> Result<HashSet<BlobRef>> {
        let mut read = HashSet::new();
        let mut names = HashSet::new();
        let mut seen = None;
        loop {
            let ids = self.sessions.ids().await?;
            let known = &read;
            let found: Vec<Named> = stream::iter(ids.clone().into_iter().map(|id| self.id(id, known)))
                .buffered(PARALLEL)
                .try_collect()
                .await?;
            let before = read.len();
            let mut listed = Vec::new();
            for each in found {
                listed.push(each.listed);
                read.extend(each.read);
                names.extend(each.names);
                leftover.objects += each.leftover.objects;
                leftover.bytes += each.leftover.bytes;
            }
            let view = Some((ids, listed));
            if read.len() == before && view == seen {
                return Ok(names);
            }
            seen = view;
        }
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
        for found in sessions.incarnations(&id).await? {
            named.listed.push(found.place.incarnation);
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
            } else if !self.generations(&found.place, &mut named.names).await? {
                // A folder can be there before the generation that a fork makes in it: it is looked at again.
                continue;
            }
            named.read.push(this);
        }
        Ok(named)
    }

    /// Adds what the generations of an incarnation name. One that is trimmed between the listing and the reading is followed by one that the listing did not show, so it is
    /// listed again until what it shows is there, or the incarnation is gone. Returns whether there was one.
    async fn generations(&self, place: &Place, names: &mut HashSet<BlobRef>) -> Result<bool> {
        let store = self.sessions.store();
        let mut read = HashSet::new();
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
                        continue;
                    }
                }
                read.insert(generation);
            }
            if !is_missing {
                return Ok(!read.is_empty());
            }
        }
        Err(SessionError::Busy {
            id: place.id.clone(),
            owner: "it goes on faster than it can be read".into(),
            free_in: None,
        })
    }
}
