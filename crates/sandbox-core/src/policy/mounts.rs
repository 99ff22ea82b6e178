//! Host folders that a program sees read-only.

use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Serialize;

use super::{ExecutionPolicy, PolicyError};
use crate::GuestPath;

/// The most host folders.
pub const MAX_MOUNTS: usize = 64;

/// Where `mount_data_dir` is shown if the policy does not say.
pub const DEFAULT_DATA_PATH: &str = "/data";

/// The folders of the guest's tree that have an owner.
const OWNED: [&str; 4] = ["/app", "/packages", "/tmp", "/usr"];

/// A host folder that a program sees read-only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mount {
    /// The host's folder; a relative path starts at the host process's current folder. Links in it are not followed.
    #[schemars(schema_with = "super::schema::host_folder")]
    pub host: PathBuf,
    /// Where the program sees it: not `/`, not inside `/app`, `/tmp`, `/usr` or `/packages`, not inside another mount.
    #[schemars(schema_with = "super::schema::mount_point")]
    pub guest: GuestPath,
}

/// [`DEFAULT_DATA_PATH`] as a path.
pub(super) fn default_data_path() -> GuestPath {
    let root = GuestPath::root();
    root.join(DEFAULT_DATA_PATH.trim_start_matches('/')).unwrap_or(root)
}

/// Checks every mount of a policy by itself and against the others.
pub(super) fn check(policy: &ExecutionPolicy) -> Result<(), PolicyError> {
    if policy.mount_data_dir.is_none()
        && let Some(guest) = &policy.guest_data_path
    {
        return Err(PolicyError::invalid(
            "guest_data_path",
            guest,
            "has no meaning without mount_data_dir",
        ));
    }
    let mounts = policy.read_only_mounts();
    if mounts.len() > MAX_MOUNTS {
        return Err(PolicyError::invalid(
            "mounts",
            format!("{} mounts", mounts.len()),
            format!("must be at most {MAX_MOUNTS}"),
        ));
    }
    // `mount_data_dir` comes first, if it is there.
    let first = usize::from(policy.mount_data_dir.is_some());
    for (index, mount) in mounts.iter().enumerate() {
        let (host_key, guest_key) = match index.checked_sub(first) {
            Some(index) => (format!("mounts[{index}].host"), format!("mounts[{index}].guest")),
            None => ("mount_data_dir".into(), "guest_data_path".into()),
        };
        check_host(&host_key, &mount.host)?;
        check_guest(&guest_key, &mount.guest)?;
        if let Some(other) = mounts[..index].iter().find(|other| overlap(&other.guest, &mount.guest)) {
            return Err(PolicyError::invalid(
                guest_key,
                &mount.guest,
                format!("must not overlap the mount at {}", other.guest),
            ));
        }
    }
    Ok(())
}

fn check_host(key: &str, host: &Path) -> Result<(), PolicyError> {
    match host.to_str() {
        None => Err(PolicyError::invalid(
            key,
            host.display(),
            "must be UTF-8, as every text of a policy",
        )),
        Some("") => Err(PolicyError::invalid(
            key,
            "an empty text",
            "must be the path of a folder",
        )),
        Some(text) if text.contains('\0') => Err(PolicyError::invalid(key, text, "must not contain a NUL character")),
        Some(_) => Ok(()),
    }
}

fn check_guest(key: &str, guest: &GuestPath) -> Result<(), PolicyError> {
    if guest.is_root() {
        return Err(PolicyError::invalid(key, guest, "must not be the root"));
    }
    let top = guest.components().next().unwrap_or_default();
    match OWNED.iter().find(|owned| owned[1..] == *top) {
        Some(owned) => Err(PolicyError::invalid(
            key,
            guest,
            format!("must not be {owned} or inside it"),
        )),
        None => Ok(()),
    }
}

fn overlap(one: &GuestPath, other: &GuestPath) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_data_path_is_the_documented_one() {
        assert_eq!(default_data_path().as_str(), DEFAULT_DATA_PATH);
    }
}
