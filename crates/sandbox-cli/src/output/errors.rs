//! How an error is told: what, why, and what to do.

use std::error::Error;
use std::fmt::Write;

use super::escape;
use super::terminal::{Stream, Style};

/// The most causes that are told; a longer chain is a mistake or a loop.
const MAX_CAUSES: usize = 16;

/// What went wrong, and below it why: each cause once.
pub(crate) fn chain(error: &dyn Error) -> Vec<String> {
    let mut lines = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause
        && lines.len() <= MAX_CAUSES
    {
        let text = error.to_string();
        // An error that is told by the one above it would only be told twice.
        if !lines.last().is_some_and(|above| above.contains(&text)) {
            lines.push(text);
        }
        cause = error.source();
    }
    lines
}

/// The text for a person.
fn format(stream: Stream, error: &dyn Error, hint: Option<&str>) -> String {
    let mut text = String::new();
    for (depth, line) in chain(error).iter().enumerate() {
        let line = escape::visible(line);
        // Writing to a String cannot fail.
        let _ = match depth {
            0 => writeln!(text, "{}: {line}", stream.styled(Style::Error, "error")),
            _ => writeln!(text, "  caused by: {line}"),
        };
    }
    if let Some(hint) = hint {
        let _ = writeln!(
            text,
            "{}: {}",
            stream.styled(Style::Hint, "hint"),
            escape::visible(hint)
        );
    }
    text
}

/// Tells an error on standard error.
pub(crate) fn tell(error: &dyn Error, hint: Option<&str>) {
    let stream = Stream::stderr();
    // There is nobody else to tell.
    let _ = stream.write_raw(format(stream, error, hint).as_bytes());
}

/// Tells on standard error what is allowed, but should not be so.
pub(crate) fn warn(text: &str) {
    let stream = Stream::stderr();
    let label = stream.styled(Style::Hint, "warning");
    // There is nobody else to tell.
    let _ = stream.write_raw(format!("{label}: {}\n", escape::visible_line(text)).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Layer {
        text: &'static str,
        source: Option<Box<Layer>>,
    }

    fn layers(texts: &[&'static str]) -> Layer {
        let mut layers = texts.iter().rev();
        let mut error = Layer {
            text: layers.next().unwrap(),
            source: None,
        };
        for text in layers {
            error = Layer {
                text,
                source: Some(Box::new(error)),
            };
        }
        error
    }

    #[test]
    fn causes_follow_once_each_and_the_hint_last() {
        let error = layers(&["cannot open x: denied", "denied", "the disk is on fire\u{1b}[2J"]);
        let text = format(Stream::plain(), &error, Some("bring water"));
        assert_eq!(
            text,
            "error: cannot open x: denied\n  caused by: the disk is on fire^[[2J\nhint: bring water\n"
        );
    }

    #[test]
    fn an_endless_chain_ends() {
        assert!(chain(&layers(&["a", "b"].repeat(100))).len() <= MAX_CAUSES + 1);
    }
}
