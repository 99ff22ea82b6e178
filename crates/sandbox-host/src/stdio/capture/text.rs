//! From captured bytes to text of a bounded length.

/// U+FFFD in UTF-8: what an invalid sequence becomes.
const REPLACEMENT_LEN: usize = char::REPLACEMENT_CHARACTER.len_utf8();

/// The longest sequence of bytes that can be the rest of a cut character.
const MAX_CONTINUATION: usize = 3;

/// `bytes` as text if that is at most `cap` bytes long, `bytes` again if not.
pub(super) fn lossy_within(bytes: Vec<u8>, cap: usize) -> Result<String, Vec<u8>> {
    match String::from_utf8(bytes) {
        Ok(text) if text.len() <= cap => Ok(text),
        Ok(text) => Err(text.into_bytes()),
        Err(error) => {
            let bytes = error.into_bytes();
            if lossy_len(&bytes) <= cap {
                Ok(take_front(&bytes, cap).0)
            } else {
                Err(bytes)
            }
        }
    }
}

/// Text of a stream of `total` bytes of which only the first and the last are left.
pub(super) fn join_ends(head: &[u8], tail: &[u8], total: u64, cap: usize) -> String {
    let head = without_cut_end(head);
    if tail.is_empty() {
        return take_front(head, cap).0;
    }
    join(head, |_| without_cut_start(tail), total, cap)
}

/// Text of `bytes`, which are complete but too long as text: the middle is left out.
pub(super) fn cut_middle(bytes: &[u8], cap: usize) -> String {
    join(bytes, |used| &bytes[used..], bytes.len() as u64, cap)
}

/// The beginning of `head`, the marker, and the end of `tail(bytes used of the head)`, within `cap` bytes.
///
/// Without room for the marker in half of the cap, only the beginning is shown.
fn join<'a>(head: &[u8], tail: impl FnOnce(usize) -> &'a [u8], total: u64, cap: usize) -> String {
    // The number in the marker is not known yet; it has no more digits than the total.
    let marker_len = marker(total).len();
    if marker_len > cap / 2 {
        return take_front(head, cap).0;
    }
    let room = cap - marker_len;
    let (mut text, front) = take_front(head, room - room / 2);
    let (end, back) = take_back(tail(front), room / 2);
    text.push_str(&marker(total - (front + back) as u64));
    text.push_str(&end);
    text
}

fn marker(omitted: u64) -> String {
    format!("\n[... {omitted} bytes omitted ...]\n")
}

/// The longest beginning of `bytes` whose text is at most `budget` bytes long, and how many of `bytes` that is.
fn take_front(bytes: &[u8], budget: usize) -> (String, usize) {
    let mut text = String::with_capacity(budget.min(bytes.len()));
    let mut used = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        let fits = valid.floor_char_boundary(budget - text.len());
        text.push_str(&valid[..fits]);
        used += fits;
        if fits < valid.len() || (!chunk.invalid().is_empty() && text.len() + REPLACEMENT_LEN > budget) {
            break;
        }
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            used += chunk.invalid().len();
        }
    }
    (text, used)
}

/// The longest end of `bytes` whose text is at most `budget` bytes long, and how many of `bytes` that is.
fn take_back(bytes: &[u8], budget: usize) -> (String, usize) {
    let mut excess = lossy_len(bytes).saturating_sub(budget);
    let mut skipped = 0;
    for chunk in bytes.utf8_chunks() {
        if excess == 0 {
            break;
        }
        let valid = chunk.valid();
        let drop = valid.ceil_char_boundary(excess.min(valid.len()));
        skipped += drop;
        excess = excess.saturating_sub(drop);
        if excess > 0 && !chunk.invalid().is_empty() {
            skipped += chunk.invalid().len();
            excess = excess.saturating_sub(REPLACEMENT_LEN);
        }
    }
    let kept = &bytes[skipped..];
    (take_front(kept, budget).0, kept.len())
}

/// The length of the text that `bytes` become.
fn lossy_len(bytes: &[u8]) -> usize {
    bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().len() + if chunk.invalid().is_empty() { 0 } else { REPLACEMENT_LEN })
        .sum()
}

/// `bytes` without a character at their end that goes on after it.
fn without_cut_end(bytes: &[u8]) -> &[u8] {
    for back in 1..=MAX_CONTINUATION.min(bytes.len()) {
        let (before, last) = bytes.split_at(bytes.len() - back);
        if last[0] >= 0xC0 {
            // No error length means that the sequence is right as far as it goes.
            let unfinished = str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
            return if unfinished { before } else { bytes };
        }
    }
    bytes
}

/// `bytes` without the rest of a character that began before them.
fn without_cut_start(bytes: &[u8]) -> &[u8] {
    let rest = bytes
        .iter()
        .take(MAX_CONTINUATION)
        .take_while(|byte| (0x80..0xC0).contains(*byte))
        .count();
    &bytes[rest..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_stops_before_a_character_that_does_not_fit() {
        assert_eq!(take_front("aéb".as_bytes(), 2), ("a".into(), 1));
        assert_eq!(take_front("aéb".as_bytes(), 3), ("aé".into(), 3));
        assert_eq!(
            take_front(b"a\xffb", 3),
            ("a".into(), 1),
            "the replacement takes three bytes"
        );
        assert_eq!(take_front(b"a\xffb", 5), ("a\u{fffd}b".into(), 3));
        assert_eq!(take_front(b"abc", 0), (String::new(), 0));
    }

    #[test]
    fn the_back_starts_after_a_character_that_does_not_fit() {
        assert_eq!(take_back("aéb".as_bytes(), 2), ("b".into(), 1));
        assert_eq!(take_back("aéb".as_bytes(), 3), ("éb".into(), 3));
        assert_eq!(take_back(b"a\xffb", 3), ("b".into(), 1));
        assert_eq!(take_back(b"a\xffb", 4), ("\u{fffd}b".into(), 2));
        assert_eq!(take_back(b"abc", 0), (String::new(), 0));
    }

    #[test]
    fn characters_cut_by_the_capture_are_dropped_and_garbage_is_kept() {
        assert_eq!(without_cut_end(b"ab\xe2\x82"), b"ab");
        assert_eq!(without_cut_end("ab€".as_bytes()), "ab€".as_bytes());
        assert_eq!(without_cut_end("😀".as_bytes()), "😀".as_bytes());
        assert_eq!(without_cut_end(b"ab\x80"), b"ab\x80");
        assert_eq!(without_cut_end(b""), b"");
        assert_eq!(without_cut_start(b"\x82\xacab"), b"ab");
        assert_eq!(without_cut_start(b"\x80\x80\x80\x80"), b"\x80");
    }
}
