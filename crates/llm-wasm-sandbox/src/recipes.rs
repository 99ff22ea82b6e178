//! Images of the user's own, by name: their recipes are kept in the cache folder, and can be sent to a store and fetched from one.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sandbox_core::Runtime;
use sandbox_guests::{CacheDir, open_regular};
use sandbox_runtime_python::{MAX_BUNDLE_BYTES, Recipe};

use crate::error::Error;
use crate::images;

/// What the name of a kept recipe's file ends in.
const SUFFIX: &str = ".json";

/// Keeps a recipe under its name, over an earlier one of that name: `sandbox.builder().image(name)` finds it.
///
/// # Errors
///
/// [`Error::RecipeName`] for the name of an image that comes with this program; when the cache cannot be written.
pub fn save(cache: &CacheDir, recipe: &Recipe) -> Result<(), Error> {
    check_name(recipe)?;
    let path = path(cache, recipe.name());
    Ok(cache.write_atomic(&path, recipe.bundle().as_bytes())?)
}

/// Refuses a recipe that [`save`] would refuse: to be asked before it is built, which takes long.
///
/// # Errors
///
/// [`Error::RecipeName`].
pub fn check_name(recipe: &Recipe) -> Result<(), Error> {
    if images::is_built_in(Runtime::Python, recipe.name()) {
        return Err(Error::RecipeName {
            name: recipe.name().to_owned(),
        });
    }
    Ok(())
}

/// The recipe of this name, if one is kept.
///
/// # Errors
///
/// [`Error::Recipe`] for a file that is none, or that holds a recipe of another name.
pub fn load(cache: &CacheDir, name: &str) -> Result<Option<Recipe>, Error> {
    // Nothing else is a name, and so nothing else is part of a path.
    if !Recipe::is_name(name) {
        return Ok(None);
    }
    let path = path(cache, name);
    if fs::symlink_metadata(&path).is_err() {
        return Ok(None);
    }
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| Error::Recipe {
        path: path.clone(),
        source,
    };
    let file = open_regular(&path).map_err(|error| failed(error.into()))?;
    let mut text = String::new();
    file.take(MAX_BUNDLE_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| failed(error.into()))?;
    let recipe = Recipe::from_bundle(&text).map_err(|error| failed(error.into()))?;
    if recipe.name() == name {
        Ok(Some(recipe))
    } else {
        Err(failed(format!("it holds the recipe of `{}`", recipe.name()).into()))
    }
}

/// All recipes that are kept, by name.
///
/// # Errors
///
/// When the cache cannot be read.
pub fn list(cache: &CacheDir) -> Result<Vec<Recipe>, Error> {
    let folder = cache.recipes();
    let unreadable = |source| Error::Folder {
        path: folder.clone(),
        source,
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let name = entry.map_err(unreadable)?.file_name();
        names.extend(
            name.to_str()
                .and_then(|name| name.strip_suffix(SUFFIX))
                .map(str::to_owned),
        );
    }
    names.sort_unstable();
    let readable = |name: &String| match load(cache, name) {
        Ok(recipe) => recipe,
        // One that is damaged hides none of the others, and is an error where it is used.
        Err(error) => {
            tracing::warn!(name, %error, "a kept recipe cannot be read");
            None
        }
    };
    Ok(names.iter().filter_map(readable).collect())
}

/// Forgets the recipe of this name, if one is kept; says whether one was. What was built of it stays until [`clean`](crate::inventory::clean).
///
/// # Errors
///
/// When the cache cannot be written.
pub fn remove(cache: &CacheDir, name: &str) -> Result<bool, Error> {
    if !Recipe::is_name(name) {
        return Ok(false);
    }
    let path = path(cache, name);
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(Error::Folder { path, source }),
    }
}

/// Reads a recipe from a file, its own files from that file's folder.
///
/// # Errors
///
/// [`Error::Recipe`].
pub fn read(path: impl AsRef<Path>) -> Result<Recipe, Error> {
    images::recipe_in(path.as_ref())
}

fn path(cache: &CacheDir, name: &str) -> PathBuf {
    cache.recipes().join(format!("{name}{SUFFIX}"))
}

#[cfg(feature = "sessions")]
pub use stores::{pull, push};

#[cfg(feature = "sessions")]
mod stores {
    use sandbox_host::ImageId;
    use sandbox_runtime_python::{MAX_BUNDLE_BYTES, Recipe};
    use sandbox_storage::{Created, Key, Store};

    use crate::error::Error;

    /// Sends a recipe to a store, for other machines to build the same image from: images are reproducible, so the recipe is all of it, and `id` is what they
    /// compare theirs with.
    ///
    /// # Errors
    ///
    /// [`Error::Store`]; [`Error::OtherRecipe`] where the store has another recipe for this id.
    pub async fn push(store: &Store, recipe: &Recipe, id: ImageId) -> Result<(), Error> {
        let key = key(recipe.name(), id);
        let bundle = recipe.bundle();
        if store.create(&key, bundle.clone()).await? == Created::New {
            return Ok(());
        }
        let there = store.find(&key, MAX_BUNDLE_BYTES).await?;
        if there.is_some_and(|there| there == bundle.as_bytes()) {
            Ok(())
        } else {
            Err(Error::OtherRecipe {
                name: recipe.name().to_owned(),
                id,
            })
        }
    }

    /// The recipe of an image that was sent to a store, and the id that its image has to have. Without an `id` it has to be the only one of its name.
    ///
    /// The recipe is a stranger's: what it runs, it runs in the sandbox, and whoever uses the image uses what that left.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchImage`]; [`Error::Store`]; [`Error::Recipe`] for what is none.
    pub async fn pull(store: &Store, name: &str, id: Option<ImageId>) -> Result<(Recipe, ImageId), Error> {
        let unknown = || Error::NoSuchImage { name: name.to_owned() };
        if !Recipe::is_name(name) {
            return Err(unknown());
        }
        let id = if let Some(id) = id {
            id
        } else {
            let names = store.children(Some(&folder(name))).await?;
            let ids: Vec<ImageId> = names.iter().filter_map(|name| name.parse().ok()).collect();
            match ids[..] {
                [id] => id,
                [] => return Err(unknown()),
                [..] => {
                    return Err(Error::SeveralImages {
                        name: name.to_owned(),
                        ids: ids.iter().map(ToString::to_string).collect(),
                    });
                }
            }
        };
        let key = key(name, id);
        let text = store.find(&key, MAX_BUNDLE_BYTES).await?.ok_or_else(unknown)?;
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| Error::Recipe {
            path: key.as_str().into(),
            source,
        };
        let text = std::str::from_utf8(&text).map_err(|error| failed(error.into()))?;
        let recipe = Recipe::from_bundle(text).map_err(|error| failed(error.into()))?;
        if recipe.name() != name {
            return Err(unknown());
        }
        Ok((recipe, id))
    }

    fn folder(name: &str) -> Key {
        Key::new(format!("images/{name}")).expect("names of recipes are parts of keys")
    }

    fn key(name: &str, id: ImageId) -> Key {
        Key::new(format!("images/{name}/{id}")).expect("names of recipes are parts of keys")
    }
}
