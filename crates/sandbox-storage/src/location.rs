//! From a URL to a store.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::key::KeyError;
use crate::store::Store;

/// Why there is no store at a URL.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LocationError {
    /// It is no URL of a store.
    #[error("`{url}` names no store: {reason}")]
    Url {
        /// What was given, without a password.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder cannot be made or opened.
    #[error("cannot open the store's folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The prefix is no key.
    #[error("the store's prefix cannot be used")]
    Prefix(#[from] KeyError),
    /// The service's settings do not hold.
    #[error("the settings of `{url}` do not hold: {reason}")]
    Settings {
        /// The store.
        url: String,
        /// What is wrong.
        reason: String,
    },
}

impl LocationError {
    /// What the person at the keyboard can do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Url { .. } => "a store is `file:///path`, `s3://bucket/prefix` or `memory:`",
            Self::Folder { .. } => "name a folder that you may write to",
            Self::Prefix(_) => "a prefix consists of ASCII letters, digits, `.`, `_` and `-`, joined by `/`",
            Self::Settings { .. } => {
                "AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ALLOW_HTTP set up S3"
            }
        }
    }
}

pub(crate) fn open(url: &str) -> Result<Store, LocationError> {
    let refused = |reason: &str| LocationError::Url {
        url: without_secrets(url),
        reason: reason.to_owned(),
    };
    if url.is_empty() {
        return Err(refused("it is empty"));
    }
    if url == "memory:" || url == "memory://" {
        return Ok(Store::memory());
    }
    let Some((scheme, rest)) = url.split_once("://") else {
        if url.contains(':') && !Path::new(url).is_absolute() && !url.starts_with('.') {
            return Err(refused("there is no `//` behind the scheme"));
        }
        return Store::disk(url);
    };
    match scheme {
        "file" => {
            let parsed = url::Url::parse(url).map_err(|error| refused(&error.to_string()))?;
            if parsed.query().is_some() || parsed.fragment().is_some() {
                return Err(refused("a folder has no `?` or `#`"));
            }
            let path = parsed
                .to_file_path()
                .map_err(|()| refused("it is no path of this machine"))?;
            Store::disk(path)
        }
        "s3" => s3(url, rest),
        _ => Err(refused("the scheme is unknown")),
    }
}

/// A URL without what stands before an `@`, which may be a password, and without its query.
pub(crate) fn without_secrets(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

/// The folder, made if it is not there, by its real path.
pub(crate) fn prepare_folder(path: &Path) -> Result<PathBuf, LocationError> {
    let failed = |source| LocationError::Folder {
        path: path.to_owned(),
        source,
    };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(failed)?;
    path.canonicalize().map_err(failed)
}

/// Where sessions are kept if nothing else is said: `llm-wasm-sandbox/sessions` in the user's data folder. Nothing where there is none.
#[must_use]
pub fn default_folder() -> Option<PathBuf> {
    let absolute = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let data = if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        absolute("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        absolute("XDG_DATA_HOME").or_else(|| absolute("HOME").map(|home| home.join(".local/share")))
    };
    data.map(|data| data.join("llm-wasm-sandbox").join("sessions"))
}

#[cfg(feature = "s3")]
fn s3(url: &str, rest: &str) -> Result<Store, LocationError> {
    crate::s3::S3Options::parse(url, rest)?.open()
}

#[cfg(not(feature = "s3"))]
fn s3(url: &str, _: &str) -> Result<Store, LocationError> {
    Err(LocationError::Url {
        url: without_secrets(url),
        reason: "this build has no S3 (cargo feature `s3`)".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_and_folders_name_stores() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b");
        let url = url::Url::from_file_path(&path).unwrap();
        let store = Store::parse(url.as_str()).unwrap();
        assert_eq!(store.folder(), Some(path.canonicalize().unwrap()));
        assert_eq!(
            Store::parse(path.to_str().unwrap()).unwrap().location(),
            store.location()
        );
        assert_eq!(Store::parse("memory:").unwrap().location(), "memory:");
    }

    #[test]
    fn what_names_no_store_is_refused_without_its_password() {
        for url in [
            "",
            "http://example.org/x",
            "ftp:x",
            "s3://",
            "s3://a",
            "s3://user:secret@bucket/x",
            "s3://bucket/../x",
            "s3://bucket/x?secret=1",
            "file://host/x",
            "file:///x?secret",
        ] {
            let error = Store::parse(url).unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
            assert!(!error.hint().is_empty());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_folder_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        Store::disk(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(matches!(
            Store::disk(folder.path().join("file")),
            Err(LocationError::Folder { .. })
        ));
    }
}
