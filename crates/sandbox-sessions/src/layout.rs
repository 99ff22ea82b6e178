//! Where things are in a store.

use std::fmt;

use sandbox_core::SessionId;
use sandbox_storage::Key;
use serde::{Deserialize, Serialize};

/// How many generations share a folder, so that finding the last one of many reads two short listings.
const GENERATIONS_A_FOLDER: u64 = 256;

/// Tells a session from an earlier one of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Incarnation(u128);

impl Incarnation {
    pub(crate) fn new() -> Self {
        Self(rand::random())
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let number = u128::from_str_radix(text, 16).ok()?;
        (Self(number).to_string() == text).then_some(Self(number))
    }
}

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for Incarnation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Incarnation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no incarnation"))
    }
}

/// The prefix of all sessions.
pub(crate) fn sessions() -> Key {
    key("sessions".into())
}

/// The prefix of everything under a session's name.
pub(crate) fn session(id: &SessionId) -> Key {
    key(format!("sessions/{id}"))
}

/// The record of who a session is.
pub(crate) fn identity(id: &SessionId) -> Key {
    key(format!("sessions/{id}/session"))
}

/// Where an incarnation's objects are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) id: SessionId,
    pub(crate) incarnation: Incarnation,
}

impl Place {
    /// The prefix of everything of the incarnation's.
    pub(crate) fn all(&self) -> Key {
        self.key("")
    }

    fn key(&self, rest: &str) -> Key {
        key(format!("sessions/{}/{}{rest}", self.id, self.incarnation))
    }

    pub(crate) fn generations(&self) -> Key {
        self.key("/gen")
    }

    pub(crate) fn generation_folder(&self, folder: u64) -> Key {
        self.key(&format!("/gen/{folder:012}"))
    }

    pub(crate) fn generation(&self, number: u64) -> Key {
        self.key(&format!("/gen/{:012}/{number:016}", number / GENERATIONS_A_FOLDER))
    }

    pub(crate) fn leases(&self) -> Key {
        self.key("/lease")
    }

    pub(crate) fn lease(&self, epoch: u64) -> Key {
        self.key(&format!("/lease/{epoch:016}"))
    }

    pub(crate) fn used(&self) -> Key {
        self.key("/used")
    }
}

/// The number that a name stands for, in the one spelling that names have.
pub(crate) fn number(name: &str) -> Option<u64> {
    let number: u64 = name.parse().ok()?;
    let spelled = name.len() == 12 || name.len() == 16;
    (spelled && name.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

fn key(text: String) -> Key {
    // A session's id has at most 128 characters of those that keys may have.
    Key::new(text).expect("ids and numbers make a key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_makes_keys() {
        let id = SessionId::new(&"x".repeat(sandbox_core::MAX_SESSION_ID_BYTES)).unwrap();
        let place = Place {
            id: id.clone(),
            incarnation: Incarnation::new(),
        };
        assert!(place.generation(u64::MAX / 2).below(&place.all()).is_some());
        assert!(place.all().below(&session(&id)).is_some());
        assert_eq!(number(place.generation(7).name()), Some(7));
        for wrong in ["7", "+00000000007", "0000000000007", "00000000000x", ""] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
        let text = place.incarnation.to_string();
        assert_eq!(Incarnation::parse(&text), Some(place.incarnation));
        assert_eq!(Incarnation::parse(&text.to_uppercase().replace('0', "+")), None);
    }
}
