//! Building an image from nothing, to compare it: neither the process's engine nor what the cache has of it is touched. A guest and packages that the cache lacks are fetched into it.

use sandbox_guests::{CacheDir, Progress, Source, ensure_guest};

use super::build;
use super::manifest::ImageId;
use super::step::step;
use crate::error::HostError;
use crate::runtime::{GuestRuntime, Resources};

/// What is needed to build an image from nothing.
#[derive(Clone)]
pub struct Rebuild<'a> {
    /// Where the guest is kept; nothing else of it is used.
    pub cache: &'a CacheDir,
    /// Where a guest comes from that the cache does not have.
    pub source: Source,
    /// Who is told.
    pub progress: &'a dyn Progress,
}

impl Rebuild<'_> {
    /// Builds the image and returns its id. Equal inputs give equal ids. Blocks for a minute.
    ///
    /// # Errors
    ///
    /// Everything that a build can fail with.
    pub fn once(&self, runtime: &dyn GuestRuntime) -> Result<ImageId, HostError> {
        let files = ensure_guest(self.cache, runtime.guest(), &self.source, self.progress)?;
        let what = format!(
            "building the {} image `{}` once more",
            runtime.runtime(),
            runtime.image()
        );
        step(self.progress, &what, || {
            let resources = Resources {
                guest: &files,
                cache: self.cache,
                source: &self.source,
                progress: self.progress,
                building: true,
            };
            let snapshot = build::build(runtime, &resources)?;
            Ok(ImageId::with_files(&snapshot, &runtime.own_files()))
        })
    }

    /// Builds the image twice, from nothing both times, and returns its id.
    ///
    /// # Errors
    ///
    /// [`HostError::NotReproducible`] when the two differ, and everything that a build can fail with.
    pub fn twice(&self, runtime: &dyn GuestRuntime) -> Result<ImageId, HostError> {
        let (first, second) = (self.once(runtime)?, self.once(runtime)?);
        if first == second {
            Ok(first)
        } else {
            Err(HostError::NotReproducible {
                image: runtime.image().to_owned(),
                first,
                second,
            })
        }
    }
}
