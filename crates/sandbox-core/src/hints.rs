//! What whoever wrote a program can do about its failure.

mod advice;
mod evidence;
mod rules;
mod subject;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Execution, ExecutionPolicy};

/// One piece of advice: a code for programs, a sentence for people and language models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hint {
    /// What it is about, such as `out_of_fuel` or `module_not_found`: stable, for programs.
    pub code: String,
    /// What to do, in one or two sentences.
    pub message: String,
    /// Where to read more, in the project's documentation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<String>,
    /// The advice as code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<HintExample>,
}

/// A piece of code that fails, and one that does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HintExample {
    /// What fails.
    pub before: String,
    /// What to write instead.
    pub after: String,
}

/// What advice is based on.
#[derive(Debug, Clone, Copy)]
pub struct HintContext<'a> {
    /// The result, complete but for its hints.
    pub execution: &'a Execution,
    /// The policy it ran under.
    pub policy: &'a ExecutionPolicy,
    /// What a program of this image can import beside its language's standard library; needed only where [`needs_importable`] says so.
    pub importable: &'a [String],
}

/// Whether a result's advice depends on what can be imported.
#[must_use]
pub fn needs_importable(execution: &Execution) -> bool {
    execution
        .exception
        .as_ref()
        .is_some_and(|exception| matches!(exception.r#type.as_str(), "ModuleNotFoundError" | "SyntaxError"))
}

/// The most hints of one result: more would bury the useful one.
const MAX_HINTS: usize = 3;

/// Advice about a failed execution, the most useful first; none for one that succeeded.
///
/// It is based on the outcome and on the exception that ended the program, never on what the program printed: a
/// program cannot make a hint appear by writing words to its output.
#[must_use]
pub fn hints_for(context: &HintContext<'_>) -> Vec<Hint> {
    if context.execution.success {
        return Vec::new();
    }
    rules::RULES
        .iter()
        .filter_map(|rule| rule.apply(context))
        .take(MAX_HINTS)
        .collect()
}

#[cfg(test)]
mod tests;
