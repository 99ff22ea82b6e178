//! What several unit tests share.

use std::path::Path;

pub(crate) use crate::fetch::testing::Recorder;

/// Makes a FIFO, which blocks whoever opens it carelessly.
pub(crate) fn make_fifo(path: &Path) {
    let status = std::process::Command::new("mkfifo").arg(path).status().unwrap();
    assert!(status.success());
}
