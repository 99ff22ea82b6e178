//! The path of a file without links, `.` and `..`.

use sandbox_host::Guest;
use sandbox_host::price::{self, Bill};
use sandbox_vfs::{Error, FileType};

use super::files::{MAX_TARGET_BYTES, ROOT, relative};
use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// Links on the way, as many as Linux follows.
const MAX_LINKS: usize = 40;

/// The longest path that is looked at, in bytes; longer ones are longer than any that can exist.
const MAX_PATH_BYTES: usize = 64 << 10;

/// `fs.realpath(path)`.
pub(super) fn realpath(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let path = arguments.text(0);
    bill.path(path.as_bytes());
    if path.len() > MAX_PATH_BYTES {
        return Err(Failure::file(Error::NameTooLong, "realpath").into());
    }
    let real = resolve(guest, path, bill).map_err(|error| Failure::file(error, "realpath").at(path))?;
    Ok(Reply::Text(real))
}

fn resolve(guest: &mut Guest<'_>, path: &str, bill: &mut Bill) -> Result<String, Error> {
    // What is still to be walked, the next component last.
    let mut left: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
    let mut real = String::from("/");
    let mut links = 0;
    while let Some(component) = left.pop() {
        match component.as_str() {
            "" | "." => continue,
            ".." => {
                let parent = real.rfind('/').unwrap_or(0).max(1);
                real.truncate(parent);
                continue;
            }
            _ => {}
        }
        bill.charge(price::PATH_COMPONENT, 1);
        let parent = real.len();
        if parent > 1 {
            real.push('/');
        }
        real.push_str(&component);
        let stat = guest.tree().stat_path(ROOT, relative(&real), false)?;
        if stat.file_type == FileType::Symlink {
            links += 1;
            if links > MAX_LINKS {
                return Err(Error::Loop);
            }
            let mut target = [0; MAX_TARGET_BYTES];
            let length = guest.tree().read_link(ROOT, relative(&real), &mut target)?;
            let target =
                std::str::from_utf8(&target[..length.min(MAX_TARGET_BYTES)]).map_err(|_| Error::InvalidName)?;
            bill.path(target.as_bytes());
            real.truncate(if target.starts_with('/') { 1 } else { parent });
            left.extend(target.split('/').rev().map(str::to_owned));
        }
    }
    Ok(real)
}
