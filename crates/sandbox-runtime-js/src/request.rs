//! What the prelude is told about the program it is to run.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sandbox_core::ExecutionPolicy;
use sandbox_host::{Mode, Program};
use serde::Serialize;

/// The guest path that a program takes for its own file unless it is given another.
pub(crate) const DEFAULT_FILE: &str = "/app/main.js";

/// The request of `run` in `guest/main.js`. What is as usual is left out: parsing it is part of every execution.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of its own in the prelude's request"
)]
struct Request<'a> {
    mode: &'static str,
    kind: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    typescript: bool,
    file: &'a str,
    argv: &'a [String],
    env: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "is_false")]
    value: bool,
    #[serde(skip_serializing_if = "is_false")]
    std: bool,
    /// An interactive turn that is a whole program: nothing is printed by itself.
    #[serde(skip_serializing_if = "is_false")]
    whole: bool,
    #[serde(skip_serializing_if = "is_false")]
    renew: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is the serializer's")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The guest path that a program takes for its own file.
pub(crate) fn file(program: &Program) -> &str {
    program.file.as_deref().unwrap_or(DEFAULT_FILE)
}

/// Whether a file of this name is TypeScript.
pub(crate) fn is_typescript(file: &str) -> bool {
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "ts" | "mts" | "cts" | "tsx")
}

/// The request for one turn, as JSON; none for a program of which nothing is unusual: the prelude has that request already.
///
/// The file's name decides over the language and over the kind of module; a name that says nothing is JavaScript.
///
/// `renew` says that the guest's state was copied, and that random numbers it has in store are another's, too.
pub(crate) fn encode(program: &Program, policy: &ExecutionPolicy, renew: bool) -> Option<String> {
    let usual = program.mode == Mode::Script
        && program.file.is_none()
        && program.args.as_deref().unwrap_or(&policy.args).is_empty()
        && program.env.is_empty()
        && policy.env == *USUAL_ENVIRONMENT
        && !program.last_value
        && !policy.last_value
        && !policy.javascript_std;
    if usual {
        return None;
    }
    let file = file(program);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let request = Request {
        mode: match program.mode {
            Mode::Script => "script",
            Mode::Interactive | Mode::Turn => "interactive",
            Mode::Check => "check",
        },
        kind: match extension {
            "mjs" | "mts" => "module",
            "cjs" | "cts" => "script",
            _ => "auto",
        },
        typescript: is_typescript(file),
        file,
        argv: program.args.as_deref().unwrap_or(&policy.args),
        env: environment(program, policy),
        value: program.last_value || policy.last_value,
        std: policy.javascript_std,
        whole: program.mode == Mode::Turn,
        renew,
    };
    // Strings and flags: serialising them cannot fail.
    Some(serde_json::to_string(&request).unwrap_or_default())
}

/// A default policy's variables. They are meant for Python: a JavaScript program sees those of them that were changed.
static USUAL_ENVIRONMENT: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| ExecutionPolicy::default().env);

/// The policy's variables, and the program's over them.
fn environment<'a>(program: &'a Program, policy: &'a ExecutionPolicy) -> BTreeMap<&'a str, &'a str> {
    let changed = policy
        .env
        .iter()
        .filter(|(name, value)| USUAL_ENVIRONMENT.get(*name) != Some(value));
    let mut all: BTreeMap<&str, &str> = changed.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.extend(program.env.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    all
}

/// What only a CommonJS file has, or what may reach it by another name: an escape in an identifier, `eval`.
const OF_MODULES: [&str; 8] = [
    "exports",
    "require",
    "module",
    "__filename",
    "__dirname",
    "arguments",
    "eval",
    "\\u",
];

/// Whether a source may be using what only a CommonJS file has. Wrong only in saying yes, for a word in a string or comment.
pub(crate) fn mentions_module(source: &str) -> bool {
    OF_MODULES.iter().any(|word| source.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_may_use_the_module_is_known() {
        for uses in [
            "require('fs')",
            "module.exports = 1",
            "r\\u0065quire('fs')",
            "eval(x)",
            "arguments.length",
        ] {
            assert!(mentions_module(uses), "{uses}");
        }
        assert!(!mentions_module("console.log('hi')"));
    }

    #[test]
    fn the_extension_decides_over_kind_and_language() {
        let request = |file: &str| encode(&Program::from("").file(file), &ExecutionPolicy::default(), false).unwrap();
        assert!(request("/app/x.mjs").contains(r#""kind":"module""#));
        assert!(request("/app/x.cts").contains(r#""kind":"script","typescript":true"#));
        assert!(!request("/app/x.js").contains("typescript"));
        assert!(request("/app/x").contains(r#""kind":"auto""#));
    }

    #[test]
    fn a_usual_program_needs_no_request_and_its_environment_is_empty() {
        let mut policy = ExecutionPolicy::default();
        assert_eq!(encode(&Program::from(""), &policy, false), None);
        policy.env.insert("A".into(), "policy".into());
        policy.env.insert("B".into(), "policy".into());
        let program = Program::from("").env("A", "program");
        assert!(
            encode(&program, &policy, false)
                .unwrap()
                .contains(r#""env":{"A":"program","B":"policy"}"#)
        );
    }
}
