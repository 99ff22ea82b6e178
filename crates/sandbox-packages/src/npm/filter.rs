//! What of an npm package is kept.
//!
//! 1. At the top: `package.json`, and whatever begins like the name of a licence.
//! 2. Anywhere: files that can be imported, by their ending (`.js`, `.cjs`, `.mjs`, `.json`, and `.ts`, `.mts`, `.cts` unless they are
//!    declarations, `.d.ts`).
//! 3. But not in folders at the top that hold tests, documents or examples by their name ([`LEFT_OUT`]), in folders anywhere that are
//!    tests and cannot be anything else ([`TESTS`]), and in hidden ones. Further down, a folder called `doc` may well be code.
//!
//! So source maps, declarations, style sheets, documents and programs for the command line stay behind.

/// Endings of files that can be imported.
const IMPORTED: [&str; 7] = [".js", ".cjs", ".mjs", ".json", ".ts", ".mts", ".cts"];
/// Endings of those that say nothing but types.
const DECLARATIONS: [&str; 3] = [".d.ts", ".d.mts", ".d.cts"];
/// Folders at the top that nothing is kept of.
const LEFT_OUT: [&str; 11] = [
    "bench",
    "benchmark",
    "benchmarks",
    "coverage",
    "doc",
    "docs",
    "example",
    "examples",
    "fixtures",
    "spec",
    "test",
];
/// Folders anywhere that nothing is kept of.
const TESTS: [&str; 3] = ["__mocks__", "__tests__", "tests"];
/// How names of files begin that a licence wants to be kept.
const NOTICES: [&str; 4] = ["LICEN", "COPYING", "NOTICE", "COPYRIGHT"];

/// Whether the file at `path` below the package's folder is kept.
pub(super) fn keeps(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    if folders.is_empty() {
        let upper = name.to_ascii_uppercase();
        if NOTICES.iter().any(|beginning| upper.starts_with(beginning)) {
            return true;
        }
    }
    let anywhere = |part: &str| part.starts_with('.') || TESTS.contains(&part);
    let at_the_top = folders.split('/').next().is_some_and(|top| LEFT_OUT.contains(&top));
    let left_out = at_the_top || folders.split('/').any(anywhere);
    let declaration = DECLARATIONS.iter().any(|ending| name.ends_with(ending));
    !left_out && !name.starts_with('.') && !declaration && IMPORTED.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_imported_is_kept_and_nothing_else() {
        for path in [
            "package.json",
            "index.js",
            "lib/a.cjs",
            "dist/esm/a.mjs",
            "src/a.ts",
            "LICENSE",
            "license.md",
            "LICENCE.txt",
            "data/testing.json",
            "test.js",
            "dist/doc/a.js",
            "lib/test/a.js",
        ] {
            assert!(keeps(path), "{path}");
        }
        for path in [
            "index.d.ts",
            "index.d.mts",
            "index.js.map",
            "README.md",
            "test/a.js",
            "lib/__tests__/a.js",
            "v4/core/Tests/a.ts",
            "lib/.cache/a.js",
            "Docs/a.js",
            ".github/a.js",
            ".eslintrc.js",
            "bin/run",
            "lib/native.node",
            "style.css",
        ] {
            assert!(!keeps(path), "{path}");
        }
    }
}
