//! Reading a wheel: a zip archive with a list of its files and a description of itself, all of which have to agree.
//!
//! Only wheels without compiled parts are read. A wheel is inflated twice, entry by entry, once to check it and once to hand its files
//! on, so that no more of it is in memory than its largest file.

mod directory;
mod file_name;
mod headers;
mod layout;
mod record;

use std::fs::File;
use std::io::BufReader;

use sandbox_guests::Sha256Digest;
use zip::{CompressionMethod, ZipArchive};

pub use file_name::WheelName;
pub use headers::WheelMetadata;
pub(crate) use headers::license;

use crate::archive::{ArchiveError, Budget, Paths, Refusal, Refused};
use layout::{Layout, Place};

/// Longest file of a wheel that describes it, in bytes.
const MAX_DESCRIPTION_BYTES: u64 = 4_000_000;

/// A wheel that was checked from its first byte to its last.
#[derive(Debug)]
pub struct Wheel {
    archive: ZipArchive<BufReader<File>>,
    name: WheelName,
    file_name: String,
    metadata: WheelMetadata,
    /// Served path and entry, sorted.
    served: Vec<(String, usize)>,
}

impl Wheel {
    /// Reads and checks the wheel in `file`, which is called `file_name`.
    ///
    /// # Errors
    /// [`ArchiveError`]; then nothing of the wheel may be used.
    pub fn open(file: File, file_name: &str) -> Result<Self, ArchiveError> {
        Self::check(file, file_name).map_err(|refused| refused.of(file_name))
    }

    /// What its file name says.
    pub fn name(&self) -> &WheelName {
        &self.name
    }

    /// What it says of itself.
    pub fn metadata(&self) -> &WheelMetadata {
        &self.metadata
    }

    /// The paths of the files that guests see, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.served.iter().map(|(path, _)| path.as_str())
    }

    /// The content of the file at this place in [`paths`](Self::paths), in `content`, which is emptied before.
    ///
    /// # Errors
    /// [`ArchiveError`] if there is no such place, or if the wheel was changed since it was opened.
    pub fn read(&mut self, place: usize, content: &mut Vec<u8>) -> Result<(), ArchiveError> {
        let read = match self.served.get(place) {
            // Everything was counted when the wheel was opened.
            Some((_, index)) => inflate(&mut self.archive, *index, &mut Budget::new(u64::MAX), content),
            None => Err(Refused::entry("a file", "is not there")),
        };
        read.map_err(|refused| refused.of(&self.file_name))
    }

    fn check(file: File, file_name: &str) -> Refusal<Self> {
        let name: WheelName = file_name.parse()?;
        let bytes = directory::check(&file)?;
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
        if archive.offset() != 0 || archive.has_duplicate_names() {
            return Err(Refused::entry(
                file_name,
                "has names twice, or something in front of the archive",
            ));
        }
        let mut budget = Budget::new(bytes);
        let names = entries(&archive, &mut budget)?;
        archive.validate_header_consistency().map_err(unreadable)?;

        let layout = Layout::find(&name, names.iter().map(|(name, _)| name.as_str()))?;
        let mut places = Vec::new();
        for (entry, index) in &names {
            places.push((layout.place(entry)?, entry, *index));
        }
        let record = find(&names, &layout.record())?;
        let record = record::parse(&described(&mut archive, record, &mut budget)?)?;
        let mut seen = record::Seen::new(&record);
        let (mut metadata, mut description) = (None, None);
        let mut content = Vec::new();
        for (entry, index) in &names {
            if layout.is_record(entry) {
                seen.unlisted(entry);
                continue;
            }
            inflate(&mut archive, *index, &mut budget, &mut content)?;
            seen.check(entry, &Sha256Digest::of(&content), content.len() as u64)?;
            if *entry == layout.metadata() {
                metadata = Some(WheelMetadata::parse(&content, &name)?);
            } else if *entry == layout.wheel() {
                description = Some(headers::check_wheel(&content)?);
            }
        }
        seen.finish()?;
        let metadata = metadata.ok_or_else(|| Refused::metadata("METADATA", "is missing"))?;
        description.ok_or_else(|| Refused::metadata("WHEEL", "is missing"))?;

        let (mut paths, mut served) = (Paths::default(), Vec::new());
        for (place, _, index) in places {
            if let Place::Serve(path) = place {
                // A file of `.data/purelib` can meet one that was there.
                served.push((paths.add_file(path.as_bytes())?, index));
            }
        }
        paths.finish()?;
        served.sort();
        Ok(Self {
            archive,
            name,
            file_name: file_name.to_owned(),
            metadata,
            served,
        })
    }
}

/// Names and indices of the files in an archive, if all of its entries are what a wheel may have.
fn entries(archive: &ZipArchive<BufReader<File>>, budget: &mut Budget) -> Refusal<Vec<(String, usize)>> {
    let (mut paths, mut names) = (Paths::default(), Vec::new());
    for index in 0..archive.len() {
        budget.count_entry()?;
        let entry = archive.by_index_data(index).map_err(unreadable)?;
        let raw = entry.name_raw();
        let shown = String::from_utf8_lossy(raw);
        if !raw.is_ascii() && entry.flags().as_u16() & UTF8_FLAG == 0 {
            return Err(Refused::name(raw, "is not UTF-8"));
        }
        if entry.encrypted() {
            return Err(Refused::entry(&shown, "is encrypted"));
        }
        if !matches!(
            entry.compression(),
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) {
            return Err(Refused::entry(&shown, "is packed in a way that wheels are not"));
        }
        let folder = raw.ends_with(b"/");
        // Whatever system is said to have written it: the reader of somebody else may not ask.
        let kind = (entry.external_attributes() >> 16) & KIND_BITS;
        if kind != 0 && kind != if folder { FOLDER_KIND } else { FILE_KIND } {
            return Err(Refused::entry(&shown, "is a link or a device"));
        }
        if folder {
            if entry.size() != 0 {
                return Err(Refused::entry(&shown, "is a folder with a content"));
            }
            paths.add_folder(raw)?;
        } else {
            names.push((paths.add_file(raw)?, index));
        }
    }
    paths.finish()?;
    Ok(names)
}

/// The flag that says that a name is UTF-8.
const UTF8_FLAG: u16 = 1 << 11;
/// The part of a Unix mode that says what something is, and what it says of files and folders.
const KIND_BITS: u32 = 0o170_000;
const FILE_KIND: u32 = 0o100_000;
const FOLDER_KIND: u32 = 0o040_000;

fn find(names: &[(String, usize)], wanted: &str) -> Refusal<usize> {
    let found = names.iter().find(|(name, _)| name == wanted);
    found
        .map(|(_, index)| *index)
        .ok_or_else(|| Refused::record(wanted, "is missing"))
}

/// The content of a file that describes the wheel.
fn described(archive: &mut ZipArchive<BufReader<File>>, index: usize, budget: &mut Budget) -> Refusal<Vec<u8>> {
    let mut content = Vec::new();
    inflate(archive, index, budget, &mut content)?;
    if content.len() as u64 > MAX_DESCRIPTION_BYTES {
        return Err(Refused::TooLarge {
            what: "RECORD".to_owned(),
            limit: MAX_DESCRIPTION_BYTES,
        });
    }
    Ok(content)
}

fn inflate(
    archive: &mut ZipArchive<BufReader<File>>,
    index: usize,
    budget: &mut Budget,
    content: &mut Vec<u8>,
) -> Refusal<()> {
    let entry = archive.by_index(index).map_err(unreadable)?;
    let (said, packed) = (entry.size(), entry.compressed_size());
    let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
    budget.read(&name, Some(packed), entry, content)?;
    if content.len() as u64 != said {
        return Err(Refused::entry(&name, "is not as large as it says"));
    }
    Ok(())
}

fn unreadable(error: zip::result::ZipError) -> Refused {
    Refused::Unreadable(error.into())
}

#[cfg(test)]
mod tests;
