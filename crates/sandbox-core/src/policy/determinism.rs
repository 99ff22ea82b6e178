//! Clocks and random numbers that are the same on every run.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::schema;

/// Whether clocks and random numbers are the same on every run.
///
/// With it the same program on the same input has the same output and the same fuel, everywhere. Without it a program
/// sees the host's time and the operating system's random numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Determinism {
    /// Whether the mode is on, default no.
    pub enabled: bool,
    /// What random numbers start from: 0 to 2^63-1, default 0. Anybody who knows it can predict them: not for secrets.
    #[schemars(schema_with = "schema::seed")]
    pub seed: u64,
    /// The wall clock when the program starts, default 2000-01-01T00:00:00Z; reading the clock moves it by a fixed
    /// step, and sleeping moves it without taking time. UTC, 1970 to 2553, or seconds since 1970.
    #[schemars(schema_with = "schema::start_time")]
    pub start_time: StartTime,
}

impl Determinism {
    /// The wall clock when the program starts, in nanoseconds since 1970.
    #[must_use]
    pub fn start_time_ns(&self) -> u64 {
        self.start_time.as_nanos()
    }
}

/// A moment from 1970 to 2553, to the nanosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StartTime(u64);

/// The last second that a [`StartTime`] can be in: the end of the year 2553, the last whole one whose nanoseconds
/// have 64 bits.
pub(super) const MAX_SECONDS: u64 = 18_429_292_799;

/// What a start time must be, for error messages.
pub(super) const START_TIME_RULE: &str =
    "must be a UTC time such as \"2000-01-01T00:00:00Z\", or whole seconds since 1970, and before the year 2554";

/// A text that is no [`StartTime`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a start time {START_TIME_RULE}")]
pub struct StartTimeError;

impl StartTime {
    /// So many seconds after 1970; `None` after the year 2553.
    #[must_use]
    pub fn from_unix_seconds(seconds: u64) -> Option<Self> {
        (seconds <= MAX_SECONDS).then(|| Self(seconds * 1_000_000_000))
    }

    /// Nanoseconds since 1970.
    #[must_use]
    pub fn as_nanos(self) -> u64 {
        self.0
    }
}

impl Default for StartTime {
    fn default() -> Self {
        // 2000-01-01T00:00:00Z: late enough for every date format (zip archives start in 1980), and plainly not today.
        Self(946_684_800_000_000_000)
    }
}

impl FromStr for StartTime {
    type Err = StartTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = humantime::parse_rfc3339(text.trim()).map_err(|_| StartTimeError)?;
        let since = time.duration_since(UNIX_EPOCH).map_err(|_| StartTimeError)?;
        let start = Self::from_unix_seconds(since.as_secs()).ok_or(StartTimeError)?;
        Ok(Self(start.0 + u64::from(since.subsec_nanos())))
    }
}

impl fmt::Display for StartTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&humantime::format_rfc3339(UNIX_EPOCH + Duration::from_nanos(self.0)), f)
    }
}

impl Serialize for StartTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_the_start_of_2000() {
        assert_eq!(StartTime::default().to_string(), "2000-01-01T00:00:00Z");
        assert_eq!("2000-01-01T00:00:00Z".parse(), Ok(StartTime::default()));
        assert_eq!(Determinism::default().start_time_ns(), 946_684_800_000_000_000);
    }

    #[test]
    fn times_are_kept_to_the_nanosecond_up_to_2553() {
        for text in [
            "1970-01-01T00:00:00Z",
            "2024-02-29T12:34:56.000000789Z",
            "2553-12-31T23:59:59.999999999Z",
        ] {
            assert_eq!(text.parse::<StartTime>().unwrap().to_string(), text);
        }
        assert_eq!(
            StartTime::from_unix_seconds(1).map(StartTime::as_nanos),
            Some(1_000_000_000)
        );
        assert_eq!(StartTime::from_unix_seconds(MAX_SECONDS + 1), None);
        assert_eq!(StartTime::from_unix_seconds(u64::MAX), None);
        for text in [
            "",
            "2000-01-01",
            "2000-02-30T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2554-01-01T00:00:00Z",
            "2000-01-01T00:00:00+02:00",
            "é000-01-01T00:00:00Z",
        ] {
            assert!(text.parse::<StartTime>().is_err(), "{text}");
        }
    }
}
