//! Standard output and error, each with what is known of it.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

use super::escape;

/// One of the process's two output streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stream {
    error: bool,
    terminal: bool,
    colour: bool,
}

/// How a word is set off, where there is colour.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    Error,
    Hint,
    Strong,
}

impl Stream {
    pub(crate) fn stdout() -> Self {
        Self::new(false, io::stdout().is_terminal())
    }

    pub(crate) fn stderr() -> Self {
        Self::new(true, io::stderr().is_terminal())
    }

    /// Standard error as it is where nobody looks.
    #[cfg(test)]
    pub(crate) fn plain() -> Self {
        Self {
            error: true,
            terminal: false,
            colour: false,
        }
    }

    fn new(error: bool, terminal: bool) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self {
            error,
            terminal,
            colour: terminal && !refused && !dumb,
        }
    }

    pub(crate) fn is_terminal(self) -> bool {
        self.terminal
    }

    /// Writes foreign text: as it is, or harmless if a terminal reads it.
    pub(crate) fn write(self, text: &str) -> io::Result<()> {
        let shown = if self.terminal {
            escape::visible(text)
        } else {
            Cow::Borrowed(text)
        };
        self.write_raw(shown.as_bytes())
    }

    /// Writes one line of JSON.
    pub(crate) fn write_json(self, json: &str) -> io::Result<()> {
        let shown = if self.terminal {
            escape::visible_json(json)
        } else {
            Cow::Borrowed(json)
        };
        self.write_raw(format!("{shown}\n").as_bytes())
    }

    /// Writes text of our own, styles included.
    pub(crate) fn write_raw(self, bytes: &[u8]) -> io::Result<()> {
        if self.error {
            let mut stream = io::stderr().lock();
            stream.write_all(bytes)?;
            stream.flush()
        } else {
            let mut stream = io::stdout().lock();
            stream.write_all(bytes)?;
            stream.flush()
        }
    }

    /// A word of our own in a style.
    pub(crate) fn styled(self, style: Style, word: &str) -> String {
        if !self.colour {
            return word.to_owned();
        }
        let code = match style {
            Style::Error => "1;31",
            Style::Hint => "1;36",
            Style::Strong => "1",
        };
        format!("\u{1b}[{code}m{word}\u{1b}[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_only_for_terminals_with_colour() {
        let plain = Stream {
            error: true,
            terminal: true,
            colour: false,
        };
        assert_eq!(plain.styled(Style::Error, "error"), "error");
        let coloured = Stream { colour: true, ..plain };
        assert_eq!(coloured.styled(Style::Error, "error"), "\u{1b}[1;31merror\u{1b}[0m");
    }
}
