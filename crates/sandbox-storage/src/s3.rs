//! S3, and services that speak its protocol.

use std::fmt;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::{BackoffConfig, ClientConfigKey, ClientOptions, RetryConfig};

use crate::key::Key;
use crate::location::{LocationError, without_secrets};
use crate::object::Objects;
use crate::store::Store;

/// How a bucket is reached. What is not set comes from the environment, by the names that every client of S3 uses: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_VIRTUAL_HOSTED_STYLE_REQUEST`, `AWS_ALLOW_HTTP` and the others of the crate `object_store`.
///
/// Buckets are addressed in the path, unless `AWS_VIRTUAL_HOSTED_STYLE_REQUEST` says otherwise. The service has to support conditional writes (`If-None-Match: *`).
#[derive(Clone)]
#[must_use]
pub struct S3Options {
    bucket: String,
    prefix: Option<Key>,
    endpoint: Option<String>,
    region: Option<String>,
    credentials: Option<(String, String)>,
    allow_http: Option<bool>,
    retries: usize,
    retry_timeout: Duration,
    timeout: Duration,
}

impl fmt::Debug for S3Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3Options")
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl S3Options {
    /// A bucket.
    ///
    /// # Errors
    ///
    /// [`LocationError::Url`] for a name that no bucket has.
    pub fn bucket(name: &str) -> Result<Self, LocationError> {
        if !(3..=63).contains(&name.len()) || !crate::key::is_part(name) {
            return Err(LocationError::Url {
                url: format!("s3://{name}"),
                reason: "the bucket's name is none".into(),
            });
        }
        Ok(Self {
            bucket: name.to_owned(),
            prefix: None,
            endpoint: None,
            region: None,
            credentials: None,
            allow_http: None,
            retries: 4,
            retry_timeout: Duration::from_secs(20),
            timeout: Duration::from_secs(15),
        })
    }

    /// From the parts of a URL.
    pub(crate) fn parse(url: &str, rest: &str) -> Result<Self, LocationError> {
        if rest.contains(['@', '?', '#', '\\']) {
            return Err(LocationError::Url {
                url: without_secrets(url),
                reason: "a bucket and a prefix have no `@`, `?` or `#`; credentials belong into the environment".into(),
            });
        }
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let options = Self::bucket(bucket)?;
        match prefix.trim_end_matches('/') {
            "" => Ok(options),
            prefix => Ok(options.prefix(Key::new(prefix)?)),
        }
    }

    /// Everything is kept below this prefix. Default: none.
    pub fn prefix(mut self, prefix: Key) -> Self {
        self.prefix = Some(prefix);
        self
    }

    /// The service's URL. It has to be encrypted, unless [`allow_http`](Self::allow_http) says otherwise.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// The region.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The access key, and its secret.
    pub fn credentials(mut self, key: impl Into<String>, secret: impl Into<String>) -> Self {
        self.credentials = Some((key.into(), secret.into()));
        self
    }

    /// Whether the endpoint may be unencrypted: on this machine only.
    pub fn allow_http(mut self, allowed: bool) -> Self {
        self.allow_http = Some(allowed);
        self
    }

    /// How often a request is tried again. Default: 4 times.
    pub fn retries(mut self, count: usize) -> Self {
        self.retries = count;
        self
    }

    /// How long a request may take with all its retries. Default: 20 seconds. (The default of the crate below, three minutes, is longer than anybody waits for a turn.)
    pub fn retry_timeout(mut self, time: Duration) -> Self {
        self.retry_timeout = time;
        self
    }

    /// How long one try may take. Default: 15 seconds.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// Opens the store. Nothing is asked of the service yet.
    ///
    /// # Errors
    ///
    /// [`LocationError::Settings`] for settings that do not hold, of here or of the environment.
    pub fn open(self) -> Result<Store, LocationError> {
        let url = match &self.prefix {
            Some(prefix) => format!("s3://{}/{prefix}", self.bucket),
            None => format!("s3://{}", self.bucket),
        };
        let refused = |reason: String| LocationError::Settings {
            url: url.clone(),
            reason,
        };
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(&self.bucket);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if let Some(region) = &self.region {
            builder = builder.with_region(region);
        }
        if let Some((key, secret)) = &self.credentials {
            builder = builder.with_access_key_id(key).with_secret_access_key(secret);
        }
        let allow_http = self.allow_http.unwrap_or_else(|| {
            let set = builder.get_config_value(&AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
            set.is_some_and(|value| is_true(&value))
        });
        if let Some(endpoint) = builder.get_config_value(&AmazonS3ConfigKey::Endpoint) {
            check_endpoint(&endpoint, allow_http).map_err(refused)?;
        }
        let client = ClientOptions::new()
            .with_allow_http(allow_http)
            .with_timeout(self.timeout)
            .with_connect_timeout(CONNECT_TIMEOUT.min(self.timeout));
        let retry = RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(50),
                max_backoff: Duration::from_secs(4),
                base: 2.0,
            },
            max_retries: self.retries,
            retry_timeout: self.retry_timeout,
        };
        let store = builder.with_client_options(client).with_retry(retry).build();
        let store = store.map_err(|error| refused(error.to_string()))?;
        Ok(Store::new(Objects::new(store, self.prefix, None), url))
    }
}

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

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
            let options = S3Options::bucket("bucket").unwrap().endpoint(endpoint).allow_http(true);
            let refused = options.open().unwrap_err().to_string();
            assert!(!refused.contains("secret"), "{refused}");
        }
        assert!(check_endpoint("http://127.0.0.1:9000", false).is_err());
        assert_eq!(check_endpoint("http://127.0.0.1:9000", true), Ok(()));
        assert_eq!(check_endpoint("https://s3.example.org", false), Ok(()));
    }

    #[test]
    fn what_is_shown_of_the_options_has_no_secret() {
        let options = S3Options::bucket("bucket").unwrap().credentials("key", "secret");
        assert!(!format!("{options:?}").contains("secret"));
        assert!(S3Options::bucket("../x").is_err());
    }
}
