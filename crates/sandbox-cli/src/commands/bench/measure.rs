//! How it is measured.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use llm_wasm_sandbox::blocking::Sandbox;
use serde::Serialize;

use super::Effort;
use super::rows::Rows;
use crate::cli::EngineArgs;
use crate::error::CliError;

/// How long one thing takes.
#[derive(Debug, Serialize)]
pub(super) struct Latency {
    pub(super) name: &'static str,
    pub(super) median_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) min_ms: f64,
    pub(super) samples: u64,
}

/// How much is done in a second.
#[derive(Debug, Serialize)]
pub(super) struct Throughput {
    pub(super) name: String,
    pub(super) threads: usize,
    pub(super) per_second: f64,
    pub(super) executions: u64,
}

/// Fresh executions in this process, one after the other.
pub(super) fn in_process(
    sandbox: &Sandbox,
    name: &'static str,
    code: &str,
    effort: Effort,
) -> Result<Latency, CliError> {
    repeat(name, effort.warm_up, effort.repetitions, || once(sandbox, code))
}

/// `sandbox run` as a process of its own, its start and end included.
pub(super) fn whole_process(engine: &EngineArgs, rows: &Rows, effort: Effort) -> Result<Latency, CliError> {
    let program = std::env::current_exe().map_err(|source| CliError::Read {
        what: "this program's own path".to_owned(),
        source,
    })?;
    repeat("second whole process of hello", 2, effort.processes, || {
        let mut command = Command::new(&program);
        command
            .args(["run", "--quiet", "-r", rows.runtime.as_str(), "-c", rows.hello])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(cache) = &engine.cache {
            command.arg("--cache").arg(cache);
        }
        if let Some(image) = &engine.image {
            command.args(["--image", image]);
        }
        if engine.unmetered {
            command.arg("--unmetered");
        }
        let status = command.status().map_err(|source| CliError::Read {
            what: program.display().to_string(),
            source,
        })?;
        if status.success() {
            Ok(())
        } else {
            Err(CliError::Bench(status.to_string()))
        }
    })
}

/// Fresh executions of these programs by turns, on several threads for a while.
pub(super) fn throughput(
    sandbox: &Sandbox,
    what: &str,
    codes: &[&str],
    threads: usize,
    effort: Effort,
) -> Result<Throughput, CliError> {
    for (_, code) in (0..effort.warm_up).zip(codes.iter().cycle()) {
        once(sandbox, code)?;
    }
    let executions = AtomicU64::new(0);
    let began = Instant::now();
    let worked = thread::scope(|scope| {
        let work = || {
            for code in codes.iter().cycle() {
                if began.elapsed() >= effort.throughput {
                    break;
                }
                once(sandbox, code)?;
                executions.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        };
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread
                .join()
                .unwrap_or_else(|_| Err(CliError::Bench("a thread panicked".to_owned())))
        };
        started.into_iter().try_for_each(ended)
    });
    let seconds = began.elapsed().as_secs_f64();
    worked?;
    let executions = executions.into_inner();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let per_second = executions as f64 / seconds;
    let name = if threads == 1 {
        format!("{what}, one core")
    } else {
        format!("{what}, all {threads} cores")
    };
    Ok(Throughput {
        name,
        threads,
        per_second,
        executions,
    })
}

fn once(sandbox: &Sandbox, code: &str) -> Result<(), CliError> {
    let run = sandbox.execute(code)?;
    if run.success {
        Ok(())
    } else {
        Err(CliError::Bench(format!("{}: {}", run.outcome, run.stderr.trim_end())))
    }
}

fn repeat(
    name: &'static str,
    warm_up: u32,
    times: u32,
    mut work: impl FnMut() -> Result<(), CliError>,
) -> Result<Latency, CliError> {
    for _ in 0..warm_up {
        work()?;
    }
    let mut samples = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        work()?;
        samples.push(began.elapsed());
    }
    Ok(latency(name, samples))
}

fn latency(name: &'static str, mut samples: Vec<Duration>) -> Latency {
    samples.sort_unstable();
    let at = |percent: usize| {
        // The nearest rank: the smallest sample that so many percent are not above.
        let rank = (samples.len() * percent).div_ceil(100).max(1);
        samples.get(rank - 1).map_or(0.0, |sample| sample.as_secs_f64() * 1e3)
    };
    Latency {
        name,
        median_ms: at(50),
        p99_ms: at(99),
        min_ms: at(0),
        samples: samples.len() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_nearest() {
        let row = latency("x", (1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!(
            (row.min_ms, row.median_ms, row.p99_ms, row.samples),
            (1.0, 50.0, 99.0, 100)
        );
        let row = latency("x", vec![Duration::from_millis(7)]);
        assert_eq!((row.median_ms, row.p99_ms), (7.0, 7.0));
        assert_eq!(latency("x", Vec::new()).samples, 0);
    }
}
