//! Which runtimes and images this build has, and the ones that this process has mapped.

use std::collections::HashMap;
#[cfg(feature = "python")]
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sandbox_core::Runtime;
use sandbox_guests::CacheDir;
use sandbox_host::{GuestRuntime, Image, Preparation};

use crate::error::Error;
#[cfg(feature = "python")]
use crate::text_file;

/// The image that is used when none is named.
#[must_use]
pub fn default_image() -> &'static str {
    "default"
}

/// The names and descriptions of the images that this build can make for a runtime.
#[must_use]
pub fn image_names(runtime: Runtime) -> Vec<(String, String)> {
    match runtime {
        #[cfg(feature = "python")]
        Runtime::Python => sandbox_runtime_python::Recipe::all_built_in()
            .map(|recipe| (recipe.name().to_owned(), recipe.description().to_owned()))
            .collect(),
        #[cfg(feature = "javascript")]
        Runtime::JavaScript => sandbox_runtime_js::image_names(),
        _ => Vec::new(),
    }
}

/// Whether an image of this name comes with this build.
#[cfg(feature = "python")]
pub(crate) fn is_built_in(runtime: Runtime, name: &str) -> bool {
    image_names(runtime).iter().any(|(known, _)| known == name)
}

/// The runtime with the image of this name: one that comes with this build, or one whose recipe the cache keeps.
pub(crate) fn runtime(cache: &CacheDir, runtime: Runtime, image: &str) -> Result<Arc<dyn GuestRuntime>, Error> {
    #[cfg(feature = "python")]
    if runtime == Runtime::Python
        && !is_built_in(runtime, image)
        && let Some(recipe) = crate::recipes::load(cache, image)?
    {
        return of_recipe(recipe);
    }
    let _ = cache;
    built_in(runtime, image)
}

/// The runtime with the image of this name that comes with this build.
pub(crate) fn built_in(runtime: Runtime, image: &str) -> Result<Arc<dyn GuestRuntime>, Error> {
    let names = image_names(runtime);
    if names.is_empty() {
        return Err(Error::RuntimeMissing { runtime });
    }
    let unknown = || Error::UnknownImage {
        runtime,
        name: image.to_owned(),
        known: names
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    };
    match runtime {
        #[cfg(feature = "python")]
        Runtime::Python => match sandbox_runtime_python::Recipe::built_in(image) {
            Ok(recipe) => of_recipe(recipe),
            Err(_) => Err(unknown()),
        },
        #[cfg(feature = "javascript")]
        Runtime::JavaScript => sandbox_runtime_js::named(image).ok_or_else(unknown),
        _ => Err(unknown()),
    }
}

/// The runtime with the image that a recipe describes.
#[cfg(feature = "python")]
pub(crate) fn of_recipe(recipe: sandbox_runtime_python::Recipe) -> Result<Arc<dyn GuestRuntime>, Error> {
    let name = recipe.name().to_owned();
    match sandbox_runtime_python::PythonRuntime::new(recipe) {
        Ok(runtime) => Ok(Arc::new(runtime)),
        Err(source) => Err(Error::Recipe {
            path: PathBuf::from(name),
            source: source.into(),
        }),
    }
}

/// The recipe in a file.
#[cfg(feature = "python")]
pub(crate) fn recipe_in(path: &Path) -> Result<sandbox_runtime_python::Recipe, Error> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| Error::Recipe {
        path: path.to_owned(),
        source,
    };
    let max = sandbox_runtime_python::MAX_RECIPE_BYTES as u64;
    let text = text_file::read(path, max).map_err(|error| failed(error.into()))?;
    if text.exposed {
        tracing::warn!(path = %path.display(), "others than you can change the recipe, and with it what programs import");
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let folder = cap_std::fs::Dir::open_ambient_dir(folder, cap_std::ambient_authority())
        .map_err(|error| failed(error.into()))?;
    // Below the recipe's folder, and no link leads out of it.
    let read = |name: &str, most: u64| {
        let file = folder.open(name).map_err(|error| error.to_string())?;
        if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
            return Err("it is no file".to_owned());
        }
        let mut content = Vec::new();
        file.take(most)
            .read_to_end(&mut content)
            .map_err(|error| error.to_string())?;
        Ok(content)
    };
    sandbox_runtime_python::Recipe::parse_with(&text.content, read).map_err(|error| failed(error.into()))
}

/// The runtime with the image that a recipe in a file describes.
pub(crate) fn of_recipe_file(path: &Path) -> Result<Arc<dyn GuestRuntime>, Error> {
    #[cfg(feature = "python")]
    {
        of_recipe(recipe_in(path)?)
    }
    #[cfg(not(feature = "python"))]
    {
        let _ = path;
        Err(Error::RuntimeMissing {
            runtime: Runtime::Python,
        })
    }
}

/// An image is mapped once per process, however many sandboxes use it.
static MAPPED: OnceLock<Mutex<Mapped>> = OnceLock::new();

/// By cache folder, name, and everything that decides the image's content.
type Mapped = HashMap<(PathBuf, String, Vec<u8>), Image>;

/// The image of `runtime`, mapped before or made ready now.
pub(crate) fn mapped(preparation: &Preparation<'_>, runtime: &Arc<dyn GuestRuntime>) -> Result<Image, Error> {
    let key = (
        preparation.cache.root().to_owned(),
        runtime.image().to_owned(),
        runtime.image_inputs(),
    );
    let images = MAPPED.get_or_init(Mutex::default);
    if let Some(image) = images.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Ok(image.clone());
    }
    // Not under the lock: preparing takes minutes. Two that prepare the same image wait for each other in the cache folder.
    let image = preparation.image(runtime)?;
    Ok(images
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(key)
        .or_insert(image)
        .clone())
}
