//! Who may write to a session at present.
//!
//! A lease keeps others from wasting turns that they could not store. What decides is the generation: whoever makes the next one first has it. So a clock that is wrong
//! costs somebody a turn that is refused, and never a stored one.

use std::time::{Duration, Instant};

use bytes::Bytes;
use sandbox_storage::{Created, Store};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::config::SessionsConfig;
use crate::error::SessionError;
use crate::layout::{self, Incarnation, Place};
use crate::sealed::{self, Damage, Kind, MAX_HEADER_BYTES};
use crate::time::Timestamp;

/// The record of a lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    /// The process: a random number.
    owner: Incarnation,
    /// Until when it is the owner's, by the owner's clock.
    until: Timestamp,
    /// For how long it is made each time, in milliseconds.
    millis: u64,
}

/// A lease of ours.
#[derive(Debug, Clone)]
pub(crate) struct Lease {
    epoch: u64,
    /// Until when it holds, by a clock that does not jump.
    until: Instant,
    time: Duration,
}

impl Lease {
    /// Whether it holds for some time yet.
    pub(crate) fn holds(&self) -> bool {
        Instant::now() + self.time / 2 < self.until
    }

    /// Whether it has not run out yet.
    pub(crate) fn is_ours(&self) -> bool {
        Instant::now() < self.until
    }

    /// When it should be renewed.
    pub(crate) fn renew_in(&self) -> Duration {
        self.time / 3
    }
}

/// What was found out about another's lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    epoch: u64,
    terms: Option<Terms>,
    /// When it was first seen like that.
    seen: Instant,
}

/// What became of an attempt.
pub(crate) enum Attempt {
    /// It is ours; `fresh` if it may have been somebody else's since we held it last.
    Ours { lease: Lease, fresh: bool },
    /// Somebody else has it.
    Taken(Taken),
}

/// How long a lease that is not renewed may be held up at most, whatever it says.
const MAX_TIME: Duration = Duration::from_hours(1);

/// Leases of one session.
pub(crate) struct Leases<'a> {
    pub(crate) store: &'a Store,
    pub(crate) place: &'a Place,
    pub(crate) config: &'a SessionsConfig,
    pub(crate) owner: Incarnation,
}

impl Leases<'_> {
    /// Takes the lease, or says who has it. `before` is what an attempt before this one saw.
    pub(crate) async fn attempt(&self, held: Option<&Lease>, before: Option<&Taken>) -> Result<Attempt> {
        let names = self.store.children(Some(&self.place.leases())).await?;
        let mut epoch = names.iter().filter_map(|name| layout::number(name)).max().unwrap_or(0);
        if let Some(held) = held {
            epoch = epoch.max(held.epoch);
        }
        if epoch > 0 {
            let terms = self.terms(epoch).await?;
            match terms {
                // Somebody removed it who is done with it, or made half of it and died.
                None | Some(Err(_)) => {}
                // One that has run out may be taken by somebody else at this moment, ours or not.
                Some(Ok(terms)) if terms.owner == self.owner && self.config.now() < terms.until => {
                    let lease = self.write(epoch, false).await?;
                    // It was never anybody else's: epochs only grow.
                    let fresh = held.is_none_or(|held| held.epoch != epoch);
                    return Ok(Attempt::Ours { lease, fresh });
                }
                Some(Ok(terms)) => {
                    let taken = Taken {
                        epoch,
                        seen: Instant::now(),
                        terms: Some(terms.clone()),
                    };
                    let taken = match before {
                        Some(before) if before.epoch == epoch && before.terms == taken.terms => before.clone(),
                        _ => taken,
                    };
                    if !taken.is_over(self.config.now()) {
                        return Ok(Attempt::Taken(taken));
                    }
                }
            }
        }
        let lease = self.write(epoch + 1, true).await;
        match lease {
            Ok(lease) => {
                if epoch > 0 {
                    // Only to keep the listing short.
                    let _ = self.store.delete(&self.place.lease(epoch)).await;
                }
                Ok(Attempt::Ours { lease, fresh: true })
            }
            // Somebody was faster.
            Err(SessionError::Busy { .. }) => Ok(Attempt::Taken(Taken {
                epoch: epoch + 1,
                terms: None,
                seen: Instant::now(),
            })),
            Err(error) => Err(error),
        }
    }

    /// Keeps it for another while; nothing if it is no longer ours: somebody has taken it over, or removed the session.
    pub(crate) async fn renew(&self, lease: &Lease) -> Result<Option<Lease>> {
        match self.terms(lease.epoch).await? {
            Some(Ok(terms)) if terms.owner == self.owner => self.write(lease.epoch, false).await.map(Some),
            _ => Ok(None),
        }
    }

    /// Removes it: there is nothing that it is a lease of.
    pub(crate) async fn forget(&self, lease: &Lease) -> Result<()> {
        Ok(self.store.delete(&self.place.lease(lease.epoch)).await?)
    }

    /// Gives it back: the next one need not wait.
    pub(crate) async fn release(&self, lease: &Lease) -> Result<()> {
        let over = Terms {
            owner: self.owner,
            until: Timestamp::from_millis(0),
            millis: 0,
        };
        let record = sealed::seal(Kind::Lease, &over, &[]);
        Ok(self.store.put(&self.place.lease(lease.epoch), record).await?)
    }

    /// What a lease says, if it is there.
    async fn terms(&self, epoch: u64) -> Result<Option<std::result::Result<Terms, Damage>>> {
        let record = sealed::find(self.store, &self.place.lease(epoch), 2 * MAX_HEADER_BYTES as u64).await?;
        let read = |record: Bytes| sealed::open::<Terms>(Kind::Lease, &record).map(|(terms, _)| terms);
        Ok(match record {
            Ok(record) => record.map(read),
            Err(damage) => Some(Err(damage)),
        })
    }

    async fn write(&self, epoch: u64, new: bool) -> Result<Lease> {
        let time = self.config.lease_time();
        let until = Instant::now() + time;
        let now = self.config.now();
        let terms = Terms {
            owner: self.owner,
            until: Timestamp::from_millis(now.as_millis().saturating_add(millis(time))),
            millis: millis(time),
        };
        let record = sealed::seal(Kind::Lease, &terms, &[]);
        let key = self.place.lease(epoch);
        if new {
            if self.store.create(&key, record).await? == Created::Exists {
                // It may be ours all the same: the answer to a first try can be lost.
                let there = self.terms(epoch).await?;
                let ours = matches!(there, Some(Ok(there)) if there.owner == self.owner);
                if !ours {
                    return Err(SessionError::Busy {
                        id: self.place.id.clone(),
                        owner: "somebody else was faster".into(),
                        free_in: None,
                    });
                }
            }
        } else {
            self.store.put(&key, record).await?;
        }
        Ok(Lease { epoch, until, time })
    }
}

impl Taken {
    /// Whether its owner has let it run out: by what it says, or because it has not been renewed for as long as its owner promised.
    fn is_over(&self, now: Timestamp) -> bool {
        match &self.terms {
            Some(terms) => {
                let promised = Duration::from_millis(terms.millis).min(MAX_TIME);
                now >= terms.until || self.seen.elapsed() >= promised
            }
            None => false,
        }
    }

    /// After how long it runs out, if its owner does nothing.
    pub(crate) fn free_in(&self, now: Timestamp) -> Option<Duration> {
        let terms = self.terms.as_ref()?;
        let promised = Duration::from_millis(terms.millis)
            .min(MAX_TIME)
            .saturating_sub(self.seen.elapsed());
        let left = Duration::from_millis(terms.until.as_millis().saturating_sub(now.as_millis()));
        Some(left.min(promised))
    }
}

/// Whether somebody has the lease of a session at present.
pub(crate) async fn is_taken(leases: &Leases<'_>) -> Result<bool> {
    let names = leases.store.children(Some(&leases.place.leases())).await?;
    let Some(epoch) = names.iter().filter_map(|name| layout::number(name)).max() else {
        return Ok(false);
    };
    let terms = leases.terms(epoch).await?;
    Ok(matches!(terms, Some(Ok(terms)) if terms.owner != leases.owner && leases.config.now() < terms.until))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::SystemTime;

    use sandbox_core::SessionId;

    use super::*;

    /// A process that wants the lease.
    #[derive(Clone)]
    struct Process {
        store: Store,
        place: Place,
        config: SessionsConfig,
        owner: Incarnation,
    }

    impl Process {
        fn in_store(store: &Store, place: &Place) -> Self {
            Self {
                store: store.clone(),
                place: place.clone(),
                config: SessionsConfig::new(),
                owner: Incarnation::new(),
            }
        }

        fn leases(&self) -> Leases<'_> {
            Leases {
                store: &self.store,
                place: &self.place,
                config: &self.config,
                owner: self.owner,
            }
        }

        async fn attempt(&self, held: Option<&Lease>) -> Option<Lease> {
            match self.leases().attempt(held, None).await.unwrap() {
                Attempt::Ours { lease, .. } => Some(lease),
                Attempt::Taken(_) => None,
            }
        }
    }

    fn place() -> Place {
        Place {
            id: SessionId::new("leased").unwrap(),
            incarnation: Incarnation::new(),
        }
    }

    /// How many of some processes that try at once get it.
    async fn winners(processes: &[Process]) -> usize {
        let tries: Vec<_> = processes
            .iter()
            .cloned()
            .map(|process| tokio::spawn(async move { process.attempt(None).await.is_some() }))
            .collect();
        let mut won = 0;
        for attempt in tries {
            won += usize::from(attempt.await.unwrap());
        }
        won
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn of_many_that_try_at_once_one_gets_it_however_it_became_free() {
        let store = Store::memory();
        for round in 0..200 {
            let place = place();
            let first = Process::in_store(&store, &place);
            let others: Vec<_> = (0..4).map(|_| Process::in_store(&store, &place)).collect();
            let held = first.attempt(None).await.unwrap();
            assert_eq!(winners(&others).await, 0, "it is taken");
            match round % 3 {
                0 => first.leases().release(&held).await.unwrap(),
                1 => first.leases().forget(&held).await.unwrap(),
                // It has run out by the clocks of the others.
                _ => {}
            }
            let others: Vec<_> = others
                .into_iter()
                .map(|mut process| {
                    if round % 3 == 2 {
                        process.config.clock = Arc::new(|| SystemTime::now() + MAX_TIME);
                    }
                    process
                })
                .collect();
            assert_eq!(winners(&others).await, 1, "round {round}");
            // Its first owner sees that it is gone, and does not take it back.
            assert!(first.attempt(Some(&held)).await.is_none(), "round {round}");
        }
    }

    #[tokio::test]
    async fn whoever_has_it_keeps_it() {
        let (store, place) = (Store::memory(), place());
        let owner = Process::in_store(&store, &place);
        let mut held = owner.attempt(None).await.unwrap();
        for _ in 0..3 {
            held = owner.attempt(Some(&held)).await.unwrap();
            held = owner.leases().renew(&held).await.unwrap().expect("it is its own");
            assert!(held.holds());
        }
        assert!(is_taken(&Process::in_store(&store, &place).leases()).await.unwrap());
        assert!(!is_taken(&owner.leases()).await.unwrap(), "by somebody else");
        owner.leases().forget(&held).await.unwrap();
        assert!(owner.leases().renew(&held).await.unwrap().is_none());
        assert!(
            store.children(Some(&place.leases())).await.unwrap().is_empty(),
            "it is not made again"
        );
    }
}
