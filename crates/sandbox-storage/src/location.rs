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
        "s3" => s3::open(url, rest),
        _ => Err(refused("the scheme is unknown")),
    }
}

/// A URL without what stands before an `@`, which may be a password, and without its query.
fn without_secrets(url: &str) -> String {
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

#[cfg(not(feature = "s3"))]
mod s3 {
    use super::{LocationError, Store, without_secrets};

    pub(super) fn open(url: &str, _: &str) -> Result<Store, LocationError> {
        Err(LocationError::Url {
            url: without_secrets(url),
            reason: "this build has no S3 (cargo feature `s3`)".into(),
        })
    }
}

#[cfg(all(test, feature = "s3"))]
pub(crate) use s3::at as s3_at;

#[cfg(feature = "s3")]
mod s3 {
    use std::time::Duration;

    use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
    use object_store::{BackoffConfig, ClientConfigKey, ClientOptions, RetryConfig};

    use super::{LocationError, Store, without_secrets};
    use crate::key::Key;
    use crate::object::Objects;

    /// How often a request is tried again.
    const RETRIES: usize = 4;

    /// How long a request may take with all its retries. The crate's own default is three minutes, longer than anybody waits for a turn.
    const RETRY_TIMEOUT: Duration = Duration::from_secs(20);

    /// How long one try may take.
    const TIMEOUT: Duration = Duration::from_secs(15);

    /// How long connecting may take.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

    pub(super) fn open(url: &str, rest: &str) -> Result<Store, LocationError> {
        let refused = |reason: &str| LocationError::Url {
            url: without_secrets(url),
            reason: reason.to_owned(),
        };
        if rest.contains(['@', '?', '#', '\\']) {
            return Err(refused(
                "a bucket and a prefix have no `@`, `?` or `#`; credentials belong into the environment",
            ));
        }
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if !(3..=63).contains(&bucket.len()) || !crate::key::is_part(bucket) {
            return Err(refused("the bucket's name is none"));
        }
        let prefix = match prefix.trim_end_matches('/') {
            "" => None,
            prefix => Some(Key::new(prefix)?),
        };
        let builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
        build(builder, url, prefix)
    }

    /// A store over a service whose settings were read.
    fn build(builder: AmazonS3Builder, url: &str, prefix: Option<Key>) -> Result<Store, LocationError> {
        let setting = |key| builder.get_config_value(&key);
        let allow_http =
            setting(AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp)).is_some_and(|value| is_true(&value));
        if let Some(endpoint) = setting(AmazonS3ConfigKey::Endpoint) {
            check_endpoint(&endpoint, allow_http).map_err(|reason| LocationError::Settings {
                url: without_secrets(url),
                reason,
            })?;
        }
        let store = builder
            .with_client_options(
                ClientOptions::new()
                    .with_allow_http(allow_http)
                    .with_timeout(TIMEOUT)
                    .with_connect_timeout(CONNECT_TIMEOUT),
            )
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: Duration::from_millis(100),
                    max_backoff: Duration::from_secs(4),
                    base: 2.0,
                },
                max_retries: RETRIES,
                retry_timeout: RETRY_TIMEOUT,
            })
            .build()
            .map_err(|error| LocationError::Settings {
                url: without_secrets(url),
                reason: error.to_string(),
            })?;
        Ok(Store::new(Objects::new(store, prefix, None), url.trim_end_matches('/')))
    }

    /// A store on a server of a test's own.
    #[cfg(test)]
    pub(crate) fn at(endpoint: &str, bucket: &str, key: &str, secret: &str) -> Store {
        let builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_endpoint(endpoint)
            .with_allow_http(true)
            .with_region("us-east-1")
            .with_access_key_id(key)
            .with_secret_access_key(secret);
        build(builder, &format!("s3://{bucket}"), None).unwrap()
    }

    fn is_true(value: &str) -> bool {
        matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "on" | "yes" | "y")
    }

    /// Refuses an endpoint that is none, or that would send credentials where they do not belong.
    fn check_endpoint(endpoint: &str, allow_http: bool) -> Result<(), String> {
        let url = url::Url::parse(endpoint).map_err(|error| format!("the endpoint is no URL: {error}"))?;
        match url.scheme() {
            "https" => {}
            "http" if allow_http => {}
            "http" => return Err("the endpoint is not encrypted; AWS_ALLOW_HTTP=true allows that".into()),
            _ => return Err("the endpoint is neither https nor http".into()),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the endpoint has a user or a password in it".into());
        }
        let link_local = match url.host() {
            Some(url::Host::Ipv4(address)) => address.is_link_local() || address.is_unspecified(),
            Some(url::Host::Ipv6(address)) => {
                address.is_unicast_link_local()
                    || address.is_unspecified()
                    || address.to_ipv4_mapped().is_some_and(|address| address.is_link_local())
            }
            Some(url::Host::Domain(_)) => false,
            None => return Err("the endpoint has no host".into()),
        };
        if link_local {
            return Err("the endpoint is a link-local address, where clouds serve their machines' credentials".into());
        }
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn b_249_endpoints_that_lead_astray_are_refused() {
            for endpoint in [
                "http://169.254.169.254",
                "https://169.254.169.254/latest",
                "https://[fe80::1]/",
                "https://[::ffff:169.254.169.254]/",
                "file:///etc",
                "https://user:secret@example.org",
                "nonsense",
                "https://0.0.0.0",
            ] {
                let refused = check_endpoint(endpoint, true).unwrap_err();
                assert!(!refused.contains("secret"), "{refused}");
            }
            assert!(check_endpoint("http://127.0.0.1:9000", false).is_err());
            assert_eq!(check_endpoint("http://127.0.0.1:9000", true), Ok(()));
            assert_eq!(check_endpoint("https://s3.example.org", false), Ok(()));
        }
    }
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
