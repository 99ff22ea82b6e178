//! Resolving Python packages.
//!
//! pip is asked, again and again, for the newest versions of a set of packages and for what they depend on. What the set is follows
//! from the last answer, until the answer no longer changes the question. A version that needs what cannot be had (another version of what the guest
//! brings, or one that does not fit what others need) is left out, and it begins again: so the newest version of each package is taken that fits.
//! pip is not left to do all of it, because it asks for the markers of the Python that runs it and knows nothing of what the guest brings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sandbox_guests::{PackageClients, Progress, Sha256Digest};
use serde::Deserialize;

use super::{answer, nothing_of};
use crate::client::{Work, pip_report};
use crate::error::PackageError;
use crate::language::Language;
use crate::list::{MAX_PACKAGES, PackageList};
use crate::lock::LockedPython;
use crate::names::{PackageName, PythonVersion};
use crate::requirement::{Dependency, Specifier};
use crate::wheel::WheelName;

/// How often pip is asked until nothing new is needed. Dependencies are rarely deeper than five.
const MAX_ROUNDS: usize = 20;

/// How many versions are left out before it is given up.
const MAX_EXCLUDED: usize = 30;

/// What is wanted of a package.
#[derive(Debug, Clone, PartialEq, Default)]
struct Want {
    specifiers: Vec<Specifier>,
    extras: BTreeSet<PackageName>,
}

type Wants = BTreeMap<PackageName, Want>;

/// What pip would take.
#[derive(Debug, Clone)]
struct Candidate {
    version: PythonVersion,
    file: String,
    sha256: Sha256Digest,
    requires: Vec<Dependency>,
}

/// Every package that the list asks for, with what they need, and the extras that are wanted of each. Sizes and licences are not known yet.
pub(super) fn resolve(
    list: &PackageList,
    clients: &PackageClients,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Vec<(LockedPython, BTreeSet<PackageName>)>, PackageError> {
    if nothing_of(list, Language::Python) {
        return Ok(Vec::new());
    }
    let work = Work::begin(Language::Python, clients, folder, progress)?;
    let (found, asked) = Search {
        work,
        list,
        excluded: Excluded::default(),
        calls: 0,
        tries: 0,
    }
    .run()?;
    let mut locked = Vec::new();
    for (name, candidate) in found {
        let extras = asked.get(&name).map(|want| want.extras.clone()).unwrap_or_default();
        locked.push((candidate.lock(name), extras));
    }
    Ok(locked)
}

/// What was found, and what was asked for.
type Resolved = (BTreeMap<PackageName, Candidate>, Wants);

/// Looking for versions that fit each other: the newest first, and where they do not fit, without one of those that do not.
struct Search<'a> {
    work: Work<'a>,
    list: &'a PackageList,
    excluded: Excluded,
    /// How often pip was asked.
    calls: usize,
    /// How many versions were left out so far, for good or for a try.
    tries: usize,
}

impl Search<'_> {
    fn run(&mut self) -> Result<Resolved, PackageError> {
        let alternatives = match self.attempt() {
            Ok(resolved) => return Ok(resolved),
            Err(Failed::For(error)) => return Err(error),
            Err(Failed::Unfit(alternatives)) => alternatives,
        };
        let mut first = None;
        for unfit in alternatives {
            let package = unfit.package.clone();
            if self.tries == MAX_EXCLUDED {
                return Err(first.unwrap_or_else(|| unfit.into()));
            }
            self.tries += 1;
            self.excluded.push(unfit);
            match self.run() {
                Err(error) if matches!(error, PackageError::Conflict { .. }) || error.no_such_wheel().is_some() => {
                    first.get_or_insert(error);
                }
                done => return done,
            }
            self.excluded.pop(&package);
        }
        // There is an alternative at least, and each has failed.
        Err(first.unwrap_or_else(|| PackageError::Conflict {
            package: "the list".to_owned(),
            reason: "no versions fit each other".to_owned(),
        }))
    }

    /// Asks until the answer no longer changes the question.
    fn attempt(&mut self) -> Result<Resolved, Failed> {
        let mut found = BTreeMap::new();
        let mut asked = Wants::new();
        for _ in 0..MAX_ROUNDS {
            let wants = wants(self.list, &found, &self.excluded)?;
            if wants == asked {
                return Ok((found, asked));
            }
            self.calls += 1;
            found = match ask(&self.work, &wants, self.calls) {
                Ok(found) => found,
                Err(error) => return Err(blamed(error, &found, &asked, &self.excluded)),
            };
            asked = wants;
        }
        Err(Failed::For(PackageError::Conflict {
            package: "the list".to_owned(),
            reason: format!("what is needed changed with every one of {MAX_ROUNDS} answers"),
        }))
    }
}

/// A version of a package that needs what cannot be had.
struct Unfit {
    package: PackageName,
    version: PythonVersion,
    /// What that is.
    reason: String,
}

impl From<Unfit> for PackageError {
    fn from(unfit: Unfit) -> Self {
        Self::Conflict {
            package: format!("{} {}", unfit.package, unfit.version),
            reason: unfit.reason,
        }
    }
}

/// Why an attempt came to nothing.
enum Failed {
    /// One of these versions is to be left out.
    Unfit(Vec<Unfit>),
    /// Nothing helps.
    For(PackageError),
}

impl From<PackageError> for Failed {
    fn from(error: PackageError) -> Self {
        Self::For(error)
    }
}

/// The versions that are left out, and why the newest of each package is.
#[derive(Default)]
struct Excluded(BTreeMap<PackageName, Vec<Unfit>>);

impl Excluded {
    fn push(&mut self, unfit: Unfit) {
        self.0.entry(unfit.package.clone()).or_default().push(unfit);
    }

    fn pop(&mut self, package: &PackageName) {
        if let Some(versions) = self.0.get_mut(package) {
            versions.pop();
        }
    }

    /// What has to hold for a package's version beside what is asked for.
    fn specifiers(&self, package: &PackageName) -> impl Iterator<Item = Specifier> {
        let versions = self.0.get(package).into_iter().flatten();
        versions.filter_map(|unfit| format!("!={}", unfit.version).parse().ok())
    }

    /// Why the newest version of a package will not do.
    fn first(&self, package: &PackageName) -> Option<PackageError> {
        let unfit = self.0.get(package)?.first()?;
        Some(PackageError::Conflict {
            package: format!("{package} {}", unfit.version),
            reason: format!("{}; no earlier version that will do was found", unfit.reason),
        })
    }
}

/// Which versions may be left out when pip knows none of a package that will do: those whose need of it was not met by what was found before.
fn blamed(error: PackageError, found: &BTreeMap<PackageName, Candidate>, asked: &Wants, excluded: &Excluded) -> Failed {
    let Some(missing) = error.no_such_wheel() else {
        return Failed::For(error);
    };
    // Every version that there is was left out.
    if let Some(conflict) = excluded.first(&missing) {
        return Failed::For(conflict);
    }
    let mut alternatives = Vec::new();
    for (name, candidate) in found {
        let extras = asked.get(name).map(|want| want.extras.clone()).unwrap_or_default();
        let mut needs = candidate.requires.iter().filter(|needed| needed.applies(&extras));
        let met = |needed: &Dependency| {
            found
                .get(&needed.name)
                .is_some_and(|there| needed.specifier.accepts(&there.version))
        };
        if let Some(needed) = needs.find(|needed| needed.name == missing && !met(needed)) {
            alternatives.push(Unfit {
                package: name.clone(),
                version: candidate.version.clone(),
                reason: format!(
                    "it needs {needed}, and pip knows no version of {missing} that fits this and what else is asked for"
                ),
            });
        }
    }
    if !alternatives.is_empty() {
        return Failed::Unfit(alternatives);
    }
    Failed::For(error)
}

/// What the list asks for, and what that needs as far as it is known.
fn wants(list: &PackageList, found: &BTreeMap<PackageName, Candidate>, excluded: &Excluded) -> Result<Wants, Failed> {
    let mut wants = Wants::new();
    for (name, wish) in &list.python {
        wants
            .entry(name.clone())
            .or_default()
            .specifiers
            .push(wish.version.clone());
    }
    let mut open: Vec<_> = wants.keys().cloned().collect();
    while let Some(name) = open.pop() {
        let Some(candidate) = found.get(&name) else { continue };
        let extras = wants.get(&name).map(|want| want.extras.clone()).unwrap_or_default();
        for needed in candidate.requires.iter().filter(|needed| needed.applies(&extras)) {
            if let Some(version) = list.provided.get(&needed.name) {
                if !needed.specifier.accepts(version) {
                    return Err(Failed::Unfit(vec![Unfit {
                        package: name.clone(),
                        version: candidate.version.clone(),
                        reason: format!("it needs {needed}, and the guest has {version}"),
                    }]));
                }
                continue;
            }
            let known = wants.contains_key(&needed.name);
            let want = wants.entry(needed.name.clone()).or_default();
            let before = want.extras.len();
            want.extras.extend(needed.extras.iter().cloned());
            if !want.specifiers.contains(&needed.specifier) {
                want.specifiers.push(needed.specifier.clone());
            }
            if !known || want.extras.len() > before {
                open.push(needed.name.clone());
            }
        }
        if wants.len() > MAX_PACKAGES {
            return Err(Failed::For(PackageError::Conflict {
                package: name.to_string(),
                reason: format!("more than {MAX_PACKAGES} packages are needed"),
            }));
        }
    }
    // In one order, however the packages were come across.
    for (name, want) in &mut wants {
        want.specifiers.extend(excluded.specifiers(name));
        want.specifiers.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    }
    Ok(wants)
}

/// What pip would take for these wants.
fn ask(work: &Work<'_>, wants: &Wants, round: usize) -> Result<BTreeMap<PackageName, Candidate>, PackageError> {
    let line = |(name, want): (&PackageName, &Want)| format!("{name}{}", Specifier::all_of(&want.specifiers));
    let lines: Vec<_> = wants.iter().map(line).collect();
    let requirements = work.write_lines(&format!("requirements-{round}.txt"), &lines)?;
    let report = work.folder().join(format!("report-{round}.json"));
    let target = work.make_folder("target")?;
    let names: Vec<_> = wants.keys().map(PackageName::as_str).collect();
    work.run(
        &format!("resolving {} Python packages", names.len()),
        &names.join(" "),
        None,
        &pip_report(&requirements, &report, &target),
    )?;
    let client = work.client();
    let report: Report = answer(&report, &client, "the packages")?;
    let mut found = BTreeMap::new();
    for item in report.install {
        let what = item.metadata.name.clone();
        let (name, candidate) = item.candidate().map_err(|rule| PackageError::Answer {
            client: client.clone(),
            what,
            rule,
        })?;
        let refuse = |rule: &str| PackageError::Answer {
            client: client.clone(),
            what: name.to_string(),
            rule: rule.to_owned(),
        };
        let want = wants.get(&name).ok_or_else(|| refuse("nobody asked for it"))?;
        if !want
            .specifiers
            .iter()
            .all(|specifier| specifier.accepts(&candidate.version))
        {
            return Err(refuse("its version is not one that was asked for"));
        }
        if found.insert(name.clone(), candidate).is_some() {
            return Err(refuse("it is there twice"));
        }
    }
    match wants.keys().find(|name| !found.contains_key(*name)) {
        Some(name) => Err(PackageError::Answer {
            client,
            what: name.to_string(),
            rule: "it is not there".to_owned(),
        }),
        None => Ok(found),
    }
}

/// pip's report, as far as it matters here.
#[derive(Deserialize)]
struct Report {
    install: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    download_info: Download,
    #[serde(default)]
    is_direct: bool,
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Download {
    url: String,
    archive_info: Option<ArchiveInfo>,
}

#[derive(Deserialize)]
struct ArchiveInfo {
    #[serde(default)]
    hashes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Metadata {
    name: String,
    version: String,
    #[serde(default)]
    requires_dist: Vec<String>,
}

impl Item {
    fn candidate(self) -> Result<(PackageName, Candidate), String> {
        fn text(error: impl std::fmt::Display) -> String {
            error.to_string()
        }
        if self.is_direct {
            return Err("it comes from an address".to_owned());
        }
        let name: PackageName = self.metadata.name.parse().map_err(text)?;
        let version: PythonVersion = self.metadata.version.parse().map_err(text)?;
        // Only the file's name is of interest; where it comes from is the client's concern.
        let url = self.download_info.url;
        let file = url
            .split(['?', '#'])
            .next()
            .and_then(|url| url.rsplit('/').next())
            .unwrap_or_default();
        let file = file.replace("%2B", "+").replace("%2b", "+");
        let said: WheelName = file.parse().map_err(text)?;
        if said.name != name || said.version != version {
            return Err(format!("its file is called {file}"));
        }
        let hashes = self
            .download_info
            .archive_info
            .map(|info| info.hashes)
            .unwrap_or_default();
        let sha256 = hashes.get("sha256").and_then(|hash| hash.parse().ok());
        let sha256 = sha256.ok_or_else(|| "it has no SHA-256".to_owned())?;
        let requires = self
            .metadata
            .requires_dist
            .iter()
            .map(|line| line.parse().map_err(text));
        Ok((
            name,
            Candidate {
                version,
                file,
                sha256,
                requires: requires.collect::<Result<_, _>>()?,
            },
        ))
    }
}

impl Candidate {
    fn lock(self, name: PackageName) -> LockedPython {
        LockedPython {
            name,
            version: self.version,
            file: self.file,
            bytes: 0,
            sha256: self.sha256,
            license: None,
            requires: Vec::new(),
        }
    }
}
