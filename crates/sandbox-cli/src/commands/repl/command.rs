//! Lines that begin with a colon.

use std::path::PathBuf;

pub(super) const HELP: &str = "\
:help         this list
:files        the files of the workspace
:export DIR   copy the workspace into a folder
:reset        a fresh interpreter, with the workspace as it was at the start
:quit         leave
Ctrl-C        stop the input that runs; the interpreter goes with it, its files stay
Ctrl-D        leave
";

/// What is asked of the prompt instead of the interpreter.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Help,
    Files,
    Reset,
    Export(PathBuf),
    Quit,
}

impl Command {
    /// Reads a line without its colon; the error is what to tell.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (word, rest) = text
            .trim()
            .split_once(char::is_whitespace)
            .map_or((text.trim(), ""), |(word, rest)| (word, rest.trim()));
        match (word, rest) {
            ("export", "") => Err("`:export` needs a folder".to_owned()),
            ("export", folder) => Ok(Self::Export(PathBuf::from(folder))),
            ("help" | "h" | "?", "") => Ok(Self::Help),
            ("files", "") => Ok(Self::Files),
            ("reset", "") => Ok(Self::Reset),
            ("quit" | "q" | "exit", "") => Ok(Self::Quit),
            _ => Err(format!("there is no command `:{}`; `:help` lists them", text.trim())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_parse() {
        assert_eq!(Command::parse("quit"), Ok(Command::Quit));
        assert_eq!(Command::parse(" help "), Ok(Command::Help));
        assert_eq!(
            Command::parse("export a folder"),
            Ok(Command::Export(PathBuf::from("a folder")))
        );
        for wrong in ["", "export", "files now", "quite"] {
            assert!(Command::parse(wrong).is_err(), "{wrong}");
        }
    }
}
