//! Rules for source files.

use std::path::Path;

use super::Finding;
use super::tree::Tree;

/// Longest source file, in lines. A file of one concern rarely needs half of it.
const MAX_LINES: usize = 600;
/// A longer file says why in a comment that begins like this.
const ALLOW_LONG: &str = "// tidy: allow-long";
/// Shortest description of a crate, in characters: shorter ones say nothing.
const MIN_DOC_CHARS: usize = 20;

/// No source file is longer than [`MAX_LINES`], unless it says why.
pub(super) fn lengths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for path in tree.with_extension("rs") {
        let Some(text) = tree.text(path) else { continue };
        let lines = text.lines().count();
        let reason = text.lines().find_map(|line| line.trim_start().strip_prefix(ALLOW_LONG));
        let reason = reason.map(|reason| reason.trim_start_matches([':', ' ']));
        match reason {
            Some("") => findings.push(Finding::new(path, format!("`{ALLOW_LONG}` must be followed by the reason"))),
            Some(_) if lines <= MAX_LINES => {
                findings.push(Finding::new(path, format!("has only {lines} lines: remove `{ALLOW_LONG}`")));
            }
            None if lines > MAX_LINES => findings.push(Finding::new(
                path,
                format!("has {lines} lines, more than {MAX_LINES}: split it by concern, or say why not with `{ALLOW_LONG}: …`"),
            )),
            _ => {}
        }
    }
    findings
}

/// The root file of every crate begins with a description of it.
pub(super) fn crate_docs(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for manifest in tree.manifests() {
        let roots = ["src/lib.rs", "src/main.rs"].map(|root| manifest.folder.join(root));
        let roots: Vec<_> = roots.iter().filter(|root| tree.has(root)).collect();
        if roots.is_empty() {
            findings.push(Finding::new(&manifest.path, "has neither src/lib.rs nor src/main.rs"));
        }
        for root in roots {
            findings.extend(crate_doc(root, &tree.text(root).unwrap_or_default()));
        }
    }
    findings
}

fn crate_doc(path: &Path, text: &str) -> Option<Finding> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    let said = first.strip_prefix("//!").map(str::trim);
    match said {
        Some(said) if said.chars().count() >= MIN_DOC_CHARS => None,
        Some(_) => Some(Finding::at(
            path,
            1,
            "the crate's description says nothing: one sentence on what it is for",
        )),
        None => Some(Finding::at(
            path,
            1,
            "must begin with `//!` and a sentence on what the crate is for",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::testing::tree;

    #[test]
    fn long_files_need_a_reason_and_a_reason_needs_a_long_file() {
        let long = "x\n".repeat(601);
        let (with, without) = (
            format!("{ALLOW_LONG}: a table\n{long}"),
            format!("{ALLOW_LONG}\n{long}"),
        );
        let unneeded = format!("{ALLOW_LONG}: a table\n");
        let just = "x\n".repeat(600);
        let (_dir, tree) = tree(&[
            ("a_long.rs", &long),
            ("b_with.rs", &with),
            ("c_without.rs", &without),
            ("d_unneeded.rs", &unneeded),
            ("e_just.rs", &just),
            ("f_prose.md", &long),
        ]);
        let findings = lengths(&tree);
        let paths: Vec<_> = findings.iter().map(|finding| finding.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["a_long.rs", "c_without.rs", "d_unneeded.rs"], "{findings:?}");
    }

    #[test]
    fn every_crate_describes_itself() {
        let manifest = |name: &str| format!("[package]\nname = \"{name}\"\n");
        let (_dir, tree) = tree(&[
            ("a/Cargo.toml", &manifest("a")),
            ("a/src/lib.rs", "//! Does one thing, and does it well.\n"),
            ("b/Cargo.toml", &manifest("b")),
            ("b/src/lib.rs", "//! TBD\n"),
            ("c/Cargo.toml", &manifest("c")),
            ("c/src/main.rs", "fn main() {}\n"),
            ("d/Cargo.toml", &manifest("d")),
        ]);
        let paths: Vec<_> = crate_docs(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(
            paths,
            ["b/src/lib.rs", "c/src/main.rs", "d/Cargo.toml"].map(std::path::PathBuf::from)
        );
    }
}
