//! Paths inside a guest's file tree.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest guest path, in bytes.
pub const MAX_GUEST_PATH_BYTES: usize = 4096;

/// The longest name in a guest path, in bytes.
pub const MAX_GUEST_NAME_BYTES: usize = 255;

/// An absolute, normalised path inside a guest's file tree, such as `/app/data.csv`.
///
/// It starts with `/`, has no `.`, `..` or empty component, no NUL and no slash at its end, is at most
/// [`MAX_GUEST_PATH_BYTES`] long with names of at most [`MAX_GUEST_NAME_BYTES`]. Nothing is normalised silently: text
/// that is not of this form is refused, so that two different texts never name one file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GuestPath(String);

/// Why a text is no [`GuestPath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GuestPathError {
    /// It does not start with `/`.
    #[error("must be an absolute guest path that starts with `/`")]
    Relative,
    /// A relative path was needed.
    #[error("must be a relative path, without `/` at its start")]
    Absolute,
    /// It has `.`, `..`, `//` or a slash at its end.
    #[error("must be normalised: no `.`, `..`, `//`, and no `/` at its end")]
    NotNormalised,
    /// It has a NUL character.
    #[error("must not contain a NUL character")]
    Nul,
    /// It is longer than [`MAX_GUEST_PATH_BYTES`].
    #[error("must not be longer than {MAX_GUEST_PATH_BYTES} bytes")]
    TooLong,
    /// One of its names is longer than [`MAX_GUEST_NAME_BYTES`].
    #[error("must not have a name longer than {MAX_GUEST_NAME_BYTES} bytes")]
    NameTooLong,
}

impl GuestPath {
    /// Checks a path.
    ///
    /// # Errors
    ///
    /// [`GuestPathError`] for text that is not absolute, not normalised, too long, or has a NUL.
    pub fn new(path: impl Into<String>) -> Result<Self, GuestPathError> {
        let path = path.into();
        if path.len() > MAX_GUEST_PATH_BYTES {
            return Err(GuestPathError::TooLong);
        }
        let relative = path.strip_prefix('/').ok_or(GuestPathError::Relative)?;
        if !relative.is_empty() {
            check_names(relative)?;
        }
        Ok(Self(path))
    }

    /// The root, `/`.
    #[must_use]
    pub fn root() -> Self {
        Self("/".into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is `/`.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0 == "/"
    }

    /// This path with a relative path of one or more names after it.
    ///
    /// # Errors
    ///
    /// [`GuestPathError`] if `relative` is empty, absolute or not normalised (so the result is always below `self`),
    /// or if the result is too long.
    pub fn join(&self, relative: &str) -> Result<Self, GuestPathError> {
        if relative.starts_with('/') {
            return Err(GuestPathError::Absolute);
        }
        if self.0.len().saturating_add(relative.len()) >= MAX_GUEST_PATH_BYTES {
            return Err(GuestPathError::TooLong);
        }
        check_names(relative)?;
        let base = if self.is_root() { "" } else { self.as_str() };
        Ok(Self(format!("{base}/{relative}")))
    }

    /// The folder that this is in; `None` for `/`.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let name = self.file_name()?;
        let parent = &self.0[..self.0.len() - name.len() - 1];
        Some(if parent.is_empty() {
            Self::root()
        } else {
            Self(parent.into())
        })
    }

    /// The last name; `None` for `/`.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.components().next_back()
    }

    /// The names from the root down; none for `/`.
    pub fn components(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|name| !name.is_empty())
    }

    /// Whether this is `base` or below it; whole names are compared, so `/database` is not below `/data`.
    #[must_use]
    pub fn starts_with(&self, base: &Self) -> bool {
        base.is_root()
            || self
                .0
                .strip_prefix(base.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn check_names(relative: &str) -> Result<(), GuestPathError> {
    for name in relative.split('/') {
        match name {
            "" | "." | ".." => return Err(GuestPathError::NotNormalised),
            _ if name.len() > MAX_GUEST_NAME_BYTES => return Err(GuestPathError::NameTooLong),
            _ if name.contains('\0') => return Err(GuestPathError::Nul),
            _ => {}
        }
    }
    Ok(())
}

impl FromStr for GuestPath {
    type Err = GuestPathError;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        if path.len() > MAX_GUEST_PATH_BYTES {
            return Err(GuestPathError::TooLong);
        }
        Self::new(path)
    }
}

impl TryFrom<String> for GuestPath {
    type Error = GuestPathError;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(path)
    }
}

impl fmt::Display for GuestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for GuestPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Serialize for GuestPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for GuestPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Cow::<str>::deserialize(deserializer)?)
            .map_err(|rule| serde::de::Error::custom(format_args!("a guest path {rule}")))
    }
}

impl JsonSchema for GuestPath {
    fn schema_name() -> Cow<'static, str> {
        "GuestPath".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // No name is empty, `.` or `..`: it begins with something else, or is longer.
        const PATTERN: &str = "^/$|^(/([^./\\u0000][^/\\u0000]*|\\.[^./\\u0000][^/\\u0000]*|\\.\\.[^/\\u0000]+))+$";
        json_schema!({ "type": "string", "pattern": PATTERN, "maxLength": MAX_GUEST_PATH_BYTES })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> GuestPath {
        GuestPath::new(text).unwrap()
    }

    #[test]
    fn the_parts_of_a_path() {
        let file = path("/app/in/data.csv");
        assert_eq!(file.file_name(), Some("data.csv"));
        assert_eq!(file.parent(), Some(path("/app/in")));
        assert_eq!(file.components().collect::<Vec<_>>(), ["app", "in", "data.csv"]);
        assert_eq!(path("/app").parent(), Some(GuestPath::root()));
        assert_eq!(
            (GuestPath::root().parent(), GuestPath::root().file_name()),
            (None, None)
        );
        assert_eq!(GuestPath::root().join("a/b").unwrap(), path("/a/b"));
        assert!(path("/data/x").starts_with(&path("/data")));
        assert!(path("/data").starts_with(&path("/data")));
        assert!(!path("/database").starts_with(&path("/data")));
        assert!(path("/data").starts_with(&GuestPath::root()));
    }

    #[test]
    fn what_is_not_normalised_is_refused() {
        for (text, error) in [
            ("", GuestPathError::Relative),
            ("app", GuestPathError::Relative),
            ("..", GuestPathError::Relative),
            ("//", GuestPathError::NotNormalised),
            ("/app/", GuestPathError::NotNormalised),
            ("/app/../..", GuestPathError::NotNormalised),
            ("/./app", GuestPathError::NotNormalised),
            ("/a//b", GuestPathError::NotNormalised),
            ("/a\0b", GuestPathError::Nul),
        ] {
            assert_eq!(GuestPath::new(text), Err(error), "{text:?}");
            assert_eq!(text.parse::<GuestPath>(), Err(error), "{text:?}");
            assert!(
                serde_json::from_value::<GuestPath>(serde_json::json!(text)).is_err(),
                "{text:?}"
            );
        }
        for relative in ["", "/etc/passwd", "../x", "a/../b", ".", "a/", "a\0"] {
            assert!(path("/app").join(relative).is_err(), "{relative:?}");
        }
    }

    #[test]
    fn lengths_are_capped_at_the_byte() {
        assert!(GuestPath::new(format!("/{}", "n".repeat(255))).is_ok());
        assert_eq!(
            GuestPath::new(format!("/{}", "n".repeat(256))),
            Err(GuestPathError::NameTooLong)
        );
        assert_eq!(
            GuestPath::new(format!("/{}", "é".repeat(128))),
            Err(GuestPathError::NameTooLong)
        );
        let longest = "/123456789abcdef".repeat(256);
        assert_eq!(longest.len(), MAX_GUEST_PATH_BYTES);
        let parent = path(&longest[..4080]);
        assert_eq!(parent.join("123456789abcdef").unwrap(), path(&longest));
        assert_eq!(parent.join("123456789abcdefg"), Err(GuestPathError::TooLong));
        assert_eq!(GuestPath::new(format!("{longest}/x")), Err(GuestPathError::TooLong));
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_kept_as_it_is(text in "(/|/?[a./\\\\\\x00é]{0,12})") {
            if let Ok(path) = GuestPath::new(text.clone()) {
                prop_assert_eq!(path.as_str(), &text);
                prop_assert!(text.starts_with('/') && !text.contains("//") && !text.contains('\0'));
                prop_assert!(path.components().all(|name| name != "." && name != ".."));
                let rebuilt = path.components().try_fold(GuestPath::root(), |base, name| base.join(name));
                prop_assert_eq!(rebuilt, Ok(path.clone()));
                let json = serde_json::to_string(&path).unwrap();
                prop_assert_eq!(serde_json::from_str::<GuestPath>(&json).unwrap(), path);
            }
        }

        #[test]
        fn a_join_stays_below_and_parent_undoes_it(base in "(/[a-c]{1,3}){0,4}", name in "[^/\\x00]{1,20}") {
            let base = path(if base.is_empty() { "/" } else { &base });
            if let Ok(joined) = base.join(&name) {
                prop_assert!(joined.starts_with(&base) && joined != base);
                prop_assert_eq!(joined.file_name(), Some(name.as_str()));
                prop_assert_eq!(joined.parent(), Some(base));
            } else {
                prop_assert!(name == "." || name == "..");
            }
        }
    }
}
