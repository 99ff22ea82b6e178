//! Every limit ends in its own outcome, and an instance that one ended runs nothing more.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use sandbox_core::{Execution, ExecutionPolicy, MAX_FUEL, OnOutputLimit, Outcome};
use sandbox_host::{CancelHandle, HostError, Instance, Program};

use crate::fixture::{Fixture, START, start, turn, value};

/// A policy under which only one limit can end a program.
fn patient() -> ExecutionPolicy {
    let mut policy = ExecutionPolicy::default();
    policy.fuel_budget = MAX_FUEL;
    policy.timeout = Duration::from_hours(1);
    policy
}

/// Runs the program, which must end its instance with `outcome`.
async fn ends(instance: &mut Instance, source: &str, outcome: Outcome) -> Execution {
    let execution = turn(instance, source).await;
    assert_eq!(execution.outcome, outcome, "{source}: {execution:?}");
    assert_eq!(execution.exit_code, outcome.exit_code());
    assert!(!execution.success);
    assert_eq!(instance.ended(), Some(outcome));
    match instance.turn(&"count".into()).await {
        Err(HostError::Ended { outcome: why }) => assert_eq!(why, outcome),
        other => panic!("{source}: {other:?}"),
    }
    execution
}

async fn ends_under(policy: &ExecutionPolicy, source: &str, outcome: Outcome) -> Execution {
    let image = Fixture::new().image();
    let execution = ends(&mut start(&image, policy).await, source, outcome).await;
    // The image is none the worse for it.
    assert_eq!(value(&mut start(&image, policy).await, "count").await, START + 1);
    execution
}

#[tokio::test]
async fn a_loop_runs_out_of_fuel() {
    let mut policy = patient();
    policy.fuel_budget = 1_000_000;
    let execution = ends_under(&policy, "spin", Outcome::OutOfFuel).await;
    assert_eq!(execution.fuel_consumed, Some(policy.fuel_budget));
}

#[tokio::test]
async fn a_loop_and_a_sleep_reach_the_timeout() {
    let mut policy = patient();
    policy.timeout = Duration::from_millis(50);
    let image = Fixture::new().image();
    for source in ["spin", "sleep 3000"] {
        ends(&mut start(&image, &policy).await, source, Outcome::Timeout).await;
    }
}

#[tokio::test]
async fn a_sleep_that_fits_ends_by_itself() {
    let image = Fixture::new().image();
    let mut policy = patient();
    assert_eq!(value(&mut start(&image, &policy).await, "sleep 0").await, 0);
    policy.determinism.enabled = true;
    let mut instance = start(&image, &policy).await;
    assert_eq!(
        value(&mut instance, "sleep 3000000").await,
        0,
        "a virtual clock does not wait"
    );
}

#[tokio::test]
async fn a_recursion_overflows_the_stack() {
    ends_under(&patient(), "recurse", Outcome::StackOverflow).await;
}

#[tokio::test]
async fn a_trap_says_what_it_was() {
    let execution = ends_under(&patient(), "trap", Outcome::Trap).await;
    let trap = execution.metadata["trap"].as_str().unwrap();
    assert!(trap.contains("unreachable"), "{trap}");
}

#[tokio::test]
async fn calls_between_host_and_guest_nest_as_deep_as_there_are_stacks() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &patient()).await;
    let shallow = turn(&mut instance, "nest 0").await.fuel_consumed.unwrap();
    let deep = turn(&mut instance, "nest 2").await;
    assert_eq!(deep.value.unwrap().repr, "2");
    assert!(
        deep.fuel_consumed.unwrap() - shallow >= 2 * sandbox_host::price::CALL,
        "a call is paid for, whatever its function does"
    );
    let ended = ends_under(&patient(), "nest 3", Outcome::Trap).await;
    let why = ended.metadata["trap"].as_str().unwrap();
    assert!(why.contains("nested too deep"), "{why}");
}

#[tokio::test]
async fn an_export_that_is_not_there_is_a_broken_guest() {
    ends_under(&patient(), "nothing", Outcome::Trap).await;
}

#[tokio::test]
async fn memory_is_refused_over_the_limit() {
    let mut policy = patient();
    policy.memory_bytes = 1 << 20;
    ends_under(&policy, "abort", Outcome::MemoryLimit).await;

    let image = Fixture::new().image();
    let mut instance = start(&image, &policy).await;
    let grown = turn(&mut instance, "grow").await;
    assert_eq!(grown.outcome, Outcome::Finished, "a refusal alone ends nothing");
    assert_eq!(grown.value.unwrap().repr, "16");
    assert_eq!(grown.metadata["memory_refusals"], 1);
    assert_eq!(grown.memory_peak_bytes, image.memory_bytes() + policy.memory_bytes);
    let raised = turn(&mut instance, "raise grow").await;
    assert_eq!(raised.outcome, Outcome::MemoryLimit);
    let unrelated = turn(&mut instance, "raise count").await;
    assert_eq!(
        unrelated.outcome,
        Outcome::Exception,
        "nothing was refused in that turn"
    );
    assert_eq!(value(&mut instance, "count").await, START + 2);
}

#[tokio::test]
async fn output_is_cut_or_ends_the_program() {
    let mut policy = patient();
    policy.stdout_max_bytes = 100;
    let image = Fixture::new().image();
    let cut = turn(&mut start(&image, &policy).await, "print 1000").await;
    assert_eq!(cut.outcome, Outcome::Finished);
    assert_eq!((cut.stdout_bytes, cut.stdout_truncated), (16_000, true));

    policy.on_output_limit = OnOutputLimit::Stop;
    assert_eq!(value(&mut start(&image, &policy).await, "print 6").await, 0);
    let ended = ends(&mut start(&image, &policy).await, "print 1000", Outcome::OutputLimit).await;
    assert_eq!(ended.stdout, "sixteen letters\n".repeat(7)[..100]);
}

#[tokio::test]
async fn another_thread_cancels_a_loop_and_a_sleep() {
    let mut fixture = Fixture::new();
    let (reached, reaches) = mpsc::channel();
    fixture.tiny.reached = Some(reached);
    let image = fixture.image();
    let (handles, received) = mpsc::channel::<CancelHandle>();
    let canceller = thread::spawn(move || {
        for handle in received {
            // The handle comes before the program, which says when it is under way.
            reaches.recv().unwrap();
            handle.cancel();
        }
    });
    for source in ["spin", "sleep 3000"] {
        let mut instance = start(&image, &patient()).await;
        handles.send(instance.cancel_handle()).unwrap();
        ends(&mut instance, source, Outcome::Cancelled).await;
    }
    drop(handles);
    canceller.join().unwrap();
}

#[tokio::test]
async fn an_instance_whose_turn_was_dropped_runs_nothing_more() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &patient()).await;
    let program = "sleep 3000".into();
    // The first poll starts the program, which sleeps; then the other branch is ready and the turn is dropped.
    tokio::select! {
        biased;
        ended = instance.turn(&program) => panic!("{ended:?}"),
        () = std::future::ready(()) => {}
    }
    assert!(matches!(
        instance.turn(&"count".into()).await,
        Err(HostError::Ended {
            outcome: Outcome::Cancelled
        })
    ));
}

#[tokio::test]
async fn a_cancelled_handle_lets_not_even_the_shortest_program_run() {
    let image = Fixture::new().image();
    let cancel = CancelHandle::new();
    let mut instance = image.start(image.template(), &patient(), cancel.clone()).await.unwrap();
    cancel.cancel();
    ends(&mut instance, "count", Outcome::Cancelled).await;
    match image.start(image.template(), &patient(), cancel).await {
        Err(HostError::Cancelled) => {}
        other => panic!("{other:?}"),
    }
    let (execution, files) = image.not_started(image.template(), &patient());
    assert_eq!(
        (execution.outcome, execution.fuel_consumed),
        (Outcome::Cancelled, Some(0))
    );
    assert_eq!(execution.exit_code, Outcome::Cancelled.exit_code());
    assert_eq!(files.usage().entries, 0);
}

#[tokio::test]
async fn a_program_that_brings_what_no_guest_is_given_does_not_run() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &patient()).await;
    for wrong in [
        Program::from("count").env("A=B", ""),
        Program::from("count").env("", "x"),
        Program::from("count").args(["nul\0"]),
        Program::from("count").file(""),
    ] {
        let error = instance.turn(&wrong).await.unwrap_err();
        assert!(matches!(error, HostError::Program(_)), "{error:?}");
        assert!(error.hint().is_some());
    }
    assert_eq!(value(&mut instance, "count").await, START + 1, "nothing ran before");
}
