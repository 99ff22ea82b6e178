//! What the Python guest has in it already, read from its library.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};

use zip::ZipArchive;

use crate::names::{PackageName, PythonVersion};

/// The packages in a guest's library, a zip archive: what its `NAME-VERSION.dist-info` folders say.
///
/// # Errors
/// What reading returns.
pub fn guest_packages(library: File) -> io::Result<BTreeMap<PackageName, PythonVersion>> {
    let archive = ZipArchive::new(BufReader::new(library))?;
    let mut packages = BTreeMap::new();
    for name in archive.file_names_raw() {
        let top = name.split(|byte| *byte == b'/').next().unwrap_or(name);
        let stem = str::from_utf8(top).ok().and_then(|top| top.strip_suffix(".dist-info"));
        let Some((name, version)) = stem.and_then(|stem| stem.split_once('-')) else {
            continue;
        };
        if let (Ok(name), Ok(version)) = (name.parse(), version.parse()) {
            packages.insert(name, version);
        }
    }
    Ok(packages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ZipEntry, opened, zip};

    #[test]
    fn packages_are_told_by_their_folders() {
        let names = [
            "os.pyc",
            "numpy/__init__.pyc",
            "numpy-2.5.2.dist-info/METADATA",
            "Python_Dateutil-2.9.0.post0.dist-info/METADATA",
            "nonsense.dist-info/METADATA",
            "a-b.dist-info/METADATA",
        ];
        let library = zip(&names.map(|name| ZipEntry::new(name, b"")));
        let found = guest_packages(opened(&library)).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|(name, version)| format!("{name} {version}"))
            .collect();
        assert_eq!(found, ["numpy 2.5.2", "python-dateutil 2.9.0.post0"]);
        assert!(guest_packages(opened(b"no archive")).is_err());
    }
}
