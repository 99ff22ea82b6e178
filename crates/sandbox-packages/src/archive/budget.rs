//! How much an archive may unpack to, counted on what comes out and not on what headers say.

use std::io::{self, Read};

use super::{Refusal, Refused};

/// Most entries of an archive, folders among them.
pub const MAX_ENTRIES: usize = 20_000;
/// Most bytes that an archive unpacks to.
pub const MAX_TOTAL_BYTES: u64 = 200_000_000;
/// Most bytes that one entry unpacks to.
pub const MAX_ENTRY_BYTES: u64 = 64_000_000;
/// How many times its size an archive, or an entry, may unpack to, once that is more than a megabyte.
pub const MAX_RATIO: u64 = 200;
/// Up to here the ratio does not matter: a file of blanks packs well, and does no harm.
const RATIO_FREE_BYTES: u64 = 1_000_000;
/// How much is read at a time, in bytes.
const STEP_BYTES: usize = 64 * 1024;

/// What is left of an archive's allowance.
#[derive(Debug)]
pub(crate) struct Budget {
    packed: u64,
    unpacked: u64,
    entries: usize,
}

impl Budget {
    /// The allowance of an archive of `packed` bytes.
    pub(crate) fn new(packed: u64) -> Self {
        Self {
            packed,
            unpacked: 0,
            entries: 0,
        }
    }

    /// Counts an entry.
    pub(crate) fn count_entry(&mut self) -> Refusal<()> {
        self.entries += 1;
        if self.entries > MAX_ENTRIES {
            return Err(Refused::TooMany { limit: MAX_ENTRIES });
        }
        Ok(())
    }

    /// Reads all of an entry, of which the archive has `packed` bytes if that is known, into `content`, which is emptied before.
    pub(crate) fn read(
        &mut self,
        name: &str,
        packed: Option<u64>,
        mut reader: impl Read,
        content: &mut Vec<u8>,
    ) -> Refusal<()> {
        content.clear();
        let mut step = vec![0; STEP_BYTES];
        loop {
            let count = match reader.read(&mut step) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Refused::Unreadable(error)),
            };
            self.unpacked += count as u64;
            within(
                &|| name.to_owned(),
                (content.len() + count) as u64,
                packed,
                MAX_ENTRY_BYTES,
            )?;
            within(
                &|| "all of it".to_owned(),
                self.unpacked,
                Some(self.packed),
                MAX_TOTAL_BYTES,
            )?;
            content.extend_from_slice(&step[..count]);
        }
    }
}

fn within(what: &dyn Fn() -> String, unpacked: u64, packed: Option<u64>, limit: u64) -> Refusal<()> {
    if unpacked > limit {
        return Err(Refused::TooLarge { what: what(), limit });
    }
    let too_dense = |packed: u64| unpacked > packed.saturating_mul(MAX_RATIO);
    if unpacked > RATIO_FREE_BYTES && packed.is_some_and(too_dense) {
        return Err(Refused::Ratio {
            what: what(),
            limit: MAX_RATIO,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(budget: &mut Budget, bytes: u64, packed: Option<u64>) -> Refusal<()> {
        budget.read("entry", packed, io::repeat(1).take(bytes), &mut Vec::new())
    }

    #[test]
    fn b_224_what_comes_out_is_counted() {
        let mut budget = Budget::new(u64::MAX);
        read(&mut budget, MAX_ENTRY_BYTES, None).unwrap();
        let error = read(&mut Budget::new(u64::MAX), MAX_ENTRY_BYTES + 1, None).unwrap_err();
        assert!(matches!(
            error,
            Refused::TooLarge {
                limit: MAX_ENTRY_BYTES,
                ..
            }
        ));
        // Three of the largest entries fit, a fourth one does not.
        read(&mut budget, MAX_ENTRY_BYTES, None).unwrap();
        read(&mut budget, MAX_ENTRY_BYTES, None).unwrap();
        let error = read(&mut budget, MAX_ENTRY_BYTES, None).unwrap_err();
        assert!(matches!(
            error,
            Refused::TooLarge {
                limit: MAX_TOTAL_BYTES,
                ..
            }
        ));
    }

    #[test]
    fn b_224_an_endless_entry_ends() {
        let error = Budget::new(u64::MAX)
            .read("entry", None, io::repeat(0), &mut Vec::new())
            .unwrap_err();
        assert!(matches!(error, Refused::TooLarge { .. }));
        let error = Budget::new(1000)
            .read("entry", None, io::repeat(0), &mut Vec::new())
            .unwrap_err();
        assert!(matches!(error, Refused::Ratio { .. }));
        let error = Budget::new(u64::MAX)
            .read("entry", Some(1000), io::repeat(0), &mut Vec::new())
            .unwrap_err();
        assert!(matches!(error, Refused::Ratio { .. }));
        read(&mut Budget::new(1), RATIO_FREE_BYTES, Some(1)).unwrap();
    }

    #[test]
    fn b_224_entries_are_counted() {
        let mut budget = Budget::new(1);
        for _ in 0..MAX_ENTRIES {
            budget.count_entry().unwrap();
        }
        assert!(matches!(budget.count_entry(), Err(Refused::TooMany { .. })));
    }
}
