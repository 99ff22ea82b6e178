//! Checking a store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use sandbox_core::SessionId;
use sandbox_storage::{BlobRef, Blobs, Key, StoreErrorKind, sizes};
use serde::Serialize;

use crate::Result;
use crate::error::SessionError;
use crate::head;
use crate::history::Cause;
use crate::identity::Identity;
use crate::layer;
use crate::layout::{self, Incarnation, Place};
use crate::loaded::MAX_ROOT_BYTES;
use crate::record::{self, Found, Header};
use crate::sealed::Damage;
use crate::sessions::Sessions;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Problem {
    /// The session.
    pub session_id: SessionId,
    /// The generation, where it is about one.
    pub generation: Option<u64>,
    /// What is wrong.
    pub what: String,
    /// Whether it is only what an interrupted write leaves: it names nothing, nobody was told that it exists, and nothing is lost.
    pub harmless: bool,
}

/// What [`Sessions::check`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct CheckReport {
    /// Sessions that were looked at.
    pub sessions: u64,
    /// Generations.
    pub generations: u64,
    /// Blobs that they name.
    pub blobs: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Blobs that nothing names: `gc` removes them once they are old enough.
    pub unnamed_blobs: u64,
}

impl CheckReport {
    /// Whether nothing is lost.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.harmless)
    }
}

/// What a store holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct StoreStats {
    /// Sessions.
    pub sessions: u64,
    /// Generations.
    pub generations: u64,
    /// Bytes of records.
    pub record_bytes: u64,
    /// Blobs.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// Bytes of the latest generations' files and states: what sessions would take without sharing and compression.
    pub logical_bytes: u64,
}

/// A check under way.
struct Checking<'a> {
    sessions: &'a Sessions,
    blobs: Blobs,
    /// Whether blobs are read.
    contents: bool,
    /// The blobs that there are.
    there: HashMap<BlobRef, u64>,
    roots: Roots,
    /// The blobs that are named, and whether each is as it should be.
    whole: HashMap<BlobRef, bool>,
    report: CheckReport,
}

impl Checking<'_> {
    async fn session(&mut self, id: &SessionId) -> Result<()> {
        let store = self.sessions.store();
        let identity = match Identity::load(store, id).await {
            Ok(identity) => identity,
            // Removed meanwhile, or what is left of it is still there.
            Err(SessionError::NotFound { .. }) => return Ok(()),
            Err(SessionError::Damaged { what, .. }) => {
                self.report.sessions += 1;
                let harmless = self.sessions.is_unfinished(id).await?;
                self.report.problem(id, None, format!("{what} is damaged"), harmless);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        self.report.sessions += 1;
        let place = identity.place();
        for generation in head::list(store, &place).await? {
            match record::read(store, &place, generation).await? {
                Found::Whole(record) => {
                    self.report.generations += 1;
                    self.generation(id, &record.header).await?;
                }
                Found::Damaged(Damage::Truncated) => {
                    self.report
                        .problem(id, Some(generation), "its record was interrupted".into(), true);
                }
                Found::Damaged(damage) => {
                    self.report
                        .problem(id, Some(generation), format!("its record: {damage}"), false);
                }
                Found::Missing => {}
            }
        }
        Ok(())
    }

    async fn generation(&mut self, id: &SessionId, header: &Header) -> Result<()> {
        let names = match self.sessions.names(&self.blobs, header, &self.roots).await {
            Ok(names) => names,
            Err(error) if error.is_transient() => return Err(error),
            Err(error) => {
                self.report
                    .problem(id, Some(header.generation), error.to_string(), false);
                return Ok(());
            }
        };
        for blob in names {
            if !self.is_whole(&blob).await? {
                let what = if self.there.contains_key(&blob) {
                    "is damaged"
                } else {
                    "is missing"
                };
                self.report
                    .problem(id, Some(header.generation), format!("the blob {blob} {what}"), false);
            }
        }
        Ok(())
    }

    async fn is_whole(&mut self, blob: &BlobRef) -> Result<bool> {
        if let Some(known) = self.whole.get(blob) {
            return Ok(*known);
        }
        let mut whole = self.there.contains_key(blob);
        if whole && self.contents {
            whole = match self.blobs.get(blob, MAX_ROOT_BYTES).await {
                Ok(_) => true,
                Err(error) if error.kind == StoreErrorKind::Unavailable => return Err(error.into()),
                Err(_) => false,
            };
        }
        self.whole.insert(*blob, whole);
        Ok(whole)
    }
}

/// A session's incarnation, as a listing shows it.
pub(crate) struct Part {
    pub(crate) place: Place,
    /// Whether it is the session's present one.
    pub(crate) present: bool,
}

/// What the roots of layers name, as far as it was read.
#[derive(Debug, Default)]
pub(crate) struct Roots(Mutex<HashMap<BlobRef, Arc<[BlobRef]>>>);

impl Roots {
    fn of(&self, root: &BlobRef) -> Option<Arc<[BlobRef]>> {
        // Nothing that holds the lock can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(root).cloned()
    }

    fn remember(&self, root: BlobRef, names: Vec<BlobRef>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(root, names.into());
    }
}

impl Sessions {
    /// Looks whether every session can be opened at every generation; with `contents`, every blob is read and compared with its hash.
    ///
    /// # Errors
    ///
    /// Those of the store while it is listed.
    pub async fn check(&self, contents: bool) -> Result<CheckReport> {
        let mut checking = Checking {
            sessions: self,
            blobs: Blobs::of(self.store()),
            contents,
            there: sizes(self.store()).await?,
            roots: Roots::default(),
            whole: HashMap::new(),
            report: CheckReport::default(),
        };
        for id in self.ids().await? {
            checking.session(&id).await?;
        }
        let Checking {
            mut report,
            there,
            whole,
            ..
        } = checking;
        report.blobs = whole.len() as u64;
        report.unnamed_blobs = there.keys().filter(|blob| !whole.contains_key(blob)).count() as u64;
        Ok(report)
    }

    /// What the store holds.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn stats(&self) -> Result<StoreStats> {
        let mut stats = StoreStats::default();
        for listed in self.list().await? {
            stats.sessions += 1;
            if let Some(info) = listed.info() {
                // What a record says of itself may be anything.
                let bytes = info.sizes.file_bytes.saturating_add(info.sizes.state_bytes);
                stats.logical_bytes = stats.logical_bytes.saturating_add(bytes);
            }
        }
        let sessions = layout::sessions();
        let mut entries = self.store().list(Some(&sessions));
        while let Some(entry) = entries.next().await {
            let entry = entry?;
            stats.record_bytes += entry.size;
            stats.generations += u64::from(entry.key.as_str().contains("/gen/"));
        }
        drop(entries);
        for size in sizes(self.store()).await?.values() {
            stats.blobs += 1;
            stats.blob_bytes += size;
        }
        Ok(stats)
    }

    /// The blobs that a generation names. `roots` remembers what the roots of layers name, which generations share.
    pub(crate) async fn names(&self, blobs: &Blobs, header: &Header, roots: &Roots) -> Result<Vec<BlobRef>> {
        let mut names = header.names.clone();
        for reference in &header.layers {
            names.push(reference.root);
            if let Some(below) = roots.of(&reference.root) {
                names.extend(below.iter());
                continue;
            }
            let root = blobs.get(&reference.root, reference.root_bytes as usize).await?;
            let below = layer::names(&root).map_err(|what| SessionError::Damaged {
                id: header.session.clone(),
                what: format!("a layer of generation {}: {what}", header.generation),
                source: None,
            })?;
            names.extend(&below);
            roots.remember(reference.root, below);
        }
        Ok(names)
    }

    /// Whether the making of a session was interrupted: its record is half there, and it has no generation but the one that forking and importing make before it.
    pub(crate) async fn is_unfinished(&self, id: &SessionId) -> Result<bool> {
        if !Identity::is_unfinished(self.store(), id).await? {
            return Ok(false);
        }
        for part in self.all_incarnations(id, None, true).await? {
            for generation in head::list(self.store(), &part.place).await? {
                let header = record::read_header(self.store(), &part.place, generation).await?;
                let came_first = matches!(&header, Found::Whole(header) if header.generation == 1
                    && matches!(header.cause, Cause::Fork { .. } | Cause::Import));
                if !came_first {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    pub(crate) async fn ids(&self) -> Result<Vec<SessionId>> {
        let names = self.store().children(Some(&layout::sessions())).await?;
        Ok(names.iter().filter_map(|name| SessionId::new(name).ok()).collect())
    }

    pub(crate) async fn incarnations(&self, id: &SessionId) -> Result<Vec<Part>> {
        let present = match Identity::load(self.store(), id).await {
            Ok(identity) => Some(identity.incarnation),
            Err(SessionError::NotFound { .. }) => None,
            // Which one is the present one is not known: all are.
            Err(SessionError::Damaged { .. }) => return self.all_incarnations(id, None, true).await,
            Err(error) => return Err(error),
        };
        self.all_incarnations(id, present, false).await
    }

    async fn all_incarnations(&self, id: &SessionId, present: Option<Incarnation>, all: bool) -> Result<Vec<Part>> {
        let names = self.store().children(Some(&layout::session(id))).await?;
        let incarnations = names.iter().filter_map(|name| Incarnation::parse(name));
        let found = incarnations.map(|incarnation| Part {
            present: all || present == Some(incarnation),
            place: Place {
                id: id.clone(),
                incarnation,
            },
        });
        Ok(found.collect())
    }

    /// Whether nothing below a prefix was written lately.
    pub(crate) async fn is_old(&self, prefix: &Key, grace: Duration) -> Result<bool> {
        let now = self.store().now().await?;
        let mut entries = self.store().list(Some(prefix));
        while let Some(entry) = entries.next().await {
            if now.duration_since(entry?.modified).unwrap_or(Duration::ZERO) < grace {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl CheckReport {
    fn problem(&mut self, id: &SessionId, generation: Option<u64>, what: String, harmless: bool) {
        self.problems.push(Problem {
            session_id: id.clone(),
            generation,
            what,
            harmless,
        });
    }
}
