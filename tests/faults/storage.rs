//! The n-th call of the store fails, for every n, in every way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use llm_wasm_sandbox::storage::{Fault, Faults, StoreErrorKind};
use llm_wasm_sandbox::{Session, SessionError, Sessions, Store, WriteMode};

use crate::world::{COUNT, acknowledged, ahead, assert_tells, assert_whole, counted, create, id, over};

/// How far a scenario came.
#[derive(Debug, Default)]
struct Progress {
    /// What the session has counted to for certain.
    counted: u64,
    /// Whether the step under way counts: it may have happened or not.
    counting: bool,
    error: Option<SessionError>,
}

/// Everything that is done with a session, until something fails.
async fn scenario(sessions: &Sessions, progress: &mut Progress) -> Result<(), SessionError> {
    let session = create(sessions).await?;
    for _ in 0..2 {
        count(&session, progress).await?;
    }
    session
        .write_file("notes/a.txt", vec![b'a'; 100_000], WriteMode::Overwrite)
        .await?;
    session.park().await?;
    let session = sessions.session(&id()).await?;
    count(&session, progress).await?;
    assert_eq!(session.read_file("notes/a.txt", 200_000).await?.len(), 100_000);
    let fork = session.fork().await?;
    acknowledged(&fork.execute(COUNT).await?);
    sessions.delete(fork.id()).await?;
    let generation = session.info().await?.generation;
    count(&session, progress).await?;
    progress.counting = true;
    session.roll_back(generation).await?;
    // Went back by one, or is about to.
    progress.counted -= 1;
    progress.counting = false;
    count(&session, progress).await?;
    session.delete_file("notes", true).await?;
    assert_eq!(counted(&session).await?, progress.counted);
    sessions.list().await?;
    sessions.close().await
}

async fn count(session: &Session, progress: &mut Progress) -> Result<(), SessionError> {
    progress.counting = true;
    acknowledged(&session.execute(COUNT).await?);
    progress.counted += 1;
    progress.counting = false;
    Ok(())
}

async fn run(store: &Store, faults: Faults) -> Progress {
    let sessions = over(&store.faulty(faults));
    let mut progress = Progress::default();
    if let Err(error) = scenario(&sessions, &mut progress).await {
        progress.error = Some(error);
    }
    // What is stored is judged by others; what this process still has must not get in their way.
    drop(sessions);
    progress
}

/// The range in which the session may be after a scenario that came so far.
fn range(progress: &Progress) -> (u64, u64) {
    if progress.counting {
        // It was about to count, or to go back by one.
        (progress.counted.saturating_sub(1), progress.counted + 1)
    } else {
        (progress.counted, progress.counted)
    }
}

async fn every_call(fault: Fault, only: fn(u64) -> bool) -> (u64, u64) {
    let calls = {
        let faults = Faults::none();
        let progress = run(&Store::memory(), faults.clone()).await;
        assert!(progress.error.is_none(), "{:?}", progress.error);
        faults.operations()
    };
    assert!(calls > 50, "{calls}");
    let (mut injected, mut survived) = (0, 0);
    for call in (0..calls).filter(|call| only(*call)) {
        let store = Store::memory();
        let faults = Faults::at(call, fault);
        let progress = run(&store, faults.clone()).await;
        injected += faults.injected();
        match &progress.error {
            Some(error) => assert_tells(error),
            None => survived += 1,
        }
        let (at_least, at_most) = range(&progress);
        assert_whole(&store, at_least, at_most).await;
    }
    assert!(injected > 0);
    (injected, survived)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readmes_program_runs_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    crate::readme::sessions(&over(&Store::disk(folder.path()).unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b_239_every_call_may_fail() {
    every_call(Fault::Fails(StoreErrorKind::Unavailable), |_| true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b_241_every_call_may_succeed_and_say_that_it_failed() {
    let (injected, survived) = every_call(Fault::DoneButFails, |_| true).await;
    assert!(
        survived > 0,
        "of {injected} such answers, those about generations are seen through"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_may_be_torn() {
    every_call(Fault::Torn, |_| true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_may_be_full_at_every_step() {
    every_call(Fault::Fails(StoreErrorKind::Full), |_| true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b_244_every_listing_may_be_stale() {
    every_call(Fault::StaleListing, |_| true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_may_be_gone_from_any_call_on() {
    let calls = {
        let faults = Faults::none();
        run(&Store::memory(), faults.clone()).await;
        faults.operations()
    };
    for call in 0..calls {
        let store = Store::memory();
        let progress = run(&store, Faults::from(call, Fault::Fails(StoreErrorKind::Unavailable))).await;
        let error = progress.error.as_ref().expect("nothing works any more");
        assert_tells(error);
        let (at_least, at_most) = range(&progress);
        assert_whole(&store, at_least, at_most).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_256_a_turn_that_cannot_be_stored_is_not_lost_silently_and_the_same_process_goes_on() {
    let store = Store::memory();
    let down = Arc::new(AtomicBool::new(false));
    let is_down = Arc::clone(&down);
    let faults = Faults::new(move |_| {
        is_down
            .load(Ordering::Relaxed)
            .then_some(Fault::Fails(StoreErrorKind::Unavailable))
    });
    let sessions = over(&store.faulty(faults));
    let session = create(&sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    down.store(true, Ordering::Relaxed);
    let error = session
        .execute(format!("{COUNT}\nconsole.log('said')"))
        .await
        .unwrap_err();
    let SessionError::NotCommitted { turn, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(
        (turn.stdout.as_str(), turn.persisted, turn.committed),
        ("said\n", false, false)
    );
    assert!(error.is_transient());
    assert_tells(&error);
    down.store(false, Ordering::Relaxed);
    assert_eq!(counted(&session).await.unwrap(), 1);
    acknowledged(&session.execute(COUNT).await.unwrap());
    assert_eq!(counted(&session).await.unwrap(), 2);
}

/// Turns that are stored when the session is parked are not lost to a store that fails at that moment, however it fails.
#[tokio::test(flavor = "multi_thread")]
async fn parking_can_be_tried_again() {
    for fault in [
        Fault::Fails(StoreErrorKind::Unavailable),
        Fault::Fails(StoreErrorKind::Full),
        Fault::DoneButFails,
        Fault::Torn,
    ] {
        for failing in 0..12 {
            let store = Store::memory();
            let began = Arc::new(AtomicBool::new(false));
            let counts = Arc::clone(&began);
            let mut calls = 0;
            let faults = Faults::new(move |_| {
                let counting = counts.load(Ordering::Relaxed);
                calls += u64::from(counting);
                (counting && calls == failing + 1).then_some(fault)
            });
            let mut lazy = crate::world::config();
            lazy.durability = llm_wasm_sandbox::Durability::OnPark;
            let sessions = crate::world::with(&store.faulty(faults), lazy);
            let session = create(&sessions).await.unwrap();
            for _ in 0..3 {
                assert!(session.execute(COUNT).await.unwrap().committed);
            }
            session
                .execute("fs = require('fs'); fs.writeFileSync('large', 'y'.repeat(200000))")
                .await
                .unwrap();
            began.store(true, Ordering::Relaxed);
            let first = session.park().await;
            if first.is_err() {
                // It can be used meanwhile, too.
                assert!(session.execute(COUNT).await.unwrap().committed);
                session.park().await.unwrap();
            }
            drop((session, sessions));
            let at_least = if first.is_err() { 4 } else { 3 };
            assert_whole(&store, at_least, at_least).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_can_only_be_read_can_be_read() {
    let store = Store::memory();
    let first = over(&store);
    let session = create(&first).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    first.close().await.unwrap();
    let faults = Faults::new(|operation| {
        matches!(operation.name, "create" | "put" | "delete").then_some(Fault::Fails(StoreErrorKind::ReadOnly))
    });
    let reading = over(&store.faulty(faults));
    let session = reading.session(&id()).await.unwrap();
    assert_eq!(session.read_file("f", 10).await.unwrap(), b"1");
    assert_eq!(session.list_files(None).await.unwrap().len(), 1);
    assert_eq!(reading.list().await.unwrap().len(), 1);
    for error in [
        session.execute(COUNT).await.unwrap_err(),
        session.fork().await.unwrap_err(),
    ] {
        assert!(error.to_string().contains("read-only"), "{error}");
        assert_tells(&error);
    }
    assert_whole(&store, 1, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quota_that_is_used_up_says_so_and_what_is_there_stays() {
    let store = Store::memory();
    for bytes in [0, 500, 5_000, 20_000, 40_000, 80_000] {
        let bounded = over(&store.with_quota(bytes));
        let mut counted_to = 0;
        let full = async {
            let session = create(&bounded).await?;
            loop {
                acknowledged(&session.execute(COUNT).await?);
                counted_to += 1;
            }
        };
        let error: Result<(), SessionError> = full.await;
        let error = error.unwrap_err();
        assert!(
            error.to_string().contains("room") || std::error::Error::source(&error).is_some(),
            "{error}"
        );
        assert_tells(&error);
        drop(bounded);
        assert_whole(&store, counted_to, counted_to).await;
    }
}

/// A host may hold less than a guest pretends to have written: nothing is sparse here, equal files are stored once, and what is written at once is bounded.
#[tokio::test(flavor = "multi_thread")]
async fn b_254_what_is_stored_is_bounded_by_what_there_is() {
    let meter = llm_wasm_sandbox::storage::Meter::default();
    let sessions = over(&Store::memory().metered(meter.clone()));
    let session = create(&sessions).await.unwrap();
    let many =
        "const fs = require('fs'); for (let n = 0; n < 2000; n++) fs.writeFileSync(`f${n}`, Buffer.alloc(16384, n))";
    acknowledged(&session.execute(many).await.unwrap());
    let counts = meter.counts();
    assert!(counts.bytes_written < 33 << 20, "{counts:?}");
    acknowledged(
        &session
            .execute("fs.writeFileSync('large', Buffer.alloc(1 << 24, 'x'))")
            .await
            .unwrap(),
    );
    let more = meter.counts().bytes_written - counts.bytes_written;
    assert!(more < 17 << 20, "{more}");
    let refused = session
        .execute("const fd = fs.openSync('sparse', 'w'); fs.writeSync(fd, 'x', 1e12)")
        .await
        .unwrap();
    assert!(!refused.success, "a hole counts as what it pretends to be");
    assert!(meter.counts().bytes_written - counts.bytes_written < 18 << 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_bit_in_any_object_is_noticed() {
    let store = Store::memory();
    let sessions = over(&store);
    let session = create(&sessions).await.unwrap();
    for _ in 0..3 {
        acknowledged(&session.execute(COUNT).await.unwrap());
    }
    session
        .write_file("large", vec![7; 200_000], WriteMode::Overwrite)
        .await
        .unwrap();
    sessions.close().await.unwrap();
    let keys: Vec<_> = store.list(None).map(|entry| entry.unwrap().key).collect().await;
    assert!(keys.len() >= 6, "{keys:?}");
    let mut noticed = 0;
    for key in keys {
        // Leases come and go.
        let Some(whole) = store.find(&key, 1 << 20).await.unwrap() else {
            continue;
        };
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len().saturating_sub(1)] {
            let mut flipped = whole.to_vec();
            if flipped.is_empty() {
                continue;
            }
            flipped[at] ^= 4;
            store.put(&key, flipped).await.unwrap();
            let after = ahead(&store, Duration::from_hours(2));
            let opened = async {
                let session = after.session(&id()).await?;
                counted(&session).await
            };
            match opened.await {
                // An older generation, or the same: whole in any case.
                Ok(there) => assert!((1..=3).contains(&there), "{there}"),
                Err(error) => {
                    noticed += 1;
                    assert_tells(&error);
                }
            }
            let is_lease = key.as_str().contains("/lease/");
            let sound = after.check(true).await.unwrap().is_sound();
            assert!(!sound || is_lease, "the flip in {key} at {at} is not noticed");
            after.close().await.unwrap();
            // As it was: what was added since is taken away.
            store.put(&key, whole.clone()).await.unwrap();
            let session = ahead(&store, Duration::from_hours(4)).session(&id()).await.unwrap();
            session.roll_back(4).await.unwrap();
            session.park().await.unwrap();
        }
    }
    assert!(noticed > 0);
}
