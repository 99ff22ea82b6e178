//! Making sessions, and moving them along their generations.

use llm_wasm_sandbox::{SessionOptions, SessionsConfig};
use serde_json::json;

use super::open::{Choices, Opened, labels};
use super::{print, print_json};
use crate::cli::{ForkArgs, NewArgs, OneArgs, RollbackArgs};
use crate::commands::setup;
use crate::error::CliError;

pub(super) fn new(arguments: NewArgs) -> Result<u8, CliError> {
    let NewArgs {
        runtime,
        id,
        label,
        json,
        limits,
        engine,
        store,
    } = arguments;
    let policy = setup::policy(&limits)?;
    let choices = Choices {
        cache: engine.cache.as_deref(),
        unmetered: engine.unmetered,
        quiet: engine.quiet,
        policy: Some(policy),
    };
    let mut options = SessionOptions::new().labels(labels(&label)?);
    if let Some(image) = engine.image.as_deref() {
        super::open::check_image(runtime.runtime, image)?;
        options = options.image(image);
    }
    options.id = id;
    Opened::new(&store, choices)?.with(|sessions| {
        let session = sessions.create(runtime.runtime, options)?;
        tell_id(session.id().as_str(), json)
    })
}

fn tell_id(id: &str, as_json: bool) -> Result<u8, CliError> {
    if as_json {
        print_json(&json!({ "session_id": id }))?;
    } else {
        print(&format!("{id}\n"))?;
    }
    Ok(0)
}

pub(super) fn fork(arguments: ForkArgs) -> Result<u8, CliError> {
    let ForkArgs { id, to, json, store } = arguments;
    Opened::plain(&store)?.with(|sessions| {
        let fork = sessions.session(&id)?.fork_as(to)?;
        tell_id(fork.id().as_str(), json)
    })
}

pub(super) fn rollback(arguments: &RollbackArgs) -> Result<u8, CliError> {
    Opened::plain(&arguments.store)?.with(|sessions| {
        let generation = sessions.session(&arguments.id)?.roll_back(arguments.generation)?;
        if arguments.json {
            print_json(&json!({ "session_id": arguments.id, "generation": generation }))?;
        } else {
            print(&format!(
                "generation {generation} is what {} was\n",
                arguments.generation
            ))?;
        }
        Ok(0)
    })
}

pub(super) fn park(arguments: &OneArgs) -> Result<u8, CliError> {
    // The lease of a command that was killed runs out by itself; this waits for it and gives the session free.
    let waits = SessionsConfig::new().lease_time();
    Opened::plain(&arguments.store)?.with(|sessions| {
        let session = sessions.session(&arguments.id)?;
        session.park()?;
        if arguments.json {
            print_json(&json!({ "session_id": arguments.id, "lease_seconds": waits.as_secs() }))?;
        }
        Ok(0)
    })
}
