//! Sleeping guests: real and virtual time, the deadline, and cancellation.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::harness::{Guest, state};
use crate::clock::GuestClock;
use crate::state::GuestState;
use crate::stop::Stop;
use crate::wake::CancelHandle;

/// Sleeps for a moment, for an hour, for ever, or not at all; polls two clocks, of which the second ends first.
const SLEEPER: &str = r#"(module
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func $clock (param $at i32) (param $user i64) (param $timeout i64)
        (i64.store (local.get $at) (local.get $user))
        (i32.store offset=16 (local.get $at) (i32.const 1))
        (i64.store offset=24 (local.get $at) (local.get $timeout)))
    (func $sleep (param $timeout i64) (result i32)
        (call $clock (i32.const 64) (i64.const 1) (local.get $timeout))
        (call $poll_oneoff (i32.const 64) (i32.const 256) (i32.const 1) (i32.const 32)))
    (func (export "moment") (result i32) (call $sleep (i64.const 20000000)))
    (func (export "hour") (result i32) (call $sleep (i64.const 3600000000000)))
    (func (export "ever") (result i32) (call $sleep (i64.const -1)))
    (func (export "not") (result i32) (call $sleep (i64.const 0)))
    (func (export "two") (result i32)
        (call $clock (i32.const 64) (i64.const 1) (i64.const 3600000000000))
        (call $clock (i32.const 112) (i64.const 2) (i64.const 20000000))
        (call $poll_oneoff (i32.const 64) (i32.const 256) (i32.const 2) (i32.const 32)))
    (func (export "events") (result i32) (i32.load (i32.const 32)))
    (func (export "first") (result i64) (i64.load (i32.const 256))))"#;

/// Time that passes. The tests say what has to take time, never how long anything takes at most.
fn on_host_clock() -> GuestState {
    GuestState {
        clock: Arc::new(GuestClock::host()),
        ..state()
    }
}

async fn number(guest: &mut Guest, name: &str) -> i64 {
    guest.call(name).await.expect("a call that succeeds")
}

#[tokio::test]
async fn a_sleep_takes_its_time_and_no_thread() {
    let mut guest = Guest::with(SLEEPER, true, on_host_clock()).await;
    let start = Instant::now();
    assert_eq!(number(&mut guest, "moment").await, 0);
    assert!(start.elapsed() >= Duration::from_millis(20));
    assert_eq!(
        (number(&mut guest, "events").await, number(&mut guest, "first").await),
        (1, 1)
    );
}

#[tokio::test]
async fn the_first_clock_ends_the_wait() {
    let mut guest = Guest::with(SLEEPER, true, on_host_clock()).await;
    let start = Instant::now();
    assert_eq!(number(&mut guest, "two").await, 0);
    assert!(start.elapsed() >= Duration::from_millis(20));
    assert_eq!(
        (number(&mut guest, "events").await, number(&mut guest, "first").await),
        (1, 2)
    );
}

#[tokio::test]
async fn virtual_time_passes_without_waiting() {
    let mut guest = Guest::new(SLEEPER).await;
    let wall = guest.state().clock.wall();
    assert_eq!(number(&mut guest, "hour").await, 0);
    assert!(guest.state().clock.wall() - wall >= 3_600_000_000_000);
    assert_eq!(
        number(&mut guest, "ever").await,
        0,
        "the end of time is the end of a sleep"
    );
}

#[tokio::test]
async fn b_034_the_deadline_ends_a_sleeper() {
    let mut guest = Guest::with(SLEEPER, true, on_host_clock()).await;
    for name in ["hour", "ever"] {
        guest.state().wake.deadline = Some(Instant::now() + Duration::from_millis(20));
        let error = guest.call(name).await.expect_err("the deadline is first");
        assert_eq!(error.downcast_ref::<Stop>(), Some(&Stop::Timeout));
    }
    let error = guest.call("not").await.expect_err("the deadline has passed");
    assert_eq!(
        error.downcast_ref::<Stop>(),
        Some(&Stop::Timeout),
        "a guest that polls is stopped, too"
    );
}

#[tokio::test]
async fn a_cancellation_ends_a_sleeper() {
    let mut guest = Guest::with(SLEEPER, true, on_host_clock()).await;
    let cancel = CancelHandle::new();
    guest.state().wake.cancel = cancel.clone();
    let (result, ()) = tokio::join!(guest.call("ever"), async {
        tokio::task::yield_now().await;
        cancel.cancel();
    });
    let error = result.expect_err("nothing else ends this sleep");
    assert_eq!(error.downcast_ref::<Stop>(), Some(&Stop::Cancelled));
}
