//! Sizes and durations as people write them.

use std::time::Duration;

use bytesize::ByteSize;

/// The longest text that is tried, in bytes: nobody writes a longer size or duration on purpose.
const MAX_TEXT_BYTES: usize = 64;

/// A text that is no size or no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// No size.
    #[error("`{text}` is no size; write a whole number of bytes, or one with a unit such as 64MiB, 500KB or 1.5GiB")]
    Size {
        /// The refused text, shortened to what a message can show.
        text: String,
    },
    /// No duration.
    #[error("`{text}` is no duration; write one with its unit such as 5s, 500ms or 1m 30s")]
    Duration {
        /// The refused text, shortened to what a message can show.
        text: String,
    },
    /// More than can be counted.
    #[error("`{text}` is too large")]
    TooLarge {
        /// The refused text.
        text: String,
    },
}

/// Parses a size in bytes: `65536`, `64KiB`, `64 MiB`, `1.5GiB` (powers of 1024), `500KB`, `2MB`, `64M` (powers of
/// 1000).
///
/// A fraction of a byte is dropped. Zero is a size; whether it makes sense is the caller's to say.
///
/// # Errors
///
/// [`QuantityError`] for anything else, a sign, an exponent and sizes that need more than 64 bits included.
pub fn parse_size(text: &str) -> Result<u64, QuantityError> {
    let trimmed = text.trim();
    let plausible =
        trimmed.len() <= MAX_TEXT_BYTES && trimmed.starts_with(|c: char| c.is_ascii_digit()) && trimmed.is_ascii();
    if !plausible {
        return Err(QuantityError::Size { text: shown(text) });
    }
    if trimmed.bytes().all(|byte| byte.is_ascii_digit()) {
        return trimmed
            .parse()
            .map_err(|_| QuantityError::TooLarge { text: shown(text) });
    }
    if !fractions_are_whole(trimmed) {
        return Err(QuantityError::Size { text: shown(text) });
    }
    let ByteSize(bytes) = trimmed.parse().map_err(|_| QuantityError::Size { text: shown(text) })?;
    // The library stops at the largest number instead of failing.
    if bytes == u64::MAX {
        Err(QuantityError::TooLarge { text: shown(text) })
    } else {
        Ok(bytes)
    }
}

/// Parses a duration: `5s`, `500ms`, `1m 30s`, `2h`; a number without a unit, `2.5`, is seconds.
///
/// # Errors
///
/// [`QuantityError`] for anything else, a sign included.
pub fn parse_duration(text: &str) -> Result<Duration, QuantityError> {
    let trimmed = text.trim();
    let plausible =
        trimmed.len() <= MAX_TEXT_BYTES && trimmed.starts_with(|c: char| c.is_ascii_digit()) && trimmed.is_ascii();
    if !plausible {
        return Err(QuantityError::Duration { text: shown(text) });
    }
    if is_bare_number(trimmed) {
        let seconds: f64 = trimmed
            .parse()
            .map_err(|_| QuantityError::Duration { text: shown(text) })?;
        return Duration::try_from_secs_f64(seconds).map_err(|_| QuantityError::TooLarge { text: shown(text) });
    }
    if !fractions_are_whole(trimmed) {
        return Err(QuantityError::Duration { text: shown(text) });
    }
    humantime::parse_duration(trimmed).map_err(|error| match error {
        humantime::DurationError::NumberOverflow => QuantityError::TooLarge { text: shown(text) },
        _ => QuantityError::Duration { text: shown(text) },
    })
}

/// Whether every point has a digit on both sides, and no space is inside a number. The libraries take `1.MiB` and `1 0s`, which a
/// reader may take for something else.
fn fractions_are_whole(text: &str) -> bool {
    let digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
    let mut points = text.match_indices('.');
    let mut words = text.split_whitespace().peekable();
    let whole = std::iter::from_fn(|| words.next().map(|word| (word, words.peek().copied())))
        .all(|(word, next)| !digit(word.chars().next_back()) || !digit(next.and_then(|next| next.chars().next())));
    whole && points.all(|(at, _)| digit(text[..at].chars().next_back()) && digit(text[at + 1..].chars().next()))
}

/// Whether a text is a number without a unit.
pub(crate) fn is_bare_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A text for an error message: bounded, and without characters that a terminal would obey.
pub(crate) fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_TEXT_BYTES).flat_map(char::escape_debug).collect();
    if text.chars().nth(MAX_TEXT_BYTES).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_parse_exactly() {
        for (text, bytes) in [
            ("0", 0),
            ("65536", 65_536),
            ("1B", 1),
            ("64KiB", 65_536),
            ("64 MiB", 67_108_864),
            (" 1.5GiB ", 1_610_612_736),
            ("500KB", 500_000),
            ("64M", 64_000_000),
            ("2mb", 2_000_000),
            ("9007199254740993B", 9_007_199_254_740_993),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(parse_size(text), Ok(bytes), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in [
            "",
            " ",
            "-1",
            "+5",
            "64 parsecs",
            "MiB",
            "1e6",
            "inf",
            "nan",
            "0x10",
            "1,5MiB",
            "1..5MiB",
            "6４MiB",
            "64MiB;",
            "1_000",
            "1.MiB",
            "1 0MiB",
        ] {
            assert!(matches!(parse_size(text), Err(QuantityError::Size { .. })), "{text:?}");
        }
        for text in ["18446744073709551616", "16EiB", "99999999999999999999EB"] {
            assert!(
                matches!(parse_size(text), Err(QuantityError::TooLarge { .. })),
                "{text:?}"
            );
        }
        assert!(parse_size(&"9".repeat(1 << 20)).unwrap_err().to_string().len() < 400);
    }

    #[test]
    fn durations_parse_exactly() {
        for (text, duration) in [
            ("5s", Duration::from_secs(5)),
            ("500ms", Duration::from_millis(500)),
            ("1m 30s", Duration::from_secs(90)),
            ("24h", Duration::from_hours(24)),
            ("0s", Duration::ZERO),
            ("2.5", Duration::from_millis(2_500)),
            ("30", Duration::from_secs(30)),
        ] {
            assert_eq!(parse_duration(text), Ok(duration), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "-5s",
            "+5s",
            "s",
            "5 parsecs",
            "inf",
            "nan",
            "1e3",
            "1.2.3",
            "5s;",
            "1.s",
            "1 0s",
        ] {
            assert!(
                matches!(parse_duration(text), Err(QuantityError::Duration { .. })),
                "{text:?}"
            );
        }
        for text in ["99999999999999999999s", "99999999999999999999", "18446744073709551615w"] {
            assert!(
                matches!(parse_duration(text), Err(QuantityError::TooLarge { .. })),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_parser_panic(text in "\\PC{0,80}|[0-9.]{0,30}[a-zA-Zµ ]{0,6}") {
            let _ = parse_size(&text);
            let _ = parse_duration(&text);
        }

        #[test]
        fn a_size_in_each_unit_is_the_number_times_the_unit(count in 0_u64..1 << 20, unit in 0_usize..6) {
            let (name, factor) = [("B", 1), ("KB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GiB", 1 << 30)][unit];
            prop_assert_eq!(parse_size(&format!("{count}{name}")), Ok(count * factor));
            prop_assert_eq!(parse_size(&format!("{count} {}", name.to_lowercase())), Ok(count * factor));
        }

        #[test]
        fn a_formatted_duration_parses_back(seconds in 0_u64..1 << 40, nanos in 0_u32..1_000_000_000) {
            let duration = Duration::new(seconds, nanos);
            prop_assert_eq!(parse_duration(&humantime::format_duration(duration).to_string()), Ok(duration));
        }
    }
}
