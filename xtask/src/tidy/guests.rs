//! Rules for the guest programs of the tests.

use std::path::Path;

use super::Finding;
use super::tree::Tree;

/// Where they are.
const FOLDER: &str = "tests/guests";
/// What a program is called; anything else there is data of one.
const EXTENSIONS: [&str; 6] = ["py", "js", "mjs", "ts", "wat", "wasm"];

/// Every guest program is run by a test: by a suite that walks a folder it lies in, or by a test that names it.
pub(super) fn programs(tree: &Tree) -> Vec<Finding> {
    let sources: Vec<_> = tree.with_extension("rs").filter_map(|path| tree.text(path)).collect();
    let quoted = |name: &str| {
        let name = format!("\"{name}\"");
        sources.iter().any(|source| source.contains(&name))
    };
    let mut findings = Vec::new();
    for path in tree.paths() {
        let Ok(below) = path.strip_prefix(FOLDER) else { continue };
        if !below
            .extension()
            .is_some_and(|found| EXTENSIONS.iter().any(|known| found == *known))
        {
            continue;
        }
        // `tests/guests` itself does not count: a suite is for one runtime, and a new one needs its own.
        let walked = folders(path).any(|folder| folder != Path::new(FOLDER) && quoted(&folder.to_string_lossy()));
        if !walked && !names(below).iter().any(|name| quoted(name)) {
            findings.push(Finding::new(
                path,
                "no test runs this program: name it in one, or remove it",
            ));
        }
    }
    findings
}

/// The folders of the guests that `path` lies in, innermost first.
fn folders(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().skip(1).take_while(|folder| folder.starts_with(FOLDER))
}

/// What a test may call a program: its path, from any folder on, with or without its ending.
fn names(path: &Path) -> Vec<String> {
    let text = path.to_string_lossy();
    let mut names = Vec::new();
    let mut rest = Some(&*text);
    while let Some(name) = rest {
        names.push(name.to_owned());
        names.extend(name.rsplit_once('.').map(|(stem, _)| stem.to_owned()));
        rest = name.split_once('/').map(|(_, rest)| rest);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::testing::tree;

    fn unused(files: &[(&str, &str)]) -> Vec<String> {
        let (_dir, tree) = tree(files);
        programs(&tree)
            .into_iter()
            .map(|finding| finding.path.display().to_string())
            .collect()
    }

    #[test]
    fn a_program_that_no_test_names_is_found() {
        let found = unused(&[
            ("tests/guests/python/one.py", ""),
            ("tests/guests/python/deep/two.py", ""),
            ("tests/guests/python/three.py", ""),
            ("tests/guests/python/four.py", ""),
            ("tests/guests/python/table.csv", ""),
            ("tests/guests/README.md", ""),
            (
                "tests/python/main.rs",
                r#"run("python/one.py"); run("two.py"); run("three"); // four.py, "five", "tests/guests""#,
            ),
        ]);
        assert_eq!(found, ["tests/guests/python/four.py"]);
    }

    #[test]
    fn a_suite_that_walks_a_folder_runs_what_is_in_it_and_nothing_else() {
        let found = unused(&[
            ("tests/guests/python/deep/one.py", ""),
            ("tests/guests/javascript/one.js", ""),
            ("tests/python/main.rs", r#"walk("tests/guests/python");"#),
        ]);
        assert_eq!(found, ["tests/guests/javascript/one.js"]);
    }
}
