//! Which of the numbered cases there are, where each of them is shown, and why some are not: the list cannot rot, because this is a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;

use crate::support::repository;

/// Every case of groups B1 to B17. The numbers have gaps: cases were merged, and numbers are never used again.
#[rustfmt::skip]
const NUMBERS: &[u32] = &[
    // B1
    1, 2, 4, 6, 7, 9, 11, 12, 14, 16, 17, 19, 21, 22, 24, 26, 27, 29,
    // B2
    31, 32, 34, 36, 37, 39, 41, 42, 44, 46, 47, 49,
    // B3
    51, 52, 54, 56, 57, 59, 61, 62,
    // B4
    64, 66, 67, 69, 71, 72, 74, 76,
    // B5
    77, 79, 81, 82, 84, 86, 87, 89, 91, 92, 94,
    // B6
    96, 97, 99, 101, 102, 104, 106, 107,
    // B7
    109, 111, 112, 114, 116, 117,
    // B8
    119, 121, 122, 124, 126, 127, 129, 131, 132, 134, 136, 137, 139, 141, 142, 144,
    // B9
    146, 147, 149, 151, 152, 154, 156, 157, 159, 161, 162,
    // B10
    164, 166, 167, 169, 171, 172, 174, 176, 177, 179, 181, 182,
    // B11
    184, 186, 187, 189, 191, 192, 194, 196,
    // B12
    197, 199, 201, 202, 204, 206,
    // B13
    207, 209, 211, 212, 214, 216, 217, 219,
    // B14
    221, 222, 224, 226, 227, 229, 231, 232, 234, 236, 237,
    // B15
    239, 241, 242, 244, 246, 247, 249, 251, 252, 254, 256,
    // B16
    257, 259, 261, 262, 264, 266, 267, 269, 271, 272, 274, 276,
    // B17
    277, 279, 281, 282, 284,
];

/// `uncovered.toml`: what this suite has no test for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Cases that another suite shows.
    elsewhere: Vec<Elsewhere>,
    /// Cases that nobody shows yet.
    open: Vec<Open>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elsewhere {
    number: u32,
    /// A file of the repository, `::`, and a text in it: the name of a test, or of an export that one calls.
    test: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    numbers: Vec<u32>,
    reason: String,
}

fn table() -> Table {
    let text = fs::read_to_string(repository("tests/hostile/uncovered.toml")).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("tests/hostile/uncovered.toml: {error}"))
}

/// The numbers in the names of a text's tests: functions with the attribute, which nothing switches off.
fn numbers_of_tests(text: &str) -> Vec<u32> {
    let mut attributes = Vec::new();
    let mut numbers = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line);
            continue;
        }
        let name = line.strip_prefix("fn b_").filter(|_| {
            attributes.contains(&"#[test]") && !attributes.iter().any(|attribute| attribute.contains("ignore"))
        });
        numbers.extend(name.and_then(|name| name.get(..3)?.parse::<u32>().ok()));
        attributes.clear();
    }
    numbers
}

#[test]
fn only_what_runs_is_counted() {
    let text = "#[test]\nfn b_001_a() {}\nfn b_002_b() {}\n#[test]\n#[ignore = \"slow\"]\nfn b_003_c() {}\n\
                #[test]\n#[should_panic]\nfn b_004_d() {}\n";
    assert_eq!(numbers_of_tests(text), [1, 4]);
}

/// The numbers in the names of this suite's tests.
fn tested() -> BTreeSet<u32> {
    let mut numbers = BTreeSet::new();
    for entry in fs::read_dir(repository("tests/hostile")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(path).unwrap();
        numbers.extend(numbers_of_tests(&text));
    }
    numbers
}

#[test]
fn every_case_is_shown_or_has_a_reason() {
    let table = table();
    let mut places: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for number in tested() {
        places.entry(number).or_default().push("tests/hostile");
    }
    for case in &table.elsewhere {
        places.entry(case.number).or_default().push(&case.test);
    }
    for open in &table.open {
        assert!(
            !open.reason.trim().is_empty(),
            "{:?} are open without a reason",
            open.numbers
        );
        for number in &open.numbers {
            places.entry(*number).or_default().push("open");
        }
    }
    let numbers: BTreeSet<u32> = NUMBERS.iter().copied().collect();
    assert_eq!(numbers.len(), NUMBERS.len(), "a number is there twice");
    for (number, places) in &places {
        assert!(numbers.contains(number), "B-{number:03} is no case, but in {places:?}");
        assert!(
            places.len() == 1 || !places.contains(&"open"),
            "B-{number:03} is open no more: {places:?}"
        );
    }
    let missing: Vec<_> = numbers.iter().filter(|number| !places.contains_key(number)).collect();
    assert!(
        missing.is_empty(),
        "neither shown nor listed in uncovered.toml: {missing:?}"
    );
}

#[test]
fn what_is_shown_elsewhere_is_there() {
    for case in table().elsewhere {
        let (file, text) = case.test.split_once("::").expect("a file, `::` and a text in it");
        let content =
            fs::read_to_string(repository(file)).unwrap_or_else(|error| panic!("B-{}: {file}: {error}", case.number));
        assert!(content.contains(text), "B-{}: {file} has no {text}", case.number);
    }
}
