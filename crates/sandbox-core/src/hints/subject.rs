//! Finds in an exception what a rule speaks about.

use crate::Exception;

/// The longest part of a message or traceback that is searched, in bytes: a program chooses its messages.
const MAX_SEARCHED_BYTES: usize = 10_000;

/// The longest subject that a hint repeats, in characters.
const MAX_SUBJECT_CHARS: usize = 80;

/// The beginning of a text, cut on a character boundary.
fn searched(text: &str) -> &str {
    let end = (0..=MAX_SEARCHED_BYTES.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    &text[..end]
}

/// The exception's message, as far as it is searched.
pub(super) fn message(exception: &Exception) -> &str {
    searched(&exception.message)
}

/// A subject as a hint shows it: bounded, and without control characters.
pub(super) fn shown(subject: &str) -> String {
    subject
        .chars()
        .take(MAX_SUBJECT_CHARS)
        .flat_map(char::escape_debug)
        .collect()
}

/// The text between the first pair of single quotes: the module of `No module named 'x'`.
pub(super) fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('\'')?;
    rest.split_once('\'').map(|(subject, _)| subject)
}

/// The first absolute path in quotes that is outside the folders a program may use.
pub(super) fn foreign_path<'a>(text: &'a str, mounts: &[crate::Mount]) -> Option<&'a str> {
    let quoted = text.split('\'').skip(1).step_by(2);
    quoted
        .into_iter()
        .find(|path| path.starts_with('/') && !is_usable(path, mounts))
}

fn is_usable(path: &str, mounts: &[crate::Mount]) -> bool {
    let own = ["/app", "/tmp", "/packages", "/usr/local/lib"];
    own.into_iter()
        .chain(mounts.iter().map(|mount| mount.guest.as_str()))
        .any(|folder| {
            path.strip_prefix(folder)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

/// The source line in a traceback that is a notebook's or a shell's way to install packages.
pub(super) fn install_command(exception: &Exception) -> Option<&str> {
    searched(&exception.traceback).lines().map(str::trim).find(|line| {
        let command = line.trim_start_matches(['!', '%']);
        let mut words = command.split_ascii_whitespace();
        let installer = words.next();
        let verb = if installer == Some("uv") {
            words.nth(1)
        } else {
            words.next()
        };
        matches!(
            installer,
            Some("pip" | "pip3" | "uv" | "conda" | "npm" | "apt" | "apt-get")
        ) && verb == Some("install")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_is_found() {
        assert_eq!(quoted("No module named 'foo.bar'"), Some("foo.bar"));
        assert_eq!(quoted("it's"), None);
        assert_eq!(quoted(""), None);
    }

    #[test]
    fn only_paths_outside_the_usable_folders_are_foreign() {
        assert_eq!(
            foreign_path("[Errno 44] No such file or directory: '/etc/passwd'", &[]),
            Some("/etc/passwd")
        );
        assert_eq!(foreign_path("[Errno 44] '/app/x' -> '/home/x'", &[]), Some("/home/x"));
        for text in [
            "'/app/x'",
            "'/tmp'",
            "'x'",
            "'/usr/local/lib/python315.zip/x'",
            "",
            "'",
            "/etc/passwd",
        ] {
            assert_eq!(foreign_path(text, &[]), None, "{text}");
        }
        assert_eq!(foreign_path("'/application'", &[]), Some("/application"));
        let mount = crate::Mount {
            host: "/srv".into(),
            guest: crate::GuestPath::new("/external").unwrap(),
        };
        assert_eq!(foreign_path("'/external/x'", &[mount]), None);
    }

    #[test]
    fn install_commands_are_found_in_the_traceback() {
        for (line, found) in [
            ("    !pip install requests", true),
            ("%pip install -q numpy", true),
            ("pip install numpy", true),
            ("uv pip install numpy", true),
            ("pipinstall", false),
            ("print('!pip install')", false),
        ] {
            let exception = Exception {
                traceback: format!("  File \"x\"\n{line}\n    ^^^"),
                ..Exception::default()
            };
            assert_eq!(install_command(&exception).is_some(), found, "{line}");
        }
    }

    #[test]
    fn long_messages_are_searched_in_part_and_subjects_are_cut() {
        let exception = Exception {
            message: "é".repeat(1 << 20),
            ..Exception::default()
        };
        assert_eq!(message(&exception).len(), MAX_SEARCHED_BYTES);
        assert_eq!(shown(&"x\n".repeat(1_000)).chars().count(), 120);
    }
}
