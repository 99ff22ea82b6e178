//! States that are saved and resumed from.

use std::collections::BTreeMap;

use rand::{RngExt as _, SeedableRng as _};
use sandbox_core::{ExecutionPolicy, Outcome};
use sandbox_host::{CancelHandle, HostError, Image, Instance, PAGE_BYTES, SavedState};

use crate::fixture::{Fixture, START, start, turn, value};

async fn resumed(image: &Image, policy: &ExecutionPolicy, state: &SavedState) -> Result<Instance, HostError> {
    image
        .resume(image.template(), policy, CancelHandle::new(), state, &[])
        .await
}

/// What the kernel says was written is what comparing finds, whatever was written where, and whoever had the place before.
#[tokio::test]
async fn dirty_pages_are_what_comparing_finds() {
    let image = Fixture::new().image();
    let policy = ExecutionPolicy::default();
    let mut random = rand::rngs::StdRng::seed_from_u64(3);
    for round in 0..30 {
        let mut instance = start(&image, &policy).await;
        let mut written = BTreeMap::new();
        for _ in 0..random.random_range(0..40) {
            let (at, byte) = (random.random_range(4096..600_000_u32), random.random_range(0..256));
            assert_eq!(value(&mut instance, &format!("poke {at} {byte}")).await, byte);
            written.insert(at, byte);
        }
        let none = SavedState::default();
        let told = instance.save(&none).await.unwrap();
        let compared = instance.save_by_comparing(&none).await.unwrap();
        assert_eq!(told.pages, compared.pages, "round {round}");
        assert_eq!(told.memory_bytes, compared.memory_bytes);
        let again = instance.save(&told).await.unwrap();
        let shared = |(number, page): (&u32, &sandbox_host::Page)| std::sync::Arc::ptr_eq(page, &told.pages[number]);
        assert!(again.pages.iter().all(shared), "what did not change is not copied");
        drop(instance);

        let mut instance = resumed(&image, &policy, &told).await.unwrap();
        for (at, byte) in written {
            assert_eq!(value(&mut instance, &format!("peek {at}")).await, byte);
        }
    }
}

#[tokio::test]
async fn a_state_goes_on_in_another_clone_and_the_first_one_too() {
    let image = Fixture::new().image();
    let policy = ExecutionPolicy::default();
    let mut first = start(&image, &policy).await;
    for n in 1..=3 {
        assert_eq!(value(&mut first, "store").await, START * 2 + n);
    }
    let state = first.save(&SavedState::default()).await.unwrap();
    assert!(
        !state.pages.is_empty() && state.pages.len() < 4,
        "{}",
        state.pages.len()
    );
    let mut second = resumed(&image, &policy, &state).await.unwrap();
    assert_eq!(value(&mut second, "store").await, START * 2 + 4);
    assert_eq!(value(&mut first, "store").await, START * 2 + 4);
}

#[tokio::test]
async fn differences_from_the_image_are_small_and_come_back() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &ExecutionPolicy::default()).await;
    value(&mut instance, "store").await;
    let state = instance.save(&SavedState::default()).await.unwrap();
    let mut pages = state.pages.clone();
    image.exchange_pages(&mut pages).await.unwrap();
    let changed: usize = pages
        .values()
        .map(|page| page.iter().filter(|byte| **byte != 0).count())
        .sum();
    assert!(
        (1..64).contains(&changed),
        "{changed} of {} bytes differ",
        pages.len() * PAGE_BYTES
    );
    image.exchange_pages(&mut pages).await.unwrap();
    assert_eq!(pages, state.pages);
}

#[tokio::test]
async fn what_is_in_the_middle_of_something_is_not_saved() {
    let image = Fixture::new().image();
    let mut instance = start(&image, &ExecutionPolicy::default()).await;
    assert_eq!(turn(&mut instance, "trap").await.outcome, Outcome::Trap);
    let refused = instance.save(&SavedState::default()).await;
    assert!(
        matches!(refused, Err(HostError::Ended { outcome: Outcome::Trap })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn states_that_cannot_be_are_refused() {
    let image = Fixture::new().image();
    let policy = ExecutionPolicy::default().with_memory_bytes(1 << 20);
    let mut instance = start(&image, &policy).await;
    value(&mut instance, "poke 500000 1").await;
    let good = instance.save(&SavedState::default()).await.unwrap();
    drop(instance);
    let page = good.pages.values().next().unwrap().clone();
    let behind = u32::try_from(good.memory_bytes / PAGE_BYTES as u64).unwrap();
    let wrong = |change: &dyn Fn(&mut SavedState)| {
        let mut state = good.clone();
        change(&mut state);
        state
    };
    for state in [
        wrong(&|state| state.memory_bytes = 0),
        wrong(&|state| state.memory_bytes += 1),
        wrong(&|state| state.memory_bytes += 1 << 21),
        wrong(&|state| state.memory_bytes = u64::MAX),
        wrong(&|state| drop(state.pages.insert(behind, page.clone()))),
        wrong(&|state| drop(state.pages.insert(u32::MAX, page.clone()))),
    ] {
        let refused = resumed(&image, &policy, &state).await;
        assert!(matches!(refused, Err(HostError::SavedState(_))), "{refused:?}");
    }
    let mut instance = resumed(&image, &policy, &good).await.unwrap();
    assert_eq!(value(&mut instance, "peek 500000").await, 1);
}

#[tokio::test]
async fn the_monotonic_clock_does_not_go_back() {
    let image = Fixture::new().image();
    let policy = ExecutionPolicy::default();
    let mut instance = start(&image, &policy).await;
    value(&mut instance, "store").await;
    let state = instance.save(&SavedState::default()).await.unwrap();
    assert!(state.elapsed_ns > 0);
    let mut later = resumed(&image, &policy, &state).await.unwrap();
    let again = later.save(&state).await.unwrap();
    assert!(again.elapsed_ns >= state.elapsed_ns);
    let mut forged = state.clone();
    forged.elapsed_ns = u64::MAX;
    let mut instance = resumed(&image, &policy, &forged).await.unwrap();
    assert_eq!(value(&mut instance, "store").await, START * 2 + 2);
}
