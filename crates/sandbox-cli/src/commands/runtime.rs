//! `sandbox runtime …`.

use std::path::Path;

use llm_wasm_sandbox::Runtime;
use llm_wasm_sandbox::inventory::{self, Condition, Item, Kind, PackageInfo};
use serde_json::json;

use super::setup;
use crate::cli::{FetchArgs, PrepareArgs, RuntimeCommand};
use crate::error::CliError;
use crate::output::json;
use crate::output::progress;
use crate::output::table::{bytes, table};
use crate::output::terminal::Stream;

pub(crate) fn run(command: RuntimeCommand) -> Result<u8, CliError> {
    match command {
        RuntimeCommand::Fetch(arguments) => fetch(&arguments),
        RuntimeCommand::Prepare(arguments) => prepare(&arguments),
        RuntimeCommand::List { json, cache } => list(cache.as_deref(), json),
        RuntimeCommand::Packages { runtime, json } => packages(runtime, json),
        RuntimeCommand::Verify { json, cache, quiet } => verify(cache.as_deref(), json, quiet),
        RuntimeCommand::Clean { all, cache, quiet } => clean(cache.as_deref(), all, quiet),
    }
}

fn fetch(arguments: &FetchArgs) -> Result<u8, CliError> {
    let cache = setup::cache(arguments.cache.as_deref())?;
    let source = setup::source(arguments.from.as_deref());
    let path = inventory::fetch(
        &cache,
        arguments.runtime,
        &source,
        &progress::preparation(arguments.quiet),
    )?;
    said(&format!("{}\n", path.display()))
}

fn packages(runtime: Option<Runtime>, as_json: bool) -> Result<u8, CliError> {
    let runtimes = runtime.map_or_else(|| Runtime::ALL.to_vec(), |runtime| vec![runtime]);
    let packages = runtimes.into_iter().flat_map(|runtime| {
        inventory::packages(runtime)
            .into_iter()
            .map(move |package| (runtime, package))
    });
    let from = |package: &PackageInfo| if package.is_in_guest { "guest" } else { "vendored" };
    let stdout = Stream::stdout();
    if as_json {
        let objects: Vec<_> = packages
            .map(|(runtime, package)| {
                json!({ "runtime": runtime, "name": package.name, "version": package.version, "license": package.license, "from": from(&package) })
            })
            .collect();
        stdout
            .write_json(&json::line(&json!({ "packages": objects })))
            .map_err(CliError::stdout)?;
        return Ok(0);
    }
    let rows: Vec<[String; 5]> = packages
        .map(|(runtime, package)| {
            let from = from(&package).to_owned();
            let license = package.license.unwrap_or_default();
            [runtime.to_string(), package.name, package.version, from, license]
        })
        .collect();
    let text = table(["RUNTIME", "NAME", "VERSION", "FROM", "LICENCE"], &rows, [false; 5]);
    stdout.write(&text).map_err(CliError::stdout)?;
    Ok(0)
}

fn prepare(arguments: &PrepareArgs) -> Result<u8, CliError> {
    let source = setup::source(arguments.from.as_deref());
    let builder = setup::builder(arguments.runtime, &arguments.engine, 1).source(source);
    let sandbox = llm_wasm_sandbox::blocking::Sandbox::build(builder)?;
    let sandbox = sandbox.as_async();
    said(&format!(
        "{} image `{}` is ready ({})\n",
        sandbox.runtime(),
        sandbox.image(),
        sandbox.image_id()
    ))
}

fn list(folder: Option<&Path>, as_json: bool) -> Result<u8, CliError> {
    let cache = setup::cache(folder)?;
    show(&cache, &inventory::list(&cache)?, as_json)?;
    Ok(0)
}

fn verify(folder: Option<&Path>, as_json: bool, quiet: bool) -> Result<u8, CliError> {
    let cache = setup::cache(folder)?;
    let items = inventory::verify(&cache, &progress::preparation(quiet))?;
    show(&cache, &items, as_json)?;
    Ok(u8::from(
        items.iter().any(|item| matches!(item.condition, Condition::Damaged(_))),
    ))
}

fn clean(folder: Option<&Path>, all: bool, quiet: bool) -> Result<u8, CliError> {
    let cache = setup::cache(folder)?;
    let cleaned = inventory::clean(&cache, all, &progress::preparation(quiet))?;
    for item in &cleaned.in_use {
        said(&format!("in use, kept: {}\n", item.path.display()))?;
    }
    for item in &cleaned.removed {
        said(&format!("removed {}\n", item.path.display()))?;
    }
    said(&format!("{} freed\n", bytes(cleaned.bytes)))
}

/// Shows what the cache holds.
pub(super) fn show(cache: &llm_wasm_sandbox::CacheDir, items: &[Item], as_json: bool) -> Result<(), CliError> {
    let stdout = Stream::stdout();
    if as_json {
        let object = json!({ "cache": cache.root().display().to_string(), "items": items.iter().map(object).collect::<Vec<_>>() });
        return stdout.write_json(&json::line(&object)).map_err(CliError::stdout);
    }
    let rows: Vec<[String; 7]> = items.iter().map(row).collect();
    let header = ["KIND", "NAME", "VERSION", "SIZE", "LICENCE", "STATE", "PATH"];
    let text = table(header, &rows, [false, false, false, true, false, false, false]);
    stdout.write(&text).map_err(CliError::stdout)
}

fn object(item: &Item) -> serde_json::Value {
    let (state, reason) = state(&item.condition);
    json!({
        "kind": kind(item.kind),
        "runtime": item.runtime,
        "name": item.name,
        "version": item.version,
        "bytes": item.bytes,
        "license": item.license,
        "path": item.path.display().to_string(),
        "state": state,
        "reason": reason,
        "current": item.current,
    })
}

fn row(item: &Item) -> [String; 7] {
    let state = match state(&item.condition) {
        (state, Some(reason)) => format!("{state}: {reason}"),
        ("ready", None) if !item.current => "ready (of another version)".to_owned(),
        (state, None) => state.to_owned(),
    };
    [
        kind(item.kind).to_owned(),
        item.name.clone(),
        item.version.clone(),
        bytes(item.bytes),
        item.license.clone().unwrap_or_default(),
        state,
        item.path.display().to_string(),
    ]
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Guest => "guest",
        Kind::Image => "image",
        Kind::Artifact => "artifact",
        Kind::Layer => "layer",
    }
}

fn state(condition: &Condition) -> (&'static str, Option<&str>) {
    match condition {
        Condition::Ready => ("ready", None),
        Condition::Missing => ("missing", None),
        Condition::Damaged(reason) => ("damaged", Some(reason)),
        Condition::Leftover => ("leftover", None),
    }
}

/// Prints a line of our own and succeeds.
fn said(text: &str) -> Result<u8, CliError> {
    Stream::stdout().write(text).map_err(CliError::stdout)?;
    Ok(0)
}
