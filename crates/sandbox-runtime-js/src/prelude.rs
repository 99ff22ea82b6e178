//! The prelude's text: one script out of all files of `guest/` and of the vendored packages.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Names of the prelude's modules and their texts.
macro_rules! modules {
    ($($name:literal),* $(,)?) => {
        const MODULES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../guest/", $name, ".js")))),*];
    };
}

modules! {
    "builtins",
    "call_site",
    "check",
    "collation",
    "commonjs",
    "console",
    "console_table",
    "engine_gaps",
    "esm",
    "files",
    "globals",
    "host_error",
    "interactive",
    "intl",
    "intl_methods",
    "locales",
    "main",
    "module_text",
    "node/assert",
    "node/assert_diff",
    "node/assert_error",
    "node/assert_source",
    "node/assert_throws",
    "node/buffer",
    "node/buffer_numbers",
    "node/buffer_search",
    "node/buffer_text",
    "node/crypto",
    "node/crypto_data",
    "node/crypto_derive",
    "node/crypto_hash",
    "node/crypto_keys",
    "node/crypto_random",
    "node/crypto_refused",
    "node/crypto_stream",
    "node/deep_equal",
    "node/errors",
    "node/events",
    "node/events_async",
    "node/fs",
    "node/fs_callbacks",
    "node/fs_constants",
    "node/fs_copy",
    "node/fs_descriptors",
    "node/fs_dir",
    "node/fs_dirent",
    "node/fs_entries",
    "node/fs_files",
    "node/fs_forms",
    "node/fs_handle",
    "node/fs_host",
    "node/fs_links",
    "node/fs_listing",
    "node/fs_options",
    "node/fs_promises",
    "node/fs_read_stream",
    "node/fs_stats",
    "node/fs_stream",
    "node/fs_write_stream",
    "node/kinds",
    "node/os",
    "node/os_constants",
    "node/path",
    "node/perf_hooks",
    "node/promises",
    "node/proxies",
    "node/querystring",
    "node/readline",
    "node/readline_escapes",
    "node/string_decoder",
    "node/timers_promises",
    "node/url",
    "node/url_domain",
    "node/url_legacy",
    "node/util",
    "node/util_entries",
    "node/util_env",
    "node/util_errors",
    "node/util_format",
    "node/util_functions",
    "node/util_inspect",
    "node/util_layout",
    "node/util_names",
    "node/util_parse_args",
    "node/util_shapes",
    "node/util_style",
    "node/util_system_errors",
    "node/util_text",
    "node/util_types",
    "node_errors",
    "node_module",
    "node_timers",
    "performance",
    "position_calls",
    "position_tokens",
    "positions",
    "primordials",
    "process",
    "process_internals",
    "program",
    "rejections",
    "rewriting",
    "scanner",
    "seeded_random",
    "sources",
    "stack",
    "state",
    "std_compat",
    "stdio",
    "syntax",
    "ticks",
    "timers",
    "turn_text",
    "typescript",
    "uncaught",
    "utf8",
    "value",
    "web/abort",
    "web/base64",
    "web/blob",
    "web/brands",
    "web/crypto",
    "web/dom_exception",
    "web/encoding",
    "web/events",
    "web/inspect",
    "web/structured_clone",
    "web/subtle_crypto",
    "web/url",
}

/// What defines `define` and `require`.
const BOOTSTRAP: &str = include_str!("../guest/bootstrap.js");

/// A file of a package that is part of the guest.
pub(crate) struct Vendored {
    /// Its name in the prelude.
    pub(crate) module: &'static str,
    /// The guest's member.
    pub(crate) file: &'static str,
}

impl Vendored {
    /// Where it lies in the guest's tree.
    pub(crate) fn guest_path(&self) -> String {
        format!("/usr/share/javascript/{}.js", self.module)
    }
}

/// The largest vendored file, in bytes.
pub(crate) const MAX_VENDORED_BYTES: u64 = 1 << 20;

/// The vendored packages.
pub(crate) const VENDORED: &[Vendored] = &[
    Vendored {
        module: "vendor/base64-js/index",
        file: "vendor-base64-js.js",
    },
    Vendored {
        module: "vendor/buffer/index",
        file: "vendor-buffer.js",
    },
    Vendored {
        module: "vendor/events/events",
        file: "vendor-events.js",
    },
    Vendored {
        module: "vendor/ieee754/index",
        file: "vendor-ieee754.js",
    },
    Vendored {
        module: "vendor/path-browserify/index",
        file: "vendor-path-browserify.js",
    },
];

/// Programs that are run before the snapshot, so that a clone finds what they need compiled and allocated.
pub(crate) const PRACTICE: &[&str] = &["console.log('hi')"];

/// The script: a function of the host's operations that returns the exports of `main`.
pub(crate) fn script(vendored: &[(&Vendored, String)]) -> String {
    let own = MODULES.iter().copied();
    let packages = vendored.iter().map(|(vendored, text)| (vendored.module, text.as_str()));
    let mut script = format!("(function (host) {{\n'use strict';\n{BOOTSTRAP}\n");
    for (name, text) in own.chain(packages) {
        // Writing to a string cannot fail.
        let _ = writeln!(
            script,
            "define('{name}', function (exports, require, module, host) {{\n{text}\n}});"
        );
    }
    script.push_str("return require('main');\n})");
    script
}

/// An expression that names every identifier of the script once.
///
/// The engine keeps a counted string for each name, made where the name is first read. Evaluated before the script, this puts all of them side by side; a
/// program that uses a few hundred of them then writes a few pages instead of as many as there are.
pub(crate) fn names(script: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let names: BTreeSet<&str> = script
        .split(|c| !is_part(c))
        .filter(|word| word.starts_with(|c: char| is_part(c) && !c.is_ascii_digit()))
        .collect();
    let mut text = String::from("({");
    for name in names {
        // Writing to a string cannot fail.
        let _ = write!(text, "{name}:0,");
    }
    text.push_str("})");
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn files(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                files(&entry.path(), &format!("{prefix}{name}/"), found);
            } else if let Some(stem) = name.strip_suffix(".js") {
                found.insert(format!("{prefix}{stem}"));
            }
        }
    }

    #[test]
    fn every_file_is_part_of_the_prelude() {
        let mut found = BTreeSet::new();
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("guest"), "", &mut found);
        let mut listed: BTreeSet<String> = MODULES.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.insert("bootstrap".to_owned());
        assert_eq!(found, listed);
    }
}
