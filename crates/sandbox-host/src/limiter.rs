//! Bounds the growth of a guest's memory and tables, and remembers what was refused.

use wasmtime::ResourceLimiter;

/// Table elements a guest may have. The Python guest starts with 47,157; neither guest grows its table.
pub(crate) const MAX_TABLE_ELEMENTS: usize = 100_000;

/// How often growth is refused before the reserve is there: guests' allocators try twice before they say that there is no memory, and the second try must
/// not succeed.
const TRIES: u32 = 2;

/// The limiter of one store: growth over the limit is refused, so that the interpreter raises its own out-of-memory exception.
///
/// All memories of the store count together: the guest's own, and that of a companion.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryLimiter {
    /// Linear memory the guest may have in all, in bytes: the image's plus the policy's.
    pub(crate) max_bytes: usize,
    /// What of it is kept back until something was refused, in bytes: with it an interpreter can say so, and a program can go on.
    pub(crate) reserve_bytes: usize,
    /// Linear memory the guest has in all, in bytes.
    pub(crate) used_bytes: usize,
    /// The most that it had so far, in bytes.
    pub(crate) peak_bytes: usize,
    /// How often growth was refused since the last turn began.
    pub(crate) refusals: u32,
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let used = self.used_bytes.saturating_sub(current).saturating_add(desired);
        let kept_back = if self.refusals < TRIES { self.reserve_bytes } else { 0 };
        let allowed = used <= self.max_bytes.saturating_sub(kept_back);
        if allowed {
            self.used_bytes = used;
            self.peak_bytes = self.peak_bytes.max(used);
        } else {
            self.refusals = self.refusals.saturating_add(1);
        }
        Ok(allowed)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }

    fn instances(&self) -> usize {
        // The guest and its companion.
        2
    }

    fn tables(&self) -> usize {
        2
    }

    fn memories(&self) -> usize {
        // The third one is the heap that wasmtime keeps for exception objects.
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_allowed_up_to_the_limit_and_refusals_are_counted() {
        let mut limiter = MemoryLimiter {
            max_bytes: 1 << 20,
            ..MemoryLimiter::default()
        };
        assert!(limiter.memory_growing(0, 1 << 20, None).unwrap());
        assert!(!limiter.memory_growing(1 << 20, (1 << 20) + 1, None).unwrap());
        assert!(
            !limiter.memory_growing(0, 1, None).unwrap(),
            "a second memory counts, too"
        );
        assert_eq!((limiter.peak_bytes, limiter.refusals), (1 << 20, 2));
        assert!(!limiter.table_growing(0, MAX_TABLE_ELEMENTS + 1, None).unwrap());
    }

    #[test]
    fn a_reserve_is_there_after_an_allocators_second_try_and_within_the_limit() {
        let mut limiter = MemoryLimiter {
            max_bytes: 1000,
            reserve_bytes: 100,
            ..MemoryLimiter::default()
        };
        assert!(limiter.memory_growing(0, 900, None).unwrap());
        assert!(!limiter.memory_growing(900, 950, None).unwrap());
        assert!(!limiter.memory_growing(900, 950, None).unwrap());
        assert!(limiter.memory_growing(900, 1000, None).unwrap());
        assert!(!limiter.memory_growing(1000, 1001, None).unwrap());
    }
}
