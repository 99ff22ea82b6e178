//! What the prelude says of the program it ran.

use sandbox_core::{Exception, Value};
use sandbox_host::{Halt, Verdict};
use serde::Deserialize;

/// The longest report that is read, in bytes.
const MAX_REPORT_BYTES: usize = 4 << 20;

/// A report; a program that finished without anything to say sends none.
#[derive(Deserialize)]
struct Report {
    exit: Option<u8>,
    exception: Option<ReportedException>,
    value: Option<ReportedValue>,
    #[serde(default)]
    incomplete: bool,
    #[serde(default, rename = "outOfMemory")]
    out_of_memory: bool,
    #[serde(default, rename = "outOfDisk")]
    out_of_disk: bool,
}

#[derive(Deserialize)]
struct ReportedException {
    r#type: String,
    message: String,
    text: String,
    #[serde(default)]
    stack: Vec<Frame>,
}

#[derive(Deserialize)]
struct Frame {
    #[serde(default)]
    file: String,
    line: Option<f64>,
}

#[derive(Deserialize)]
struct ReportedValue {
    text: Option<String>,
    json: Option<serde_json::Value>,
    #[serde(default)]
    truncated: bool,
}

/// The verdict of a report on a program of this file.
pub(crate) fn parse(report: Option<&str>, file: &str) -> Result<Verdict, Halt> {
    let Some(report) = report else {
        return Ok(Verdict::default());
    };
    let nonsense = || Halt::protocol("the prelude's report makes no sense");
    if report.len() > MAX_REPORT_BYTES {
        return Err(nonsense());
    }
    let report: Report = serde_json::from_str(report).map_err(|_| nonsense())?;
    Ok(Verdict {
        exit: report.exit,
        exception: report.exception.map(|reported| exception(reported, file)),
        out_of_memory: report.out_of_memory,
        out_of_disk: report.out_of_disk,
        value: report.value.map(|value| Value {
            repr: value
                .text
                .unwrap_or_else(|| value.json.as_ref().map(ToString::to_string).unwrap_or_default()),
            json: value.json,
            truncated: value.truncated,
        }),
        incomplete: report.incomplete,
        broken_off: false,
    })
}

/// The line is that of the innermost frame in the program's own file.
fn exception(reported: ReportedException, file: &str) -> Exception {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates, and what is out of range is left out"
    )]
    let line = reported
        .stack
        .iter()
        .find(|frame| frame.file == file)
        .and_then(|frame| frame.line)
        .map(|line| line as u32)
        .filter(|line| (1..u32::MAX).contains(line));
    Exception {
        r#type: reported.r#type,
        message: reported.message,
        traceback: reported.text,
        line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "/app/main.js";

    #[test]
    fn no_report_is_a_plain_finish_and_nonsense_a_halt() {
        assert_eq!(parse(None, FILE).unwrap(), Verdict::default());
        for nonsense in ["{", "[]", r#"{"exit": 256}"#, r#"{"exception": {}}"#] {
            assert!(parse(Some(nonsense), FILE).is_err(), "{nonsense}");
        }
        assert!(parse(Some(&"[".repeat(100_000)), FILE).is_err());
    }

    #[test]
    fn an_exception_has_the_line_of_its_first_frame_in_the_program() {
        let report = r#"{"exception": {"type": "TypeError", "message": "m", "text": "t", "stack": [{"file": "/app/lib.js", "line": 9}, {"file": "/app/main.js", "line": 3}]}}"#;
        let exception = parse(Some(report), FILE).unwrap().exception.unwrap();
        assert_eq!((exception.r#type.as_str(), exception.line), ("TypeError", Some(3)));
        let wild = report.replace("3}", "-1e300}");
        assert_eq!(parse(Some(&wild), FILE).unwrap().exception.unwrap().line, None);
    }
}
