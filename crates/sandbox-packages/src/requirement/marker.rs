//! Markers: conditions on the environment, as PEP 508 has them, asked of the guest's environment and not of this machine's.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use pep440_rs::{Version, VersionSpecifier};
use serde::{Deserialize, Serialize};

use crate::names::PackageName;

/// Longest marker, in bytes.
const MAX_MARKER_BYTES: usize = 1000;
/// Deepest nesting of parentheses.
const MAX_DEPTH: usize = 16;

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

/// Longer ones first: `<` is a beginning of `<=`.
const OPERATORS: [&str; 8] = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

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
        let mut parser = Parser { rest: text };
        let condition = parser.any(0).map_err(refuse)?;
        if !parser.rest.trim_start().is_empty() {
            return Err(refuse("something follows its end"));
        }
        Ok(Self {
            text: text.to_owned(),
            condition,
        })
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn any(&mut self, depth: usize) -> Result<Condition, &'static str> {
        let mut conditions = vec![self.all(depth)?];
        while self.word("or") {
            conditions.push(self.all(depth)?);
        }
        Ok(Condition::Any(conditions))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, &'static str> {
        let mut conditions = vec![self.one(depth)?];
        while self.word("and") {
            conditions.push(self.one(depth)?);
        }
        Ok(Condition::All(conditions))
    }

    fn one(&mut self, depth: usize) -> Result<Condition, &'static str> {
        if self.symbol("(") {
            if depth == MAX_DEPTH {
                return Err("it has too many parentheses");
            }
            let condition = self.any(depth + 1)?;
            return if self.symbol(")") {
                Ok(condition)
            } else {
                Err("a parenthesis is not closed")
            };
        }
        let left = self.operand()?;
        let operator = self.operator()?;
        let right = self.operand()?;
        let texts = matches!((&left, &right), (Operand::Text(_), Operand::Text(_)));
        if texts {
            return Err("it compares two texts");
        }
        Ok(Condition::Compare(left, operator, right))
    }

    fn operator(&mut self) -> Result<&'static str, &'static str> {
        if let Some(operator) = OPERATORS.into_iter().find(|operator| self.symbol(operator)) {
            return Ok(operator);
        }
        if self.word("in") {
            return Ok("in");
        }
        if self.word("not") && self.word("in") {
            return Ok("not in");
        }
        Err("a comparison is missing")
    }

    fn operand(&mut self) -> Result<Operand, &'static str> {
        self.rest = self.rest.trim_start();
        for quote in ['"', '\''] {
            if let Some(inner) = self.rest.strip_prefix(quote) {
                let (text, rest) = inner.split_once(quote).ok_or("a text is not closed")?;
                self.rest = rest;
                return Ok(Operand::Text(text.to_owned()));
            }
        }
        let name = self.peek_word();
        // What setuptools once wrote.
        let known = match name {
            "os.name" => "os_name",
            "sys.platform" => "sys_platform",
            "platform.machine" => "platform_machine",
            "platform.python_implementation" | "python_implementation" => "platform_python_implementation",
            name => name,
        };
        let operand = if known == "extra" {
            Operand::Extra
        } else {
            let index = ENVIRONMENT.iter().position(|(variable, _)| *variable == known);
            Operand::Variable(index.ok_or("it asks for something that is not known")?)
        };
        self.rest = &self.rest[name.len()..];
        Ok(operand)
    }

    /// The word at the beginning of what is left.
    fn peek_word(&self) -> &str {
        let end = self
            .rest
            .find(|character: char| !(character.is_ascii_alphanumeric() || "_.".contains(character)));
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    fn word(&mut self, word: &str) -> bool {
        self.rest = self.rest.trim_start();
        self.peek_word() == word && self.symbol(word)
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
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
