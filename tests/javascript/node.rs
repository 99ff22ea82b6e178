//! Node, the oracle for portable programs.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{GuestProgram, Printed, folder};

/// The version whose output is compared.
const VERSION: &str = "v20.";

/// A Node of that version: its program.
pub(crate) struct Node(&'static str);

impl Node {
    /// The one on the search path, if it is of that version.
    pub(crate) fn find() -> Option<Self> {
        let found = Self("node");
        let output = Command::new(found.0).arg("--version").output().ok()?;
        String::from_utf8_lossy(&output.stdout)
            .starts_with(VERSION)
            .then_some(found)
    }

    /// Runs a program in a copy of the folder of all programs: the sandbox's is a copy, too.
    pub(crate) fn run(&self, program: &GuestProgram) -> Printed {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(&folder(), copy.path());
        let mut child = Command::new(self.0)
            .arg(&program.name)
            .current_dir(copy.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(program.stdin().as_bytes());
        let output = child.wait_with_output().unwrap();
        Printed {
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            exit: output.status.code().unwrap_or(-1),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
