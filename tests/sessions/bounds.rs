//! Labels, how many sessions there may be, how long they live, and who may remove them: B-177, B-179, B-282.

use std::time::Duration;

use llm_wasm_sandbox::{
    Busy, ImportOptions, Outcome, Runtime, Session, SessionError, SessionId, SessionOptions, Sessions, WriteMode,
};

use crate::lifecycle::begin;
use crate::lifecycle::keys;
use crate::lifecycle::named;
use crate::lifecycle::stop;
use crate::world::{World, config, labels, run};

#[tokio::test(flavor = "multi_thread")]
async fn labels_belong_to_the_session_and_survive_with_it() {
    let world = World::disk();
    let first = labels(&[("user", "anna"), ("task/kind", "größe")]);
    let options = SessionOptions::new().labels(first.clone());
    let session = world.sessions.create(Runtime::Python, options).await.unwrap();
    assert_eq!(session.labels().await.unwrap(), first);
    assert_eq!(
        session.set_labels(first.clone()).await.unwrap(),
        0,
        "nothing is to be done"
    );
    run(&session, "x = 1").await;
    let second = labels(&[("user", "bert")]);
    assert_eq!(session.set_labels(second.clone()).await.unwrap(), 2);
    assert_eq!(run(&session, "print(x)").await, "1");
    session.park().await.unwrap();
    let there = world.other().session(session.id()).await.unwrap();
    assert_eq!(there.labels().await.unwrap(), second);
    let listed = world.sessions.list().await.unwrap();
    assert_eq!(listed[0].info().unwrap().labels, second);
    assert_eq!(session.fork().await.unwrap().labels().await.unwrap(), second);
    // They say what a session is for, and not what is in it: going back does not change them.
    session.roll_back(1).await.unwrap();
    assert_eq!(session.labels().await.unwrap(), second);
    session.roll_back(0).await.unwrap();
    assert_eq!(session.labels().await.unwrap(), second);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_177_there_are_at_most_so_many_sessions() {
    let mut few = config();
    few.max_sessions = Some(3);
    let world = World::disk_with(few);
    let full = |refused: Result<Session, SessionError>| {
        let error = refused.map(drop).unwrap_err();
        assert!(matches!(error, SessionError::TooMany { max: 3 }), "{error:?}");
    };
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(world.javascript().await);
    }
    let mut bundle = Vec::new();
    all[0].export_bundle(&mut bundle).await.unwrap();
    full(world.sessions.create(Runtime::Python, SessionOptions::new()).await);
    full(
        world
            .sessions
            .session_or_create(&SessionId::random(), Runtime::Python, SessionOptions::new())
            .await,
    );
    full(
        world
            .sessions
            .import_bundle(&bundle[..], ImportOptions::default())
            .await,
    );
    assert!(
        world.sessions.session(all[0].id()).await.is_ok(),
        "those that are there can be used"
    );
    world.sessions.delete(all[1].id()).await.unwrap();
    // What an interrupted removal leaves is no session.
    let leftover = format!("sessions/{}/{:032x}/used", all[1].id(), 7);
    let leftover = llm_wasm_sandbox::storage::Key::new(leftover).unwrap();
    world.store.put(&leftover, "1").await.unwrap();
    world.python().await;
    full(world.sessions.create(Runtime::Python, SessionOptions::new()).await);
    assert_eq!(world.sessions.list().await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_177_a_fork_is_a_session_like_any_other() {
    let mut few = config();
    few.max_sessions = Some(2);
    let world = World::disk_with(few);
    let session = world.javascript().await;
    session.fork().await.unwrap();
    let error = session.fork().await.map(drop).unwrap_err();
    assert!(matches!(error, SessionError::TooMany { max: 2 }), "{error:?}");
    assert_eq!(world.sessions.list().await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_used_for_too_long_or_lived_too_long_has_expired() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "x = 1").await;
    session.park().await.unwrap();
    let sessions = |idle: Option<u64>, life: Option<u64>| {
        let mut config = config();
        config.idle_expiry = idle.map(Duration::from_secs);
        config.lifetime = life.map(Duration::from_secs);
        world.other_with(config)
    };
    let expired = async |sessions: &Sessions| match sessions.session(session.id()).await {
        Ok(_) => false,
        Err(SessionError::Expired { id }) if id == *session.id() => true,
        Err(error) => panic!("{error:?}"),
    };
    let (idle, mortal, both) = (
        sessions(Some(100), None),
        sessions(None, Some(150)),
        sessions(Some(1000), Some(150)),
    );
    world.clock.jump(90);
    for sessions in [&idle, &mortal, &both] {
        assert!(!expired(sessions).await);
    }
    // A turn is a use, also one that leaves no generation; reading is none.
    session.execute("import os; os._exit(1)").await.unwrap();
    session.park().await.unwrap();
    world.clock.jump(90);
    assert!(!expired(&idle).await);
    assert!(expired(&mortal).await && expired(&both).await);
    world.clock.jump(20);
    assert!(expired(&idle).await);
    let created = idle
        .session_or_create(session.id(), Runtime::Python, SessionOptions::new())
        .await;
    assert!(matches!(created, Err(SessionError::Expired { .. })), "{created:?}");
    // It is there all the same: it is listed, whoever lets it live can use it, and it can be deleted.
    assert_eq!(idle.list().await.unwrap().len(), 1);
    assert_eq!(run(&session, "print(x)").await, "1");
    session.park().await.unwrap();
    assert!(!expired(&idle).await);
    assert!(mortal.delete(session.id()).await.unwrap());
    // A clock that was put back lets nothing expire.
    let young = world.python().await;
    world.clock.jump(-1_000_000);
    assert!(mortal.session(young.id()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn b_179_what_runs_is_not_deleted() {
    let mut refusing = config();
    refusing.busy = Busy::Refuse;
    let world = World::disk_with(refusing.clone());
    let session = world.python().await;
    run(&session, "x = 1").await;
    let turn = begin(&session).await;
    let other = world.other_with(refusing);
    for sessions in [&world.sessions, &other] {
        let busy = sessions.delete(session.id()).await.unwrap_err();
        assert!(
            matches!(busy, SessionError::Busy { .. }) && busy.is_transient(),
            "{busy:?}"
        );
    }
    assert_eq!(stop(&session, turn).await, Outcome::Cancelled);
    assert_eq!(run(&session, "print(x)").await, "1", "the turn is all that was lost");
    assert!(world.sessions.delete(session.id()).await.unwrap());
    assert!(keys(&world.store, "sessions/").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn b_179_who_waits_deletes_after_the_turn() {
    let world = World::disk();
    let session = world.python().await;
    let turn = begin(&session).await;
    let (sessions, name) = (world.sessions.clone(), session.id().clone());
    let deleted = tokio::spawn(async move { sessions.delete(&name).await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!deleted.is_finished());
    assert_eq!(stop(&session, turn).await, Outcome::Cancelled);
    assert!(deleted.await.unwrap().unwrap());
    let gone = session.execute("print(1)").await.unwrap_err();
    assert!(matches!(gone, SessionError::NotFound { .. }), "{gone:?}");
    assert!(
        keys(&world.store, "sessions/").await.is_empty(),
        "no half session is left"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_282_a_name_that_is_used_again_never_shows_what_was_there() {
    let world = World::disk();
    let other = world.other();
    for round in 0..100 {
        let (maker, remover) = if round % 3 == 0 {
            (&other, &world.sessions)
        } else {
            (&world.sessions, &other)
        };
        let session = maker.create(Runtime::JavaScript, named("again")).await.unwrap();
        assert_eq!(session.list_all().await.unwrap(), [], "round {round}");
        assert_eq!(session.info().await.unwrap().generation, 0);
        let file = format!("f{round}");
        session.write_file(&file, "old", WriteMode::CreateNew).await.unwrap();
        if round % 10 == 0 {
            let seen = run(
                &session,
                "console.log(typeof x, require('fs').readdirSync('.').join()); globalThis.x = 1",
            )
            .await;
            assert_eq!(seen, format!("undefined {file}"));
        }
        session.park().await.unwrap();
        assert!(remover.delete(session.id()).await.unwrap());
    }
    assert!(keys(&world.store, "sessions/").await.is_empty());
}
