//! The file of a derived image: the pages of memory that its parent does not have.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::ImageId;
use crate::saved::{PAGE_BYTES, SavedState};

/// What the file begins with; the number is the version of its form.
const MAGIC: &[u8; 16] = b"sandbox delta 1\n";

/// The largest 32-bit memory, in pages of a saved state's size.
const MAX_PAGES: u32 = 1 << 20;

/// zstd's level: the file is written once, and read at the start of every process that uses it.
const LEVEL: i32 = 9;

/// What makes an image of its parent's.
pub(super) struct Delta {
    /// The image whose clone it was.
    pub(super) parent: ImageId,
    /// What that clone became.
    pub(super) state: SavedState,
}

impl Delta {
    /// Everything but the pages: parent, memory size, numbers of the pages.
    fn head(&self) -> Vec<u8> {
        let mut head = MAGIC.to_vec();
        head.extend(self.parent.as_bytes());
        head.extend(self.state.memory_bytes.to_le_bytes());
        // A memory has fewer pages than that.
        head.extend(u32::try_from(self.state.pages.len()).unwrap_or(u32::MAX).to_le_bytes());
        for number in self.state.pages.keys() {
            head.extend(number.to_le_bytes());
        }
        head
    }

    /// The image's id: of its content, and of what it was made from (`inputs`), which decides its files.
    pub(super) fn id(&self, inputs: &[u8]) -> ImageId {
        let mut hash = Sha256::new();
        hash.update((inputs.len() as u64).to_le_bytes());
        hash.update(inputs);
        hash.update(self.head());
        for page in self.state.pages.values() {
            hash.update(page.as_slice());
        }
        ImageId::from_digest(hash.finalize().into())
    }
}

/// The file of an image.
pub(super) fn encode(delta: &Delta) -> io::Result<Vec<u8>> {
    let mut packed = zstd::Encoder::new(delta.head(), LEVEL)?;
    for page in delta.state.pages.values() {
        io::Write::write_all(&mut packed, page.as_slice())?;
    }
    packed.finish()
}

/// What a file holds; nothing of one that is no such file, or says more than a memory can have.
pub(super) fn decode(bytes: &[u8]) -> Option<Delta> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (parent, rest) = rest.split_first_chunk::<32>()?;
    let (memory_bytes, rest) = rest.split_first_chunk::<8>()?;
    let (count, rest) = rest.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count);
    if count > MAX_PAGES {
        return None;
    }
    let (numbers, packed) = rest.split_at_checked(count as usize * 4)?;
    let numbers: Vec<u32> = numbers.as_chunks().0.iter().copied().map(u32::from_le_bytes).collect();
    if !numbers.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let memory_bytes = u64::from_le_bytes(*memory_bytes);
    let end = numbers
        .last()
        .map_or(0, |last| (u64::from(*last) + 1) * PAGE_BYTES as u64);
    if end > memory_bytes {
        return None;
    }
    let mut unpacked = zstd::Decoder::new(packed).ok()?;
    let mut pages = BTreeMap::new();
    for number in numbers {
        let mut page = [0; PAGE_BYTES];
        unpacked.read_exact(&mut page).ok()?;
        pages.insert(number, Arc::new(page));
    }
    // Nothing may follow.
    (unpacked.read(&mut [0]).ok()? == 0).then_some(Delta {
        parent: ImageId::from_digest(*parent),
        state: SavedState {
            memory_bytes,
            pages,
            elapsed_ns: 0,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delta() -> Delta {
        Delta {
            parent: ImageId::from_digest([7; 32]),
            state: SavedState {
                memory_bytes: 1 << 20,
                pages: [(3, [1; PAGE_BYTES]), (255, [2; PAGE_BYTES])]
                    .map(|(number, page)| (number, Arc::new(page)))
                    .into(),
                elapsed_ns: 0,
            },
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let delta = delta();
        let file = encode(&delta).unwrap();
        assert!(file.len() < PAGE_BYTES);
        let read = decode(&file).unwrap();
        assert_eq!((read.parent, read.state.memory_bytes), (delta.parent, 1 << 20));
        assert_eq!(read.state.pages, delta.state.pages);
        assert_eq!(read.id(b"x"), delta.id(b"x"));
    }

    #[test]
    fn the_id_is_of_everything() {
        let id = |change: fn(&mut Delta)| {
            let mut delta = delta();
            change(&mut delta);
            delta.id(b"inputs")
        };
        let ids = [
            id(|_| ()),
            id(|delta| delta.parent = ImageId::from_digest([8; 32])),
            id(|delta| delta.state.memory_bytes += 1 << 16),
            id(|delta| drop(delta.state.pages.insert(4, Arc::new([0; PAGE_BYTES])))),
            id(|delta| drop(delta.state.pages.insert(3, Arc::new([9; PAGE_BYTES])))),
            delta().id(b"others"),
        ];
        assert_eq!(std::collections::BTreeSet::from(ids).len(), ids.len());
    }

    #[test]
    fn what_is_no_such_file_is_none() {
        let file = encode(&delta()).unwrap();
        for length in 0..file.len() {
            assert!(decode(&file[..length]).is_none(), "{length} bytes");
        }
        assert!(
            decode(&[file.as_slice(), &file].concat()).is_none(),
            "more than it says"
        );
        let with = |at: usize, bytes: &[u8]| {
            let mut changed = file.clone();
            changed[at..at + bytes.len()].copy_from_slice(bytes);
            decode(&changed).is_none()
        };
        assert!(with(14, b"2"), "another version");
        assert!(with(48, &0_u64.to_le_bytes()), "pages behind the end of the memory");
        assert!(with(56, &u32::MAX.to_le_bytes()), "more pages than there can be");
        assert!(with(60, &256_u32.to_le_bytes()), "pages in no order");
    }
}
