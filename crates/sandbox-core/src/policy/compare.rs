//! Which of two policies allows more.

use super::{ExecutionPolicy, OnOutputLimit};

impl ExecutionPolicy {
    /// The path of the first key in which this policy allows a program more than `other` does; `None` if it allows no more in any.
    ///
    /// Looked at is what bounds a program or shows it something of the host: the limits, the folders of the host, whether it ends at its output limit,
    /// whether clocks and random numbers are the host's, and how exact the clocks are. What a program is given besides (arguments, input, variables, seeds) may differ.
    #[must_use]
    pub fn exceeds(&self, other: &Self) -> Option<&'static str> {
        // Taken apart, so that a new key is not forgotten here.
        let Self {
            fuel_budget,
            timeout,
            memory_bytes,
            stdout_max_bytes,
            stderr_max_bytes,
            on_output_limit,
            args: _,
            stdin: _,
            last_value: _,
            javascript_std: _,
            mount_data_dir,
            guest_data_path: _,
            env: _,
            disk,
            host_calls,
            determinism,
            clock_resolution_ns,
            mounts,
        } = self;
        let goes_on = |reaction: &OnOutputLimit| *reaction == OnOutputLimit::Truncate;
        let keys = [
            ("fuel_budget", *fuel_budget > other.fuel_budget),
            ("timeout", *timeout > other.timeout),
            ("memory_bytes", *memory_bytes > other.memory_bytes),
            ("stdout_max_bytes", *stdout_max_bytes > other.stdout_max_bytes),
            ("stderr_max_bytes", *stderr_max_bytes > other.stderr_max_bytes),
            (
                "on_output_limit",
                goes_on(on_output_limit) && !goes_on(&other.on_output_limit),
            ),
            (
                "mount_data_dir",
                mount_data_dir.is_some() && *mount_data_dir != other.mount_data_dir,
            ),
            ("disk.bytes", disk.bytes > other.disk.bytes),
            ("disk.entries", disk.entries > other.disk.entries),
            ("disk.depth", disk.depth > other.disk.depth),
            ("disk.name_bytes", disk.name_bytes > other.disk.name_bytes),
            ("disk.path_bytes", disk.path_bytes > other.disk.path_bytes),
            ("disk.open_files", disk.open_files > other.disk.open_files),
            ("host_calls.count", host_calls.count > other.host_calls.count),
            ("host_calls.bytes", host_calls.bytes > other.host_calls.bytes),
            ("host_calls.time", host_calls.time > other.host_calls.time),
            ("determinism.enabled", other.determinism.enabled && !determinism.enabled),
            ("clock_resolution_ns", *clock_resolution_ns < other.clock_resolution_ns),
            ("mounts", mounts.iter().any(|mount| !other.mounts.contains(mount))),
        ];
        keys.into_iter().find_map(|(key, exceeds)| exceeds.then_some(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For every key that is looked at: a document that lowers the default, and one that raises it.
    const KEYS: [(&str, &str, &str); 14] = [
        ("fuel_budget", "fuel_budget = 1", "fuel_budget = 20_000_000_001"),
        ("timeout", "timeout = '1s'", "timeout = '31s'"),
        ("memory_bytes", "memory_bytes = 1", "memory_bytes = 128_000_001"),
        (
            "stdout_max_bytes",
            "stdout_max_bytes = 1",
            "stdout_max_bytes = 2_000_001",
        ),
        (
            "stderr_max_bytes",
            "stderr_max_bytes = 1",
            "stderr_max_bytes = 1_000_001",
        ),
        ("disk.bytes", "disk.bytes = 1", "disk.bytes = '65MiB'"),
        ("disk.entries", "disk.entries = 1", "disk.entries = 10_001"),
        ("disk.depth", "disk.depth = 1", "disk.depth = 33"),
        ("disk.open_files", "disk.open_files = 1", "disk.open_files = 129"),
        (
            "host_calls.count",
            "host_calls.count = 1",
            "host_calls.count = 100_000_001",
        ),
        ("host_calls.bytes", "host_calls.bytes = 1", "host_calls.bytes = '5GiB'"),
        ("host_calls.time", "host_calls.time = '1s'", "host_calls.time = '31s'"),
        ("mount_data_dir", "args = ['x']", "mount_data_dir = '/srv'"),
        ("mounts", "stdin = 'x'", "mounts = [{ host = '/srv', guest = '/data' }]"),
    ];

    fn policy(text: &str) -> ExecutionPolicy {
        ExecutionPolicy::from_toml(text).unwrap()
    }

    #[test]
    fn less_is_allowed_and_more_is_named() {
        let usual = ExecutionPolicy::default();
        assert_eq!(usual.exceeds(&usual), None);
        for (key, lower, higher) in KEYS {
            let (lower, higher) = (policy(lower), policy(higher));
            assert_eq!(lower.exceeds(&usual), None, "{key}");
            assert_eq!(higher.exceeds(&usual), Some(key));
            assert_eq!(usual.exceeds(&higher), None, "{key}");
        }
        let coarse = policy("clock_resolution_ns = 1_000_000");
        assert_eq!(
            (usual.exceeds(&coarse), coarse.exceeds(&usual)),
            (Some("clock_resolution_ns"), None)
        );
        for (key, lower) in [
            ("disk.name_bytes", "disk.name_bytes = 9"),
            ("disk.path_bytes", "disk.path_bytes = 9"),
        ] {
            assert_eq!(usual.exceeds(&policy(lower)), Some(key));
        }
    }

    #[test]
    fn what_stops_a_program_or_hides_the_host_may_be_added_and_not_taken_away() {
        let usual = ExecutionPolicy::default();
        for (key, strict) in [
            ("on_output_limit", "on_output_limit = 'stop'"),
            ("determinism.enabled", "determinism.enabled = true"),
        ] {
            let strict = policy(strict);
            assert_eq!(strict.exceeds(&usual), None);
            assert_eq!(usual.exceeds(&strict), Some(key));
        }
    }
}
