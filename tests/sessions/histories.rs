//! Generations, what is collected, and what a store says that it holds: B-284.

use std::time::Duration;

use llm_wasm_sandbox::{Cause, Durability, Outcome, Runtime, Session, SessionError, WriteMode};

use crate::lifecycle::keys;
use crate::lifecycle::named;
use crate::lifecycle::walk;
use crate::world::{World, config, labels, run};

#[tokio::test(flavor = "multi_thread")]
async fn the_history_tells_why_there_is_a_generation() {
    let world = World::disk();
    let session = world.python().await;
    assert_eq!(session.history().await.unwrap(), []);
    run(&session, "x = 1").await;
    session.write_file("f", "12345", WriteMode::CreateNew).await.unwrap();
    session.set_labels(labels(&[("a", "b")])).await.unwrap();
    session.execute("1/0").await.unwrap();
    session.roll_back(1).await.unwrap();
    let history = session.history().await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|one| {
            (
                one.generation,
                one.cause.clone(),
                one.outcome,
                one.turns,
                one.sizes.file_bytes,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (5, Cause::Rollback { to: 1 }, None, 1, 0),
            (4, Cause::Turn, Some(Outcome::Exception), 2, 5),
            (3, Cause::Labels, None, 1, 5),
            (2, Cause::Files, None, 1, 5),
            (1, Cause::Turn, Some(Outcome::Finished), 1, 0),
        ]
    );
    assert!(history.iter().all(|one| one.has_state && one.sizes.state_bytes > 0));
    assert!(history.windows(2).all(|pair| pair[0].at >= pair[1].at));
    let fork = session.fork().await.unwrap();
    let cause = Cause::Fork {
        session: session.id().clone(),
        generation: 5,
    };
    assert_eq!(fork.history().await.unwrap()[0].cause, cause);
    let files_only = world.python().await;
    files_only.write_file("f", "x", WriteMode::CreateNew).await.unwrap();
    assert!(!files_only.history().await.unwrap()[0].has_state);
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_stores_first_what_is_not_stored_yet() {
    let mut lazy = config();
    lazy.durability = Durability::OnPark;
    let world = World::disk_with(lazy);
    let session = world.python().await;
    run_lazily(&session, "x = 1").await;
    session.park().await.unwrap();
    run_lazily(&session, "x = 2").await;
    session.roll_back(1).await.unwrap();
    assert_eq!(run_lazily(&session, "print(x)").await, "1\n");
    // Going back can be gone back on: nothing that was acknowledged is lost by it.
    let told: Vec<_> = session
        .history()
        .await
        .unwrap()
        .iter()
        .map(|one| one.cause.clone())
        .collect();
    assert_eq!(told, [Cause::Rollback { to: 1 }, Cause::Park, Cause::Park]);
    session.roll_back(2).await.unwrap();
    assert_eq!(run_lazily(&session, "print(x)").await, "2\n");
}

/// Runs a program whose turn is not stored at once.
async fn run_lazily(session: &Session, program: &str) -> String {
    let turn = session.execute(program).await.unwrap();
    assert!(turn.committed && !turn.persisted, "{turn:?}");
    turn.stdout.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn old_generations_go_when_the_history_is_short() {
    let mut short = config();
    short.history = 2;
    let world = World::disk_with(short);
    let session = world.python().await;
    for n in 1..=7 {
        run(
            &session,
            &format!("import os; x = {n}; open('f', 'wb').write(os.urandom(100_000))"),
        )
        .await;
    }
    let history = session.history().await.unwrap();
    assert_eq!(history.iter().map(|one| one.generation).collect::<Vec<_>>(), [7, 6, 5]);
    let gone = session.roll_back(4).await.unwrap_err();
    assert!(
        matches!(gone, SessionError::NoGeneration { generation: 4, .. }),
        "{gone:?}"
    );
    let full = world.sessions.stats().await.unwrap().blob_bytes;
    let collected = world.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert!(collected.removed.bytes >= 4 * 100_000, "{collected:?}");
    let left = world.sessions.stats().await.unwrap().blob_bytes;
    assert_eq!(left + collected.removed.bytes, full);
    assert_eq!(session.roll_back(5).await.unwrap(), 8);
    session.park().await.unwrap();
    assert_eq!(run(&session, "print(x, os.path.getsize('f'))").await, "5 100000");
    assert!(world.sessions.check(true).await.unwrap().problems.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_collected_is_what_nobody_names() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import os\nopen('shared', 'wb').write(os.urandom(200_000)); x = os.urandom(1 << 20)",
    )
    .await;
    let fork = session.fork().await.unwrap();
    run(&session, "open('own', 'wb').write(os.urandom(200_000))").await;
    let nothing = world.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(nothing.removed.objects, 0, "{nothing:?}");
    world.sessions.delete(session.id()).await.unwrap();

    let before = keys(&world.store, "").await;
    let young = world.sessions.gc(Duration::from_hours(1), false).await.unwrap();
    assert_eq!((young.removed.objects, young.young.objects > 0), (0, true), "{young:?}");
    let planned = world.sessions.gc(Duration::ZERO, true).await.unwrap();
    assert_eq!(keys(&world.store, "").await, before, "a dry run removes nothing");
    let done = world.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(done.removed, planned.removed);
    assert!(
        done.removed.bytes >= 200_000 && done.kept.bytes >= 200_000 + (1 << 20),
        "{done:?}"
    );
    fork.park().await.unwrap();
    assert_eq!(
        run(&fork, "print(len(x), os.path.getsize('shared'), os.path.exists('own'))").await,
        "1048576 200000 False"
    );
    world.sessions.delete(fork.id()).await.unwrap();
    let last = world.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(last.kept.objects, 0);
    assert!(keys(&world.store, "").await.is_empty(), "all of it is free again");
}

#[tokio::test(flavor = "multi_thread")]
async fn b_284_the_numbers_are_those_of_a_walk() {
    let world = World::disk();
    let folder = world.store.folder().unwrap();
    let mut sessions: Vec<Session> = Vec::new();
    let mut random = 1_u64;
    let mut next = |below: u64| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    for step in 0..250_u64 {
        let pick = usize::try_from(next(1 << 20)).unwrap() % sessions.len().max(1);
        match next(if sessions.is_empty() { 1 } else { 8 }) {
            0 | 1 => sessions.push(world.javascript().await),
            2 | 3 => {
                let content = vec![next(256).to_le_bytes()[0]; usize::try_from(next(100_000)).unwrap()];
                let path = format!("d{}/f{}", next(3), next(5));
                sessions[pick]
                    .write_file(&path, content, WriteMode::Overwrite)
                    .await
                    .unwrap();
            }
            4 => {
                let program = format!("globalThis.x = {step}; require('fs').writeFileSync('t', 'x'.repeat({step}))");
                run(&sessions[pick], &program).await;
            }
            5 => drop(sessions[pick].delete_file("d0", true).await),
            6 if sessions.len() > 3 => {
                let session = sessions.swap_remove(pick);
                assert!(world.sessions.delete(session.id()).await.unwrap());
            }
            _ => sessions.push(sessions[pick].fork().await.unwrap()),
        }
    }
    world.sessions.close().await.unwrap();
    let all = walk(&folder);
    let below =
        |prefix: &str| -> Vec<&(String, u64)> { all.iter().filter(|(path, _)| path.starts_with(prefix)).collect() };
    let bytes = |files: &[&(String, u64)]| files.iter().map(|(_, len)| len).sum::<u64>();
    let (records, blobs) = (below("sessions/"), below("blobs/"));
    assert_eq!(records.len() + blobs.len(), all.len(), "nothing else lies there");
    let count = |part: &str| records.iter().filter(|(path, _)| path.contains(part)).count() as u64;
    let stats = world.sessions.stats().await.unwrap();
    assert_eq!(
        (stats.sessions, stats.generations, stats.record_bytes),
        (count("/session"), count("/gen/"), bytes(&records))
    );
    assert_eq!(stats.sessions, sessions.len() as u64);
    assert_eq!((stats.blobs, stats.blob_bytes), (blobs.len() as u64, bytes(&blobs)));
    let report = world.sessions.check(true).await.unwrap();
    assert!(report.problems.is_empty(), "{report:?}");
    assert_eq!(
        (report.sessions, report.generations),
        (stats.sessions, stats.generations)
    );
    assert_eq!(report.blobs + report.unnamed_blobs, stats.blobs);
    let planned = world.sessions.gc(Duration::ZERO, true).await.unwrap();
    assert_eq!(
        (planned.removed.objects, planned.kept.objects),
        (report.unnamed_blobs, report.blobs)
    );

    let mut logical = 0;
    for session in &sessions {
        let info = session.info().await.unwrap();
        let all = session.list_all().await.unwrap();
        let bytes: u64 = all.iter().map(|file| file.size).sum();
        assert_eq!((info.sizes.file_bytes, info.sizes.entries), (bytes, all.len() as u64));
        logical += bytes + info.sizes.state_bytes;
    }
    assert_eq!(stats.logical_bytes, logical);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sessions_are_listed_by_name() {
    let world = World::memory();
    let mut names: Vec<String> = (0..300).map(|n| format!("s{}", (n * 7919) % 1000)).collect();
    for (n, name) in names.iter().enumerate() {
        let options = named(name).labels(labels(&[("n", &n.to_string())]));
        world.sessions.create(Runtime::Python, options).await.unwrap();
    }
    let listed = world.sessions.list().await.unwrap();
    for listed in &listed {
        let info = listed.info().unwrap();
        let n: usize = info.labels.get("n").unwrap().parse().unwrap();
        assert_eq!(names[n], info.session_id.as_str());
    }
    names.sort();
    let ids: Vec<_> = listed.iter().map(|listed| listed.id().as_str()).collect();
    assert_eq!(ids, names);
}
