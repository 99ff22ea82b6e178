//! `packages.lock`: what the list came to, to the byte. Generated.

mod locked;
mod render;

use std::collections::BTreeSet;

use sandbox_guests::Sha256Digest;
use serde::Deserialize;

use crate::language::Language;
use crate::list::{ListError, MAX_PACKAGES, PackageList, invalid, parse};
use crate::names::{NpmName, NpmVersion, PackageName, PythonVersion};
use crate::npm;

/// The lock this build was made with.
const EMBEDDED: &str = include_str!("../../../vendor/packages.lock");

/// The only version of the format there is.
const VERSION: u32 = 1;
/// Name of the lock's file, for messages.
const FILE: &str = "packages.lock";
/// Longest licence that a lock keeps, in characters.
pub(crate) const MAX_LICENSE_CHARS: usize = 100;

/// Every package that is vendored, with everything it needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Lock {
    version: u32,
    /// Digest of the list that this was made from (see [`PackageList::digest`]).
    pub list: Sha256Digest,
    /// Python packages, sorted by name.
    #[serde(default)]
    pub python: Vec<LockedPython>,
    /// JavaScript packages, sorted by name.
    #[serde(default)]
    pub javascript: Vec<LockedNpm>,
}

/// A Python package, one exact wheel of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedPython {
    /// Name of the package.
    pub name: PackageName,
    /// Its version.
    pub version: PythonVersion,
    /// Name of the wheel.
    pub file: String,
    /// Size of the wheel in bytes.
    pub bytes: u64,
    /// SHA-256 of the wheel.
    pub sha256: Sha256Digest,
    /// What it says of its licence.
    #[serde(default)]
    pub license: Option<String>,
    /// The packages it needs in the guest, those that the guest has among them.
    #[serde(default)]
    pub requires: Vec<PackageName>,
}

/// A JavaScript package, one exact package file of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedNpm {
    /// Name of the package.
    pub name: NpmName,
    /// Its version.
    pub version: NpmVersion,
    /// Name of the package file.
    pub file: String,
    /// Size of the package file in bytes.
    pub bytes: u64,
    /// SHA-256 of the package file.
    pub sha256: Sha256Digest,
    /// What the index says of the package file: `sha512-` and the digest in base64.
    pub integrity: npm::Integrity,
    /// What it says of its licence.
    #[serde(default)]
    pub license: Option<String>,
    /// The packages it needs.
    #[serde(default)]
    pub requires: Vec<NpmName>,
}

/// A package file that a lock names, of either language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Locked<'a> {
    /// A wheel.
    Python(&'a LockedPython),
    /// An npm package.
    Npm(&'a LockedNpm),
}

impl Lock {
    /// The lock this build was made with.
    ///
    /// # Errors
    /// [`ListError`] if `vendor/packages.lock` was broken when this was built; a unit test makes sure that it was not.
    pub fn embedded() -> Result<Self, ListError> {
        Self::parse(EMBEDDED)
    }

    /// A lock of these packages, which are sorted.
    ///
    /// # Errors
    /// [`ListError::Invalid`].
    pub fn new(
        list: &PackageList,
        mut python: Vec<LockedPython>,
        mut javascript: Vec<LockedNpm>,
    ) -> Result<Self, ListError> {
        python.sort_by(|a, b| a.name.cmp(&b.name));
        javascript.sort_by(|a, b| a.name.cmp(&b.name));
        let lock = Self {
            version: VERSION,
            list: list.digest(),
            python,
            javascript,
        };
        lock.check()?;
        Ok(lock)
    }

    /// Reads and checks a lock.
    ///
    /// # Errors
    /// [`ListError`].
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let lock: Self = parse(FILE, text)?;
        lock.check()?;
        Ok(lock)
    }

    /// Whether it was made from a list that says the same as this one.
    pub fn is_of(&self, list: &PackageList) -> bool {
        self.list == list.digest()
    }

    /// Every package file of a language, in the order of their names.
    pub fn packages(&self, language: Language) -> Vec<Locked<'_>> {
        match language {
            Language::Python => self.python.iter().map(Locked::Python).collect(),
            Language::JavaScript => self.javascript.iter().map(Locked::Npm).collect(),
        }
    }

    /// The same for one language only.
    #[must_use]
    pub fn only(&self, language: Language) -> Self {
        let mut lock = self.clone();
        match language {
            Language::Python => lock.javascript.clear(),
            Language::JavaScript => lock.python.clear(),
        }
        lock
    }

    /// The same with only those Python packages that are named, and what they need; or the name that is not locked.
    ///
    /// # Errors
    /// The name, where there is no such package.
    pub fn with_python(&self, names: &[PackageName]) -> Result<Self, PackageName> {
        let mut wanted = BTreeSet::new();
        let mut left: Vec<&PackageName> = names.iter().collect();
        while let Some(name) = left.pop() {
            match self.python.iter().find(|package| package.name == *name) {
                Some(package) if wanted.insert(name) => left.extend(&package.requires),
                None if names.contains(name) => return Err(name.clone()),
                // It was seen before; or it is needed and not locked, because the guest has it.
                _ => {}
            }
        }
        let mut lock = self.clone();
        lock.python.retain(|package| wanted.contains(&package.name));
        Ok(lock)
    }

    /// Every package file of all languages.
    pub fn all(&self) -> Vec<Locked<'_>> {
        Language::ALL
            .into_iter()
            .flat_map(|language| self.packages(language))
            .collect()
    }

    /// Identifies what is locked for a language: SHA-256 over names, versions and files' digests.
    pub fn id(&self, language: Language) -> Sha256Digest {
        let line = |package: Locked<'_>| {
            let (name, version, file) = (package.name(), package.version(), package.file());
            format!("{name}\t{version}\t{file}\t{}\t{}\n", package.bytes(), package.sha256())
        };
        let lines: Vec<_> = self.packages(language).into_iter().map(line).collect();
        Sha256Digest::of(format!("packages {VERSION} {language}\n{}", lines.concat()).as_bytes())
    }

    /// What is needed and neither locked nor, for Python, in the guest: the package that needs it, and its name.
    pub fn missing(&self, list: &PackageList) -> Vec<(String, String)> {
        let python: BTreeSet<_> = self.python.iter().map(|package| &package.name).collect();
        let javascript: BTreeSet<_> = self.javascript.iter().map(|package| &package.name).collect();
        let mut missing = Vec::new();
        for package in &self.python {
            let absent = |name: &&PackageName| !python.contains(name) && !list.provided.contains_key(*name);
            missing.extend(pairs(&package.name, package.requires.iter().filter(absent)));
        }
        for package in &self.javascript {
            let absent = |name: &&NpmName| !javascript.contains(name);
            missing.extend(pairs(&package.name, package.requires.iter().filter(absent)));
        }
        missing
    }

    fn check(&self) -> Result<(), ListError> {
        if self.version != VERSION {
            return Err(invalid(
                FILE,
                "all of it",
                "its version is not one that this program reads",
            ));
        }
        for language in Language::ALL {
            let packages = self.packages(language);
            if packages.len() > MAX_PACKAGES {
                return Err(invalid(
                    FILE,
                    &language,
                    "a lock has at most 500 packages of a language",
                ));
            }
            for pair in packages.windows(2) {
                if pair[0].name() >= pair[1].name() {
                    let rule = "names must be sorted, each there once";
                    return Err(invalid(FILE, pair[1].name(), rule));
                }
            }
        }
        for package in self.all() {
            package.check().map_err(|rule| invalid(FILE, package.name(), rule))?;
        }
        Ok(())
    }
}

fn pairs<'a, N: ToString + 'a>(
    package: &'a N,
    missing: impl Iterator<Item = &'a N> + 'a,
) -> impl Iterator<Item = (String, String)> + 'a {
    missing.map(|name| (package.to_string(), name.to_string()))
}

#[cfg(test)]
mod tests;
