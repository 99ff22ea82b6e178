//! Which crate may use which: the layers of the architecture, as a table.

use super::Finding;
use super::tree::{Manifest, Tree};

/// A crate, and the crates of the workspace that it may depend on. What is not allowed here is an arrow that points down.
const LAYERS: [(&str, &[&str]); 12] = [
    ("sandbox-core", &[]),
    ("sandbox-guests", &[]),
    ("sandbox-packages", &["sandbox-guests"]),
    ("sandbox-vfs", &["sandbox-core"]),
    ("sandbox-storage", &["sandbox-core", "sandbox-vfs"]),
    ("sandbox-host", &["sandbox-core", "sandbox-guests", "sandbox-vfs"]),
    (
        "sandbox-runtime-python",
        &[
            "sandbox-core",
            "sandbox-guests",
            "sandbox-host",
            "sandbox-packages",
            "sandbox-vfs",
        ],
    ),
    (
        "sandbox-runtime-js",
        &[
            "sandbox-core",
            "sandbox-guests",
            "sandbox-host",
            "sandbox-packages",
            "sandbox-vfs",
        ],
    ),
    (
        "sandbox-sessions",
        &[
            "sandbox-core",
            "sandbox-guests",
            "sandbox-host",
            "sandbox-packages",
            "sandbox-runtime-js",
            "sandbox-runtime-python",
            "sandbox-storage",
            "sandbox-vfs",
        ],
    ),
    (
        "llm-wasm-sandbox",
        &[
            "sandbox-core",
            "sandbox-guests",
            "sandbox-host",
            "sandbox-packages",
            "sandbox-runtime-js",
            "sandbox-runtime-python",
            "sandbox-sessions",
            "sandbox-storage",
            "sandbox-vfs",
        ],
    ),
    // The command line proves that the facade is enough for a downstream crate.
    ("sandbox-cli", &["llm-wasm-sandbox"]),
    ("xtask", &["sandbox-guests", "sandbox-packages"]),
];

/// What an example may depend on: it shows a downstream crate, which has nothing but the facade.
const EXAMPLE: [&str; 1] = ["llm-wasm-sandbox"];

/// Crates from outside, by the beginning of their name, and the only crates that may depend on them, with the reason.
const RESERVED: [(&str, &[&str], &str); 8] = [
    (
        "wasmtime",
        &["sandbox-host"],
        "the engine stays behind sandbox-host, so that it can be updated or exchanged there",
    ),
    ("cranelift", &["sandbox-host"], "the compiler stays behind sandbox-host"),
    ("wiggle", &["sandbox-host"], "guest memory stays behind sandbox-host"),
    (
        "tokio",
        &[
            "llm-wasm-sandbox",
            "sandbox-cli",
            "sandbox-host",
            "sandbox-sessions",
            "sandbox-storage",
        ],
        "the crates below the host are synchronous",
    ),
    (
        "object_store",
        &["sandbox-storage"],
        "storage stays behind sandbox-storage",
    ),
    (
        "cap-std",
        &["llm-wasm-sandbox", "sandbox-vfs"],
        "host folders are opened for the file tree and nothing else",
    ),
    (
        "indicatif",
        &["sandbox-cli", "sandbox-guests"],
        "a library draws nothing; `sandbox_guests::Progress` is how it reports",
    ),
    (
        "anyhow",
        &[],
        "errors are enums: callers must be able to tell outcomes apart",
    ),
];

/// Every dependency is allowed by the tables. Those of tests are not judged: they are in no program.
pub(super) fn dependencies(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.manifests();
    let members: Vec<_> = manifests.iter().map(|manifest| manifest.name.as_str()).collect();
    manifests
        .iter()
        .flat_map(|manifest| of_crate(manifest, &members))
        .collect()
}

fn of_crate(manifest: &Manifest, members: &[&str]) -> Vec<Finding> {
    let name = manifest.name.as_str();
    let finding = |message: String| Finding::new(&manifest.path, message);
    let row = LAYERS
        .iter()
        .find(|(layer, _)| *layer == name)
        .map(|(_, allowed)| *allowed);
    let Some(allowed) = row.or_else(|| manifest.is_example().then_some(&EXAMPLE[..])) else {
        return vec![finding(format!(
            "{name} has no row in the table of layers (xtask/src/tidy/layers.rs)"
        ))];
    };
    let mut findings = Vec::new();
    for dependency in dependency_names(&manifest.table) {
        if members.contains(&dependency.as_str()) && !allowed.contains(&dependency.as_str()) {
            findings.push(finding(format!(
                "{name} may not depend on {dependency}: the layers point the other way"
            )));
        }
        for (prefix, users, reason) in RESERVED {
            // An example is a program of its own and brings its own runtime.
            let users = if prefix == "tokio" && manifest.is_example() {
                &[name][..]
            } else {
                users
            };
            let reserved = dependency == prefix || dependency.starts_with(&format!("{prefix}-"));
            if reserved && !users.contains(&name) {
                findings.push(finding(format!("{name} may not depend on {dependency}: {reason}")));
            }
        }
    }
    findings
}

/// The packages a manifest depends on outside of its tests, by their real names.
fn dependency_names(manifest: &toml::Table) -> Vec<String> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let targets = targets
        .into_iter()
        .flat_map(toml::Table::values)
        .filter_map(toml::Value::as_table);
    let mut names = Vec::new();
    for table in std::iter::once(manifest).chain(targets) {
        for kind in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = table.get(kind).and_then(toml::Value::as_table) else {
                continue;
            };
            for (key, value) in dependencies {
                let package = value.get("package").and_then(toml::Value::as_str);
                names.push(package.unwrap_or(key).to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::testing::tree;

    /// What is found in a crate with these further lines in its manifest, beside one called sandbox-host.
    fn found(name: &str, rest: &str) -> Vec<String> {
        let manifest = format!("[package]\nname = \"{name}\"\n{rest}");
        let host = "[package]\nname = \"sandbox-host\"\n";
        let (_dir, tree) = tree(&[("host/Cargo.toml", host), ("x/Cargo.toml", &manifest)]);
        dependencies(&tree).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn arrows_do_not_point_down() {
        assert_eq!(
            found(
                "sandbox-runtime-python",
                "[dependencies]\nsandbox-host.workspace = true\n"
            )
            .len(),
            0
        );
        assert_eq!(
            found("sandbox-guests", "[dependencies]\nsandbox-host.workspace = true\n"),
            ["sandbox-guests may not depend on sandbox-host: the layers point the other way"]
        );
        assert_eq!(
            found(
                "sandbox-core",
                "[build-dependencies]\nsandbox-host = { path = \"../host\" }\n"
            )
            .len(),
            1
        );
        assert_eq!(
            found("sandbox-core", "[dev-dependencies]\nsandbox-host.workspace = true\n").len(),
            0
        );
        assert_eq!(
            found(
                "sandbox-cli",
                "[target.'cfg(unix)'.dependencies]\nsandbox-host.workspace = true\n"
            )
            .len(),
            1
        );
    }

    #[test]
    fn the_engine_stays_behind_the_host() {
        for line in [
            "wasmtime.workspace = true",
            "wasmtime-wasi = \"48\"",
            "engine = { package = \"wasmtime\", version = \"48\" }",
        ] {
            assert_eq!(
                found("sandbox-guests", &format!("[dependencies]\n{line}\n")).len(),
                1,
                "{line}"
            );
            assert_eq!(
                found("sandbox-host", &format!("[dependencies]\n{line}\n")).len(),
                0,
                "{line}"
            );
        }
        assert_eq!(
            found(
                "sandbox-vfs",
                "[dependencies]\nwasmtimes = \"1\"\ntokio.workspace = true\n"
            )
            .len(),
            1
        );
    }

    #[test]
    fn an_example_has_the_facade_only() {
        let of = |dependency: &str| {
            let manifest = format!("[package]\nname = \"quickstart\"\n[dependencies]\n{dependency}.workspace = true\n");
            let host = "[package]\nname = \"sandbox-host\"\n";
            let (_dir, tree) = tree(&[("host/Cargo.toml", host), ("examples/quickstart/Cargo.toml", &manifest)]);
            dependencies(&tree).len()
        };
        assert_eq!(
            (of("llm-wasm-sandbox"), of("tokio"), of("sandbox-host"), of("wasmtime")),
            (0, 0, 1, 1)
        );
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        let found = found("sandbox-new", "");
        assert!(found[0].contains("no row in the table"), "{found:?}");
    }

    #[test]
    fn the_table_has_no_cycles() {
        // The table is in the order of the layers, but for crates of the same layer: every row names only rows that do not lead back.
        fn leads_to(from: &str, to: &str) -> bool {
            let row = LAYERS.iter().find(|(name, _)| *name == from);
            row.is_some_and(|(_, allowed)| allowed.iter().any(|next| *next == to || leads_to(next, to)))
        }
        for (name, _) in LAYERS {
            assert!(!leads_to(name, name), "{name}");
        }
    }
}
