//! Images that are kept as what differs from their parent's: built in seconds, and never compiled.

use std::sync::Arc;
use std::time::Duration;

use sandbox_core::{ExecutionPolicy, MAX_FUEL};
use sandbox_guests::ensure_guest;

use super::cached::Cached;
use super::delta::{self, Delta};
use super::prepare::key;
use super::step::step;
use super::{Image, ImageId, Preparation, apart};
use crate::error::HostError;
use crate::runtime::{GuestRuntime, Resources};
use crate::saved::SavedState;

/// The memory that a recipe may add to its parent's image.
const BUILD_MEMORY: u64 = 1 << 30;

/// How long a recipe may take.
const BUILD_TIME: Duration = Duration::from_mins(10);

impl Preparation<'_> {
    /// The image of a runtime that has a parent: loaded, or built in a clone of its parent.
    pub(super) fn derived(&self, runtime: &Arc<dyn GuestRuntime>, parent: &Image) -> Result<Image, HostError> {
        let cached = Cached::delta(self.cache, &key(&**runtime, runtime.guest()));
        if let Some(image) = self.load_derived(runtime, parent, &cached)? {
            return Ok(image);
        }
        let _lock = self.cache.lock(cached.name(), self.progress)?;
        // Another process may have been faster.
        if let Some(image) = self.load_derived(runtime, parent, &cached)? {
            return Ok(image);
        }
        let what = format!(
            "building the {} image `{}` on `{}` (once)",
            runtime.runtime(),
            runtime.image(),
            parent.name()
        );
        step(self.progress, &what, || {
            let (id, bytes) = self.build_derived(runtime, parent)?;
            cached.store(self.cache, &**runtime, id, &bytes)
        })?;
        self.load_derived(runtime, parent, &cached)?
            .ok_or_else(|| HostError::load(wasmtime::Error::msg("the image changed right after it was written")))
    }

    /// Builds the image of a runtime that has a parent once more, in a clone of its parent, and returns its id. The cache's own copy is not looked at.
    ///
    /// # Errors
    ///
    /// Everything that a build can fail with.
    pub fn rebuilt(&self, runtime: &Arc<dyn GuestRuntime>) -> Result<ImageId, HostError> {
        match runtime.parent() {
            Some(parent) => Ok(self.build_derived(runtime, &self.image(&parent)?)?.0),
            None => Err(HostError::build(wasmtime::Error::msg("the image has no parent"))),
        }
    }

    /// Builds the image from nothing: its id, and what is kept of it. The cache's own copy is not looked at.
    pub(super) fn build_derived(
        &self,
        runtime: &Arc<dyn GuestRuntime>,
        parent: &Image,
    ) -> Result<(ImageId, Vec<u8>), HostError> {
        let files = ensure_guest(self.cache, runtime.guest(), &self.source, self.progress)?;
        let resources = Resources {
            building: true,
            ..self.resources(&files)
        };
        let state = grown(parent, &**runtime, &resources)?;
        let delta = Delta {
            parent: parent.id(),
            state,
        };
        let id = delta.id(&runtime.image_inputs());
        Ok((
            id,
            delta::encode(&delta).map_err(|error| HostError::build(error.into()))?,
        ))
    }

    /// The image, if the cache has it and it is what it should be.
    fn load_derived(
        &self,
        runtime: &Arc<dyn GuestRuntime>,
        parent: &Image,
        cached: &Cached,
    ) -> Result<Option<Image>, HostError> {
        let Some(record) = cached.record()? else {
            return Ok(None);
        };
        let Ok(verified) = cached.open(self.cache, &record)? else {
            return Ok(None);
        };
        let bytes = cached.read(verified)?;
        // What another version wrote, or was written over another parent, is made again.
        let Some(delta) = delta::decode(&bytes).filter(|delta| delta.parent == parent.id()) else {
            return Ok(None);
        };
        let fits = delta.state.check(parent.memory_bytes(), BUILD_MEMORY).is_ok();
        if !fits || delta.id(&runtime.image_inputs()) != record.id {
            return Ok(None);
        }
        let files = ensure_guest(self.cache, runtime.guest(), &self.source, self.progress)?;
        let template = runtime.files(&self.resources(&files)).map_err(HostError::guest_files)?;
        Ok(Some(parent.derive(
            Arc::clone(runtime),
            record.id,
            delta.state,
            template,
        )))
    }
}

/// What a clone of `parent` has become when the recipe of `runtime` has run in it.
fn grown(parent: &Image, runtime: &dyn GuestRuntime, resources: &Resources<'_>) -> Result<SavedState, HostError> {
    let template = runtime.files(resources).map_err(HostError::guest_files)?;
    let mut policy = ExecutionPolicy::default();
    policy.memory_bytes = BUILD_MEMORY;
    policy.fuel_budget = MAX_FUEL;
    policy.timeout = BUILD_TIME;
    policy.host_calls.time = BUILD_TIME;
    policy.determinism.enabled = true;
    apart::block_on(|| async {
        let failed = |reason: String, output: String| HostError::Recipe {
            image: runtime.image().to_owned(),
            reason,
            output,
        };
        let mut instance = parent.start_build(&template, &policy).await?;
        let (extended, output) = instance.extend(runtime).await?;
        extended.map_err(|reason| failed(reason, output))?;
        match instance.files().open_count() {
            0 => {}
            count => return Err(failed(format!("it leaves {count} files open"), String::new())),
        }
        let mut state = instance.save(&SavedState::default()).await?;
        // Clocks of clones begin anew.
        state.elapsed_ns = 0;
        Ok(state)
    })
}
