//! `package.json`, as far as it matters here.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::archive::{Refusal, Refused};
use crate::names::{NpmName, NpmVersion};
use crate::wheel::license;

use super::MANIFEST;

/// Longest description of a package, in bytes.
const MAX_BYTES: usize = 1_000_000;

/// What a package says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct NpmManifest {
    /// Its licence, as it says it.
    pub license: Option<String>,
    /// The packages it depends on, sorted, without those that it can do without.
    pub requires: Vec<NpmName>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    name: String,
    version: String,
    #[serde(default)]
    license: Value,
    #[serde(default)]
    dependencies: BTreeMap<String, Value>,
    /// Some are in the other table as well.
    #[serde(default)]
    optional_dependencies: BTreeMap<String, Value>,
}

impl NpmManifest {
    pub(super) fn parse(content: &[u8], name: &NpmName, version: &NpmVersion) -> Refusal<Self> {
        let refuse = |rule: &str| Refused::metadata(MANIFEST, rule);
        if content.len() > MAX_BYTES {
            return Err(refuse("it is longer than 1 MB"));
        }
        let raw: Raw = serde_json::from_slice(content)
            .map_err(|error| Refused::metadata(MANIFEST, format!("it cannot be read: {error}")))?;
        if raw.name != name.as_str() {
            return Err(refuse("its name is not that of the package"));
        }
        if raw.version != version.as_str() {
            return Err(refuse("its version is not that of the package"));
        }
        let text = raw.license.as_str().or_else(|| raw.license.get("type")?.as_str());
        let mut requires = Vec::new();
        let needed = |name: &&String| !raw.optional_dependencies.contains_key(*name);
        for name in raw.dependencies.keys().filter(needed) {
            let name = name
                .parse()
                .map_err(|error| Refused::metadata(MANIFEST, format!("{error}")))?;
            requires.push(name);
        }
        Ok(Self {
            license: license(text, None, std::iter::empty()),
            requires,
        })
    }
}
