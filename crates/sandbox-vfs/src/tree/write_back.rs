//! Carrying a program's changes, and nothing else, into a folder of the host.

use std::io;
use std::sync::Arc;

use cap_std::fs::Dir;

use crate::error::Error;
use crate::host_fs::{self, HostKind};
use crate::node::Kind;
use crate::transfer::{ExportReport, MAX_DEPTH, TransferError, join};

use super::Tree;
use super::export::{is_safe, write};
use super::paths::Found;

impl Tree {
    /// Writes the files `written` (paths below the directory `from`) to a folder of the host, and removes the files `deleted` there.
    /// Everything else in the folder is left alone; so are directories that become empty.
    ///
    /// As with [`export_dir`](Self::export_dir), nothing in the folder can lead the writing elsewhere: no link is followed, none is removed, and
    /// links of the guest are left out and listed in the report.
    ///
    /// # Errors
    ///
    /// As for [`export_dir`](Self::export_dir). What was written before stays.
    pub fn export_changes<'p>(
        &self,
        from: &str,
        written: impl IntoIterator<Item = &'p str>,
        deleted: impl IntoIterator<Item = &'p str>,
        target: &Dir,
    ) -> Result<ExportReport, TransferError> {
        let target = Arc::new(target.try_clone().map_err(|error| TransferError::host("", error))?);
        let mut report = ExportReport::default();
        for path in written {
            let place = join(from, path);
            let node = match self.find(&place).map_err(|error| TransferError::tree(path, error))? {
                Found::Node(id) => self.nodes.get(id),
                Found::Host(..) => return Err(TransferError::tree(path, Error::NotSupported)),
                Found::Missing { .. } => return Err(TransferError::tree(path, Error::NotFound)),
            };
            let Kind::File(content) = &node.kind else {
                report.skipped.add(path.to_owned());
                continue;
            };
            let (folders, name) = split(path)?;
            let folder = walk(&target, &folders, true).map_err(|error| TransferError::host(path, error))?;
            write(content, &folder, name).map_err(|error| TransferError::host(path, error))?;
            report.files += 1;
            report.bytes += content.len();
        }
        for path in deleted {
            let (folders, name) = split(path)?;
            match remove(&target, &folders, name) {
                Ok(()) => {}
                // What the program deleted is not there, or is no file any more.
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => return Err(TransferError::host(path, error)),
            }
        }
        Ok(report)
    }
}

/// The folders on the way to a file, and its name; refuses names that mean something else on the host.
fn split(path: &str) -> Result<(Vec<&str>, &str), TransferError> {
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.len() > MAX_DEPTH {
        return Err(TransferError::TooMuch { path: path.to_owned() });
    }
    if !parts.iter().all(|part| is_safe(part)) {
        return Err(TransferError::UnsafeName { path: path.to_owned() });
    }
    let name = parts.pop().unwrap_or_default();
    Ok((parts, name))
}

/// Steps from folder to folder without following a link.
fn walk(top: &Arc<Dir>, folders: &[&str], make: bool) -> io::Result<Arc<Dir>> {
    let mut at = Arc::clone(top);
    for name in folders {
        if make {
            match at.create_dir(name) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        at = Arc::new(host_fs::open_dir(&at, name)?);
    }
    Ok(at)
}

fn remove(top: &Arc<Dir>, folders: &[&str], name: &str) -> io::Result<()> {
    let folder = walk(top, folders, false)?;
    match host_fs::kind(&folder, name)? {
        HostKind::File { .. } => folder.remove_file(name),
        HostKind::Directory | HostKind::Other => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use cap_std::ambient_authority;

    use crate::{Access, Limits, SystemClock, Template};

    use super::*;

    fn tree() -> Tree {
        let template = Template::builder().dir("/app", Access::ReadWrite).unwrap().build();
        template.instantiate(Limits::default(), Arc::new(SystemClock))
    }

    #[test]
    fn only_the_changes_reach_the_folder_and_no_link_is_followed() {
        let top = tempfile::tempdir().unwrap();
        let (folder, outside) = (top.path().join("w"), top.path().join("outside"));
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::create_dir(&outside).unwrap();
        fs::write(folder.join("kept"), "kept").unwrap();
        fs::write(folder.join("gone"), "gone").unwrap();
        fs::write(outside.join("target"), "outside").unwrap();
        std::os::unix::fs::symlink("../outside/target", folder.join("link")).unwrap();
        std::os::unix::fs::symlink("../outside", folder.join("linked")).unwrap();
        let target = Dir::open_ambient_dir(&folder, ambient_authority()).unwrap();
        let mut tree = tree();
        tree.write_file("/app/a/b/new", "new").unwrap();
        tree.write_file("/app/link", "replaced").unwrap();
        tree.write_file("/app/linked/x", "x").unwrap();
        tree.write_file("/app/unnamed", "x").unwrap();

        let report = tree
            .export_changes(
                "/app",
                ["a/b/new", "link"],
                ["gone", "missing", "no/where", "sub"],
                &target,
            )
            .unwrap();
        assert_eq!((report.files, report.bytes), (2, 11));
        assert_eq!(fs::read(folder.join("a/b/new")).unwrap(), b"new");
        assert_eq!(fs::read(folder.join("link")).unwrap(), b"replaced");
        assert_eq!(
            fs::read(outside.join("target")).unwrap(),
            b"outside",
            "the link was replaced, not followed"
        );
        assert!(folder.join("kept").exists() && folder.join("sub").exists() && !folder.join("gone").exists());
        assert!(!folder.join("unnamed").exists());

        assert!(tree.export_changes("/app", ["linked/x"], [], &target).is_err());
        assert!(!outside.join("x").exists());
        fs::write(outside.join("victim"), "v").unwrap();
        let _ = tree.export_changes("/app", [], ["linked/victim"], &target);
        assert!(outside.join("victim").exists(), "nothing is deleted through a link");
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        let top = tempfile::tempdir().unwrap();
        let target = Dir::open_ambient_dir(top.path(), ambient_authority()).unwrap();
        let tree = tree();
        for path in ["../x", "/x", "a//b", "", "a/./b"] {
            assert!(tree.export_changes("/app", [], [path], &target).is_err(), "{path}");
            assert!(tree.export_changes("/app", [path], [], &target).is_err(), "{path}");
        }
    }
}
