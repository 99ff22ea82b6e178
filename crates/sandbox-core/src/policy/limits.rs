//! The tables of limits, and the range of every number of a policy.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{schema, serial};

/// The largest fuel budget: 2^63-1 instructions, the largest number that TOML has.
pub const MAX_FUEL: u64 = (1 << 63) - 1;

/// The longest wall-clock limit: 24 hours.
pub const MAX_TIMEOUT: Duration = Duration::from_hours(24);

/// The shortest duration that is written as a number: a nanosecond, in seconds.
pub(crate) const MIN_SECONDS: f64 = 1e-9;

/// The most memory a program may add, in bytes: a 32-bit address space less one page.
pub const MAX_MEMORY_BYTES: u64 = (1 << 32) - (1 << 16);

/// The most output that is kept of one stream, in bytes: 256 MiB. The host holds it in memory.
pub const MAX_OUTPUT_BYTES: u64 = 256 << 20;

/// The longest standard input in a policy, in bytes: 1 MiB.
pub const MAX_STDIN_BYTES: usize = 1 << 20;

/// The most arguments.
pub const MAX_ARGS: usize = 1_024;

/// The longest arguments, in bytes in all: 128 KiB.
pub const MAX_ARGS_BYTES: usize = 128 << 10;

/// The most a program may store, in bytes: 4 GiB. The host holds it in memory.
pub const MAX_DISK_BYTES: u64 = 4 << 30;

/// The numbers that a key takes, both ends included, and what they count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Range {
    pub(crate) min: u64,
    pub(crate) max: u64,
    pub(crate) unit: &'static str,
}

impl Range {
    const fn to(max: u64, unit: &'static str) -> Self {
        Self { min: 1, max, unit }
    }

    pub(crate) fn contains(self, value: u64) -> bool {
        (self.min..=self.max).contains(&value)
    }
}

pub(crate) const FUEL_BUDGET: Range = Range::to(MAX_FUEL, "instructions");
pub(crate) const MEMORY_BYTES: Range = Range::to(MAX_MEMORY_BYTES, "bytes");
pub(crate) const OUTPUT_BYTES: Range = Range::to(MAX_OUTPUT_BYTES, "bytes");
pub(crate) const DISK_BYTES: Range = Range::to(MAX_DISK_BYTES, "bytes");
pub(crate) const DISK_ENTRIES: Range = Range::to(10_000_000, "entries");
pub(crate) const DISK_DEPTH: Range = Range::to(256, "levels");
pub(crate) const DISK_NAME_BYTES: Range = Range::to(255, "bytes");
pub(crate) const DISK_PATH_BYTES: Range = Range::to(4_096, "bytes");
pub(crate) const DISK_OPEN_FILES: Range = Range::to(65_536, "descriptors");
pub(crate) const HOST_CALL_COUNT: Range = Range::to(MAX_FUEL, "calls");
pub(crate) const HOST_CALL_BYTES: Range = Range::to(MAX_FUEL, "bytes");
pub(crate) const CLOCK_RESOLUTION: Range = Range::to(1_000_000_000, "nanoseconds");
/// Zero is a seed like any other.
pub(crate) const SEED: Range = Range {
    min: 0,
    max: MAX_FUEL,
    unit: "as a seed",
};

/// What happens when a program prints more than is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OnOutputLimit {
    /// The program runs on; the middle of its output is dropped, counted and flagged.
    #[default]
    Truncate,
    /// The program is ended with the outcome `output_limit`.
    Stop,
}

/// What a program may store, and hold open. The read-only layers and mounts do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DiskLimits {
    /// Bytes in all files: 1 to 4 GiB, default 64 MiB. Holes count. Stops a program from filling memory or disk.
    #[schemars(schema_with = "schema::disk_bytes")]
    pub bytes: u64,
    /// Files, folders and links: 1 to 10,000,000, default 10,000. Stops a flood of empty files.
    #[schemars(schema_with = "schema::disk_entries")]
    pub entries: u32,
    /// Folders inside one another: 1 to 256, default 32. Stops trees too deep for the tools that walk them later.
    #[schemars(schema_with = "schema::disk_depth")]
    pub depth: u32,
    /// Bytes in one name: 1 to 255, default 255. Stops names that a host cannot store.
    #[schemars(schema_with = "schema::disk_name_bytes")]
    pub name_bytes: u32,
    /// Bytes in one path: 1 to 4,096, default 4,096. Stops paths that a host cannot store.
    #[schemars(schema_with = "schema::disk_path_bytes")]
    pub path_bytes: u32,
    /// Files and folders open at once, beside the standard streams: 1 to 65,536, default 128. Stops a flood of
    /// descriptors.
    #[schemars(schema_with = "schema::disk_open_files")]
    pub open_files: u32,
}

impl Default for DiskLimits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            entries: 10_000,
            depth: 32,
            name_bytes: 255,
            path_bytes: 4_096,
            open_files: 128,
        }
    }
}

/// How much work a program may ask of the host: file calls, clock readings, output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HostCallLimits {
    /// Calls: 1 to 2^63-1, default 100,000,000. Stops a program from keeping the host busy at little cost of its own.
    #[schemars(schema_with = "schema::host_call_count")]
    pub count: u64,
    /// Bytes moved by calls, both ways together: 1 to 2^63-1, default 4 GiB. Stops endless copying.
    #[schemars(schema_with = "schema::host_call_bytes")]
    pub bytes: u64,
    /// Time spent inside calls, the program's own sleeps not counted: over 0 to 24 hours, default 30 s. Stops calls
    /// that are slow for the host and cheap for the program.
    #[serde(with = "serial::duration")]
    #[schemars(schema_with = "schema::duration")]
    pub time: Duration,
}

impl Default for HostCallLimits {
    fn default() -> Self {
        Self {
            count: 100_000_000,
            bytes: 4 << 30,
            time: Duration::from_secs(30),
        }
    }
}
