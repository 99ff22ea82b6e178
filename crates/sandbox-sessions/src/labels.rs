//! What people write on their sessions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Labels of one session, and bytes of a name and of a value.
const MAX_LABELS: usize = 32;
const MAX_NAME_BYTES: usize = 64;
const MAX_VALUE_BYTES: usize = 256;

/// Names and values, at most 32 of them: a name has 1 to 64 characters of `A-Z a-z 0-9 . _ - /`, a value at most 256 bytes without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Labels(BTreeMap<String, String>);

/// Why something is no set of labels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabelError {
    /// There are too many.
    #[error("a session has at most {MAX_LABELS} labels")]
    TooMany,
    /// A name is none.
    #[error("`{}` is no label's name: 1 to {MAX_NAME_BYTES} characters of A-Z a-z 0-9 . _ - /", .0.escape_debug())]
    Name(String),
    /// A value is none.
    #[error("the value of the label `{0}` is longer than {MAX_VALUE_BYTES} bytes, or has a control character")]
    Value(String),
}

impl Labels {
    /// No labels.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets one.
    ///
    /// # Errors
    ///
    /// [`LabelError`].
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<(), LabelError> {
        let (name, value) = (name.into(), value.into());
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
        if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.chars().all(allowed) {
            return Err(LabelError::Name(name));
        }
        if value.len() > MAX_VALUE_BYTES || value.chars().any(char::is_control) {
            return Err(LabelError::Value(name));
        }
        if self.0.len() >= MAX_LABELS && !self.0.contains_key(&name) {
            return Err(LabelError::TooMany);
        }
        self.0.insert(name, value);
        Ok(())
    }

    /// Takes one away.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The value of one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every one of `wanted` is here with its value.
    #[must_use]
    pub fn include(&self, wanted: &Self) -> bool {
        wanted.iter().all(|(name, value)| self.get(name) == Some(value))
    }
}

impl TryFrom<BTreeMap<String, String>> for Labels {
    type Error = LabelError;

    fn try_from(all: BTreeMap<String, String>) -> Result<Self, LabelError> {
        let mut labels = Self::default();
        for (name, value) in all {
            labels.set(name, value)?;
        }
        Ok(labels)
    }
}

impl From<Labels> for BTreeMap<String, String> {
    fn from(labels: Labels) -> Self {
        labels.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_bounded_and_plain() {
        let mut labels = Labels::new();
        for number in 0..MAX_LABELS {
            labels.set(format!("n{number}"), "x").unwrap();
        }
        assert_eq!(labels.set("more", "x"), Err(LabelError::TooMany));
        labels.set("n0", "y").unwrap();
        for name in ["", "a b", "a\n", "é", &"x".repeat(65)] {
            assert!(matches!(labels.set(name, "x"), Err(LabelError::Name(_))), "{name:?}");
        }
        for value in ["\n", "\u{1b}[1m", &"x".repeat(257)] {
            assert!(
                matches!(labels.set("n0", value), Err(LabelError::Value(_))),
                "{value:?}"
            );
        }
        let json = serde_json::to_string(&labels).unwrap();
        assert_eq!(serde_json::from_str::<Labels>(&json).unwrap(), labels);
        assert!(serde_json::from_str::<Labels>("{\"a b\":\"x\"}").is_err());
        let mut wanted = Labels::new();
        wanted.set("n0", "y").unwrap();
        assert!(labels.include(&wanted) && labels.include(&Labels::new()));
        wanted.set("n1", "z").unwrap();
        assert!(!labels.include(&wanted));
    }
}
