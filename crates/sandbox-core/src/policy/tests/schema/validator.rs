//! As much of JSON schema as the policy's needs. A keyword that it does not know fails the test instead of being taken as held.

use regex::Regex;
use serde_json::{Map, Value};

/// Whether a document holds for a schema.
pub(super) fn holds(root: &Value, document: &Value) -> bool {
    check(root, root, document)
}

fn check(root: &Value, schema: &Value, value: &Value) -> bool {
    let Value::Object(keywords) = schema else {
        return schema.as_bool().expect("a schema is an object or a truth value");
    };
    keywords
        .iter()
        .all(|(keyword, argument)| keyword_holds(root, keywords, keyword, argument, value))
}

fn keyword_holds(root: &Value, schema: &Map<String, Value>, keyword: &str, argument: &Value, value: &Value) -> bool {
    let all = |schemas: &Value| -> Vec<bool> {
        let schemas = schemas.as_array().expect("a list of schemas");
        schemas.iter().map(|schema| check(root, schema, value)).collect()
    };
    match keyword {
        "$schema" | "$defs" | "title" | "description" | "default" | "examples" | "format" => true,
        "$ref" => {
            let place = argument
                .as_str()
                .and_then(|place| place.strip_prefix('#'))
                .expect("a place in here");
            check(root, root.pointer(place).expect("it is there"), value)
        }
        "type" => is_of_type(argument, value),
        "const" => argument == value,
        "enum" => argument.as_array().expect("a list").contains(value),
        "anyOf" => all(argument).contains(&true),
        "oneOf" => all(argument).iter().filter(|held| **held).count() == 1,
        "allOf" => !all(argument).contains(&false),
        "not" => !check(root, argument, value),
        "minimum" => value.as_f64().is_none_or(|number| number >= as_f64(argument)),
        // Whole numbers are compared as such: there are more of them than fractions.
        "maximum" => match (value.as_u64(), argument.as_u64()) {
            (Some(number), Some(most)) => number <= most,
            _ => value.as_f64().is_none_or(|number| number <= as_f64(argument)),
        },
        "pattern" => {
            let pattern = argument.as_str().expect("a pattern").replace("\\u0000", "\\x00");
            let pattern = Regex::new(&pattern).expect("a pattern that Rust knows as well");
            value.as_str().is_none_or(|text| pattern.is_match(text))
        }
        "maxLength" => value
            .as_str()
            .is_none_or(|text| text.chars().count() as u64 <= as_u64(argument)),
        "maxItems" => value
            .as_array()
            .is_none_or(|items| items.len() as u64 <= as_u64(argument)),
        "items" => value
            .as_array()
            .is_none_or(|items| items.iter().all(|item| check(root, argument, item))),
        "required" => value.as_object().is_none_or(|object| has_all(object, argument)),
        "dependentRequired" => value.as_object().is_none_or(|object| {
            let rules = argument.as_object().expect("rules");
            rules
                .iter()
                .all(|(key, others)| !object.contains_key(key) || has_all(object, others))
        }),
        "propertyNames" => value.as_object().is_none_or(|object| {
            object
                .keys()
                .all(|key| check(root, argument, &Value::from(key.as_str())))
        }),
        "properties" => value.as_object().is_none_or(|object| {
            let properties = argument.as_object().expect("properties");
            properties
                .iter()
                .all(|(key, schema)| object.get(key).is_none_or(|value| check(root, schema, value)))
        }),
        "additionalProperties" => value.as_object().is_none_or(|object| {
            let known = schema.get("properties").and_then(Value::as_object);
            object
                .iter()
                .filter(|(key, _)| known.is_none_or(|known| !known.contains_key(*key)))
                .all(|(_, value)| check(root, argument, value))
        }),
        _ => panic!("the validator does not know `{keyword}`"),
    }
}

fn is_of_type(name: &Value, value: &Value) -> bool {
    if let Value::Array(names) = name {
        return names.iter().any(|name| is_of_type(name, value));
    }
    match name.as_str().expect("a type's name") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the validator does not know the type `{other}`"),
    }
}

fn has_all(object: &Map<String, Value>, keys: &Value) -> bool {
    let keys = keys.as_array().expect("a list of keys");
    keys.iter().all(|key| object.contains_key(key.as_str().expect("a key")))
}

fn as_f64(number: &Value) -> f64 {
    number.as_f64().expect("a number")
}

fn as_u64(number: &Value) -> u64 {
    number.as_u64().expect("a whole number")
}
