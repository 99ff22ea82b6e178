//! What interrupted writes leave in a folder.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Removes files that were being written when their writer died, if they are older than `age`; `object_store` names them like their target, with `#` and a number.
/// Returns their size in bytes. Links are not followed.
pub(crate) fn sweep(folder: &Path, age: Duration) -> io::Result<u64> {
    let mut swept = 0;
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            // Removed since.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let Ok(metadata) = fs::symlink_metadata(entry.path()) else {
                continue;
            };
            if metadata.is_dir() {
                left.push(entry.path());
            } else if metadata.is_file() && is_staged(&entry.file_name().to_string_lossy()) {
                let since = SystemTime::now()
                    .duration_since(metadata.modified()?)
                    .unwrap_or_default();
                if since >= age {
                    fs::remove_file(entry.path())?;
                    swept += metadata.len();
                }
            }
        }
    }
    Ok(swept)
}

fn is_staged(name: &str) -> bool {
    name.rsplit_once('#')
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_unfinished_files_go() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        for name in ["a/x#1", "a/x", "y#22", "z#", "#q"] {
            fs::write(folder.path().join(name), "abc").unwrap();
        }
        assert_eq!(sweep(folder.path(), Duration::from_mins(1)).unwrap(), 0);
        assert_eq!(sweep(folder.path(), Duration::ZERO).unwrap(), 6);
        for (name, there) in [
            ("a/x#1", false),
            ("a/x", true),
            ("y#22", false),
            ("z#", true),
            ("#q", true),
        ] {
            assert_eq!(folder.path().join(name).exists(), there, "{name}");
        }
    }
}
