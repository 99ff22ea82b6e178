//! How fields are written that have more than one form in text.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::env::defaults;

/// The variables, and `false` for each default that is not among them: reading merges over the defaults.
pub(super) fn env<S: Serializer>(env: &BTreeMap<String, String>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Entry<'a> {
        Value(&'a str),
        Absent(bool),
    }
    let absent: Vec<_> = defaults().into_keys().filter(|name| !env.contains_key(name)).collect();
    let mut map = serializer.serialize_map(Some(env.len() + absent.len()))?;
    for (name, value) in env {
        map.serialize_entry(name, &Entry::Value(value))?;
    }
    for name in absent {
        map.serialize_entry(&name, &Entry::Absent(false))?;
    }
    map.end()
}

/// A duration as text with units.
pub(super) mod duration {
    use std::time::Duration;

    use serde::Serializer;

    pub(in crate::policy) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&humantime::format_duration(*duration))
    }
}
