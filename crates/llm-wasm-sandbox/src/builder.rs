//! From choices to a ready sandbox.

use std::path::PathBuf;
use std::sync::Arc;

use cap_std::ambient_authority;
use sandbox_core::{ExecutionPolicy, Runtime};
use sandbox_guests::{CacheDir, Progress, Silent, Source};
use sandbox_host::{Engine, EngineConfig, GuestRuntime, Image, Preparation};
use sandbox_vfs::{HostDir, Template};

use crate::error::Error;
use crate::images;
use crate::sandbox::Sandbox;

/// Makes a [`Sandbox`]. Every choice has a default; [`build`](Self::build) checks them all.
#[must_use]
pub struct SandboxBuilder {
    runtime: Runtime,
    policy: ExecutionPolicy,
    image: String,
    #[cfg(feature = "python")]
    own_recipe: Option<sandbox_runtime_python::Recipe>,
    recipe_file: Option<PathBuf>,
    cache: Option<PathBuf>,
    source: Source,
    engine: EngineConfig,
    progress: Box<dyn Progress>,
}

impl SandboxBuilder {
    pub(crate) fn new(runtime: Runtime) -> Self {
        Self {
            runtime,
            policy: ExecutionPolicy::default(),
            image: images::default_image().to_owned(),
            #[cfg(feature = "python")]
            own_recipe: None,
            recipe_file: None,
            cache: None,
            source: Source::package(),
            engine: EngineConfig::default(),
            progress: Box::new(Silent),
        }
    }

    /// The limits and mounts of every execution. Default: [`ExecutionPolicy::default`].
    pub fn policy(mut self, policy: ExecutionPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// The image, by name (see [`image_names`](crate::image_names)). Default: `default`. The last one of this, [`recipe`](Self::recipe) and
    /// [`recipe_file`](Self::recipe_file) counts.
    pub fn image(mut self, name: impl Into<String>) -> Self {
        self.image = name.into();
        self.forget_recipes()
    }

    /// An image of your own recipe, instead of a named one. The first use builds and compiles it, for minutes.
    #[cfg(feature = "python")]
    pub fn recipe(mut self, recipe: sandbox_runtime_python::Recipe) -> Self {
        recipe.name().clone_into(&mut self.image);
        self.own_recipe = Some(recipe);
        self.recipe_file = None;
        self
    }

    /// As [`recipe`](Self::recipe), with the recipe in a file, which [`build`](Self::build) reads.
    pub fn recipe_file(mut self, path: impl Into<PathBuf>) -> Self {
        self = self.forget_recipes();
        self.recipe_file = Some(path.into());
        self
    }

    fn forget_recipes(mut self) -> Self {
        #[cfg(feature = "python")]
        {
            self.own_recipe = None;
        }
        self.recipe_file = None;
        self
    }

    /// Where guests, images and compiled artifacts are kept. Default: `SANDBOX_CACHE_DIR`, else `llm-wasm-sandbox` in the
    /// user's cache folder. It must belong to the user and be closed to everyone else: it holds native code.
    pub fn cache_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.cache = Some(path.into());
        self
    }

    /// Where a guest comes from that the cache does not have. Default: the package index, by the ordinary package client.
    pub fn source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// The start-up choices of this process's one engine. Default: metered, 64 instances, 8 GiB.
    pub fn engine(mut self, config: EngineConfig) -> Self {
        self.engine = config;
        self
    }

    /// Who is told about long work (the first start). Default: nobody.
    pub fn progress(mut self, progress: impl Progress + 'static) -> Self {
        self.progress = Box::new(progress);
        self
    }

    /// Makes the sandbox ready: the first time on a machine for minutes, later in milliseconds. Inside a tokio runtime the work is done on one of its threads
    /// for blocking work, elsewhere right here.
    ///
    /// # Errors
    ///
    /// A policy that does not hold, a mount that is not there, an image or runtime that this build lacks, and everything that can go wrong
    /// while a guest is fetched, built, compiled or mapped.
    pub async fn build(self) -> Result<Sandbox, Error> {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return self.build_blocking();
        };
        runtime
            .spawn_blocking(move || self.build_blocking())
            .await
            .map_err(|error| Error::Thread(std::io::Error::other(error)))?
    }

    fn guest_runtime(&self, cache: &CacheDir) -> Result<Arc<dyn GuestRuntime>, Error> {
        #[cfg(feature = "python")]
        if let Some(recipe) = &self.own_recipe {
            return images::of_recipe(recipe.clone());
        }
        match &self.recipe_file {
            Some(path) => images::of_recipe_file(path),
            None => images::runtime(cache, self.runtime, &self.image),
        }
    }

    pub(crate) fn build_blocking(self) -> Result<Sandbox, Error> {
        self.policy.validate()?;
        let cache = match &self.cache {
            Some(path) => CacheDir::open(path)?,
            None => CacheDir::open_default()?,
        };
        let runtime = self.guest_runtime(&cache)?;
        if runtime.runtime() != self.runtime {
            return Err(Error::NoRecipes { runtime: self.runtime });
        }
        let engine = Engine::of_process(self.engine)?;
        let preparation = Preparation {
            engine: &engine,
            cache: &cache,
            source: self.source,
            progress: &*self.progress,
        };
        let image = images::mapped(&preparation, &runtime)?;
        let files = with_mounts(&image, &self.policy)?;
        Ok(Sandbox::new(image, files, self.policy))
    }
}

/// The image's files with the policy's folders of the host, opened once and read-only.
pub(crate) fn with_mounts(image: &Image, policy: &ExecutionPolicy) -> Result<Template, Error> {
    let mounts = policy.read_only_mounts();
    if mounts.is_empty() {
        return Ok(image.template().clone());
    }
    let mut files = image.template().extend();
    for mount in mounts {
        let path = mount.host;
        let folder =
            cap_std::fs::Dir::open_ambient_dir(&path, ambient_authority()).map_err(|source| Error::Folder {
                path: path.clone(),
                source,
            })?;
        let guest = mount.guest.to_string();
        files = files
            .host_dir(&guest, HostDir::new(folder))
            .map_err(|source| Error::Mount { path, guest, source })?;
    }
    Ok(files.build())
}
