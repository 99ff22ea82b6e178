//! An interpreter that stays alive between inputs.

use bytes::Bytes;
use sandbox_core::{Execution, Outcome};
use sandbox_host::{CancelHandle, Instance, Program};
use sandbox_vfs::Tree;

use crate::error::Error;
use crate::workspace::{self, Workspace};

/// A live interpreter: every turn sees the names, modules and files of the turns before it, with the policy's full budgets each.
#[derive(Debug)]
pub struct Interactive(Instance);

impl Interactive {
    pub(crate) fn new(instance: Instance) -> Self {
        Self(instance)
    }

    /// Runs one more program or input.
    ///
    /// # Errors
    ///
    /// When a limit or a trap ended an earlier turn: the interpreter is gone. What the program does is in the [`Execution`].
    pub async fn turn(&mut self, program: &Program) -> Result<Execution, Error> {
        Ok(self.0.turn(program).await?)
    }

    /// Why it runs nothing more, if so.
    #[must_use]
    pub fn ended(&self) -> Option<Outcome> {
        self.0.ended()
    }

    /// Ends the turn under way, from any thread.
    #[must_use]
    pub fn cancel_handle(&self) -> CancelHandle {
        self.0.cancel_handle()
    }

    /// Reads a file of the workspace, at most `max_bytes` long.
    ///
    /// # Errors
    ///
    /// When there is none, or it is longer.
    pub fn read(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>, Error> {
        workspace::read(self.0.files(), path, max_bytes)
    }

    /// Writes a file of the workspace between two turns, with the folders above it. It counts as a file that was there, not as a change of the next
    /// turn's, and as much of the disk quota as one that a program writes.
    ///
    /// # Errors
    ///
    /// [`Error::File`] for a path that is not inside the workspace, a quota that is used up, and a folder of that name. Nothing has changed then.
    pub fn write_file(&mut self, path: &str, content: impl Into<Bytes>) -> Result<(), Error> {
        workspace::write(self.0.files_mut(), path, content.into())
    }

    /// Removes a file, or a folder with everything in it, between two turns. It counts as one that was never there.
    ///
    /// # Errors
    ///
    /// [`Error::File`] for a path that is not inside the workspace, or that is not there. Nothing has changed then.
    pub fn remove(&mut self, path: &str) -> Result<(), Error> {
        workspace::remove(self.0.files_mut(), path)
    }

    /// Copies the workspace into a folder of the host's.
    ///
    /// # Errors
    ///
    /// As [`Run::export_to`](crate::Run::export_to).
    pub fn export_to(&self, folder: impl AsRef<std::path::Path>) -> Result<(), Error> {
        workspace::export(self.0.files(), folder.as_ref())
    }

    /// Carries one turn's changes into a folder of the host's, as [`Run::write_back`](crate::Run::write_back) does.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn write_back(&self, execution: &Execution, folder: impl AsRef<std::path::Path>) -> Result<(), Error> {
        workspace::write_back(self.0.files(), execution, folder.as_ref())
    }

    /// The files of the workspace, relative to it, sorted.
    ///
    /// # Errors
    ///
    /// As [`Run::files`](crate::Run::files).
    pub fn files(&self) -> Result<Vec<String>, Error> {
        workspace::list(self.0.files())
    }

    /// Ends the interpreter and keeps its files for the next one.
    #[must_use]
    pub fn into_workspace(self) -> Workspace {
        Workspace::from_tree(self.0.files())
    }

    pub(crate) fn into_files(self) -> Tree {
        self.0.into_files()
    }
}
