//! What pip and npm are asked for. Names and versions come from types that hold no option, address or path; where the client knows
//! it, `--` stands in front of them, and pip reads them from a file that is ours.

use std::cell::Cell;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use sandbox_guests::{ClientCall, Event, FoundClient, PackageClients, PackageKind, Progress, folder_bytes};

use crate::error::PackageError;
use crate::language::Language;

/// The Python that packages are for.
const PYTHON_VERSION: &str = "3.15";

/// A client at work in a folder of its own.
pub(crate) struct Work<'a> {
    client: FoundClient,
    folder: PathBuf,
    progress: &'a dyn Progress,
}

impl<'a> Work<'a> {
    /// Finds the client for a language, and makes it a folder below `parent`.
    pub(crate) fn begin(
        language: Language,
        clients: &PackageClients,
        parent: &Path,
        progress: &'a dyn Progress,
    ) -> Result<Self, PackageError> {
        let kind = match language {
            Language::Python => PackageKind::Wheel,
            Language::JavaScript => PackageKind::Npm,
        };
        let client = clients.of(kind).find(kind)?;
        let folder = parent.join(language.as_str());
        for folder in [&folder, &folder.join("tmp")] {
            fs::create_dir(folder).map_err(|error| PackageError::io(folder, error))?;
        }
        Ok(Self {
            client,
            folder,
            progress,
        })
    }

    /// The client's command, for messages.
    pub(crate) fn client(&self) -> String {
        self.client.name()
    }

    /// The folder that it works in.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a folder in it.
    pub(crate) fn make_folder(&self, name: &str) -> Result<PathBuf, PackageError> {
        let path = self.folder.join(name);
        fs::create_dir_all(&path).map_err(|error| PackageError::io(&path, error))?;
        Ok(path)
    }

    /// Writes a file into it.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<PathBuf, PackageError> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|error| PackageError::io(&path, error))?;
        Ok(path)
    }

    /// Writes a file of lines into it.
    pub(crate) fn write_lines(&self, name: &str, lines: &[String]) -> Result<PathBuf, PackageError> {
        self.write(name, &(lines.join("\n") + "\n"))
    }

    /// Has the client do something.
    pub(crate) fn run(
        &self,
        what: &str,
        packages: &str,
        total_bytes: Option<u64>,
        arguments: &[OsString],
    ) -> Result<(), PackageError> {
        let what = format!("{what} with `{}`", self.client());
        self.progress.event(Event::Started {
            what: &what,
            total_bytes,
        });
        let tmp = self.folder.join("tmp");
        let call = ClientCall {
            arguments,
            folder: Some(&self.folder),
            tmp: &tmp,
            packages,
        };
        let seen = Cell::new(0);
        self.client.call(&call, || {
            let bytes = folder_bytes(&self.folder).min(total_bytes.unwrap_or(u64::MAX));
            if bytes != seen.replace(bytes) && total_bytes.is_some() {
                self.progress.event(Event::Advanced { bytes });
            }
            bytes
        })?;
        self.progress.event(Event::Finished);
        Ok(())
    }
}

/// Arguments with which pip does `command` for the guest's Python, with nothing but wheels that any machine can use, without asking
/// and without following what packages depend on.
fn pip(command: &str) -> Vec<OsString> {
    let arguments = [
        command,
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--only-binary=:all:",
        "--python-version",
        PYTHON_VERSION,
        "--implementation",
        "py",
        "--abi",
        "none",
        "--platform",
        "any",
    ];
    arguments.iter().map(OsString::from).collect()
}

/// Has pip say, in the file `report`, which versions it would take of what the file `requirements` lists.
pub(crate) fn pip_report(requirements: &Path, report: &Path, target: &Path) -> Vec<OsString> {
    let mut arguments = pip("install");
    arguments.extend(["--dry-run", "--ignore-installed", "--quiet", "--target"].map(OsString::from));
    arguments.extend([
        target.into(),
        "--report".into(),
        report.into(),
        "--requirement".into(),
        requirements.into(),
    ]);
    arguments
}

/// Has pip put the wheels that the file `requirements` lists with their hashes into `into`.
pub(crate) fn pip_download(requirements: &Path, into: &Path) -> Vec<OsString> {
    let mut arguments = pip("download");
    arguments.extend(["--require-hashes".into(), "--dest".into(), into.into()]);
    arguments.extend(["--requirement".into(), requirements.into()]);
    arguments
}

/// Arguments with which npm does `command` without asking, telling or running anything.
fn npm(command: &str) -> Vec<OsString> {
    let arguments = [
        command,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-progress",
        "--no-update-notifier",
        "--loglevel=error",
    ];
    arguments.iter().map(OsString::from).collect()
}

/// Has npm resolve the `package.json` of the folder it works in, into a `package-lock.json`. New versions of it can be told not to follow
/// dependencies that are addresses; what old ones find there is refused later.
pub(crate) fn npm_resolve() -> Vec<OsString> {
    let mut arguments = npm("install");
    arguments.extend(
        [
            "--package-lock-only",
            "--omit=dev",
            "--omit=optional",
            "--allow-git=none",
            "--allow-remote=none",
        ]
        .map(OsString::from),
    );
    arguments
}

/// Has npm put the files of `packages`, each with its exact version, into `into`.
pub(crate) fn npm_pack(packages: &[String], into: &Path) -> Vec<OsString> {
    let mut arguments = npm("pack");
    arguments.extend(["--pack-destination".into(), into.into(), "--".into()]);
    arguments.extend(packages.iter().map(OsString::from));
    arguments
}
