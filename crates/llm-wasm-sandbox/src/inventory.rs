//! What the cache folder holds: guests, images, compiled artifacts. Listed, verified, removed; no engine is started.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sandbox_core::Runtime;
use sandbox_guests::{
    CacheDir, FetchError, GuestPin, Pins, Progress, Source, ensure_guest, installed_guest, remove_guest, verify_guest,
};
use sandbox_host::{GuestRuntime, HostError, Leftover, Stored, StoredKind, leftovers, stored};
use sandbox_packages::{Language, Lock, PackageError, PackageList, fetch_packages};

use crate::error::Error;
use crate::images;

/// The kinds of thing that the cache keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An interpreter as its package brings it.
    Guest,
    /// An interpreter after its start-up, with libraries imported.
    Image,
    /// An image compiled for this machine.
    Artifact,
    /// Files that an image made for all of its language: compiled packages.
    Layer,
}

/// In which state a thing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// It is there and is what it should be.
    Ready,
    /// It is not there; it is made when it is needed.
    Missing,
    /// It is there and is not what it should be; it is made again when it is needed.
    Damaged(String),
    /// It was left behind, by another version or by a command that was interrupted, and nothing uses it; [`clean`] removes it.
    Leftover,
}

/// One thing in the cache, or one that is missing there.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The language, as its record names it.
    pub runtime: String,
    /// The guest's or the image's name.
    pub name: String,
    /// The interpreter's version; of images and artifacts the first 12 digits of the image's id.
    pub version: String,
    /// SPDX expression of the guest, all of its packages together.
    pub license: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// Where it lies.
    pub path: PathBuf,
    /// Its state.
    pub condition: Condition,
    /// Whether this program would use it; what other versions left behind is not.
    pub current: bool,
}

/// What [`clean`] did.
#[derive(Debug, Clone, Default)]
pub struct Cleaned {
    /// What is gone.
    pub removed: Vec<Item>,
    /// What another process is making right now.
    pub in_use: Vec<Item>,
    /// How many bytes are free again.
    pub bytes: u64,
}

/// A guest that this program is pinned to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestInfo {
    /// Its name.
    pub name: String,
    /// The language.
    pub runtime: String,
    /// The interpreter's version.
    pub version: String,
    /// SPDX expression of all of its packages together.
    pub license: String,
}

/// The guests that this program is pinned to; reads nothing.
///
/// # Panics
///
/// Never: the embedded pins are tested.
#[must_use]
pub fn guests() -> Vec<GuestInfo> {
    let info = |pin: GuestPin| GuestInfo {
        license: pin.license(),
        name: pin.name,
        runtime: pin.runtime,
        version: pin.version,
    };
    pins().into_iter().map(info).collect()
}

fn pins() -> Vec<GuestPin> {
    Pins::embedded().expect("the embedded pins are tested").guests
}

/// A package that programs can import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it says of its licence, where that is known here: the guest's own are under the guest's.
    pub license: Option<String>,
    /// Whether it comes with the guest, and not from `vendor/packages.lock`.
    pub is_in_guest: bool,
}

/// The packages that programs of the default image can import beside their language's library, by name; reads nothing.
///
/// # Panics
///
/// Never: the embedded lists are tested.
#[must_use]
pub fn packages(runtime: Runtime) -> Vec<PackageInfo> {
    let (list, lock) = PackageList::embedded()
        .and_then(|list| Ok((list, Lock::embedded()?)))
        .expect("the embedded lists are tested");
    let mut packages = Vec::new();
    if runtime == Runtime::Python {
        packages.extend(list.provided.iter().map(|(name, version)| PackageInfo {
            name: name.to_string(),
            version: version.to_string(),
            license: None,
            is_in_guest: true,
        }));
    }
    for package in language(runtime)
        .map(|language| lock.packages(language))
        .unwrap_or_default()
    {
        packages.push(PackageInfo {
            name: package.name().to_owned(),
            version: package.version().to_owned(),
            license: package.license().map(str::to_owned),
            is_in_guest: false,
        });
    }
    packages.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    packages
}

fn language(runtime: Runtime) -> Option<Language> {
    match runtime {
        Runtime::Python => Some(Language::Python),
        Runtime::JavaScript => Some(Language::JavaScript),
        _ => None,
    }
}

/// Fetches a runtime's guest and its vendored packages, and does no more.
///
/// # Errors
///
/// [`Error::RuntimeMissing`], and whatever fetching fails with.
pub fn fetch(cache: &CacheDir, runtime: Runtime, source: &Source, progress: &dyn Progress) -> Result<PathBuf, Error> {
    let runtime = images::built_in(runtime, images::default_image())?;
    let files = ensure_guest(cache, runtime.guest(), source, progress).map_err(HostError::from)?;
    if let Some(language) = language(runtime.runtime()) {
        let lock = Lock::embedded().map_err(PackageError::from)?;
        fetch_packages(cache, &lock.only(language), source, progress)?;
    }
    Ok(files.root().to_owned())
}

/// Everything in the cache, checked by size and stamp; pinned guests that are not there are listed as missing.
///
/// # Errors
///
/// When the cache cannot be read.
pub fn list(cache: &CacheDir) -> Result<Vec<Item>, Error> {
    items(
        cache,
        |pin| installed_guest(cache, pin),
        |file| file.check(cache, false).err().map(|error| error.to_string()),
    )
}

/// As [`list`], with every byte hashed again.
///
/// # Errors
///
/// When the cache cannot be read.
pub fn verify(cache: &CacheDir, progress: &dyn Progress) -> Result<Vec<Item>, Error> {
    items(
        cache,
        |pin| verify_guest(cache, pin, progress),
        |file| {
            let what = format!(
                "verifying {}",
                file.path.file_name().unwrap_or_default().to_string_lossy()
            );
            progress.event(sandbox_guests::Event::Started {
                what: &what,
                total_bytes: Some(file.bytes),
            });
            let wrong = file.check(cache, true).err().map(|error| error.to_string());
            progress.event(sandbox_guests::Event::Finished);
            wrong
        },
    )
}

fn items(
    cache: &CacheDir,
    guest: impl Fn(&GuestPin) -> Result<sandbox_guests::GuestFiles, FetchError>,
    check: impl Fn(&Stored) -> Option<String>,
) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    for pin in pins() {
        let condition = match guest(&pin) {
            Ok(_) => Condition::Ready,
            Err(FetchError::NotInstalled { .. }) => Condition::Missing,
            Err(error) => Condition::Damaged(error.to_string()),
        };
        let bytes = if condition == Condition::Missing {
            0
        } else {
            pin.files().map(|(_, bytes, _)| bytes).sum()
        };
        let path = cache.guests().join(pin.folder_name());
        items.push(Item {
            kind: Kind::Guest,
            license: Some(pin.license()),
            runtime: pin.runtime,
            name: pin.name,
            version: pin.version,
            bytes,
            path,
            condition,
            current: true,
        });
    }
    items.extend(former_guests(cache)?);
    for file in stored(cache)? {
        let condition = check(&file).map_or(Condition::Ready, Condition::Damaged);
        items.push(Item {
            condition,
            ..item(cache, &file)
        });
    }
    items.extend(leftovers(cache)?.iter().map(leftover));
    Ok(items)
}

fn leftover(file: &Leftover) -> Item {
    let kind = match file.kind {
        StoredKind::Image => Kind::Image,
        StoredKind::Artifact => Kind::Artifact,
        StoredKind::Layer => Kind::Layer,
    };
    nobodys(kind, file.path.clone(), file.bytes)
}

/// An item that nothing uses: all that is known of it is its name.
fn nobodys(kind: Kind, path: PathBuf, bytes: u64) -> Item {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Item {
        kind,
        runtime: String::new(),
        name,
        version: String::new(),
        license: None,
        bytes,
        path,
        condition: Condition::Leftover,
        current: false,
    }
}

/// Guests that another version of this program was pinned to.
fn former_guests(cache: &CacheDir) -> Result<Vec<Item>, Error> {
    let folder = cache.guests();
    let unreadable = |source| Error::Folder {
        path: folder.clone(),
        source,
    };
    let current: Vec<String> = pins().iter().map(GuestPin::folder_name).collect();
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !current.iter().any(|name| entry.file_name() == name.as_str()) {
            found.push(nobodys(Kind::Guest, entry.path(), size(&entry.path())));
        }
    }
    found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Bytes of a file, or of the files directly in a folder: a guest has no more than those and its notices.
fn size(path: &Path) -> u64 {
    let own = |path: &Path| fs::symlink_metadata(path).map_or(0, |metadata| metadata.len());
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| own(&entry.path())).sum(),
        Err(_) => own(path),
    }
}

/// Takes a former guest away in one step, so that no process of the other version finds half of it.
fn remove_former(cache: &CacheDir, path: &Path) -> Result<(), Error> {
    let aside = cache.temp_dir()?;
    fs::rename(path, aside.path().join("guest")).map_err(|source| {
        HostError::Write {
            path: path.to_owned(),
            source,
        }
        .into()
    })
}

/// Every image that this program can make: those that come with it, and those of the user's own recipes. One that cannot be made any more is none.
fn known(cache: &CacheDir) -> Vec<Arc<dyn GuestRuntime>> {
    let own = own_names(cache);
    let names = |runtime: Runtime| {
        let own = own.iter().filter(move |_| runtime == Runtime::Python).cloned();
        images::image_names(runtime)
            .into_iter()
            .map(|(name, _)| name)
            .chain(own)
            .collect::<Vec<_>>()
    };
    Runtime::ALL
        .into_iter()
        .flat_map(|runtime| names(runtime).into_iter().map(move |name| (runtime, name)))
        .filter_map(|(runtime, name)| images::runtime(cache, runtime, &name).ok())
        .collect()
}

/// The names of the user's own recipes.
#[cfg(feature = "python")]
fn own_names(cache: &CacheDir) -> Vec<String> {
    let own = crate::recipes::list(cache).unwrap_or_default();
    own.iter().map(|recipe| recipe.name().to_owned()).collect()
}

#[cfg(not(feature = "python"))]
fn own_names(_: &CacheDir) -> Vec<String> {
    Vec::new()
}

fn item(cache: &CacheDir, file: &Stored) -> Item {
    let is_current = if file.kind == StoredKind::Layer {
        // It is recorded under the image that happened to be first.
        known(cache).iter().any(|runtime| file.is_current(cache, &**runtime))
    } else {
        let runtime = file.runtime.parse().ok();
        let runtime = runtime.and_then(|runtime| images::runtime(cache, runtime, &file.image).ok());
        runtime.is_some_and(|runtime| file.is_current(cache, &*runtime))
    };
    let mut version = file.id.to_string();
    version.truncate(12);
    Item {
        kind: match file.kind {
            StoredKind::Image => Kind::Image,
            StoredKind::Artifact => Kind::Artifact,
            StoredKind::Layer => Kind::Layer,
        },
        runtime: file.runtime.clone(),
        name: file.image.clone(),
        version,
        license: None,
        bytes: file.bytes,
        path: file.path.clone(),
        condition: Condition::Ready,
        current: is_current,
    }
}

/// Removes images and artifacts, what other versions of this program and interrupted processes left, and with `all` the guests, too. What a process
/// is making right now is kept, and what one has mapped or open stays usable for that process.
///
/// # Errors
///
/// When something cannot be removed.
pub fn clean(cache: &CacheDir, all: bool, progress: &dyn Progress) -> Result<Cleaned, Error> {
    let mut cleaned = Cleaned::default();
    for file in stored(cache)? {
        let item = item(cache, &file);
        if file.remove(cache)? {
            cleaned.bytes += item.bytes;
            cleaned.removed.push(item);
        } else {
            cleaned.in_use.push(item);
        }
    }
    for file in leftovers(cache)? {
        let item = leftover(&file);
        if file.remove(cache)? {
            cleaned.bytes += item.bytes;
            cleaned.removed.push(item);
        } else {
            cleaned.in_use.push(item);
        }
    }
    for item in former_guests(cache)? {
        remove_former(cache, &item.path)?;
        cleaned.bytes += item.bytes;
        cleaned.removed.push(item);
    }
    if all {
        for pin in pins() {
            let bytes = pin.files().map(|(_, bytes, _)| bytes).sum();
            let path = cache.guests().join(pin.folder_name());
            if remove_guest(cache, &pin, progress).map_err(HostError::from)? {
                cleaned.bytes += bytes;
                cleaned.removed.push(Item {
                    kind: Kind::Guest,
                    license: Some(pin.license()),
                    runtime: pin.runtime,
                    name: pin.name,
                    version: pin.version,
                    bytes,
                    path,
                    condition: Condition::Missing,
                    current: true,
                });
            }
        }
    }
    cache.sweep()?;
    Ok(cleaned)
}

/// Removes what was built of an image, for this program's version and others, and the files that were made for it and that no other image uses. What a process is making right now
/// is kept.
///
/// # Errors
///
/// When something cannot be removed.
pub fn remove_image(cache: &CacheDir, runtime: Runtime, name: &str) -> Result<Cleaned, Error> {
    let mut cleaned = Cleaned::default();
    let others: Vec<_> = known(cache).into_iter().filter(|other| other.image() != name).collect();
    for file in stored(cache)? {
        if file.runtime != runtime.as_str() || file.image != name {
            continue;
        }
        // Under the name of whichever image came first.
        if file.kind == StoredKind::Layer && others.iter().any(|other| file.is_current(cache, &**other)) {
            continue;
        }
        let item = item(cache, &file);
        if file.remove(cache)? {
            cleaned.bytes += item.bytes;
            cleaned.removed.push(item);
        } else {
            cleaned.in_use.push(item);
        }
    }
    Ok(cleaned)
}

/// Builds a runtime's image from nothing and returns its id, which is the cached one's if nothing of this machine or this moment got
/// into it. Takes a minute. What the cache has of the image stays as it is; the guest, packages, and the parent of one that has a parent are made ready in it.
///
/// # Errors
///
/// Whatever a build fails with.
#[cfg(feature = "compiler")]
pub fn rebuild(
    cache: &CacheDir,
    runtime: Runtime,
    image: &str,
    source: Source,
    progress: &dyn Progress,
) -> Result<sandbox_host::ImageId, Error> {
    let runtime = images::runtime(cache, runtime, image)?;
    if runtime.parent().is_some() {
        return rebuilt(cache, &runtime, source, progress);
    }
    let rebuild = sandbox_host::Rebuild {
        cache,
        source,
        progress,
    };
    Ok(rebuild.once(&*runtime)?)
}

/// Builds a runtime's image twice from nothing and compares: equal inputs give equal bytes. Takes minutes. What the cache has of the image stays as it is, as for [`rebuild`].
///
/// # Errors
///
/// [`HostError::NotReproducible`] when the two differ, and whatever a build fails with.
#[cfg(feature = "compiler")]
pub fn build_twice(
    cache: &CacheDir,
    runtime: Runtime,
    image: &str,
    source: Source,
    progress: &dyn Progress,
) -> Result<sandbox_host::ImageId, Error> {
    let runtime = images::runtime(cache, runtime, image)?;
    if runtime.parent().is_some() {
        let first = rebuilt(cache, &runtime, source.clone(), progress)?;
        let second = rebuilt(cache, &runtime, source, progress)?;
        return if first == second {
            Ok(first)
        } else {
            let image = image.to_owned();
            Err(HostError::NotReproducible { image, first, second }.into())
        };
    }
    let rebuild = sandbox_host::Rebuild {
        cache,
        source,
        progress,
    };
    Ok(rebuild.twice(&*runtime)?)
}

/// Builds an image that has a parent from nothing but that parent.
#[cfg(feature = "compiler")]
fn rebuilt(
    cache: &CacheDir,
    runtime: &std::sync::Arc<dyn sandbox_host::GuestRuntime>,
    source: Source,
    progress: &dyn Progress,
) -> Result<sandbox_host::ImageId, Error> {
    let engine = sandbox_host::Engine::running()?;
    let preparation = sandbox_host::Preparation {
        engine: &engine,
        cache,
        source,
        progress,
    };
    Ok(preparation.rebuilt(runtime)?)
}
