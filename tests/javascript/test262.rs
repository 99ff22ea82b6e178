//! Conformance programs in the form of test262, ECMAScript's own suite: a folder with `harness/*.js` and `test/**/*.js`, each program with front matter.
//!
//! `tests/guests/test262` holds a few of our own that show every kind. `TEST262=DIR cargo test -p llm-wasm-sandbox --test javascript test262` runs a
//! whole checkout instead, `TEST262_FILTER=TEXT` a part of it, and prints what fails; nothing of such a corpus is part of this repository.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use llm_wasm_sandbox::{Execution, Outcome, Program, Workspace};

use crate::support;

/// What a program prints that must not run.
const RAN: &str = "Test262:Ran";

/// What the front matter of a program says.
#[derive(Debug, Default, PartialEq, Eq)]
struct FrontMatter {
    includes: Vec<String>,
    flags: Vec<String>,
    /// The type of the error that it must end with.
    negative: Option<String>,
    /// Whether that is an error of its text, so that nothing of it may run.
    negative_in_parsing: bool,
}

impl FrontMatter {
    /// Reads the part of YAML that the suite uses: `key: value`, `key: [a, b]`, a list of `- value` lines, one level of nesting.
    fn parse(program: &str) -> Self {
        let block = program
            .split_once("/*---")
            .and_then(|(_, rest)| rest.split_once("---*/"))
            .map_or("", |(block, _)| block);
        let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut key = String::new();
        for line in block.lines() {
            let text = line.trim();
            if let Some(item) = text.strip_prefix("- ") {
                lists.entry(key.clone()).or_default().push(item.to_owned());
                continue;
            }
            let Some((name, value)) = text.split_once(':') else {
                continue;
            };
            let nested = line.starts_with(' ') && !key.is_empty();
            let full = if nested {
                format!("{}.{name}", key.split('.').next().unwrap_or_default())
            } else {
                name.to_owned()
            };
            let items = value.trim().trim_start_matches('[').trim_end_matches(']').split(',');
            let items = items.map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned);
            lists.entry(full.clone()).or_default().extend(items);
            if !nested {
                key = full;
            }
        }
        let mut take = |key: &str| lists.remove(key).unwrap_or_default();
        Self {
            includes: take("includes"),
            flags: take("flags"),
            negative: take("negative.type").pop(),
            negative_in_parsing: take("negative.phase").iter().any(|phase| phase == "parse"),
        }
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|each| each == flag)
    }

    /// The ways in which the program is to be run.
    fn modes(&self) -> Vec<Mode> {
        if self.has("module") {
            return vec![Mode::Module];
        }
        let all = [Mode::Sloppy, Mode::Strict];
        let unwanted = if self.has("noStrict") || self.has("raw") {
            Some(Mode::Strict)
        } else if self.has("onlyStrict") {
            Some(Mode::Sloppy)
        } else {
            None
        };
        all.into_iter().filter(|mode| Some(*mode) != unwanted).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Sloppy,
    Strict,
    Module,
}

/// A folder in the suite's form.
struct Suite {
    root: PathBuf,
}

impl Suite {
    fn programs(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(&self.root.join("test"), &mut found);
        found.sort();
        found
    }

    /// The text to run: the harness that the program asks for, then the program.
    fn text(&self, program: &str, front: &FrontMatter, mode: Mode) -> String {
        if front.has("raw") {
            return program.to_owned();
        }
        let mut text = if mode == Mode::Strict { "'use strict';\n" } else { "" }.to_owned();
        let mut harness = vec!["assert.js", "sta.js"];
        if front.has("async") {
            harness.push("doneprintHandle.js");
        }
        harness.extend(front.includes.iter().map(String::as_str));
        for name in harness {
            let path = self.root.join("harness").join(name);
            text.push_str(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
            text.push('\n');
        }
        if front.negative_in_parsing {
            let _ = writeln!(text, "console.log('{RAN}');");
        }
        text + program
    }

    /// Runs a program in all its ways; what is wrong with it.
    fn failures(&self, path: &Path) -> Vec<String> {
        let program = fs::read_to_string(path).unwrap();
        let front = FrontMatter::parse(&program);
        let folder = path.parent().expect("a program is in a folder");
        let run = |mode: Mode| {
            let text = self.text(&program, &front, mode);
            let ending = if mode == Mode::Module { "mjs" } else { "cjs" };
            // With the last value asked for, a script is evaluated in the global scope, as the suite wants it.
            let script = Program::from(text.as_str())
                .file(format!("/app/program.{ending}"))
                .last_value(mode != Mode::Module);
            let workspace = if mode == Mode::Module {
                Workspace::from_folder(folder)
            } else {
                Workspace::new()
            };
            let run = support::javascript()
                .execute_in(workspace, script)
                .unwrap_or_else(|error| panic!("{}", support::explained(&error)));
            if front.negative_in_parsing && run.stdout.contains(RAN) {
                return Some(format!("{} ({mode:?}): a part of it ran", path.display()));
            }
            verdict(&front, &run).map(|what| format!("{} ({mode:?}): {what}", path.display()))
        };
        front.modes().into_iter().filter_map(run).collect()
    }
}

/// What is wrong with a run.
fn verdict(front: &FrontMatter, run: &Execution) -> Option<String> {
    let ended = || format!("{} {:?} {}", run.outcome, run.exception, run.stdout);
    if let Some(expected) = &front.negative {
        let thrown = run.exception.as_ref().map(|exception| exception.r#type.as_str());
        return (thrown != Some(expected)).then(|| format!("expected {expected}: {}", ended()));
    }
    if run.outcome != Outcome::Finished {
        return Some(ended());
    }
    let complete = run.stdout.contains("Test262:AsyncTestComplete");
    (front.has("async") && !complete).then(|| format!("the test did not complete: {}", ended()))
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "js")
            && !path
                .file_stem()
                .is_some_and(|stem| stem.to_string_lossy().ends_with("_FIXTURE"))
        {
            found.push(path);
        }
    }
}

#[test]
fn test262() {
    let corpus = std::env::var_os("TEST262").map(PathBuf::from);
    let ours = corpus.is_none();
    let suite = Suite {
        root: corpus.unwrap_or_else(|| support::repository("tests/guests/test262")),
    };
    let filter = std::env::var("TEST262_FILTER").unwrap_or_default();
    let mut programs = suite.programs();
    programs.retain(|path| path.to_string_lossy().contains(&filter));
    assert!(!programs.is_empty(), "there are no such programs");
    let failing = |path: &PathBuf| {
        path.file_stem()
            .is_some_and(|stem| stem.to_string_lossy().starts_with("fails-"))
    };
    let (wrong, right): (Vec<_>, Vec<_>) = programs.iter().partition(|path| ours && failing(path));
    let failures: Vec<String> = right.iter().flat_map(|path| suite.failures(path)).collect();
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        right.len(),
        failures.join("\n")
    );
    // The harness itself must notice what is wrong.
    for path in wrong {
        assert!(!suite.failures(path).is_empty(), "{} passed", path.display());
    }
}

#[test]
fn front_matter_is_read() {
    let text = "// x\n/*---\ndescription: >\n  a: b\nincludes: [a.js, b.js]\nflags:\n  - module\n  - async\nnegative:\n  phase: parse\n  type: SyntaxError\n---*/\n";
    let front = FrontMatter::parse(text);
    assert_eq!(front.includes, ["a.js", "b.js"]);
    assert_eq!(front.flags, ["module", "async"]);
    assert_eq!(front.negative.as_deref(), Some("SyntaxError"));
    assert!(front.negative_in_parsing);
    assert_eq!(front.modes(), [Mode::Module]);
    assert_eq!(FrontMatter::parse("1"), FrontMatter::default());
    assert_eq!(FrontMatter::default().modes(), [Mode::Sloppy, Mode::Strict]);
}
