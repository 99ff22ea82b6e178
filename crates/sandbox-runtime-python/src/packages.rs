//! The packages that programs can import beside the guest's own library.

use std::sync::Arc;

use sandbox_host::{FilesError, Resources};
use sandbox_packages::{Language, Lock, PackageError, PackageSet};
use sandbox_vfs::{HostFile, TemplateBuilder, ZipLayer, ZipLimits};

use crate::recipe::{Recipe, RecipeError};

/// Where they are.
const PLACE: &str = "/packages";

/// Where what they were compiled to is: `sys.pycache_prefix` of every program (`guest/preload.py`).
pub(crate) const COMPILED_PLACE: &str = "/usr/local/lib/pycache";

/// The vendored packages of an image.
#[derive(Debug, Clone)]
pub(crate) struct Packages(Lock);

impl Packages {
    /// Those that a recipe names; all that are vendored, where it names none.
    pub(crate) fn of(recipe: &Recipe) -> Result<Self, RecipeError> {
        Ok(Self(recipe.lock()?))
    }

    /// Identifies them to the byte.
    pub(crate) fn id(&self) -> String {
        self.0.id(Language::Python).to_string()
    }

    /// Adds them to the tree, fetched if need be.
    pub(crate) fn add_to(
        &self,
        files: TemplateBuilder,
        resources: &Resources<'_>,
    ) -> Result<TemplateBuilder, FilesError> {
        let Resources {
            cache,
            source,
            progress,
            ..
        } = *resources;
        let set = PackageSet::ensure(cache, &self.0, Language::Python, source, progress).map_err(explained)?;
        let layer = ZipLayer::open(Arc::new(HostFile::new(set.archive.file)?), ZipLimits::default())?;
        Ok(files.zip(PLACE, layer)?)
    }
}

fn explained(error: PackageError) -> FilesError {
    FilesError {
        hint: Some(error.hint()),
        source: error.into(),
    }
}
