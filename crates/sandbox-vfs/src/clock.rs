//! Where time stamps come from.

use std::time::{SystemTime, UNIX_EPOCH};

/// The clock that stamps files.
pub trait Clock: Send + Sync {
    /// Nanoseconds since 1970-01-01 UTC.
    fn now(&self) -> u64;
}

/// The clock of the host.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    /// 0 before 1970, the largest number after the year 2554.
    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
    }
}

/// The largest time stamp that a guest can set, in nanoseconds (the year 2262): what fits into a signed number, as programs expect.
pub(crate) const MAX_TIME: u64 = i64::MAX as u64;

/// The time stamps of everything in a template: 1980-01-01, the earliest date that zip archives can represent.
pub(crate) const TEMPLATE_TIME: u64 = 315_532_800 * 1_000_000_000;

#[cfg(test)]
pub(crate) mod testing {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::Clock;

    /// A clock that a test moves.
    #[derive(Debug, Default)]
    pub(crate) struct ManualClock(AtomicU64);

    impl ManualClock {
        pub(crate) fn at(now: u64) -> Arc<Self> {
            Arc::new(Self(AtomicU64::new(now)))
        }

        pub(crate) fn set(&self, now: u64) {
            self.0.store(now, Ordering::Relaxed);
        }
    }

    impl Clock for ManualClock {
        fn now(&self) -> u64 {
            self.0.load(Ordering::Relaxed)
        }
    }
}
