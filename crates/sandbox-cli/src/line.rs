//! Lines of bounded length.

use std::io::{self, BufRead};

/// One line of an input.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Without its line feed; `None` if it was longer than asked for.
    pub(crate) text: Option<Vec<u8>>,
    /// What it took of the input, its line feed included.
    pub(crate) bytes: u64,
}

/// Reads a line of at most `max` bytes; a longer one is passed over without being kept. `None` at the end of the input.
pub(crate) fn read(input: &mut impl BufRead, max: usize) -> io::Result<Option<Line>> {
    let mut text = Some(Vec::new());
    let mut bytes = 0;
    loop {
        let available = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let feed = available.iter().position(|byte| *byte == b'\n');
        let content = &available[..feed.unwrap_or(available.len())];
        text = text.filter(|kept| kept.len() + content.len() <= max);
        if let Some(kept) = &mut text {
            kept.extend_from_slice(content);
        }
        let used = content.len() + usize::from(feed.is_some());
        input.consume(used);
        bytes += used as u64;
        if feed.is_some() || used == 0 {
            return Ok((bytes > 0).then_some(Line { text, bytes }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8], buffer: usize) -> Vec<(Option<Vec<u8>>, u64)> {
        let mut input = io::BufReader::with_capacity(buffer, input);
        std::iter::from_fn(|| read(&mut input, 8).unwrap())
            .map(|line| (line.text, line.bytes))
            .collect()
    }

    #[test]
    fn long_lines_are_passed_over_whatever_the_buffer() {
        for buffer in [1, 2, 3, 7, 100] {
            let expected = [
                (None, 10),
                (Some(b"12345678".to_vec()), 9),
                (Some(Vec::new()), 1),
                (Some(b"x\r".to_vec()), 3),
                (None, 9),
            ];
            assert_eq!(
                lines(b"123456789\n12345678\n\nx\r\n123456789", buffer),
                expected,
                "{buffer}"
            );
            assert_eq!(lines(b"", buffer), []);
            assert_eq!(lines(b"a", buffer), [(Some(b"a".to_vec()), 1)]);
        }
    }
}
