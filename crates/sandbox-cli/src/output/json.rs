//! Results as JSON.

use llm_wasm_sandbox::{Execution, Hint, Outcome, Runtime};
use serde::Serialize;
use serde_json::json;

use super::errors;
use crate::error::CliError;

/// One line of JSON.
pub(crate) fn line(value: &impl Serialize) -> String {
    // Nothing that is printed has a map with keys that are no text, which is all that can fail.
    serde_json::to_string(value).expect("results are plain data")
}

/// The result of a program that the host could not run.
pub(crate) fn host_failure(runtime: Runtime, error: &CliError) -> Execution {
    Execution {
        outcome: Outcome::HostError,
        success: false,
        exit_code: i32::from(error.exit_code()),
        ..Execution::new(runtime)
    }
}

/// Says in a result what the host could not do: `metadata.error`, `metadata.causes`, and the hint.
pub(crate) fn note_failure(execution: &mut Execution, error: &CliError) {
    let mut lines = errors::chain(error);
    let causes = lines.split_off(1);
    execution.metadata.insert("error".into(), json!(lines[0]));
    execution.metadata.insert("causes".into(), json!(causes));
    if let Some(message) = error.hint() {
        execution.hints.push(Hint {
            code: Outcome::HostError.to_string(),
            message,
            docs: None,
            example: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_the_host_is_a_result_too() {
        let error = CliError::Read {
            what: "x.py".to_owned(),
            source: std::io::Error::other("no luck"),
        };
        let mut execution = host_failure(Runtime::Python, &error);
        note_failure(&mut execution, &error);
        let text = line(&execution);
        assert!(!text.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["outcome"], "host_error");
        assert_eq!(value["success"], false);
        assert_eq!(value["exit_code"], 125);
        assert_eq!(value["metadata"]["error"], "cannot read x.py");
        assert_eq!(value["metadata"]["causes"][0], "no luck");
    }
}
