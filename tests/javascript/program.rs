//! A program, what it says of itself, and what is recorded of its output.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::support;

/// A file under `tests/guests/js`.
pub(crate) struct GuestProgram {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What a program printed, and how it ended.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    pub(crate) stdout: String,
    pub(crate) exit: i32,
    /// Not compared: the engines word their errors differently.
    pub(crate) stderr: String,
}

/// Where the programs are.
pub(crate) fn folder() -> PathBuf {
    support::repository("tests/guests/js")
}

/// Whether the records are to be written anew: `UPDATE_RECORDED=1`, after a look at what changes.
pub(crate) fn update() -> bool {
    std::env::var_os("UPDATE_RECORDED").is_some()
}

/// The programs whose name contains `GUEST_PROGRAM`, all of them without it; sorted.
pub(crate) fn selected() -> impl Iterator<Item = GuestProgram> {
    let wanted = std::env::var("GUEST_PROGRAM").unwrap_or_default();
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the guest programs are part of the repository")
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name.contains(&wanted))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no program is called so");
    names.into_iter().map(|name| GuestProgram {
        text: fs::read_to_string(folder().join(&name)).unwrap(),
        name,
    })
}

impl GuestProgram {
    /// The values of a comment `// KEY: VALUE` at the beginning.
    fn comments(&self, key: &str) -> impl Iterator<Item = &str> {
        let prefix = format!("// {key}: ");
        self.text
            .lines()
            .skip_while(|line| line.starts_with("#!") || line.starts_with("'use strict'"))
            .take_while(|line| line.starts_with("//"))
            .filter_map(move |line| line.strip_prefix(prefix.as_str()))
    }

    /// Whether it prints the same under Node.
    pub(crate) fn is_portable(&self) -> bool {
        let said: Vec<&str> = self.comments("node").collect();
        match said.as_slice() {
            ["same"] => true,
            [reason] if reason.starts_with("no - ") => false,
            _ => panic!(
                "{}: the first line says neither `// node: same` nor `// node: no - why`",
                self.name
            ),
        }
    }

    /// Whether it is a sequence of turns, separated by lines `// ---`.
    pub(crate) fn is_interactive(&self) -> bool {
        self.comments("mode").any(|mode| mode == "interactive")
    }

    /// Lines of a policy.
    pub(crate) fn policy(&self) -> String {
        let mut policy = String::new();
        for line in self.comments("policy") {
            writeln!(policy, "{line}").unwrap();
        }
        policy
    }

    /// What its standard input reads: a line for every comment.
    pub(crate) fn stdin(&self) -> String {
        let mut input = String::new();
        for line in self.comments("stdin") {
            writeln!(input, "{line}").unwrap();
        }
        input
    }

    fn record_path(&self) -> PathBuf {
        folder().join("recorded").join(format!("{}.txt", self.name))
    }

    /// Writes what it printed down.
    pub(crate) fn record(&self, printed: &Printed) {
        let path = self.record_path();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, form(printed)).unwrap();
    }

    /// What is printed otherwise than it is recorded.
    pub(crate) fn difference(&self, printed: &Printed) -> Option<String> {
        let Ok(recorded) = fs::read_to_string(self.record_path()) else {
            return Some("nothing is recorded of it; UPDATE_RECORDED=1 does".to_owned());
        };
        let printed = form(printed);
        if printed == recorded {
            return None;
        }
        let same = printed
            .lines()
            .zip(recorded.lines())
            .take_while(|(ours, theirs)| ours == theirs)
            .count();
        let line = |text: &str| text.lines().nth(same).unwrap_or("<the end>").to_owned();
        Some(format!(
            "line {} is\n  {}\nand should be\n  {}",
            same + 1,
            line(&printed),
            line(&recorded)
        ))
    }
}

/// The form of a record: the exit code, then the output.
fn form(printed: &Printed) -> String {
    format!("exit {}\n{}", printed.exit, printed.stdout)
}
