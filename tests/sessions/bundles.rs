//! Sessions as files: bundles.

use std::time::Duration;

use llm_wasm_sandbox::{Cause, ExecutionPolicy, ImportOptions, Runtime, Session, SessionError, SessionOptions, Store};

use crate::lifecycle::keys;
use crate::stored::id;
use crate::world::{World, config, labels, run};

pub(crate) async fn exported(session: &Session) -> Vec<u8> {
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
async fn what_no_generation_names_any_more_is_stored_again() {
    let mut config = crate::world::config();
    config.history = 1;
    let world = World::disk_with(config);
    let session = world.python().await;
    let write = "import os, random\nrandom.seed(7)\nopen('f', 'wb').write(random.randbytes(400_000))";
    run(&session, write).await;
    // The same interpreter goes on: what it has stored once, it knows.
    let instead = "os.remove('f')\nrandom.seed(8)\nopen('g', 'wb').write(random.randbytes(400_000))";
    for program in [instead, "y = 1", "z = 1"] {
        run(&session, program).await;
    }
    let before = keys(&world.store, "blobs/").await;
    let folder = world.store.folder().unwrap();
    for key in &before {
        let file = std::fs::File::options()
            .write(true)
            .open(folder.join(key.as_str()))
            .unwrap();
        file.set_modified(world.clock.now() - Duration::from_hours(24)).unwrap();
    }
    world.sessions.gc(Duration::from_hours(1), false).await.unwrap();
    assert!(
        keys(&world.store, "blobs/").await.len() < before.len(),
        "the file's contents are gone"
    );
    run(&session, write).await;
    session.park().await.unwrap();
    assert_eq!(
        run(
            &session,
            "random.seed(7)\nprint(open('f', 'rb').read() == random.randbytes(400_000))"
        )
        .await,
        "True"
    );
    assert!(world.sessions.check(true).await.unwrap().problems.is_empty());
}
