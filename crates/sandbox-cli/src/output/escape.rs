//! Makes foreign text harmless for a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal would obey this character instead of showing it, or show its surroundings in another order.
fn is_active(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' => false,
        // C0, DEL and C1: a terminal takes U+009B for ESC [.
        c if c.is_control() => true,
        // Marks, embeddings, overrides and isolates of bidirectional text reorder what stands beside them.
        '\u{200e}'
        | '\u{200f}'
        | '\u{061c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{2028}'
        | '\u{2029}' => true,
        _ => false,
    }
}

/// The text with every control character but newline, tab and carriage return as visible text: `^[` for escape,
/// `^?` for delete, `<U+009B>` for the rest.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    rewrite(text, is_active, |c, out| match u32::from(c) {
        code @ 0..=0x1f => {
            out.push('^');
            // 0 to 31 plus 64 is `@` to `_`.
            out.extend(char::from_u32(code + 0x40));
        }
        0x7f => out.push_str("^?"),
        code => {
            let _ = write!(out, "<U+{code:04X}>");
        }
    })
}

/// As [`visible`], for text that has to stay on one line.
pub(crate) fn visible_line(text: &str) -> Cow<'_, str> {
    rewrite(
        text,
        |c| is_active(c) || matches!(c, '\n' | '\t' | '\r'),
        |c, out| match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.push_str(&visible(c.encode_utf8(&mut [0; 4]))),
        },
    )
}

/// JSON with what a terminal would obey as `\u` escapes: the same JSON. It is escaped already below U+0020.
pub(crate) fn visible_json(json: &str) -> Cow<'_, str> {
    rewrite(json, is_active, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

fn rewrite(text: &str, is_active: impl Fn(char) -> bool, mut put: impl FnMut(char, &mut String)) -> Cow<'_, str> {
    let Some(first) = text.find(&is_active) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_active(c) { put(c, &mut out) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["", "hello\tworld\r\n", "héllo wörld 👋 日本語", "\u{a0}"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn escape_sequences_become_text() {
        for (text, shown) in [
            ("\u{1b}[31mred\u{1b}[0m", "^[[31mred^[[0m"),
            ("\u{1b}]0;title\u{7}", "^[]0;title^G"),
            ("\u{1b}]52;c;aGk=\u{1b}\\", "^[]52;c;aGk=^[\\"),
            ("a\u{8}b\0", "a^Hb^@"),
            ("\u{7f}", "^?"),
            ("\u{9b}2J", "<U+009B>2J"),
            ("x\u{202e}y", "x<U+202E>y"),
            ("keep\n\t\rthis\u{c}", "keep\n\t\rthis^L"),
        ] {
            assert_eq!(visible(text), shown);
        }
    }

    #[test]
    fn nothing_active_is_left_whatever_comes_in() {
        let everything: String = (0..=0x10_ffff_u32).filter_map(char::from_u32).collect();
        let shown = visible(&everything);
        assert!(!shown.contains(is_active));
        assert!(!visible_line(&everything).contains(|c| is_active(c) || c == '\n' || c == '\r'));
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({ "stdout": "\u{1b}[0m\u{7f}\u{9b}\u{202e}é\n", "n": 1 });
        let text = serde_json::to_string(&value).unwrap();
        let shown = visible_json(&text);
        assert!(!shown.contains(is_active));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), value);
    }
}
