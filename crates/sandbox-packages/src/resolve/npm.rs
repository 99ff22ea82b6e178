//! Resolving JavaScript packages: npm does it, and says in its own lock what it came to.

use std::collections::BTreeMap;
use std::path::Path;

use sandbox_guests::{PackageClients, Progress, Sha256Digest};
use serde::Deserialize;

use super::{answer, nothing_of};
use crate::client::{Work, npm_resolve};
use crate::error::PackageError;
use crate::language::Language;
use crate::list::{MAX_PACKAGES, PackageList};
use crate::lock::LockedNpm;
use crate::names::NpmName;
use crate::npm::file_name;

/// Where packages lie in a project.
const FOLDER: &str = "node_modules/";

/// Every package that the list asks for, with what they need. Sizes, hashes and licences are not known yet.
pub(super) fn resolve(
    list: &PackageList,
    clients: &PackageClients,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Vec<LockedNpm>, PackageError> {
    if nothing_of(list, Language::JavaScript) {
        return Ok(Vec::new());
    }
    let work = Work::begin(Language::JavaScript, clients, folder, progress)?;
    let wanted: serde_json::Map<_, _> = list
        .javascript
        .iter()
        .map(|(name, range)| (name.to_string(), range.as_str().into()))
        .collect();
    let project = serde_json::json!({
        "name": "vendored",
        "version": "0.0.0",
        "private": true,
        "dependencies": wanted,
    });
    work.write("package.json", &project.to_string())?;
    let names: Vec<_> = list.javascript.keys().map(NpmName::as_str).collect();
    work.run(
        &format!("resolving {} JavaScript packages", names.len()),
        &names.join(" "),
        None,
        &npm_resolve(),
    )?;
    let client = work.client();
    let lock: Lock = answer(&work.folder().join("package-lock.json"), &client, "the packages")?;
    let mut found = BTreeMap::new();
    for (path, entry) in lock.packages {
        // The project itself, and what it does not need.
        if path.is_empty() || entry.dev || entry.optional || entry.dev_optional {
            continue;
        }
        let package = entry.package(&path).map_err(|problem| match problem {
            Problem::Answer(rule) => PackageError::Answer {
                client: client.clone(),
                what: path.clone(),
                rule,
            },
            Problem::Twice => PackageError::Conflict {
                package: path.clone(),
                reason: "two versions of it are needed, and one can be there".to_owned(),
            },
        })?;
        found.insert(package.name.clone(), package);
    }
    if found.len() > MAX_PACKAGES {
        return Err(PackageError::Conflict {
            package: "the list".to_owned(),
            reason: format!("more than {MAX_PACKAGES} packages are needed"),
        });
    }
    match list.javascript.keys().find(|name| !found.contains_key(*name)) {
        Some(name) => Err(PackageError::Answer {
            client,
            what: name.to_string(),
            rule: "it is not there".to_owned(),
        }),
        None => Ok(found.into_values().collect()),
    }
}

/// npm's own lock, as far as it matters here.
#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the format has a flag for each")]
struct Entry {
    /// Only there if it is not the one of the path.
    name: Option<String>,
    #[serde(default)]
    version: String,
    resolved: Option<String>,
    integrity: Option<String>,
    #[serde(default)]
    link: bool,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    dev_optional: bool,
    #[serde(default)]
    in_bundle: bool,
}

enum Problem {
    Answer(String),
    Twice,
}

impl Entry {
    fn package(self, path: &str) -> Result<LockedNpm, Problem> {
        let answer = |rule: &str| Problem::Answer(rule.to_owned());
        let name = path
            .strip_prefix(FOLDER)
            .ok_or_else(|| answer("it is not a package of an index"))?;
        if self.in_bundle {
            return Err(answer("it is inside of another package"));
        }
        if name.contains(FOLDER) {
            return Err(Problem::Twice);
        }
        let name: NpmName = name.parse().map_err(|error| Problem::Answer(format!("{error}")))?;
        if self.link || self.name.is_some_and(|other| other != name.as_str()) {
            return Err(answer("it stands for another package"));
        }
        // Git and files have no place among packages of an index.
        let from_index = |address: &String| {
            let address = address.as_str();
            (address.starts_with("https://") || address.starts_with("http://"))
                && address.strip_suffix(".tgz").is_some()
        };
        if !self.resolved.as_ref().is_none_or(from_index) {
            return Err(answer("it does not come from an index"));
        }
        let version = self
            .version
            .parse()
            .map_err(|error| Problem::Answer(format!("{error}")))?;
        // There may be several hashes; the strongest one counts.
        let integrity = self.integrity.as_deref().unwrap_or_default();
        let integrity = integrity.split_whitespace().find_map(|hash| hash.parse().ok());
        Ok(LockedNpm {
            file: file_name(&name, &version),
            name,
            version,
            bytes: 0,
            sha256: Sha256Digest::of(b""),
            integrity: integrity.ok_or_else(|| answer("it has no SHA-512"))?,
            license: None,
            requires: Vec::new(),
        })
    }
}
