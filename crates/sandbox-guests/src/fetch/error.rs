//! Why a guest cannot be made present.

use std::io;
use std::path::{Path, PathBuf};

use super::kind::Asking;
use crate::cache::CacheError;
use crate::digest::Sha256Digest;
use crate::pins::PackageKind;
use crate::stamp::VerifyError;

/// What went wrong, named so that a program can tell and a person can act ([`hint`](Self::hint)).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// None of the known package clients works here.
    #[error("no {} package client was found (tried {tried})", kind.asking().language)]
    NoClient {
        /// What it was to fetch.
        kind: PackageKind,
        /// What was tried, separated by commas.
        tried: String,
    },
    /// The package client ran and failed.
    #[error("`{client}` could not download {packages} ({status}){}", said(stderr))]
    ClientFailed {
        /// What it was to fetch.
        kind: PackageKind,
        /// The client's command.
        client: String,
        /// Packages and versions as the client spells them, separated by spaces.
        packages: String,
        /// How it ended, e.g. `exit status: 1`.
        status: String,
        /// The last lines of what it had to say, without control characters; possibly empty.
        stderr: String,
    },
    /// The package client stopped getting anywhere and was ended.
    #[error("`{client}` downloaded nothing of {packages} for {seconds} seconds and was stopped")]
    ClientStalled {
        /// The client's command.
        client: String,
        /// Packages and versions as the client spells them, separated by spaces.
        packages: String,
        /// How long nothing came, in seconds.
        seconds: u64,
    },
    /// The package client reported success, but a file that is pinned is not there.
    #[error("`{client}` reported success but left no file {file}")]
    NoPackageFile {
        /// What it was to fetch.
        kind: PackageKind,
        /// The client's command.
        client: String,
        /// The file name that is pinned.
        file: String,
    },
    /// The folder to import from holds neither the files of some packages nor what is in them.
    #[error("{} holds {}", folder.display(), absent(missing))]
    NotInFolder {
        /// The folder.
        folder: PathBuf,
        /// The packages that are not there. Never empty.
        missing: Vec<MissingPackage>,
    },
    /// One file was given to import, and it is not all of the guest.
    #[error("{} is one file, and {guest} needs {needed} as well", file.display())]
    NotAFolder {
        /// The file.
        file: PathBuf,
        /// The guest.
        guest: String,
        /// The package files it needs besides, separated by commas.
        needed: String,
    },
    /// A file is shorter or longer than its pin says: most often, a download that was cut.
    #[error("{file} has {actual} bytes, but the pin of {guest} says {expected}: it was cut, or is another file")]
    WrongSize {
        /// The file.
        file: String,
        /// The guest whose pin it is.
        guest: String,
        /// Pinned size, in bytes.
        expected: u64,
        /// Actual size, in bytes.
        actual: u64,
    },
    /// A file is not the one that is pinned.
    #[error("{file} has SHA-256 {actual}, but the pin of {guest} says {expected}")]
    WrongHash {
        /// The file.
        file: String,
        /// The guest whose pin it is.
        guest: String,
        /// Pinned digest.
        expected: Sha256Digest,
        /// Actual digest.
        actual: Sha256Digest,
    },
    /// An archive lacks a file that is pinned.
    #[error("{archive} holds no {member}")]
    MemberMissing {
        /// The archive.
        archive: String,
        /// Path of the member in it.
        member: String,
    },
    /// A member cannot be unpacked safely.
    #[error("{archive} holds {member:?}, which {rule}")]
    UnsafeMember {
        /// The archive.
        archive: String,
        /// Path of the member in it.
        member: String,
        /// What is wrong with it.
        rule: &'static str,
    },
    /// An archive cannot be read.
    #[error("{archive} is not a readable archive")]
    Archive {
        /// The archive.
        archive: String,
        /// What the reader said.
        source: io::Error,
    },
    /// An archive would go on for longer than any package does.
    #[error("{archive} unpacks to more than {limit} bytes")]
    ArchiveTooLarge {
        /// The archive.
        archive: String,
        /// How many bytes are unpacked of an archive at most.
        limit: u64,
    },
    /// The disk, or the user's share of it, is full.
    #[error("no space is left for {}", path.display())]
    DiskFull {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder or file cannot be written to.
    #[error("{} cannot be written to", path.display())]
    Unwritable {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading or writing failed in another way.
    #[error("{} cannot be read or written", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The cache folder is unsafe or unusable.
    #[error(transparent)]
    Cache(CacheError),
    /// The guest is not in the cache.
    #[error("guest {guest} is not in the cache")]
    NotInstalled {
        /// The guest.
        guest: String,
    },
    /// A cached file of the guest is not what it should be.
    #[error("the cached guest {guest} is damaged")]
    Damaged {
        /// The guest.
        guest: String,
        /// Which file, and how.
        source: VerifyError,
    },
    /// A guest has no file of that name.
    #[error("guest {guest} has no file {file}")]
    NoSuchFile {
        /// The guest.
        guest: String,
        /// The local name asked for.
        file: String,
    },
}

/// A package that a folder to import from lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingPackage {
    /// What it is.
    pub kind: PackageKind,
    /// Package and version as the client spells them.
    pub requirement: String,
    /// The file name that is pinned.
    pub file: String,
    /// The first unpacked file that is missing, too.
    pub member: String,
}

impl FetchError {
    /// What the user can do about it, one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::NoClient { kind, .. } => {
                let Asking { client, variable, .. } = kind.asking();
                format!(
                    "install {client}, or set {variable} to one, or fetch on another machine and import the package files with \
                     `--from DIR`"
                )
            }
            Self::ClientFailed { stderr, .. } if stderr.contains("No space left on device") || stderr.contains("ENOSPC") => {
                DISK_FULL.to_owned()
            }
            Self::ClientFailed { kind, .. } if self.is_unreachable() => format!(
                "{} reached no package index: check the network, the proxy and {0}'s own configuration, or bring the package files from a \
                 machine with a network and use `--from DIR`",
                kind.asking().client
            ),
            Self::ClientFailed { kind, packages, .. } => format!(
                "look at what the client said; a mirror or proxy is set up in its own configuration; `{} {packages}` must work, \
                 or import the package files with `--from DIR`",
                kind.asking().command
            ),
            Self::ClientStalled { .. } => "check the network and the proxy, then run it again".to_owned(),
            Self::NoPackageFile { kind, .. } => {
                let Asking { client, variable, destination, .. } = kind.asking();
                format!("{variable}, if set, must name a program that takes {client}'s arguments, `{destination}` among them")
            }
            Self::NotInFolder { missing, .. } => format!(
                "put the package files into the folder: {} on a machine with a network",
                commands(missing)
            ),
            Self::NotAFolder { .. } => "put all of the files into one folder and give that".to_owned(),
            Self::WrongSize { .. } => "run it again; if that does not help, clear the package client's cache".to_owned(),
            Self::WrongHash { .. } => {
                "do not use this file: somebody between the index and here changed it, or the pin is of another version; \
                 clear the package client's cache and check the mirror"
                    .to_owned()
            }
            Self::MemberMissing { .. } | Self::UnsafeMember { .. } | Self::ArchiveTooLarge { .. } => {
                "the pin and the package do not fit each other: please report it".to_owned()
            }
            Self::Archive { .. } => "fetch it again: `sandbox runtime fetch`".to_owned(),
            Self::DiskFull { .. } => DISK_FULL.to_owned(),
            Self::Unwritable { .. } | Self::Io { .. } => "set SANDBOX_CACHE_DIR to a folder that you can write to".to_owned(),
            Self::Cache(error) => error.hint(),
            Self::NotInstalled { .. } => "fetch it: `sandbox runtime fetch`".to_owned(),
            Self::Damaged { .. } => "fetch it again: `sandbox runtime fetch` replaces it".to_owned(),
            Self::NoSuchFile { .. } => "this build's pins and the code that reads them differ: please report it".to_owned(),
        }
    }

    /// Whether the package client failed because it could not reach its index, by what it said: it then also says of every package that there is none.
    #[must_use]
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::ClientFailed { stderr, .. } => UNREACHABLE.iter().any(|said| stderr.contains(said)),
            _ => false,
        }
    }

    /// An error of reading or writing `path`, sorted by what can be done about it.
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path, source },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Unwritable { path, source },
            _ => Self::Io { path, source },
        }
    }
}

/// What pip and npm say of a host that they do not find or reach. Only hints depend on it.
const UNREACHABLE: [&str; 8] = [
    "NewConnectionError",
    "ConnectTimeoutError",
    "NameResolutionError",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
];

const DISK_FULL: &str =
    "free some disk space, or set SANDBOX_CACHE_DIR to a folder on a larger disk; fetching again starts afresh";

impl From<CacheError> for FetchError {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::Write { path, source } => Self::io(&path, source),
            error => Self::Cache(error),
        }
    }
}

fn said(stderr: &str) -> String {
    if stderr.is_empty() {
        String::new()
    } else {
        format!("; it said:\n{stderr}")
    }
}

fn absent(missing: &[MissingPackage]) -> String {
    let each = missing
        .iter()
        .map(|package| format!("neither {} nor its unpacked file {}", package.file, package.member));
    each.collect::<Vec<_>>().join("; ")
}

/// The commands that get the missing packages, one for each kind of them.
fn commands(missing: &[MissingPackage]) -> String {
    let of_kind = |kind: PackageKind| {
        let wanted: Vec<_> = missing
            .iter()
            .filter(|package| package.kind == kind)
            .map(|package| package.requirement.as_str())
            .collect();
        (!wanted.is_empty()).then(|| format!("`{} {}`", kind.asking().command, wanted.join(" ")))
    };
    let commands: Vec<_> = PackageKind::ALL.into_iter().filter_map(of_kind).collect();
    format!("run {}", commands.join(" and "))
}
