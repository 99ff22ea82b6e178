//! Standard input: bytes given before the guest starts, then the end of the file.

use bytes::Bytes;

/// The input of one execution and how far the guest has read it.
///
/// The bytes are shared with whoever gave them: their size is bounded there, by the policy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stdin {
    unread: Bytes,
}

impl Stdin {
    /// Input that holds `content` and then ends; empty input ends at once.
    pub(crate) fn new(content: impl Into<Bytes>) -> Self {
        Self { unread: content.into() }
    }

    /// Fills as much of `buffer` as there is input for, and returns how much that was; 0 is the end.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> usize {
        let length = buffer.len().min(self.unread.len());
        let chunk = self.unread.split_to(length);
        buffer[..length].copy_from_slice(&chunk);
        length
    }

    /// Bytes that the guest has not read.
    pub(crate) fn remaining(&self) -> u64 {
        self.unread.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_in_pieces_and_then_ends() {
        let mut stdin = Stdin::new("hello");
        let mut buffer = [0; 3];
        assert_eq!((stdin.read(&mut buffer), &buffer), (3, b"hel"));
        assert_eq!(stdin.remaining(), 2);
        assert_eq!(stdin.read(&mut []), 0);
        assert_eq!((stdin.read(&mut buffer), &buffer[..2]), (2, &b"lo"[..]));
        assert_eq!((stdin.read(&mut buffer), stdin.remaining()), (0, 0));
    }
}
