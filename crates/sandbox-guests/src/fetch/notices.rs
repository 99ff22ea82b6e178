//! Licences and manifests, kept beside the guest because the licences ask for it.

use std::fs::{self, DirBuilder};
use std::io::Read;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::site::create_private;
use super::{FetchError, NOTICES_FOLDER};
use crate::digest::copy_bounded;
use crate::pins::PackagePin;
use crate::pins::validate::is_plain_name;

/// Most notices a guest may have.
const MAX_NOTICES: usize = 1024;
/// Most bytes all notices of a guest may have together.
const MAX_NOTICE_BYTES: u64 = 32 << 20;

/// Collects the notices of a package, in a folder of its own: `LICENSE` is what everybody calls theirs.
pub(super) struct Notices<'a> {
    folder: PathBuf,
    /// The pinned paths and prefixes, and whether each has been found.
    patterns: Vec<(&'a str, bool)>,
}

/// What the notices of a guest, of all its packages together, have used of what they may.
#[derive(Debug, Default)]
pub(super) struct Allowance {
    count: usize,
    bytes: u64,
}

impl<'a> Notices<'a> {
    pub(super) fn create(guest_folder: &Path, package: &'a PackagePin) -> Result<Self, FetchError> {
        let folder = guest_folder.join(NOTICES_FOLDER).join(&package.name);
        let created = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        created.map_err(|source| FetchError::io(&folder, source))?;
        let patterns = package
            .notices
            .iter()
            .map(|pattern| (pattern.as_str(), false))
            .collect();
        Ok(Self { folder, patterns })
    }

    /// The pinned paths and prefixes.
    pub(super) fn patterns(&self) -> Vec<&'a str> {
        self.patterns.iter().map(|(pattern, _)| *pattern).collect()
    }

    /// Whether the archive path `path` is pinned as a notice.
    pub(super) fn wants(&self, path: &str) -> bool {
        self.patterns
            .iter()
            .any(|(pattern, _)| local_name(pattern, path).is_some())
    }

    /// Keeps a notice, bounded in number and size.
    pub(super) fn keep(
        &mut self,
        path: &str,
        archive: &str,
        reader: impl Read,
        allowance: &mut Allowance,
    ) -> Result<(), FetchError> {
        let refuse = |rule| {
            Err(FetchError::UnsafeMember {
                archive: archive.to_owned(),
                member: path.to_owned(),
                rule,
            })
        };
        let Some(name) = self.patterns.iter().find_map(|(pattern, _)| local_name(pattern, path)) else {
            return refuse("is not pinned");
        };
        if !is_plain_name(name) {
            return refuse("has no plain file name");
        }
        allowance.count += 1;
        if allowance.count > MAX_NOTICES {
            return refuse("is one notice too many");
        }
        let target = self.folder.join(name);
        if fs::symlink_metadata(&target).is_ok() {
            return refuse("has the name of another notice");
        }
        let left = MAX_NOTICE_BYTES - allowance.bytes;
        let mut out = create_private(&target).map_err(|source| FetchError::io(&target, source))?;
        let bytes = copy_bounded(reader, &mut out, left).map_err(|source| FetchError::io(&target, source))?;
        if bytes > left {
            return refuse("makes the notices too large");
        }
        allowance.bytes += bytes;
        for (pattern, found) in &mut self.patterns {
            *found |= local_name(pattern, path).is_some();
        }
        out.sync_all().map_err(|source| FetchError::io(&target, source))
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.patterns.iter().all(|(_, found)| !found)
    }

    /// Makes sure that everything pinned as a notice was found.
    pub(super) fn require_all(&self, archive: &str) -> Result<(), FetchError> {
        match self.patterns.iter().find(|(_, found)| !found) {
            None => Ok(()),
            Some((pattern, _)) => Err(FetchError::MemberMissing {
                archive: archive.to_owned(),
                member: (*pattern).to_owned(),
            }),
        }
    }
}

/// The file name a notice gets if `pattern` means the archive path `path`: what follows a prefix, or a path's last part.
fn local_name<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    if pattern.ends_with('/') {
        path.strip_prefix(pattern).filter(|rest| !rest.is_empty())
    } else {
        (path == pattern).then(|| path.rsplit('/').next().unwrap_or(path))
    }
}
