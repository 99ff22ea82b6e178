//! The files of the workspace that are, or are about to be, in git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// A list of files below a folder.
#[derive(Debug)]
pub(super) struct Tree {
    root: PathBuf,
    /// Relative to the root, sorted.
    paths: Vec<PathBuf>,
}

/// A crate of the workspace.
#[derive(Debug)]
pub(super) struct Manifest {
    /// The package's name.
    pub(super) name: String,
    /// Its folder, relative to the root.
    pub(super) folder: PathBuf,
    /// Path of `Cargo.toml`, relative to the root.
    pub(super) path: PathBuf,
    /// What it says.
    pub(super) table: toml::Table,
}

impl Manifest {
    /// Whether the crate is an example: it stands for somebody else's program.
    pub(super) fn is_example(&self) -> bool {
        self.folder.starts_with("examples")
    }
}

impl Tree {
    /// The workspace that this program was built in: tracked files, and new ones that are not ignored.
    pub(super) fn of_workspace() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or_else(|| "xtask is not in a workspace".to_owned())?;
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .map_err(|error| format!("git cannot be run: {error}"))?;
        if !output.status.success() {
            return Err(format!(
                "git ls-files failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            )
            .into());
        }
        let names = String::from_utf8_lossy(&output.stdout);
        let paths = names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
        Ok(Self::new(root, paths))
    }

    /// These files below `root`; those that do not exist (deleted, but not yet in git) are left out.
    pub(super) fn new(root: &Path, paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let mut paths: Vec<_> = paths.into_iter().filter(|path| root.join(path).is_file()).collect();
        paths.sort();
        paths.dedup();
        Self {
            root: root.to_owned(),
            paths,
        }
    }

    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Files whose name ends in `.extension`.
    pub(super) fn with_extension(&self, extension: &str) -> impl Iterator<Item = &Path> {
        self.paths
            .iter()
            .map(PathBuf::as_path)
            .filter(move |path| path.extension().is_some_and(|found| found == extension))
    }

    pub(super) fn has(&self, path: &Path) -> bool {
        self.paths.binary_search_by(|known| known.as_path().cmp(path)).is_ok()
    }

    /// The text of a file; none if it is binary or cannot be read.
    pub(super) fn text(&self, path: &Path) -> Option<String> {
        fs::read_to_string(self.root.join(path)).ok()
    }

    /// The workspace's crates; a package that is a workspace of its own (`fuzz`) is none of them.
    pub(super) fn manifests(&self) -> Vec<Manifest> {
        let manifest = |path: &Path| -> Option<Manifest> {
            let table: toml::Table = self.text(path)?.parse().ok()?;
            let name = table.get("package")?.get("name")?.as_str()?.to_owned();
            (!table.contains_key("workspace")).then_some(())?;
            Some(Manifest {
                name,
                folder: path.parent()?.to_owned(),
                path: path.to_owned(),
                table,
            })
        };
        self.paths
            .iter()
            .filter(|path| path.ends_with("Cargo.toml"))
            .filter_map(|path| manifest(path))
            .collect()
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// A tree of these files, and the folder that they are in.
    pub(crate) fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Tree) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let tree = Tree::new(dir.path(), files.iter().map(|(path, _)| PathBuf::from(path)));
        (dir, tree)
    }
}
