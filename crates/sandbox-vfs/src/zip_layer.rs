//! Archives as read-only layers.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use zip::{CompressionMethod, ZipArchive};

use crate::blob::{Blob, BlobReader};
use crate::error::{Error, Result};

/// Members smaller than this may be compressed to any ratio.
const RATIO_FLOOR: u64 = 1 << 20;

/// Bytes of one name in an archive.
const MAX_NAME_BYTES: usize = 255;

/// What an archive may hold. An archive over a limit is refused as a whole, before anything of it is unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZipLimits {
    /// Members. Default 65,534: what an archive without 64-bit extensions can hold.
    pub entries: u32,
    /// Bytes of one member, unpacked. Default 256 MiB.
    pub member_bytes: u64,
    /// Bytes of all members, unpacked: what reading everything costs in memory. Default 2 GiB.
    pub total_bytes: u64,
    /// Unpacked bytes for each packed byte, of members above 1 MiB. Default 500.
    pub ratio: u32,
    /// Nesting of directories. Default 64.
    pub depth: u32,
}

impl Default for ZipLimits {
    fn default() -> Self {
        Self {
            entries: 65_534,
            member_bytes: 256 << 20,
            total_bytes: 2 << 30,
            ratio: 500,
            depth: 64,
        }
    }
}

/// Why an archive cannot be a layer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ZipError {
    /// It is not a zip archive, or damaged.
    #[error("not a readable zip archive")]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It holds more than a limit allows.
    #[error("the archive holds more {what} than the limit of {limit}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// A member holds more than a limit allows.
    #[error("member `{name}` has more {what} than the limit of {limit}")]
    MemberTooLarge {
        /// The member.
        name: String,
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// A member's name is absolute, has `..`, NUL or an empty part in it, is too long, or is not UTF-8.
    #[error("member `{name}` has an unsafe name")]
    UnsafeName {
        /// The name, with characters replaced that are not UTF-8.
        name: String,
    },
    /// Two members have the same name, or one is a file where another needs a directory.
    #[error("member `{name}` is there twice")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A member is encrypted, a link, or packed with another method than deflate.
    #[error("member `{name}` is {what}, which is not supported")]
    Unsupported {
        /// The member.
        name: String,
        /// What it is.
        what: &'static str,
    },
}

/// A zip archive whose members become the files of a read-only directory. A clone is the same layer, and shares what is unpacked.
#[derive(Clone)]
pub struct ZipLayer {
    members: Arc<[Member]>,
}

/// One member, and where it lies.
pub(crate) struct Member {
    /// Names, separated by `/`.
    pub(crate) path: String,
    /// Its content; nothing for a directory.
    pub(crate) blob: Option<Arc<ZipMember>>,
}

impl ZipLayer {
    /// Reads the list of members of an archive and checks all of it against the limits. Nothing is unpacked yet.
    ///
    /// # Errors
    ///
    /// [`ZipError`].
    pub fn open(archive: Arc<dyn Blob>, limits: ZipLimits) -> Result<Self, ZipError> {
        let parsed =
            ZipArchive::new(BlobReader::new(Arc::clone(&archive))).map_err(|error| ZipError::Damaged(error.into()))?;
        if parsed.len() > limits.entries as usize {
            return Err(ZipError::TooLarge {
                what: "members",
                limit: limits.entries.into(),
            });
        }
        let source = Arc::new(Source { archive, parsed });
        let mut members = BTreeMap::new();
        let mut total = 0_u64;
        for index in 0..source.parsed.len() {
            let member = check_member(&source, index, &limits)?;
            if let Some(blob) = &member.blob {
                total = total.saturating_add(blob.len);
            }
            if total > limits.total_bytes {
                return Err(ZipError::TooLarge {
                    what: "bytes",
                    limit: limits.total_bytes,
                });
            }
            if let Some(twice) = members.insert(member.path.clone(), member) {
                return Err(ZipError::Duplicate { name: twice.path });
            }
        }
        if source.parsed.has_duplicate_names() {
            return Err(ZipError::Duplicate { name: String::new() });
        }
        check_directories(&members)?;
        Ok(Self {
            members: members.into_values().collect(),
        })
    }

    /// The content of one member, by its whole path in the archive; nothing for directories and for what is not there.
    #[must_use]
    pub fn member(&self, path: &str) -> Option<Arc<dyn Blob>> {
        let index = self
            .members
            .binary_search_by(|member| member.path.as_str().cmp(path))
            .ok()?;
        self.members[index].blob.clone().map(|blob| blob as Arc<dyn Blob>)
    }

    /// All members, by path.
    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }
}

impl fmt::Debug for ZipLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZipLayer")
            .field("members", &self.members.len())
            .finish_non_exhaustive()
    }
}

fn check_member(source: &Arc<Source>, index: usize, limits: &ZipLimits) -> Result<Member, ZipError> {
    let entry = source
        .parsed
        .by_index_data(index)
        .map_err(|error| ZipError::Damaged(error.into()))?;
    let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let path = name.strip_suffix('/').unwrap_or(&name).to_owned();
    let is_unsafe = |part: &str| matches!(part, "" | "." | "..") || part.len() > MAX_NAME_BYTES || part.contains('\0');
    if std::str::from_utf8(entry.name_raw()).is_err() || path.split('/').any(is_unsafe) {
        return Err(ZipError::UnsafeName { name });
    }
    if path.split('/').count() > limits.depth as usize {
        return Err(ZipError::MemberTooLarge {
            name,
            what: "directories above it",
            limit: limits.depth.into(),
        });
    }
    if entry.encrypted() {
        return Err(ZipError::Unsupported {
            name,
            what: "encrypted",
        });
    }
    if entry.is_symlink() {
        return Err(ZipError::Unsupported { name, what: "a link" });
    }
    if name.ends_with('/') {
        return Ok(Member { path, blob: None });
    }
    let stored = match entry.compression() {
        CompressionMethod::Stored => true,
        CompressionMethod::Deflated => false,
        _ => {
            return Err(ZipError::Unsupported {
                name,
                what: "packed with another method",
            });
        }
    };
    let (len, packed) = (entry.size(), entry.compressed_size());
    if len > limits.member_bytes {
        return Err(ZipError::MemberTooLarge {
            name,
            what: "bytes",
            limit: limits.member_bytes,
        });
    }
    if len > RATIO_FLOOR && len > packed.saturating_mul(limits.ratio.into()) {
        return Err(ZipError::MemberTooLarge {
            name,
            what: "bytes for each packed byte",
            limit: limits.ratio.into(),
        });
    }
    if stored && len != packed {
        return Err(ZipError::Damaged(format!("member `{name}` has two sizes").into()));
    }
    let blob = ZipMember {
        source: Arc::clone(source),
        index,
        len,
        stored,
        loaded: OnceLock::new(),
    };
    Ok(Member {
        path,
        blob: Some(Arc::new(blob)),
    })
}

/// No file may lie where another member needs a directory.
fn check_directories(members: &BTreeMap<String, Member>) -> Result<(), ZipError> {
    for path in members.keys() {
        let mut above = path.as_str();
        while let Some((parent, _)) = above.rsplit_once('/') {
            if members.get(parent).is_some_and(|member| member.blob.is_some()) {
                return Err(ZipError::Duplicate {
                    name: parent.to_owned(),
                });
            }
            above = parent;
        }
    }
    Ok(())
}

/// The archive, for all of its members.
struct Source {
    archive: Arc<dyn Blob>,
    parsed: ZipArchive<BlobReader>,
}

/// The content of one member, unpacked when it is read first and kept as long as the layer.
pub(crate) struct ZipMember {
    source: Arc<Source>,
    index: usize,
    /// Bytes that the archive declares. What unpacks to another number of bytes is damaged.
    len: u64,
    stored: bool,
    loaded: OnceLock<Loaded>,
}

enum Loaded {
    Unpacked(Bytes),
    /// Not compressed: read from where it lies in the archive.
    At(u64),
}

impl ZipMember {
    fn loaded(&self) -> Result<&Loaded> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded);
        }
        // Two threads may both unpack it; one result is kept. A failure is not: the next reader tries again.
        let loaded = self.load().map_err(|_| Error::Io)?;
        Ok(self.loaded.get_or_init(|| loaded))
    }

    fn load(&self) -> zip::result::ZipResult<Loaded> {
        let mut archive = self.source.parsed.clone();
        let mut member = archive.by_index(self.index)?;
        if self.stored
            && let Some(start) = member.data_start()
        {
            return Ok(Loaded::At(start));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.len).unwrap_or_default());
        // One byte more than declared, to notice that there are more; the checksum is compared at the end of the data.
        (&mut member).take(self.len + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != self.len {
            return Err(zip::result::ZipError::InvalidArchive(
                "another size than declared".into(),
            ));
        }
        Ok(Loaded::Unpacked(bytes.into()))
    }
}

impl Blob for ZipMember {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize> {
        if offset >= self.len || buf.is_empty() {
            return Ok(0);
        }
        match self.loaded()? {
            Loaded::Unpacked(bytes) => bytes.read_at(offset, buf),
            Loaded::At(start) => {
                let rest = usize::try_from(self.len - offset).unwrap_or(usize::MAX);
                let wanted = rest.min(buf.len());
                let position = start.checked_add(offset).ok_or(Error::Io)?;
                match self.source.archive.read_at(position, &mut buf[..wanted])? {
                    count if count == wanted => Ok(count),
                    _ => Err(Error::Io),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
