//! The budget of calls from a guest to its host: how many, how many bytes go through them, and how long the host works for them.

use std::time::Duration;

use crate::engine::MAX_NESTED_CALLS;
use crate::stop::{HostCallLimit, Stop};

/// Counts one execution's host calls against the policy's limits.
///
/// A guest that goes over a limit is ended with [`Stop::HostCallLimit`]; the call that crosses the byte limit has already happened,
/// so the overshoot is at most one call's bytes, which have a cap of their own.
#[derive(Debug, Clone)]
pub(crate) struct HostCallMeter {
    /// Calls so far.
    pub(crate) calls: u64,
    /// Bytes so far, both ways together.
    pub(crate) bytes: u64,
    /// Calls the guest may make; `u64::MAX` is no limit.
    pub(crate) max_calls: u64,
    /// Bytes the guest may move; `u64::MAX` is no limit.
    pub(crate) max_bytes: u64,
    /// How long the host has worked. Waiting is not work: the deadline bounds it.
    pub(crate) time: Duration,
    max_time: Duration,
    /// The runtime's own host functions that are at work, each called by guest code that the one before it called.
    nested: u32,
}

impl HostCallMeter {
    /// A meter at zero.
    pub(crate) fn new(max_calls: u64, max_bytes: u64, max_time: Duration) -> Self {
        Self {
            calls: 0,
            bytes: 0,
            max_calls,
            max_bytes,
            time: Duration::ZERO,
            max_time,
            nested: 0,
        }
    }

    /// A host function that may call the guest begins; not if there are too many of them already, each of which keeps a stack.
    #[must_use]
    pub(crate) fn enter(&mut self) -> bool {
        let fits = self.nested < MAX_NESTED_CALLS;
        self.nested += u32::from(fits);
        fits
    }

    /// It has ended.
    pub(crate) fn leave(&mut self) {
        self.nested = self.nested.saturating_sub(1);
    }

    /// Counts one call, before it is served.
    ///
    /// # Errors
    ///
    /// [`Stop::HostCallLimit`] if the guest has used its calls up; the call must not be served then.
    pub(crate) fn count_call(&mut self) -> Result<(), Stop> {
        if self.calls >= self.max_calls {
            return Err(Stop::HostCallLimit(HostCallLimit::Count));
        }
        self.calls += 1;
        Ok(())
    }

    /// Counts the bytes of a call.
    ///
    /// # Errors
    ///
    /// [`Stop::HostCallLimit`] if that is more than the guest may move.
    pub(crate) fn count_bytes(&mut self, bytes: u64) -> Result<(), Stop> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > self.max_bytes {
            Err(Stop::HostCallLimit(HostCallLimit::Bytes))
        } else {
            Ok(())
        }
    }

    /// Counts how long the host worked for a call.
    ///
    /// # Errors
    ///
    /// [`Stop::HostCallLimit`] if that is more than the guest may have.
    pub(crate) fn count_time(&mut self, worked: Duration) -> Result<(), Stop> {
        self.time = self.time.saturating_add(worked);
        if self.time > self.max_time {
            Err(Stop::HostCallLimit(HostCallLimit::Time))
        } else {
            Ok(())
        }
    }
}

impl Default for HostCallMeter {
    /// No limits.
    fn default() -> Self {
        Self::new(u64::MAX, u64::MAX, Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_exactly_the_limits() {
        let mut meter = HostCallMeter::new(2, 10, Duration::from_secs(1));
        assert_eq!(meter.count_call(), Ok(()));
        assert_eq!(meter.count_bytes(10), Ok(()));
        assert_eq!(meter.count_call(), Ok(()));
        let reached = |limit| Err(Stop::HostCallLimit(limit));
        assert_eq!(meter.count_call(), reached(HostCallLimit::Count));
        assert_eq!(meter.calls, 2, "a refused call is not counted");
        assert_eq!(meter.count_bytes(1), reached(HostCallLimit::Bytes));
        assert_eq!(meter.bytes, 11);
        assert_eq!(meter.count_time(Duration::from_secs(1)), Ok(()));
        assert_eq!(meter.count_time(Duration::from_nanos(1)), reached(HostCallLimit::Time));
    }

    #[test]
    fn as_many_may_be_at_work_as_there_are_stacks() {
        let mut meter = HostCallMeter::default();
        for _ in 0..MAX_NESTED_CALLS {
            assert!(meter.enter());
        }
        assert!(!meter.enter(), "a refused one is not counted");
        meter.leave();
        assert!(meter.enter());
    }

    #[test]
    fn bytes_saturate_instead_of_wrapping() {
        let mut meter = HostCallMeter {
            bytes: u64::MAX - 1,
            ..HostCallMeter::new(1, u64::MAX - 1, Duration::MAX)
        };
        assert_eq!(
            meter.count_bytes(u64::MAX),
            Err(Stop::HostCallLimit(HostCallLimit::Bytes))
        );
    }
}
