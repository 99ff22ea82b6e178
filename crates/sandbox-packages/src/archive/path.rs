//! Names in archives: only what every system, every reader and every person takes for the same path.

use std::collections::BTreeSet;

use super::{Refusal, Refused};

/// Longest path of an entry, in bytes.
pub const MAX_PATH_BYTES: usize = 200;
/// Most folders that a path leads through.
const MAX_PARTS: usize = 30;

/// The paths of an archive that were there so far.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// Files, with the differences that some file systems do not make taken away.
    files: BTreeSet<String>,
    /// Folders that files lie in, and their spelling.
    folders: BTreeSet<(String, String)>,
}

impl Paths {
    /// Checks the path of a file and that it gets in no other one's way.
    pub(crate) fn add_file(&mut self, raw: &[u8]) -> Refusal<String> {
        let path = check(raw)?;
        let folded = fold(path);
        if !self.files.insert(folded.clone()) {
            return Err(Refused::name(
                raw,
                "is there twice, or differs from another one in case only",
            ));
        }
        for (at, _) in path.match_indices('/') {
            self.folders.insert((fold(&path[..at]), path[..at].to_owned()));
        }
        Ok(path.to_owned())
    }

    /// Checks the path of a folder, with or without a slash at its end.
    pub(crate) fn add_folder(&mut self, raw: &[u8]) -> Refusal<()> {
        let path = check(raw.strip_suffix(b"/").unwrap_or(raw))?;
        self.folders.insert((fold(path), path.to_owned()));
        Ok(())
    }

    /// Checks that no file is a folder, too, and that each folder is spelled in one way.
    pub(crate) fn finish(&self) -> Refusal<()> {
        let mut last: Option<&(String, String)> = None;
        for folder in &self.folders {
            if self.files.contains(&folder.0) {
                return Err(Refused::name(folder.1.as_bytes(), "is a file and a folder"));
            }
            if last.is_some_and(|last| last.0 == folder.0) {
                return Err(Refused::name(
                    folder.1.as_bytes(),
                    "differs from another one in case only",
                ));
            }
            last = Some(folder);
        }
        Ok(())
    }
}

/// Takes away what some file systems do not tell apart.
fn fold(path: &str) -> String {
    path.chars().flat_map(char::to_lowercase).collect()
}

fn check(raw: &[u8]) -> Refusal<&str> {
    let refuse = |rule| Err(Refused::name(raw, rule));
    let Ok(path) = str::from_utf8(raw) else {
        return refuse("is not UTF-8");
    };
    if path.is_empty() {
        return refuse("is empty");
    }
    if path.len() > MAX_PATH_BYTES {
        return refuse("is longer than 200 bytes");
    }
    if path.starts_with('/') {
        return refuse("is absolute");
    }
    if path
        .chars()
        .any(|character| character.is_control() || "\\:*?\"<>|".contains(character))
    {
        return refuse("has a character that names on some systems cannot have");
    }
    if path.chars().any(is_invisible) {
        return refuse("has a character that cannot be seen");
    }
    let parts: Vec<_> = path.split('/').collect();
    if parts.len() > MAX_PARTS {
        return refuse("leads through too many folders");
    }
    for part in parts {
        match part {
            "" => return refuse("has an empty part"),
            "." | ".." => return refuse("leads out of its folder"),
            part if part.ends_with(['.', ' ']) || part.starts_with(' ') => {
                return refuse("has a part that begins with a space, or ends in a space or a dot");
            }
            _ => {}
        }
    }
    Ok(path)
}

/// Characters that change how text is shown and take no room themselves.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn b_222_unsafe_names() {
        let long = "a".repeat(300);
        let deep = vec!["a"; 40].join("/");
        for name in [
            &b""[..],
            b"/",
            b"..",
            b".",
            b"../../evil.py",
            b"/abs.py",
            b"a/../../b",
            b"a/./b",
            b"a//b",
            b"./a",
            b"C:\\x",
            b"C:/x",
            b"a\\b",
            b"a\0b",
            b"a\nb",
            b"\xff\xfe",
            b"dot.",
            b"dot./a",
            b"space ",
            b" space",
            b"a/ ",
            b"...",
            "a\u{202e}yp.b".as_bytes(),
            "a\u{200b}b".as_bytes(),
            long.as_bytes(),
            deep.as_bytes(),
        ] {
            assert!(
                Paths::default().add_file(name).is_err(),
                "{:?}",
                String::from_utf8_lossy(name)
            );
            let folder = [name, b"/"].concat();
            assert!(
                Paths::default().add_folder(&folder).is_err(),
                "{:?}",
                String::from_utf8_lossy(name)
            );
        }
    }

    #[test]
    fn b_222_names_that_are_one_on_some_systems() {
        for (first, second) in [
            ("a.py", "a.py"),
            ("a.py", "A.py"),
            ("a/b.py", "a/B.PY"),
            ("\u{e9}", "\u{c9}"),
        ] {
            let mut paths = Paths::default();
            paths.add_file(first.as_bytes()).unwrap();
            assert!(paths.add_file(second.as_bytes()).is_err(), "{first} {second}");
        }
        for (first, second) in [("a", "a/b"), ("a", "A/b"), ("a/b", "A/c"), ("x/Y/a", "x/y/b")] {
            let mut paths = Paths::default();
            paths.add_file(first.as_bytes()).unwrap();
            paths.add_file(second.as_bytes()).unwrap();
            assert!(paths.finish().is_err(), "{first} {second}");
        }
        let mut paths = Paths::default();
        for name in ["a/__init__.py", "a/b.py", "b.py", ".hidden", "a/d\u{e9}j\u{e0}.py"] {
            assert_eq!(paths.add_file(name.as_bytes()).unwrap(), name);
        }
        paths.add_folder(b"a/").unwrap();
        paths.finish().unwrap();
    }

    proptest! {
        #[test]
        fn b_222_accepted_names_stay_inside(raw in proptest::collection::vec(any::<u8>(), 0..40), text in "[a-b./\\\\ :A]{0,20}") {
            for raw in [&raw[..], text.as_bytes()] {
                if let Ok(path) = Paths::default().add_file(raw) {
                    prop_assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")));
                    prop_assert!(!path.contains(['\\', '\0', ':']) && path.len() <= MAX_PATH_BYTES);
                }
            }
        }
    }
}
