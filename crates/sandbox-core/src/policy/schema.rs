//! The parts of the JSON schema that the fields' types do not tell.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::limits::{self, Range};

/// Text that is a size: digits, perhaps a fraction, then a unit.
const SIZE_PATTERN: &str = "^ *[0-9]+(\\.[0-9]+)? *([kKmMgGtT][iI]?)?[bB]? *$";

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
            { "type": "string", "pattern": "^ *[0-9]", "examples": ["5s", "500ms", "1m 30s"] },
            { "type": "number", "exclusiveMinimum": 0, "maximum": limits::MAX_TIMEOUT.as_secs() },
        ]
    })
}

pub(super) fn start_time(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "format": "date-time" },
            { "type": "integer", "minimum": 0 },
        ]
    })
}

pub(super) fn env(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "additionalProperties": { "anyOf": [{ "type": "string" }, { "const": false }] },
    })
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
                "exclusiveMinimum": 0,
                "maximum": limits::MAX_TIMEOUT.as_secs(),
            }),
        );
    }
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
}
