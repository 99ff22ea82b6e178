//! What a program did, and the files it left.

use std::ops::Deref;
use std::path::Path;

use sandbox_core::Execution;
use sandbox_vfs::Tree;

use crate::error::Error;
use crate::workspace::{self, Workspace};

/// An [`Execution`] (to which it dereferences) together with the workspace as the program left it.
pub struct Run {
    execution: Execution,
    files: Tree,
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run")
            .field("execution", &self.execution)
            .finish_non_exhaustive()
    }
}

impl Deref for Run {
    type Target = Execution;

    fn deref(&self) -> &Execution {
        &self.execution
    }
}

impl Run {
    pub(crate) fn new(execution: Execution, files: Tree) -> Self {
        Self { execution, files }
    }

    /// The execution alone.
    #[must_use]
    pub fn into_execution(self) -> Execution {
        self.execution
    }

    /// The files of the workspace, relative to it, sorted.
    ///
    /// # Errors
    ///
    /// Never for a workspace that a guest left; the tree's own errors otherwise.
    pub fn files(&self) -> Result<Vec<String>, Error> {
        workspace::list(&self.files)
    }

    /// Reads a file of the workspace, whole. The policy's disk limit bounds it.
    ///
    /// # Errors
    ///
    /// [`Error::File`] when there is none.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, Error> {
        workspace::read(&self.files, path, u64::MAX)
    }

    /// Copies the workspace into a folder of the host's, which is made if it is not there. Files of the same names are replaced, others are
    /// left; links that are there are not followed, and links that the guest made are not copied.
    ///
    /// # Errors
    ///
    /// [`Error::Folder`] and [`Error::Transfer`].
    pub fn export_to(&self, folder: impl AsRef<Path>) -> Result<(), Error> {
        workspace::export(&self.files, folder.as_ref())
    }

    /// Carries the program's changes into a folder of the host's: created and modified files are written, deleted ones removed, everything
    /// else is left alone. Links that are there are not followed.
    ///
    /// # Errors
    ///
    /// [`Error::Folder`] and [`Error::Transfer`].
    pub fn write_back(&self, folder: impl AsRef<Path>) -> Result<(), Error> {
        workspace::write_back(&self.files, &self.execution, folder.as_ref())
    }

    /// The files as the workspace of a next execution.
    #[must_use]
    pub fn into_workspace(self) -> Workspace {
        Workspace::from_tree(&self.files)
    }
}
