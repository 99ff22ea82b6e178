//! What calls cost, and what ends a guest that makes too many or writes too much.

use wasmtime::Trap;

use super::harness::{FUEL, Guest, state};
use crate::host_calls::HostCallMeter;
use crate::stdio::{Capture, OnLimit};
use crate::stop::{HostCallLimit, Stop};

/// Writes 4096 bytes to standard output, or fills them with random data.
const WRITER: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "sched_yield" (func $sched_yield (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 4) "\00\10")
    (func (export "write") (result i32) (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
    (func (export "random") (result i32) (call $random_get (i32.const 4096) (i32.const 4096)))
    (func (export "fill") (result i32) (memory.fill (i32.const 4096) (i32.const 0) (i32.const 4096)) (i32.const 0))
    (func (export "count") (result i32) (local $zeros i32) (local $at i32)
        (loop $next
            (local.set $zeros (i32.add (local.get $zeros) (i32.eqz (i32.load8_u offset=4096 (local.get $at)))))
            (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 4096))))
        (local.get $zeros))
    (func (export "yield") (result i32) (call $sched_yield)))"#;

async fn cost(guest: &mut Guest, name: &str) -> u64 {
    let before = guest.fuel();
    assert_eq!(guest.call(name).await.expect("a call that succeeds"), 0);
    before - guest.fuel()
}

#[tokio::test]
async fn host_work_costs_the_same_fuel_every_time() {
    let mut costs = Vec::new();
    for _ in 0..3 {
        let mut guest = Guest::new(WRITER).await;
        let first = (cost(&mut guest, "write").await, cost(&mut guest, "random").await);
        let second = (cost(&mut guest, "write").await, cost(&mut guest, "random").await);
        assert_eq!(first, second);
        costs.push(first);
        assert!(guest.fuel() < FUEL);
    }
    costs.dedup();
    assert_eq!(costs.len(), 1);
    let (write, random) = costs[0];
    assert!(
        write >= 4096 / crate::price::BYTES_PER_UNIT,
        "copying is charged: {write}"
    );
    assert!(
        random >= 4096 * crate::price::RANDOM_BYTE,
        "random bytes are charged: {random}"
    );
}

#[tokio::test]
async fn random_bytes_fill_the_buffer() {
    let mut guest = Guest::new(WRITER).await;
    cost(&mut guest, "fill").await;
    assert_eq!(guest.call("count").await.expect("a loop"), 4096);
    cost(&mut guest, "random").await;
    // 4096 random bytes have 16 zeros on average; 200 would not happen in the age of the universe.
    assert!(guest.call("count").await.expect("a loop") < 200);
}

#[tokio::test]
async fn a_guest_that_cannot_pay_runs_out_of_fuel() {
    let mut guest = Guest::new(WRITER).await;
    guest.set_fuel(300);
    let error = guest.call("write").await.expect_err("the call costs more");
    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::OutOfFuel));
    assert_eq!(guest.fuel(), 0);
}

#[tokio::test]
async fn an_unmetered_engine_charges_nothing() {
    let mut guest = Guest::with(WRITER, false, state()).await;
    assert_eq!(guest.call("write").await.expect("a call that succeeds"), 0);
    assert_eq!(guest.state().stdio.stdout.total(), 4096);
    assert_eq!(
        (guest.state().host_calls.calls, guest.state().host_calls.bytes),
        (1, 4096)
    );
}

#[tokio::test]
async fn host_calls_are_limited_in_number_and_bytes() {
    for (calls, bytes) in [(2, u64::MAX), (u64::MAX, 2 * 4096)] {
        let mut state = state();
        state.host_calls = HostCallMeter::new(calls, bytes, std::time::Duration::MAX);
        let mut guest = Guest::with(WRITER, true, state).await;
        cost(&mut guest, "write").await;
        cost(&mut guest, "random").await;
        let error = guest.call("write").await.expect_err("one call too many");
        let limit = if calls == 2 {
            HostCallLimit::Count
        } else {
            HostCallLimit::Bytes
        };
        assert_eq!(error.downcast_ref::<Stop>(), Some(&Stop::HostCallLimit(limit)));
    }
}

#[tokio::test]
async fn b_064_output_over_the_cap_is_cut_or_ends_the_guest() {
    for (on_limit, stopped) in [(OnLimit::Truncate, false), (OnLimit::Stop, true)] {
        let mut state = state();
        state.stdio.stdout = Capture::new(6000, on_limit);
        let mut guest = Guest::with(WRITER, true, state).await;
        cost(&mut guest, "write").await;
        match guest.call("write").await {
            Ok(code) => assert!(!stopped && code == 0),
            Err(error) => assert!(stopped && error.downcast_ref::<Stop>() == Some(&Stop::OutputLimit)),
        }
        let text = guest.into_state().stdio.stdout.into_text();
        assert!(text.truncated && text.total == 8192 && text.text.len() <= 6000);
    }
}

#[tokio::test]
async fn giving_way_is_a_call_like_every_other() {
    let mut state = state();
    state.host_calls = HostCallMeter::new(2, u64::MAX, std::time::Duration::MAX);
    let mut guest = Guest::with(WRITER, true, state).await;
    for _ in 0..2 {
        assert!(cost(&mut guest, "yield").await >= crate::price::CALL);
    }
    let error = guest.call("yield").await.expect_err("one call too many");
    assert_eq!(
        error.downcast_ref::<Stop>(),
        Some(&Stop::HostCallLimit(HostCallLimit::Count))
    );
}
