//! Names of objects.

use std::fmt;

/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 512;

/// The longest part of a key, in bytes: what file systems allow, and room for the suffix of a file that is being written.
const MAX_PART_BYTES: usize = 200;

/// The name of an object: parts of `A-Z a-z 0-9 . _ -`, joined by `/`. No part is empty, `.` or `..`, so that a key is a safe relative path, a safe object
/// key and a safe part of a URL alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

/// A text that is no [`Key`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no key: parts of ASCII letters, digits, `.`, `_` and `-` joined by `/`, at most {MAX_KEY_BYTES} bytes", .0.escape_debug())]
pub struct KeyError(pub String);

impl Key {
    /// Checks a key.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for a text that is not of the form that the type describes.
    pub fn new(key: impl Into<String>) -> Result<Self, KeyError> {
        let key = key.into();
        let fine = key.len() <= MAX_KEY_BYTES && key.split('/').all(is_part);
        if fine { Ok(Self(key)) } else { Err(KeyError(key)) }
    }

    /// A key of a text that is one: of literals, numbers and hexadecimal digits.
    pub(crate) fn of_safe(key: impl Into<String>) -> Self {
        let key = key.into();
        debug_assert!(Self::new(key.clone()).is_ok(), "{key}");
        Self(key)
    }

    /// A key below this one.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn join(&self, rest: &str) -> Result<Self, KeyError> {
        Self::new(format!("{}/{rest}", self.0))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// What follows `above` and a slash, if it lies below it.
    #[must_use]
    pub fn below(&self, above: &Key) -> Option<&str> {
        self.0.strip_prefix(&above.0)?.strip_prefix('/')
    }
}

/// Whether a text can be one part of a key.
pub(crate) fn is_part(part: &str) -> bool {
    !part.is_empty()
        && part.len() <= MAX_PART_BYTES
        && part != "."
        && part != ".."
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Key {
    type Error = KeyError;

    fn try_from(key: String) -> Result<Self, KeyError> {
        Self::new(key)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_safe_names_are_keys() {
        for key in ["a", "a/b", "sessions/x-1_2.json", ".hidden", "A/a", &"x".repeat(200)] {
            assert_eq!(Key::new(key).unwrap().as_str(), key);
        }
        let long = vec!["x".repeat(100); 6].join("/");
        for key in [
            "",
            "/",
            "a/",
            "/a",
            "a//b",
            ".",
            "..",
            "a/..",
            "../a",
            "a\\b",
            "a b",
            "a\0",
            "é",
            "a%2e",
            "a#1",
            &"x".repeat(201),
            &long,
        ] {
            assert_eq!(Key::new(key), Err(KeyError(key.to_owned())), "{key}");
        }
        let key = Key::new("a/b").unwrap();
        assert_eq!(key.join("c/d").unwrap().name(), "d");
        assert!(key.join("../c").is_err());
        assert_eq!(key.join("c/d").unwrap().below(&key), Some("c/d"));
        assert_eq!(Key::new("a/bc").unwrap().below(&key), None);
    }

    proptest! {
        #[test]
        fn a_key_is_a_relative_path_without_detours(text in "[a-zA-Z0-9._/ \\\\-]{0,40}|\\PC{0,20}") {
            if let Ok(key) = Key::new(text.clone()) {
                let path = std::path::Path::new(key.as_str());
                let plain = path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                prop_assert!(plain && path.to_str() == Some(text.as_str()));
            }
        }
    }
}
