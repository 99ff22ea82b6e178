//! Sessions from their making to their end: behaviours 71 and 73 to 86, names, labels, expiry, bundles, histories, damage, and what a store says that it holds.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use futures_util::StreamExt as _;
use llm_wasm_sandbox::storage::{Key, StoreErrorKind};
use llm_wasm_sandbox::{
    Busy, Cause, Durability, ExecutionPolicy, ImportOptions, Outcome, Runtime, Session, SessionError, SessionId,
    SessionOptions, Sessions, Store, Timestamp, WriteMode,
};

use crate::world::{World, config, labels, run};

fn id(name: &str) -> SessionId {
    SessionId::new(name).unwrap()
}

fn named(name: &str) -> SessionOptions {
    SessionOptions::new().id(id(name))
}

/// All keys of a store that have a part.
pub(crate) async fn keys(store: &Store, part: &str) -> BTreeSet<Key> {
    let all: Vec<_> = store.list(None).collect().await;
    let keys = all.into_iter().map(|entry| entry.unwrap().key);
    keys.filter(|key| key.as_str().contains(part)).collect()
}

/// Changes one bit in the middle of an object.
async fn flip(store: &Store, key: &Key) {
    let content = store.get(key, u64::MAX).await.unwrap();
    flip_at(store, key, content.len() / 2).await;
}

/// Changes one bit of an object: of this byte, or of the last one.
async fn flip_at(store: &Store, key: &Key, at: usize) {
    let mut content = store.get(key, u64::MAX).await.unwrap().to_vec();
    let at = at.min(content.len() - 1);
    content[at] ^= 1;
    store.put(key, content).await.unwrap();
}

/// Waits until a session's turn is under way.
async fn wait_until_warm(session: &Session) {
    while !session.is_warm() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Ends a turn that does not end by itself.
pub(crate) async fn stop(session: &Session, turn: tokio::task::JoinHandle<llm_wasm_sandbox::Outcome>) -> Outcome {
    while !turn.is_finished() {
        session.interrupt();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    turn.await.unwrap()
}

/// Begins a turn that does not end by itself; returns when it is under way.
pub(crate) async fn begin(session: &Session) -> tokio::task::JoinHandle<Outcome> {
    session.park().await.unwrap();
    let program = match session.runtime() {
        Runtime::Python => "while True: pass",
        _ => "while (true) {}",
    };
    let running = session.clone();
    let turn = tokio::spawn(async move { running.execute(program).await.unwrap().outcome });
    wait_until_warm(session).await;
    turn
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_074_a_new_session_has_an_id_that_nobody_guesses_and_its_times() {
    let world = World::disk();
    let before = Timestamp::from(world.clock.now());
    let session = world.python().await;
    let after = Timestamp::from(world.clock.now());
    let text = session.id().as_str();
    assert!(session.id().is_uuid() && text.as_bytes()[14] == b'4', "{text}");
    let info = session.info().await.unwrap();
    assert!(before <= info.created && info.created <= after, "{info:?}");
    assert_eq!((info.created, info.created), (info.updated, info.last_used));
    assert_eq!(
        (info.runtime, info.image.as_deref(), info.generation, info.turns),
        (Runtime::Python, None, 0, 0)
    );
    let json = serde_json::to_value(&info).unwrap();
    assert_eq!(json["session_id"], text);
    let created = json["created"].as_str().unwrap();
    assert!(created.ends_with('Z') && created.contains('T'), "{created}");
    assert_ne!(world.python().await.id(), session.id());
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_075_a_session_is_resumed_by_its_id() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "x = 42; open('f', 'w').write('here')").await;
    session.park().await.unwrap();
    let other = world.other();
    let again = other
        .session_or_create(session.id(), Runtime::Python, SessionOptions::new())
        .await
        .unwrap();
    assert_eq!(run(&again, "print(x, open('f').read())").await, "42 here");
    // The options are those of a new one; what is there stays what it is.
    let same = other
        .session_or_create(session.id(), Runtime::JavaScript, SessionOptions::new())
        .await;
    assert_eq!(same.unwrap().runtime(), Runtime::Python);

    let unknown = SessionId::random();
    let missing = other.session(&unknown).await.unwrap_err();
    assert!(
        matches!(&missing, SessionError::NotFound { id } if *id == unknown),
        "{missing:?}"
    );
    let made = other
        .session_or_create(
            &unknown,
            Runtime::JavaScript,
            SessionOptions::new().labels(labels(&[("a", "b")])),
        )
        .await
        .unwrap();
    assert_eq!((made.id(), made.runtime()), (&unknown, Runtime::JavaScript));
    assert_eq!(made.labels().await.unwrap(), labels(&[("a", "b")]));
    let twice = other.create(Runtime::Python, SessionOptions::new().id(unknown)).await;
    assert!(matches!(twice, Err(SessionError::Exists { .. })), "{twice:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_make_one_session_all_get_the_same() {
    let world = World::disk();
    let (one, other) = (world.sessions.clone(), world.other());
    let name = id("shared");
    let makers = (0..20).map(|n| {
        let (sessions, name) = (if n % 2 == 0 { one.clone() } else { other.clone() }, name.clone());
        tokio::spawn(async move {
            let made = sessions
                .session_or_create(&name, Runtime::Python, SessionOptions::new())
                .await;
            made.unwrap().info().await.unwrap().created
        })
    });
    let mut created = BTreeSet::new();
    for maker in makers.collect::<Vec<_>>() {
        created.insert(maker.await.unwrap());
    }
    assert_eq!(created.len(), 1, "{created:?}");
    assert_eq!(keys(&world.store, "shared/session").await.len(), 1);

    let creators = (0..20).map(|_| {
        let sessions = one.clone();
        tokio::spawn(async move { sessions.create(Runtime::Python, named("mine")).await })
    });
    let mut made = 0;
    for creator in creators.collect::<Vec<_>>() {
        match creator.await.unwrap() {
            Ok(_) => made += 1,
            Err(error) => assert!(matches!(error, SessionError::Exists { .. }), "{error:?}"),
        }
    }
    assert_eq!(made, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_076_turns_move_the_time_of_the_last_change_and_of_the_last_use() {
    let world = World::disk();
    let session = world.python().await;
    let made = session.info().await.unwrap();
    let mut before = made.clone();
    for program in ["x = 1", "1/0", "import sys; sys.exit(3)"] {
        world.clock.jump(10);
        session.execute(program).await.unwrap();
        let now = session.info().await.unwrap();
        assert_eq!(now.created, made.created);
        assert!(
            now.updated > before.updated && now.last_used == now.updated && now.turns == before.turns + 1,
            "{now:?}"
        );
        before = now;
    }
    // What left no generation was a use all the same.
    world.clock.jump(10);
    let gone = session.execute("import os; os._exit(1)").await.unwrap();
    assert!(!gone.committed);
    let now = session.info().await.unwrap();
    assert_eq!(
        (now.updated, now.generation, now.turns),
        (before.updated, before.generation, before.turns)
    );
    assert!(now.last_used > before.last_used, "{now:?}");
    let listed = &world.sessions.list().await.unwrap()[0];
    assert_eq!(listed.info().unwrap(), &now);
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_077_what_has_no_record_is_no_session_and_in_nobodys_way() {
    let world = World::disk();
    let folder = world.store.folder().unwrap();
    std::fs::create_dir_all(folder.join("sessions/bare")).unwrap();
    for stray in [
        "sessions/old/workspace/secret.txt",
        "sessions/old/00/gen/000000000000/0000000000000001",
    ] {
        let key = Key::new(stray).unwrap();
        world.store.put(&key, "left over").await.unwrap();
    }
    assert!(world.sessions.list().await.unwrap().is_empty());
    for name in ["old", "bare"] {
        let missing = world.sessions.session(&id(name)).await.unwrap_err();
        assert!(matches!(missing, SessionError::NotFound { .. }), "{missing:?}");
        let session = world.sessions.create(Runtime::Python, named(name)).await.unwrap();
        assert_eq!(run(&session, "import os; print(os.listdir())").await, "[]");
    }
    assert_eq!(world.sessions.list().await.unwrap().len(), 2);
    assert!(world.sessions.check(true).await.unwrap().problems.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_078_079_names_are_checked_and_have_to_be_allowed() {
    let world = World::disk();
    for wrong in ["../etc", "foo/bar", "foo\\bar"] {
        let error = SessionId::new(wrong).unwrap_err();
        assert!(
            error.to_string().contains("must not contain path separators"),
            "{error}"
        );
    }
    let mut strict = config();
    strict.allow_names = false;
    let strict = world.other_with(strict);
    let source = strict.create(Runtime::JavaScript, SessionOptions::new()).await.unwrap();
    let mut bundle = Vec::new();
    source.export_bundle(&mut bundle).await.unwrap();
    let mut options = ImportOptions::default();
    options.id = Some(id("custom-session"));
    for refused in [
        strict.create(Runtime::Python, named("custom-session")).await,
        strict
            .session_or_create(&id("custom-session"), Runtime::Python, SessionOptions::new())
            .await,
        source.fork_as(Some(id("custom-session"))).await,
        strict.import_bundle(&bundle[..], options).await,
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error, SessionError::NameNotAllowed { .. }), "{error:?}");
    }
    assert!(
        keys(&world.store, "custom-session").await.is_empty(),
        "nothing was made"
    );
    let uuid = SessionId::random();
    let made = strict.create(Runtime::Python, SessionOptions::new().id(uuid)).await;
    assert!(made.is_ok());
    // A name that is there can be opened: it is the making that is refused.
    world
        .sessions
        .create(Runtime::Python, named("custom-session"))
        .await
        .unwrap();
    assert!(strict.session(&id("custom-session")).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_080_the_folder_is_made_and_closed_to_others() {
    let top = tempfile::tempdir().unwrap();
    let folder = top.path().join("made/for/sessions");
    let world = World::over(Store::disk(&folder).unwrap(), config());
    let session = world.python().await;
    run(&session, "x = 1").await;
    assert!(folder.join("sessions").is_dir());
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&folder).unwrap());
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

/// Every file below a folder, with its path from there.
fn walk(folder: &Path) -> Vec<(String, u64)> {
    let (mut all, mut left) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = left.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let entry = entry.unwrap();
            let about = entry.metadata().unwrap();
            if about.is_dir() {
                left.push(entry.path());
            } else {
                let path = entry.path().strip_prefix(folder).unwrap().to_owned();
                all.push((path.to_str().unwrap().replace('\\', "/"), about.len()));
            }
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_086_a_deleted_session_leaves_nothing() {
    let world = World::disk();
    let folder = world.store.folder().unwrap();
    let session = world.sessions.create(Runtime::Python, named("gone")).await.unwrap();
    run(
        &session,
        "import os\nopen('big', 'wb').write(os.urandom(300_000)); os.makedirs('a/b'); os.symlink('big', 'l')",
    )
    .await;
    session.execute("os._exit(1)").await.unwrap();
    let kept = world.sessions.create(Runtime::Python, named("kept")).await.unwrap();
    run(&kept, "x = 'kept'").await;

    assert!(world.sessions.delete(&id("gone")).await.unwrap());
    assert!(!folder.join("sessions/gone").exists());
    assert!(!world.sessions.delete(&id("gone")).await.unwrap(), "again is no error");
    assert!(!world.sessions.delete(&id("never")).await.unwrap());
    for error in [
        session.execute("print(1)").await.map(drop).unwrap_err(),
        session.read_file("big", 10).await.map(drop).unwrap_err(),
        session.set_labels(labels(&[])).await.map(drop).unwrap_err(),
        session.fork().await.map(drop).unwrap_err(),
        session.roll_back(1).await.map(drop).unwrap_err(),
        world.sessions.session(&id("gone")).await.map(drop).unwrap_err(),
        world.other().session(&id("gone")).await.map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, SessionError::NotFound { .. }), "{error:?}");
    }
    assert!(!folder.join("sessions/gone").exists(), "and nothing brings it back");
    world.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(run(&kept, "print(x)").await, "kept");
    world.sessions.delete(&id("kept")).await.unwrap();
    world.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(walk(&folder), [], "of neither is anything left");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_delete_one_session_nobody_fails() {
    let world = World::disk();
    for _ in 0..5 {
        let session = world.javascript().await;
        session.write_file("f", "x", WriteMode::CreateNew).await.unwrap();
        session.park().await.unwrap();
        let removers = (0..12).map(|n| {
            let sessions = if n % 2 == 0 {
                world.sessions.clone()
            } else {
                world.other()
            };
            let id = session.id().clone();
            tokio::spawn(async move { sessions.delete(&id).await })
        });
        let mut deleted = 0;
        for remover in removers.collect::<Vec<_>>() {
            deleted += u32::from(remover.await.unwrap().unwrap());
        }
        // Leases are politeness: of two processes, both may have been the one.
        assert!((1..=7).contains(&deleted), "{deleted}");
        assert!(
            keys(&world.store, "sessions/").await.is_empty(),
            "and nothing is left of it"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_of_another_process_notices_that_its_session_is_gone() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "x = 1").await;
    session.park().await.unwrap();
    let other = world.other();
    assert!(other.delete(session.id()).await.unwrap());
    for _ in 0..2 {
        let gone = session.execute("print(x)").await.unwrap_err();
        assert!(matches!(gone, SessionError::NotFound { .. }), "{gone:?}");
    }
    assert!(world.sessions.list().await.unwrap().is_empty());
    // Its name can be used again, and the old handle is not the new session's.
    let again = other
        .create(Runtime::Python, SessionOptions::new().id(session.id().clone()))
        .await
        .unwrap();
    run(&again, "y = 2").await;
    again.park().await.unwrap();
    let gone = session.execute("print(y)").await.unwrap_err();
    assert!(matches!(gone, SessionError::NotFound { .. }), "{gone:?}");
    let reopened = world.sessions.session(session.id()).await.unwrap();
    assert_eq!(run(&reopened, "print(y, 'x' in globals())").await, "2 False");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_073_nothing_of_the_state_lies_among_the_files() {
    let world = World::disk();
    for session in [world.python().await, world.javascript().await] {
        run(&session, "x = 1").await;
        session.park().await.unwrap();
        assert_eq!(session.list_all().await.unwrap(), []);
        // What a guest plants under the original's name is a file like any other.
        session
            .write_file(".session_state.json", r#"{"x": 2}"#, WriteMode::CreateNew)
            .await
            .unwrap();
        session.park().await.unwrap();
        let print = match session.runtime() {
            Runtime::Python => "print(x)",
            _ => "console.log(x)",
        };
        assert_eq!(run(&session, print).await, "1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_071_damaged_contents_are_an_error_and_other_generations_can_be_gone_back_to() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "import os\nx = 1; open('f', 'wb').write(os.urandom(200_000))").await;
    let before = keys(&world.store, "blobs/").await;
    run(&session, "x = 2; open('f', 'wb').write(os.urandom(200_000))").await;
    session.park().await.unwrap();
    let after = keys(&world.store, "blobs/").await;
    let blob = after.difference(&before).next().unwrap();
    flip(&world.store, blob).await;

    let there = world.other().session(session.id()).await.unwrap();
    for error in [
        there.execute("print(x)").await.map(drop).unwrap_err(),
        there.read_file("f", 1 << 20).await.map(drop).unwrap_err(),
    ] {
        let SessionError::Store(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(
            (error.kind, error.key.as_str()),
            (StoreErrorKind::Corrupt, blob.as_str())
        );
    }
    let report = world.sessions.check(true).await.unwrap();
    let problems: Vec<_> = report
        .problems
        .iter()
        .map(|problem| (&problem.session_id, problem.generation, problem.harmless))
        .collect();
    assert_eq!(problems, [(session.id(), Some(2), false)], "{report:?}");
    assert!(!report.is_sound());
    assert!(report.problems[0].what.contains(blob.name()), "{report:?}");

    there.roll_back(1).await.unwrap();
    assert_eq!(run(&there, "print(x, os.path.getsize('f'))").await, "1 200000");
    // A missing blob is no better, and no worse.
    world.store.delete(blob).await.unwrap();
    there.roll_back(2).await.unwrap();
    let error = there.execute("print(x)").await.unwrap_err();
    assert!(
        matches!(&error, SessionError::Store(error) if error.kind == StoreErrorKind::NotFound && error.key == blob.as_str()),
        "{error:?}"
    );
    let report = world.sessions.check(false).await.unwrap();
    assert!(
        report.problems.iter().any(|problem| problem.what.contains(blob.name())),
        "{report:?}"
    );
    there.roll_back(1).await.unwrap();
    assert_eq!(run(&there, "print(x)").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_071_a_damaged_record_is_told_and_the_one_before_it_goes_on() {
    // In the header, which listings read, and in the body, which they do not.
    for place in [200, usize::MAX] {
        let world = World::disk();
        let session = world.python().await;
        for n in 1..=3 {
            run(&session, &format!("x = {n}")).await;
        }
        session.park().await.unwrap();
        let records: Vec<Key> = keys(&world.store, "/gen/").await.into_iter().collect();
        flip_at(&world.store, &records[2], place).await;

        let other = world.other();
        let there = other.session(session.id()).await.unwrap();
        if place == 200 {
            let info = there.info().await.unwrap();
            assert_eq!((info.generation, info.damaged_generations), (2, vec![3]));
            let history = there.history().await.unwrap();
            assert_eq!(history.iter().map(|one| one.generation).collect::<Vec<_>>(), [2, 1]);
        }
        let turn = there.execute("print(x)").await.unwrap();
        assert_eq!((turn.stdout.as_str(), turn.generation), ("2\n", Some(4)));
        let damaged = there.roll_back(3).await.unwrap_err();
        assert!(
            matches!(&damaged, SessionError::Damaged { what, .. } if what.contains("generation 3")),
            "{damaged:?}"
        );
        assert!(damaged.hint().unwrap().contains("rollback"));
        there.roll_back(1).await.unwrap();
        assert_eq!(run(&there, "print(x)").await, "1");
        let report = world.sessions.check(true).await.unwrap();
        let told: Vec<_> = report.problems.iter().map(|problem| problem.generation).collect();
        assert_eq!((told, report.is_sound()), (vec![Some(3)], false));
        if place == 200 {
            // A collector that cannot read a record cannot know what it names, and removes nothing.
            let refused = world.sessions.gc(Duration::ZERO, false).await.unwrap_err();
            assert!(matches!(refused, SessionError::Damaged { .. }), "{refused:?}");
        }
        assert!(other.delete(session.id()).await.unwrap());
        assert!(world.sessions.gc(Duration::ZERO, false).await.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_whose_own_record_is_damaged_can_be_listed_and_deleted() {
    let world = World::disk();
    let broken = world.python().await;
    run(&broken, "x = 1").await;
    let fine = world.python().await;
    run(&fine, "x = 2").await;
    world.sessions.close().await.unwrap();
    let record = Key::new(format!("sessions/{}/session", broken.id())).unwrap();
    flip(&world.store, &record).await;

    let other = world.other();
    let error = other.session(broken.id()).await.unwrap_err();
    assert!(
        matches!(&error, SessionError::Damaged { id, .. } if id == broken.id()),
        "{error:?}"
    );
    let error = other
        .session_or_create(broken.id(), Runtime::Python, SessionOptions::new())
        .await;
    assert!(matches!(error, Err(SessionError::Damaged { .. })), "{error:?}");
    let list = other.list().await.unwrap();
    for listed in &list {
        assert_eq!(listed.info().is_none(), listed.id() == broken.id(), "{listed:?}");
    }
    assert_eq!(list.len(), 2);
    let report = other.check(true).await.unwrap();
    assert_eq!(
        (report.sessions, report.problems.len(), report.is_sound()),
        (2, 1, false)
    );
    assert!(other.gc(Duration::ZERO, false).await.is_ok());
    assert!(other.delete(broken.id()).await.unwrap());
    assert!(!other.delete(broken.id()).await.unwrap());
    assert!(keys(&world.store, broken.id().as_str()).await.is_empty());
    let fine = other.session(fine.id()).await.unwrap();
    assert_eq!(run(&fine, "print(x)").await, "2");
}

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
    world.python().await;
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

async fn exported(session: &Session) -> Vec<u8> {
    let mut bundle = Vec::new();
    let bytes = session.export_bundle(&mut bundle).await.unwrap();
    assert_eq!(bytes, bundle.len() as u64);
    bundle
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_moves_a_session_to_another_store() {
    let (here, there) = (World::disk(), World::memory());
    let options = SessionOptions::new().labels(labels(&[("user", "anna")]));
    let session = here.sessions.create(Runtime::Python, options).await.unwrap();
    run(
        &session,
        "import os, numpy as np\nopen('big', 'wb').write(os.urandom(500_000)); open('small', 'w').write('s')\na = np.arange(300_000, dtype=np.int64); f = open('small', 'a')\ndef g(): return int(a.sum())",
    )
    .await;
    run(&session, "a[0] = 1").await;
    let bundle = exported(&session).await;
    assert_eq!(
        run(&session, "print(g())").await,
        "44999850001",
        "the one that is exported goes on"
    );

    let moved = there
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await
        .unwrap();
    assert_ne!(moved.id(), session.id());
    assert_eq!(moved.labels().await.unwrap(), labels(&[("user", "anna")]));
    let history = moved.history().await.unwrap();
    assert_eq!(
        (history.len(), history[0].cause.clone(), history[0].turns),
        (1, Cause::Import, 2)
    );
    assert_eq!(
        run(
            &moved,
            "f.write('!'); f.close(); print(g(), os.path.getsize('big'), open('small').read())"
        )
        .await,
        "44999850001 500000 s!"
    );
    let mut options = ImportOptions::default();
    options.id = Some(id("mine"));
    options.labels = Some(labels(&[("mine", "yes")]));
    let mine = there
        .sessions
        .import_bundle(&bundle[..], options.clone())
        .await
        .unwrap();
    assert_eq!(mine.id(), &id("mine"));
    assert_eq!(mine.labels().await.unwrap(), labels(&[("mine", "yes")]));
    let before = keys(&there.store, "").await;
    let again = there.sessions.import_bundle(&bundle[..], options).await;
    assert!(matches!(again, Err(SessionError::Exists { .. })), "{again:?}");
    assert_eq!(keys(&there.store, "").await, before, "nothing was made");
    // In the store it came from, most contents are shared.
    let before = keys(&here.store, "blobs/").await;
    let copy = here
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await
        .unwrap();
    let after = keys(&here.store, "blobs/").await;
    assert!(
        after.difference(&before).count() <= before.len() / 2,
        "{before:?} {after:?}"
    );
    assert_eq!(run(&copy, "print(g())").await, "44999850001");
    for world in [&here, &there] {
        let report = world.sessions.check(true).await.unwrap();
        assert!(report.problems.is_empty(), "{report:?}");
    }
    // A session without generations is one, too.
    let bundle = exported(&here.javascript().await).await;
    let bare = there
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await
        .unwrap();
    assert_eq!(bare.info().await.unwrap().generation, 0);
    assert_eq!(run(&bare, "console.log(1)").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_comes_back_to_the_store_that_it_came_from_long_ago() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import os; open('f', 'wb').write(os.urandom(200_000)); x = os.urandom(3 << 20)",
    )
    .await;
    let bundle = exported(&session).await;
    let before = keys(&world.store, "blobs/").await;
    let folder = world.store.folder().unwrap();
    for key in &before {
        // As if a day had passed: so old a content is not relied on by whoever does not name it.
        let file = std::fs::File::options()
            .write(true)
            .open(folder.join(key.as_str()))
            .unwrap();
        file.set_modified(world.clock.now() - Duration::from_hours(24)).unwrap();
    }
    let imported = world
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await;
    let imported = imported.unwrap();
    world.sessions.delete(session.id()).await.unwrap();
    world.sessions.gc(Duration::from_hours(1), false).await.unwrap();
    assert_eq!(
        run(&imported, "print(len(x), os.path.getsize('f'))").await,
        "3145728 200000"
    );
    assert!(
        before.is_disjoint(&keys(&world.store, "blobs/").await),
        "what the first one named is gone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_holds_a_session_of_many_contents() {
    let (here, there) = (World::memory(), World::memory());
    let policy = ExecutionPolicy::from_toml("[disk]\nbytes = '1 GiB'\nentries = 20_000").unwrap();
    let options = SessionOptions::new().policy(policy.clone());
    let session = here.sessions.create(Runtime::Python, options).await.unwrap();
    run(
        &session,
        "for n in range(5000):\n    open(f'f{n}', 'wb').write(n.to_bytes(4) * 8300)",
    )
    .await;
    let bundle = exported(&session).await;
    let mut options = ImportOptions::default();
    options.policy = Some(policy);
    let moved = there.sessions.import_bundle(&bundle[..], options).await.unwrap();
    assert_eq!(
        run(
            &moved,
            "import os; print(len(os.listdir()), open('f4999', 'rb').read() == (4999).to_bytes(4) * 8300)"
        )
        .await,
        "5000 True"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_192_the_policy_and_the_sizes_are_the_importers() {
    let here = World::memory();
    let generous = ExecutionPolicy::from_toml("[disk]\nbytes = '1 GiB'").unwrap();
    let options = SessionOptions::new().policy(generous.clone());
    let session = here.sessions.create(Runtime::Python, options).await.unwrap();
    run(&session, "open('f', 'wb').write(bytes(3 << 20))").await;
    let bundle = exported(&session).await;

    let mut strict = config();
    strict.policy = ExecutionPolicy::from_toml("fuel_budget = 3_000_000_000\n[disk]\nbytes = '4 MiB'").unwrap();
    strict.max_policy = Some(strict.policy.clone());
    let there = World::over(Store::memory(), strict.clone());
    let moved = there
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await
        .unwrap();
    assert_eq!(moved.policy(), &strict.policy);
    let full = moved.execute("open('g', 'wb').write(bytes(2 << 20))").await.unwrap();
    assert!(full.stderr.contains("OSError"), "{}", full.stderr);
    let reopened = there.other_with(strict.clone()).session(moved.id()).await.unwrap();
    assert_eq!(reopened.policy(), &strict.policy);

    let mut options = ImportOptions::default();
    options.policy = Some(generous);
    let refused = there.sessions.import_bundle(&bundle[..], options).await.unwrap_err();
    assert!(matches!(refused, SessionError::PolicyExceeds { .. }), "{refused:?}");
    let mut tight = ImportOptions::default();
    tight.policy = Some(ExecutionPolicy::from_toml("fuel_budget = 1_000_000\n[disk]\nbytes = '2 MiB'").unwrap());
    let refused = there.sessions.import_bundle(&bundle[..], tight).await.unwrap_err();
    assert!(matches!(refused, SessionError::Bundle { .. }), "{refused:?}");
    let mut small = ImportOptions::default();
    small.max_bytes = bundle.len() as u64 - 1;
    let refused = there.sessions.import_bundle(&bundle[..], small).await.unwrap_err();
    assert!(matches!(refused, SessionError::Bundle { .. }), "{refused:?}");
    assert_eq!(there.sessions.list().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_with_a_wrong_bit_or_an_early_end_makes_no_session() {
    let (here, there) = (World::memory(), World::memory());
    let session = here.python().await;
    run(
        &session,
        "import os; open('big', 'wb').write(os.urandom(100_000)); x = 1",
    )
    .await;
    let bundle = exported(&session).await;
    let refused = async |bundle: &[u8], what: &str| {
        let error = there
            .sessions
            .import_bundle(bundle, ImportOptions::default())
            .await
            .unwrap_err();
        assert!(matches!(error, SessionError::Bundle { .. }), "{what}: {error:?}");
    };
    // Every byte of the beginning, where everything is said, and some of the rest.
    let rest = (0..60).map(|n| n * bundle.len() / 60);
    for at in (0..300).chain(rest.clone()).chain([bundle.len() - 1]) {
        let mut flipped = bundle.clone();
        flipped[at] ^= 1 << (at % 8);
        refused(&flipped, &format!("bit of byte {at}")).await;
    }
    for len in (0..20).chain(rest).chain([bundle.len() - 1]) {
        refused(&bundle[..len], &format!("{len} bytes")).await;
    }
    assert!(keys(&there.store, "sessions/").await.is_empty(), "nothing was made");
    assert!(there.sessions.list().await.unwrap().is_empty());
    there.sessions.gc(Duration::ZERO, false).await.unwrap();
    assert!(
        keys(&there.store, "").await.is_empty(),
        "and what was taken in meanwhile is collected"
    );
    let moved = there
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await;
    assert_eq!(run(&moved.unwrap(), "print(x)").await, "1");
}

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
