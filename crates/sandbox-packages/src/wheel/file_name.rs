//! The file name of a wheel: `NAME-VERSION-TAGS.whl`.

use std::str::FromStr;

use crate::archive::Refused;
use crate::names::{PackageName, PythonVersion};

/// The tags of wheels that any Python 3 can use, on any machine.
const TAGS: [&str; 2] = ["py3-none-any", "py2.py3-none-any"];
/// Longest name of a wheel, in bytes.
const MAX_BYTES: usize = 200;

/// What the file name of a wheel without compiled parts says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WheelName {
    /// The package.
    pub name: PackageName,
    /// Its version.
    pub version: PythonVersion,
}

impl FromStr for WheelName {
    type Err = Refused;

    fn from_str(text: &str) -> Result<Self, Refused> {
        let refuse = |rule| Refused::FileName { rule };
        let malformed = || refuse("is not `NAME-VERSION-TAGS.whl`");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+!".contains(&byte);
        if text.len() > MAX_BYTES || !text.bytes().all(plain) {
            return Err(malformed());
        }
        let stem = text.strip_suffix(".whl").ok_or_else(malformed)?;
        let mut parts = stem.splitn(3, '-');
        let (Some(name), Some(version), Some(tags)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed());
        };
        // A build number may stand in front of the tags, and begins with a digit.
        let tags = match tags.split_once('-') {
            Some((build, rest)) if build.starts_with(|first: char| first.is_ascii_digit()) => rest,
            _ => tags,
        };
        if !TAGS.contains(&tags) {
            return Err(refuse(
                "does not say `py3-none-any`: it has compiled parts, or is for another Python",
            ));
        }
        Ok(Self {
            name: name.parse().map_err(|_| malformed())?,
            version: version.parse().map_err(|_| malformed())?,
        })
    }
}
