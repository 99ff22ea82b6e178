//! Runs lines, one after the other.

use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{CancelHandle, Error, Execution};
use serde::Serialize;
use serde_json::{Value, json};

use super::Message;
use super::job::{Job, JobError, id_of};
use super::reader::{Line, MAX_LINE_BYTES};
use super::sandboxes::{Sandboxes, Unavailable};
use super::writer::Delivery;
use crate::error::CliError;
use crate::output::errors;
use crate::output::json;

/// A result with the line's `id` before it.
#[derive(Serialize)]
struct ResultLine<'a> {
    id: &'a Value,
    #[serde(flatten)]
    execution: &'a Execution,
}

/// Takes lines until there are no more.
pub(super) fn work(
    queue: &Mutex<Receiver<Line>>,
    sandboxes: &Sandboxes,
    cancel: &CancelHandle,
    messages: &Sender<Message>,
) {
    let _alarm = Alarm(messages);
    loop {
        // In a statement of its own: the lock is only for taking a line.
        let taken = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(line) = taken else { return };
        let message = process(&line, sandboxes, cancel);
        if messages.send(message).is_err() {
            return;
        }
    }
}

/// Ends the batch when its thread panics. The line that the thread had would never be answered, and the ones after it would wait for that.
struct Alarm<'a>(&'a Sender<Message>);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Nobody listens if the batch has failed already.
            let _ = self.0.send(Message::Broken(CliError::LostResults));
        }
    }
}

fn process(line: &Line, sandboxes: &Sandboxes, cancel: &CancelHandle) -> Message {
    let text = line.text.as_deref().ok_or(JobError::TooLong { max: MAX_LINE_BYTES });
    let job = match text.and_then(|text| Job::parse(text, sandboxes.policy())) {
        Ok(job) => job,
        Err(error) => {
            let id = line.text.as_deref().map_or(Value::Null, id_of);
            return failed(line, &id, &[error.to_string()], Some(error.hint()));
        }
    };
    let id = job.id.clone();
    let sandbox = match sandboxes.get(job.runtime) {
        Ok(sandbox) => sandbox,
        Err(Unavailable::Line(error)) => return failed(line, &id, &errors::chain(&error), error.hint().as_deref()),
        Err(Unavailable::Batch(error)) => return Message::Broken(error),
    };
    match execute(&sandbox, job, cancel) {
        Ok(execution) => {
            let text = json::line(&ResultLine {
                id: &id,
                execution: &execution,
            });
            Message::Done(Delivery {
                sequence: line.sequence,
                end: line.end,
                success: execution.success,
                text,
            })
        }
        Err(error) => failed(line, &id, &errors::chain(&error), error.hint().as_deref()),
    }
}

fn execute(sandbox: &Sandbox, job: Job, cancel: &CancelHandle) -> Result<Execution, Error> {
    let own = job.policy.map(|policy| sandbox.with_policy(policy)).transpose()?;
    let sandbox = own.as_ref().unwrap_or(sandbox);
    Ok(sandbox
        .execute_cancellable(job.workspace, job.program, cancel.clone())?
        .into_execution())
}

/// The one line of a line that did not run.
fn failed(line: &Line, id: &Value, chain: &[String], hint: Option<&str>) -> Message {
    let object = json!({ "id": id, "outcome": "host_error", "success": false, "error": chain.join(": "), "hint": hint, "line": line.number });
    Message::Done(Delivery {
        sequence: line.sequence,
        end: line.end,
        success: false,
        text: json::line(&object),
    })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    #[test]
    fn a_thread_that_dies_ends_the_batch_and_one_that_is_done_does_not() {
        let (messages, results) = channel();
        let dies = messages.clone();
        let died = thread::spawn(move || {
            let _alarm = Alarm(&dies);
            panic!("as if by a defect");
        });
        assert!(died.join().is_err());
        assert!(matches!(results.recv(), Ok(Message::Broken(CliError::LostResults))));
        drop(Alarm(&messages));
        assert!(results.try_recv().is_err());
    }
}
