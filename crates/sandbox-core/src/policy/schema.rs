//! The parts of the JSON schema that the fields' types do not tell.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::determinism;
use super::limits::{self, Range};
use crate::GuestPath;

/// Text that is a size: digits, perhaps a fraction, then a unit.
const SIZE_PATTERN: &str = "^\\s*[0-9]+(\\.[0-9]+)?\\s*([kKmMgGtTpPeE][iI]?[bB]?|[bB])\\s*$";

/// Text that is a duration: one or more times a number, perhaps with a fraction, and its unit.
const DURATION_PATTERN: &str = concat!(
    "^\\s*([0-9]+(\\.[0-9]+)?\\s*(",
    "nanos|nsec|ns|usec|us|millis|msec|ms|seconds|second|secs|sec|s|minutes|minute|mins|min|m|hours|hour|hrs|hr|h|",
    "days|day|d|weeks|week|wks|wk|w|months|month|M|years|year|yrs|yr|y)\\s*)+$"
);

/// Text that is a moment in UTC.
const START_TIME_PATTERN: &str =
    "^\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?(Z|\\+00:00)\\s*$";

/// Text without NUL characters.
const NO_NUL_PATTERN: &str = "^[^\\u0000]*$";

/// The guest paths that belong to somebody else, which no mount may be at or inside.
const OWNED_PATTERN: &str = "^/((app|packages|tmp|usr)(/.*)?)?$";

fn number(range: Range) -> Schema {
    json_schema!({ "type": "integer", "minimum": range.min, "maximum": range.max })
}

fn size(range: Range) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "integer", "minimum": range.min, "maximum": range.max },
            { "type": "string", "pattern": SIZE_PATTERN, "examples": ["64MiB", "500KB"] },
        ]
    })
}

pub(super) fn duration(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "pattern": DURATION_PATTERN, "examples": ["5s", "500ms", "1m 30s"] },
            seconds(),
        ]
    })
}

/// A duration as a number.
fn seconds() -> serde_json::Value {
    json!({ "type": "number", "minimum": limits::MIN_SECONDS, "maximum": limits::MAX_TIMEOUT.as_secs() })
}

pub(super) fn start_time(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "format": "date-time", "pattern": START_TIME_PATTERN },
            { "type": "integer", "minimum": 0, "maximum": determinism::MAX_SECONDS },
        ]
    })
}

pub(super) fn env(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^[^=\\u0000]+$" },
        "additionalProperties": { "anyOf": [{ "type": "string", "pattern": NO_NUL_PATTERN }, { "const": false }] },
    })
}

pub(super) fn args(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "array",
        "items": { "type": "string", "pattern": NO_NUL_PATTERN },
        "maxItems": limits::MAX_ARGS,
    })
}

pub(super) fn stdin(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "maxLength": limits::MAX_STDIN_BYTES })
}

/// A host folder's path.
pub(super) fn host_folder(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": "^[^\\u0000]+$" })
}

/// Where a host folder may be shown.
pub(super) fn mount_point(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "allOf": [generator.subschema_for::<GuestPath>()], "not": { "pattern": OWNED_PATTERN } })
}

/// Adds the keys that are another way to write a field.
pub(super) fn add_alternatives(schema: &mut Schema) {
    if let Some(properties) = schema
        .get_mut("properties")
        .and_then(|properties| properties.as_object_mut())
    {
        properties.insert(
            "timeout_seconds".into(),
            json!({
                "description": "`timeout` in seconds; giving both is an error.",
                "type": "number",
                "minimum": limits::MIN_SECONDS,
                "maximum": limits::MAX_TIMEOUT.as_secs(),
            }),
        );
    }
    schema.insert(
        "dependentRequired".into(),
        json!({ "guest_data_path": ["mount_data_dir"] }),
    );
    schema.insert("not".into(), json!({ "required": ["timeout", "timeout_seconds"] }));
}

macro_rules! schemas {
    ($($name:ident = $kind:ident($range:ident);)*) => {
        $(pub(super) fn $name(_: &mut SchemaGenerator) -> Schema {
            $kind(limits::$range)
        })*
    };
}

schemas! {
    fuel_budget = number(FUEL_BUDGET);
    memory_bytes = size(MEMORY_BYTES);
    output_bytes = size(OUTPUT_BYTES);
    disk_bytes = size(DISK_BYTES);
    disk_entries = number(DISK_ENTRIES);
    disk_depth = number(DISK_DEPTH);
    disk_name_bytes = size(DISK_NAME_BYTES);
    disk_path_bytes = size(DISK_PATH_BYTES);
    disk_open_files = number(DISK_OPEN_FILES);
    host_call_count = number(HOST_CALL_COUNT);
    host_call_bytes = size(HOST_CALL_BYTES);
    seed = number(SEED);
    clock_resolution = number(CLOCK_RESOLUTION);
}
