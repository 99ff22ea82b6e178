//! What a pin may say. Pins are ours, but names in them become paths and arguments, so they are checked like input.

use std::collections::BTreeSet;

use super::{GuestPin, PackageKind, PackagePin, PinError, Pins};
use crate::regular::MAX_FILE_BYTES;

pub(super) fn pins(pins: &Pins) -> Result<(), PinError> {
    if pins.guests.is_empty() {
        return Err(invalid("guest", "[]", "must name at least one guest"));
    }
    let mut names = BTreeSet::new();
    for (index, pin) in pins.guests.iter().enumerate() {
        let key = format!("guest[{index}]");
        if !names.insert(pin.name.as_str()) {
            return Err(invalid(&format!("{key}.name"), &pin.name, "is used twice"));
        }
        guest(pin, &key)?;
    }
    Ok(())
}

fn guest(pin: &GuestPin, key: &str) -> Result<(), PinError> {
    identifier(&format!("{key}.name"), &pin.name)?;
    identifier(&format!("{key}.runtime"), &pin.runtime)?;
    plain_name(&format!("{key}.version"), &pin.version)?;
    if pin.packages.is_empty() {
        return Err(invalid(
            &format!("{key}.package"),
            "[]",
            "must name at least one package",
        ));
    }
    // Names become folders and files beside each other, also where `a` and `A` are the same.
    let (mut names, mut files) = (BTreeSet::new(), BTreeSet::new());
    let mut locals = BTreeSet::from([crate::fetch::NOTICES_FOLDER.to_owned()]);
    for (index, pin) in pin.packages.iter().enumerate() {
        let key = format!("{key}.package[{index}]");
        package(pin, &key)?;
        if !names.insert(pin.name.to_ascii_lowercase()) {
            return Err(invalid(&format!("{key}.name"), &pin.name, "is used twice"));
        }
        if !files.insert(pin.file.to_ascii_lowercase()) {
            return Err(invalid(&format!("{key}.file"), &pin.file, "is used twice"));
        }
        for (local, ..) in pin.files() {
            if !locals.insert(local.to_ascii_lowercase()) {
                return Err(invalid(
                    &format!("{key}.member"),
                    local,
                    "is used twice as a local name",
                ));
            }
        }
    }
    Ok(())
}

fn package(pin: &PackagePin, key: &str) -> Result<(), PinError> {
    requested(&format!("{key}.name"), &pin.name)?;
    requested(&format!("{key}.version"), &pin.version)?;
    plain_name(&format!("{key}.file"), &pin.file)?;
    let Some(kind) = PackageKind::of_file(&pin.file) else {
        return Err(invalid(
            &format!("{key}.file"),
            &pin.file,
            "must end in `.whl` (a wheel) or `.tgz` (an npm package)",
        ));
    };
    if pin.license.is_empty() {
        return Err(invalid(&format!("{key}.license"), "", "must be an SPDX expression"));
    }
    size(&format!("{key}.bytes"), pin.bytes)?;
    for (index, notice) in pin.notices.iter().enumerate() {
        let path = notice.strip_suffix('/').unwrap_or(notice);
        archive_path(&format!("{key}.notices[{index}]"), path)?;
    }

    if pin.members.is_empty() {
        return Err(invalid(&format!("{key}.member"), "[]", "must name at least one file"));
    }
    let mut archived = BTreeSet::new();
    for (index, member) in pin.members.iter().enumerate() {
        let key = format!("{key}.member[{index}]");
        archive_path(&format!("{key}.archive"), &member.archive)?;
        if !archived.insert(&member.archive) {
            return Err(invalid(&format!("{key}.archive"), &member.archive, "is used twice"));
        }
        if pin.notices.contains(&member.archive) {
            return Err(invalid(&format!("{key}.archive"), &member.archive, "is a notice, too"));
        }
        plain_name(&format!("{key}.local"), &member.local)?;
        size(&format!("{key}.bytes"), member.bytes)?;
    }
    for (index, nested) in pin.nested.iter().enumerate() {
        let key = format!("{key}.nested[{index}]");
        if kind != PackageKind::Wheel {
            return Err(invalid(&key, &nested.archive, "must be a file of a wheel"));
        }
        archive_path(&format!("{key}.archive"), &nested.archive)?;
        plain_name(&format!("{key}.local"), &nested.local)?;
        size(&format!("{key}.bytes"), nested.bytes)?;
        if !pin.members.iter().any(|member| member.local == nested.container) {
            return Err(invalid(
                &format!("{key}.container"),
                &nested.container,
                "must be the local name of a member of the same package",
            ));
        }
    }
    Ok(())
}

/// A package's name or version. The two become one argument of a package client, `NAME==VERSION` or `NAME@VERSION`: neither may
/// look like an option, a URL or, to npm by its ending, a file. A scoped name (`@scope/name`) is no folder's name either.
fn requested(key: &str, value: &str) -> Result<(), PinError> {
    plain_name(key, value)?;
    let lower = value.to_ascii_lowercase();
    if [".tgz", ".tar.gz", ".tar"].iter().any(|ending| lower.ends_with(ending)) {
        return Err(invalid(key, value, "must not end like the name of an archive"));
    }
    Ok(())
}

fn identifier(key: &str, value: &str) -> Result<(), PinError> {
    let good = value.starts_with(|first: char| first.is_ascii_lowercase())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if good && value.len() <= 32 {
        return Ok(());
    }
    Err(invalid(
        key,
        value,
        "must be at most 32 lower-case letters, digits and `-`, a letter first",
    ))
}

fn plain_name(key: &str, value: &str) -> Result<(), PinError> {
    if is_plain_name(value) {
        return Ok(());
    }
    Err(invalid(
        key,
        value,
        "must be at most 128 letters, digits, `.`, `_`, `+` and `-`, a letter or digit first",
    ))
}

/// Whether `name` is safe as a file name on any system, as an argument, and in a message.
pub(crate) fn is_plain_name(name: &str) -> bool {
    name.len() <= 128
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte))
}

fn archive_path(key: &str, value: &str) -> Result<(), PinError> {
    let safe = value.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if safe && value.len() <= 1024 {
        return Ok(());
    }
    Err(invalid(
        key,
        value,
        "must be a relative path of printable ASCII without `.`, `..` or empty parts",
    ))
}

fn size(key: &str, value: u64) -> Result<(), PinError> {
    if (1..=MAX_FILE_BYTES).contains(&value) {
        return Ok(());
    }
    Err(invalid(key, &value.to_string(), "must be between 1 byte and 2 GiB"))
}

fn invalid(key: &str, value: &str, rule: &'static str) -> PinError {
    PinError::Invalid {
        key: key.to_owned(),
        value: value.to_owned(),
        rule,
    }
}
