//! Making generations.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use sandbox_core::Outcome;
use sandbox_host::{PAGE_BYTES, Page, disk_limits};
use sandbox_storage::{Blobs, pack};
use sandbox_vfs::{SystemClock, Tree};

use crate::Result;
use crate::core::{Core, Shared};
use crate::error::SessionError;
use crate::head::{self, Latest};
use crate::history::Cause;
use crate::info::Sizes;
use crate::layer::{self, Encoded, Layer, LayerRef};
use crate::loaded::{Loaded, StoredLayer};
use crate::record::{self, CommitId, Found, Header, MAX_LAYERS, Open, Record, State};

/// The largest layer that travels in a record, in bytes, packed: with a larger one, every small turn would write it again.
const MAX_TOP_PACKED: usize = 64 << 10;

/// Larger ones are not even tried, in bytes, unpacked.
const MAX_TOP: u64 = 2 << 20;

/// A layer is merged with the one below it if that is at most this many times larger. So a byte is written a logarithmic number of times.
const MERGE_FACTOR: u64 = 2;

impl Shared {
    /// Takes what the interpreter and its files have become as the state in memory. When it fails, or is dropped halfway, the interpreter is gone and the state is what it
    /// was before the turn: the next one begins there.
    pub(crate) async fn take_state(&self, core: &mut Core) -> Result<()> {
        let (Some(mut live), Some(loaded)) = (core.live.take(), &mut core.loaded) else {
            return Err(SessionError::Invalid("there is no interpreter".into()));
        };
        let open_files = live.files_mut().settle();
        let files = live.files().freeze();
        let state = live.save(&loaded.state).await?;
        let (before, now) = (&loaded.state.pages, &state.pages);
        // What did not change is shared with what it was before.
        let is_new = |(number, page): &(&u32, &Page)| before.get(number).is_none_or(|known| !Arc::ptr_eq(known, page));
        let mut changed: BTreeMap<u32, Page> = now
            .iter()
            .filter(is_new)
            .map(|(number, page)| (*number, Arc::clone(page)))
            .collect();
        let cleared: Vec<u32> = before
            .keys()
            .filter(|number| !now.contains_key(number))
            .copied()
            .collect();
        live.image().exchange_pages(&mut changed).await?;
        // From here on nothing waits, and nothing fails.
        loaded.top.add_files(files.delta(&loaded.files));
        loaded.top.add_pages(changed, cleared);
        loaded.machine = Some(State {
            image: live.image().id(),
            memory_bytes: state.memory_bytes,
            elapsed_ns: state.elapsed_ns,
            open_files: open_files.iter().map(Open::from).collect(),
        });
        loaded.files = files;
        loaded.state = state;
        core.live = Some(live);
        Ok(())
    }

    /// Takes what the host has made of the files as the state in memory; the interpreter is where it was.
    pub(crate) fn take_files(loaded: &mut Loaded, tree: &Tree) {
        let files = tree.freeze();
        loaded.top.add_files(files.delta(&loaded.files));
        loaded.files = files;
    }

    /// A tree over the state in memory, for the host.
    pub(crate) fn tree(&self, loaded: &Loaded) -> Tree {
        loaded
            .files
            .instantiate(disk_limits(&self.policy), Arc::new(SystemClock))
    }

    /// Stores the state in memory as the next generation.
    ///
    /// When it fails, what is in memory is not to be trusted any more, and read again from the store before it is used: that has the generation before this one, or this one. Where turns
    /// were only in memory, they still are, and storing them can be tried again.
    pub(crate) async fn persist(&self, core: &mut Core, cause: Cause, outcome: Option<Outcome>) -> Result<()> {
        if core.pending {
            self.persist_pending(core, cause, outcome).await?;
        } else {
            // Also for whoever drops this future halfway.
            core.stale = true;
            if let Err(error) = self.write(core, cause, outcome).await {
                self.lose(core);
                return Err(error);
            }
        }
        core.stale = false;
        core.pending = false;
        core.attempts.clear();
        core.checkpoint = None;
        core.undo = None;
        self.trim(core).await;
        Ok(())
    }

    /// Stores turns that are nowhere else. An attempt that failed, or was dropped, may be in the store all the same; it is recognised then, and this one follows it.
    async fn persist_pending(&self, core: &mut Core, cause: Cause, outcome: Option<Outcome>) -> Result<()> {
        loop {
            put_back(core);
            core.checkpoint = core.loaded.as_ref().map(Loaded::checkpoint);
            match self.write(core, cause.clone(), outcome).await {
                Ok(()) => return Ok(()),
                Err(SessionError::Conflict { .. }) if self.was_ours(core).await? => {}
                Err(error @ SessionError::Conflict { .. }) => {
                    core.stale = true;
                    self.lose(core);
                    return Err(error);
                }
                Err(error) => {
                    put_back(core);
                    return Err(error);
                }
            }
        }
    }

    /// Whether the generation that is there already is an attempt of ours; it is the latest one then. Half a record, where we tried to make one, has used its number up for
    /// everybody.
    pub(crate) async fn was_ours(&self, core: &mut Core) -> Result<bool> {
        let Some(latest) = &mut core.latest else {
            return Ok(false);
        };
        // What was made in a place that others have trimmed is no generation, whoever made it.
        if core.attempts.is_empty() || head::has_gone_on(self.store(), &self.place, latest).await? {
            return Ok(false);
        }
        match record::read(self.store(), &self.place, latest.next).await? {
            Found::Whole(record) if core.attempts.contains(&record.header.commit) => {
                // Any other attempt was for the same number, and did not get it.
                core.attempts.clear();
                latest.next += 1;
                latest.found = Some(record);
                Ok(true)
            }
            Found::Damaged(_) => {
                latest.damaged.push(latest.next);
                latest.next += 1;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Ends the interpreter, whose state is not the session's.
    fn lose(&self, core: &mut Core) {
        self.is_live.store(false, Ordering::Relaxed);
        core.live = None;
    }

    async fn write(&self, core: &mut Core, cause: Cause, outcome: Option<Outcome>) -> Result<()> {
        let blobs = Blobs::of(self.store());
        let sizes = self.sizes(core);
        let (Some(loaded), Some(latest)) = (&mut core.loaded, &core.latest) else {
            return Err(SessionError::Invalid("nothing is in memory to be stored".into()));
        };
        let mut written = 0;
        let mut top = None;
        if loaded.top.bytes() <= MAX_TOP {
            let encoded = layer::encode(&mut loaded.top, &blobs, &mut loaded.known).await?;
            let body = pack(&encoded.bytes);
            written += encoded.written;
            if body.len() <= MAX_TOP_PACKED {
                top = Some((encoded, body));
            }
        }
        let (encoded, body) = if let Some(top) = top {
            top
        } else {
            written += flush(loaded, &blobs).await?;
            let encoded = layer::encode(&mut loaded.top, &blobs, &mut loaded.known).await?;
            let body = pack(&encoded.bytes);
            (encoded, body)
        };
        let Encoded { bytes, names, .. } = encoded;
        let commit = CommitId::new();
        if core.pending {
            core.attempts.push(commit);
        }
        let header = Header {
            session: self.place.id.clone(),
            incarnation: self.place.incarnation,
            generation: latest.next,
            commit,
            at: self.config().now(),
            cause,
            outcome,
            turns: core.turns,
            labels: core.labels.clone(),
            sizes: Sizes {
                stored_bytes: written + body.len() as u64,
                ..sizes
            },
            state: loaded.machine.clone(),
            layers: loaded.layers.iter().map(|stored| stored.reference.clone()).collect(),
            names,
            body_bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        };
        self.create_next(latest, &header, &body).await?;
        let named_before = latest
            .found
            .as_ref()
            .map(|record| (&record.header.names, &record.header.layers));
        if named_before != Some((&header.names, &header.layers)) || written > 0 {
            loaded.know_only(&header.names);
        }
        core.latest = Some(Latest {
            next: header.generation + 1,
            damaged: latest.damaged.clone(),
            found: Some(Record { header, body }),
        });
        Ok(())
    }

    fn sizes(&self, core: &Core) -> Sizes {
        let usage = match (&core.live, &core.loaded) {
            (Some(live), _) => live.files().usage(),
            (None, Some(loaded)) => self.tree(loaded).usage(),
            (None, None) => sandbox_vfs::Usage::default(),
        };
        let pages = core.loaded.as_ref().map_or(0, |loaded| loaded.state.pages.len());
        Sizes {
            entries: usage.entries.into(),
            file_bytes: usage.bytes,
            state_bytes: (pages * PAGE_BYTES) as u64,
            stored_bytes: 0,
        }
    }

    /// Makes the generation that follows `latest`. The number alone does not tell that nobody has gone on: whoever did by more than the history has trimmed it, so that it is free
    /// again. What was made in such a place is nobody's and goes.
    pub(crate) async fn create_next(&self, latest: &Latest<Record>, header: &Header, body: &[u8]) -> Result<()> {
        record::create(self.store(), &self.place, header, body).await?;
        if !head::has_gone_on(self.store(), &self.place, latest).await? {
            return Ok(());
        }
        // If it stays, it lies below what is trimmed next.
        let _ = self.store().delete(&self.place.generation(header.generation)).await;
        Err(SessionError::Conflict {
            id: self.place.id.clone(),
            generation: header.generation,
        })
    }

    /// Removes the generations that are now too old, from the lowest up: while one is there, so are all that are later.
    async fn trim(&self, core: &mut Core) {
        let Some(end) = core.generation().checked_sub(self.config().history) else {
            return;
        };
        // Which is the lowest is asked once: an earlier process may have left some.
        let listed = match core.lowest {
            None if end > 1 => head::first_listed(self.store(), &self.place).await,
            known => Ok(known),
        };
        let lowest = match listed {
            Ok(lowest) => lowest.unwrap_or(1).max(1),
            Err(error) => {
                tracing::warn!(session = %self.place.id, %error, "old generations could not be listed");
                return;
            }
        };
        for old in lowest..end {
            if let Err(error) = self.store().delete(&self.place.generation(old)).await {
                tracing::warn!(session = %self.place.id, generation = old, %error, "an old generation could not be removed");
                core.lowest = Some(old);
                return;
            }
        }
        core.lowest = Some(lowest.max(end));
    }

    /// Undoes a change of the host's that could not be stored, where turns before it are only in memory.
    pub(crate) fn undo(&self, core: &mut Core) {
        let Some(undo) = core.undo.take() else { return };
        core.labels = undo.labels;
        if let (Some(before), Some(loaded)) = (undo.files, &mut core.loaded) {
            loaded.restore(before);
            // Its files have the change. It is restored from what the last turn left.
            self.lose(core);
        }
    }
}

/// Makes what is in memory what it was before an attempt to store it.
pub(crate) fn put_back(core: &mut Core) {
    if let (Some(loaded), Some(checkpoint)) = (&mut core.loaded, core.checkpoint.take()) {
        loaded.put_back(checkpoint);
    }
}

/// Stores the topmost layer as one of its own, merged with those below it that are not much larger. Returns the bytes that were written.
async fn flush(loaded: &mut Loaded, blobs: &Blobs) -> Result<u64> {
    let mut layers = loaded.layers.clone();
    let mut merged = loaded.top.clone();
    while let Some(last) = layers.last() {
        if last.reference.bytes > MERGE_FACTOR * merged.bytes() && layers.len() < MAX_LAYERS {
            break;
        }
        merged = last.layer.merged(&merged);
        layers.pop();
    }
    if layers.is_empty() {
        merged.is_lowest();
    }
    let bytes = merged.bytes();
    let encoded = layer::encode(&mut merged, blobs, &mut loaded.known).await?;
    let (root, written) = loaded.known.put(blobs, &encoded.bytes).await?;
    layers.push(StoredLayer {
        reference: LayerRef {
            root,
            root_bytes: u32::try_from(encoded.bytes.len()).unwrap_or(u32::MAX),
            bytes,
        },
        layer: Arc::new(merged),
        names: encoded.names.into(),
    });
    loaded.layers = layers;
    loaded.top = Layer::default();
    Ok(encoded.written + written)
}
