//! From words on the command line to a program.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use llm_wasm_sandbox::{GuestPath, MAX_SOURCE_BYTES, Program, Runtime};

use crate::cli::ProgramArgs;
use crate::error::CliError;
use crate::language::Language;

/// The longest standard input that is handed to a program, in bytes.
pub(crate) const MAX_STDIN_BYTES: u64 = 64 << 20;

/// As far as a `#!` line is looked for, in bytes.
const MAX_SHEBANG_BYTES: usize = 256;

/// A program and its language.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) language: Language,
    /// What messages call it.
    pub(crate) name: String,
    pub(crate) args: Vec<String>,
    text: Vec<u8>,
    file: Option<String>,
}

impl Source {
    /// Reads the program that the words name; `workspace` is the folder whose copy will be /app.
    pub(crate) fn read(arguments: ProgramArgs, workspace: Option<&Path>) -> Result<Self, CliError> {
        let ProgramArgs { runtime, code, words } = arguments;
        if let Some(code) = code {
            let text = code.into_encoded_bytes();
            let language = runtime.or_else(|| shebang(&text)).unwrap_or(Runtime::Python.into());
            return Ok(Self {
                language,
                name: "the text of -c".to_owned(),
                args: utf8(words)?,
                text,
                file: None,
            });
        }
        let mut words = words.into_iter();
        let Some(first) = words.next() else {
            return Err(CliError::Usage("no program was given".to_owned()));
        };
        let args = utf8(words)?;
        if first == "-" {
            let text = read_stdin(MAX_SOURCE_BYTES as u64)?;
            let language = runtime.or_else(|| shebang(&text)).unwrap_or(Runtime::Python.into());
            return Ok(Self {
                language,
                name: "standard input".to_owned(),
                args,
                text,
                file: None,
            });
        }
        let path = Path::new(&first);
        let name = path.display().to_string();
        let text = read_file(path, MAX_SOURCE_BYTES as u64)?;
        let by_name = || {
            path.extension()
                .and_then(|extension| Runtime::from_extension(extension.to_str()?))
                .map(Language::from)
        };
        let language = runtime.or_else(by_name).or_else(|| shebang(&text));
        let language = language.ok_or_else(|| CliError::UnknownLanguage { what: name.clone() })?;
        Ok(Self {
            language,
            name,
            args,
            text,
            file: guest_file(path, workspace),
        })
    }

    /// The program, without its arguments and input.
    pub(crate) fn into_program(self) -> Program {
        let program = Program::new(self.text);
        self.language.name_file(match self.file {
            Some(file) => program.file(file),
            None => program,
        })
    }
}

/// What the program takes for its own file: its path in the workspace, or its name there if it lies elsewhere.
fn guest_file(path: &Path, workspace: Option<&Path>) -> Option<String> {
    let name = Path::new(path.file_name()?);
    let real = path.canonicalize().ok();
    let folder = workspace.and_then(|folder| folder.canonicalize().ok());
    let inside = real
        .as_ref()
        .zip(folder.as_ref())
        .and_then(|(real, folder)| real.strip_prefix(folder).ok());
    let guest: GuestPath = format!("/app/{}", inside.unwrap_or(name).to_str()?).parse().ok()?;
    Some(guest.to_string())
}

fn shebang(text: &[u8]) -> Option<Language> {
    let start = &text[..text.len().min(MAX_SHEBANG_BYTES)];
    let line = start.split(|byte| *byte == b'\n').next()?;
    Runtime::from_shebang(std::str::from_utf8(line).ok()?).map(Language::from)
}

fn utf8(words: impl IntoIterator<Item = OsString>) -> Result<Vec<String>, CliError> {
    let text = |word: OsString| {
        word.into_string()
            .map_err(|word| CliError::Usage(format!("the argument `{}` is not UTF-8", word.display())))
    };
    words.into_iter().map(text).collect()
}

/// Reads a file that has at most `max` bytes. Pipes are files, too.
pub(crate) fn read_file(path: &Path, max: u64) -> Result<Vec<u8>, CliError> {
    let what = path.display().to_string();
    let failed = |source| CliError::Read {
        what: what.clone(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if metadata.is_dir() {
        return Err(CliError::Folder { what });
    }
    // Refused by its size, before a byte of it is in memory.
    if metadata.len() > max {
        return Err(CliError::TooLong { what, max });
    }
    bounded(file, &what, max)
}

/// Reads this process's standard input, at most `max` bytes.
pub(crate) fn read_stdin(max: u64) -> Result<Vec<u8>, CliError> {
    bounded(io::stdin().lock(), "standard input", max)
}

fn bounded(input: impl Read, what: &str, max: u64) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    let read = input
        .take(max + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| CliError::Read {
            what: what.to_owned(),
            source,
        })?;
    if read as u64 > max {
        Err(CliError::TooLong {
            what: what.to_owned(),
            max,
        })
    } else {
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> ProgramArgs {
        ProgramArgs {
            runtime: None,
            code: Some(text.into()),
            words: vec!["a".into()],
        }
    }

    fn file(path: &Path) -> ProgramArgs {
        ProgramArgs {
            runtime: None,
            code: None,
            words: vec![path.into(), "x".into()],
        }
    }

    #[test]
    fn the_language_is_the_options_then_the_extensions_then_the_shebangs() {
        assert_eq!(Source::read(code(""), None).unwrap().language, Runtime::Python.into());
        assert_eq!(
            Source::read(code("#!/usr/bin/env node\n1"), None).unwrap().language,
            Runtime::JavaScript.into()
        );
        let folder = tempfile::tempdir().unwrap();
        for (name, text, runtime) in [
            ("a.py", "#!/usr/bin/env node", Some(Runtime::Python)),
            ("a.mjs", "", Some(Runtime::JavaScript)),
            ("script", "#!/usr/bin/python3\n", Some(Runtime::Python)),
            ("other", "echo", None),
            ("a.rb", "", None),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            match (Source::read(file(&path), None), runtime) {
                (Ok(source), Some(runtime)) => assert_eq!(source.language, runtime.into(), "{name}"),
                (Err(CliError::UnknownLanguage { .. }), None) => {
                    let stated = ProgramArgs {
                        runtime: Some(Runtime::Python.into()),
                        ..file(&path)
                    };
                    assert_eq!(Source::read(stated, None).unwrap().language, Runtime::Python.into());
                }
                (other, _) => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_file_is_known_by_its_name_and_its_words_follow() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hello.py");
        std::fs::write(&path, b"\xff\x00").unwrap();
        let source = Source::read(file(&path), None).unwrap();
        assert_eq!(source.args, ["x"]);
        let program = source.into_program();
        assert_eq!(program.file.as_deref(), Some("/app/hello.py"));
        assert_eq!(&program.source[..], b"\xff\x00");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            Source::read(file(folder.path()), None),
            Err(CliError::Folder { .. })
        ));
        let missing = Source::read(file(&folder.path().join("nope.py")), None).unwrap_err();
        assert!(missing.to_string().contains("nope.py"));
        assert_eq!(missing.exit_code(), 125);
        let long = folder.path().join("long.py");
        File::create(&long).unwrap().set_len(50 << 20).unwrap();
        assert!(matches!(
            Source::read(file(&long), None),
            Err(CliError::TooLong { max: 0x100_0000, .. })
        ));
        assert!(matches!(bounded(io::repeat(0), "x", 10), Err(CliError::TooLong { .. })));
        assert_eq!(bounded(&b"0123456789"[..], "x", 10).unwrap().len(), 10);
    }

    #[test]
    fn a_file_of_the_workspace_keeps_its_path_there() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        let path = folder.path().join("src/main.js");
        std::fs::write(&path, "1").unwrap();
        let named = |workspace| {
            Source::read(file(&path), workspace)
                .unwrap()
                .into_program()
                .file
                .unwrap()
        };
        assert_eq!(named(Some(folder.path())), "/app/src/main.js");
        assert_eq!(named(Some(Path::new("/nowhere"))), "/app/main.js");
        assert_eq!(named(None), "/app/main.js");
    }
}
