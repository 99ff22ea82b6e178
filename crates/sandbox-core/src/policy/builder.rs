//! Setters for policies made in code. [`ExecutionPolicy::validate`] checks what they were given.

use std::path::PathBuf;
use std::time::Duration;

use super::{DiskLimits, ExecutionPolicy, HostCallLimits, Mount, OnOutputLimit, StartTime};
use crate::GuestPath;

impl ExecutionPolicy {
    /// Sets [`fuel_budget`](Self::fuel_budget), in instructions.
    #[must_use]
    pub fn with_fuel_budget(mut self, instructions: u64) -> Self {
        self.fuel_budget = instructions;
        self
    }

    /// Sets [`timeout`](Self::timeout), the wall-clock limit.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets [`memory_bytes`](Self::memory_bytes).
    #[must_use]
    pub fn with_memory_bytes(mut self, bytes: u64) -> Self {
        self.memory_bytes = bytes;
        self
    }

    /// Sets [`stdout_max_bytes`](Self::stdout_max_bytes).
    #[must_use]
    pub fn with_stdout_max_bytes(mut self, bytes: u64) -> Self {
        self.stdout_max_bytes = bytes;
        self
    }

    /// Sets [`stderr_max_bytes`](Self::stderr_max_bytes).
    #[must_use]
    pub fn with_stderr_max_bytes(mut self, bytes: u64) -> Self {
        self.stderr_max_bytes = bytes;
        self
    }

    /// Sets [`on_output_limit`](Self::on_output_limit).
    #[must_use]
    pub fn with_on_output_limit(mut self, reaction: OnOutputLimit) -> Self {
        self.on_output_limit = reaction;
        self
    }

    /// Sets [`args`](Self::args), the arguments after the program's own name.
    #[must_use]
    pub fn with_args<A: Into<String>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args = args.into_iter().map(Into::into).collect();
        self
    }

    /// Sets [`stdin`](Self::stdin).
    #[must_use]
    pub fn with_stdin(mut self, text: impl Into<String>) -> Self {
        self.stdin = text.into();
        self
    }

    /// Sets [`clock_resolution_ns`](Self::clock_resolution_ns).
    #[must_use]
    pub fn with_clock_resolution_ns(mut self, nanoseconds: u64) -> Self {
        self.clock_resolution_ns = nanoseconds;
        self
    }

    /// Sets [`javascript_std`](Self::javascript_std).
    #[must_use]
    pub fn with_javascript_std(mut self, wanted: bool) -> Self {
        self.javascript_std = wanted;
        self
    }

    /// Sets [`last_value`](Self::last_value).
    #[must_use]
    pub fn with_last_value(mut self, wanted: bool) -> Self {
        self.last_value = wanted;
        self
    }

    /// Adds a variable to [`env`](Self::env), or replaces it.
    #[must_use]
    pub fn with_env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }

    /// Takes a variable out of [`env`](Self::env), if it is there.
    #[must_use]
    pub fn without_env(mut self, name: &str) -> Self {
        self.env.remove(name);
        self
    }

    /// Adds a host folder to [`mounts`](Self::mounts).
    #[must_use]
    pub fn with_mount(mut self, host: impl Into<PathBuf>, guest: GuestPath) -> Self {
        self.mounts.push(Mount {
            host: host.into(),
            guest,
        });
        self
    }

    /// Sets [`mount_data_dir`](Self::mount_data_dir), shown at `/data` unless
    /// [`guest_data_path`](Self::guest_data_path) says otherwise.
    #[must_use]
    pub fn with_data_dir(mut self, host: impl Into<PathBuf>) -> Self {
        self.mount_data_dir = Some(host.into());
        self.guest_data_path
            .get_or_insert_with(super::mounts::default_data_path);
        self
    }

    /// Sets [`disk`](Self::disk).
    #[must_use]
    pub fn with_disk(mut self, limits: DiskLimits) -> Self {
        self.disk = limits;
        self
    }

    /// Sets [`host_calls`](Self::host_calls).
    #[must_use]
    pub fn with_host_calls(mut self, limits: HostCallLimits) -> Self {
        self.host_calls = limits;
        self
    }

    /// Switches [`determinism`](Self::determinism) on, with random numbers from `seed`.
    #[must_use]
    pub fn with_deterministic_seed(mut self, seed: u64) -> Self {
        self.determinism.enabled = true;
        self.determinism.seed = seed;
        self
    }

    /// Sets the wall clock that a deterministic program starts with.
    #[must_use]
    pub fn with_start_time(mut self, time: StartTime) -> Self {
        self.determinism.start_time = time;
        self
    }
}
