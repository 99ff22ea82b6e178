//! What the two kinds of package differ in when they are fetched: the client, and how it is asked.

use std::ffi::OsString;
use std::path::Path;

use crate::pins::{PackageKind, PackagePin};

/// The Python version a wheel is asked for. The wheels are `py3-none-any`; this only keeps a client on an older Python from
/// refusing them for their `Requires-Python`.
const PYTHON_VERSION: &str = "3.13";

/// How packages of one kind are asked for.
pub(super) struct Asking {
    /// Whose packages they are, for messages.
    pub(super) language: &'static str,
    /// What its ordinary client is called, for messages and folders.
    pub(super) client: &'static str,
    /// Environment variable that names the client: one program, no arguments.
    pub(super) variable: &'static str,
    /// What is tried without it, in this order.
    pub(super) candidates: &'static [&'static [&'static str]],
    /// What a person types to get the package files, up to the requirements.
    pub(super) command: &'static str,
    /// The option that says where the files go.
    pub(super) destination: &'static str,
    /// What stands between a package's name and its version.
    between: &'static str,
    /// The client's arguments up to the destination: quiet, without questions, and nothing of the package is run.
    arguments: &'static [&'static str],
}

const PIP: Asking = Asking {
    language: "Python",
    client: "pip",
    variable: "SANDBOX_PIP",
    candidates: &[
        &["python3", "-m", "pip"],
        &["pip3"],
        &["pip"],
        &["python", "-m", "pip"],
        &["uvx", "pip"],
    ],
    command: "pip download",
    destination: "--dest",
    between: "==",
    arguments: &[
        "download",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        "--only-binary=:all:",
        "--python-version",
        PYTHON_VERSION,
    ],
};

const NPM: Asking = Asking {
    language: "JavaScript",
    client: "npm",
    variable: "SANDBOX_NPM",
    candidates: &[&["npm"]],
    command: "npm pack",
    destination: "--pack-destination",
    between: "@",
    arguments: &[
        "pack",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-progress",
        "--no-update-notifier",
        "--loglevel=error",
    ],
};

impl PackageKind {
    /// How packages of this kind are asked for.
    pub(super) fn asking(self) -> &'static Asking {
        match self {
            Self::Wheel => &PIP,
            Self::Npm => &NPM,
        }
    }
}

impl Asking {
    /// One exact version of a package, as the client spells it.
    pub(super) fn requirement(&self, package: &PackagePin) -> String {
        format!("{}{}{}", package.name, self.between, package.version)
    }

    /// The client's arguments for files of `requirements` in the folder `into`.
    pub(super) fn arguments(&self, into: &Path, requirements: &[String]) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = self.arguments.iter().map(OsString::from).collect();
        arguments.extend([self.destination.into(), into.into()]);
        arguments.extend(requirements.iter().map(OsString::from));
        arguments
    }
}
