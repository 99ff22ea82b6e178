//! The languages a sandbox runs.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language that a sandbox runs.
///
/// In JSON and TOML it is `"python"` or `"javascript"`; [`FromStr`] takes the usual short forms as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Runtime {
    /// CPython.
    Python,
    /// JavaScript (QuickJS-NG).
    JavaScript,
}

/// A name that is no runtime's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid runtime type `{name}`; expected python or javascript")]
pub struct UnknownRuntime {
    /// The refused name, shortened to what a message can show.
    pub name: String,
}

/// The longest part of a refused name that an error repeats, in characters.
const MAX_SHOWN_CHARS: usize = 40;

impl Runtime {
    /// Every runtime, in the order in which listings show them.
    pub const ALL: [Self; 2] = [Self::Python, Self::JavaScript];

    /// The canonical name: `python` or `javascript`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }

    /// The runtime of a file with this extension (without the dot, in any case), if there is one.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "py" | "pyw" => Some(Self::Python),
            "js" | "mjs" | "cjs" | "ts" | "mts" | "cts" | "tsx" => Some(Self::JavaScript),
            _ => None,
        }
    }

    /// The runtime that a script's first line asks for, such as `#!/usr/bin/env python3`; `None` if the line is no
    /// shebang or names another interpreter.
    #[must_use]
    pub fn from_shebang(first_line: &str) -> Option<Self> {
        let mut words = first_line.strip_prefix("#!")?.split_ascii_whitespace();
        let mut program = base_name(words.next()?);
        if program == "env" {
            // `env` may have options (`-S`) and assignments before the program's name.
            program = base_name(words.find(|word| !word.starts_with('-') && !word.contains('='))?);
        }
        let stem = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        match stem {
            "python" | "pypy" => Some(Self::Python),
            "node" | "nodejs" | "qjs" | "deno" | "bun" => Some(Self::JavaScript),
            _ => None,
        }
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl FromStr for Runtime {
    type Err = UnknownRuntime;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name.to_ascii_lowercase().as_str() {
            "python" | "python3" | "py" => Ok(Self::Python),
            "javascript" | "js" => Ok(Self::JavaScript),
            _ => Err(UnknownRuntime {
                name: name
                    .chars()
                    .take(MAX_SHOWN_CHARS)
                    .collect::<String>()
                    .escape_debug()
                    .to_string(),
            }),
        }
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_short_forms_parse() {
        for (name, runtime) in [
            ("python", Runtime::Python),
            ("py", Runtime::Python),
            ("Python3", Runtime::Python),
            ("javascript", Runtime::JavaScript),
            ("JS", Runtime::JavaScript),
        ] {
            assert_eq!(name.parse(), Ok(runtime), "{name}");
        }
        for runtime in Runtime::ALL {
            assert_eq!(runtime.to_string().parse(), Ok(runtime));
            assert_eq!(
                serde_json::to_value(runtime).unwrap(),
                serde_json::json!(runtime.as_str())
            );
        }
    }

    #[test]
    fn conformance_018_an_unknown_runtime_is_named_with_what_exists() {
        let error = "ruby".parse::<Runtime>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid runtime type `ruby`; expected python or javascript"
        );
        for name in ["", "typescript", "ts", "python\n", "py thon", "node"] {
            assert!(name.parse::<Runtime>().is_err(), "{name:?}");
        }
        let long = "x".repeat(10_000).parse::<Runtime>().unwrap_err();
        assert!(long.to_string().len() < 120);
        assert!(
            !"\u{1b}[31m"
                .parse::<Runtime>()
                .unwrap_err()
                .to_string()
                .contains('\u{1b}')
        );
    }

    #[test]
    fn extensions_decide() {
        assert_eq!(Runtime::from_extension("py"), Some(Runtime::Python));
        assert_eq!(Runtime::from_extension("MJS"), Some(Runtime::JavaScript));
        assert_eq!(Runtime::from_extension("ts"), Some(Runtime::JavaScript));
        assert_eq!(Runtime::from_extension("rb"), None);
        assert_eq!(Runtime::from_extension(""), None);
    }

    #[test]
    fn shebangs_decide() {
        for (line, runtime) in [
            ("#!/usr/bin/env python3", Some(Runtime::Python)),
            ("#!/usr/bin/python3.12 -u", Some(Runtime::Python)),
            ("#! /usr/bin/env -S PYTHONUTF8=1 python -I", Some(Runtime::Python)),
            ("#!/usr/bin/env node", Some(Runtime::JavaScript)),
            ("#!/usr/local/bin/qjs\r", Some(Runtime::JavaScript)),
            ("#!/bin/sh", None),
            ("#!/usr/bin/env", None),
            ("#!", None),
            ("# python", None),
            ("", None),
        ] {
            assert_eq!(Runtime::from_shebang(line), runtime, "{line:?}");
        }
    }
}
