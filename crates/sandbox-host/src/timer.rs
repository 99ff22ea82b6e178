//! Sleeps that need no async runtime: one thread of the process wakes whoever's time has come.
//!
//! The timers of a runtime belong to that runtime: they panic where it has none, and a guest that sleeps must not depend on where its caller awaits it.

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Instant;

/// Who sleeps until when, told apart by a number where two sleep until the same instant.
type Ticket = (Instant, u64);

struct Sleepers {
    waiting: BTreeMap<Ticket, Waker>,
    next: u64,
    has_thread: bool,
}

static SLEEPERS: Mutex<Sleepers> = Mutex::new(Sleepers {
    waiting: BTreeMap::new(),
    next: 0,
    has_thread: false,
});

/// Somebody sleeps who is the first to wake up.
static EARLIER: Condvar = Condvar::new();

fn sleepers() -> MutexGuard<'static, Sleepers> {
    SLEEPERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the thread, unless it runs already. It lasts as long as the process.
///
/// # Errors
///
/// When the operating system refuses it.
pub(crate) fn start() -> io::Result<()> {
    let mut sleepers = sleepers();
    if !sleepers.has_thread {
        thread::Builder::new().name("sandbox-timer".into()).spawn(wake_all)?;
        sleepers.has_thread = true;
    }
    Ok(())
}

/// Wakes everybody when their time has come.
fn wake_all() {
    let mut sleepers = sleepers();
    loop {
        let now = Instant::now();
        let Some(first) = sleepers.waiting.first_entry() else {
            sleepers = EARLIER.wait(sleepers).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let (end, _) = *first.key();
        if end <= now {
            let waker = first.remove();
            // What it does is not ours, and may come back here.
            drop(sleepers);
            waker.wake();
            sleepers = self::sleepers();
        } else {
            let waited = EARLIER.wait_timeout(sleepers, end - now);
            sleepers = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Returns at `end`, whatever executor polls it.
pub(crate) fn sleep_until(end: Instant) -> Sleep {
    Sleep { end, number: None }
}

/// See [`sleep_until`].
pub(crate) struct Sleep {
    end: Instant,
    number: Option<u64>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if Instant::now() >= self.end {
            return Poll::Ready(());
        }
        if start().is_err() {
            // The engine started the thread before any guest ran; without it, asking again and again still ends in time.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut sleepers = sleepers();
        let number = *self.number.get_or_insert_with(|| {
            sleepers.next += 1;
            sleepers.next
        });
        let ticket = (self.end, number);
        sleepers.waiting.insert(ticket, context.waker().clone());
        if sleepers
            .waiting
            .first_key_value()
            .is_some_and(|(first, _)| *first == ticket)
        {
            EARLIER.notify_one();
        }
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            sleepers().waiting.remove(&(self.end, number));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::task::Wake;
    use std::thread::Thread;
    use std::time::Duration;

    use super::*;

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    /// The least executor there is: no runtime, no timers.
    fn block_on(future: impl Future<Output = ()>) {
        let waker = Arc::new(Unpark(thread::current())).into();
        let mut context = Context::from_waker(&waker);
        let mut future = std::pin::pin!(future);
        while future.as_mut().poll(&mut context).is_pending() {
            thread::park();
        }
    }

    #[test]
    fn sleeps_end_in_their_order_and_need_no_runtime() {
        let begin = Instant::now();
        let ends = |milliseconds| begin + Duration::from_millis(milliseconds);
        thread::scope(|scope| {
            for milliseconds in [40, 10, 30, 10, 20] {
                scope.spawn(move || {
                    block_on(sleep_until(ends(milliseconds)));
                    assert!(Instant::now() >= ends(milliseconds));
                });
            }
        });
        block_on(sleep_until(begin));
    }

    #[test]
    fn a_sleep_that_is_given_up_leaves_nothing_behind() {
        let end = Instant::now() + Duration::from_hours(1);
        let mut sleep = sleep_until(end);
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..2 {
            assert!(Pin::new(&mut sleep).poll(&mut context).is_pending());
        }
        let waiting = || sleepers().waiting.keys().filter(|(other, _)| *other == end).count();
        assert_eq!(waiting(), 1);
        drop(sleep);
        assert_eq!(waiting(), 0);
    }
}
