//! Listing a directory.

use sandbox_host::Guest;
use sandbox_host::price::{self, Bill};
use sandbox_vfs::OpenOptions;
use serde_json::json;

use super::files::{ROOT, relative, type_name};
use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// `fs.readdir(path)`: names and types, sorted by name.
pub(super) fn readdir(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let path = arguments.text(0);
    bill.path(path.as_bytes());
    let failed = |error| Failure::file(error, "scandir").at(path);
    let options = OpenOptions {
        directory: true,
        ..OpenOptions::default()
    };
    let tree = guest.tree();
    let fd = tree.open(ROOT, relative(path), options).map_err(failed)?;
    let mut entries: Vec<(String, &'static str)> = Vec::new();
    let visited = tree.read_dir(fd, 0, &mut |entry| {
        let name = String::from_utf8_lossy(entry.name).into_owned();
        if name != "." && name != ".." {
            entries.push((name, type_name(entry.file_type)));
        }
        true
    });
    // It was opened a moment ago.
    let _ = tree.close(fd);
    visited.map_err(failed)?;
    bill.charge(price::DIRECTORY_ENTRY, entries.len() as u64);
    entries.sort_unstable();
    Ok(json!(entries).into())
}
