//! From options to sessions, and back to a store that nobody holds.

use llm_wasm_sandbox::blocking::Sessions;
use llm_wasm_sandbox::storage::default_folder;
use llm_wasm_sandbox::{
    EngineConfig, ExecutionPolicy, Labels, LocalImages, Metering, Runtime, SessionsConfig, Store, image_names,
};

use crate::cli::StoreArgs;
use crate::commands::setup;
use crate::error::CliError;
use crate::output::progress;

/// Interpreters of one command, at most: it has few, and ends.
const INSTANCES: u32 = 4;

/// How the sessions of a command run.
#[derive(Debug, Default)]
pub(crate) struct Choices<'a> {
    pub(crate) cache: Option<&'a std::path::Path>,
    pub(crate) unmetered: bool,
    pub(crate) quiet: bool,
    /// What the command allows: the folders of the host that a session's policy may show.
    pub(crate) policy: Option<ExecutionPolicy>,
}

/// Open sessions.
pub(crate) struct Opened(Sessions);

impl Opened {
    /// Sessions for a command that runs nothing, or only what sessions' own policies say.
    pub(crate) fn plain(store: &StoreArgs) -> Result<Self, CliError> {
        Self::new(store, Choices::default())
    }

    pub(crate) fn new(store: &StoreArgs, choices: Choices<'_>) -> Result<Self, CliError> {
        let store = open(store)?;
        let is_local = store.folder().is_some();
        let metering = if choices.unmetered {
            Metering::Unmetered
        } else {
            Metering::Metered
        };
        let mut images = LocalImages::new()
            .engine(EngineConfig {
                metering,
                max_instances: INSTANCES,
                ..EngineConfig::default()
            })
            .progress(progress::preparation(choices.quiet));
        if let Some(cache) = choices.cache {
            images = images.cache_dir(cache);
        }
        let mut config = SessionsConfig::new();
        config.warm_sessions = 2;
        // Whoever uses the command line can read and write the store anyway.
        config.allow_names = true;
        // And whoever can write to a folder of the user's is the user.
        config.trust_stored_mounts = is_local;
        if let Some(policy) = choices.policy {
            config.policy = policy;
        }
        Ok(Self(Sessions::open(store, images, config)?))
    }

    /// Does something with the sessions, and gives them free, whatever came of it.
    pub(crate) fn with<T>(self, work: impl FnOnce(&Sessions) -> Result<T, CliError>) -> Result<T, CliError> {
        let done = work(&self.0);
        let closed = self.0.close();
        let done = done?;
        closed?;
        Ok(done)
    }
}

fn open(arguments: &StoreArgs) -> Result<Store, CliError> {
    let opened = match arguments.store.as_deref() {
        Some(url) if !url.is_empty() => Store::parse(url),
        _ => Store::disk(default_folder().ok_or(CliError::NoStore)?),
    };
    Ok(opened?)
}

/// Labels from the command line.
pub(crate) fn labels(all: &[(String, String)]) -> Result<Labels, CliError> {
    let mut labels = Labels::new();
    for (name, value) in all {
        labels
            .set(name, value)
            .map_err(|error| CliError::Usage(error.to_string()))?;
    }
    Ok(labels)
}

/// Refuses an image that sessions cannot have: better now than at every turn.
pub(super) fn check_image(runtime: Runtime, image: &str) -> Result<(), CliError> {
    if setup::recipe_file(image).is_some() {
        return Err(CliError::Usage(
            "a session's image is named, and not a recipe's file".to_owned(),
        ));
    }
    let names: Vec<String> = image_names(runtime).into_iter().map(|(name, _)| name).collect();
    if names.iter().any(|name| name == image) {
        return Ok(());
    }
    let known = names.join(", ");
    Err(CliError::Usage(format!(
        "there is no image `{image}` for {runtime}; there are {known}"
    )))
}
