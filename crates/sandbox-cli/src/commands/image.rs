//! `sandbox image …`.

mod own;

use std::path::Path;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::inventory::{self, Condition, Item, Kind};
use llm_wasm_sandbox::{Recipe, Runtime, default_image, image_names, recipes};
use serde_json::json;

use super::setup;
use crate::cli::{ImageBuildArgs, ImageCommand};
use crate::error::CliError;
use crate::output::json;
use crate::output::table::{bytes, table};
use crate::output::terminal::Stream;

pub(crate) fn run(command: ImageCommand) -> Result<u8, CliError> {
    match command {
        ImageCommand::Build(arguments) => build(&arguments),
        ImageCommand::List { json, cache } => list(cache.as_deref(), json),
        ImageCommand::Show {
            name,
            runtime,
            json,
            cache,
        } => own::show(cache.as_deref(), runtime, &name, json),
        ImageCommand::Rm { name, runtime, cache } => own::remove(cache.as_deref(), runtime, &name),
        ImageCommand::Verify {
            name,
            runtime,
            cache,
            quiet,
        } => verify(cache.as_deref(), runtime, &name, quiet),
        ImageCommand::Push { name, store, engine } => own::push(&name, &store, &engine),
        ImageCommand::Pull { name, store, engine } => own::pull(&name, &store, &engine),
    }
}

fn build(arguments: &ImageBuildArgs) -> Result<u8, CliError> {
    let engine = &arguments.engine;
    if arguments.verify {
        let name = engine.image.as_deref().unwrap_or(default_image());
        if setup::recipe_file(name).is_some() {
            return Err(CliError::Usage(
                "--verify takes the name of an image, not a recipe".to_owned(),
            ));
        }
        return verify(engine.cache.as_deref(), arguments.runtime, name, engine.quiet);
    }
    let recipe = match (&arguments.recipe, &arguments.name) {
        (Some(file), _) => Some(recipes::read(file)?),
        (None, Some(name)) => Some(
            Recipe::with_packages(name, &arguments.with, &arguments.import)
                .map_err(|error| CliError::Usage(error.to_string()))?,
        ),
        (None, None) => None,
    };
    let mut builder = setup::builder(arguments.runtime, engine, 1);
    if let Some(recipe) = &recipe {
        recipes::check_name(recipe)?;
        builder = builder.recipe(recipe.clone());
    }
    let sandbox = Sandbox::build(builder)?;
    // Kept when it could be built, and not before.
    if let Some(recipe) = &recipe {
        recipes::save(&setup::cache(engine.cache.as_deref())?, recipe)?;
    }
    let sandbox = sandbox.as_async();
    let text = format!(
        "{} image `{}`: {}\n",
        sandbox.runtime(),
        sandbox.image(),
        sandbox.image_id()
    );
    Stream::stdout().write(&text).map_err(CliError::stdout)?;
    Ok(0)
}

/// Builds it twice; the difference is the answer to what was asked, and no failure of the command.
#[cfg(feature = "compiler")]
fn verify(folder: Option<&Path>, runtime: Runtime, name: &str, quiet: bool) -> Result<u8, CliError> {
    use llm_wasm_sandbox::{Error, HostError};

    use crate::output::progress;

    let cache = setup::cache(folder)?;
    let progress = progress::preparation(quiet);
    match inventory::build_twice(&cache, runtime, name, setup::source(None), &progress) {
        Ok(id) => {
            Stream::stdout()
                .write(&format!("two builds of image `{name}` are equal: {id}\n"))
                .map_err(CliError::stdout)?;
            Ok(0)
        }
        Err(error @ Error::Host(HostError::NotReproducible { .. })) => {
            super::tell(&error.into());
            Ok(1)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(feature = "compiler"))]
fn verify(_: Option<&Path>, _: Runtime, _: &str, _: bool) -> Result<u8, CliError> {
    Err(CliError::Usage("this command was built without a compiler".to_owned()))
}

fn list(folder: Option<&Path>, as_json: bool) -> Result<u8, CliError> {
    let cache = setup::cache(folder)?;
    let items = inventory::list(&cache)?;
    let own = recipes::list(&cache)?;
    let images: Vec<Listed> = Runtime::ALL
        .into_iter()
        .flat_map(|runtime| listed(runtime, &items, &own))
        .collect();
    if as_json {
        let objects: Vec<_> = images.iter().map(Listed::object).collect();
        Stream::stdout()
            .write_json(&json::line(&json!({ "images": objects })))
            .map_err(CliError::stdout)?;
        return Ok(0);
    }
    let rows: Vec<[String; 5]> = images.iter().map(Listed::row).collect();
    let text = table(
        ["RUNTIME", "NAME", "READY", "SIZE", "DESCRIPTION"],
        &rows,
        [false, false, false, true, false],
    );
    Stream::stdout().write(&text).map_err(CliError::stdout)?;
    Ok(0)
}

/// An image that this command can make, or that the cache holds.
struct Listed {
    runtime: Runtime,
    name: String,
    description: String,
    /// Its snapshot in the cache.
    id: Option<(String, u64)>,
}

impl Listed {
    fn object(&self) -> serde_json::Value {
        let (id, bytes) = self.id.clone().unzip();
        json!({ "runtime": self.runtime, "name": self.name, "description": self.description, "ready": id.is_some(), "id": id, "bytes": bytes })
    }

    fn row(&self) -> [String; 5] {
        let (id, size) = self
            .id
            .as_ref()
            .map_or(("no", String::new()), |(id, size)| (id, bytes(*size)));
        [
            self.runtime.to_string(),
            self.name.clone(),
            id.to_owned(),
            size,
            self.description.clone(),
        ]
    }
}

/// The built-in images of a runtime, those of its user's own recipes, then what else is in the cache.
fn listed(runtime: Runtime, items: &[Item], own: &[Recipe]) -> Vec<Listed> {
    let ready: Vec<&Item> = items
        .iter()
        .filter(|item| {
            item.kind == Kind::Image && item.runtime == runtime.as_str() && item.condition == Condition::Ready
        })
        .collect();
    let found = |name: &str| {
        ready
            .iter()
            .find(|item| item.name == name && item.current)
            .map(|item| (item.version.clone(), item.bytes))
    };
    let own = own
        .iter()
        .filter(|_| runtime == Runtime::Python)
        .map(|recipe| (recipe.name().to_owned(), recipe.description().to_owned()));
    let mut images: Vec<Listed> = image_names(runtime)
        .into_iter()
        .chain(own)
        .map(|(name, description)| Listed {
            runtime,
            id: found(&name),
            name,
            description,
        })
        .collect();
    // What was run by `--image FILE`: only its recipe tells whether it is current, and the cache does not have it.
    let known = images.len();
    for item in &ready {
        if !images[..known].iter().any(|image| image.name == item.name) {
            images.push(Listed {
                runtime,
                name: item.name.clone(),
                description: "of a recipe of your own; use it with `--image FILE`".to_owned(),
                id: Some((item.version.clone(), item.bytes)),
            });
        }
    }
    images
}
