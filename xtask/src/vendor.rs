//! `cargo xtask vendor`: which packages guests' programs can import.

mod edit;
mod provided;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use sandbox_guests::{CacheDir, PackageClients, Silent, Source, terminal_progress};
use sandbox_packages::{
    Language, ListError, Lock, Locked, PackageError, PackageList, PackageSet, clean_packages, fetch_packages,
    lock_packages, open_package, recheck_packages,
};

use crate::Failure;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add a package to vendor/packages.toml, and lock.
    Add {
        /// Name of the package.
        name: String,
        /// Versions that will do: `==1.2` or `>=1,<2` for Python, a range like `^1.2` for JavaScript [default: any].
        #[arg(long, value_name = "SPEC")]
        version: Option<String>,
        /// A JavaScript package instead of a Python package.
        #[arg(long)]
        javascript: bool,
        #[command(flatten)]
        places: Places,
    },
    /// Remove a package from vendor/packages.toml, and lock.
    Remove {
        /// Name of the package.
        name: String,
        /// A JavaScript package instead of a Python package.
        #[arg(long)]
        javascript: bool,
        #[command(flatten)]
        places: Places,
    },
    /// Resolve vendor/packages.toml to vendor/packages.lock, with the newest versions that will do. Fetches them, too.
    Lock {
        #[command(flatten)]
        places: Places,
    },
    /// Fetch the packages that vendor/packages.lock names into the cache, verified.
    Fetch {
        /// Import from a folder with the package files instead of the package indexes.
        #[arg(long, value_name = "DIR")]
        from: Option<PathBuf>,
        #[command(flatten)]
        places: Places,
    },
    /// List the locked packages: name, version, licence, bytes, and whether they are in the cache.
    List {
        #[command(flatten)]
        places: Places,
    },
    /// Remove package files from the cache that vendor/packages.lock does not name.
    Clean {
        #[command(flatten)]
        places: Places,
    },
    /// Check the lock against the list, the cached files against their hashes, and read all of them again.
    Verify {
        #[command(flatten)]
        places: Places,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Places {
    /// The cache folder [default: `SANDBOX_CACHE_DIR`, else llm-wasm-sandbox in the user's cache folder]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// The folder with packages.toml and packages.lock [default: vendor in the workspace]
    #[arg(long, value_name = "DIR")]
    vendor: Option<PathBuf>,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

impl From<PackageError> for Failure {
    fn from(error: PackageError) -> Self {
        Self {
            hint: Some(error.hint()),
            error: error.into(),
        }
    }
}

impl From<ListError> for Failure {
    fn from(error: ListError) -> Self {
        PackageError::from(error).into()
    }
}

/// A failure with what to do about it.
fn failure(message: String, hint: &str) -> Failure {
    Failure {
        error: message.into(),
        hint: Some(hint.to_owned()),
    }
}

pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Add {
            name,
            version,
            javascript,
            places,
        } => {
            let language = language(*javascript);
            let text = edit::add(&places.read("packages.toml")?, language, name, version.as_deref())?;
            lock(places, &text)?;
            eprintln!("added {name} to the {language} packages");
            Ok(())
        }
        Command::Remove {
            name,
            javascript,
            places,
        } => {
            let language = language(*javascript);
            let text = edit::remove(&places.read("packages.toml")?, language, name)?;
            lock(places, &text)?;
            eprintln!("removed {name} from the {language} packages");
            Ok(())
        }
        Command::Lock { places } => lock(places, &places.read("packages.toml")?),
        Command::Fetch { from, places } => fetch(places, from.as_deref()),
        Command::List { places } => list(places),
        Command::Clean { places } => clean(places),
        Command::Verify { places } => verify(places),
    }
}

fn language(javascript: bool) -> Language {
    if javascript {
        Language::JavaScript
    } else {
        Language::Python
    }
}

impl Places {
    fn cache(&self) -> Result<CacheDir, Failure> {
        Ok(match &self.cache {
            Some(path) => CacheDir::open(path)?,
            None => CacheDir::open_default()?,
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vendor");
        self.vendor.as_ref().unwrap_or(&workspace).join(name)
    }

    fn read(&self, name: &str) -> Result<String, Failure> {
        let path = self.path(name);
        fs::read_to_string(&path).map_err(|error| {
            failure(
                format!("{} cannot be read: {error}", path.display()),
                "restore it from version control, or name its folder with `--vendor DIR`",
            )
        })
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        let path = self.path(name);
        // Whole or not at all: a lock that was cut would be taken for damage.
        let temporary = self.path(&format!(".{name}.new"));
        let written = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &path));
        written.map_err(|error| {
            failure(
                format!("{} cannot be written: {error}", path.display()),
                "make its folder one that you can write to",
            )
        })
    }

    /// The lock, which has to be that of the list.
    fn lock_of_list(&self) -> Result<(PackageList, Lock), Failure> {
        let list = PackageList::parse(&self.read("packages.toml")?)?;
        let lock = Lock::parse(&self.read("packages.lock")?)?;
        if lock.is_of(&list) {
            return Ok((list, lock));
        }
        Err(failure(
            "packages.lock was made from another packages.toml".to_owned(),
            "make it again: `cargo xtask vendor lock`",
        ))
    }
}

/// Resolves the list that `text` is, and keeps both of them.
fn lock(places: &Places, text: &str) -> Result<(), Failure> {
    let list = PackageList::parse(text)?;
    let cache = places.cache()?;
    if let Some(difference) = provided::difference(&cache, &list) {
        return Err(failure(
            difference,
            "correct the table [provided.python] of vendor/packages.toml",
        ));
    }
    let progress = terminal_progress(places.quiet);
    let lock = lock_packages(&cache, &list, &PackageClients::detect(), &*progress)?;
    // Packages that get into each other's way are found before anything is kept.
    for language in Language::ALL {
        PackageSet::build(&cache, &lock, language, &*progress)?;
    }
    places.write("packages.toml", text)?;
    places.write("packages.lock", &lock.to_string())?;
    if !places.quiet {
        eprintln!(
            "locked {} Python and {} JavaScript packages",
            lock.python.len(),
            lock.javascript.len()
        );
    }
    Ok(())
}

fn fetch(places: &Places, from: Option<&Path>) -> Result<(), Failure> {
    let (_, lock) = places.lock_of_list()?;
    let cache = places.cache()?;
    let source = from.map_or_else(Source::package, Source::folder);
    let progress = terminal_progress(places.quiet);
    let fetched = fetch_packages(&cache, &lock, &source, &*progress)?;
    for language in Language::ALL {
        let set = PackageSet::build(&cache, &lock, language, &*progress)?;
        if !places.quiet {
            let count = lock.packages(language).len();
            println!(
                "{language}: {count} packages, {} bytes, {}",
                set.archive.bytes,
                set.path.display()
            );
        }
    }
    if !places.quiet {
        eprintln!("fetched {fetched} of {} package files", lock.all().len());
    }
    Ok(())
}

fn list(places: &Places) -> Result<(), Failure> {
    let (_, lock) = places.lock_of_list()?;
    let cache = places.cache()?;
    let present = |package: Locked<'_>| open_package(&cache, package, false).is_ok();
    print!("{}", table::render(&lock, &present));
    Ok(())
}

fn clean(places: &Places) -> Result<(), Failure> {
    let lock = Lock::parse(&places.read("packages.lock")?)?;
    let (files, bytes) = clean_packages(&places.cache()?, &[&lock], &Silent)?;
    println!("removed {files} files, {bytes} bytes");
    Ok(())
}

fn verify(places: &Places) -> Result<(), Failure> {
    let (list, lock) = places.lock_of_list()?;
    if let Some((package, needed)) = lock.missing(&list).first() {
        return Err(failure(
            format!("{package} needs {needed}, which is not locked"),
            "make the lock again: `cargo xtask vendor lock`",
        ));
    }
    let cache = places.cache()?;
    recheck_packages(&cache, &lock)?;
    let progress = terminal_progress(places.quiet);
    for language in Language::ALL {
        PackageSet::build(&cache, &lock, language, &*progress)?;
    }
    if let Some(difference) = provided::difference(&cache, &list) {
        return Err(failure(
            difference,
            "correct the table [provided.python] of vendor/packages.toml, then lock",
        ));
    }
    println!("{} packages are what the lock says", lock.all().len());
    Ok(())
}

#[cfg(test)]
mod tests;
