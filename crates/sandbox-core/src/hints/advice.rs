//! The sentences of the hints. They name a next step, and the figures of the policy that was in force.

use super::HintContext;
use crate::analyze_fuel;
use crate::fuel::{figure, grouped};

/// How a module gets into the sandbox that is not there.
const TO_ADD: &str = "The operator of the sandbox can add packages without compiled parts (`sandbox image build`, `[python]` in packages.toml); a module of your \
     own is imported from a file in the workspace.";

/// What a Python program can import, in words.
fn importable(context: &HintContext<'_>) -> String {
    format!(
        "Importable beside the standard library: {}. {TO_ADD}",
        context.importable.join(", ")
    )
}

/// Names that packages are known by, and what is imported of them.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("beautifulsoup4", "bs4"),
    ("BeautifulSoup", "bs4"),
    ("Image", "PIL"),
    ("Pillow", "PIL"),
    ("pillow", "PIL"),
    ("PyYAML", "yaml"),
    ("pyyaml", "yaml"),
    ("python_dateutil", "dateutil"),
    ("python_docx", "docx"),
    ("python_pptx", "pptx"),
    ("scikit_learn", "sklearn"),
    ("ruamel", "yaml"),
    ("PyPDF", "pypdf"),
    ("PyPDF4", "pypdf"),
    ("fitz", "pypdf"),
    ("pdfplumber", "pypdf"),
    ("simplejson", "json"),
    ("ujson", "json"),
    ("orjson", "json"),
    ("polars", "pandas"),
    ("plotly", "matplotlib"),
    ("re2", "regex"),
    ("tomlkit", "tomllib"),
    ("toml", "tomllib"),
    ("pysqlite3", "sqlite3"),
];

/// The name that was probably meant: what the package is imported as, or the one that is written almost like it.
fn meant<'a>(name: &str, importable: &'a [String]) -> Option<&'a str> {
    let first = name.split('.').next().unwrap_or(name);
    let known = OTHER_NAMES
        .iter()
        .find(|(other, _)| *other == first)
        .map(|(_, imported)| *imported);
    let is_there = |imported: &&str| {
        importable.iter().any(|name| name == imported) || matches!(*imported, "json" | "tomllib" | "sqlite3")
    };
    known.filter(is_there).or_else(|| {
        let near = |candidate: &&'a String| {
            let close = strsim::osa_distance(&candidate.to_lowercase(), &first.to_lowercase());
            close <= 2 && close * 3 <= first.chars().count()
        };
        let distance = |candidate: &&'a String| strsim::osa_distance(candidate, first);
        importable.iter().filter(near).min_by_key(distance).map(String::as_str)
    })
}

pub(super) fn out_of_fuel(context: &HintContext<'_>, _: &str) -> String {
    let budget = context.policy.fuel_budget;
    // The budget counts as used up, even if the last piece of host work was too dear for what was left of it.
    let next = analyze_fuel(Some(budget), budget).suggested_budget.unwrap_or(budget);
    format!(
        "The program used up its {} instructions: look for a loop that does not end and for work that vectorised or \
         built-in functions do faster; if it is really needed, raise fuel_budget to {}.",
        grouped(budget),
        figure(next)
    )
}

pub(super) fn timeout(context: &HintContext<'_>, _: &str) -> String {
    format!(
        "The program took longer than {}: remove sleeps and waiting loops, or raise `timeout`.",
        humantime::format_duration(context.policy.timeout)
    )
}

pub(super) fn memory_limit(context: &HintContext<'_>, _: &str) -> String {
    format!(
        "The program needs more than the {} bytes of memory it may use: work in pieces (generators, `chunksize`, smaller \
         types) and drop what is no longer needed, or raise `memory_bytes`.",
        grouped(context.policy.memory_bytes)
    )
}

pub(super) fn output_limit(context: &HintContext<'_>, _: &str) -> String {
    format!(
        "The program printed more than {} bytes to standard output or {} to standard error: print a summary and write \
         the rest to a file in /app, or raise `stdout_max_bytes` or `stderr_max_bytes`.",
        grouped(context.policy.stdout_max_bytes),
        grouped(context.policy.stderr_max_bytes)
    )
}

pub(super) fn disk_quota(context: &HintContext<'_>, _: &str) -> String {
    let disk = &context.policy.disk;
    format!(
        "The program may store {} bytes in {} files and folders and keep {} open: delete files it no longer needs, close \
         files (`with open(...)`), or raise the limits in `disk`.",
        grouped(disk.bytes),
        grouped(disk.entries.into()),
        grouped(disk.open_files.into())
    )
}

pub(super) fn deep_recursion(_: &HintContext<'_>, _: &str) -> String {
    "Calls nested too deeply: check that the recursion ends, or use a loop with a list of its own as the stack; raising \
     the interpreter's recursion limit does not make the stack larger."
        .into()
}

pub(super) fn host_call_limit(context: &HintContext<'_>, key: &str) -> String {
    let calls = &context.policy.host_calls;
    format!(
        "The program asked more of the host than `{key}` allows ({} calls, {} bytes, {} of work in all): read and write files in \
         larger pieces, ask for the time less often and do not copy the same data again and again, or raise the limits in \
         `host_calls`.",
        grouped(calls.count),
        grouped(calls.bytes),
        humantime::format_duration(calls.time)
    )
}

pub(super) fn trap(_: &HintContext<'_>, _: &str) -> String {
    "The interpreter itself was stopped by an illegal operation, so no exception was raised: simplify what the program \
     does after its last output."
        .into()
}

pub(super) fn host_error(_: &HintContext<'_>, _: &str) -> String {
    "The sandbox's host failed, not the program; run the same program again.".into()
}

pub(super) fn install_command(context: &HintContext<'_>, command: &str) -> String {
    format!(
        "`{command}` is no Python, and nothing can be installed at run time; remove the line. {}",
        importable(context)
    )
}

pub(super) fn network(_: &HintContext<'_>, name: &str) -> String {
    format!(
        "`{name}`: there is no network in the sandbox. Put the data into the workspace (/app) before the program runs, and \
         read it as a file."
    )
}

pub(super) fn process(_: &HintContext<'_>, _: &str) -> String {
    "The sandbox has no processes and no shell; do the work in Python itself, with `pathlib`, `shutil`, `zipfile` and the \
     like."
        .into()
}

pub(super) fn thread(_: &HintContext<'_>, _: &str) -> String {
    "The sandbox has one thread; call the function directly, or use `asyncio` for work that waits.".into()
}

pub(super) fn module_not_found(context: &HintContext<'_>, name: &str) -> String {
    let meant = meant(name, context.importable)
        .map(|meant| format!(" Use `{meant}`."))
        .unwrap_or_default();
    format!(
        "`{name}` is not installed, and nothing can be installed at run time.{meant} {}",
        importable(context)
    )
}

pub(super) fn path_outside_workspace(_: &HintContext<'_>, path: &str) -> String {
    format!(
        "`{path}` is outside of what the program can see: its files are in /app (the current folder), and /tmp is for \
         scratch files. Use a relative path."
    )
}

pub(super) fn read_only(_: &HintContext<'_>, path: &str) -> String {
    format!("`{path}` cannot be written: only /app and /tmp are writable; write the result there.")
}

pub(super) fn file_not_found(_: &HintContext<'_>, path: &str) -> String {
    format!(
        "`{path}` is not there: the workspace starts with the files that the caller gave and nothing else; \
         `os.listdir('.')` shows them."
    )
}

pub(super) fn stdin(_: &HintContext<'_>, _: &str) -> String {
    "`input()` found no (more) input: nobody can type in the sandbox. Put the values into the program, or give standard \
     input with the execution."
        .into()
}

pub(super) fn not_iterable(_: &HintContext<'_>, _: &str) -> String {
    "Only arrays and other iterable values can be destructured with `[...]` or spread: destructure an object by its names, \
     or return an array."
        .into()
}
