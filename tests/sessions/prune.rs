//! Removing sessions by rules: behaviours 89 to 95, and what must never be removed.

use std::collections::BTreeSet;
use std::time::Duration;

use llm_wasm_sandbox::storage::{Fault, Faults, Key, StoreErrorKind};
use llm_wasm_sandbox::{
    Busy, Durability, ExecutionPolicy, Labels, Outcome, PruneReport, PruneRules, Runtime, Session, SessionId,
    SessionOptions, Sessions, Store, WriteMode,
};

use crate::lifecycle::{begin, keys, stop};
use crate::world::{World, config, labels, run};

const HOUR: i64 = 3600;

fn older_than(time: u64) -> PruneRules {
    let mut rules = PruneRules::new();
    rules.older_than = Some(Duration::from_hours(time));
    rules
}

fn idle_for(time: u64) -> PruneRules {
    let mut rules = PruneRules::new();
    rules.idle_for = Some(Duration::from_hours(time));
    rules
}

/// Makes a session with a file in it, without starting an interpreter, and lets it rest.
async fn make(sessions: &Sessions, name: &str, with: &Labels) -> Session {
    let options = SessionOptions::new()
        .id(SessionId::new(name).unwrap())
        .labels(with.clone());
    let session = sessions.create(Runtime::JavaScript, options).await.unwrap();
    session
        .write_file("f", "x".repeat(1000), WriteMode::CreateNew)
        .await
        .unwrap();
    session.park().await.unwrap();
    session
}

fn names<'a>(ids: impl IntoIterator<Item = &'a SessionId>) -> BTreeSet<&'a str> {
    ids.into_iter().map(SessionId::as_str).collect()
}

/// The names of the sessions that are there, as somebody sees them who has just come.
async fn there(world: &World) -> BTreeSet<String> {
    let listed = world.other().list().await.unwrap();
    listed.iter().map(|listed| listed.id().to_string()).collect()
}

#[track_caller]
fn assert_pruned(report: &PruneReport, deleted: &[&str], kept: usize) {
    assert_eq!(names(&report.deleted), deleted.iter().copied().collect(), "{report:?}");
    assert_eq!(report.kept, kept, "{report:?}");
    assert!(report.skipped.is_empty() && report.errors.is_empty(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_089_old_sessions_go_and_young_ones_stay() {
    let world = World::disk();
    let none = Labels::new();
    make(&world.sessions, "old-session", &none).await;
    let uuid = world.python().await;
    world.clock.jump(24 * HOUR);
    let young = make(&world.sessions, "young-session", &none).await;
    world.clock.jump(HOUR);
    // Old ones that were used lately are old all the same, and not idle.
    run(&uuid, "x = 1").await;
    uuid.park().await.unwrap();

    let report = world.sessions.prune(&idle_for(24)).await.unwrap();
    assert_pruned(&report, &["old-session"], 2);
    let report = world.sessions.prune(&older_than(24)).await.unwrap();
    assert_pruned(&report, &[uuid.id().as_str()], 1);
    assert_eq!(there(&world).await, [young.id().to_string()].into());
    world.clock.jump(3 * HOUR);
    let report = world.sessions.prune(&older_than(5)).await.unwrap();
    assert_pruned(&report, &[], 1);
    let report = world.sessions.prune(&older_than(3)).await.unwrap();
    assert_pruned(&report, &["young-session"], 0);
    assert!(keys(&world.store, "sessions/").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_090_a_dry_run_says_what_would_go_and_removes_nothing() {
    let world = World::disk();
    for name in ["a", "b"] {
        make(&world.sessions, name, &Labels::new()).await;
    }
    world.clock.jump(25 * HOUR);
    make(&world.sessions, "c", &Labels::new()).await;
    let before = keys(&world.store, "").await;
    let mut rules = older_than(24);
    (rules.dry_run, rules.collect) = (true, true);
    let report = world.sessions.prune(&rules).await.unwrap();
    assert_pruned(&report, &["a", "b"], 1);
    assert_eq!(
        (report.reclaimed_bytes, report.blobs_deleted, report.dry_run),
        (0, 0, true)
    );
    assert_eq!(report.to_string(), "Would prune 2 sessions, reclaimed 0 B");
    assert_eq!(keys(&world.store, "").await, before);
    rules.dry_run = false;
    let done = world.sessions.prune(&rules).await.unwrap();
    assert_eq!(done.deleted, report.deleted);
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_091_damaged_sessions_are_skipped_and_the_reason_is_told() {
    let world = World::disk();
    for name in ["cut", "empty", "nonsense", "foreign", "fine"] {
        make(&world.sessions, name, &Labels::new()).await;
    }
    let record = |name: &str| Key::new(format!("sessions/{name}/session")).unwrap();
    let whole = world.store.get(&record("fine"), 1 << 20).await.unwrap();
    for (name, content) in [
        ("cut", whole.slice(..whole.len() - 1)),
        ("empty", whole.slice(..0)),
        ("nonsense", "{\"created\": \"2020-13-45\"}".into()),
        ("foreign", whole.clone()),
    ] {
        world.store.put(&record(name), content).await.unwrap();
    }
    // The original had no record for these; here they are no sessions.
    world
        .store
        .put(&Key::new("sessions/none/workspace").unwrap(), "x")
        .await
        .unwrap();
    world.clock.jump(25 * HOUR);
    let report = world.other().prune(&older_than(24)).await.unwrap();
    assert_eq!(names(&report.deleted), ["fine"].into());
    assert_eq!(
        names(report.skipped.keys()),
        ["cut", "empty", "foreign", "nonsense"].into()
    );
    for (id, reason) in &report.skipped {
        assert!(reason.contains(id.as_str()) && reason.contains("damaged"), "{reason}");
    }
    assert!(report.errors.is_empty());
    assert_eq!(
        report.to_string().split(',').next(),
        Some("Pruned 1 session (4 skipped)")
    );
    let left = there(&world).await;
    assert_eq!(left.len(), 4, "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_092_what_cannot_be_removed_is_told_and_the_others_go() {
    let store = Store::memory();
    let faults = Faults::new(|operation| {
        let stuck = operation.name == "delete" && operation.key.starts_with("sessions/stuck/");
        stuck.then_some(Fault::Fails(StoreErrorKind::Denied))
    });
    let world = World::over(store.faulty(faults), config());
    for name in ["a", "stuck", "z"] {
        make(&world.sessions, name, &Labels::new()).await;
    }
    world.clock.jump(25 * HOUR);
    let report = world.sessions.prune(&older_than(24)).await.unwrap();
    assert_eq!(names(&report.deleted), ["a", "z"].into());
    assert_eq!(names(report.errors.keys()), ["stuck"].into());
    let reason = report.errors.values().next().unwrap();
    assert!(reason.contains("permission denied"), "{reason}");
    assert!(report.skipped.is_empty(), "{report:?}");
    assert!(
        report.to_string().starts_with("Pruned 2 sessions (1 error)"),
        "{report}"
    );
    // It is whole: it can be used, and removed once that works again.
    let stuck = world.sessions.session(&SessionId::new("stuck").unwrap()).await.unwrap();
    assert_eq!(stuck.read_file("f", 2000).await.unwrap().len(), 1000);
    world.sessions.close().await.unwrap();
    let healed = World::over(store, config());
    healed.clock.jump(26 * HOUR);
    let report = healed.sessions.prune(&older_than(24)).await.unwrap();
    assert_pruned(&report, &["stuck"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_093_the_bytes_that_were_given_back_are_told() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import os\nfor n in range(3): open(f'f{n}', 'wb').write(os.urandom(200_000))",
    )
    .await;
    session.park().await.unwrap();
    world.clock.jump(25 * HOUR);
    let young = world.python().await;
    run(&young, "import os; open('f', 'wb').write(os.urandom(200_000))").await;
    young.park().await.unwrap();
    let before = world.store.usage(None).await.unwrap();
    let mut rules = older_than(24);
    rules.collect = true;
    let report = world.sessions.prune(&rules).await.unwrap();
    let after = world.store.usage(None).await.unwrap();
    // The lease that is taken for it is some digits longer than one that was given back.
    assert!(
        report.reclaimed_bytes.abs_diff(before.bytes - after.bytes) < 16,
        "{report:?}"
    );
    assert!(report.reclaimed_bytes > 1000, "{report:?}");
    assert_eq!(
        report.blobs_deleted, 0,
        "contents that were written within the hour may be in use"
    );

    // By the store's own clock a day has passed, too.
    let folder = world.store.folder().unwrap();
    for key in keys(&world.store, "blobs/").await {
        let file = std::fs::File::options()
            .write(true)
            .open(folder.join(key.as_str()))
            .unwrap();
        file.set_modified(world.clock.now() - Duration::from_hours(50)).unwrap();
    }
    let report = world.sessions.prune(&rules).await.unwrap();
    assert!(
        report.reclaimed_bytes >= 600_000 && report.blobs_deleted > 0 && report.deleted.is_empty(),
        "{report:?}"
    );
    assert_eq!(
        after.bytes - world.store.usage(None).await.unwrap().bytes,
        report.reclaimed_bytes
    );
    assert_eq!(run(&young, "print(os.path.getsize('f'))").await, "200000");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_095_a_hundred_sessions_at_once() {
    let world = World::memory();
    for n in 0..100 {
        make(&world.sessions, &format!("s{n}"), &Labels::new()).await;
    }
    world.clock.jump(25 * HOUR);
    let report = world.sessions.prune(&older_than(24)).await.unwrap();
    assert_eq!((report.deleted.len(), report.kept), (100, 0));
    assert_eq!(report.deleted.iter().collect::<BTreeSet<_>>().len(), 100);
    assert!(report.reclaimed_bytes >= 100 * 100, "{report}");
    assert!(keys(&world.store, "sessions/").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_joined_and_labels_choose() {
    let world = World::disk();
    let (anna, bert) = (labels(&[("user", "anna")]), labels(&[("user", "bert")]));
    for n in 0..4 {
        make(&world.sessions, &format!("a{n}"), &anna).await;
        make(&world.sessions, &format!("b{n}"), &bert).await;
        world.clock.jump(HOUR);
    }
    // Of anna's, the two that were used last stay.
    let mut rules = PruneRules::new();
    (rules.keep, rules.labels) = (Some(2), anna.clone());
    let report = world.sessions.prune(&rules).await.unwrap();
    assert_pruned(&report, &["a0", "a1"], 6);
    // Any condition is enough: those beyond three, and those that are three hours old.
    let mut rules = older_than(3);
    (rules.keep, rules.labels) = (Some(3), bert);
    let report = world.sessions.prune(&rules).await.unwrap();
    assert_pruned(&report, &["b0", "b1"], 4);
    // Larger than so many bytes of files and state.
    let large = world.sessions.session(&SessionId::new("b2").unwrap()).await.unwrap();
    large
        .write_file("g", vec![0; 50_000], WriteMode::CreateNew)
        .await
        .unwrap();
    large.park().await.unwrap();
    let mut rules = PruneRules::new();
    rules.larger_than = Some(51_000);
    assert_pruned(&world.sessions.prune(&rules).await.unwrap(), &[], 4);
    rules.larger_than = Some(50_999);
    assert_pruned(&world.sessions.prune(&rules).await.unwrap(), &["b2"], 3);
    // Labels that no session has choose none; without conditions none goes that does not expire.
    let mut rules = older_than(0);
    rules.labels = labels(&[("user", "nobody")]);
    assert_pruned(&world.sessions.prune(&rules).await.unwrap(), &[], 3);
    assert_pruned(&world.sessions.prune(&PruneRules::new()).await.unwrap(), &[], 3);
    rules.labels = anna;
    assert_pruned(&world.sessions.prune(&rules).await.unwrap(), &["a2", "a3"], 1);
    let mut none = PruneRules::new();
    none.keep = Some(0);
    assert_pruned(&world.sessions.prune(&none).await.unwrap(), &["b3"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_rules_what_has_expired_goes() {
    let mut mortal = config();
    mortal.idle_expiry = Some(Duration::from_hours(2));
    mortal.lifetime = Some(Duration::from_hours(10));
    let world = World::disk_with(mortal);
    for name in ["idle", "busy", "new"] {
        if name == "new" {
            world.clock.jump(HOUR);
        }
        make(&world.sessions, name, &Labels::new()).await;
    }
    let busy = world.sessions.session(&SessionId::new("busy").unwrap()).await.unwrap();
    let mut gone = Vec::new();
    for hour in 1..=12 {
        world.clock.jump(HOUR);
        busy.write_file("log", "x", WriteMode::Append).await.ok();
        busy.park().await.ok();
        let report = world.sessions.prune(&PruneRules::new()).await.unwrap();
        gone.extend(report.deleted.iter().map(|id| (id.to_string(), hour)));
    }
    // The first two rest for two hours, `idle` one of them before the first look; `busy` is used every hour until it is ten hours old.
    let expected = [("idle", 1), ("new", 2), ("busy", 9)];
    assert_eq!(gone, expected.map(|(name, hour)| (name.to_owned(), hour)));
}

#[tokio::test(flavor = "multi_thread")]
async fn b_179_a_session_that_runs_is_skipped_here_and_elsewhere() {
    let world = World::disk();
    let other = world.other();
    let running = make(&world.sessions, "running", &Labels::new()).await;
    make(&world.sessions, "resting", &Labels::new()).await;
    // The other process has a handle of it, and a wait would be long.
    let handle = other.session(running.id()).await.unwrap();
    world.clock.jump(25 * HOUR);
    let turn = begin(&running).await;
    for (sessions, expected) in [
        (&world.sessions, "a turn is under way"),
        (&other, "another process uses it"),
    ] {
        let mut rules = older_than(24);
        for dry_run in [true, false] {
            rules.dry_run = dry_run;
            let report = sessions.prune(&rules).await.unwrap();
            assert!(!names(&report.deleted).contains("running"), "{report:?}");
            assert_eq!(
                report.skipped.get(running.id()).map(String::as_str),
                Some(expected),
                "{report:?}"
            );
        }
    }
    assert_eq!(stop(&running, turn).await, Outcome::Cancelled);
    assert_eq!(there(&world).await, ["running".to_owned()].into());
    running.park().await.unwrap();
    assert_eq!(handle.read_file("f", 2000).await.unwrap().len(), 1000);
    let report = other.prune(&older_than(24)).await.unwrap();
    assert_pruned(&report, &["running"], 0);
}

/// Uses the session `touched` as soon as the record of the one that is removed before it goes.
async fn pruned_while_used(kept: bool) -> (World, PruneReport) {
    let (told, mut hears) = tokio::sync::mpsc::unbounded_channel::<()>();
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let faults = Faults::new(move |operation| {
        // The first one goes: from here on, the other one is used, and only then does it go on.
        if operation.name == "delete" && operation.key == "sessions/first/session" {
            told.send(()).unwrap();
            waits.recv().unwrap();
        }
        None
    });
    let store = Store::memory();
    let world = World::over(store.clone(), config());
    // Of two the one that was used last is looked at first.
    let options = SessionOptions::new()
        .id(SessionId::new("touched").unwrap())
        .policy(ExecutionPolicy::from_toml("fuel_budget = 100_000_000").unwrap());
    let touched = world.sessions.create(Runtime::JavaScript, options).await.unwrap();
    world.clock.jump(1);
    make(&world.sessions, "first", &Labels::new()).await;
    world.clock.jump(25 * HOUR);
    let mut of_pruner = config();
    let clock = world.clock.clone();
    of_pruner.clock = std::sync::Arc::new(move || clock.now());
    let pruner = Sessions::open(store.faulty(faults), crate::world::images(), of_pruner).unwrap();
    let handle = pruner.session(touched.id()).await.unwrap();
    let pruning = {
        let pruner = pruner.clone();
        tokio::spawn(async move { pruner.prune(&idle_for(24)).await.unwrap() })
    };
    hears.recv().await.unwrap();
    if kept {
        touched.write_file("g", "new", WriteMode::CreateNew).await.unwrap();
        touched.park().await.unwrap();
    } else {
        // What leaves no generation is a use, too.
        let ended = touched.execute("while (true) {}").await.unwrap();
        assert!(!ended.committed);
        touched.park().await.unwrap();
    }
    go_on.send(()).unwrap();
    let report = pruning.await.unwrap();
    drop(handle);
    (world, report)
}

#[tokio::test(flavor = "multi_thread")]
async fn b_279_a_session_that_was_used_meanwhile_stays() {
    for kept in [true, false] {
        let (world, report) = pruned_while_used(kept).await;
        assert_eq!(names(&report.deleted), ["first"].into());
        assert_eq!(
            report.skipped.values().map(String::as_str).collect::<Vec<_>>(),
            ["it was used meanwhile"]
        );
        let touched = world
            .other()
            .session(&SessionId::new("touched").unwrap())
            .await
            .unwrap();
        assert_eq!(touched.list_files(None).await.unwrap().len(), usize::from(kept));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_279_it_is_looked_at_again_once_nobody_else_can_use_it() {
    // Between the last look and the removal, which waits for the one who uses it.
    let store = Store::memory();
    let world = World::over(store.clone(), config());
    let touched = make(&world.sessions, "touched", &Labels::new()).await;
    world.clock.jump(25 * HOUR);
    let (told, mut hears) = tokio::sync::mpsc::unbounded_channel::<()>();
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let mut looks = 0;
    let faults = Faults::new(move |operation| {
        // The second look at who has the lease is the one of the removal itself.
        if operation.name == "children" && operation.key.ends_with("/lease") {
            looks += 1;
            if looks == 2 {
                told.send(()).unwrap();
                waits.recv().unwrap();
            }
        }
        None
    });
    let mut of_pruner = config();
    let clock = world.clock.clone();
    of_pruner.clock = std::sync::Arc::new(move || clock.now());
    let pruner = Sessions::open(store.faulty(faults), crate::world::images(), of_pruner).unwrap();
    let pruning = tokio::spawn(async move { pruner.prune(&idle_for(24)).await.unwrap() });
    hears.recv().await.unwrap();
    touched.write_file("g", "new", WriteMode::CreateNew).await.unwrap();
    touched.park().await.unwrap();
    go_on.send(()).unwrap();
    let report = pruning.await.unwrap();
    assert!(report.deleted.is_empty(), "{report:?}");
    assert_eq!(report.skipped.len(), 1, "{report:?}");
    let mut refusing = config();
    refusing.busy = Busy::Refuse;
    let touched = world.other_with(refusing).session(touched.id()).await.unwrap();
    assert_eq!(touched.read_file("g", 10).await.unwrap(), b"new");
    let written = touched.write_file("h", "free", WriteMode::CreateNew).await;
    assert!(
        written.is_ok(),
        "nobody has to wait for the one who let it live: {written:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_279_what_is_not_stored_yet_is_a_use_too() {
    let mut lazy = config();
    lazy.durability = Durability::OnPark;
    let world = World::disk_with(lazy);
    let session = make(&world.sessions, "lazy", &Labels::new()).await;
    world.clock.jump(25 * HOUR);
    let turn = session.execute("globalThis.x = 42").await.unwrap();
    assert!(turn.committed && !turn.persisted);
    let mut rules = idle_for(24);
    for dry_run in [true, false] {
        rules.dry_run = dry_run;
        let report = world.sessions.prune(&rules).await.unwrap();
        assert_eq!((report.deleted.len(), report.skipped.len()), (0, 1), "{report:?}");
    }
    session.park().await.unwrap();
    assert_pruned(&world.sessions.prune(&rules).await.unwrap(), &[], 1);
    let turn = session.execute("console.log(x)").await.unwrap();
    assert_eq!(turn.stdout, "42\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn b_277_ages_of_nothing_and_of_everything() {
    let world = World::memory();
    make(&world.sessions, "a", &Labels::new()).await;
    let mut rules = PruneRules::new();
    (rules.older_than, rules.idle_for) = (Some(Duration::MAX), Some(Duration::MAX));
    rules.larger_than = Some(u64::MAX);
    rules.keep = Some(usize::MAX);
    assert_pruned(&world.sessions.prune(&rules).await.unwrap(), &[], 1);
    // A clock that was put back makes nobody old.
    world.clock.jump(-1000 * HOUR);
    assert_pruned(&world.sessions.prune(&older_than(0)).await.unwrap(), &[], 1);
    world.clock.jump(1001 * HOUR);
    assert_pruned(&world.sessions.prune(&older_than(0)).await.unwrap(), &["a"], 0);
}
