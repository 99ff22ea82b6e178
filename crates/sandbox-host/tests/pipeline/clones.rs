//! Clones have what the initialiser did, and nothing of each other.

use sandbox_core::{ExecutionPolicy, Outcome};

use crate::fixture::{Fixture, START, start, turn, value};

#[tokio::test]
async fn a_clone_has_what_the_initialiser_did_and_nothing_of_other_clones() {
    let image = Fixture::new().image();
    let policy = ExecutionPolicy::default();
    let mut first = start(&image, &policy).await;
    let mut second = start(&image, &policy).await;
    for turn in 1..=3 {
        assert_eq!(value(&mut first, "count").await, START + turn);
        assert_eq!(value(&mut first, "store").await, START * 2 + turn);
    }
    assert_eq!(value(&mut second, "count").await, START + 1);
    assert_eq!(value(&mut second, "store").await, START * 2 + 1);
    drop(first);
    // More clones than places, one after the other: each place is used again, and must have been put back.
    for _ in 0..20 {
        let mut next = start(&image, &policy).await;
        assert_eq!(value(&mut next, "count").await, START + 1);
        assert_eq!(value(&mut next, "store").await, START * 2 + 1);
        assert_eq!(value(&mut next, "grow").await, 1953, "128,000,000 bytes in whole pages");
    }
    assert_eq!(value(&mut second, "store").await, START * 2 + 2);
}

#[tokio::test]
async fn the_result_names_the_image_and_counts_what_was_used() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &ExecutionPolicy::default()).await;
    let printed = turn(&mut instance, "print 3").await;
    assert_eq!(printed.stdout, "sixteen letters\n".repeat(3));
    assert_eq!((printed.stdout_bytes, printed.stdout_truncated), (48, false));
    assert_eq!(printed.metadata["image_id"], image.id().to_string());
    assert_eq!(printed.metadata["host_calls"], 3);
    assert_eq!(image.memory_bytes(), 2 << 16);
    assert_eq!(printed.memory_peak_bytes, image.memory_bytes());
    let again = turn(&mut instance, "print 3").await;
    assert_eq!(again.stdout, printed.stdout, "a turn has its own streams");
    assert!(printed.fuel_consumed.is_some_and(|fuel| fuel > 0));
    assert_eq!(again.fuel_consumed, printed.fuel_consumed);
}

#[tokio::test]
async fn an_exit_does_not_end_the_instance() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &ExecutionPolicy::default()).await;
    let left = turn(&mut instance, "exit 7").await;
    assert_eq!((left.outcome, left.exit_code), (Outcome::Exit, 7));
    assert_eq!(value(&mut instance, "count").await, START + 1);
}
