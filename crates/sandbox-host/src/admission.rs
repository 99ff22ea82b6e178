//! Memory and places are admitted before they are used: what does not fit waits.

use std::sync::Arc;

use sandbox_core::ExecutionPolicy;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::engine::{STACKS, WASM_STACK};

/// The unit in which memory is admitted.
const UNIT: u64 = 1 << 20;

/// The most memory of the host's that an execution under `policy` may come to hold, in bytes: what its memory may grow by, its files, which live in
/// memory, what is kept of its output, and its stacks.
///
/// The image's own pages, of which a clone has copies as far as it writes to them, are not counted: they depend on the image and not on the policy.
pub(crate) fn need(policy: &ExecutionPolicy) -> u64 {
    [
        policy.memory_bytes,
        policy.disk.bytes,
        policy.stdout_max_bytes,
        policy.stderr_max_bytes,
        u64::from(STACKS) * WASM_STACK as u64,
    ]
    .into_iter()
    .fold(0, u64::saturating_add)
}

/// How many images are built at once beside what runs.
const BUILDS: u32 = 1;

/// The places and the memory of the process's engine.
pub(crate) struct Admission {
    places: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    units: u32,
    builds: Arc<Semaphore>,
}

/// One instance's place and memory; given back when dropped.
pub(crate) struct Admitted {
    _place: OwnedSemaphorePermit,
    /// None for what is built.
    _memory: Option<OwnedSemaphorePermit>,
}

impl Admission {
    pub(crate) fn new(places: u32, bytes: u64) -> Self {
        let units = u32::try_from(bytes / UNIT)
            .unwrap_or(u32::MAX)
            .min(u32::try_from(Semaphore::MAX_PERMITS).unwrap_or(u32::MAX));
        Self {
            places: Arc::new(Semaphore::new(places as usize)),
            memory: Arc::new(Semaphore::new(units as usize)),
            units,
            builds: Arc::new(Semaphore::new(BUILDS as usize)),
        }
    }

    /// As [`admit`](Self::admit), without waiting: nothing if it does not fit now, or others wait already.
    pub(crate) fn try_admit(&self, bytes: u64) -> Option<Admitted> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let memory = Arc::clone(&self.memory)
            .try_acquire_many_owned(self.units_of(bytes))
            .ok()?;
        Some(Admitted {
            _place: place,
            _memory: Some(memory),
        })
    }

    /// A place for building an image. It is outside of the budget, as compiling is: whoever builds holds a lock of the cache's that other processes wait for, and what runs
    /// here may run for as long as it likes. Builds wait for each other only.
    pub(crate) async fn admit_build(&self) -> Admitted {
        let place = Arc::clone(&self.builds);
        Admitted {
            _place: place.acquire_owned().await.expect("the semaphore is never closed"),
            _memory: None,
        }
    }

    /// What is taken off the budget for so many bytes.
    fn units_of(&self, bytes: u64) -> u32 {
        u32::try_from(bytes.div_ceil(UNIT))
            .unwrap_or(u32::MAX)
            .clamp(1, self.units)
    }

    /// Waits, first come first served, until an instance that may use `bytes` fits. One that asks for more than
    /// the whole budget is admitted when it is alone.
    pub(crate) async fn admit(&self, bytes: u64) -> Admitted {
        let units = self.units_of(bytes);
        // The semaphores are never closed, so acquiring cannot fail.
        let place = Arc::clone(&self.places)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let memory = Arc::clone(&self.memory)
            .acquire_many_owned(units)
            .await
            .expect("the semaphore is never closed");
        Admitted {
            _place: place,
            _memory: Some(memory),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_policy_lets_a_program_fill_is_counted() {
        let mut policy = ExecutionPolicy::default();
        policy.memory_bytes = 1;
        policy.disk.bytes = 20;
        (policy.stdout_max_bytes, policy.stderr_max_bytes) = (300, 4000);
        assert_eq!(need(&policy), 4321 + 3 * WASM_STACK as u64);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_takes_nothing() {
        let admission = Admission::new(2, 10 * UNIT);
        let first = admission.try_admit(8 * UNIT).unwrap();
        assert!(admission.try_admit(3 * UNIT).is_none());
        let second = admission
            .try_admit(2 * UNIT)
            .expect("the place of the refused one is free");
        assert!(admission.try_admit(1).is_none(), "there are two places");
        drop((first, second));
        assert!(admission.try_admit(u64::MAX).is_some());
    }

    #[tokio::test]
    async fn a_build_waits_for_other_builds_and_for_nothing_else() {
        let admission = Admission::new(1, UNIT);
        let running = admission.try_admit(UNIT).unwrap();
        let build = admission.admit_build().await;
        let second = tokio::time::timeout(std::time::Duration::from_millis(20), admission.admit_build()).await;
        assert!(second.is_err(), "one at a time");
        drop(build);
        drop(admission.admit_build().await);
        drop(running);
        assert!(admission.try_admit(UNIT).is_some(), "builds take nothing of the budget");
    }

    #[tokio::test]
    async fn what_does_not_fit_waits_until_something_is_given_back() {
        let admission = Arc::new(Admission::new(2, 10 * UNIT));
        let first = admission.admit(8 * UNIT).await;
        let waiting = tokio::spawn({
            let admission = Arc::clone(&admission);
            async move { admission.admit(3 * UNIT).await }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        waiting.await.unwrap();
        admission.admit(u64::MAX).await;
    }
}
