//! The wall between a mistake of the host's and everybody else: a panic ends one execution, and nothing else.
//!
//! What panicked is dropped: the instance runs nothing more, and its place and its memory go back. The engine, the images and other instances
//! share nothing with it that a panic could leave half done: their locks are held for single reads and writes only.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::Poll;

/// Something of the host's panicked. What it said is in the log, and nowhere else: it may hold what no guest or client should see.
#[derive(Debug)]
pub(crate) struct Panicked;

/// Runs the future; a panic of it is its end.
pub(crate) async fn catch<T>(mut future: Pin<Box<dyn Future<Output = T> + Send + '_>>) -> Result<T, Panicked> {
    poll_fn(|context| match catch_now(|| future.as_mut().poll(context)) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
    .await
}

/// Calls the function; a panic of it is its end.
pub(crate) fn catch_now<T>(function: impl FnOnce() -> T) -> Result<T, Panicked> {
    // What the function was working on is never looked at again: the callers end the instance.
    catch_unwind(AssertUnwindSafe(function)).map_err(|payload| {
        tracing::error!(panic = message(&*payload), "the host panicked during an execution");
        // A payload's destructor is code like any other.
        std::mem::forget(payload);
        Panicked
    })
}

fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_value_and_everything_else_passes() {
        assert_eq!(catch(Box::pin(async { 1 })).await.unwrap(), 1);
        let yields = Box::pin(async {
            tokio::task::yield_now().await;
            panic!("behind a wait")
        });
        assert!(catch::<()>(yields).await.is_err());
        assert!(catch_now(|| panic!("{}", 1)).is_err());
        assert_eq!(message(&"text"), "text");
        assert_eq!(message(&String::from("text")), "text");
        assert_eq!(message(&1), "no message");
    }
}
