//! What others do in the middle of something: between any two calls of the store.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use llm_wasm_sandbox::storage::{Fault, Faults, Operation, StoreErrorKind};
use llm_wasm_sandbox::{
    Busy, Durability, ExecutionPolicy, Outcome, Runtime, Session, SessionError, SessionId, SessionOptions, Sessions,
    SessionsConfig, Store, WriteMode,
};

use crate::world::{COUNT, acknowledged, ahead, assert_tells, assert_whole, config, counted, create, id, over, with};

/// Runs something to its end on another thread while this one waits: what another process does between two calls of this one's.
fn elsewhere<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(work)
        });
        thread.join().unwrap()
    })
}

/// A store in which something happens before the first operation that `when` is true of.
fn interrupted(
    store: &Store,
    mut when: impl FnMut(&Operation) -> bool + Send + 'static,
    mut then: impl FnMut() + Send + 'static,
) -> (Store, Arc<AtomicU64>) {
    let happened = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&happened);
    let faults = Faults::new(move |operation| {
        if count.load(Ordering::Relaxed) == 0 && when(operation) {
            count.fetch_add(1, Ordering::Relaxed);
            then();
        }
        None
    });
    (store.faulty(faults), happened)
}

fn short_history() -> SessionsConfig {
    let mut config = config();
    config.history = 0;
    config
}

/// A session with contents that are blobs of their own.
async fn with_blobs(sessions: &Sessions) -> Session {
    let session = create(sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    let large: Vec<u8> = (0..200_000_u32).flat_map(|n| n.wrapping_mul(n).to_le_bytes()).collect();
    session.write_file("large", large, WriteMode::Overwrite).await.unwrap();
    session.park().await.unwrap();
    session
}

/// A fork is made and its origin deleted while `gc` reads, at any of its steps: what they shared is the fork's alone then.
#[tokio::test(flavor = "multi_thread")]
async fn gc_sees_a_fork_whose_origin_is_deleted_while_it_is_read() {
    let mut steps = 0;
    for step in 0.. {
        let store = Store::memory();
        let sessions = over(&store);
        let session = with_blobs(&sessions).await;
        // The contents are named by the latest generation only.
        session.delete_file("large", false).await.unwrap();
        let large: Vec<u8> = (0..200_000_u32)
            .flat_map(|n| n.wrapping_mul(n + 1).to_le_bytes())
            .collect();
        session.write_file("large", large, WriteMode::Overwrite).await.unwrap();
        sessions.close().await.unwrap();
        let forked = SessionId::new("a-fork").unwrap();
        let (name, raw) = (forked.clone(), store.clone());
        let origin = format!("sessions/{}", id());
        let mut seen = 0;
        let (slow, happened) = interrupted(
            &store,
            move |operation| {
                seen += u64::from(operation.key.starts_with(&origin));
                seen == step + 1
            },
            move || {
                elsewhere(async {
                    let others = over(&raw);
                    let session = others.session(&id()).await.unwrap();
                    session.fork_as(Some(name.clone())).await.unwrap();
                    assert!(others.delete(&id()).await.unwrap());
                    others.close().await.unwrap();
                });
            },
        );
        over(&slow).gc(Duration::ZERO, false).await.unwrap();
        if happened.load(Ordering::Relaxed) == 0 {
            break;
        }
        steps += 1;
        let sessions = over(&store);
        let report = sessions.check(true).await.unwrap();
        assert!(report.is_sound(), "step {step}: {report:?}");
        let fork = sessions.session(&forked).await.unwrap();
        assert_eq!(fork.read_file("large", 1 << 20).await.unwrap().len(), 800_000);
    }
    assert!(steps > 5, "{steps}");
}

/// Sessions that come and go while they are read may have been forked: a collection that never sees the end of it removes nothing, and says so.
#[tokio::test(flavor = "multi_thread")]
async fn gc_gives_up_where_sessions_come_and_go_all_the_time() {
    let store = Store::memory();
    let sessions = over(&store);
    with_blobs(&sessions).await;
    sessions.close().await.unwrap();
    let blobs = llm_wasm_sandbox::storage::Key::new("blobs").unwrap();
    let before = store.usage(Some(&blobs)).await.unwrap();
    let (raw, mut number) = (store.clone(), 0);
    let faults = Faults::new(move |operation| {
        let current = format!("sessions/s{number}");
        if number == 0 && operation.key.starts_with("sessions") || operation.key.starts_with(&current) {
            number += 1;
            elsewhere(async {
                let others = over(&raw);
                let name = |number: u64| SessionId::new(format!("s{number}").as_str()).unwrap();
                others.delete(&name(number - 1)).await.unwrap();
                let options = SessionOptions::new().id(name(number));
                others.create(Runtime::JavaScript, options).await.unwrap();
            });
        }
        None
    });
    let error = over(&store.faulty(faults)).gc(Duration::ZERO, false).await.unwrap_err();
    assert!(matches!(error, SessionError::Restless), "{error}");
    assert_tells(&error);
    assert_eq!(store.usage(Some(&blobs)).await.unwrap(), before);
}

/// With no history, a turn removes the generation that `gc` has listed and was about to read.
#[tokio::test(flavor = "multi_thread")]
async fn gc_sees_what_follows_a_generation_that_is_trimmed_before_it_is_read() {
    let store = Store::memory();
    let sessions = with(&store, short_history());
    with_blobs(&sessions).await;
    sessions.close().await.unwrap();
    let raw = store.clone();
    let (slow, happened) = interrupted(
        &store,
        |operation| operation.name == "get_start" && operation.key.contains("/gen/"),
        move || {
            elsewhere(async {
                let others = with(&raw, short_history());
                let session = others.session(&id()).await.unwrap();
                acknowledged(&session.execute(COUNT).await.unwrap());
                others.close().await.unwrap();
            });
        },
    );
    with(&slow, short_history()).gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(happened.load(Ordering::Relaxed), 1);
    assert_whole(&store, 2, 2).await;
}

/// The same while the session is opened: it is not taken for an empty one.
#[tokio::test(flavor = "multi_thread")]
async fn a_generation_that_is_trimmed_while_it_is_opened_is_followed_by_the_next() {
    let store = Store::memory();
    let sessions = with(&store, short_history());
    with_blobs(&sessions).await;
    sessions.close().await.unwrap();
    let raw = store.clone();
    let (slow, happened) = interrupted(
        &store,
        |operation| operation.name == "get" && operation.key.contains("/gen/"),
        move || {
            elsewhere(async {
                let others = ahead_with(&raw, short_history());
                let session = others.session(&id()).await.unwrap();
                acknowledged(&session.execute(COUNT).await.unwrap());
                others.close().await.unwrap();
            });
        },
    );
    let slow = with(&slow, short_history());
    let session = slow.session(&id()).await.unwrap();
    assert_eq!(session.read_file("f", 10).await.unwrap(), b"2");
    assert_eq!(happened.load(Ordering::Relaxed), 1);
}

fn ahead_with(store: &Store, mut config: SessionsConfig) -> Sessions {
    config.clock = Arc::new(|| std::time::SystemTime::now() + Duration::from_hours(24));
    with(store, config)
}

/// A process that did not notice that its lease ran out is behind by more generations than are kept: the number it tries for is free, and not its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_was_trimmed_is_not_made_again() {
    for others_turns in 1..6 {
        for (history, first_turns) in [(0, 0), (0, 1), (0, 3), (1, 1), (2, 2)] {
            let store = Store::memory();
            let keeping = || {
                let mut config = config();
                config.history = history;
                config
            };
            let late = with(&store, keeping());
            let mut policy = ExecutionPolicy::default();
            policy.fuel_budget = 100_000_000;
            let options = SessionOptions::new().id(id()).policy(policy);
            let session = late.create(Runtime::JavaScript, options).await.unwrap();
            for _ in 0..first_turns {
                acknowledged(&session.execute(COUNT).await.unwrap());
            }
            // It has the lease, and makes no generation.
            let endless = session.execute("for (;;);").await.unwrap();
            assert_eq!(endless.outcome, Outcome::OutOfFuel);
            let began = first_turns;
            let others = ahead_with(&store, keeping());
            let there = others.session(&id()).await.unwrap();
            for _ in 0..others_turns {
                acknowledged(&there.execute(COUNT).await.unwrap());
            }
            others.close().await.unwrap();
            let what = format!("{others_turns} turns of others after {first_turns}, history {history}");
            let error = session.execute(COUNT).await.expect_err(&what);
            let SessionError::NotCommitted { source, .. } = &error else {
                panic!("{what}: {error}")
            };
            assert!(matches!(**source, SessionError::Conflict { .. }), "{what}: {source}");
            assert_tells(&error);
            assert_eq!(counted(&session).await.unwrap(), began + others_turns, "{what}");
            drop((session, late, there, others));
            assert_whole(&store, began + others_turns, began + others_turns).await;
        }
    }
}

/// Old generations that could not be removed when they became old are removed later, by whoever goes on.
#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_trimmed_is_trimmed_later() {
    let store = Store::memory();
    let failing = Arc::new(AtomicBool::new(true));
    let fails = Arc::clone(&failing);
    let faults = Faults::new(move |operation| {
        let is_trim = operation.name == "delete" && operation.key.contains("/gen/");
        (is_trim && fails.load(Ordering::Relaxed)).then_some(Fault::Fails(StoreErrorKind::Unavailable))
    });
    let mut keeping = config();
    keeping.history = 1;
    let sessions = with(&store.faulty(faults), keeping.clone());
    let session = create(&sessions).await.unwrap();
    for _ in 0..5 {
        acknowledged(&session.execute(COUNT).await.unwrap());
    }
    assert_eq!(session.history().await.unwrap().len(), 5);
    failing.store(false, Ordering::Relaxed);
    acknowledged(&session.execute(COUNT).await.unwrap());
    assert_eq!(session.history().await.unwrap().len(), 2, "by the same process");
    failing.store(true, Ordering::Relaxed);
    for _ in 0..3 {
        acknowledged(&session.execute(COUNT).await.unwrap());
    }
    sessions.close().await.unwrap();
    let next = with(&store, keeping);
    let session = next.session(&id()).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    let kept: Vec<u64> = session
        .history()
        .await
        .unwrap()
        .iter()
        .map(|each| each.generation)
        .collect();
    assert_eq!(kept, [10, 9], "by another one");
}

/// A delete that is given up in the middle leaves a session that can be used, or none.
#[tokio::test(flavor = "multi_thread")]
async fn a_delete_that_is_dropped_leaves_a_session_that_can_be_used() {
    let store = Store::memory();
    let stuck = Arc::new(AtomicBool::new(false));
    let is_stuck = Arc::clone(&stuck);
    let record = format!("sessions/{}/session", id());
    let faults = Faults::new(move |operation| {
        let waits = operation.name == "delete" && operation.key == record && is_stuck.load(Ordering::Relaxed);
        waits.then_some(Fault::Slow(Duration::from_hours(1)))
    });
    let sessions = over(&store.faulty(faults));
    let session = create(&sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    stuck.store(true, Ordering::Relaxed);
    let given_up = tokio::time::timeout(Duration::from_millis(200), sessions.delete(&id())).await;
    assert!(given_up.is_err(), "it was to wait");
    stuck.store(false, Ordering::Relaxed);
    assert_eq!(counted(&session).await.unwrap(), 1);
    assert_eq!(counted(&sessions.session(&id()).await.unwrap()).await.unwrap(), 1);
    assert!(sessions.delete(&id()).await.unwrap());
    let error = session.execute(COUNT).await.unwrap_err();
    assert!(matches!(error, SessionError::NotFound { .. }), "{error}");
}

/// A session that another process has deleted is forgotten, with its interpreter.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_others_deleted_keeps_no_interpreter() {
    let store = Store::memory();
    let mut brief = config();
    brief.lease = Duration::from_secs(1);
    brief.durability = Durability::OnPark;
    let sessions = with(&store, brief);
    let session = create(&sessions).await.unwrap();
    assert!(session.execute(COUNT).await.unwrap().committed);
    assert_eq!(sessions.warm(), 1);
    let others = ahead(&store, Duration::from_hours(24));
    assert!(others.delete(&id()).await.unwrap());
    // The lease is to have run out by this process's own clock, too.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let error = session.execute(COUNT).await.unwrap_err();
    assert!(matches!(error, SessionError::NotFound { .. }), "{error}");
    assert_eq!(sessions.warm(), 0);
    sessions.close().await.unwrap();
}

fn on_park() -> SessionsConfig {
    let mut config = config();
    config.durability = Durability::OnPark;
    config
}

/// Turns that are only in memory are nobody else's for as long as their process lives.
#[tokio::test(flavor = "multi_thread")]
async fn turns_in_memory_keep_others_out_between_turns() {
    let store = Store::memory();
    let mut lazy = on_park();
    lazy.lease = Duration::from_secs(3);
    let sessions = with(&store, lazy);
    let session = create(&sessions).await.unwrap();
    assert!(session.execute(COUNT).await.unwrap().committed);
    tokio::time::sleep(Duration::from_secs(5)).await;
    let mut hasty = config();
    hasty.busy = Busy::Refuse;
    let others = with(&store, hasty);
    let there = others.session(&id()).await.unwrap();
    match there.execute(COUNT).await {
        Err(error) => {
            assert!(matches!(error, SessionError::Busy { .. }), "{error}");
            session.park().await.unwrap();
            assert_eq!(counted(&there).await.unwrap(), 1);
        }
        // Other tests of this process may have asked for its place: it was parked then.
        Ok(_) => assert_eq!(counted(&there).await.unwrap(), 2, "they went on without a turn"),
    }
}

/// While `broken`, the first generation that is made lands, and its answer and everything after it is lost.
fn lands_and_goes(broken: &Arc<AtomicBool>) -> Faults {
    let is_broken = Arc::clone(broken);
    let mut landed = false;
    Faults::new(move |operation| {
        if !is_broken.load(Ordering::Relaxed) {
            return None;
        }
        let lands = !landed && operation.name == "create" && operation.key.contains("/gen/");
        landed |= lands;
        Some(if lands {
            Fault::DoneButFails
        } else {
            Fault::Fails(StoreErrorKind::Unavailable)
        })
    })
}

/// The answer to storing a generation is lost, and so is the lease: what is there is still known to be one's own.
#[tokio::test(flavor = "multi_thread")]
async fn what_landed_without_an_answer_is_ones_own_after_the_lease_ran_out() {
    let store = Store::memory();
    let broken = Arc::new(AtomicBool::new(false));
    let faults = lands_and_goes(&broken);
    let mut lazy = on_park();
    lazy.lease = Duration::from_secs(1);
    let sessions = with(&store.faulty(faults), lazy);
    let session = create(&sessions).await.unwrap();
    for _ in 0..2 {
        assert!(session.execute(COUNT).await.unwrap().committed);
    }
    broken.store(true, Ordering::Relaxed);
    for _ in 0..2 {
        session.park().await.unwrap_err();
    }
    // What landed lacks this one.
    assert!(session.execute(COUNT).await.unwrap().committed);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    broken.store(false, Ordering::Relaxed);
    assert!(session.execute(COUNT).await.unwrap().committed);
    session.park().await.unwrap();
    drop((session, sessions));
    assert_whole(&store, 4, 4).await;
}

/// A stray record of ours, in a place that others have trimmed, is not taken for a generation: what is acknowledged after it would be nowhere.
#[tokio::test(flavor = "multi_thread")]
async fn what_landed_in_a_trimmed_place_is_no_generation() {
    let store = Store::memory();
    let broken = Arc::new(AtomicBool::new(false));
    let faults = lands_and_goes(&broken);
    let mut lazy = on_park();
    lazy.history = 0;
    let sessions = with(&store.faulty(faults), lazy);
    let session = create(&sessions).await.unwrap();
    assert!(session.execute(COUNT).await.unwrap().committed);
    session.park().await.unwrap();
    assert!(session.execute(COUNT).await.unwrap().committed);
    // It does not notice that others go on.
    let others = ahead_with(&store, short_history());
    let there = others.session(&id()).await.unwrap();
    for _ in 0..3 {
        acknowledged(&there.execute(COUNT).await.unwrap());
    }
    others.close().await.unwrap();
    broken.store(true, Ordering::Relaxed);
    session.park().await.unwrap_err();
    broken.store(false, Ordering::Relaxed);
    let error = session.park().await.unwrap_err();
    assert!(matches!(error, SessionError::Conflict { .. }), "{error}");
    drop((session, sessions, there, others));
    assert_whole(&store, 4, 4).await;
}

/// Where turns are only in memory, a change of the host's that could not be stored is not made.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_change_that_is_not_stored_is_not_made() {
    let store = Store::memory();
    let broken = Arc::new(AtomicBool::new(false));
    let is_broken = Arc::clone(&broken);
    let faults = Faults::new(move |operation| {
        let fails = operation.name == "create" && operation.key.contains("/gen/") && is_broken.load(Ordering::Relaxed);
        fails.then_some(Fault::Fails(StoreErrorKind::Full))
    });
    let sessions = with(&store.faulty(faults), on_park());
    let session = create(&sessions).await.unwrap();
    assert!(session.execute(COUNT).await.unwrap().committed);
    broken.store(true, Ordering::Relaxed);
    let written = session.write_file("f", "100", WriteMode::Overwrite).await;
    assert_tells(&written.unwrap_err());
    let mut labels = llm_wasm_sandbox::Labels::new();
    labels.set("kept", "no").unwrap();
    session.set_labels(labels).await.unwrap_err();
    assert_eq!(session.read_file("f", 10).await.unwrap(), b"1");
    assert!(session.labels().await.unwrap().is_empty());
    broken.store(false, Ordering::Relaxed);
    assert!(session.execute(COUNT).await.unwrap().committed);
    session.park().await.unwrap();
    assert!(session.labels().await.unwrap().is_empty());
    drop((session, sessions));
    assert_whole(&store, 2, 2).await;
}
