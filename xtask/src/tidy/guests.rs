//! Rules for the guest programs of the tests.

use std::path::Path;

use super::Finding;
use super::tree::Tree;

/// Where they are.
const FOLDER: &str = "tests/guests";
/// What a program is called; anything else there is data of one.
const EXTENSIONS: [&str; 6] = ["py", "js", "mjs", "ts", "wat", "wasm"];

/// Every guest program is named by a test: by its path below the folder, or by its file name.
pub(super) fn programs(tree: &Tree) -> Vec<Finding> {
    let sources: Vec<_> = tree.with_extension("rs").filter_map(|path| tree.text(path)).collect();
    let is_program = |path: &&Path| {
        path.starts_with(FOLDER)
            && path
                .extension()
                .is_some_and(|found| EXTENSIONS.iter().any(|known| found == *known))
    };
    let paths = tree.paths().iter().map(std::path::PathBuf::as_path).filter(is_program);
    let unnamed = paths.filter(|path| !is_named(path, &sources));
    let message = "no test names this program: use it in one, or remove it";
    unnamed.map(|path| Finding::new(path, message)).collect()
}

/// Whether a string of a source file names the program: `"python/asyncio/sleep.py"`, `"asyncio/sleep.py"`, `"sleep.py"`, or any of
/// these without the ending.
fn is_named(path: &Path, sources: &[String]) -> bool {
    let below = path
        .strip_prefix(FOLDER)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/");
    let mut spellings = Vec::new();
    let mut rest = below.as_str();
    loop {
        spellings.push(format!("{rest}\""));
        if let Some((stem, _)) = rest.rsplit_once('.') {
            spellings.push(format!("\"{stem}\""));
        }
        match rest.split_once('/') {
            Some((_, shorter)) => rest = shorter,
            None => break,
        }
    }
    sources
        .iter()
        .any(|source| spellings.iter().any(|spelling| source.contains(spelling.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::tree::testing::tree;

    #[test]
    fn a_program_without_a_test_is_found() {
        let (_dir, tree) = tree(&[
            ("tests/guests/python/one.py", ""),
            ("tests/guests/python/deep/two.py", ""),
            ("tests/guests/python/three.py", ""),
            ("tests/guests/python/four.py", ""),
            ("tests/guests/python/table.csv", ""),
            ("tests/guests/README.md", ""),
            (
                "tests/python/main.rs",
                r#"run("python/one.py"); run("two.py"); run("three"); // four.py, later"#,
            ),
        ]);
        let findings = programs(&tree);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].path, Path::new("tests/guests/python/four.py"));
    }
}
