//! The languages that packages are for.

use std::fmt;

/// A language that guests run, and that packages are vendored for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Language {
    /// Python: wheels without compiled parts.
    Python,
    /// JavaScript: npm packages.
    JavaScript,
}

impl Language {
    /// Both of them, in the order of the files that name them.
    pub const ALL: [Self; 2] = [Self::Python, Self::JavaScript];

    /// The name, in lower case: what tables and files call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::JavaScript => "javascript",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
