//! `sandbox store …`.

use llm_wasm_sandbox::Problem;
use serde_json::json;

use super::session::{Opened, print, print_json, print_lines};
use crate::cli::StoreCommand;
use crate::error::CliError;
use crate::output::escape;
use crate::output::table::bytes;

pub(crate) fn run(command: StoreCommand) -> Result<u8, CliError> {
    match command {
        StoreCommand::Check { contents, json, store } => Opened::plain(&store)?.with(|sessions| {
            let report = sessions.check(contents)?;
            if json {
                print_json(&report)?;
            } else {
                let mut lines: Vec<String> = report.problems.iter().map(problem).collect();
                let verdict = if report.is_sound() { "whole" } else { "damaged" };
                lines.push(format!(
                    "{verdict}: {} sessions, {} generations, {} blobs; {} blobs are named by nothing",
                    report.sessions, report.generations, report.blobs, report.unnamed_blobs
                ));
                print_lines(&lines)?;
            }
            Ok(u8::from(!report.is_sound()))
        }),
        StoreCommand::Gc {
            grace,
            dry_run,
            json,
            store,
        } => Opened::plain(&store)?.with(|sessions| {
            let collected = sessions.gc(grace, dry_run)?;
            let freed = collected.removed.bytes + collected.swept_bytes;
            if json {
                print_json(&json!({
                    "dry_run": dry_run,
                    "removed": collected.removed.objects,
                    "removed_bytes": freed,
                    "young": collected.young.objects,
                    "kept": collected.kept.objects,
                    "kept_bytes": collected.kept.bytes,
                }))?;
            } else {
                let verb = if dry_run { "would be removed" } else { "were removed" };
                print(&format!(
                    "{} objects, {}, {verb}; {} are too young, {} are needed\n",
                    collected.removed.objects,
                    bytes(freed),
                    collected.young.objects,
                    collected.kept.objects
                ))?;
            }
            Ok(0)
        }),
        StoreCommand::Stats { json, store } => Opened::plain(&store)?.with(|sessions| {
            let stats = sessions.stats()?;
            if json {
                print_json(&stats)?;
            } else {
                print(&format!(
                    "{} sessions with {} generations\n{} in records, {} in {} blobs; {} of files and states\n",
                    stats.sessions,
                    stats.generations,
                    bytes(stats.record_bytes),
                    bytes(stats.blob_bytes),
                    stats.blobs,
                    bytes(stats.logical_bytes)
                ))?;
            }
            Ok(0)
        }),
    }
}

fn problem(problem: &Problem) -> String {
    let generation = problem
        .generation
        .map_or_else(String::new, |number| format!(" generation {number}"));
    let harmless = if problem.harmless { " (nothing is lost)" } else { "" };
    let what = escape::visible_line(&problem.what);
    format!("{}{generation}: {what}{harmless}", problem.session_id)
}
