//! Reading a tar archive from front to back: names, kinds and contents of its entries, and no more.
//!
//! A reader of our own, because unpacking is what goes wrong with tar archives (`deny.toml` refuses the crate that does it) and this
//! cannot unpack: it knows nothing of paths, links, owners or modes, and never touches a file. It reads the POSIX format with the long
//! names of pax and GNU; what else could change a name or a size is an error, not a guess.

use std::io::{self, Read};

/// Headers are this long, and contents are padded to a multiple of it, in bytes.
const BLOCK: usize = 512;
/// Most bytes that a long name and what comes with it may take.
const MAX_EXTENSION_BYTES: u64 = 64 * 1024;

/// A tar archive. Between two calls of [`next`](Self::next) it reads as the content of the entry that came last.
pub struct Tar<R> {
    archive: R,
    /// Bytes of the entry's content that were not read yet.
    left: u64,
    /// Bytes between the end of the content and the next header.
    padding: u64,
}

/// What stands before a content.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The path, as it is there.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// Size of the content in bytes, as the header says it. The archive may be cut before it.
    pub bytes: u64,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A link, a device, or something that only some writers know.
    Other,
}

impl<R: Read> Tar<R> {
    /// Begins to read `archive`, which is unpacked already.
    pub fn new(archive: R) -> Self {
        Self {
            archive,
            left: 0,
            padding: 0,
        }
    }

    /// What the archive is read from.
    pub fn get_ref(&self) -> &R {
        &self.archive
    }

    /// The next entry, or none at the archive's end. What was not read of the last one is skipped.
    ///
    /// # Errors
    /// What reading returns; [`io::ErrorKind::InvalidData`] for a header that makes no sense, or that only some readers understand.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator cannot be read from between two entries"
    )]
    pub fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut long_path = None;
        loop {
            self.skip_content()?;
            let mut block = [0; BLOCK];
            self.archive.read_exact(&mut block)?;
            if block == [0; BLOCK] {
                return Ok(None);
            }
            let header = Header::parse(&block)?;
            self.left = header.bytes;
            self.padding = header.bytes.next_multiple_of(BLOCK as u64) - header.bytes;
            match header.kind {
                b'x' => long_path = pax_path(&self.extension()?)?.or(long_path),
                b'L' => long_path = Some(until_nul(&self.extension()?).to_vec()),
                // What it says would hold for every entry that follows. Comments do no harm.
                b'g' => {
                    if pax_path(&self.extension()?)?.is_some() {
                        return Err(unsupported("a path is given for all entries"));
                    }
                }
                // A long target of a link.
                b'K' => {}
                kind => {
                    let path = long_path.unwrap_or(header.path);
                    let kind = match kind {
                        // Before there was a kind for folders, they were files with such a name.
                        b'0' | 0 if !path.ends_with(b"/") => Kind::File,
                        b'0' | 0 | b'5' => Kind::Folder,
                        _ => Kind::Other,
                    };
                    let bytes = header.bytes;
                    return Ok(Some(Entry { path, kind, bytes }));
                }
            }
        }
    }

    /// Reads what comes after the archive's last entry, so that an archive that was cut there is found, too.
    ///
    /// # Errors
    /// What reading returns.
    pub fn finish(&mut self) -> io::Result<()> {
        io::copy(&mut self.archive, &mut io::sink()).map(drop)
    }

    fn skip_content(&mut self) -> io::Result<()> {
        let rest = self.left + self.padding;
        (self.left, self.padding) = (0, 0);
        let skipped = io::copy(&mut (&mut self.archive).take(rest), &mut io::sink())?;
        if skipped < rest {
            return Err(cut());
        }
        Ok(())
    }

    /// The content of an entry that says something about the next one.
    fn extension(&mut self) -> io::Result<Vec<u8>> {
        if self.left > MAX_EXTENSION_BYTES {
            return Err(unsupported("a name is too long"));
        }
        let mut content = Vec::new();
        self.read_to_end(&mut content)?;
        Ok(content)
    }
}

impl<R: Read> Read for Tar<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        if most == 0 {
            return Ok(0);
        }
        let count = self.archive.read(&mut buffer[..most])?;
        if count == 0 {
            return Err(cut());
        }
        self.left -= count as u64;
        Ok(count)
    }
}

/// The fields of a header that matter here.
struct Header {
    path: Vec<u8>,
    kind: u8,
    bytes: u64,
}

impl Header {
    fn parse(block: &[u8; BLOCK]) -> io::Result<Self> {
        // The checksum is taken with spaces in its own place.
        let sum = |range: std::ops::Range<usize>| block[range].iter().map(|byte| u64::from(*byte)).sum::<u64>();
        if octal(&block[148..156])? != sum(0..148) + 8 * u64::from(b' ') + sum(156..BLOCK) {
            return Err(unsupported("a header's checksum is wrong"));
        }
        let name = until_nul(&block[..100]);
        // Only POSIX has a prefix there; GNU keeps times in its place.
        let prefix = if &block[257..263] == b"ustar\0" {
            until_nul(&block[345..500])
        } else {
            &[]
        };
        let path = if prefix.is_empty() {
            name.to_vec()
        } else {
            [prefix, name].join(&b'/')
        };
        Ok(Self {
            path,
            kind: block[156],
            bytes: octal(&block[124..136])?,
        })
    }
}

/// A number in octal digits, padded with spaces or NULs. Numbers too large for digits are written in another way, which is refused
/// like any other text: nothing here is as large.
fn octal(field: &[u8]) -> io::Result<u64> {
    let digits = field.trim_ascii_start();
    let end = digits
        .iter()
        .position(|byte| matches!(byte, 0 | b' '))
        .unwrap_or(digits.len());
    let (digits, padding) = digits.split_at(end);
    // Twelve digits at most, so nothing overflows.
    let number = digits.iter().try_fold(0, |number: u64, digit| match digit {
        b'0'..=b'7' => Some(number * 8 + u64::from(digit - b'0')),
        _ => None,
    });
    match number {
        Some(number) if padding.iter().all(|byte| matches!(byte, 0 | b' ')) => Ok(number),
        _ => Err(unsupported("a header has a field that is not a number")),
    }
}

/// The path in a pax extension, which is lines of `LENGTH KEY=VALUE` with the length of the line in bytes.
fn pax_path(mut rest: &[u8]) -> io::Result<Option<Vec<u8>>> {
    let malformed = || unsupported("an extended header is malformed");
    let mut path = None;
    while !rest.is_empty() {
        let space = rest.iter().position(|byte| *byte == b' ').ok_or_else(malformed)?;
        let length: usize = str::from_utf8(&rest[..space])
            .ok()
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(malformed)?;
        let (line, next) = rest.split_at_checked(length).ok_or_else(malformed)?;
        let record = line.get(space + 1..).and_then(|record| record.strip_suffix(b"\n"));
        let record = record.ok_or_else(malformed)?;
        let equals = record.iter().position(|byte| *byte == b'=').ok_or_else(malformed)?;
        match &record[..equals] {
            b"path" => path = Some(record[equals + 1..].to_vec()),
            // It would overrule the header's.
            b"size" => return Err(unsupported("an extended header has a size")),
            // The content would not be the file's.
            key if key.starts_with(b"GNU.sparse.") => return Err(unsupported("a file has holes")),
            _ => {}
        }
        rest = next;
    }
    Ok(path)
}

fn until_nul(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or(field)
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the archive was cut")
}

fn unsupported(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests;
