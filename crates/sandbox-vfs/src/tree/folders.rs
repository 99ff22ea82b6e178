//! Folders of the host by path, for callers that have no handle of them.

use std::fs;
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::transfer::{ExportReport, ImportReport, TransferError};

use super::Tree;

impl Tree {
    /// As [`import_dir`](Self::import_dir), of the folder at a path of the host's.
    ///
    /// # Errors
    ///
    /// As there, and [`TransferError::Host`] when it cannot be opened.
    pub fn import_folder(&mut self, folder: &Path, at: &str) -> Result<ImportReport, TransferError> {
        let source =
            Dir::open_ambient_dir(folder, ambient_authority()).map_err(|error| TransferError::host("", error))?;
        self.import_dir(&source, at)
    }

    /// As [`export_dir`](Self::export_dir), into the folder at a path of the host's, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// As there, and [`TransferError::Host`] when it cannot be made or opened.
    pub fn export_folder(&self, from: &str, folder: &Path) -> Result<ExportReport, TransferError> {
        let opened = fs::create_dir_all(folder).and_then(|()| Dir::open_ambient_dir(folder, ambient_authority()));
        let target = opened.map_err(|error| TransferError::host("", error))?;
        self.export_dir(from, &target)
    }
}
