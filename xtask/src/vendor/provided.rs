//! What the Python guest has in it, compared with what the list says of that.

use std::collections::BTreeMap;

use sandbox_guests::{CacheDir, Pins, installed_guest};
use sandbox_packages::{PackageList, PackageName, PythonVersion, guest_packages};

/// The guest, and the file of it that has its library.
const GUEST: &str = "python";
const LIBRARY: &str = "python-stdlib.zip";

/// How the list differs from the guest in the cache. Without a guest there, nothing can be said.
pub(super) fn difference(cache: &CacheDir, list: &PackageList) -> Option<String> {
    let pins = Pins::embedded().ok()?;
    let guest = installed_guest(cache, pins.guest(GUEST).ok()?).ok()?;
    let library = guest.file(LIBRARY).ok()?.path().to_owned();
    let found = guest_packages(std::fs::File::open(library).ok()?).ok()?;
    compare(&found, &list.provided)
}

fn compare(
    found: &BTreeMap<PackageName, PythonVersion>,
    said: &BTreeMap<PackageName, PythonVersion>,
) -> Option<String> {
    for (name, version) in found {
        match said.get(name) {
            None => {
                return Some(format!(
                    "the guest has {name} {version}, and [provided.python] does not name it"
                ));
            }
            Some(other) if other != version => {
                return Some(format!(
                    "the guest has {name} {version}, and [provided.python] says {other}"
                ));
            }
            Some(_) => {}
        }
    }
    let absent = said.keys().find(|name| !found.contains_key(*name))?;
    Some(format!(
        "[provided.python] names {absent}, and the guest does not have it"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(text: &[(&str, &str)]) -> BTreeMap<PackageName, PythonVersion> {
        let parsed = text
            .iter()
            .map(|(name, version)| (name.parse().unwrap(), version.parse().unwrap()));
        parsed.collect()
    }

    #[test]
    fn what_differs_is_named() {
        let found = packages(&[("numpy", "2"), ("six", "1.17")]);
        assert_eq!(compare(&found, &found), None);
        for (said, part) in [
            (packages(&[("numpy", "2")]), "does not name it"),
            (packages(&[("numpy", "2"), ("six", "1.16")]), "says 1.16"),
            (
                packages(&[("numpy", "2"), ("six", "1.17"), ("a", "1")]),
                "does not have it",
            ),
        ] {
            assert!(compare(&found, &said).unwrap().contains(part), "{said:?}");
        }
    }
}
