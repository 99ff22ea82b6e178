//! METADATA and WHEEL: lines of `Key: value`, as mails have them.

use crate::archive::{Refusal, Refused};
use crate::lock::MAX_LICENSE_CHARS;
use crate::requirement::Dependency;

use super::file_name::WheelName;

/// Longest of these files, in bytes.
const MAX_BYTES: usize = 4_000_000;
/// Most dependencies that are read.
const MAX_DEPENDENCIES: usize = 1000;

/// What a wheel says of itself.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct WheelMetadata {
    /// Its licence: an SPDX expression in new wheels, any short text in old ones.
    pub license: Option<String>,
    /// What it depends on, whether or not in the guest.
    pub requires: Vec<Dependency>,
}

impl WheelMetadata {
    pub(super) fn parse(content: &[u8], expected: &WheelName) -> Refusal<Self> {
        let refuse = |rule: &str| Refused::metadata("METADATA", rule);
        let headers = Headers::parse("METADATA", content)?;
        let name = headers.only("Name").and_then(|name| name.parse().ok());
        if name.as_ref() != Some(&expected.name) {
            return Err(refuse("its name is not that of the file"));
        }
        let version = headers.only("Version").and_then(|version| version.parse().ok());
        if version.as_ref() != Some(&expected.version) {
            return Err(refuse("its version is not that of the file"));
        }
        let mut requires = Vec::new();
        for text in headers.all("Requires-Dist") {
            if requires.len() == MAX_DEPENDENCIES {
                return Err(refuse("it depends on more than 1000 packages"));
            }
            let dependency = text
                .parse()
                .map_err(|error| Refused::metadata("METADATA", format!("{error}")))?;
            requires.push(dependency);
        }
        Ok(Self {
            license: license(
                headers.only("License-Expression"),
                headers.only("License"),
                headers.all("Classifier"),
            ),
            requires,
        })
    }
}

/// The shortest true answer: an expression, else a short text, else a classifier.
pub(crate) fn license<'a>(
    expression: Option<&str>,
    text: Option<&str>,
    classifiers: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let good = |text: &&str| {
        !text.is_empty()
            && *text != "UNKNOWN"
            && text.chars().count() <= MAX_LICENSE_CHARS
            && !text.chars().any(char::is_control)
    };
    let of_classifier = |text: &'a str| text.strip_prefix("License :: ")?.rsplit(" :: ").next();
    expression
        .filter(good)
        .or_else(|| text.map(str::trim).filter(good))
        .or_else(|| classifiers.filter_map(of_classifier).find(good))
        .map(str::to_owned)
}

/// Checks the description of the archive itself.
pub(super) fn check_wheel(content: &[u8]) -> Refusal<()> {
    let refuse = |rule: &str| Err(Refused::metadata("WHEEL", rule));
    let headers = Headers::parse("WHEEL", content)?;
    if !headers
        .only("Wheel-Version")
        .is_some_and(|version| version.starts_with("1."))
    {
        return refuse("its version is not 1");
    }
    if !headers
        .only("Root-Is-Purelib")
        .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    {
        return refuse("`Root-Is-Purelib` is not true: it has compiled parts");
    }
    let tags: Vec<_> = headers.all("Tag").collect();
    if !tags.contains(&"py3-none-any") || tags.iter().any(|tag| !["py2-none-any", "py3-none-any"].contains(tag)) {
        return refuse("its tags are not `py3-none-any`");
    }
    Ok(())
}

struct Headers<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Headers<'a> {
    fn parse(file: &'static str, content: &'a [u8]) -> Refusal<Self> {
        if content.len() > MAX_BYTES {
            return Err(Refused::metadata(file, "it is longer than 4 MB"));
        }
        let text = str::from_utf8(content).map_err(|_| Refused::metadata(file, "it is not UTF-8"))?;
        let mut headers = Vec::new();
        for line in text.lines() {
            if line.is_empty() {
                break;
            }
            // A longer value goes on in lines that begin with a space. None of ours does.
            if line.starts_with([' ', '\t']) {
                continue;
            }
            let (key, value) = line
                .split_once(':')
                .ok_or_else(|| Refused::metadata(file, "a line is not `Key: value`"))?;
            headers.push((key, value.trim()));
        }
        Ok(Self(headers))
    }

    fn all(&self, key: &'static str) -> impl Iterator<Item = &'a str> {
        let of_key = move |(found, _): &&(&str, &'a str)| found.eq_ignore_ascii_case(key);
        self.0.iter().filter(of_key).map(|(_, value)| *value)
    }

    /// The value of a key that may be there once.
    fn only(&self, key: &'static str) -> Option<&'a str> {
        let mut values = self.all(key);
        values.next().filter(|_| values.next().is_none())
    }
}
