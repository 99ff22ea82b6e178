//! The images of this machine's cache folder, for sessions.

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use sandbox_core::{ExecutionPolicy, Runtime};
use sandbox_guests::{CacheDir, Progress, Silent, Source};
use sandbox_host::{Engine, EngineConfig, Image, Preparation};
use sandbox_sessions::{Images, ImagesError};
use sandbox_vfs::Template;

use crate::builder::with_mounts;
use crate::error::Error;
use crate::images;

/// Makes the images ready that sessions run in, as [`Sandbox::builder`](crate::Sandbox::builder) does: from the cache folder, prepared there the first time, mapped once per process.
///
/// ```no_run
/// use llm_wasm_sandbox::{LocalImages, Runtime, SessionOptions, Sessions, SessionsConfig, Store};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let sessions = Sessions::open(Store::disk("sessions")?, LocalImages::new(), SessionsConfig::new())?;
/// let session = sessions.create(Runtime::Python, SessionOptions::new()).await?;
/// session.execute("x = 41").await?;
/// assert_eq!(session.execute("print(x + 1)").await?.stdout, "42\n");
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct LocalImages {
    choices: Arc<Choices>,
    /// What was mapped before: the way through the cache folder takes longer than starting an interpreter.
    mapped: Mutex<HashMap<(Runtime, String), Image>>,
}

struct Choices {
    cache: Option<PathBuf>,
    source: Source,
    engine: EngineConfig,
    progress: Box<dyn Progress>,
}

impl Default for LocalImages {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LocalImages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalImages")
            .field("cache", &self.choices.cache)
            .finish_non_exhaustive()
    }
}

impl LocalImages {
    /// Those of the default cache folder.
    pub fn new() -> Self {
        Self {
            choices: Arc::new(Choices {
                cache: None,
                source: Source::package(),
                engine: EngineConfig::default(),
                progress: Box::new(Silent),
            }),
            mapped: Mutex::default(),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Choices)) -> Self {
        // Nobody else has it yet.
        if let Some(choices) = Arc::get_mut(&mut self.choices) {
            change(choices);
        }
        self
    }

    /// Where guests, images and compiled artifacts are kept; see [`SandboxBuilder::cache_dir`](crate::SandboxBuilder::cache_dir).
    pub fn cache_dir(self, path: impl Into<PathBuf>) -> Self {
        self.with(|choices| choices.cache = Some(path.into()))
    }

    /// Where a guest comes from that the cache does not have. Default: the package index.
    pub fn source(self, source: Source) -> Self {
        self.with(|choices| choices.source = source)
    }

    /// The start-up choices of this process's one engine. Its `max_instances` has to be larger than the sessions' `warm_sessions`.
    pub fn engine(self, config: EngineConfig) -> Self {
        self.with(|choices| choices.engine = config)
    }

    /// Who is told about long work (the first start). Default: nobody.
    pub fn progress(self, progress: impl Progress + 'static) -> Self {
        self.with(|choices| choices.progress = Box::new(progress))
    }
}

impl Choices {
    fn map(&self, runtime: Runtime, name: &str) -> Result<Image, Error> {
        let cache = match &self.cache {
            Some(path) => CacheDir::open(path)?,
            None => CacheDir::open_default()?,
        };
        let guest = images::runtime(&cache, runtime, name)?;
        let engine = Engine::of_process(self.engine)?;
        let preparation = Preparation {
            engine: &engine,
            cache: &cache,
            source: self.source.clone(),
            progress: &*self.progress,
        };
        images::mapped(&preparation, &guest)
    }
}

#[async_trait]
impl Images for LocalImages {
    async fn image(&self, runtime: Runtime, name: Option<&str>) -> Result<Image, ImagesError> {
        if let Some(image) = self.mapped(runtime, name) {
            return Ok(image);
        }
        let key = key(runtime, name);
        let choices = Arc::clone(&self.choices);
        let name = key.1.clone();
        let image = tokio::task::spawn_blocking(move || choices.map(runtime, &name)).await??;
        self.mapped
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, image.clone());
        Ok(image)
    }

    fn mapped(&self, runtime: Runtime, name: Option<&str>) -> Option<Image> {
        let mapped = self.mapped.lock().unwrap_or_else(PoisonError::into_inner);
        mapped.get(&key(runtime, name)).cloned()
    }

    fn files(&self, image: &Image, policy: &ExecutionPolicy) -> Result<Template, ImagesError> {
        Ok(with_mounts(image, policy)?)
    }
}

fn key(runtime: Runtime, name: Option<&str>) -> (Runtime, String) {
    (runtime, name.unwrap_or(images::default_image()).to_owned())
}
