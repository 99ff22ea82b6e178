//! Removing sessions by rules.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use sandbox_core::SessionId;
use serde::Serialize;

use crate::Result;
use crate::error::SessionError;
use crate::identity::Identity;
use crate::info::SessionInfo;
use crate::labels::Labels;
use crate::lifecycle;
use crate::sessions::{Listed, Sessions};
use crate::time::Timestamp;

/// Which sessions go. One that meets any of the conditions goes, among those that have the labels. Without a condition, what the configuration lets expire goes.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PruneRules {
    /// Made longer ago.
    pub older_than: Option<Duration>,
    /// Not used for longer.
    pub idle_for: Option<Duration>,
    /// Larger, in bytes of files and state of the latest generation.
    pub larger_than: Option<u64>,
    /// More than so many: the ones that were used least lately go.
    pub keep: Option<usize>,
    /// Only sessions with these labels are looked at, and counted.
    pub labels: Labels,
    /// Nothing is removed.
    pub dry_run: bool,
    /// Blobs that nothing names any more are removed afterwards, if they are old enough.
    pub collect: bool,
}

/// What [`Sessions::prune`] did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct PruneReport {
    /// Sessions that were removed, or would have been.
    pub deleted: Vec<SessionId>,
    /// Sessions that were to go and did not, and why.
    pub skipped: BTreeMap<SessionId, String>,
    /// Sessions that could not be removed, and why.
    pub errors: BTreeMap<SessionId, String>,
    /// Sessions that stay.
    pub kept: usize,
    /// Bytes that were given back, blobs included. 0 in a dry run.
    pub reclaimed_bytes: u64,
    /// Blobs that were removed.
    pub blobs_deleted: u64,
    /// Why blobs were not collected, if they were to be and could not.
    pub collect_error: Option<String>,
    /// Whether it was one.
    pub dry_run: bool,
}

impl fmt::Display for PruneReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.dry_run { "Would prune" } else { "Pruned" };
        let sessions = self.deleted.len();
        write!(
            f,
            "{verb} {sessions} {}",
            if sessions == 1 { "session" } else { "sessions" }
        )?;
        let mut besides = Vec::new();
        if !self.skipped.is_empty() {
            besides.push(format!("{} skipped", self.skipped.len()));
        }
        match self.errors.len() {
            0 => {}
            1 => besides.push("1 error".to_owned()),
            more => besides.push(format!("{more} errors")),
        }
        if self.collect_error.is_some() {
            besides.push("blobs not collected".to_owned());
        }
        if !besides.is_empty() {
            write!(f, " ({})", besides.join(", "))?;
        }
        write!(f, ", reclaimed {}", size(self.reclaimed_bytes))
    }
}

/// A size for people, as the original shows it.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let bytes_shown = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes_shown / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes_shown / 1e6),
        _ => format!("{:.1} GB", bytes_shown / 1e9),
    }
}

/// Why a session stays that was due.
const USED: &str = "it was used meanwhile";

impl PruneRules {
    /// No conditions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn has_condition(&self) -> bool {
        self.older_than.is_some() || self.idle_for.is_some() || self.larger_than.is_some() || self.keep.is_some()
    }

    fn hit(&self, info: &SessionInfo, now: Timestamp) -> bool {
        let older = self.older_than.is_some_and(|max| info.created.age(now) > max);
        let idle = self.idle_for.is_some_and(|max| info.last_used.age(now) > max);
        let bytes = info.sizes.file_bytes.saturating_add(info.sizes.state_bytes);
        older || idle || self.larger_than.is_some_and(|max| bytes > max)
    }
}

impl Sessions {
    /// Removes sessions by rules, one after the other; dropping the future stops between two of them. A session that a turn is under way in is left alone, and so is one that was
    /// used after it was looked at. Sessions whose records are damaged are left alone and reported.
    ///
    /// # Errors
    ///
    /// Those of the store while sessions are listed. What goes wrong with one of them is in the report.
    pub async fn prune(&self, rules: &PruneRules) -> Result<PruneReport> {
        let mut rules = rules.clone();
        if !rules.has_condition() {
            rules.older_than = self.config().lifetime;
            rules.idle_for = self.config().idle_expiry;
        }
        let now = self.config().now();
        let mut report = PruneReport {
            dry_run: rules.dry_run,
            ..PruneReport::default()
        };
        let mut all = Vec::new();
        for listed in self.list().await? {
            match listed {
                Listed::Session(info) if info.labels.include(&rules.labels) => all.push(*info),
                Listed::Session(_) => report.kept += 1,
                Listed::Damaged { id, error } => {
                    tracing::warn!(session = %id, %error, "prune.skipped");
                    report.skipped.insert(id, error.to_string());
                }
            }
        }
        // The ones that were used last come first, and stay.
        all.sort_by_key(|info| std::cmp::Reverse(info.last_used));
        for (at, info) in all.into_iter().enumerate() {
            if !rules.hit(&info, now) && rules.keep.is_none_or(|keep| at < keep) {
                report.kept += 1;
                continue;
            }
            self.prune_one(info, &rules, &mut report).await;
        }
        if rules.collect && !rules.dry_run {
            match self.gc(sandbox_storage::DEFAULT_GRACE, false).await {
                Ok(collected) => {
                    report.blobs_deleted = collected.removed.objects;
                    report.reclaimed_bytes += collected.removed.bytes + collected.swept_bytes;
                }
                Err(error) => {
                    tracing::warn!(%error, "blobs were not collected");
                    report.collect_error = Some(error.to_string());
                }
            }
        }
        tracing::info!(
            deleted = report.deleted.len(),
            skipped = report.skipped.len(),
            errors = report.errors.len(),
            "prune.complete"
        );
        Ok(report)
    }

    async fn prune_one(&self, info: SessionInfo, rules: &PruneRules, report: &mut PruneReport) {
        let id = info.session_id.clone();
        match self.still_unused(&info).await {
            Ok(None) => {}
            Ok(Some(reason)) => {
                report.skipped.insert(id, reason.into());
                return;
            }
            // Somebody else removed it.
            Err(SessionError::NotFound { .. }) => return,
            Err(error) => {
                report.errors.insert(id, error.to_string());
                return;
            }
        }
        if rules.dry_run {
            report.deleted.push(id);
            return;
        }
        match self.0.delete_unused(&info).await {
            Ok(Some(bytes)) => {
                report.reclaimed_bytes += bytes;
                report.deleted.push(id);
            }
            Ok(None) => {
                report.skipped.insert(id, USED.into());
            }
            // Somebody else removed it.
            Err(SessionError::NotFound { .. }) => {}
            Err(SessionError::Busy { owner, .. }) => {
                report.skipped.insert(id, owner);
            }
            Err(error) => {
                tracing::warn!(session = %id, %error, "prune.failed");
                report.errors.insert(id, error.to_string());
            }
        }
    }

    /// Why a session that is to go must stay, if it must: it was used since it was looked at, or is in use.
    async fn still_unused(&self, info: &SessionInfo) -> Result<Option<&'static str>> {
        let identity = Identity::load(self.store(), &info.session_id).await?;
        let now = lifecycle::info(self.store(), &identity).await?;
        if !lifecycle::is_same(&now, info) {
            return Ok(Some(USED));
        }
        let known = self.0.known().get(&info.session_id).cloned();
        if let Some(shared) = known {
            let core = shared.core.try_lock();
            if core.as_ref().map_or(true, |core| core.pending) {
                let reason = core.map_or("a turn is under way", |_| USED);
                return Ok(Some(reason));
            }
        }
        let place = identity.place();
        let leases = crate::lease::Leases {
            store: self.store(),
            place: &place,
            config: self.config(),
            owner: self.0.owner,
        };
        let taken = crate::lease::is_taken(&leases).await?;
        Ok(taken.then_some("another process uses it"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conformance_094_the_summary_says_what_was_done() {
        let id = |n: u32| SessionId::new(&format!("s{n}")).unwrap();
        let mut report = PruneReport {
            deleted: vec![id(1), id(2)],
            reclaimed_bytes: 1_400_000,
            ..PruneReport::default()
        };
        assert_eq!(report.to_string(), "Pruned 2 sessions, reclaimed 1.4 MB");
        report.skipped.insert(id(3), "busy".into());
        report.errors.insert(id(4), "no".into());
        assert_eq!(
            report.to_string(),
            "Pruned 2 sessions (1 skipped, 1 error), reclaimed 1.4 MB"
        );
        report.dry_run = true;
        report.deleted.pop();
        report.reclaimed_bytes = 0;
        assert_eq!(
            report.to_string(),
            "Would prune 1 session (1 skipped, 1 error), reclaimed 0 B"
        );
    }
}
