//! Names that must not be in the sources: of places that exist on one machine only, and of registries, which are the user's choice.

use std::path::Path;

use super::Finding;
use super::tree::Tree;

/// Files that cargo writes or reads, in which its registry has to be named.
const MAY_NAME_REGISTRIES: [&str; 2] = ["Cargo.lock", "deny.toml"];

/// Parts that are a registry's host when joined by a dot. Apart, so that this file does not break its own rule.
const REGISTRIES: [&[&str]; 7] = [
    &["pypi", "org"],
    &["pythonhosted", "org"],
    &["registry", "npmjs", "org"],
    &["registry", "yarnpkg", "com"],
    &["index", "crates", "io"],
    &["static", "crates", "io"],
    &["github", "com/rust-lang/crates", "io-index"],
];

/// Parts that are a place on a developer's machine when joined by a slash, with one in front.
const PLACES: [&[&str]; 6] = [
    &["work", "main"],
    &["work", "shared"],
    &["work", ".library"],
    &["root", ".cargo"],
    &["root", ".pyenv"],
    &["tmp", "contracts"],
];

/// No file names a place or a registry.
pub(super) fn places(tree: &Tree) -> Vec<Finding> {
    let registries = REGISTRIES.map(|parts| parts.join("."));
    let places = PLACES.map(|parts| format!("/{}", parts.join("/")));
    let mut findings = Vec::new();
    for path in tree.paths() {
        let Some(text) = tree.text(path) else { continue };
        let may_name_registries = MAY_NAME_REGISTRIES.iter().any(|known| path == Path::new(known));
        for (index, line) in text.lines().enumerate() {
            let mut find = |name: &str, rule: &str| {
                if line.contains(name) {
                    findings.push(Finding::at(path, index + 1, format!("names {name}: {rule}")));
                }
            };
            for place in &places {
                find(place, "it exists on one machine only");
            }
            if !may_name_registries {
                for registry in &registries {
                    find(
                        registry,
                        "which registry is used is the user's choice, made in the package client",
                    );
                }
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::testing::tree;

    #[test]
    fn places_and_registries_are_found_with_their_line() {
        let registry = REGISTRIES[0].join(".");
        let place = format!("/{}", PLACES[0].join("/"));
        let (_dir, tree) = tree(&[
            ("Cargo.lock", &format!("source = \"{}\"", REGISTRIES[6].join("."))),
            ("a.md", &format!("fine\nsee https://{registry}/simple\n")),
            ("b.rs", &format!("// cd {place}/target\n")),
            ("c.rs", "// cd /works/main, /root/.ssh, example.org\n"),
        ]);
        let findings = places(&tree);
        let found: Vec<_> = findings
            .iter()
            .map(|finding| (finding.path.to_str().unwrap(), finding.line))
            .collect();
        assert_eq!(found, [("a.md", Some(2)), ("b.rs", Some(1))], "{findings:?}");
    }
}
