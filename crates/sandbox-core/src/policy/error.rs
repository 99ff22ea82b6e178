//! Why a policy is refused.

use std::fmt;

use crate::QuantityError;
use crate::quantity::shown;

/// Why a policy is refused. Every message starts with `invalid execution policy: ` and names the key's path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The text is not of its format; the parser's words say where.
    #[error("invalid execution policy: not valid {format}: {detail}")]
    Syntax {
        /// `TOML` or `JSON`.
        format: &'static str,
        /// What the parser says.
        detail: String,
    },
    /// There is no such key.
    #[error("invalid execution policy: unknown key `{path}`{}", after_semicolon(.instead.as_deref()))]
    UnknownKey {
        /// The key's path, such as `disk.byte`.
        path: String,
        /// What was probably meant, or what to use instead.
        instead: Option<String>,
    },
    /// A key is there twice.
    #[error("invalid execution policy: `{path}` is given twice")]
    DuplicateKey {
        /// The key's path.
        path: String,
    },
    /// A value is of the wrong type.
    #[error("invalid execution policy: `{path}` is {found}; it must be {expected}")]
    Type {
        /// The key's path; `policy` for the whole.
        path: String,
        /// What is there.
        found: String,
        /// What should be.
        expected: String,
    },
    /// A number or a duration is outside its range.
    #[error("invalid execution policy: `{path}` is {value}; it must be {rule}")]
    OutOfRange {
        /// The key's path.
        path: String,
        /// The value.
        value: String,
        /// The range.
        rule: String,
    },
    /// A text is no size or no duration.
    #[error("invalid execution policy: `{path}`: {source}")]
    Quantity {
        /// The key's path.
        path: String,
        /// What is wrong with the text.
        source: QuantityError,
    },
    /// A value breaks a rule of its own.
    #[error("invalid execution policy: `{path}`: {value} {rule}")]
    Invalid {
        /// The key's path.
        path: String,
        /// The value.
        value: String,
        /// The rule, starting with a verb.
        rule: String,
    },
    /// Two keys exclude each other.
    #[error("invalid execution policy: `{path}` and `{other}` say the same; give one of them")]
    Conflict {
        /// One key's path.
        path: String,
        /// The other key's path.
        other: String,
    },
}

fn after_semicolon(advice: Option<&str>) -> String {
    advice.map(|advice| format!("; {advice}")).unwrap_or_default()
}

impl PolicyError {
    /// The path of the key that is refused; `None` if the text as a whole could not be read.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Syntax { .. } => None,
            Self::UnknownKey { path, .. }
            | Self::DuplicateKey { path }
            | Self::Type { path, .. }
            | Self::OutOfRange { path, .. }
            | Self::Quantity { path, .. }
            | Self::Invalid { path, .. }
            | Self::Conflict { path, .. } => Some(path),
        }
    }

    pub(super) fn syntax(format: &'static str, error: &dyn fmt::Display) -> Self {
        /// A parser repeats the offending line, which can be as long as the whole text.
        const MAX_DETAIL_CHARS: usize = 1_000;
        Self::Syntax {
            format,
            detail: error.to_string().trim_end().chars().take(MAX_DETAIL_CHARS).collect(),
        }
    }

    pub(super) fn invalid(path: impl Into<String>, value: impl fmt::Display, rule: impl Into<String>) -> Self {
        Self::Invalid {
            path: path.into(),
            value: shown(&value.to_string()),
            rule: rule.into(),
        }
    }
}
