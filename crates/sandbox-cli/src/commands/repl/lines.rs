//! Where inputs come from: a person at a terminal, or a pipe.

use std::io::{self, BufReader, Stdin};
use std::path::PathBuf;

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};

use super::{MAX_INPUT_BYTES, history, say};
use crate::error::CliError;
use crate::line;

/// How many inputs the history keeps.
const MAX_HISTORY: usize = 10_000;

/// One read.
pub(super) enum Input {
    Line(String),
    /// Ctrl-C at the prompt.
    Interrupted,
    /// A line that cannot be one; why.
    Refused(&'static str),
    End,
}

pub(super) enum Lines {
    Terminal {
        editor: Box<Editor<(), FileHistory>>,
        history: Option<PathBuf>,
    },
    Pipe(BufReader<Stdin>),
}

impl Lines {
    pub(super) fn terminal(keep_history: bool) -> Result<Self, CliError> {
        let config = Config::builder()
            .max_history_size(MAX_HISTORY)
            .map_err(CliError::Terminal)?
            .auto_add_history(true)
            .build();
        let mut editor = Editor::with_config(config).map_err(CliError::Terminal)?;
        let history = if keep_history { history::file() } else { None };
        if let Some(file) = &history {
            // An old history that cannot be read is no reason not to work.
            let _ = editor.load_history(file);
        }
        Ok(Self::Terminal {
            editor: Box::new(editor),
            history,
        })
    }

    pub(super) fn pipe() -> Self {
        Self::Pipe(BufReader::new(io::stdin()))
    }

    pub(super) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal { .. })
    }

    /// The next line; `continuing` if an input is open.
    pub(super) fn next(&mut self, continuing: bool) -> Result<Input, CliError> {
        match self {
            Self::Terminal { editor, .. } => match editor.readline(if continuing { "... " } else { ">>> " }) {
                Ok(line) => Ok(Input::Line(line)),
                Err(ReadlineError::Interrupted) => Ok(Input::Interrupted),
                Err(ReadlineError::Eof) => Ok(Input::End),
                Err(error) => Err(CliError::Terminal(error)),
            },
            Self::Pipe(input) => {
                let line = line::read(input, MAX_INPUT_BYTES).map_err(|source| CliError::Read {
                    what: "standard input".to_owned(),
                    source,
                })?;
                let Some(line) = line else { return Ok(Input::End) };
                let Some(bytes) = line.text else {
                    return Ok(Input::Refused("a line is longer than 1 MiB and was left out"));
                };
                Ok(
                    String::from_utf8(bytes)
                        .map_or(Input::Refused("a line is not UTF-8 and was left out"), Input::Line),
                )
            }
        }
    }

    /// Saves the history.
    pub(super) fn close(&mut self) {
        if let Self::Terminal {
            editor,
            history: Some(file),
        } = self
            && let Err(error) = editor.save_history(file)
        {
            say(&format!("the history was not saved: {error}"));
        }
    }
}
