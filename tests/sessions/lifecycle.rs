//! Sessions from their making to their end: behaviours 71 and 73 to 86, names, labels, expiry, bundles, histories, damage, and what a store says that it holds.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use futures_util::StreamExt as _;
use llm_wasm_sandbox::storage::{Key, StoreErrorKind};
use llm_wasm_sandbox::{
    ImportOptions, Outcome, Runtime, Session, SessionError, SessionId, SessionOptions, Store, Timestamp, WriteMode,
};

use crate::world::{World, config, labels, run};

pub(crate) fn id(name: &str) -> SessionId {
    SessionId::new(name).unwrap()
}

pub(crate) fn named(name: &str) -> SessionOptions {
    SessionOptions::new().id(id(name))
}

/// All keys of a store that have a part.
pub(crate) async fn keys(store: &Store, part: &str) -> BTreeSet<Key> {
    let all: Vec<_> = store.list(None).collect().await;
    let keys = all.into_iter().map(|entry| entry.unwrap().key);
    keys.filter(|key| key.as_str().contains(part)).collect()
}

/// Changes one bit in the middle of an object.
pub(crate) async fn flip(store: &Store, key: &Key) {
    let content = store.get(key, u64::MAX).await.unwrap();
    flip_at(store, key, content.len() / 2).await;
}

/// Changes one bit of an object: of this byte, or of the last one.
pub(crate) async fn flip_at(store: &Store, key: &Key, at: usize) {
    let mut content = store.get(key, u64::MAX).await.unwrap().to_vec();
    let at = at.min(content.len() - 1);
    content[at] ^= 1;
    store.put(key, content).await.unwrap();
}

/// Waits until a session's turn is under way.
pub(crate) async fn wait_until_warm(session: &Session) {
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
pub(crate) fn walk(folder: &Path) -> Vec<(String, u64)> {
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
