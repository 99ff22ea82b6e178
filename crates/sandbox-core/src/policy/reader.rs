//! Takes typed values out of a table, with the path of the key in every error.

use std::time::Duration;

use super::PolicyError;
use super::keys::{advice, key_path};
use super::limits::{MAX_TIMEOUT, MIN_SECONDS, Range};
use super::node::Node;
use crate::QuantityError;
use crate::quantity::{is_bare_number, parse_duration, parse_size};

/// A table whose keys are known and not doubled.
pub(super) struct Reader {
    path: String,
    entries: Vec<(String, Node)>,
}

/// A value with the path of its key.
pub(super) struct Field {
    pub(super) path: String,
    pub(super) node: Node,
}

impl Reader {
    /// Opens the table at `path` (empty for the whole document), which may have the keys of `known`.
    pub(super) fn open(path: impl Into<String>, node: Node, known: &[&'static str]) -> Result<Self, PolicyError> {
        let path = path.into();
        let entries = Field { path, node }.table()?;
        if let Some((key, _)) = entries.1.iter().find(|(key, _)| !known.contains(&key.as_str())) {
            return Err(PolicyError::UnknownKey {
                path: key_path(&entries.0, key),
                instead: advice(&entries.0, key, known),
            });
        }
        Ok(Self {
            path: entries.0,
            entries: entries.1,
        })
    }

    /// Takes a key out, if it is there.
    pub(super) fn take(&mut self, key: &str) -> Option<Field> {
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        let (_, node) = self.entries.swap_remove(index);
        Some(Field {
            path: key_path(&self.path, key),
            node,
        })
    }

    /// The path of a key that should be there.
    pub(super) fn require(&mut self, key: &str, expected: &str) -> Result<Field, PolicyError> {
        self.take(key).ok_or_else(|| PolicyError::Type {
            path: key_path(&self.path, key),
            found: "missing".into(),
            expected: expected.into(),
        })
    }

    /// Sets `slot` to a count, if the key is there.
    pub(super) fn count<T: TryFrom<u64>>(&mut self, key: &str, range: Range, slot: &mut T) -> Result<(), PolicyError> {
        match self.take(key) {
            Some(field) => field.count(range).map(|value| *slot = value),
            None => Ok(()),
        }
    }

    /// Sets `slot` to a size in bytes, if the key is there.
    pub(super) fn size<T: TryFrom<u64>>(&mut self, key: &str, range: Range, slot: &mut T) -> Result<(), PolicyError> {
        match self.take(key) {
            Some(field) => field.size(range).map(|value| *slot = value),
            None => Ok(()),
        }
    }

    /// Sets `slot` to a truth value, if the key is there.
    pub(super) fn flag(&mut self, key: &str, slot: &mut bool) -> Result<(), PolicyError> {
        match self.take(key) {
            None => Ok(()),
            Some(Field {
                node: Node::Bool(value),
                ..
            }) => {
                *slot = value;
                Ok(())
            }
            Some(field) => Err(field.expected("true or false")),
        }
    }
}

impl Field {
    /// The error for a value of another type.
    pub(super) fn expected(&self, expected: impl Into<String>) -> PolicyError {
        let path = if self.path.is_empty() {
            "policy".into()
        } else {
            self.path.clone()
        };
        PolicyError::Type {
            path,
            found: self.node.to_string(),
            expected: expected.into(),
        }
    }

    /// A table's path and entries; doubled keys are refused.
    pub(super) fn table(self) -> Result<(String, Vec<(String, Node)>), PolicyError> {
        let Node::Table(entries) = self.node else {
            return Err(self.expected("a table"));
        };
        let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(PolicyError::DuplicateKey {
                path: key_path(&self.path, pair[0]),
            });
        }
        Ok((self.path, entries))
    }

    /// A list's items, each with its own path.
    pub(super) fn list(self) -> Result<Vec<Field>, PolicyError> {
        let Node::List(items) = self.node else {
            return Err(self.expected("a list"));
        };
        let path = self.path;
        Ok(items
            .into_iter()
            .enumerate()
            .map(|(index, node)| Field {
                path: format!("{path}[{index}]"),
                node,
            })
            .collect())
    }

    /// A text.
    pub(super) fn text(self) -> Result<String, PolicyError> {
        match self.node {
            Node::Text(text) => Ok(text),
            _ => Err(self.expected("text")),
        }
    }

    /// A whole number inside a range.
    pub(super) fn count<T: TryFrom<u64>>(self, range: Range) -> Result<T, PolicyError> {
        let Node::Integer(value) = self.node else {
            return Err(self.expected(format!("a whole number {}", range_rule(range))));
        };
        u64::try_from(value)
            .ok()
            .filter(|value| range.contains(*value))
            .and_then(|value| T::try_from(value).ok())
            .ok_or_else(|| PolicyError::OutOfRange {
                path: self.path,
                value: value.to_string(),
                rule: range_rule(range),
            })
    }

    /// A size: a whole number, or text with a unit.
    fn size<T: TryFrom<u64>>(mut self, range: Range) -> Result<T, PolicyError> {
        match &self.node {
            Node::Text(text) if !is_bare_number(text.trim()) => {
                let bytes = parse_size(text).map_err(|error| self.unreadable(error))?;
                self.node = Node::Integer(bytes.into());
                self.count(range)
            }
            Node::Integer(_) => self.count(range),
            _ => Err(self.expected(format!(
                "a whole number {}, or text with a unit such as \"64MiB\"",
                range_rule(range)
            ))),
        }
    }

    /// A duration: text with a unit, or seconds. Only its type is checked.
    pub(super) fn duration(self) -> Result<Duration, PolicyError> {
        let seconds = match &self.node {
            Node::Text(text) if !is_bare_number(text.trim()) => {
                return parse_duration(text).map_err(|error| self.unreadable(error));
            }
            Node::Integer(value) => u64::try_from(*value).ok().map(Duration::from_secs),
            // Less than a nanosecond would become none, or a whole one.
            Node::Float(value) if *value < MIN_SECONDS => None,
            Node::Float(value) if *value > MAX_TIMEOUT.as_secs_f64() => {
                return Err(PolicyError::OutOfRange {
                    path: self.path,
                    value: format!("{value} s"),
                    rule: duration_rule(),
                });
            }
            Node::Float(value) => Duration::try_from_secs_f64(*value).ok(),
            _ => None,
        };
        seconds.ok_or_else(|| {
            self.expected("a positive duration with its unit such as \"5s\", or a positive number of seconds")
        })
    }

    fn unreadable(&self, source: QuantityError) -> PolicyError {
        PolicyError::Quantity {
            path: self.path.clone(),
            source,
        }
    }
}

/// "more than zero and at most 24h".
pub(super) fn duration_rule() -> String {
    format!("more than zero and at most {}h", MAX_TIMEOUT.as_secs() / 3_600)
}

/// "between 1 and 255 bytes".
pub(super) fn range_rule(range: Range) -> String {
    format!("between {} and {} {}", range.min, range.max, range.unit)
}
