//! Carrying a program's changes, and nothing else, into a folder of the host.

use std::io;
use std::sync::Arc;

use cap_std::fs::Dir;

use crate::error::Error;
use crate::host_fs::{self, HostKind};
use crate::node::Kind;
use crate::transfer::{ExportReport, MAX_DEPTH, MAX_EXAMINED, TransferError, join};

use super::Tree;
use super::export::{is_safe, write};
use super::paths::Found;

impl Tree {
    /// Removes the files `deleted` (paths below the directory `from`) from a folder of the host, then writes the files `written` there, as if the
    /// program had worked in the folder itself. A directory that is none any more in the tree goes with its last file, and one whose name a file
    /// takes goes if no file is left in it. Everything else in the folder is left alone.
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
        // First: what is deleted may lie where something else is to go, or have lain in a directory that is a file now.
        for path in deleted {
            let (folders, name) = split(path)?;
            match remove(&target, &folders, name) {
                Ok(()) => {}
                // What the program deleted is not there, or is no file any more.
                Err(error) if is_absence(&error) => {}
                Err(error) => return Err(TransferError::host(path, error)),
            }
            self.remove_emptied(from, &folders, &target)?;
        }
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
            if matches!(host_fs::kind(&folder, name), Ok(HostKind::Directory)) {
                remove_without_files(&folder, name, path)?;
            }
            write(content, &folder, name).map_err(|error| TransferError::host(path, error))?;
            report.files += 1;
            report.bytes += content.len();
        }
        Ok(report)
    }

    /// Removes the innermost of `folders` and those above it, as long as they are empty on the host and no directories in the tree.
    fn remove_emptied(&self, from: &str, folders: &[&str], target: &Arc<Dir>) -> Result<(), TransferError> {
        let mut left = folders;
        while let Some((name, above)) = left.split_last() {
            let is_directory = match self.find(&join(from, &left.join("/"))) {
                Ok(Found::Node(id)) => self.nodes.get(id).is_directory(),
                Ok(Found::Host(..)) => true,
                Ok(Found::Missing { .. }) | Err(_) => false,
            };
            if is_directory {
                return Ok(());
            }
            match walk(target, above, false).and_then(|folder| host_fs::remove_dir(&folder, name)) {
                Ok(()) => {}
                Err(error) if is_absence(&error) => {}
                // Files that the program never saw keep it.
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => return Ok(()),
                Err(error) => return Err(TransferError::host(&left.join("/"), error)),
            }
            left = above;
        }
        Ok(())
    }
}

/// Whether something is not there, or is not what it was.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Removes a directory in which there is nothing but directories, at any depth; changes nothing in one that holds anything else.
fn remove_without_files(folder: &Arc<Dir>, name: &str, path: &str) -> Result<(), TransferError> {
    let failed = |error| TransferError::host(path, error);
    // Paths, not open folders: there may be more of them than descriptors.
    let mut found = vec![name.to_owned()];
    let mut next = 0;
    while let Some(at) = found.get(next).cloned() {
        next += 1;
        let inner = walk(folder, &at.split('/').collect::<Vec<_>>(), false).map_err(failed)?;
        for entry in inner.entries().map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().into_string().ok();
            let is_directory = |name: &str| matches!(host_fs::kind(&inner, name), Ok(HostKind::Directory));
            let Some(name) = name.filter(|name| is_directory(name)) else {
                return Err(failed(io::ErrorKind::DirectoryNotEmpty.into()));
            };
            if found.len() as u64 == MAX_EXAMINED || at.split('/').count() == MAX_DEPTH {
                return Err(TransferError::TooMuch { path: path.to_owned() });
            }
            found.push(join(&at, &name));
        }
    }
    // From the bottom: every directory comes after the one it is in.
    for at in found.iter().rev() {
        let (above, name) = split(at)?;
        walk(folder, &above, false)
            .and_then(|parent| host_fs::remove_dir(&parent, name))
            .map_err(failed)?;
    }
    Ok(())
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

    fn folder_with(files: &[&str], directories: &[&str]) -> (tempfile::TempDir, Dir) {
        let top = tempfile::tempdir().unwrap();
        for directory in directories {
            fs::create_dir_all(top.path().join(directory)).unwrap();
        }
        for file in files {
            fs::create_dir_all(top.path().join(file).parent().unwrap()).unwrap();
            fs::write(top.path().join(file), "old").unwrap();
        }
        let target = Dir::open_ambient_dir(top.path(), ambient_authority()).unwrap();
        (top, target)
    }

    #[test]
    fn a_file_becomes_a_folder_and_a_folder_a_file() {
        let (top, target) = folder_with(&["a", "d/x", "d/deep/y"], &["d/empty/inner"]);
        let mut tree = tree();
        tree.import_dir(&target, "/app").unwrap();
        tree.mark_clean();
        tree.remove("/app/a", false).unwrap();
        tree.write_file("/app/a/b/c", "new").unwrap();
        tree.remove("/app/d", true).unwrap();
        tree.write_file("/app/d", "file").unwrap();
        let changes = tree.changes("/app");
        let paths = |paths: &[String]| -> Vec<String> { paths.to_vec() };
        let (created, deleted) = (paths(&changes.created), paths(&changes.deleted));
        assert_eq!((created.len(), deleted.len()), (2, 3), "{changes:?}");
        tree.export_changes(
            "/app",
            created.iter().map(String::as_str),
            deleted.iter().map(String::as_str),
            &target,
        )
        .unwrap();
        assert_eq!(fs::read(top.path().join("a/b/c")).unwrap(), b"new");
        assert_eq!(fs::read(top.path().join("d")).unwrap(), b"file");
    }

    #[test]
    fn a_directory_goes_with_its_last_file_only_if_the_program_removed_it() {
        let (top, target) = folder_with(&["kept/x", "gone/deep/x", "shared/x"], &[]);
        let mut tree = tree();
        tree.import_dir(&target, "/app").unwrap();
        fs::write(top.path().join("shared/later"), "not the program's").unwrap();
        tree.remove("/app/kept/x", false).unwrap();
        tree.remove("/app/gone", true).unwrap();
        tree.remove("/app/shared", true).unwrap();
        tree.export_changes("/app", [], ["kept/x", "gone/deep/x", "shared/x"], &target)
            .unwrap();
        assert!(top.path().join("kept").is_dir() && !top.path().join("gone").exists());
        assert!(top.path().join("shared/later").exists() && !top.path().join("shared/x").exists());
    }

    #[test]
    fn a_file_does_not_replace_a_folder_that_holds_what_the_program_never_saw() {
        let (top, target) = folder_with(&["d/x"], &[]);
        std::os::unix::fs::symlink("x", top.path().join("d/link")).unwrap();
        let mut tree = tree();
        tree.write_file("/app/d", "file").unwrap();
        assert!(tree.export_changes("/app", ["d"], ["d/x"], &target).is_err());
        assert!(top.path().join("d/link").is_symlink());
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
