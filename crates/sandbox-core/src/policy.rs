//! What a program may do and use: the policy of an execution.

mod builder;
mod check;
mod compare;
mod determinism;
mod env;
mod error;
mod keys;
mod limits;
mod mounts;
mod node;
mod overlay;
mod reader;
mod schema;
mod serial;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

pub use determinism::{Determinism, StartTime, StartTimeError};
pub use env::{MAX_ENV_BYTES, MAX_ENV_VARIABLES};
pub use error::PolicyError;
pub use limits::{
    DiskLimits, HostCallLimits, MAX_ARGS, MAX_ARGS_BYTES, MAX_DISK_BYTES, MAX_FUEL, MAX_MEMORY_BYTES, MAX_OUTPUT_BYTES,
    MAX_STDIN_BYTES, MAX_TIMEOUT, OnOutputLimit,
};
pub use mounts::{DEFAULT_DATA_PATH, MAX_MOUNTS, Mount};

use crate::GuestPath;
use node::Node;

/// What a program may do and use. Everything that is not granted here is denied.
///
/// The default runs an ordinary program and gives it nothing of the host. As text (TOML or JSON) every key is
/// optional and an unknown, doubled or ill-valued one is an error, so a typing mistake never leaves a looser limit
/// than the one that was meant. Sizes are whole numbers of bytes or text with a unit (`"64MiB"`); durations are text
/// with a unit (`"5s"`) or seconds.
///
/// The fields are public to be read; after writing one, call [`validate`](Self::validate) (whatever executes a policy
/// does so as well).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = schema::add_alternatives)]
#[non_exhaustive]
pub struct ExecutionPolicy {
    /// WebAssembly instructions the program may execute: 1 to 2^63-1, default 20,000,000,000. Host
    /// work done for the program is charged at fixed prices. Stops endless loops, at the same instruction on every
    /// machine.
    #[schemars(schema_with = "schema::fuel_budget")]
    pub fuel_budget: u64,
    /// Wall-clock time: over 0 to 24 hours, default 30 s. Sleeps and waits count. Stops what uses time without
    /// executing instructions.
    #[serde(with = "serial::duration")]
    #[schemars(schema_with = "schema::duration")]
    pub timeout: Duration,
    /// Memory the program may add to the interpreter's image, in bytes: 1 to 4 GiB less one page, default
    /// 128,000,000. Beyond it the interpreter gets no more and raises its own out-of-memory error. Stops exhaustion
    /// of the host's memory.
    #[schemars(schema_with = "schema::memory_bytes")]
    pub memory_bytes: u64,
    /// Bytes of standard output that are kept: 1 to 256 MiB, default 2,000,000. Stops floods of output from filling
    /// the host's memory.
    #[schemars(schema_with = "schema::output_bytes")]
    pub stdout_max_bytes: u64,
    /// Bytes of standard error that are kept: 1 to 256 MiB, default 1,000,000. Stops floods of output from filling
    /// the host's memory.
    #[schemars(schema_with = "schema::output_bytes")]
    pub stderr_max_bytes: u64,
    /// What happens when more is printed than is kept, default `truncate`.
    pub on_output_limit: OnOutputLimit,
    /// The program's arguments after its own name, default none: at most 1,024 of 128 KiB in all, without NUL
    /// characters.
    #[schemars(schema_with = "schema::args")]
    pub args: Vec<String>,
    /// Text that standard input reads, default empty: at most 1 MiB. (Other bytes, and more, are given beside the
    /// policy.)
    #[schemars(schema_with = "schema::stdin")]
    pub stdin: String,
    /// Whether the value of the last expression is returned, default no.
    pub last_value: bool,
    /// Whether JavaScript programs have the globals of `QuickJS` and of the original system beside Node's (`std`, `os`, `readJson`, ...), default no.
    pub javascript_std: bool,
    /// A host folder to show read-only at `guest_data_path`, default none. The short form of one entry in `mounts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::host_folder")]
    pub mount_data_dir: Option<PathBuf>,
    /// Where `mount_data_dir` is shown, default `/data`. Without `mount_data_dir` it is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "schema::mount_point")]
    pub guest_data_path: Option<GuestPath>,
    /// Environment variables, default `PYTHONUTF8=1`, `LC_ALL=C.UTF-8`, `PYTHONIOENCODING=utf-8`, `PYTHONHASHSEED=0`:
    /// at most 256 of 64 KiB in all. The host's environment is never passed on. In text the table is merged over the
    /// defaults; `false` instead of a value takes a default away.
    #[serde(serialize_with = "serial::env")]
    #[schemars(schema_with = "schema::env")]
    pub env: BTreeMap<String, String>,
    /// What the program may store in its workspace and `/tmp`.
    pub disk: DiskLimits,
    /// How much work the program may ask of the host.
    pub host_calls: HostCallLimits,
    /// Whether clocks and random numbers are the same on every run.
    pub determinism: Determinism,
    /// The step in which the program's clocks move, in nanoseconds: 1 to 1,000,000,000, default 1 (as exact as the host's). A coarse step, such as
    /// 1,000,000, makes it harder to measure what the processor does for others; it does not stop a program that counts.
    #[schemars(schema_with = "schema::clock_resolution")]
    pub clock_resolution_ns: u64,
    /// Host folders that the program sees read-only, default none; at most 64. They must not overlap each other, nor
    /// `/app`, `/tmp`, `/usr` and `/packages`.
    #[schemars(length(max = MAX_MOUNTS))]
    pub mounts: Vec<Mount>,
}

impl Default for ExecutionPolicy {
    fn default() -> Self {
        Self {
            fuel_budget: 20_000_000_000,
            timeout: Duration::from_secs(30),
            memory_bytes: 128_000_000,
            stdout_max_bytes: 2_000_000,
            stderr_max_bytes: 1_000_000,
            on_output_limit: OnOutputLimit::default(),
            args: Vec::new(),
            stdin: String::new(),
            last_value: false,
            javascript_std: false,
            mount_data_dir: None,
            guest_data_path: None,
            env: env::defaults(),
            disk: DiskLimits::default(),
            host_calls: HostCallLimits::default(),
            determinism: Determinism::default(),
            clock_resolution_ns: 1,
            mounts: Vec::new(),
        }
    }
}

impl ExecutionPolicy {
    /// Reads a policy from TOML; keys that are not there have their defaults.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for text that is no TOML, for unknown keys and for values that do not hold.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        Self::default().merge_toml(text)
    }

    /// Reads a policy from JSON; keys that are not there have their defaults.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for text that is no JSON, for unknown or doubled keys and for values that do not hold.
    pub fn from_json(text: &str) -> Result<Self, PolicyError> {
        Self::default().merge_json(text)
    }

    /// Reads a policy from a JSON object; keys that are not there have their defaults.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for anything but an object, for unknown keys and for values that do not hold.
    pub fn from_json_value(value: serde_json::Value) -> Result<Self, PolicyError> {
        Self::default().overlay(value)
    }

    /// This policy with the keys of a JSON object in place of its own. Tables are merged key by key; `args` and
    /// `mounts` are replaced.
    ///
    /// # Errors
    ///
    /// As for [`from_json_value`](Self::from_json_value); the message names keys of the whole policy.
    pub fn overlay(&self, value: serde_json::Value) -> Result<Self, PolicyError> {
        self.overlaid(Node::from(value))
    }

    /// This policy with the keys of a TOML document in place of its own, as [`overlay`](Self::overlay) does.
    ///
    /// # Errors
    ///
    /// As for [`from_toml`](Self::from_toml).
    pub fn merge_toml(&self, text: &str) -> Result<Self, PolicyError> {
        let node = toml::from_str(text).map_err(|error| PolicyError::syntax("TOML", &error))?;
        self.overlaid(node)
    }

    /// This policy with the keys of a JSON document in place of its own, as [`overlay`](Self::overlay) does.
    ///
    /// # Errors
    ///
    /// As for [`from_json`](Self::from_json).
    pub fn merge_json(&self, text: &str) -> Result<Self, PolicyError> {
        let node = serde_json::from_str(text).map_err(|error| PolicyError::syntax("JSON", &error))?;
        self.overlaid(node)
    }

    fn overlaid(&self, node: Node) -> Result<Self, PolicyError> {
        let mut policy = self.clone();
        overlay::apply(&mut policy, node)?;
        policy.validate()?;
        Ok(policy)
    }

    /// The whole policy as TOML, defaults included; [`from_toml`](Self::from_toml) reads it back to an equal policy.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] for a policy that does not [`validate`](Self::validate): it could not be read back.
    pub fn to_toml(&self) -> Result<String, PolicyError> {
        self.validate()?;
        toml::to_string(self).map_err(|error| PolicyError::syntax("TOML", &error))
    }

    /// The JSON schema of a policy's text form.
    ///
    /// Whatever the readers accept holds for it, and what holds for it is accepted, but for what a schema cannot tell: whether a text with a unit is
    /// within its key's range, whether a date exists, how many bytes texts have, whether mounts overlap, and that `1.0` is no whole number here.
    #[must_use]
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }

    /// Every read-only host folder that the program sees: [`mounts`](Self::mounts), and `mount_data_dir` where it is
    /// shown.
    #[must_use]
    pub fn read_only_mounts(&self) -> Vec<Mount> {
        let data = self.mount_data_dir.as_ref().map(|host| Mount {
            host: host.clone(),
            guest: self.guest_data_path.clone().unwrap_or_else(mounts::default_data_path),
        });
        data.into_iter().chain(self.mounts.iter().cloned()).collect()
    }
}

impl<'de> Deserialize<'de> for ExecutionPolicy {
    /// As [`ExecutionPolicy::from_json_value`] reads it, from any format that describes itself.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        Self::default().overlaid(node).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
