//! `sandbox check`.

use llm_wasm_sandbox::ExecutionPolicy;
use serde_json::json;

use super::setup;
use crate::cli::CheckArgs;
use crate::error::CliError;
use crate::output::json;
use crate::output::report;
use crate::output::terminal::Stream;
use crate::source::Source;

pub(crate) fn run(arguments: CheckArgs) -> Result<u8, CliError> {
    let source = Source::read(arguments.program, None)?;
    if let Some(extra) = source.args.first() {
        return Err(CliError::Usage(format!(
            "one program is checked at a time; what is `{extra}`?"
        )));
    }
    let (runtime, name) = (source.language.runtime, source.name.clone());
    let sandbox = setup::sandbox(runtime, &arguments.engine, ExecutionPolicy::default(), 1)?;
    let run = sandbox.check(source.into_program())?;
    let right = run.success;
    if arguments.json {
        let object = json!({ "ok": right, "runtime": runtime, "outcome": run.outcome, "error": run.exception });
        Stream::stdout()
            .write_json(&json::line(&object))
            .map_err(CliError::stdout)?;
        return Ok(run.process_exit_code());
    }
    let told = match (&run.exception, report::stopped(&run)) {
        (Some(exception), _) => exception.traceback.clone(),
        (None, Some(stopped)) => format!("{name}: {stopped}\n"),
        (None, None) => String::new(),
    };
    // The exit code tells it to whoever does not read this.
    let _ = Stream::stderr().write(&told);
    Ok(run.process_exit_code())
}
