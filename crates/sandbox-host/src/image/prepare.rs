//! From a guest to a mapped image: fetch, build, compile, each only if the cache does not have it, each by one process at a time.

use std::sync::Arc;

use sandbox_guests::{CacheDir, Event, GuestFiles, GuestPin, Progress, Source, ensure_guest};
use sha2::{Digest, Sha256};

use super::Image;
use super::cached::Cached;
use crate::artifact;
use crate::engine::Engine;
use crate::error::HostError;
use crate::runtime::{GuestRuntime, Resources};

/// What is needed to make an image ready.
#[derive(Clone)]
pub struct Preparation<'a> {
    /// The process's engine.
    pub engine: &'a Engine,
    /// Where everything is kept.
    pub cache: &'a CacheDir,
    /// Where a guest comes from that the cache does not have.
    pub source: Source,
    /// Who is told.
    pub progress: &'a dyn Progress,
}

impl Preparation<'_> {
    /// Makes the image of `runtime` ready: fetches the guest, builds the snapshot and compiles it, as far as the cache does
    /// not have them, and maps the result. Ten processes that start at once prepare once. Blocks: the first time for minutes.
    ///
    /// # Errors
    ///
    /// Every [`HostError`] that is not about a running instance.
    pub fn image(&self, runtime: &Arc<dyn GuestRuntime>) -> Result<Image, HostError> {
        let image = match runtime.parent() {
            Some(parent) => self.derived(runtime, &self.image(&parent)?)?,
            None => self.compiled(runtime)?,
        };
        self.with_made_files(image)
    }

    /// The image of a runtime without a parent.
    fn compiled(&self, runtime: &Arc<dyn GuestRuntime>) -> Result<Image, HostError> {
        let companion = runtime
            .companion()
            .map(|companion| self.image(&companion))
            .transpose()?;
        let pin = runtime.guest();
        let key = key(&**runtime, pin);
        let artifact = Cached::artifact(self.cache, &key, self.engine.config().metering);
        if let Some(image) = self.load(runtime, pin, &artifact, companion.as_ref())? {
            return Ok(image);
        }
        let _lock = self.cache.lock(artifact.name(), self.progress)?;
        // Another process may have been faster.
        if let Some(image) = self.load(runtime, pin, &artifact, companion.as_ref())? {
            return Ok(image);
        }
        self.make(&**runtime, pin, &key, &artifact)?;
        let changed = || HostError::load(wasmtime::Error::msg("the artifact changed right after it was written"));
        let image = self
            .load(runtime, pin, &artifact, companion.as_ref())?
            .ok_or_else(changed)?;
        self.warm(&image, &artifact)?;
        self.load(runtime, pin, &artifact, companion.as_ref())?
            .ok_or_else(changed)
    }

    /// Where the files of a guest come from.
    pub(super) fn resources<'r>(&'r self, guest: &'r GuestFiles) -> Resources<'r> {
        Resources {
            guest,
            cache: self.cache,
            source: &self.source,
            progress: self.progress,
            building: false,
        }
    }

    /// Maps the artifact if it is there and is what it should be.
    fn load(
        &self,
        runtime: &Arc<dyn GuestRuntime>,
        pin: &GuestPin,
        artifact: &Cached,
        companion: Option<&Image>,
    ) -> Result<Option<Image>, HostError> {
        let Some(record) = artifact.record()? else {
            return Ok(None);
        };
        let again = |reason: &dyn std::fmt::Display| {
            self.progress.event(Event::Note {
                text: &format!("the compiled image is made again: {reason}"),
            });
            Ok(None)
        };
        let verified = match artifact.open(self.cache, &record)? {
            Ok(verified) => verified,
            Err(reason) => return again(&reason),
        };
        let module = match artifact::map(self.engine, verified) {
            Ok(module) => module,
            Err(artifact::MapError::System(reason)) => return Err(HostError::load(reason)),
            // wasmtime refuses what another version or another processor's build made: it is made again, too.
            Err(artifact::MapError::Unfit(reason)) => return again(&reason),
        };
        let files = ensure_guest(self.cache, pin, &self.source, self.progress)?;
        let template = runtime.files(&self.resources(&files)).map_err(HostError::guest_files)?;
        let (engine, runtime, companion) = (self.engine.clone(), Arc::clone(runtime), companion.cloned());
        Image::new(engine, runtime, &module, record, template, companion).map(Some)
    }

    #[cfg(not(feature = "compiler"))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "it takes what the one with a compiler takes"
    )]
    fn warm(&self, _: &Image, _: &Cached) -> Result<(), HostError> {
        Ok(())
    }

    #[cfg(not(feature = "compiler"))]
    #[expect(clippy::unused_self, reason = "it takes what the one with a compiler takes")]
    fn make(&self, runtime: &dyn GuestRuntime, _: &GuestPin, _: &str, _: &Cached) -> Result<(), HostError> {
        Err(HostError::NotPrepared {
            image: runtime.image().to_owned(),
        })
    }
}

#[cfg(feature = "compiler")]
mod making {
    use super::super::manifest::{ImageId, Record};
    use super::super::step::step;
    use super::super::{build, warm};
    use super::{Cached, GuestFiles, GuestPin, GuestRuntime, HostError, Image, Preparation, Resources, ensure_guest};

    impl Preparation<'_> {
        /// Makes the artifact, and the image before it if need be.
        pub(super) fn make(
            &self,
            runtime: &dyn GuestRuntime,
            pin: &GuestPin,
            key: &str,
            artifact: &Cached,
        ) -> Result<(), HostError> {
            // What a process left behind that was killed while it did this: once in the lifetime of an image is often enough.
            self.cache.sweep()?;
            let files = ensure_guest(self.cache, pin, &self.source, self.progress)?;
            let (snapshot, id) = self.snapshot(runtime, &files, key)?;
            step(
                self.progress,
                &format!(
                    "compiling the {} image `{}` for this machine (once; {})",
                    runtime.runtime(),
                    runtime.image(),
                    self.engine.config().metering.as_str()
                ),
                || {
                    let code = self
                        .engine
                        .wasmtime()
                        .precompile_module(&snapshot)
                        .map_err(HostError::compile)?;
                    artifact.store(self.cache, runtime, id, &code)
                },
            )
        }

        /// Sees which pages of the image short programs write, and notes them in the artifact's record.
        pub(super) fn warm(&self, image: &Image, artifact: &Cached) -> Result<(), HostError> {
            let Some(record) = artifact.record()? else {
                return Ok(());
            };
            let warm = warm::measure(image)?;
            artifact.store_record(self.cache, &Record { warm, ..record })
        }

        /// The snapshot module, from the cache or freshly built.
        fn snapshot(
            &self,
            runtime: &dyn GuestRuntime,
            files: &GuestFiles,
            key: &str,
        ) -> Result<(Vec<u8>, ImageId), HostError> {
            let image = Cached::image(self.cache, key);
            let _lock = self.cache.lock(image.name(), self.progress)?;
            if let Some(record) = image.record()?
                && let Ok(verified) = image.open(self.cache, &record)?
            {
                let bytes = image.read(verified)?;
                // What was read is what is used: the stamp spares the hash of a map, not of a read.
                if ImageId::with_files(&bytes, &runtime.own_files()) == record.id {
                    return Ok((bytes, record.id));
                }
            }
            step(
                self.progress,
                &format!("building the {} image `{}` (once)", runtime.runtime(), runtime.image()),
                || {
                    let resources = Resources {
                        building: true,
                        ..self.resources(files)
                    };
                    let bytes = build::build(runtime, &resources)?;
                    let id = ImageId::with_files(&bytes, &runtime.own_files());
                    image.store(self.cache, runtime, id, &bytes)?;
                    Ok((bytes, id))
                },
            )
        }
    }
}

/// Bumped whenever the way an image is built changes what is in it.
const BUILD_REVISION: u32 = 2;

/// Names everything that decides an image's content: the guest's hashes, the recipe, and how images are built.
pub(super) fn key(runtime: &dyn GuestRuntime, pin: &GuestPin) -> String {
    let mut hash = Sha256::new();
    for part in [
        pin.folder_name().as_bytes(),
        &runtime.image_inputs(),
        &BUILD_REVISION.to_le_bytes(),
    ] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("{}-{}-{}", runtime.runtime(), runtime.image(), in_a_name(hash))
}

/// A hash as part of a name: 128 bits, for which nobody finds two inputs.
pub(super) fn in_a_name(hash: Sha256) -> String {
    let digest: [u8; 32] = hash.finalize().into();
    let short = u128::from_be_bytes(*digest.first_chunk().expect("a digest has 32 bytes"));
    format!("{short:032x}")
}
