//! The program's environment variables.

use std::collections::BTreeMap;

use super::PolicyError;
use super::keys::key_path;

/// The most environment variables.
pub const MAX_ENV_VARIABLES: usize = 256;

/// The longest environment, names and values together, in bytes: 64 KiB.
pub const MAX_ENV_BYTES: usize = 64 << 10;

/// The variables of the default policy: text is UTF-8 everywhere, and hashes do not vary.
pub(super) fn defaults() -> BTreeMap<String, String> {
    [
        ("LC_ALL", "C.UTF-8"),
        ("PYTHONHASHSEED", "0"),
        ("PYTHONIOENCODING", "utf-8"),
        ("PYTHONUTF8", "1"),
    ]
    .into_iter()
    .map(|(name, value)| (name.into(), value.into()))
    .collect()
}

/// Checks names, values and totals. A value is never shown: it may be a secret.
pub(super) fn check<'a>(variables: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), PolicyError> {
    let (mut count, mut bytes) = (0_usize, 0_usize);
    for (name, value) in variables {
        (count, bytes) = (count + 1, bytes + name.len() + value.len());
        let refuse = |value: &str, rule: &str| Err(PolicyError::invalid(key_path("env", name), value, rule));
        if name.is_empty() || name.contains(['=', '\0']) {
            return refuse(
                "the name",
                "must not be empty and must not contain `=` or a NUL character",
            );
        }
        if value.contains('\0') {
            return refuse("the value", "must not contain a NUL character");
        }
    }
    if count > MAX_ENV_VARIABLES {
        return Err(PolicyError::invalid(
            "env",
            format!("{count} variables"),
            format!("must be at most {MAX_ENV_VARIABLES}"),
        ));
    }
    if bytes > MAX_ENV_BYTES {
        return Err(PolicyError::invalid(
            "env",
            format!("{bytes} bytes"),
            format!("must be at most {MAX_ENV_BYTES}"),
        ));
    }
    Ok(())
}
