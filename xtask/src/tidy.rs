//! `cargo xtask tidy`: rules of the workspace that no compiler checks. Each finding says what is wrong, where, and what to do.

mod crates;
mod guests;
mod layers;
mod names;
mod sources;
mod tree;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::Failure;
use tree::Tree;

/// A rule that is not kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// The file, relative to the workspace.
    path: PathBuf,
    /// The line, counted from 1, where there is one.
    line: Option<usize>,
    /// What is wrong and what to do about it.
    message: String,
}

impl Finding {
    fn new(path: &Path, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line: None,
            message: message.into(),
        }
    }

    fn at(path: &Path, line: usize, message: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::new(path, message)
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// A check: what it is called, and what it finds.
type Check = (&'static str, fn(&Tree) -> Vec<Finding>);

const CHECKS: [Check; 7] = [
    ("source files are short", sources::lengths),
    ("crates say what they are", sources::crate_docs),
    ("crates inherit the workspace's lints", crates::lints),
    ("dependencies follow the layers", layers::dependencies),
    ("the architecture names every crate", crates::architecture),
    ("guest programs have tests", guests::programs),
    ("no machine or registry is named", names::places),
];

pub(crate) fn run() -> Result<(), Failure> {
    let tree = Tree::of_workspace()?;
    let mut count = 0;
    for (name, check) in CHECKS {
        let mut findings = check(&tree);
        findings.sort();
        println!("{} {name}", if findings.is_empty() { "ok  " } else { "FAIL" });
        for finding in &findings {
            println!("     {finding}");
        }
        count += findings.len();
    }
    if count == 0 {
        return Ok(());
    }
    Err(format!("{count} findings in {} files", tree.paths().len()).into())
}
