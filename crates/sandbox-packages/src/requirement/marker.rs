//! Markers: conditions on the environment, as PEP 508 has them, asked of the guest's environment and not of this machine's.

mod parse;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifier};
use serde::{Deserialize, Serialize};

use crate::names::PackageName;

/// Longest marker, in bytes.
const MAX_MARKER_BYTES: usize = 1000;

/// What the guest says of itself.
const ENVIRONMENT: [(&str, &str); 11] = [
    ("python_version", "3.15"),
    ("python_full_version", "3.15.0"),
    ("os_name", "posix"),
    ("sys_platform", "wasi"),
    ("platform_machine", "wasm32"),
    ("platform_python_implementation", "CPython"),
    ("platform_release", ""),
    ("platform_system", "WASI"),
    ("platform_version", ""),
    ("implementation_name", "cpython"),
    ("implementation_version", "3.15.0"),
];

/// Variables that are versions.
const VERSIONS: [&str; 3] = ["python_version", "python_full_version", "implementation_version"];

/// A condition, e.g. `python_version >= "3.8" and extra == "all"`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Marker {
    text: String,
    condition: Condition,
}

/// A text that is no marker.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a marker: {rule}")]
pub struct MarkerError {
    /// The text, shortened.
    pub text: String,
    /// What is wrong with it.
    pub rule: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Compare(Operand, &'static str, Operand),
}

#[derive(Debug, Clone, PartialEq)]
enum Operand {
    /// Index into [`ENVIRONMENT`].
    Variable(usize),
    Extra,
    Text(String),
}

impl Marker {
    /// Whether it holds in the guest, for one of these extras or for none of them.
    pub fn holds(&self, extras: &BTreeSet<PackageName>) -> bool {
        let none = std::iter::once("");
        none.chain(extras.iter().map(PackageName::as_str))
            .any(|extra| self.condition.holds(extra))
    }
}

impl Condition {
    fn holds(&self, extra: &str) -> bool {
        match self {
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(extra)),
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(extra)),
            Self::Compare(left, operator, right) => compare(left, operator, right, extra),
        }
    }
}

impl Operand {
    fn value<'a>(&'a self, extra: &'a str) -> &'a str {
        match self {
            Self::Variable(index) => ENVIRONMENT[*index].1,
            Self::Extra => extra,
            Self::Text(text) => text,
        }
    }

    fn is_version(&self) -> bool {
        matches!(self, Self::Variable(index) if VERSIONS.contains(&ENVIRONMENT[*index].0))
    }
}

fn compare(left: &Operand, operator: &str, right: &Operand, extra: &str) -> bool {
    // `Foo_Bar` and `foo-bar` are one extra, too.
    if *left == Operand::Extra || *right == Operand::Extra {
        let normal = |text: &str| {
            text.parse::<PackageName>()
                .map_or_else(|_| text.to_owned(), String::from)
        };
        let same = normal(left.value(extra)) == normal(right.value(extra));
        return if operator == "!=" {
            !same
        } else {
            operator == "==" && same
        };
    }
    let (a, b) = (left.value(extra), right.value(extra));
    match operator {
        "in" => return b.contains(a),
        "not in" => return !b.contains(a),
        "===" => return a == b,
        _ => {}
    }
    // Turned round, so that the version stands on the left of its specifier.
    let (version, operator, bound) = match (left.is_version(), right.is_version(), operator) {
        (true, _, operator) => (a, operator, b),
        (_, true, "<") => (b, ">", a),
        (_, true, "<=") => (b, ">=", a),
        (_, true, ">") => (b, "<", a),
        (_, true, ">=") => (b, "<=", a),
        (_, true, operator) => (b, operator, a),
        _ => return compare_texts(a, operator, b),
    };
    let specifier = VersionSpecifier::from_str(&format!("{operator}{bound}"));
    match (Version::from_str(version), specifier) {
        (Ok(version), Ok(specifier)) => specifier.contains(&version),
        _ => compare_texts(version, operator, bound),
    }
}

fn compare_texts(a: &str, operator: &str, b: &str) -> bool {
    match operator {
        "==" => a == b,
        "!=" => a != b,
        "<" => a < b,
        "<=" => a <= b,
        ">" => a > b,
        ">=" => a >= b,
        _ => false,
    }
}

impl FromStr for Marker {
    type Err = MarkerError;

    fn from_str(text: &str) -> Result<Self, MarkerError> {
        let text = text.trim();
        let refuse = |rule| MarkerError {
            text: text.chars().take(120).collect(),
            rule,
        };
        if text.len() > MAX_MARKER_BYTES || !text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            return Err(refuse("it must have at most 1000 characters of printable ASCII"));
        }
        let condition = parse::condition(text).map_err(refuse)?;
        Ok(Self {
            text: text.to_owned(),
            condition,
        })
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for Marker {
    type Error = MarkerError;

    fn try_from(text: String) -> Result<Self, MarkerError> {
        text.parse()
    }
}

impl From<Marker> for String {
    fn from(marker: Marker) -> Self {
        marker.text
    }
}
