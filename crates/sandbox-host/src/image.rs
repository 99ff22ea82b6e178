//! An interpreter image, mapped and ready to be cloned.

mod apart;
#[cfg(feature = "compiler")]
mod build;
#[cfg(feature = "compiler")]
mod bulk;
mod cached;
mod delta;
mod derived;
mod inventory;
mod leftover;
mod made;
mod manifest;
mod prepare;
#[cfg(feature = "compiler")]
mod rebuild;
mod step;
mod warm;

use std::collections::BTreeMap;
use std::sync::Arc;

use sandbox_core::{Execution, ExecutionPolicy};
use sandbox_vfs::{OpenFile, Template, Tree};
use tokio::sync::OnceCell;
use wasmtime::{InstancePre, Linker, Module};

pub use inventory::{Stored, StoredKind, stored};
pub use leftover::{Leftover, leftovers};
pub use manifest::ImageId;
use manifest::Record;
pub use prepare::Preparation;
#[cfg(feature = "compiler")]
pub use rebuild::Rebuild;
pub(crate) use warm::WarmPages;

use crate::admission;
use crate::admission::Admitted;
use crate::engine::{Engine, WhenFull};
use crate::error::HostError;
use crate::guest;
use crate::instance::{self, Instance};
use crate::panics;
use crate::pristine::Pristine;
use crate::runtime::GuestRuntime;
use crate::saved::{Page, SavedState};
use crate::state::GuestState;
use crate::wake::CancelHandle;
use crate::wasi;

/// The engine allows no other page size.
const WASM_PAGE: u64 = 64 << 10;

/// An interpreter image of the process's engine. Cloning the handle is cheap; executions of all clones share the mapped artifact.
#[derive(Clone)]
pub struct Image(Arc<Inner>);

struct Inner {
    engine: Engine,
    runtime: Arc<dyn GuestRuntime>,
    instances: InstancePre<GuestState>,
    id: ImageId,
    memory_bytes: u64,
    template: Template,
    companion: Option<Image>,
    warm: WarmPages,
    /// What a clone is beyond the module's own memory, where the image is derived from another one's.
    delta: Option<SavedState>,
    pristine: OnceCell<Pristine>,
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Image")
            .field("runtime", &self.0.runtime.runtime())
            .field("name", &self.0.runtime.image())
            .field("id", &self.0.id)
            .finish_non_exhaustive()
    }
}

impl Image {
    fn new(
        engine: Engine,
        runtime: Arc<dyn GuestRuntime>,
        module: &Module,
        record: Record,
        template: Template,
        companion: Option<Image>,
    ) -> Result<Self, HostError> {
        let mut linker = linker(engine.wasmtime(), &*runtime).map_err(HostError::link)?;
        let instances = linker
            .allow_shadowing(false)
            .instantiate_pre(module)
            .map_err(HostError::link)?;
        let memory_bytes = module
            .exports()
            .find_map(|export| Some(export.ty().memory()?.minimum() * WASM_PAGE))
            .unwrap_or(0);
        Ok(Self(Arc::new(Inner {
            engine,
            runtime,
            instances,
            id: record.id,
            memory_bytes,
            template,
            companion,
            warm: record.warm,
            delta: None,
            pristine: OnceCell::new(),
        })))
    }

    /// The image that a clone of this one becomes with `state` laid over it.
    fn derive(&self, runtime: Arc<dyn GuestRuntime>, id: ImageId, state: SavedState, template: Template) -> Self {
        let parent = &*self.0;
        // Where this one is derived itself, its pages are part of the new one's.
        let pages = match &parent.delta {
            Some(own) => own.pages.clone().into_iter().chain(state.pages).collect(),
            None => state.pages,
        };
        Self(Arc::new(Inner {
            engine: parent.engine.clone(),
            runtime,
            instances: parent.instances.clone(),
            id,
            memory_bytes: state.memory_bytes,
            template,
            companion: parent.companion.clone(),
            warm: parent.warm.clone(),
            delta: Some(SavedState { pages, ..state }),
            pristine: OnceCell::new(),
        }))
    }

    /// The same image with other files for its guests to start with.
    #[must_use]
    pub fn with_template(&self, template: Template) -> Self {
        let Inner {
            engine,
            runtime,
            instances,
            id,
            memory_bytes,
            companion,
            warm,
            delta,
            ..
        } = &*self.0;
        Self(Arc::new(Inner {
            engine: engine.clone(),
            runtime: Arc::clone(runtime),
            instances: instances.clone(),
            id: *id,
            memory_bytes: *memory_bytes,
            template,
            companion: companion.clone(),
            warm: warm.clone(),
            delta: delta.clone(),
            pristine: OnceCell::new(),
        }))
    }

    /// Identifies the image's content: the SHA-256 of the snapshot.
    #[must_use]
    pub fn id(&self) -> ImageId {
        self.0.id
    }

    /// The recipe's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.runtime.image()
    }

    /// The interpreter.
    #[must_use]
    pub fn runtime(&self) -> &dyn GuestRuntime {
        &*self.0.runtime
    }

    /// The engine it belongs to.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// Linear memory of a fresh clone, in bytes. A policy's `memory_bytes` comes on top.
    #[must_use]
    pub fn memory_bytes(&self) -> u64 {
        self.0.memory_bytes
    }

    /// The file tree that every instance starts with; extend it to add read-only mounts.
    #[must_use]
    pub fn template(&self) -> &Template {
        &self.0.template
    }

    /// Clones the image into a live instance with `files` as its tree, once a place and the memory that the policy allows are admitted.
    ///
    /// # Errors
    ///
    /// [`HostError::Policy`] for a policy that does not hold; [`HostError::Full`] where the engine refuses instead of waiting; [`HostError::Cancelled`] when `cancel` came before there was a place;
    /// [`HostError::Instantiate`] when the operating system refuses memory.
    pub async fn start(
        &self,
        files: &Template,
        policy: &ExecutionPolicy,
        cancel: CancelHandle,
    ) -> Result<Instance, HostError> {
        policy.validate()?;
        // A derived image's pages are each clone's own.
        let own = self
            .delta()
            .map_or(0, |delta| (delta.pages.len() * crate::saved::PAGE_BYTES) as u64);
        let (engine, need) = (&self.0.engine, admission::need(policy).saturating_add(own));
        let admitted = match engine.config().when_full {
            WhenFull::Refuse if cancel.is_cancelled() => return Err(HostError::Cancelled),
            WhenFull::Refuse => engine.admission().try_admit(need).ok_or(HostError::Full)?,
            WhenFull::Wait => tokio::select! {
                biased;
                () = cancel.cancelled() => return Err(HostError::Cancelled),
                admitted = engine.admission().admit(need) => admitted,
            },
        };
        self.admitted(files, policy, cancel, admitted).await
    }

    /// As [`start`](Self::start), for building an image: it waits for other builds only.
    async fn start_build(&self, files: &Template, policy: &ExecutionPolicy) -> Result<Instance, HostError> {
        policy.validate()?;
        let admitted = self.0.engine.admission().admit_build().await;
        self.admitted(files, policy, CancelHandle::new(), admitted).await
    }

    async fn admitted(
        &self,
        files: &Template,
        policy: &ExecutionPolicy,
        cancel: CancelHandle,
        admitted: Admitted,
    ) -> Result<Instance, HostError> {
        panics::catch(Box::pin(Instance::start(self.clone(), files, policy, cancel, admitted)))
            .await
            .unwrap_or(Err(HostError::Panicked))
    }

    /// The result of an execution that was cancelled before it [started](Self::start), and the files that it would have started with.
    #[must_use]
    pub fn not_started(&self, files: &Template, policy: &ExecutionPolicy) -> (Execution, Tree) {
        instance::not_started(self, files, policy)
    }

    /// As [`start`](Self::start), and makes the clone what `state` was saved from, with its open files. Its random generators are seeded anew by its next turn,
    /// and its wall clock is today's, unless the policy asks for determinism; its monotonic clock goes on where it was.
    ///
    /// # Errors
    ///
    /// As there, and [`HostError::SavedState`] for a state that cannot be one of this image's or does not fit the policy.
    pub async fn resume(
        &self,
        files: &Template,
        policy: &ExecutionPolicy,
        cancel: CancelHandle,
        state: &SavedState,
        open_files: &[OpenFile],
    ) -> Result<Instance, HostError> {
        state.check(self.0.memory_bytes, policy.memory_bytes)?;
        let mut instance = self.start(files, policy, cancel).await?;
        instance.restore(state, open_files).await?;
        Ok(instance)
    }

    /// Replaces pages of a [`SavedState`] by how they differ from the image's own, bit by bit. An interpreter changes a few bytes of most pages that it touches, so that
    /// the difference compresses to a fraction. Done twice, the pages are what they were.
    ///
    /// # Errors
    ///
    /// [`HostError::Instantiate`] when the operating system refuses address space.
    pub async fn exchange_pages(&self, pages: &mut BTreeMap<u32, Page>) -> Result<(), HostError> {
        self.pristine().await?.exchange(pages);
        Ok(())
    }

    /// A clone that never runs, made when it is asked for first.
    pub(crate) async fn pristine(&self) -> Result<&Pristine, HostError> {
        self.0.pristine.get_or_try_init(|| Pristine::of(self)).await
    }

    /// What a clone is beyond the module's own memory.
    pub(crate) fn delta(&self) -> Option<&SavedState> {
        self.0.delta.as_ref()
    }

    /// The pages that a clone makes its own at once.
    pub(crate) fn warm_pages(&self) -> &WarmPages {
        &self.0.warm
    }

    /// The image of the runtime's companion.
    pub(crate) fn companion(&self) -> Option<&Self> {
        self.0.companion.as_ref()
    }

    pub(crate) fn instances(&self) -> &InstancePre<GuestState> {
        &self.0.instances
    }
}

/// Everything that guests of this runtime may import.
fn linker(engine: &wasmtime::Engine, runtime: &dyn GuestRuntime) -> wasmtime::Result<Linker<GuestState>> {
    let mut linker = Linker::new(engine);
    wasi::add_to_linker(&mut linker)?;
    for function in runtime.host_functions() {
        guest::link(&mut linker, function)?;
    }
    Ok(linker)
}
