//! The guest's workspace and the paths in it.

use sandbox_core::{GuestPath, GuestPathError};

/// The guest path of the workspace.
pub const WORKSPACE: &str = "/app";

/// The guest path of a workspace's file, from its path relative to the workspace: one spelling, inside, and not the workspace itself.
///
/// # Errors
///
/// [`OutsideWorkspace`] for everything else.
pub fn workspace_path(relative: &str) -> Result<GuestPath, OutsideWorkspace> {
    let refused = |source| OutsideWorkspace {
        path: relative.to_owned(),
        source,
    };
    if relative.starts_with('/') || relative.split('/').any(|part| part == "..") {
        return Err(refused(None));
    }
    let path: GuestPath = format!("{WORKSPACE}/{relative}")
        .parse()
        .map_err(|error| refused(Some(error)))?;
    if path.as_str() == WORKSPACE {
        Err(refused(None))
    } else {
        Ok(path)
    }
}

/// A path that does not lead to something inside of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` is no path inside of the workspace", path.escape_debug())]
pub struct OutsideWorkspace {
    /// What was given.
    pub path: String,
    /// What is wrong with it as a path, if something is.
    pub source: Option<GuestPathError>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_inside_is_a_path() {
        assert_eq!(workspace_path("a/b.txt").unwrap().as_str(), "/app/a/b.txt");
        for path in [
            "./a",
            "",
            ".",
            "./",
            "..",
            "../x",
            "a/../../x",
            "a/..",
            "/etc/passwd",
            "/app/x",
            "a\0b",
            &"x/".repeat(5000),
        ] {
            assert!(workspace_path(path).is_err(), "{path:?}");
        }
    }
}
