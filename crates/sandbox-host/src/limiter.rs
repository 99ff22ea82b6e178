//! Bounds the growth of a guest's memory and tables, and remembers what was refused.

use wasmtime::ResourceLimiter;

/// Table elements a guest may have. The Python guest starts with 47,157; neither guest grows its table.
pub(crate) const MAX_TABLE_ELEMENTS: usize = 100_000;

/// The limiter of one store: growth over the limit is refused, so that the interpreter raises its own out-of-memory exception.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryLimiter {
    /// Linear memory the guest may have in all, in bytes: the image's plus the policy's.
    pub(crate) max_bytes: usize,
    /// The largest linear memory so far, in bytes.
    pub(crate) peak_bytes: usize,
    /// How often growth was refused since the last turn began.
    pub(crate) refusals: u32,
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let allowed = desired <= self.max_bytes;
        if allowed {
            self.peak_bytes = self.peak_bytes.max(desired);
        } else {
            self.refusals = self.refusals.saturating_add(1);
        }
        Ok(allowed)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }

    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        1
    }

    fn memories(&self) -> usize {
        // The second one is the heap that wasmtime keeps for exception objects.
        2
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
        assert_eq!((limiter.peak_bytes, limiter.refusals), (1 << 20, 1));
        assert!(!limiter.table_growing(0, MAX_TABLE_ELEMENTS + 1, None).unwrap());
    }
}
