//! From options to a policy, a cache and a sandbox.

use std::path::Path;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{
    CacheDir, EngineConfig, ExecutionPolicy, Metering, Runtime, SandboxBuilder, Source, load_policy_with_warnings,
};

use crate::cli::{EngineArgs, LimitArgs};
use crate::error::CliError;
use crate::output::{errors, progress};

/// The policy that the options ask for. A file that cannot be used is an error: nothing looser takes its place.
pub(crate) fn policy(limits: &LimitArgs) -> Result<ExecutionPolicy, CliError> {
    let mut policy = match &limits.policy {
        Some(file) => read_policy(file)?,
        None => ExecutionPolicy::default(),
    };
    if let Some(fuel) = limits.fuel {
        policy = policy.with_fuel_budget(fuel);
    }
    if let Some(timeout) = limits.timeout {
        policy = policy.with_timeout(timeout);
    }
    if let Some(memory) = limits.memory {
        policy = policy.with_memory_bytes(memory);
    }
    for (name, value) in &limits.env {
        policy = policy.with_env(name, value);
    }
    policy.validate()?;
    Ok(policy)
}

/// The policy in a file; what should not be so about it is told.
pub(crate) fn read_policy(file: &Path) -> Result<ExecutionPolicy, CliError> {
    let (policy, warnings) = load_policy_with_warnings(file)?;
    for warning in warnings {
        errors::warn(&format!("{}: {warning}", file.display()));
    }
    Ok(policy)
}

/// The recipe's file, where an image is named by one.
pub(crate) fn recipe_file(image: &str) -> Option<&Path> {
    let path = Path::new(image);
    let toml = path.extension().is_some_and(|extension| extension == "toml");
    (toml || image.contains('/')).then_some(path)
}

/// The choices of the builder that every command has; `instances` is how many programs run at once.
pub(crate) fn builder(runtime: Runtime, engine: &EngineArgs, instances: u32) -> SandboxBuilder {
    let metering = if engine.unmetered {
        Metering::Unmetered
    } else {
        Metering::Metered
    };
    let mut builder = llm_wasm_sandbox::Sandbox::builder(runtime).engine(EngineConfig {
        metering,
        max_instances: instances,
        ..EngineConfig::default()
    });
    if let Some(image) = &engine.image {
        builder = match recipe_file(image) {
            Some(file) => builder.recipe_file(file),
            None => builder.image(image),
        };
    }
    if let Some(cache) = &engine.cache {
        builder = builder.cache_dir(cache);
    }
    builder.progress(progress::preparation(engine.quiet))
}

/// A sandbox under a policy, prepared first if need be.
pub(crate) fn sandbox(
    runtime: Runtime,
    engine: &EngineArgs,
    policy: ExecutionPolicy,
    instances: u32,
) -> Result<Sandbox, CliError> {
    Ok(Sandbox::build(builder(runtime, engine, instances).policy(policy))?)
}

/// The cache folder.
pub(crate) fn cache(folder: Option<&Path>) -> Result<CacheDir, CliError> {
    let opened = match folder {
        Some(folder) => CacheDir::open(folder),
        None => CacheDir::open_default(),
    };
    Ok(opened.map_err(llm_wasm_sandbox::Error::from)?)
}

/// Where a guest comes from.
pub(crate) fn source(folder: Option<&Path>) -> Source {
    folder.map_or_else(Source::package, Source::folder)
}
