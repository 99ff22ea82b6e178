//! The lines of a batch: numbered, and blank ones left out.

use std::io::{self, BufRead};

use crate::line;

/// The longest line, in bytes.
pub(super) const MAX_LINE_BYTES: usize = 16 << 20;

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place among the lines that are not blank, from 0.
    pub(super) sequence: u64,
    /// Its number in the input, from 1.
    pub(super) number: u64,
    /// Input bytes up to its end.
    pub(super) end: u64,
    /// Without its line end; `None` if it is longer than [`MAX_LINE_BYTES`].
    pub(super) text: Option<Vec<u8>>,
}

/// Reads lines and keeps none.
pub(super) struct LineReader<R> {
    input: R,
    max: usize,
    sequence: u64,
    number: u64,
    end: u64,
}

impl<R: BufRead> LineReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            max: MAX_LINE_BYTES,
            sequence: 0,
            number: 0,
            end: 0,
        }
    }

    /// The next line that is not blank; `None` at the end.
    pub(super) fn next_line(&mut self) -> io::Result<Option<Line>> {
        while let Some(read) = line::read(&mut self.input, self.max)? {
            self.number += 1;
            self.end += read.bytes;
            let text = read.text.map(|text| content(&text, self.number == 1).to_vec());
            if text.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            let line = Line {
                sequence: self.sequence,
                number: self.number,
                end: self.end,
                text,
            };
            self.sequence += 1;
            return Ok(Some(line));
        }
        Ok(None)
    }
}

/// A line without white space around it, and without the mark that some editors put at the start of a file.
fn content(line: &[u8], first: bool) -> &[u8] {
    let line = if first {
        line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
    } else {
        line
    };
    line.trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8], buffer: usize, max: usize) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut reader = LineReader {
            max,
            ..LineReader::new(io::BufReader::with_capacity(buffer, input))
        };
        std::iter::from_fn(|| reader.next_line().unwrap())
            .map(|line| (line.number, line.text))
            .collect()
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_skipped() {
        let input = b"\xef\xbb\xbf{1}\r\n\n  \t\n{2}\n\n{3}";
        for buffer in [1, 2, 7, 100] {
            let expected = [
                (1, Some(b"{1}".to_vec())),
                (4, Some(b"{2}".to_vec())),
                (6, Some(b"{3}".to_vec())),
            ];
            assert_eq!(lines(input, buffer, 100), expected);
        }
        assert_eq!(lines(b"", 10, 10), []);
    }

    #[test]
    fn a_long_line_is_told_and_not_kept() {
        for buffer in [1, 3, 100] {
            let expected = [(1, None), (2, Some(b"12345678".to_vec())), (3, None)];
            assert_eq!(lines(b"123456789\n12345678\n123456789", buffer, 8), expected);
        }
    }

    #[test]
    fn the_end_of_each_line_is_counted_in_bytes() {
        let mut reader = LineReader::new(&b"ab\n\nc"[..]);
        assert_eq!(reader.next_line().unwrap().unwrap().end, 3);
        assert_eq!(
            reader.next_line().unwrap().unwrap(),
            Line {
                sequence: 1,
                number: 3,
                end: 5,
                text: Some(b"c".to_vec())
            }
        );
    }
}
