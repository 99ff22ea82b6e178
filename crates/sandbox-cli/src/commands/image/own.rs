//! Images of the user's own: shown, removed, sent to a store and fetched from one.

use std::path::Path;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::inventory;
use llm_wasm_sandbox::{CacheDir, Error, ImageId, Recipe, Runtime, Store, image_names, recipes};
use serde_json::json;

use crate::cli::EngineArgs;
use crate::commands::setup;
use crate::error::CliError;
use crate::output::json;
use crate::output::table::bytes;
use crate::output::terminal::Stream;

/// A recipe of the user's own, or one that comes with the program.
fn recipe(cache: &CacheDir, runtime: Runtime, name: &str) -> Result<Option<Recipe>, CliError> {
    if runtime != Runtime::Python {
        return Ok(None);
    }
    match Recipe::built_in(name) {
        Ok(recipe) => Ok(Some(recipe)),
        Err(_) => Ok(recipes::load(cache, name)?),
    }
}

fn unknown(runtime: Runtime, name: &str) -> CliError {
    let known = image_names(runtime)
        .into_iter()
        .map(|(name, _)| name)
        .collect::<Vec<_>>();
    Error::UnknownImage {
        runtime,
        name: name.to_owned(),
        known: known.join(", "),
    }
    .into()
}

pub(super) fn show(folder: Option<&Path>, runtime: Runtime, name: &str, as_json: bool) -> Result<u8, CliError> {
    let cache = setup::cache(folder)?;
    let recipe = recipe(&cache, runtime, name)?;
    let items: Vec<_> = inventory::list(&cache)?
        .into_iter()
        .filter(|item| item.runtime == runtime.as_str() && item.name == name && item.current)
        .collect();
    if recipe.is_none() && !image_names(runtime).iter().any(|(known, _)| known == name) {
        return Err(unknown(runtime, name));
    }
    let packages = match &recipe {
        Some(recipe) => recipe.packages().map_err(|error| CliError::Usage(error.to_string()))?,
        None => Vec::new(),
    };
    let (parent, text) = recipe
        .as_ref()
        .map_or((None, ""), |recipe| (recipe.parent(), recipe.text()));
    let stdout = Stream::stdout();
    if as_json {
        let packages: serde_json::Map<_, _> = packages
            .into_iter()
            .map(|(name, version)| (name, json!(version)))
            .collect();
        let files: Vec<_> = items
            .iter()
            .map(
                |item| json!({ "path": item.path.display().to_string(), "bytes": item.bytes, "version": item.version }),
            )
            .collect();
        let object = json!({ "name": name, "runtime": runtime, "parent": parent, "packages": packages, "recipe": text, "files": files });
        stdout.write_json(&json::line(&object)).map_err(CliError::stdout)?;
        return Ok(0);
    }
    let mut lines = vec![format!("{runtime} image `{name}`")];
    lines.extend(parent.map(|parent| format!("built on: {parent}")));
    lines.extend((items.iter()).map(|item| format!("{}: {}", item.path.display(), bytes(item.bytes))));
    if !packages.is_empty() {
        let listed: Vec<_> = packages
            .iter()
            .map(|(name, version)| format!("{name} {version}"))
            .collect();
        lines.push(format!("packages: {}", listed.join(", ")));
    }
    if !text.is_empty() {
        lines.push(format!("\n{}", text.trim_end()));
    }
    let shown = lines.join("\n") + "\n";
    stdout.write(&shown).map_err(CliError::stdout)?;
    Ok(0)
}

pub(super) fn remove(folder: Option<&Path>, runtime: Runtime, name: &str) -> Result<u8, CliError> {
    let cache = setup::cache(folder)?;
    // What was built first: without its recipe it could not be told from other images.
    let cleaned = inventory::remove_image(&cache, runtime, name)?;
    let kept = runtime == Runtime::Python && recipes::remove(&cache, name)?;
    if !kept && cleaned.removed.is_empty() && cleaned.in_use.is_empty() {
        return Err(unknown(runtime, name));
    }
    let stdout = Stream::stdout();
    for item in &cleaned.in_use {
        stdout
            .write(&format!("in use, kept: {}\n", item.path.display()))
            .map_err(CliError::stdout)?;
    }
    stdout
        .write(&format!("removed image `{name}`, {} freed\n", bytes(cleaned.bytes)))
        .map_err(CliError::stdout)?;
    Ok(0)
}

/// Makes an image ready, and returns its id.
fn id(recipe: &Recipe, engine: &EngineArgs) -> Result<ImageId, CliError> {
    let builder = setup::builder(Runtime::Python, engine, 1).recipe(recipe.clone());
    Ok(Sandbox::build(builder)?.as_async().image_id())
}

/// Runs work on a store to its end.
fn wait<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Usage(format!("the system refused a runtime: {error}")))?;
    Ok(runtime.block_on(work)?)
}

fn store(url: &str) -> Result<Store, CliError> {
    Ok(Store::parse(url).map_err(Error::from)?)
}

pub(super) fn push(name: &str, url: &str, engine: &EngineArgs) -> Result<u8, CliError> {
    let store = store(url)?;
    let cache = setup::cache(engine.cache.as_deref())?;
    let Some(recipe) = recipes::load(&cache, name)? else {
        return Err(unknown(Runtime::Python, name));
    };
    let id = id(&recipe, engine)?;
    wait(recipes::push(&store, &recipe, id))?;
    Stream::stdout()
        .write(&format!("sent image `{name}`: {id}\n"))
        .map_err(CliError::stdout)?;
    Ok(0)
}

pub(super) fn pull(name: &str, url: &str, engine: &EngineArgs) -> Result<u8, CliError> {
    let (name, wanted) = match name.split_once('@') {
        Some((name, id)) => {
            let id = id
                .parse::<ImageId>()
                .map_err(|error| CliError::Usage(error.to_string()))?;
            (name, Some(id))
        }
        None => (name, None),
    };
    let store = store(url)?;
    let (recipe, expected) = wait(recipes::pull(&store, name, wanted))?;
    recipes::check_name(&recipe)?;
    let built = id(&recipe, engine)?;
    if built != expected {
        let name = name.to_owned();
        return Err(Error::OtherImage { name, built, expected }.into());
    }
    recipes::save(&setup::cache(engine.cache.as_deref())?, &recipe)?;
    Stream::stdout()
        .write(&format!("fetched image `{name}`: {built}\n"))
        .map_err(CliError::stdout)?;
    Ok(0)
}
