//! SHA-256 as a value: parsed, printed, compared and computed in one way.

use std::fmt;
use std::io::{self, Read, Write};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Size of the buffer that files are hashed and copied through, in bytes. Large enough that system calls do not show.
pub(crate) const COPY_BUFFER_BYTES: usize = 256 * 1024;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256Digest([u8; 32]);

/// A text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest (64 lower-case hexadecimal digits)")]
pub struct InvalidDigest;

impl Sha256Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of everything that `reader` has to give, up to and including `limit` bytes, and how much that was.
    ///
    /// A reader with more to give than `limit` is read one byte further and no more, so that a caller who knows the size can
    /// tell "longer" from "equal" without reading an endless stream.
    ///
    /// # Errors
    /// Whatever reading returns.
    pub fn of_reader(reader: impl Read, limit: u64) -> io::Result<(Self, u64)> {
        let mut writer = Sha256Writer::new(io::sink());
        copy_bounded(reader, &mut writer, limit)?;
        let (_, digest, bytes) = writer.finish();
        Ok((digest, bytes))
    }

    /// The 32 raw bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first 16 digits: enough to tell files of one cache apart in names and messages, never to verify one.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(16);
        text
    }
}

/// Copies at most `limit` bytes and one more, which tells a longer source from an equal one.
pub(crate) fn copy_bounded(reader: impl Read, writer: &mut impl Write, limit: u64) -> io::Result<u64> {
    let mut reader = reader.take(limit.saturating_add(1));
    let mut buffer = vec![0; COPY_BUFFER_BYTES];
    let mut total = 0;
    loop {
        let count = match reader.read(&mut buffer) {
            Ok(0) => return Ok(total),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        writer.write_all(&buffer[..count])?;
        total += count as u64;
    }
}

impl fmt::Display for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Sha256Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256Digest({self})")
    }
}

impl FromStr for Sha256Digest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(InvalidDigest);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = (hex_digit(pair[0])? << 4) | hex_digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

fn hex_digit(digit: u8) -> Result<u8, InvalidDigest> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(InvalidDigest),
    }
}

impl TryFrom<String> for Sha256Digest {
    type Error = InvalidDigest;

    fn try_from(text: String) -> Result<Self, InvalidDigest> {
        text.parse()
    }
}

impl From<Sha256Digest> for String {
    fn from(digest: Sha256Digest) -> Self {
        digest.to_string()
    }
}

/// Passes bytes through to a writer, hashing and counting them on the way.
#[derive(Debug)]
pub struct Sha256Writer<W> {
    inner: W,
    hasher: Sha256,
    bytes: u64,
}

impl<W: Write> Sha256Writer<W> {
    /// Hashes what is written to `inner` from now on.
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            hasher: Sha256::new(),
            bytes: 0,
        }
    }

    /// The writer, the digest of what went through, and how many bytes that was.
    pub fn finish(self) -> (W, Sha256Digest, u64) {
        (self.inner, Sha256Digest(self.hasher.finalize().into()), self.bytes)
    }
}

impl<W: Write> Write for Sha256Writer<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.hasher.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_digest_is_that_of_the_standard_and_survives_its_text() {
        let digest = Sha256Digest::of(b"abc");
        assert_eq!(digest.to_string(), ABC);
        assert_eq!(ABC.parse(), Ok(digest));
        assert_eq!(digest.short(), &ABC[..16]);
    }

    #[test]
    fn texts_that_are_not_digests_are_refused() {
        let upper = ABC.to_uppercase();
        let long = format!("{ABC}0");
        for text in ["", "ba78", &ABC[1..], &upper, &long, &ABC.replace('b', "g")] {
            assert_eq!(text.parse::<Sha256Digest>(), Err(InvalidDigest), "{text:?}");
        }
    }

    #[test]
    fn a_reader_is_read_one_byte_past_the_limit_and_no_more() {
        let (digest, bytes) = Sha256Digest::of_reader(&b"abc"[..], 3).unwrap();
        assert_eq!((digest, bytes), (Sha256Digest::of(b"abc"), 3));
        let (_, bytes) = Sha256Digest::of_reader(io::repeat(7), 10).unwrap();
        assert_eq!(bytes, 11);
    }
}
