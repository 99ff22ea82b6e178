//! Package files from the package indexes, each client running once for all of its packages.

use std::fs;
use std::path::{Path, PathBuf};

use sandbox_guests::{PackageClients, Progress};

use crate::client::{Work, npm_pack, pip_download};
use crate::error::PackageError;
use crate::language::Language;
use crate::lock::Locked;

/// How many packages are named in what is shown.
const MAX_NAMED: usize = 3;

/// Downloads the files of `packages` to below `folder` and says where they lie, in the order of the packages. They are **not verified**.
pub(crate) fn download(
    packages: &[Locked<'_>],
    clients: &PackageClients,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Vec<PathBuf>, PackageError> {
    // All clients are looked for before the first one works: a missing one should not cost the other's download.
    let mut works = Vec::new();
    for language in Language::ALL {
        let wanted: Vec<_> = packages
            .iter()
            .filter(|package| package.language() == language)
            .collect();
        if !wanted.is_empty() {
            works.push((Work::begin(language, clients, folder, progress)?, wanted));
        }
    }
    for (work, wanted) in &works {
        download_language(work, wanted)?;
    }
    Ok(packages
        .iter()
        .map(|package| {
            folder
                .join(package.language().as_str())
                .join(FILES)
                .join(package.file())
        })
        .collect())
}

/// Where a client puts the files, in its folder.
const FILES: &str = "files";

fn download_language(work: &Work<'_>, packages: &[&Locked<'_>]) -> Result<(), PackageError> {
    let into = work.make_folder(FILES)?;
    let requirements: Vec<_> = packages.iter().map(|package| requirement(package)).collect();
    let arguments = match packages.first().map(|package| package.language()) {
        Some(Language::Python) => {
            let lines = packages.iter().zip(&requirements);
            let lines = lines.map(|(package, requirement)| format!("{requirement} --hash=sha256:{}", package.sha256()));
            let lines: Vec<_> = lines.collect();
            pip_download(&work.write_lines("requirements.txt", &lines)?, &into)
        }
        Some(Language::JavaScript) => npm_pack(&requirements, &into),
        None => return Ok(()),
    };
    let total = packages.iter().map(|package| package.bytes()).sum();
    let packages_owned: Vec<Locked<'_>> = packages.iter().map(|package| **package).collect();
    let what = if packages.len() > MAX_NAMED {
        format!("downloading {} packages", packages.len())
    } else {
        format!("downloading {}", super::named(&packages_owned))
    };
    work.run(&what, &requirements.join(" "), Some(total), &arguments)?;
    for package in packages {
        if fs::symlink_metadata(into.join(package.file())).is_err() {
            return Err(PackageError::NoFile {
                client: work.client(),
                file: package.file().to_owned(),
            });
        }
    }
    Ok(())
}

/// One exact version of a package, as the client spells it.
fn requirement(package: &Locked<'_>) -> String {
    let between = match package.language() {
        Language::Python => "==",
        Language::JavaScript => "@",
    };
    format!("{}{between}{}", package.name(), package.version())
}
