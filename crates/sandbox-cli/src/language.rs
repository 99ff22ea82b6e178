//! What a program is written in, as the command line names it.

use std::path::Path;
use std::str::FromStr;

use llm_wasm_sandbox::{Program, Runtime, UnknownRuntime};

/// A runtime, and whether its programs are TypeScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) runtime: Runtime,
    typescript: bool,
}

/// The endings of TypeScript files: what makes a program one.
const TYPESCRIPT: [&str; 4] = ["ts", "mts", "cts", "tsx"];

/// The guest path of a TypeScript program that has no file.
const DEFAULT_TYPESCRIPT_FILE: &str = "/app/main.ts";

impl Language {
    /// The program with a file name that says its language, where another one would hide it.
    pub(crate) fn name_file(self, mut program: Program) -> Program {
        if self.typescript {
            program.file = Some(match program.file {
                None => DEFAULT_TYPESCRIPT_FILE.to_owned(),
                Some(file) if is_typescript(&file) => file,
                Some(file) => format!("{file}.ts"),
            });
        }
        program
    }
}

fn is_typescript(file: &str) -> bool {
    Path::new(file)
        .extension()
        .is_some_and(|extension| TYPESCRIPT.iter().any(|known| extension == *known))
}

impl From<Runtime> for Language {
    fn from(runtime: Runtime) -> Self {
        Self {
            runtime,
            typescript: false,
        }
    }
}

impl FromStr for Language {
    type Err = UnknownRuntime;

    fn from_str(name: &str) -> Result<Self, UnknownRuntime> {
        match name.to_ascii_lowercase().as_str() {
            "typescript" | "ts" => Ok(Self {
                runtime: Runtime::JavaScript,
                typescript: true,
            }),
            _ => name.parse().map(Runtime::into),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typescript_is_javascript_with_a_name_that_says_so() {
        let language: Language = "TypeScript".parse().unwrap();
        assert_eq!(language.runtime, Runtime::JavaScript);
        let file = |file: Option<&str>| {
            let program = Program::from("");
            let program = match file {
                Some(file) => program.file(file),
                None => program,
            };
            language.name_file(program).file.unwrap()
        };
        assert_eq!(file(None), "/app/main.ts");
        assert_eq!(file(Some("/app/x.mts")), "/app/x.mts");
        assert_eq!(file(Some("/app/x")), "/app/x.ts");
        let plain: Language = "js".parse().unwrap();
        assert_eq!(plain.name_file(Program::from("")).file, None);
        assert!("ruby".parse::<Language>().is_err());
    }
}
