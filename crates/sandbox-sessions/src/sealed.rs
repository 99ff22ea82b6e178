//! The form of every record: what it is, its sizes and hashes, a header in JSON and a body.

use bytes::{BufMut, Bytes, BytesMut};
use sandbox_storage::{Hash, Key, Store, StoreError, StoreErrorKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The largest header, in bytes.
pub(crate) const MAX_HEADER_BYTES: usize = 256 << 10;

/// The largest body, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 4 << 20;

/// The largest record, in bytes.
pub(crate) const MAX_RECORD_BYTES: u64 = (PREFIX + MAX_HEADER_BYTES + MAX_BODY_BYTES) as u64;

/// How much of a record is read where only its header is wanted: nearly every header is shorter.
pub(crate) const START_BYTES: u64 = 8 << 10;

/// Kind and version, length of the header, length of the body, hash of the body, hash of all that and the header. The hashes are as text, 64 digits each.
const PREFIX: usize = SUMMED + 64;
const SUMMED: usize = 4 + 4 + 4 + 64;

/// What a record is. The last byte is the version of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Identity,
    Generation,
    Lease,
    Bundle,
}

impl Kind {
    fn magic(self) -> &'static [u8; 4] {
        match self {
            Self::Identity => b"SBI1",
            Self::Generation => b"SBG1",
            Self::Lease => b"SBL1",
            Self::Bundle => b"SBB1",
        }
    }
}

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Damage {
    /// It ends too early: its writing was interrupted.
    #[error("it ends too early")]
    Truncated,
    /// It does not have its hash, is of another kind, or is longer than it says.
    #[error("it is not what was written")]
    Altered,
    /// It makes no sense, though it is what was written.
    #[error("it makes no sense: {0}")]
    Nonsense(String),
}

/// Reads a record of at most `max` bytes, if it is there. A larger one was not written by us.
pub(crate) async fn find(store: &Store, key: &Key, max: u64) -> Result<Result<Option<Bytes>, Damage>, StoreError> {
    match store.find(key, max).await {
        Ok(found) => Ok(Ok(found)),
        Err(error) if error.kind == StoreErrorKind::TooLarge => Ok(Err(Damage::Altered)),
        Err(error) => Err(error),
    }
}

/// Makes a record.
pub(crate) fn seal(kind: Kind, header: &impl Serialize, body: &[u8]) -> Bytes {
    // Headers are structs of texts and numbers, with maps whose keys are texts.
    let header = serde_json::to_vec(header).expect("headers are plain data");
    let mut record = BytesMut::with_capacity(PREFIX + header.len() + body.len());
    record.put_slice(kind.magic());
    record.put_u32_le(u32::try_from(header.len()).unwrap_or(u32::MAX));
    record.put_u32_le(u32::try_from(body.len()).unwrap_or(u32::MAX));
    record.put_slice(Hash::of(body).to_string().as_bytes());
    let sum = sum(&record, &header);
    record.put_slice(sum.as_bytes());
    record.put_slice(&header);
    record.put_slice(body);
    record.freeze()
}

fn sum(summed: &[u8], header: &[u8]) -> String {
    Hash::of(&[summed, header].concat()).to_string()
}

/// The lengths that a record's prefix names.
fn lengths(kind: Kind, prefix: &[u8]) -> Result<(usize, usize), Damage> {
    if !prefix.starts_with(kind.magic()) {
        return Err(Damage::Altered);
    }
    let length = |at: usize| u32::from_le_bytes([prefix[at], prefix[at + 1], prefix[at + 2], prefix[at + 3]]) as usize;
    let (header, body) = (length(4), length(8));
    if header > MAX_HEADER_BYTES || body > MAX_BODY_BYTES {
        return Err(Damage::Altered);
    }
    Ok((header, body))
}

/// The header of a record of which at least the start is there; the number of bytes that are needed, if they are not all there and the record may be longer.
pub(crate) fn open_header<H: DeserializeOwned>(kind: Kind, start: &[u8]) -> Result<Result<H, u64>, Damage> {
    let Some((prefix, rest)) = start.split_at_checked(PREFIX) else {
        return Err(Damage::Truncated);
    };
    let (header_len, _) = lengths(kind, prefix)?;
    let Some(header) = rest.get(..header_len) else {
        return Ok(Err((PREFIX + header_len) as u64));
    };
    if sum(&prefix[..SUMMED], header).as_bytes() != &prefix[SUMMED..] {
        return Err(Damage::Altered);
    }
    let parsed = serde_json::from_slice(header).map_err(|error| Damage::Nonsense(error.to_string()))?;
    Ok(Ok(parsed))
}

/// Header and body of a whole record.
pub(crate) fn open<H: DeserializeOwned>(kind: Kind, record: &Bytes) -> Result<(H, Bytes), Damage> {
    let header = open_header(kind, record)?.map_err(|_| Damage::Truncated)?;
    let (header_len, body_len) = lengths(kind, record)?;
    let at = PREFIX + header_len;
    match record.len().cmp(&(at + body_len)) {
        std::cmp::Ordering::Less => Err(Damage::Truncated),
        std::cmp::Ordering::Greater => Err(Damage::Altered),
        std::cmp::Ordering::Equal => {
            let body = record.slice(at..);
            if Hash::of(&body).to_string().as_bytes() == &record[12..SUMMED] {
                Ok((header, body))
            } else {
                Err(Damage::Altered)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let record = seal(Kind::Lease, &vec!["header"], b"body");
        let opened: (Vec<String>, Bytes) = open(Kind::Lease, &record).unwrap();
        assert_eq!((opened.0[0].as_str(), &opened.1[..]), ("header", &b"body"[..]));
        assert_eq!(open::<Vec<String>>(Kind::Identity, &record), Err(Damage::Altered));
        for bit in 0..record.len() * 8 {
            let mut flipped = record.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(open::<Vec<String>>(Kind::Lease, &flipped.into()).is_err(), "bit {bit}");
        }
        for len in 0..record.len() {
            assert_eq!(
                open::<Vec<String>>(Kind::Lease, &record.slice(..len)),
                Err(Damage::Truncated),
                "{len}"
            );
        }
        let longer = [&record[..], b"x"].concat();
        assert_eq!(open::<Vec<String>>(Kind::Lease, &longer.into()), Err(Damage::Altered));
    }

    #[test]
    fn a_header_is_read_without_the_body() {
        let record = seal(Kind::Generation, &"x".repeat(5000), &[7; 10_000]);
        let needed = open_header::<String>(Kind::Generation, &record[..1000])
            .unwrap()
            .unwrap_err();
        let start = &record[..usize::try_from(needed).unwrap()];
        assert_eq!(
            open_header::<String>(Kind::Generation, start).unwrap().unwrap().len(),
            5000
        );
    }

    proptest! {
        #[test]
        fn nothing_that_is_read_panics(record in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut record = record;
            if record.len() > 4 {
                record[..4].copy_from_slice(Kind::Lease.magic());
            }
            prop_assert!(open::<String>(Kind::Lease, &record.clone().into()).is_err());
            let _ = open_header::<String>(Kind::Lease, &record);
        }
    }
}
