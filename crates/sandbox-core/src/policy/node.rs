//! A parsed document before it is a policy: every type of TOML and JSON, with doubled keys still there.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::quantity::shown;

/// The key under which the TOML library hands a date to a visitor that did not ask for one.
const TOML_DATETIME_KEY: &str = "$__toml_private_datetime";

/// A value of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    /// In the document's order; a doubled key is there twice.
    Table(Vec<(String, Node)>),
}

impl fmt::Display for Node {
    /// The value as an error message shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "the truth value {value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "the fraction {value:?}"),
            Self::Text(text) => write!(f, "the text \"{}\"", shown(text)),
            Self::List(_) => f.write_str("a list"),
            Self::Table(_) => f.write_str("a table"),
        }
    }
}

impl From<serde_json::Value> for Node {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => Self::Integer(value.into()),
                (None, Some(value)) => Self::Integer(value.into()),
                (None, None) => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Json::String(text) => Self::Text(text),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Json::Object(entries) => Self::Table(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, Self::from(value)))
                    .collect(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        // Far outside every range, whatever it is exactly.
        Ok(Node::Integer(i128::try_from(value).unwrap_or(i128::MAX)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.into()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        // No room is reserved by a length that the document claims.
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut table: Vec<(String, Node)> = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            table.push(entry);
        }
        match table.as_mut_slice() {
            [(key, date @ Node::Text(_))] if key == TOML_DATETIME_KEY => Ok(std::mem::replace(date, Node::Null)),
            _ => Ok(Node::Table(table)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_and_json_become_the_same_nodes() {
        let toml: Node = toml::from_str("a = 1\nb = [true, \"x\"]\n[c]\nd = 1.5\n").unwrap();
        let json: Node = serde_json::from_str(r#"{"a": 1, "b": [true, "x"], "c": {"d": 1.5}}"#).unwrap();
        assert_eq!(toml, json);
        let value: serde_json::Value = serde_json::from_str(r#"{"a": 1, "b": [true, "x"], "c": {"d": 1.5}}"#).unwrap();
        assert_eq!(Node::from(value), json);
    }

    #[test]
    fn a_doubled_key_and_a_date_survive() {
        let Node::Table(entries) = serde_json::from_str(r#"{"a": 1, "a": 2}"#).unwrap() else {
            panic!("no table")
        };
        assert_eq!(entries.len(), 2);
        let date: Node = toml::from_str("a = 2000-01-01T00:00:00Z").unwrap();
        assert_eq!(
            date,
            Node::Table(vec![("a".into(), Node::Text("2000-01-01T00:00:00Z".into()))])
        );
    }

    #[test]
    fn numbers_of_any_size_are_kept_or_become_fractions() {
        let big: Node = toml::from_str("a = 9223372036854775808").unwrap();
        assert_eq!(big, Node::Table(vec![("a".into(), Node::Integer(1 << 63))]));
        assert_eq!(
            serde_json::from_str::<Node>("18446744073709551615").unwrap(),
            Node::Integer(u64::MAX.into())
        );
        assert_eq!(
            serde_json::from_str::<Node>("18446744073709551616").unwrap(),
            Node::Float(18_446_744_073_709_551_616.0)
        );
    }
}
