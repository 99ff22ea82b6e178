//! The guest programs and what they say about themselves.

use std::fs;
use std::path::{Path, PathBuf};

use llm_wasm_sandbox::{Outcome, Program, Workspace};

use crate::support;

/// A program with the files beside it.
#[derive(Debug)]
pub(crate) struct GuestProgram {
    /// Group and name, such as `script/main_guard`.
    pub(crate) name: String,
    /// Its text.
    pub(crate) source: String,
    /// Files of its workspace.
    files: Vec<(String, Vec<u8>)>,
}

/// What a program is given and what is expected of it; the fields are the comments of `tests/guests/README.md`.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a comment of its own in the programs"
)]
pub(crate) struct Expectations {
    pub(crate) args: Vec<String>,
    pub(crate) stdin: String,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) policy: String,
    pub(crate) stdout: Option<Vec<String>>,
    pub(crate) stdout_lines: Option<usize>,
    pub(crate) stdout_bytes: Option<u64>,
    pub(crate) stdout_not: Vec<String>,
    pub(crate) stderr: Vec<String>,
    pub(crate) stderr_has: Vec<String>,
    pub(crate) stderr_not: Vec<String>,
    pub(crate) stderr_any: bool,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) outcome_any: bool,
    pub(crate) exit: Option<i32>,
    pub(crate) exception: Option<String>,
    pub(crate) line: Option<u32>,
    pub(crate) no_line: bool,
    pub(crate) value: Option<String>,
    pub(crate) value_none: bool,
    pub(crate) creates: Vec<String>,
    pub(crate) creates_any: bool,
    pub(crate) modifies: Vec<String>,
    pub(crate) deletes: Vec<String>,
    pub(crate) files: Vec<(String, usize)>,
    pub(crate) hint_any: bool,
}

impl GuestProgram {
    /// A program of the tests' own.
    pub(crate) fn of_text(text: &str) -> Self {
        Self {
            name: "test/text".into(),
            source: text.into(),
            files: Vec::new(),
        }
    }

    /// The folder it is in.
    pub(crate) fn group(&self) -> &str {
        self.name.split('/').next().unwrap_or_default()
    }

    /// The files beside it.
    pub(crate) fn workspace(&self) -> Workspace {
        self.files.iter().fold(Workspace::new(), |workspace, (path, content)| {
            workspace.file(path.as_str(), content.clone())
        })
    }

    /// The program as it is to be run.
    pub(crate) fn program(&self, given: &Expectations) -> Program {
        let program = Program::from(self.source.as_str())
            .args(given.args.clone())
            .stdin(given.stdin.clone());
        let program = program.last_value(given.value.is_some() || given.value_none);
        given
            .env
            .iter()
            .fold(program, |program, (name, value)| program.env(name, value))
    }

    /// What its first comments say, or why they say nothing that can be tested.
    pub(crate) fn expectations(&self) -> Result<Expectations, String> {
        let mut expectations = Expectations::default();
        for line in self
            .source
            .lines()
            .filter(|line| !line.starts_with("\"\"\""))
            .map_while(|line| line.strip_prefix('#'))
        {
            let line = line.strip_prefix(' ').unwrap_or(line);
            expectations.read(line)?;
        }
        let tested =
            expectations.stdout.is_some() || expectations.stdout_lines.is_some() || !expectations.stdout_not.is_empty();
        if tested {
            Ok(expectations)
        } else {
            Err("no expectation of its output".into())
        }
    }
}

impl Expectations {
    fn read(&mut self, comment: &str) -> Result<(), String> {
        match comment {
            "expect-nothing" => self.stdout = Some(Vec::new()),
            "stderr-any" => self.stderr_any = true,
            "outcome-any" => self.outcome_any = true,
            "no-line" => self.no_line = true,
            "value-none" => self.value_none = true,
            "creates-any" => self.creates_any = true,
            "hint-any" => self.hint_any = true,
            _ => {
                let word = |c: char| c.is_ascii_lowercase() || c == '-';
                if let Some((key, value)) = comment.split_once(':')
                    && key.starts_with(|c: char| c.is_ascii_lowercase())
                    && key.chars().all(word)
                {
                    return self.read_value(key, value.strip_prefix(' ').unwrap_or(value));
                }
            }
        }
        Ok(())
    }

    fn read_value(&mut self, key: &str, value: &str) -> Result<(), String> {
        let text = || value.to_owned();
        let wrong = |what: &str| format!("`{value}` is no {what}");
        match key {
            "expect" => self.stdout.get_or_insert_default().push(text()),
            "expect-lines" => self.stdout_lines = Some(value.parse().map_err(|_| wrong("number of lines"))?),
            "expect-bytes" => self.stdout_bytes = Some(value.parse().map_err(|_| wrong("number of bytes"))?),
            "expect-not" => self.stdout_not.push(text()),
            "stderr" => self.stderr.push(text()),
            "stderr-has" => self.stderr_has.push(text()),
            "stderr-not" => self.stderr_not.push(text()),
            "outcome" => {
                let known = Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == value);
                self.outcome = Some(known.ok_or_else(|| wrong("outcome"))?);
            }
            "exit" => self.exit = Some(value.parse().map_err(|_| wrong("exit code"))?),
            "exception" => self.exception = Some(value.trim_end().to_owned()),
            "line" => self.line = Some(value.parse().map_err(|_| wrong("line"))?),
            "value" => self.value = Some(text()),
            "args" => self.args = value.split_whitespace().map(str::to_owned).collect(),
            "stdin" => self.stdin = format!("{}{value}\n", self.stdin),
            "env" => self.env.push(
                value
                    .split_once('=')
                    .map(|(name, value)| (name.into(), value.into()))
                    .ok_or_else(|| wrong("variable"))?,
            ),
            "policy" => self.policy = format!("{}{value}\n", self.policy),
            "creates" => self.creates.extend(list(value)),
            "modifies" => self.modifies.extend(list(value)),
            "deletes" => self.deletes.extend(list(value)),
            "file" => {
                let (name, bytes) = value.rsplit_once(' ').ok_or_else(|| wrong("file with a size"))?;
                self.files
                    .push((name.to_owned(), bytes.parse().map_err(|_| wrong("file with a size"))?));
            }
            _ => return Err(format!("`{key}` is no known expectation")),
        }
        Ok(())
    }
}

fn list(value: &str) -> impl Iterator<Item = String> {
    value.split(", ").map(str::to_owned)
}

/// Every program, in the order of its name.
pub(crate) fn all() -> Vec<GuestProgram> {
    let root = support::repository("tests/guests/python");
    let mut programs = Vec::new();
    for group in folders(&root) {
        for path in entries(&group) {
            if path.is_dir() {
                programs.push(with_workspace(&root, &path));
            } else {
                assert!(
                    path.extension().is_some_and(|extension| extension == "py"),
                    "{} is no program",
                    path.display()
                );
                programs.push(GuestProgram {
                    name: name(&root, &path.with_extension("")),
                    source: read(&path),
                    files: Vec::new(),
                });
            }
        }
    }
    programs
}

fn with_workspace(root: &Path, folder: &Path) -> GuestProgram {
    let main = folder.join("main.py");
    let mut files = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(next) = left.pop() {
        for path in entries(&next) {
            if path.is_dir() {
                left.push(path);
            } else if path != main {
                files.push((
                    name(folder, &path),
                    fs::read(&path).expect("a file of the repository can be read"),
                ));
            }
        }
    }
    GuestProgram {
        name: name(root, folder),
        source: read(&main),
        files,
    }
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .expect("it was found below the root")
        .to_str()
        .expect("names of the repository are text")
        .to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn folders(root: &Path) -> Vec<PathBuf> {
    entries(root).into_iter().filter(|path| path.is_dir()).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = listing
        .map(|entry| entry.expect("a folder of the repository can be listed").path())
        .collect();
    paths.retain(|path| path.file_name().is_none_or(|name| name != "__pycache__"));
    paths.sort();
    paths
}
