//! The record of a generation.

use bytes::Bytes;
use sandbox_core::{Outcome, SessionId};
use sandbox_host::ImageId;
use sandbox_storage::{BlobRef, Created, Store};
use sandbox_vfs::OpenFile;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::error::SessionError;
use crate::history::Cause;
use crate::info::Sizes;
use crate::labels::Labels;
use crate::layer::LayerRef;
use crate::layout::{Incarnation, Place};
use crate::sealed::{self, Damage, Kind, MAX_RECORD_BYTES, START_BYTES};
use crate::time::Timestamp;

/// How often making a record is tried again when the store says that it cannot at present.
const RETRIES: u32 = 2;

/// Stored layers of a generation, at most: what opening a session reads one after the other.
pub(crate) const MAX_LAYERS: usize = 8;

/// The header of a generation's record. The body is the topmost layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) session: SessionId,
    pub(crate) incarnation: Incarnation,
    pub(crate) generation: u64,
    /// Tells this record from one that somebody else made in its place.
    pub(crate) commit: CommitId,
    pub(crate) at: Timestamp,
    pub(crate) cause: Cause,
    pub(crate) outcome: Option<Outcome>,
    /// Turns that led here.
    pub(crate) turns: u64,
    pub(crate) labels: Labels,
    pub(crate) sizes: Sizes,
    /// The interpreter; none where there is only a workspace.
    pub(crate) state: Option<State>,
    /// Stored layers, from the lowest up; the body lies over them.
    pub(crate) layers: Vec<LayerRef>,
    /// The blobs that the body names.
    pub(crate) names: Vec<BlobRef>,
    /// Bytes of the body when it is unpacked.
    pub(crate) body_bytes: u32,
}

/// A random number that only its commit has.
pub(crate) type CommitId = Incarnation;

/// What there is of an interpreter besides its pages.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) image: ImageId,
    pub(crate) memory_bytes: u64,
    pub(crate) elapsed_ns: u64,
    pub(crate) open_files: Vec<Open>,
}

/// An entry of the table of descriptors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Open {
    Free,
    Stream(u8),
    Preopen(u32),
    File {
        path: String,
        position: u64,
        read: bool,
        write: bool,
        append: bool,
    },
    Directory {
        path: String,
    },
    Lost,
}

impl From<&OpenFile> for Open {
    fn from(open: &OpenFile) -> Self {
        match open.clone() {
            OpenFile::Free => Self::Free,
            OpenFile::Stream(number) => Self::Stream(number),
            OpenFile::Preopen(number) => Self::Preopen(number),
            OpenFile::File {
                path,
                position,
                read,
                write,
                append,
            } => Self::File {
                path,
                position,
                read,
                write,
                append,
            },
            OpenFile::Directory { path } => Self::Directory { path },
            OpenFile::Lost => Self::Lost,
        }
    }
}

impl From<&Open> for OpenFile {
    fn from(open: &Open) -> Self {
        match open.clone() {
            Open::Free => Self::Free,
            Open::Stream(number) => Self::Stream(number),
            Open::Preopen(number) => Self::Preopen(number),
            Open::File {
                path,
                position,
                read,
                write,
                append,
            } => Self::File {
                path,
                position,
                read,
                write,
                append,
            },
            Open::Directory { path } => Self::Directory { path },
            Open::Lost => Self::Lost,
        }
    }
}

/// A record that was read.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) header: Header,
    pub(crate) body: Bytes,
}

/// What became of reading a record.
#[derive(Debug)]
pub(crate) enum Found<T> {
    Whole(T),
    Missing,
    Damaged(Damage),
}

impl<T> Found<T> {
    /// The record, or an error that says what is wrong.
    pub(crate) fn or_error(self, place: &Place, generation: u64) -> Result<T> {
        match self {
            Self::Whole(found) => Ok(found),
            Self::Missing => Err(SessionError::NoGeneration {
                id: place.id.clone(),
                generation,
            }),
            Self::Damaged(damage) => Err(SessionError::Damaged {
                id: place.id.clone(),
                what: format!("the record of generation {generation}"),
                source: Some(damage.into()),
            }),
        }
    }
}

/// Reads a whole record.
pub(crate) async fn read(store: &Store, place: &Place, generation: u64) -> Result<Found<Record>> {
    let bytes = match sealed::find(store, &place.generation(generation), MAX_RECORD_BYTES).await? {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(Found::Missing),
        Err(damage) => return Ok(Found::Damaged(damage)),
    };
    Ok(match sealed::open::<Header>(Kind::Generation, &bytes) {
        Ok((header, body)) => match belongs(&header, place, generation) {
            Ok(()) => Found::Whole(Record { header, body }),
            Err(damage) => Found::Damaged(damage),
        },
        Err(damage) => Found::Damaged(damage),
    })
}

/// Reads the header of a record only.
pub(crate) async fn read_header(store: &Store, place: &Place, generation: u64) -> Result<Found<Header>> {
    let key = place.generation(generation);
    let mut wanted = START_BYTES;
    loop {
        let start = match store.get_start(&key, wanted).await {
            Err(error) if error.is_not_found() => return Ok(Found::Missing),
            start => start?,
        };
        return Ok(match sealed::open_header::<Header>(Kind::Generation, &start) {
            Ok(Ok(header)) => match belongs(&header, place, generation) {
                Ok(()) => Found::Whole(header),
                Err(damage) => Found::Damaged(damage),
            },
            Ok(Err(more)) if (start.len() as u64) < wanted || more <= wanted => Found::Damaged(Damage::Truncated),
            Ok(Err(more)) => {
                wanted = more;
                continue;
            }
            Err(damage) => Found::Damaged(damage),
        });
    }
}

/// Whether a record is the one that lies where it was found: another session's, copied there, is not.
fn belongs(header: &Header, place: &Place, generation: u64) -> std::result::Result<(), Damage> {
    let here = header.session == place.id && header.incarnation == place.incarnation && header.generation == generation;
    if here {
        check_layers(header)
    } else {
        Err(Damage::Nonsense("it is another session's".into()))
    }
}

/// Refuses a header with more layers than are ever written: what opening a session takes grows with them.
pub(crate) fn check_layers(header: &Header) -> std::result::Result<(), Damage> {
    if header.layers.len() <= MAX_LAYERS {
        Ok(())
    } else {
        Err(Damage::Nonsense(format!("it has more than {MAX_LAYERS} layers")))
    }
}

/// Makes a generation. It either is there afterwards and this call made it, or the error says what is there.
pub(crate) async fn create(store: &Store, place: &Place, header: &Header, body: &[u8]) -> Result<()> {
    let key = place.generation(header.generation);
    let record = sealed::seal(Kind::Generation, header, body);
    let mut tries = 0;
    loop {
        let failed = match store.create(&key, record.clone()).await {
            Ok(Created::New) => return Ok(()),
            Ok(Created::Exists) => None,
            Err(error) => Some(error),
        };
        // The answer to a try may be lost, and the store may have tried more than once: only what is there tells.
        // All of it is read: half of a record can have a whole header.
        match read(store, place, header.generation).await {
            Ok(Found::Whole(there)) if there.header.commit == header.commit => return Ok(()),
            Ok(Found::Whole(_)) => {
                return Err(SessionError::Conflict {
                    id: place.id.clone(),
                    generation: header.generation,
                });
            }
            Ok(Found::Damaged(_)) => {
                // Half a record of ours, or of somebody else's: this number is lost for everybody.
                return Err(failed.map_or_else(
                    || SessionError::Conflict {
                        id: place.id.clone(),
                        generation: header.generation,
                    },
                    SessionError::from,
                ));
            }
            Ok(Found::Missing) => {
                let transient = failed
                    .as_ref()
                    .is_none_or(|error| error.kind == sandbox_storage::StoreErrorKind::Unavailable);
                if !transient || tries == RETRIES {
                    return Err(
                        failed.map_or_else(|| SessionError::NotFound { id: place.id.clone() }, SessionError::from)
                    );
                }
                tries += 1;
            }
            Err(error) => return Err(failed.map_or(error, SessionError::from)),
        }
    }
}
