//! What can wake a guest that waits: its deadline and its caller's cancellation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tokio::sync::Notify;

use crate::stop::Stop;
use crate::timer;

/// Cancels executions from outside: clone it, keep it, call [`CancelHandle::cancel`] from any thread.
///
/// A cancelled execution ends within one epoch tick, whether it computes, sleeps or still waits for a place, with outcome `cancelled`.
#[derive(Debug, Clone, Default)]
pub struct CancelHandle(Arc<Cancelled>);

#[derive(Debug, Default)]
struct Cancelled {
    flag: AtomicBool,
    notify: Notify,
}

impl CancelHandle {
    /// A handle that has not been cancelled.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the execution that holds a clone of this handle, and every later one. Idempotent.
    pub fn cancel(&self) {
        self.0.flag.store(true, Ordering::Release);
        self.0.notify.notify_waiters();
    }

    /// Whether [`cancel`](Self::cancel) was called.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.flag.load(Ordering::Acquire)
    }

    /// Returns when the handle is cancelled; safe against a cancel that happens while it is being set up.
    pub async fn cancelled(&self) {
        let notified = self.0.notify.notified();
        tokio::pin!(notified);
        notified.as_mut().enable();
        if !self.is_cancelled() {
            notified.await;
        }
    }
}

/// The bounds of an execution in time: consulted at every epoch tick, and by every host function that waits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wake {
    /// When the wall clock limit ends the execution; none while no execution is under way.
    pub(crate) deadline: Option<Instant>,
    /// The caller's way to end it sooner.
    pub(crate) cancel: CancelHandle,
}

impl Wake {
    /// Why the guest has to stop now, if it has to.
    pub(crate) fn due(&self) -> Option<Stop> {
        if self.cancel.is_cancelled() {
            return Some(Stop::Cancelled);
        }
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Some(Stop::Timeout),
            _ => None,
        }
    }

    /// Waits until `until` (for ever if none) without taking a thread, unless the deadline or a cancellation comes first.
    pub(crate) async fn sleep_until(&self, until: Option<Instant>) -> Result<(), Stop> {
        let (end, stop) = match (until, self.deadline) {
            (Some(until), Some(deadline)) if deadline < until => (Some(deadline), Some(Stop::Timeout)),
            (Some(until), _) => (Some(until), None),
            (None, Some(deadline)) => (Some(deadline), Some(Stop::Timeout)),
            (None, None) => (None, None),
        };
        let timer = async {
            match end {
                Some(end) => timer::sleep_until(end).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Stop::Cancelled),
            () = timer => stop.map_or(Ok(()), Err),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_sleep_ends_at_its_own_end_the_deadline_or_a_cancellation() {
        let now = Instant::now();
        let mut wake = Wake {
            deadline: Some(now + Duration::from_hours(1)),
            ..Wake::default()
        };
        assert_eq!(wake.sleep_until(Some(now + Duration::from_millis(1))).await, Ok(()));
        assert_eq!(wake.due(), None);
        wake.deadline = Some(Instant::now() + Duration::from_millis(10));
        assert_eq!(
            wake.sleep_until(Some(now + Duration::from_mins(1))).await,
            Err(Stop::Timeout)
        );
        assert_eq!(wake.due(), Some(Stop::Timeout));
        wake.deadline = None;
        let cancel = wake.cancel.clone();
        let (slept, ()) = tokio::join!(wake.sleep_until(None), async { cancel.cancel() });
        assert_eq!(slept, Err(Stop::Cancelled));
        assert_eq!(
            wake.sleep_until(None).await,
            Err(Stop::Cancelled),
            "a cancelled handle stays cancelled"
        );
    }
}
