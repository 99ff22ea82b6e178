//! How many files of the host the guests of this process hold open, all together.
//!
//! Each of them is a descriptor of the process, which the operating system gives out sparingly: without a cap of its own, one guest's open files
//! would be what another one's start lacks.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};

/// Files of host folders that all trees of a process hold open at most; one more is refused with [`Error::TooManyOpen`]. Where the process may have
/// fewer than twice as many descriptors, it is half of those.
pub const MAX_OPEN_HOST_FILES: u32 = 512;

/// A number of files that may be open, and how many are.
#[derive(Debug)]
struct Allowance {
    open: AtomicU32,
}

static PROCESS: Allowance = Allowance {
    open: AtomicU32::new(0),
};

/// One open file of the allowance; given back when dropped.
#[derive(Debug)]
pub(crate) struct Slot(&'static Allowance);

impl Slot {
    /// A file may be opened while this lives.
    pub(crate) fn take() -> Result<Self> {
        static MAX: OnceLock<u32> = OnceLock::new();
        PROCESS.take(*MAX.get_or_init(max))
    }
}

impl Allowance {
    fn take(&'static self, max: u32) -> Result<Slot> {
        let more = |open| (open < max).then_some(open + 1);
        match self.open.try_update(Ordering::Relaxed, Ordering::Relaxed, more) {
            Ok(_) => Ok(Slot(self)),
            Err(_) => Err(Error::TooManyOpen),
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What this process allows.
fn max() -> u32 {
    let half = descriptors() / 2;
    u32::try_from(half).unwrap_or(u32::MAX).clamp(1, MAX_OPEN_HOST_FILES)
}

/// How many descriptors this process may have.
#[cfg(unix)]
fn descriptors() -> u64 {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    limit.current.unwrap_or(u64::MAX)
}

#[cfg(not(unix))]
fn descriptors() -> u64 {
    u64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_given_back() {
        static FEW: Allowance = Allowance {
            open: AtomicU32::new(0),
        };
        let first = FEW.take(2).unwrap();
        let second = FEW.take(2).unwrap();
        assert_eq!(FEW.take(2).unwrap_err(), Error::TooManyOpen);
        drop(first);
        let third = FEW.take(2).unwrap();
        assert!(FEW.take(2).is_err());
        drop((second, third));
        assert_eq!(FEW.open.load(Ordering::Relaxed), 0);
        assert!((1..=MAX_OPEN_HOST_FILES).contains(&max()));
    }
}
