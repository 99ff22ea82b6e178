//! Names of sessions.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest session id, in bytes.
pub const MAX_SESSION_ID_BYTES: usize = 128;

/// Names that stores and workspaces use for themselves, compared without regard to case.
const RESERVED: [&str; 8] = [
    "blobs",
    "generations",
    "images",
    "metadata",
    "packages",
    "sessions",
    "site-packages",
    "vendor",
];

/// The name of a session: 1 to 128 characters of `A-Z a-z 0-9 . _ -`, not starting with `.` or `-`, without `..`, not
/// reserved.
///
/// Such a name is a safe single component of a file path, an object key, a URL and a command line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(String);

/// Why a text is no [`SessionId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionIdError {
    /// It is empty.
    #[error("invalid session id: it must not be empty")]
    Empty,
    /// It is longer than [`MAX_SESSION_ID_BYTES`].
    #[error("invalid session id: it must not be longer than {MAX_SESSION_ID_BYTES} bytes")]
    TooLong,
    /// It has `/` or `\`.
    #[error("invalid session id: it must not contain path separators")]
    PathSeparator,
    /// It has a character that is not allowed.
    #[error("invalid session id: {character:?} is not allowed, only letters and digits of ASCII, `.`, `_` and `-` are")]
    Character {
        /// The first such character.
        character: char,
    },
    /// It starts with `.` or `-`.
    #[error("invalid session id: it must not start with `{character}`")]
    Start {
        /// The first character.
        character: char,
    },
    /// It has two dots in a row.
    #[error("invalid session id: it must not contain `..`")]
    DotDot,
    /// It is a name that stores use for themselves.
    #[error("invalid session id: `{name}` is reserved")]
    Reserved {
        /// The name.
        name: String,
    },
}

impl SessionId {
    /// Checks an id.
    ///
    /// # Errors
    ///
    /// [`SessionIdError`] for text that is not of the form that the type describes.
    pub fn new(id: &str) -> Result<Self, SessionIdError> {
        if id.is_empty() {
            return Err(SessionIdError::Empty);
        }
        if id.len() > MAX_SESSION_ID_BYTES {
            return Err(SessionIdError::TooLong);
        }
        if id.contains(['/', '\\']) {
            return Err(SessionIdError::PathSeparator);
        }
        if let Some(character) = id
            .chars()
            .find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')))
        {
            return Err(SessionIdError::Character { character });
        }
        if let Some(character) = id.chars().next().filter(|c| matches!(c, '.' | '-')) {
            return Err(SessionIdError::Start { character });
        }
        if id.contains("..") {
            return Err(SessionIdError::DotDot);
        }
        if RESERVED.iter().any(|name| name.eq_ignore_ascii_case(id)) {
            return Err(SessionIdError::Reserved { name: id.into() });
        }
        Ok(Self(id.into()))
    }

    /// A fresh id that nobody can guess: a version 4 UUID in canonical form.
    #[must_use]
    pub fn random() -> Self {
        Self(uuid::Uuid::new_v4().hyphenated().to_string())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a UUID in canonical form, as [`random`](Self::random) makes them.
    #[must_use]
    pub fn is_uuid(&self) -> bool {
        uuid::Uuid::try_parse(&self.0).is_ok_and(|uuid| uuid.hyphenated().to_string() == self.0)
    }
}

impl FromStr for SessionId {
    type Err = SessionIdError;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Self::new(id)
    }
}

impl TryFrom<String> for SessionId {
    type Error = SessionIdError;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        Self::new(&id)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for SessionId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&Cow::<str>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for SessionId {
    fn schema_name() -> Cow<'static, str> {
        "SessionId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]*$", "maxLength": MAX_SESSION_ID_BYTES })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn random_ids_are_canonical_version_4_uuids_and_differ() {
        let (one, other) = (SessionId::random(), SessionId::random());
        assert_ne!(one, other);
        assert!(one.is_uuid());
        assert_eq!(one.as_str().as_bytes()[14], b'4');
        assert_eq!(one.as_str().parse(), Ok(one.clone()));
        assert!(!SessionId::new("custom-session").unwrap().is_uuid());
    }

    #[test]
    fn conformance_078_path_separators_are_refused_by_name() {
        for id in ["../etc", "foo/bar", "foo\\bar", "/", "a/", "/abs"] {
            let error = SessionId::new(id).unwrap_err();
            assert!(
                error.to_string().contains("must not contain path separators"),
                "{id}: {error}"
            );
        }
    }

    #[test]
    fn weakness_a20_what_the_seed_let_through_is_refused() {
        for id in [
            "",
            ".",
            "..",
            ".hidden",
            "-rf",
            "--help",
            "a b",
            "a\n",
            "a\0b",
            "site-packages",
            "Site-Packages",
            "a..b",
            "é",
            "a:b",
            "%2e",
        ] {
            assert!(SessionId::new(id).is_err(), "{id:?}");
            assert!(
                serde_json::from_value::<SessionId>(serde_json::json!(id)).is_err(),
                "{id:?}"
            );
        }
        assert!(SessionId::new(&"x".repeat(128)).is_ok());
        assert_eq!(SessionId::new(&"x".repeat(129)), Err(SessionIdError::TooLong));
        for id in ["a", "user-1_b.2", "0", "_x"] {
            assert_eq!(SessionId::new(id).unwrap().as_str(), id);
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_one_safe_path_component(id in "\\PC{0,12}|[a-zA-Z0-9._/-]{0,140}") {
            if let Ok(session) = SessionId::new(&id) {
                prop_assert_eq!(session.as_str(), &id);
                let components: Vec<_> = std::path::Path::new(&id).components().collect();
                prop_assert!(matches!(components[..], [std::path::Component::Normal(name)] if name == id.as_str()));
                let json = serde_json::to_string(&session).unwrap();
                prop_assert_eq!(serde_json::from_str::<SessionId>(&json).unwrap(), session);
            }
        }
    }
}
