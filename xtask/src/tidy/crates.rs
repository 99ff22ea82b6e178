//! Rules for every crate of the workspace.

use std::path::Path;

use super::Finding;
use super::tree::{Manifest, Tree};

/// Crates with a table of lints of their own, because `unsafe` is forbidden to all others and a forbidden lint cannot be allowed.
const OWN_LINTS: [&str; 1] = ["sandbox-host"];
/// The document that explains the crates.
const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Every crate inherits the workspace's lints; one that may not repeats them.
pub(super) fn lints(tree: &Tree) -> Vec<Finding> {
    let root = tree
        .text(Path::new("Cargo.toml"))
        .and_then(|text| text.parse::<toml::Table>().ok());
    let workspace = root
        .as_ref()
        .and_then(|root| root.get("workspace")?.get("lints"))
        .cloned();
    let workspace = workspace.unwrap_or(toml::Value::Boolean(false));
    tree.manifests()
        .iter()
        .flat_map(|manifest| crate_lints(manifest, &workspace))
        .collect()
}

fn crate_lints(manifest: &Manifest, workspace: &toml::Value) -> Vec<Finding> {
    let finding = |message: String| Finding::new(&manifest.path, message);
    let Some(lints) = manifest.table.get("lints") else {
        return vec![finding(
            "must inherit the workspace's lints: `[lints] workspace = true`".to_owned(),
        )];
    };
    if lints.get("workspace").and_then(toml::Value::as_bool) == Some(true) {
        return Vec::new();
    }
    if !OWN_LINTS.contains(&manifest.name.as_str()) {
        return vec![finding(
            "has lints of its own: use `[lints] workspace = true`".to_owned(),
        )];
    }
    let mut findings = Vec::new();
    if lints
        .get("rust")
        .and_then(|rust| rust.get("unsafe_code"))
        .and_then(toml::Value::as_str)
        != Some("deny")
    {
        findings.push(finding(
            "must deny unsafe_code, and expect it where it is needed".to_owned(),
        ));
    }
    for group in ["rust", "clippy"] {
        let of = |table: &toml::Value| {
            table
                .get(group)
                .and_then(toml::Value::as_table)
                .cloned()
                .unwrap_or_default()
        };
        let own = of(lints);
        for (lint, level) in of(workspace) {
            if lint != "unsafe_code" && own.get(&lint) != Some(&level) {
                findings.push(finding(format!(
                    "must set {group}::{lint} as the workspace does: `{lint} = {level}`"
                )));
            }
        }
    }
    findings
}

/// The architecture document names every crate but the examples.
pub(super) fn architecture(tree: &Tree) -> Vec<Finding> {
    let path = Path::new(ARCHITECTURE);
    let Some(text) = tree.text(path) else {
        return vec![Finding::new(path, "is missing")];
    };
    let crates = tree.manifests().into_iter().filter(|manifest| !manifest.is_example());
    let unnamed = crates.filter(|manifest| !names(&text, &manifest.name));
    unnamed
        .map(|manifest| Finding::new(path, format!("does not name the crate {}", manifest.name)))
        .collect()
}

/// Whether `name` stands in `text` as a word of its own, not as a part of a longer name.
fn names(text: &str, name: &str) -> bool {
    let part_of_name = |character: char| character.is_alphanumeric() || character == '-' || character == '_';
    text.match_indices(name).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + name.len()..]);
        !before.ends_with(part_of_name) && !after.starts_with(part_of_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::testing::tree;

    const ROOT: &str = "[workspace.lints.rust]\nmissing_docs = \"warn\"\nunsafe_code = \"forbid\"\n\
                        [workspace.lints.clippy]\npedantic = { level = \"warn\", priority = -1 }\n";

    #[test]
    fn lints_are_inherited_or_where_that_cannot_be_repeated() {
        let own = |name: &str, unsafe_code: &str, rest: &str| {
            format!("[package]\nname = \"{name}\"\n[lints.rust]\nunsafe_code = \"{unsafe_code}\"\n{rest}")
        };
        let all = "missing_docs = \"warn\"\n[lints.clippy]\npedantic = { level = \"warn\", priority = -1 }\n";
        let cases = [
            ("[package]\nname = \"a\"\n[lints]\nworkspace = true\n".to_owned(), 0),
            ("[package]\nname = \"a\"\n".to_owned(), 1),
            (own("a", "forbid", all), 1),
            (own("sandbox-host", "deny", all), 0),
            (own("sandbox-host", "allow", all), 1),
            (own("sandbox-host", "deny", ""), 2),
            (
                own(
                    "sandbox-host",
                    "deny",
                    "missing_docs = \"allow\"\n[lints.clippy]\npedantic = \"warn\"\n",
                ),
                2,
            ),
        ];
        for (manifest, count) in cases {
            let (_dir, tree) = tree(&[("Cargo.toml", ROOT), ("x/Cargo.toml", &manifest)]);
            let findings = lints(&tree);
            assert_eq!(findings.len(), count, "{manifest}\n{findings:?}");
        }
    }

    #[test]
    fn the_architecture_names_crates_by_their_whole_name() {
        let (_dir, tree) = tree(&[
            ("ARCHITECTURE.md", "`sandbox-runtime-python` and sandbox-vfs."),
            ("a/Cargo.toml", "[package]\nname = \"sandbox-runtime\"\n"),
            ("b/Cargo.toml", "[package]\nname = \"sandbox-vfs\"\n"),
        ]);
        let findings = architecture(&tree);
        assert_eq!(findings.len(), 1);
        assert!(
            findings[0].message.ends_with("the crate sandbox-runtime"),
            "{findings:?}"
        );
    }
}
