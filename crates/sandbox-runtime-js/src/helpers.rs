//! Small packages of this project's own, for programs that handle files, tables and texts: the helpers of `llm-wasm-sandbox` for JavaScript, and its library
//! `sandbox_utils` as modules.

use sandbox_vfs::{Result, TemplateBuilder};

/// Where programs find packages.
const PLACE: &str = "/packages/node_modules";

/// Names below that folder, and contents.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../guest/packages/", $name)))),*];
    };
}

files! {
    "csv-simple/index.cjs",
    "csv-simple/index.mjs",
    "csv-simple/package.json",
    "json-utils/index.cjs",
    "json-utils/index.mjs",
    "json-utils/package.json",
    "json-utils/validate.cjs",
    "sandbox-utils/index.cjs",
    "sandbox-utils/index.mjs",
    "sandbox-utils/lib/data.cjs",
    "sandbox-utils/lib/diff.cjs",
    "sandbox-utils/lib/files.cjs",
    "sandbox-utils/lib/formats.cjs",
    "sandbox-utils/lib/glob.cjs",
    "sandbox-utils/lib/paths.cjs",
    "sandbox-utils/lib/shell.cjs",
    "sandbox-utils/lib/text.cjs",
    "sandbox-utils/lib/trees.cjs",
    "sandbox-utils/package.json",
    "string-utils/index.cjs",
    "string-utils/index.mjs",
    "string-utils/package.json",
}

/// Adds them to the tree.
pub(crate) fn add_to(mut files: TemplateBuilder) -> Result<TemplateBuilder> {
    for (name, content) in FILES {
        files = files.bytes(&format!("{PLACE}/{name}"), *content)?;
    }
    Ok(files)
}
