//! Stored data that was changed, swapped or damaged: B-187, B-194, B-251, and every object with a wrong bit.

use std::collections::BTreeMap;
use std::time::Duration;

use llm_wasm_sandbox::storage::{Key, StoreErrorKind};
use llm_wasm_sandbox::{
    Listed, PruneRules, Runtime, Session, SessionError, SessionId, SessionOptions, Store, WriteMode,
};

use crate::hostile::SECRET;
use crate::hostile::paths;
use crate::lifecycle::keys;
use crate::world::{World, labels, run};

/// Everything in a store.
pub(crate) async fn everything(store: &Store) -> BTreeMap<Key, Vec<u8>> {
    let mut all = BTreeMap::new();
    for key in keys(store, "").await {
        let content = store.get(&key, u64::MAX).await.unwrap().to_vec();
        all.insert(key, content);
    }
    all
}

/// Makes a store what it was.
pub(crate) async fn restore(store: &Store, all: &BTreeMap<Key, Vec<u8>>) {
    for key in keys(store, "").await {
        match all.get(&key) {
            None => store.delete(&key).await.unwrap(),
            Some(content) if *content != store.get(&key, u64::MAX).await.unwrap() => {
                store.put(&key, content.clone()).await.unwrap();
            }
            Some(_) => {}
        }
    }
    for (key, content) in all {
        if store.head(key).await.unwrap().is_none() {
            store.put(key, content.clone()).await.unwrap();
        }
    }
}

pub(crate) fn id(name: &str) -> SessionId {
    SessionId::new(name).unwrap()
}

/// Sessions `a`, of two generations, and `b`, which has a secret in its memory and in its files.
pub(crate) async fn two_sessions(world: &World) -> (Session, Session) {
    let make = async |name: &str| {
        let options = SessionOptions::new().id(id(name)).labels(labels(&[("of", name)]));
        world.sessions.create(Runtime::Python, options).await.unwrap()
    };
    let (a, b) = (make("a").await, make("b").await);
    run(
        &a,
        "import os; x = 1; open('f', 'w').write('one'); open('g', 'wb').write(os.urandom(50_000))",
    )
    .await;
    run(&a, "x = 2; open('f', 'w').write('two'); h = os.urandom(3 << 20)").await;
    run(
        &b,
        &format!("import os; x = '{SECRET}' * 1000; open('f', 'w').write(x); open('g', 'wb').write(x.encode() * 9 + os.urandom(50_000))"),
    )
    .await;
    run(&b, "y = x + '2'; h = (x * 300).encode() + os.urandom(3 << 20)").await;
    world.sessions.close().await.unwrap();
    (a, b)
}

/// What there is of a session in the eyes of whoever opens it now: what a program prints, or why not.
pub(crate) async fn seen(world: &World, name: &str) -> Result<String, SessionError> {
    let sessions = world.other();
    let id = id(name);
    let session = sessions.session(&id).await;
    let id_is_b = name == "b";
    let looked = tokio::spawn(async move {
        let session = session?;
        for info in session.list_files(None).await? {
            let start = session.read_range(&info.path, 0, 100).await?;
            assert!(id_is_b || !String::from_utf8_lossy(&start).contains(SECRET), "{info:?}");
        }
        let turn = session
            .execute("import os; print(globals().get('x'), len(globals().get('h', '')), open('f').read() if os.path.exists('f') else None)")
            .await?;
        Ok(format!("{}{}", turn.stdout, turn.stderr))
    });
    let looked = tokio::time::timeout(Duration::from_secs(30), looked).await;
    let looked = looked.expect("it ends").expect("nothing panics");
    sessions.close().await.ok();
    looked
}

pub(crate) const WHOLE: &str = "2 3145728 two\n";
pub(crate) const BEFORE: &str = "1 0 one\n";

#[tokio::test(flavor = "multi_thread")]
async fn b_187_b_251_records_of_another_session_are_no_records_of_this_one() {
    let world = World::disk();
    let (a, b) = two_sessions(&world).await;
    let all = everything(&world.store).await;
    let of = |name: &str| {
        let prefix = format!("sessions/{name}/");
        let mine = all.iter().filter(|(key, _)| key.as_str().starts_with(&prefix));
        mine.map(|(key, content)| (key.clone(), content.clone()))
            .collect::<Vec<_>>()
    };
    let generations = |all: Vec<(Key, Vec<u8>)>| -> Vec<(Key, Vec<u8>)> {
        all.into_iter()
            .filter(|(key, _)| key.as_str().contains("/gen/"))
            .collect()
    };
    let (of_a, of_b) = (generations(of("a")), generations(of("b")));
    // B's last generation in the place of A's: A's one before it is what is left, and the damage is told.
    world.store.put(&of_a[1].0, of_b[1].1.clone()).await.unwrap();
    let info = world.other().session(a.id()).await.unwrap().info().await.unwrap();
    assert_eq!((info.generation, &info.damaged_generations[..]), (1, &[2][..]));
    assert_eq!(info.labels, labels(&[("of", "a")]));
    let report = world.sessions.check(true).await.unwrap();
    assert!(!report.is_sound(), "{report:?}");
    assert_eq!(seen(&world, "a").await.unwrap(), BEFORE);
    restore(&world.store, &all).await;
    // As one more, which nobody made: it is no generation of A's.
    let next = Key::new(of_a[1].0.as_str().replace("0000000000000002", "0000000000000003")).unwrap();
    world.store.put(&next, of_b[1].1.clone()).await.unwrap();
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
    // All of B's: nothing of A's is left, and nothing of B's is shown.
    restore(&world.store, &all).await;
    for (mine, theirs) in of_a.iter().zip(&of_b) {
        world.store.put(&mine.0, theirs.1.clone()).await.unwrap();
    }
    match seen(&world, "a").await {
        Ok(printed) => assert!(!printed.contains(SECRET) && !printed.contains("two"), "{printed}"),
        Err(error) => assert!(matches!(error, SessionError::Damaged { .. }), "{error:?}"),
    }
    // A's own first one in the place of its second.
    restore(&world.store, &all).await;
    world.store.put(&of_a[1].0, of_a[0].1.clone()).await.unwrap();
    let info = world.other().session(a.id()).await.unwrap().info().await.unwrap();
    assert_eq!(info.damaged_generations, [2]);

    // Who it is.
    restore(&world.store, &all).await;
    let record = |name: &str| Key::new(format!("sessions/{name}/session")).unwrap();
    world.store.put(&record("a"), all[&record("b")].clone()).await.unwrap();
    for (key, content) in of("b") {
        let copy = Key::new(key.as_str().replacen("sessions/b/", "sessions/a/", 1)).unwrap();
        world.store.put(&copy, content).await.unwrap();
    }
    let error = seen(&world, "a").await.unwrap_err();
    assert!(
        matches!(&error, SessionError::Damaged { id, .. } if id == a.id()),
        "{error:?}"
    );
    let listed = world.other().list().await.unwrap();
    assert!(
        matches!(&listed[..], [Listed::Damaged { id, .. }, Listed::Session(_)] if id == a.id()),
        "{listed:?}"
    );
    let mut all_of_them = PruneRules::new();
    all_of_them.labels = labels(&[("of", "a")]);
    all_of_them.keep = Some(0);
    let report = world.other().prune(&all_of_them).await.unwrap();
    assert!(report.deleted.is_empty(), "{report:?}");
    assert!(world.other().delete(a.id()).await.unwrap());
    assert!(keys(&world.store, "sessions/a/").await.is_empty());
    let printed = seen(&world, "b").await.unwrap();
    assert!(printed.starts_with(SECRET), "B is what it was: {printed}");
    drop(b);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_187_a_record_of_ten_megabytes_hides_no_other_session() {
    let world = World::disk();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let record = Key::new("sessions/a/session").unwrap();
    world.store.put(&record, vec![b'x'; 10 << 20]).await.unwrap();
    let listed = world.other().list().await.unwrap();
    assert!(
        matches!(&listed[..], [Listed::Damaged { .. }, Listed::Session(_)]),
        "{listed:?}"
    );
    assert!(world.other().check(true).await.is_ok());
    assert!(world.other().gc(Duration::ZERO, false).await.is_ok());
    assert!(seen(&world, "b").await.unwrap().starts_with(SECRET));
    assert!(world.other().delete(&id("a")).await.unwrap());
    restore(&world.store, &all).await;
    let last = keys(&world.store, "sessions/a/").await;
    let last = last.iter().rfind(|key| key.as_str().contains("/gen/")).unwrap();
    world.store.put(last, vec![b'x'; 10 << 20]).await.unwrap();
    assert_eq!(seen(&world, "a").await.unwrap(), BEFORE);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_194_a_name_that_was_a_file_and_is_a_folder() {
    let world = World::disk();
    for park in [true, false] {
        let session = world.python().await;
        let settle = async || {
            if park {
                session.park().await.unwrap();
            }
        };
        run(&session, "import os, shutil\nopen('a', 'wb').write(b'file' * 20_000)").await;
        settle().await;
        run(
            &session,
            "os.remove('a'); os.mkdir('a'); open('a/b', 'wb').write(b'below' * 20_000)",
        )
        .await;
        settle().await;
        assert_eq!(paths(&session).await, ["a/b"]);
        assert_eq!(
            run(
                &session,
                "print(os.path.isdir('a'), open('a/b', 'rb').read() == b'below' * 20_000)"
            )
            .await,
            "True True"
        );
        run(
            &session,
            "shutil.rmtree('a'); os.symlink('c', 'a'); open('c', 'w').write('c')",
        )
        .await;
        settle().await;
        assert_eq!(
            run(&session, "print(open('a').read(), os.path.islink('a'))").await,
            "c True"
        );
        session.delete_file("a", false).await.unwrap();
        settle().await;
        session.write_file("a/b/c", "deep", WriteMode::CreateNew).await.unwrap();
        settle().await;
        session.delete_file("a", true).await.unwrap();
        session.write_file("a", "file", WriteMode::CreateNew).await.unwrap();
        session.park().await.unwrap();
        let there = world.other().session(session.id()).await.unwrap();
        assert_eq!(paths(&there).await, ["a", "c"]);
        assert_eq!(run(&there, "print(open('a').read())").await, "file");
        // Each of them is still what it was.
        there.roll_back(1).await.unwrap();
        assert_eq!(there.read_file("a", 1 << 20).await.unwrap().len(), 80_000);
        there.roll_back(2).await.unwrap();
        assert_eq!(paths(&there).await, ["a/b"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_object_with_a_wrong_bit_is_noticed_or_does_not_matter() {
    let world = World::disk();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let of_a: Vec<&Key> = all
        .keys()
        .filter(|key| !key.as_str().starts_with("sessions/b/"))
        .collect();
    let mut random = 7_u64;
    let (mut whole, mut refused) = (0, 0);
    for key in of_a {
        let content = &all[key];
        let mut variants: Vec<Vec<u8>> = Vec::new();
        for n in 0..4 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = if n == 0 {
                n
            } else {
                usize::try_from(random >> 33).unwrap() % content.len().max(1)
            };
            let mut flipped = content.clone();
            if let Some(byte) = flipped.get_mut(at) {
                *byte ^= 1 << (random % 8);
            }
            variants.push(flipped);
        }
        variants.extend([
            Vec::new(),
            content[..content.len() / 2].to_vec(),
            [&content[..], b"x"].concat(),
        ]);
        for variant in variants {
            world.store.put(key, variant).await.unwrap();
            let last = key.as_str().contains("sessions/a/") && key.name() == "0000000000000002";
            let is_identity = key.as_str() == "sessions/a/session";
            match seen(&world, "a").await {
                Ok(printed) => {
                    assert_eq!(printed, if last { BEFORE } else { WHOLE }, "{key}");
                    assert!(!is_identity, "{key}");
                    whole += 1;
                }
                Err(SessionError::Store(error)) => {
                    assert!(
                        matches!(error.kind, StoreErrorKind::Corrupt | StoreErrorKind::TooLarge),
                        "{key}: {error:?}"
                    );
                    assert_eq!(error.key, key.as_str());
                    refused += 1;
                }
                Err(SessionError::Damaged { id, .. }) => {
                    assert!(id.as_str() == "a" && is_identity, "{key}");
                    refused += 1;
                }
                Err(error) => panic!("{key}: {error:?}"),
            }
            // What looks at everything ends, too.
            let sessions = world.other();
            assert_eq!(sessions.list().await.unwrap().len(), 2, "{key}");
            sessions.stats().await.unwrap();
            sessions.check(true).await.unwrap();
            restore(&world.store, &all).await;
        }
    }
    assert!(whole > 10 && refused > 10, "{whole} {refused}");
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_251_no_object_of_another_session_shows_it() {
    let world = World::memory();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let of_a = all.keys().filter(|key| !key.as_str().starts_with("sessions/b/"));
    for (n, mine) in of_a.enumerate() {
        for (m, (theirs, content)) in all.iter().enumerate() {
            // Of two blobs of one kind, of two records of one kind.
            let kind = |key: &Key| key.as_str().split('/').nth_back(1).map(|part| part.len() > 2);
            // Of blobs, some pairs say as much as all.
            if mine.as_str().starts_with("blobs/") && (n + m) % 4 != 0 {
                continue;
            }
            if theirs == mine || kind(theirs) != kind(mine) || theirs.as_str().starts_with("sessions/a/") {
                continue;
            }
            world.store.put(mine, content.clone()).await.unwrap();
            if let Ok(printed) = seen(&world, "a").await {
                assert!(!printed.contains(SECRET), "{theirs} as {mine}: {}", &printed[..100]);
                assert!(
                    [WHOLE, BEFORE].contains(&printed.as_str()),
                    "{theirs} as {mine}: {printed}"
                );
            }
            restore(&world.store, &all).await;
        }
    }
}
