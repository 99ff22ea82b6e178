use proptest::prelude::*;

use super::*;

fn capture(cap: usize, on_limit: OnLimit, writes: &[Vec<u8>]) -> Capture {
    let mut capture = Capture::new(cap, on_limit);
    for data in writes {
        let before = capture.total();
        let result = capture.write(data);
        assert_eq!(capture.total(), before + data.len() as u64);
        assert_eq!(result.is_err(), on_limit == OnLimit::Stop && capture.truncated());
        assert!(
            capture.head.capacity() + capture.tail.capacity() <= cap,
            "memory over the cap"
        );
    }
    capture
}

fn text(cap: usize, on_limit: OnLimit, data: &[u8]) -> CapturedText {
    capture(cap, on_limit, &[data.to_vec()]).into_text()
}

/// What the documentation of [`Capture`] promises, computed from everything that was written, one character at a time.
fn reference(all: &str, cap: usize, on_limit: OnLimit) -> String {
    if all.len() <= cap {
        return all.to_owned();
    }
    let longest_prefix = |limit: usize| {
        all.char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|end| *end <= limit)
            .last()
            .unwrap_or(0)
    };
    let marker_len = format!("\n[... {} bytes omitted ...]\n", all.len()).len();
    if on_limit == OnLimit::Stop || cap < ENDS_MIN_CAP {
        return all[..longest_prefix(cap)].to_owned();
    }
    let room = cap - marker_len;
    let front = longest_prefix(room.div_ceil(2));
    let back = all
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| all.len() - at <= room / 2)
        .unwrap_or(all.len());
    format!(
        "{}\n[... {} bytes omitted ...]\n{}",
        &all[..front],
        back - front,
        &all[back..]
    )
}

fn limits() -> impl Strategy<Value = OnLimit> {
    prop_oneof![Just(OnLimit::Truncate), Just(OnLimit::Stop)]
}

proptest! {
    #[test]
    fn text_of_any_writes_is_the_reference_truncation(
        pieces in prop::collection::vec(".{0,60}", 0..24), cap in 0_usize..600, on_limit in limits()
    ) {
        // Bytes are split where they may cut a character.
        let all = pieces.concat();
        let writes: Vec<Vec<u8>> = all.as_bytes().chunks(7).map(<[u8]>::to_vec).collect();
        let result = capture(cap, on_limit, &writes).into_text();
        prop_assert_eq!(result.text, reference(&all, cap, on_limit));
        prop_assert_eq!(result.total, all.len() as u64);
        prop_assert_eq!(result.truncated, all.len() > cap);
    }

    #[test]
    fn any_bytes_in_any_pieces_stay_within_the_cap(
        writes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 0..12), cap in 0_usize..700, on_limit in limits()
    ) {
        let all = writes.concat();
        let pieces = capture(cap, on_limit, &writes).into_text();
        prop_assert!(pieces.text.len() <= cap);
        prop_assert_eq!(pieces.total, all.len() as u64);
        let lossy = String::from_utf8_lossy(&all);
        prop_assert_eq!(pieces.truncated, all.len() > cap || lossy.len() > cap);
        if !pieces.truncated {
            prop_assert_eq!(&pieces.text, &lossy);
        }
        // How the bytes were cut into writes makes no difference.
        prop_assert_eq!(pieces, text(cap, on_limit, &all));
    }
}

#[test]
fn a_flood_takes_no_more_memory_than_the_cap() {
    let mut capture = Capture::new(4096, OnLimit::Truncate);
    for _ in 0..10_000 {
        capture.write(&[b'x'; 1000]).expect("truncating never stops a guest");
    }
    assert!(capture.head.capacity() + capture.tail.capacity() <= 4096);
    let result = capture.into_text();
    assert_eq!((result.total, result.truncated), (10_000_000, true));
    assert!(result.text.len() <= 4096 && result.text.contains("bytes omitted ...]\nx"));
}

#[test]
fn stopping_keeps_exactly_the_first_bytes() {
    let mut capture = Capture::new(5, OnLimit::Stop);
    assert_eq!(capture.write(b"abc"), Ok(()));
    assert_eq!(capture.write(b"de"), Ok(()), "the cap itself is allowed");
    assert_eq!(capture.write(b""), Ok(()));
    assert_eq!(capture.write(b"fg"), Err(Stop::OutputLimit));
    assert_eq!(
        capture.into_text(),
        CapturedText {
            text: "abcde".into(),
            total: 7,
            truncated: true
        }
    );
}

#[test]
fn b_076_tiny_caps_are_exact() {
    assert_eq!(
        text(0, OnLimit::Truncate, b"secret"),
        CapturedText {
            text: String::new(),
            total: 6,
            truncated: true
        }
    );
    assert_eq!(
        text(0, OnLimit::Truncate, b""),
        CapturedText {
            text: String::new(),
            total: 0,
            truncated: false
        }
    );
    assert_eq!(text(1, OnLimit::Truncate, b"secret").text, "s");
    assert_eq!(text(7, OnLimit::Stop, b"secret secret").text, "secret ");
    assert_eq!(
        text(2, OnLimit::Truncate, "aé".as_bytes()).text,
        "a",
        "characters are not cut"
    );
}

#[test]
fn b_067_replacement_characters_count_against_the_cap() {
    let mut data = b"\xff\xfe\x00".to_vec();
    data.extend("é".repeat(600_000).bytes());
    let result = text(1 << 20, OnLimit::Truncate, &data);
    assert!(result.truncated && result.text.len() <= 1 << 20 && result.text.len() > (1 << 20) - 8);
    assert!(result.text.starts_with("\u{fffd}\u{fffd}\0é") && result.text.ends_with("éé"));
    assert_eq!(
        result.text.matches(char::REPLACEMENT_CHARACTER).count(),
        2,
        "no cut character became a replacement"
    );
    // 300 bytes fit the cap, but their 900 bytes of text do not.
    let result = text(300, OnLimit::Truncate, &[0xff; 300]);
    assert!(result.truncated && result.text.len() <= 300 && result.text.contains("bytes omitted"));
}

#[test]
fn the_marker_counts_the_bytes_that_are_not_shown() {
    let result = text(128, OnLimit::Truncate, "x".repeat(1000).as_bytes());
    let shown = result.text.matches('x').count();
    assert!(
        result
            .text
            .contains(&format!("\n[... {} bytes omitted ...]\n", 1000 - shown)),
        "{}",
        result.text
    );
}
