//! What of a wheel a guest sees, and where.
//!
//! Packages lie beside each other, as in `site-packages`. Of the folder that describes a package only what `importlib.metadata` and
//! licences ask for is kept. Bytecode, scripts, headers and data for other places are left out. Whatever would run or load by itself,
//! or take the place of something that the guest has, makes the whole wheel unusable.

use crate::archive::{Refusal, Refused};
use crate::names::{PackageName, PythonVersion};

use super::file_name::WheelName;

/// Top-level modules that the guest has.
const TAKEN: &str = include_str!("taken.txt");
/// Modules that Python imports at its start, wherever they come from.
const STARTUP: [&str; 2] = ["sitecustomize", "usercustomize"];
/// Endings of files that a machine runs.
const COMPILED: [&str; 4] = [".so", ".pyd", ".dylib", ".dll"];
/// Files that describe a package and that are kept, besides its licences.
const KEPT: [&str; 3] = ["METADATA", "entry_points.txt", "top_level.txt"];
/// How names of files begin that a licence wants to be kept.
const NOTICES: [&str; 5] = ["LICEN", "COPYING", "NOTICE", "AUTHORS", "COPYRIGHT"];

/// What becomes of an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Guests see it under this path.
    Serve(String),
    /// Nobody sees it.
    LeaveOut,
}

/// Where a wheel has what.
#[derive(Debug)]
pub(super) struct Layout {
    /// `NAME-VERSION.dist-info`, as the wheel spells it.
    info: String,
}

impl Layout {
    pub(super) fn find<'a>(name: &WheelName, entries: impl Iterator<Item = &'a str>) -> Refusal<Self> {
        let mut info: Option<&str> = None;
        for entry in entries {
            let top = entry.split('/').next().unwrap_or(entry);
            if let Some(stem) = top.strip_suffix(".dist-info") {
                if info.is_some_and(|info| info != top) {
                    return Err(Refused::entry(top, "is a second folder of that kind"));
                }
                if !is_of(stem, name) {
                    return Err(Refused::entry(top, "is not named like the wheel"));
                }
                info = Some(top);
            } else if let Some(stem) = top.strip_suffix(".data")
                && !is_of(stem, name)
            {
                return Err(Refused::entry(top, "is not named like the wheel"));
            }
        }
        let info = info.ok_or_else(|| Refused::metadata("METADATA", "is missing"))?;
        Ok(Self { info: info.to_owned() })
    }

    pub(super) fn record(&self) -> String {
        format!("{}/RECORD", self.info)
    }

    pub(super) fn metadata(&self) -> String {
        format!("{}/METADATA", self.info)
    }

    pub(super) fn wheel(&self) -> String {
        format!("{}/WHEEL", self.info)
    }

    /// Whether it is the list of files, or a signature of it.
    pub(super) fn is_record(&self, entry: &str) -> bool {
        let file = entry.strip_prefix(&self.info).and_then(|rest| rest.strip_prefix('/'));
        file.is_some_and(|file| ["RECORD", "RECORD.jws", "RECORD.p7s"].contains(&file))
    }

    /// What becomes of the entry called `entry`.
    pub(super) fn place(&self, entry: &str) -> Refusal<Place> {
        let (top, below) = entry.split_once('/').unwrap_or((entry, ""));
        if top == self.info {
            return Ok(if kept(below) {
                Place::Serve(entry.to_owned())
            } else {
                Place::LeaveOut
            });
        }
        if top.strip_suffix(".data").is_some() && !below.is_empty() {
            let (part, rest) = below.split_once('/').unwrap_or((below, ""));
            return match part {
                "purelib" if !rest.is_empty() => module(rest),
                "scripts" | "headers" | "data" => Ok(Place::LeaveOut),
                _ => Err(Refused::entry(
                    entry,
                    "is for a place that packages without compiled parts do not have",
                )),
            };
        }
        module(entry)
    }
}

/// Whether `NAME-VERSION` is that of the wheel, in any spelling.
fn is_of(stem: &str, wheel: &WheelName) -> bool {
    let Some((name, version)) = stem.split_once('-') else {
        return false;
    };
    let (name, version) = (name.parse::<PackageName>(), version.parse::<PythonVersion>());
    name.is_ok_and(|name| name == wheel.name) && version.is_ok_and(|version| version == wheel.version)
}

/// Whether a file of the folder that describes the package is kept.
fn kept(file: &str) -> bool {
    let notice = |name: &str| {
        let upper = name.to_ascii_uppercase();
        NOTICES.iter().any(|beginning| upper.starts_with(beginning))
    };
    KEPT.contains(&file) || file.starts_with("licenses/") || notice(file)
}

/// What becomes of a file that would lie at `path` in `site-packages`.
fn module(path: &str) -> Refusal<Place> {
    let lower = path.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    if ends_in(name, &COMPILED) || name.contains(".so.") {
        return Err(Refused::entry(path, "is compiled for a machine"));
    }
    if ends_in(name, &[".pth"]) {
        return Err(Refused::entry(path, "would run at the start of Python"));
    }
    let top = lower.split('/').next().unwrap_or(&lower);
    // `json.py`, `json/…` and `json.cpython-315.pyc` are all the module `json`.
    let importable = top.split('.').next().unwrap_or(top);
    if STARTUP.contains(&importable) {
        return Err(Refused::entry(path, "would run at the start of Python"));
    }
    if taken(importable) && (lower.contains('/') || is_module_file(&lower)) {
        return Err(Refused::entry(path, "takes the place of a module that the guest has"));
    }
    let cached = lower.split('/').any(|part| part == "__pycache__");
    if cached || ends_in(name, &[".pyc", ".pyo"]) {
        return Ok(Place::LeaveOut);
    }
    Ok(Place::Serve(path.to_owned()))
}

fn is_module_file(name: &str) -> bool {
    ends_in(name, &[".py", ".pyc", ".pyo", ".pyw"])
}

/// Whether a name, in lower case, has one of these endings.
fn ends_in(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.ends_with(ending))
}

fn taken(module: &str) -> bool {
    TAKEN
        .lines()
        .filter(|line| !line.starts_with('#'))
        .any(|line| line.eq_ignore_ascii_case(module))
}
