//! A generation in memory: its layers, the state and the files that they come to.

use std::collections::BTreeMap;
use std::sync::Arc;

use sandbox_core::ExecutionPolicy;
use sandbox_host::{Image, SavedState};
use sandbox_storage::{BlobRef, Blobs, Store, unpack};
use sandbox_vfs::{Access, OpenFile, Template};

use crate::Result;
use crate::content::Known;
use crate::error::SessionError;
use crate::labels::Labels;
use crate::layer::{self, Budget, Layer, LayerRef};
use crate::layout::Place;
use crate::record::{Header, Record, State};
use crate::sealed::MAX_BODY_BYTES;

/// How much larger than a state its layers may be together: a page, or a file, can be in several.
const LAYERS_A_STATE: u64 = 4;

/// The largest root of a layer that is stored, in bytes.
pub(crate) const MAX_ROOT_BYTES: usize = sandbox_storage::MAX_BLOB_BYTES;

/// A stored layer.
#[derive(Debug, Clone)]
pub(crate) struct StoredLayer {
    pub(crate) reference: LayerRef,
    pub(crate) layer: Arc<Layer>,
    /// The blobs that it names, its root not among them.
    pub(crate) names: Arc<[BlobRef]>,
}

/// What storing a generation changes in memory, to be put back when it fails.
#[derive(Debug, Clone)]
pub(crate) struct Checkpoint {
    layers: Vec<StoredLayer>,
    top: Layer,
    known: Known,
}

/// What a change of the host's goes back to.
#[derive(Debug)]
pub(crate) struct Undo {
    pub(crate) labels: Labels,
    /// The files; none if they are not what is changed.
    pub(crate) files: Option<FilesBefore>,
}

/// The files, and what the state in memory says of them.
#[derive(Debug)]
pub(crate) struct FilesBefore {
    files: Template,
    top: Layer,
    machine: Option<State>,
}

/// What files lie upon.
#[derive(Debug, Clone)]
pub(crate) enum Base {
    /// The files of the image, with the policy's folders of the host.
    Image(Image, Template),
    /// Nothing: there is no image, so that the files can be read and written, but nothing can run.
    Bare(Template),
}

impl Base {
    /// One without an image.
    pub(crate) fn bare() -> Result<Self> {
        let files = Template::builder().dir("/app", Access::ReadWrite);
        let files = files.and_then(|files| files.dir("/tmp", Access::ReadWrite));
        let files = files.map_err(|source| SessionError::File {
            path: String::new(),
            source,
        })?;
        Ok(Self::Bare(files.build()))
    }

    /// One over an image's files. `/tmp` belongs to the session: an interpreter that goes on expects its scratch files.
    pub(crate) fn over(image: Image, files: &Template) -> Result<Self> {
        let files = files.extend().dir("/tmp", Access::ReadWrite);
        let files = files.map_err(|source| SessionError::File {
            path: "/tmp".into(),
            source,
        })?;
        Ok(Self::Image(image, files.build()))
    }

    fn files(&self) -> &Template {
        match self {
            Self::Image(_, files) | Self::Bare(files) => files,
        }
    }

    pub(crate) fn image(&self) -> Option<&Image> {
        match self {
            Self::Image(image, _) => Some(image),
            Self::Bare(_) => None,
        }
    }
}

/// A state in memory.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) base: Base,
    /// Stored layers, from the lowest up.
    pub(crate) layers: Vec<StoredLayer>,
    /// What lies over them: it travels in the record.
    pub(crate) top: Layer,
    pub(crate) known: Known,
    /// The pages.
    pub(crate) state: SavedState,
    /// The rest of the interpreter; none if there is only a workspace.
    pub(crate) machine: Option<State>,
    pub(crate) files: Template,
}

impl Loaded {
    /// Reads a generation, or begins with nothing.
    pub(crate) async fn load(
        store: &Store,
        place: &Place,
        record: Option<&Record>,
        base: Base,
        policy: &ExecutionPolicy,
    ) -> Result<Self> {
        let mut loaded = Self {
            files: base.files().clone(),
            layers: Vec::new(),
            top: Layer::default(),
            known: Known::default(),
            state: SavedState::default(),
            machine: None,
            base,
        };
        let Some(record) = record else { return Ok(loaded) };
        let image_bytes = loaded.base.image().map_or(1 << 30, Image::memory_bytes);
        let state_bytes = image_bytes
            .saturating_add(policy.memory_bytes)
            .saturating_add(policy.disk.bytes);
        let mut budget = Budget {
            bytes: state_bytes.saturating_mul(LAYERS_A_STATE),
        };
        let blobs = Blobs::of(store);
        for reference in &record.header.layers {
            let root = blobs.get(&reference.root, reference.root_bytes as usize).await?;
            let (layer, names) = layer::decode(&root, &blobs, &mut budget, place).await?;
            loaded.layers.push(StoredLayer {
                reference: reference.clone(),
                layer: Arc::new(layer),
                names: names.into(),
            });
        }
        let damaged = |what: String| SessionError::Damaged {
            id: place.id.clone(),
            what,
            source: None,
        };
        let body_bytes = (record.header.body_bytes as usize).min(MAX_UNPACKED);
        let body = unpack(&record.body, body_bytes).map_err(|kind| damaged(format!("a record's body: {kind:?}")))?;
        let (top, names) = layer::decode(&body, &blobs, &mut budget, place).await?;
        loaded.know_only(&names);
        loaded.top = top;
        loaded.lay(record, place)?;
        loaded.restore_pages().await?;
        Ok(loaded)
    }

    /// What the layers come to.
    fn lay(&mut self, record: &Record, place: &Place) -> Result<()> {
        let mut pages = BTreeMap::new();
        let mut files = self.base.files().extend();
        for layer in self.layers.iter().map(|stored| &*stored.layer).chain([&self.top]) {
            layer.lay_over(&mut pages);
            files = files.apply(&layer.delta()).map_err(|source| SessionError::Damaged {
                id: place.id.clone(),
                what: "its files".into(),
                source: Some(source.into()),
            })?;
        }
        self.files = files.build();
        self.state.pages = pages;
        if let Some(machine) = &record.header.state {
            self.state.memory_bytes = machine.memory_bytes;
            self.state.elapsed_ns = machine.elapsed_ns;
        }
        self.machine.clone_from(&record.header.state);
        Ok(())
    }

    /// Makes the pages what they were in memory. Those of another image can be nobody's memory any more, and go with the next generation.
    async fn restore_pages(&mut self) -> Result<()> {
        let (Some(machine), Some(image)) = (&self.machine, self.base.image()) else {
            return Ok(());
        };
        if machine.image == image.id() {
            image.exchange_pages(&mut self.state.pages).await?;
        } else {
            let lost = std::mem::take(&mut self.state);
            self.top.add_pages(BTreeMap::new(), lost.pages.into_keys());
        }
        Ok(())
    }

    /// Whether the state is of another image than the one that it lies over: its pages are not here then.
    pub(crate) fn is_foreign(&self) -> bool {
        let images = self.machine.as_ref().zip(self.base.image());
        images.is_some_and(|(machine, image)| machine.image != image.id())
    }

    /// Forgets every blob that the present generation does not name: only what a generation names is sure to stay. `names` are those of the topmost layer.
    pub(crate) fn know_only(&mut self, names: &[BlobRef]) {
        self.known = Known::default();
        self.known.add(names.iter().copied());
        for stored in &self.layers {
            self.known.add([stored.reference.root]);
            self.known.add(stored.names.iter().copied());
        }
    }

    /// What a change of files is about to change.
    pub(crate) fn files_before(&self) -> FilesBefore {
        FilesBefore {
            files: self.files.clone(),
            top: self.top.clone(),
            machine: self.machine.clone(),
        }
    }

    /// As it was before a change of files.
    pub(crate) fn restore(&mut self, before: FilesBefore) {
        (self.files, self.top, self.machine) = (before.files, before.top, before.machine);
    }

    /// What storing a generation is about to change.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            layers: self.layers.clone(),
            top: self.top.clone(),
            known: self.known.clone(),
        }
    }

    /// As it was: nothing relies on what a failed attempt has stored.
    pub(crate) fn put_back(&mut self, before: Checkpoint) {
        (self.layers, self.top, self.known) = (before.layers, before.top, before.known);
    }

    /// The open files of the interpreter.
    pub(crate) fn open_files(&self) -> Vec<OpenFile> {
        let machine = self.machine.as_ref();
        machine.map_or_else(Vec::new, |machine| {
            machine.open_files.iter().map(OpenFile::from).collect()
        })
    }
}

/// The largest layer that travels in a record, unpacked, in bytes.
pub(crate) const MAX_UNPACKED: usize = 8 * MAX_BODY_BYTES;

/// The stored layers that a header names, as a fork names them again.
pub(crate) fn layers_of(header: Option<&Header>) -> Vec<LayerRef> {
    header.map_or_else(Vec::new, |header| header.layers.clone())
}
