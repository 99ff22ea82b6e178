//! Files that a clone of a finished image makes for all others: a read-only layer, made once.

use std::io::{self, Cursor, Write as _};
use std::sync::Arc;
use std::time::Duration;

use sandbox_core::{ExecutionPolicy, MAX_FUEL};
use sandbox_vfs::{FileType, HostFile, Tree, ZipLayer, ZipLimits};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::cached::Cached;
use super::prepare::in_a_name;
use super::step::step;
use super::{Image, ImageId, Preparation, apart};
use crate::error::HostError;
use crate::runtime::{GuestRuntime, MadeFiles};
use crate::workspace::WORKSPACE;

/// What the program may use and leave.
const MEMORY: u64 = 1 << 30;
const DISK: u64 = 512 << 20;
const ENTRIES: u32 = 60_000;
const TIME: Duration = Duration::from_mins(10);

impl Preparation<'_> {
    /// The image with the files that its runtime has a guest make.
    pub(super) fn with_made_files(&self, image: Image) -> Result<Image, HostError> {
        let Some(made) = image.runtime().made_files() else {
            return Ok(image);
        };
        let cached = Cached::layer(self.cache, &key(image.runtime(), &made));
        let layer = match self.made_layer(&cached)? {
            Some(layer) => layer,
            None => self.make_layer(&image, &made, &cached)?,
        };
        let template = image
            .template()
            .extend()
            .zip(made.place, layer)
            .map_err(|error| HostError::guest_files(error.into()))?
            .build();
        Ok(image.with_template(template))
    }

    /// The layer, if the cache has it and it is what it should be.
    fn made_layer(&self, cached: &Cached) -> Result<Option<ZipLayer>, HostError> {
        let Some(record) = cached.record()? else {
            return Ok(None);
        };
        let Ok(verified) = cached.open(self.cache, &record)? else {
            return Ok(None);
        };
        let file = HostFile::new(verified.file).map_err(|source| HostError::Read {
            path: cached.path().to_owned(),
            source,
        })?;
        Ok(ZipLayer::open(Arc::new(file), ZipLimits::default()).ok())
    }

    fn make_layer(&self, image: &Image, made: &MadeFiles, cached: &Cached) -> Result<ZipLayer, HostError> {
        let _lock = self.cache.lock(cached.name(), self.progress)?;
        // Another process may have been faster.
        if let Some(layer) = self.made_layer(cached)? {
            return Ok(layer);
        }
        step(self.progress, &format!("{} (once)", made.what), || {
            let bytes = make(image, made)?;
            cached.store(self.cache, image.runtime(), ImageId::of(&bytes), &bytes)
        })?;
        self.made_layer(cached)?.ok_or_else(|| HostError::MadeFiles {
            what: made.what.clone(),
            reason: "the files changed right after they were written".into(),
        })
    }
}

/// Names everything that decides what is made.
pub(super) fn key(runtime: &dyn GuestRuntime, made: &MadeFiles) -> String {
    let mut hash = Sha256::new();
    for part in [
        runtime.guest().folder_name().as_bytes(),
        // A recipe decides what its clones do: what one image's make is served to that image's only.
        &runtime.image_inputs(),
        &made.program.source,
        &made.inputs,
    ] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("{}-files-{}", runtime.runtime(), in_a_name(hash))
}

/// Runs the program, and packs what it leaves.
fn make(image: &Image, made: &MadeFiles) -> Result<Vec<u8>, HostError> {
    let mut policy = ExecutionPolicy::default();
    (policy.memory_bytes, policy.fuel_budget) = (MEMORY, MAX_FUEL);
    (policy.timeout, policy.host_calls.time) = (TIME, TIME);
    (policy.host_calls.count, policy.host_calls.bytes) = (u64::MAX >> 1, u64::MAX >> 1);
    (policy.disk.bytes, policy.disk.entries) = (DISK, ENTRIES);
    policy.determinism.enabled = true;
    let failed = |reason: String| HostError::MadeFiles {
        what: made.what.clone(),
        reason,
    };
    let files = apart::block_on(|| async {
        let mut instance = image.start_build(image.template(), &policy).await?;
        let execution = instance.turn(&made.program).await?;
        if !execution.success {
            let said = execution.stderr.trim_end();
            return Err(failed(format!("{}\n{said}", execution.outcome)));
        }
        Ok(instance.into_files())
    })?;
    packed(&files).map_err(|error| failed(error.to_string()))
}

/// The workspace as an archive: equal files give equal bytes. Nothing is compressed: what is read from it is read at every import.
fn packed(files: &Tree) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut entries = files.list(WORKSPACE).map_err(io::Error::other)?;
    entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    for entry in entries {
        let Some(name) = entry
            .path
            .strip_prefix(WORKSPACE)
            .and_then(|name| name.strip_prefix('/'))
        else {
            continue;
        };
        if entry.file_type == FileType::Regular {
            archive.start_file(name, options)?;
            archive.write_all(&files.read_file(&entry.path, DISK).map_err(io::Error::other)?)?;
        }
    }
    Ok(archive.finish()?.into_inner())
}
