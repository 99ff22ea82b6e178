//! What comes out of a decompressor, counted.

use std::io::{self, Read};

use crate::archive::{MAX_RATIO, MAX_TOTAL_BYTES, Refusal, Refused};

/// Headers and padding of a tar archive come on top of what its files have.
const HEADROOM_BYTES: u64 = 40_000_000;
/// Up to here it does not matter how well something was packed.
const RATIO_FREE_BYTES: u64 = 1_000_000;

/// A reader that fails once it gave more than a package may.
pub(super) struct Metered<R> {
    inner: R,
    packed: u64,
    unpacked: u64,
    refused: Option<Refused>,
}

impl<R> Metered<R> {
    /// Reads `inner`, which unpacks something of `packed` bytes.
    pub(super) fn new(inner: R, packed: u64) -> Self {
        Self {
            inner,
            packed,
            unpacked: 0,
            refused: None,
        }
    }

    /// The result of reading, or why this made it fail.
    pub(super) fn judge<T>(&mut self, result: Refusal<T>) -> Refusal<T> {
        match self.refused.take() {
            Some(refused) => Err(refused),
            None => result,
        }
    }

    /// What it reads from.
    pub(super) fn into_inner(self) -> R {
        self.inner
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        let what = || "all of it".to_owned();
        if self.unpacked > MAX_TOTAL_BYTES + HEADROOM_BYTES {
            self.refused = Some(Refused::TooLarge {
                what: what(),
                limit: MAX_TOTAL_BYTES,
            });
        } else if self.unpacked > RATIO_FREE_BYTES && self.unpacked > self.packed.saturating_mul(MAX_RATIO) {
            self.refused = Some(Refused::Ratio {
                what: what(),
                limit: MAX_RATIO,
            });
        }
        match self.refused {
            Some(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "it unpacks to too much")),
            None => Ok(count),
        }
    }
}
