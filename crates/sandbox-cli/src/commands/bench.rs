//! `sandbox bench`: what this machine does.

mod measure;
mod rows;

use std::fmt::Write;
use std::time::Duration;

use llm_wasm_sandbox::{ExecutionPolicy, Runtime};
use serde::Serialize;

use super::setup;
use crate::cli::BenchArgs;
use crate::error::CliError;
use crate::output::json;
use crate::output::report::grouped;
use crate::output::table::table;
use crate::output::terminal::Stream;
use measure::{Latency, Throughput};
use rows::Rows;

/// Everything that was measured.
#[derive(Debug, Serialize)]
struct Report {
    version: &'static str,
    metering: &'static str,
    cores: usize,
    /// The load averages of the last 1, 5 and 15 minutes, before the measurement; empty where the system does not tell.
    load_before: Vec<f64>,
    load_after: Vec<f64>,
    languages: Vec<LanguageReport>,
}

/// What was measured of one language.
#[derive(Debug, Serialize)]
struct LanguageReport {
    runtime: Runtime,
    image: String,
    image_id: String,
    latencies: Vec<Latency>,
    throughputs: Vec<Throughput>,
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
struct Effort {
    warm_up: u32,
    repetitions: u32,
    processes: u32,
    throughput: Duration,
}

const FULL: Effort = Effort {
    warm_up: 20,
    repetitions: 500,
    processes: 20,
    throughput: Duration::from_secs(3),
};
const QUICK: Effort = Effort {
    warm_up: 5,
    repetitions: 50,
    processes: 5,
    throughput: Duration::from_millis(500),
};

pub(crate) fn run(arguments: &BenchArgs) -> Result<u8, CliError> {
    let effort = if arguments.quick { QUICK } else { FULL };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let wanted = |rows: &&Rows| match &arguments.runtime {
        Some(language) => rows.runtime == language.runtime,
        None => !llm_wasm_sandbox::image_names(rows.runtime).is_empty(),
    };
    let load_before = load();
    let languages = rows::ALL
        .iter()
        .filter(wanted)
        .map(|rows| measure_language(rows, arguments, effort, cores))
        .collect::<Result<_, _>>()?;
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        metering: if arguments.engine.unmetered {
            "unmetered"
        } else {
            "metered"
        },
        cores,
        load_before,
        load_after: load(),
        languages,
    };
    show(&report, arguments.json)?;
    Ok(0)
}

fn measure_language(
    rows: &Rows,
    arguments: &BenchArgs,
    effort: Effort,
    cores: usize,
) -> Result<LanguageReport, CliError> {
    // One more than run at once: an instance's place is free a moment after its result is there.
    let instances = u32::try_from(cores).unwrap_or(u32::MAX).saturating_add(1);
    let sandbox = setup::sandbox(rows.runtime, &arguments.engine, ExecutionPolicy::default(), instances)?;
    // The shortest program first: what others write elsewhere in their memory makes the programs after them slower.
    let mut throughputs = vec![measure::throughput(&sandbox, "fresh hello", &[rows.hello], 1, effort)?];
    if cores > 1 {
        throughputs.push(measure::throughput(
            &sandbox,
            "fresh hello",
            &[rows.hello],
            cores,
            effort,
        )?);
    }
    let mut latencies = Vec::new();
    for (name, code) in rows.in_process {
        latencies.push(measure::in_process(&sandbox, name, code, effort)?);
    }
    latencies.push(measure::whole_process(&arguments.engine, rows, effort)?);
    let mixed: Vec<&str> = rows.in_process.iter().map(|(_, code)| *code).collect();
    throughputs.push(measure::throughput(
        &sandbox,
        "all of these by turns",
        &mixed,
        cores,
        effort,
    )?);
    Ok(LanguageReport {
        runtime: rows.runtime,
        image: sandbox.as_async().image().to_owned(),
        image_id: sandbox.as_async().image_id().to_string(),
        latencies,
        throughputs,
    })
}

fn show(report: &Report, as_json: bool) -> Result<(), CliError> {
    let stdout = Stream::stdout();
    if as_json {
        return stdout.write_json(&json::line(report)).map_err(CliError::stdout);
    }
    let mut text = format!(
        "sandbox {}, {}, {} cores, load {} before and {} after\n",
        report.version,
        report.metering,
        report.cores,
        load_text(&report.load_before),
        load_text(&report.load_after),
    );
    for language in &report.languages {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{}, image `{}`\n\n", language.runtime, language.image);
        text.push_str(&latency_table(&language.latencies));
        text.push('\n');
        text.push_str(&throughput_table(&language.throughputs));
    }
    stdout.write(&text).map_err(CliError::stdout)
}

fn latency_table(latencies: &[Latency]) -> String {
    let rows: Vec<[String; 4]> = latencies
        .iter()
        .map(|row| {
            [
                row.name.to_owned(),
                format!("{:.3} ms", row.median_ms),
                format!("{:.3} ms", row.p99_ms),
                grouped(row.samples),
            ]
        })
        .collect();
    table(
        ["LATENCY", "MEDIAN", "P99", "SAMPLES"],
        &rows,
        [false, true, true, true],
    )
}

fn throughput_table(throughputs: &[Throughput]) -> String {
    let rows: Vec<[String; 3]> = throughputs
        .iter()
        .map(|row| {
            [
                row.name.clone(),
                format!("{:.0}", row.per_second),
                grouped(row.executions),
            ]
        })
        .collect();
    table(["THROUGHPUT", "A SECOND", "SAMPLES"], &rows, [false, true, true])
}

/// The system's load averages.
fn load() -> Vec<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_ascii_whitespace()
        .take(3)
        .filter_map(|word| word.parse().ok())
        .collect()
}

fn load_text(load: &[f64]) -> String {
    load.first()
        .map_or_else(|| "unknown".to_owned(), |load| format!("{load:.2}"))
}
