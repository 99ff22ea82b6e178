//! Puts the keys of a document over a policy.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::limits::{self, OnOutputLimit};
use super::node::Node;
use super::reader::{Field, Reader};
use super::{
    Determinism, DiskLimits, ExecutionPolicy, HostCallLimits, Mount, PolicyError, StartTime, determinism, keys, mounts,
};
use crate::GuestPath;

/// Puts the keys of a document over a policy. The types and ranges of single values are checked here;
/// [`ExecutionPolicy::validate`] checks the whole.
pub(super) fn apply(policy: &mut ExecutionPolicy, document: Node) -> Result<(), PolicyError> {
    let mut keys = Reader::open("", document, keys::POLICY)?;
    keys.count("fuel_budget", limits::FUEL_BUDGET, &mut policy.fuel_budget)?;
    apply_timeout(policy, &mut keys)?;
    keys.size("memory_bytes", limits::MEMORY_BYTES, &mut policy.memory_bytes)?;
    keys.size("stdout_max_bytes", limits::OUTPUT_BYTES, &mut policy.stdout_max_bytes)?;
    keys.size("stderr_max_bytes", limits::OUTPUT_BYTES, &mut policy.stderr_max_bytes)?;
    if let Some(field) = keys.take("on_output_limit") {
        policy.on_output_limit = on_output_limit(&field)?;
    }
    if let Some(field) = keys.take("args") {
        policy.args = field.list()?.into_iter().map(Field::text).collect::<Result<_, _>>()?;
    }
    if let Some(field) = keys.take("stdin") {
        policy.stdin = field.text()?;
    }
    keys.flag("last_value", &mut policy.last_value)?;
    keys.flag("javascript_std", &mut policy.javascript_std)?;
    apply_data_dir(policy, &mut keys)?;
    if let Some(field) = keys.take("env") {
        apply_env(&mut policy.env, field)?;
    }
    if let Some(field) = keys.take("disk") {
        apply_disk(&mut policy.disk, field)?;
    }
    if let Some(field) = keys.take("host_calls") {
        apply_host_calls(&mut policy.host_calls, field)?;
    }
    if let Some(field) = keys.take("determinism") {
        apply_determinism(&mut policy.determinism, field)?;
    }
    keys.count(
        "clock_resolution_ns",
        limits::CLOCK_RESOLUTION,
        &mut policy.clock_resolution_ns,
    )?;
    if let Some(field) = keys.take("mounts") {
        policy.mounts = field.list()?.into_iter().map(mount).collect::<Result<_, _>>()?;
    }
    Ok(())
}

fn apply_timeout(policy: &mut ExecutionPolicy, keys: &mut Reader) -> Result<(), PolicyError> {
    let (named, seconds) = (keys.take("timeout"), keys.take("timeout_seconds"));
    if let (Some(one), Some(other)) = (&named, &seconds) {
        return Err(PolicyError::Conflict {
            path: one.path.clone(),
            other: other.path.clone(),
        });
    }
    if let Some(field) = seconds.as_ref().filter(|field| matches!(field.node, Node::Text(_))) {
        return Err(field.expected("a positive number of seconds"));
    }
    if let Some(field) = named.or(seconds) {
        policy.timeout = field.duration()?;
    }
    Ok(())
}

fn on_output_limit(field: &Field) -> Result<OnOutputLimit, PolicyError> {
    match &field.node {
        Node::Text(text) if text == "truncate" => Ok(OnOutputLimit::Truncate),
        Node::Text(text) if text == "stop" => Ok(OnOutputLimit::Stop),
        _ => Err(field.expected("\"truncate\" or \"stop\"")),
    }
}

fn apply_data_dir(policy: &mut ExecutionPolicy, keys: &mut Reader) -> Result<(), PolicyError> {
    if let Some(field) = keys.take("mount_data_dir") {
        policy.mount_data_dir = Some(PathBuf::from(field.text()?));
        policy.guest_data_path.get_or_insert_with(mounts::default_data_path);
    }
    if let Some(field) = keys.take("guest_data_path") {
        policy.guest_data_path = Some(guest_path(field)?);
    }
    Ok(())
}

fn apply_env(env: &mut BTreeMap<String, String>, field: Field) -> Result<(), PolicyError> {
    let (path, entries) = field.table()?;
    for (name, node) in entries {
        match node {
            Node::Text(value) => drop(env.insert(name, value)),
            Node::Bool(false) => drop(env.remove(&name)),
            node => {
                return Err(Field {
                    path: keys::key_path(&path, &name),
                    node,
                }
                .expected("text, or false to take a default away"));
            }
        }
    }
    Ok(())
}

fn apply_disk(disk: &mut DiskLimits, field: Field) -> Result<(), PolicyError> {
    let mut keys = Reader::open(field.path, field.node, keys::DISK)?;
    keys.size("bytes", limits::DISK_BYTES, &mut disk.bytes)?;
    keys.count("entries", limits::DISK_ENTRIES, &mut disk.entries)?;
    keys.count("depth", limits::DISK_DEPTH, &mut disk.depth)?;
    keys.size("name_bytes", limits::DISK_NAME_BYTES, &mut disk.name_bytes)?;
    keys.size("path_bytes", limits::DISK_PATH_BYTES, &mut disk.path_bytes)?;
    keys.count("open_files", limits::DISK_OPEN_FILES, &mut disk.open_files)
}

fn apply_host_calls(calls: &mut HostCallLimits, field: Field) -> Result<(), PolicyError> {
    let mut keys = Reader::open(field.path, field.node, keys::HOST_CALLS)?;
    keys.count("count", limits::HOST_CALL_COUNT, &mut calls.count)?;
    keys.size("bytes", limits::HOST_CALL_BYTES, &mut calls.bytes)?;
    if let Some(field) = keys.take("time") {
        calls.time = field.duration()?;
    }
    Ok(())
}

fn apply_determinism(determinism: &mut Determinism, field: Field) -> Result<(), PolicyError> {
    let mut keys = Reader::open(field.path, field.node, keys::DETERMINISM)?;
    keys.flag("enabled", &mut determinism.enabled)?;
    keys.count("seed", limits::SEED, &mut determinism.seed)?;
    if let Some(field) = keys.take("start_time") {
        determinism.start_time = start_time(&field)?;
    }
    Ok(())
}

fn start_time(field: &Field) -> Result<StartTime, PolicyError> {
    let time = match &field.node {
        Node::Text(text) => text.parse().ok(),
        Node::Integer(seconds) => u64::try_from(*seconds).ok().and_then(StartTime::from_unix_seconds),
        _ => None,
    };
    time.ok_or_else(|| PolicyError::invalid(&field.path, &field.node, determinism::START_TIME_RULE))
}

fn mount(field: Field) -> Result<Mount, PolicyError> {
    let mut keys = Reader::open(field.path, field.node, keys::MOUNT)?;
    let host = keys.require("host", "the path of a host folder")?.text()?;
    let guest = guest_path(keys.require("guest", "an absolute guest path such as \"/data\"")?)?;
    Ok(Mount {
        host: PathBuf::from(host),
        guest,
    })
}

fn guest_path(field: Field) -> Result<GuestPath, PolicyError> {
    let path = field.path.clone();
    let text = field.text()?;
    text.parse()
        .map_err(|rule: crate::GuestPathError| PolicyError::invalid(path, format_args!("\"{text}\""), rule.to_string()))
}
