//! A guest from a folder, without a network.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::MissingPackage;
use super::material::Material;
use super::notices::Notices;
use super::package_file::{PackageFile, open_source};
use super::site::Site;
use super::{FetchError, NOTICES_FOLDER};
use crate::pins::{GuestPin, PackagePin};

/// What was in a package file, in a folder to import from.
pub(super) struct Unpacked<'a> {
    source: &'a Path,
    guest: &'a GuestPin,
    package: &'a PackagePin,
    /// Where its members lie, in the order of the pins.
    members: Vec<PathBuf>,
}

/// All packages of a guest from `source`: a folder that holds their files or what was in them, or the file of a guest's only package.
/// What is missing is named before anything large is read.
pub(super) fn materials<'a>(source: &'a Path, pin: &'a GuestPin) -> Result<Vec<Material<'a>>, FetchError> {
    let metadata = fs::metadata(source).map_err(|error| FetchError::io(source, error))?;
    if metadata.is_file() {
        return single(source, pin);
    }
    let mut missing = Vec::new();
    let mut places = Vec::new();
    for package in &pin.packages {
        let file = source.join(&package.file);
        if file.is_file() {
            places.push(Place::File(package, file));
            continue;
        }
        match Unpacked::find(source, pin, package) {
            Ok(unpacked) => places.push(Place::Unpacked(unpacked)),
            Err(lacking) => missing.push(lacking),
        }
    }
    if !missing.is_empty() {
        return Err(FetchError::NotInFolder {
            folder: source.to_owned(),
            missing,
        });
    }
    let open = |place| match place {
        Place::File(package, path) => PackageFile::open(&path, package, &pin.name).map(Material::File),
        Place::Unpacked(unpacked) => Ok(Material::Unpacked(unpacked)),
    };
    places.into_iter().map(open).collect()
}

/// Where a package was found.
enum Place<'a> {
    File(&'a PackagePin, PathBuf),
    Unpacked(Unpacked<'a>),
}

/// The package at `source`, a file, if that is all the guest is made of. Its name does not matter.
fn single<'a>(source: &Path, pin: &'a GuestPin) -> Result<Vec<Material<'a>>, FetchError> {
    if let [package] = pin.packages.as_slice() {
        return Ok(vec![Material::File(PackageFile::open(source, package, &pin.name)?)]);
    }
    let given = source.file_name().unwrap_or_default();
    let needed = pin.packages.iter().map(|package| package.file.as_str());
    Err(FetchError::NotAFolder {
        file: source.to_owned(),
        guest: pin.name.clone(),
        needed: needed.filter(|file| *file != given).collect::<Vec<_>>().join(", "),
    })
}

impl<'a> Unpacked<'a> {
    /// Looks for the members of `package` in the folder `source`, laid out as in its file, or under their local names.
    fn find(source: &'a Path, guest: &'a GuestPin, package: &'a PackagePin) -> Result<Self, MissingPackage> {
        let mut found = Self {
            source,
            guest,
            package,
            members: Vec::new(),
        };
        for member in &package.members {
            let mut places = found.places(&member.archive);
            places.push(source.join(&member.local));
            let Some(path) = places.into_iter().find(|path| path.is_file()) else {
                let kind = package.kind();
                return Err(MissingPackage {
                    kind,
                    requirement: kind.asking().requirement(package),
                    file: package.file.clone(),
                    member: member.local.clone(),
                });
            };
            found.members.push(path);
        }
        Ok(found)
    }

    /// What this was a package of.
    pub(super) fn pin(&self) -> &'a PackagePin {
        self.package
    }

    /// Copies the members and keeps the notices.
    pub(super) fn copy(&self, site: &mut Site<'_>) -> Result<(), FetchError> {
        for (member, path) in self.package.members.iter().zip(&self.members) {
            site.write(open_source(path)?, &path.display().to_string(), &member.into())?;
        }
        let mut notices = Notices::create(site.folder, self.package)?;
        for pattern in &self.package.notices {
            self.copy_notices(pattern, &mut notices, site)?;
        }
        if notices.is_empty() && !self.package.notices.is_empty() {
            site.note(&format!(
                "{} has no licence files of {}, which is under {}",
                self.source.display(),
                self.package.name,
                self.package.license
            ));
        }
        Ok(())
    }

    /// Where something with the archive path `path` may lie: below a folder with the package's name, or directly in the source.
    ///
    /// Not the latter if another package of the guest has something there, too, as `package/LICENSE` of any npm package: it would be
    /// that one's, and notices have no hash to tell.
    fn places(&self, path: &str) -> Vec<PathBuf> {
        let mut places = vec![self.source.join(&self.package.name).join(path)];
        let mut others = self
            .guest
            .packages
            .iter()
            .filter(|other| other.name != self.package.name);
        if !others.any(|other| takes(other, path)) {
            places.push(self.source.join(path));
        }
        places
    }

    /// Keeps the notices that `pattern` means, from the package's layout, or from the `licenses` folder of another cache, where those
    /// of every pattern lie together.
    fn copy_notices(&self, pattern: &str, notices: &mut Notices<'_>, site: &mut Site<'_>) -> Result<(), FetchError> {
        let together = self.source.join(NOTICES_FOLDER).join(&self.package.name);
        let mut places = self.places(pattern);
        let mut found = Vec::new();
        if pattern.ends_with('/') {
            places.push(together);
            let folder = places.into_iter().find(|folder| folder.is_dir());
            for path in folder.map_or(Ok(Vec::new()), |folder| files_of(&folder))? {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                found.push((name, path));
            }
            let singles: Vec<_> = notices.patterns().into_iter().map(last_part).collect();
            found.retain(|(name, _)| !singles.contains(&name.as_str()));
        } else {
            places.push(together.join(last_part(pattern)));
            let file = places.into_iter().find(|path| path.is_file());
            found.extend(file.map(|path| (String::new(), path)));
        }
        for (name, path) in found {
            notices.keep(
                &format!("{pattern}{name}"),
                &self.source.display().to_string(),
                open_source(&path)?,
                &mut site.allowance,
            )?;
        }
        Ok(())
    }
}

/// Whether `package` has something pinned at the archive path `path`, above it if that is a folder, or below it if `path` is one.
fn takes(package: &PackagePin, path: &str) -> bool {
    let covers = |folder: &str, path: &str| folder == path || folder.ends_with('/') && path.starts_with(folder);
    let members = package.members.iter().map(|member| member.archive.as_str());
    let mut pinned = members.chain(package.notices.iter().map(String::as_str));
    pinned.any(|pinned| covers(pinned, path) || covers(path, pinned))
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The files of a folder, in the order of their names.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, FetchError> {
    let list = || {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.path()))
            .collect::<io::Result<Vec<_>>>()
    };
    let mut files = list().map_err(|error| FetchError::io(folder, error))?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}
