//! What the guest says of the program it ran.

use sandbox_core::{Exception, Value};
use sandbox_host::{Halt, Verdict};
use serde::Deserialize;

/// The longest report that is read, in bytes; the guest's own caps keep an honest one below.
pub(crate) const MAX_REPORT_BYTES: u32 = 4 << 20;

/// A report as the guest sends it; a program that finished without anything to say sends none.
#[derive(Deserialize)]
struct Report {
    exit: Option<u8>,
    exception: Option<ReportedException>,
    #[serde(default)]
    out_of_memory: bool,
    #[serde(default)]
    out_of_disk: bool,
    #[serde(default)]
    incomplete: bool,
    value: Option<ReportedValue>,
}

#[derive(Deserialize)]
struct ReportedException {
    r#type: String,
    message: String,
    traceback: String,
    line: Option<u32>,
}

#[derive(Deserialize)]
struct ReportedValue {
    repr: String,
    json: Option<String>,
    truncated: bool,
}

/// The verdict of a report.
pub(crate) fn parse(report: Option<&[u8]>) -> Result<Verdict, Halt> {
    let Some(report) = report else {
        return Ok(Verdict::default());
    };
    let report: Report =
        serde_json::from_slice(report).map_err(|_| Halt::protocol("the interpreter's report makes no sense"))?;
    Ok(Verdict {
        exit: report.exit,
        exception: report.exception.map(|exception| Exception {
            r#type: exception.r#type,
            message: exception.message,
            traceback: exception.traceback,
            line: exception.line,
        }),
        out_of_memory: report.out_of_memory,
        out_of_disk: report.out_of_disk,
        // What the guest calls JSON but is not (too deep, a lone surrogate) is left out; its text is still there.
        value: report.value.map(|value| Value {
            repr: value.repr,
            json: value.json.and_then(|json| serde_json::from_str(&json).ok()),
            truncated: value.truncated,
        }),
        incomplete: report.incomplete,
        broken_off: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_report_is_a_plain_finish_and_nonsense_a_halt() {
        assert_eq!(parse(None).unwrap(), Verdict::default());
        for nonsense in [&b"{"[..], b"[]", b"{\"exit\": 256}", b"\xff", b"{\"exception\": {}}"] {
            assert!(parse(Some(nonsense)).is_err());
        }
        assert!(parse(Some("[".repeat(100_000).as_bytes())).is_err());
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_guest_reports_is_a_verdict_or_a_halt(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
            text in r#"(\{|\[|"(exit|exception|value|type|repr|json|line)":|[0-9]{1,12}|null|true|"[^"]{0,9}"|,|\}|\]){0,24}"#,
        ) {
            drop(parse(Some(&bytes)));
            if let Ok(verdict) = parse(Some(text.as_bytes())) {
                drop(format!("{verdict:?}"));
            }
        }
    }

    #[test]
    fn a_value_that_is_no_json_keeps_its_text() {
        let verdict = parse(Some(br#"{"value": {"repr": "x", "json": "{", "truncated": false}}"#)).unwrap();
        let value = verdict.value.unwrap();
        assert_eq!((value.repr.as_str(), value.json), ("x", None));
    }
}
