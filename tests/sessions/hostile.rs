//! Hostile cases by number: the host's way to files that a guest has prepared, archives, and stored data that somebody has forged.

use std::io::Cursor;
use std::time::Duration;

use llm_wasm_sandbox::{
    Busy, ExecutionPolicy, ImportOptions, Runtime, Session, SessionError, SessionId, SessionOptions, WriteMode,
};

use crate::archives::Raw;
use crate::archives::archive;
use crate::lifecycle::{begin, keys, stop};
use crate::world::{World, config, run};

/// What nobody but session B may ever see.
pub(crate) const SECRET: &str = "TB-6f1c93d2";

pub(crate) async fn paths(session: &Session) -> Vec<String> {
    let all = session.list_files(None).await.unwrap();
    all.into_iter().map(|info| info.path).collect()
}

pub(crate) async fn python_under(world: &World, toml: &str) -> Session {
    let policy = ExecutionPolicy::from_toml(toml).unwrap();
    let options = SessionOptions::new().policy(policy);
    world.sessions.create(Runtime::Python, options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn b_086_every_name_is_a_file_of_its_own() {
    let world = World::disk();
    let session = world.python().await;
    let names = [
        "a",
        "A",
        "\u{e9}",
        "e\u{301}",
        "x%0A",
        "x\n",
        "-rf",
        "'\"; rm -rf #",
        "$(id)",
        "`id`",
        "%s%n",
        "{{7*7}}",
        "<script>",
        " ",
        "...",
        "..\\x",
        "CON",
        "\u{202e}txt",
        "\u{1f600}",
        &"x".repeat(255),
    ];
    let all = serde_json::to_string(&names).unwrap();
    let program = format!(
        "import json, os\nnames = json.loads({})\nfor n, name in enumerate(names): open(name, 'w').write(str(n))",
        serde_json::to_string(&all).unwrap()
    );
    run(&session, &program).await;
    session.park().await.unwrap();
    let there = world.other().session(session.id()).await.unwrap();
    for session in [&session, &there] {
        let mut expected: Vec<&str> = names.to_vec();
        expected.sort_unstable();
        assert_eq!(paths(session).await, expected);
        for (n, name) in names.iter().enumerate() {
            assert_eq!(
                session.read_file(name, 10).await.unwrap(),
                n.to_string().as_bytes(),
                "{name:?}"
            );
        }
    }
    let same = "print(sorted(os.listdir()) == sorted(names), all(open(name).read() == str(n) for n, name in enumerate(names)))";
    assert_eq!(run(&there, same).await, "True True");
    // The host makes them as the guest does.
    there.delete_file("a", false).await.unwrap();
    there
        .write_file("e\u{301}", "host", WriteMode::Overwrite)
        .await
        .unwrap();
    assert_eq!(
        run(
            &there,
            "print(open('A').read(), open('\\u00e9').read(), open('e\\u0301').read())"
        )
        .await,
        "1 2 host"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_091_what_a_stopped_turn_wrote_is_not_there() {
    let world = World::disk();
    let session = python_under(&world, "fuel_budget = 4_000_000_000").await;
    run(&session, "open('kept', 'w').write('kept'); y = 1").await;
    let before = keys(&world.store, "").await;
    let stopped = session
        .execute("f = open('x', 'w'); f.write('a' * 10**7)\nopen('kept', 'w').write('lost')\nwhile True: pass")
        .await
        .unwrap();
    assert!(!stopped.committed, "{}", stopped.stderr);
    assert_eq!(paths(&session).await, ["kept"]);
    assert_eq!(session.read_file("kept", 10).await.unwrap(), b"kept");
    let after = keys(&world.store, "").await;
    let new: Vec<_> = after.difference(&before).collect();
    assert!(
        new.iter().all(|key| key.as_str().ends_with("/used")),
        "no half of it lies in the store: {new:?}"
    );
    assert_eq!(
        run(&session, "import os; print(os.listdir(), y, 'f' in globals())").await,
        "['kept'] 1 False"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_109_b_116_saving_and_restoring_runs_no_code_of_the_guest() {
    let world = World::disk();
    let outside = tempfile::tempdir().unwrap();
    let touched = outside.path().join("pwned");
    let session = world.python().await;
    let program = format!(
        r"
import os
calls = []
def hook(name):
    def called(self, *a, **k):
        calls.append(name)
        while name in ('__getattr__', 'fileno', '__getstate__'): pass
        return (os.system, ('touch {}',))
    return called
E = type('E', (), {{name: hook(name) for name in ['__reduce__', '__reduce_ex__', '__getstate__', '__setstate__', '__del__', '__getattr__', 'fileno', '__deepcopy__', '__sizeof__', '__hash__']}})
e = E()
",
        touched.display()
    );
    run(&session, &program).await;
    for _ in 0..3 {
        session.park().await.unwrap();
        let other = world.other();
        let there = other.session(session.id()).await.unwrap();
        assert_eq!(run(&there, "print(calls, type(e).__name__)").await, "[] E");
        other.close().await.unwrap();
    }
    assert!(!touched.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn b_117_a_state_that_changes_all_the_time_takes_a_bounded_place() {
    let mut short = config();
    short.history = 2;
    let world = World::disk_with(short);
    let session = world.python().await;
    run(&session, "import os; x = bytearray(os.urandom(2 << 20))").await;
    for turn in 0..20 {
        run(&session, "x[:] = os.urandom(2 << 20)").await;
        let info = session.info().await.unwrap();
        assert!(info.sizes.stored_bytes < 10 << 20, "turn {turn}: {info:?}");
    }
    world.sessions.gc(Duration::ZERO, false).await.unwrap();
    let usage = world.store.usage(None).await.unwrap();
    // Three generations, each with what one turn changed, and not twenty.
    assert!(usage.bytes < 3 * (10 << 20), "{usage:?}");
    assert_eq!(run(&session, "print(len(x))").await, "2097152");
}

#[tokio::test(flavor = "multi_thread")]
async fn b_164_no_id_means_all_sessions() {
    for id in ["", ".", "..", "*", "%", "/", "sessions"] {
        assert!(SessionId::new(id).is_err(), "{id}");
    }
    let world = World::disk();
    let mut rest = Vec::new();
    for name in ["a", "ab", "a.b", "a-b", "A"] {
        let options = SessionOptions::new().id(SessionId::new(name).unwrap());
        let session = world.sessions.create(Runtime::JavaScript, options).await.unwrap();
        session.write_file("f", name, WriteMode::CreateNew).await.unwrap();
        rest.push(session);
    }
    // One whose name begins like others' takes none of them with it.
    let gone = rest.remove(0);
    assert!(world.sessions.delete(gone.id()).await.unwrap());
    assert_eq!(world.sessions.list().await.unwrap().len(), 4);
    for session in rest {
        session.park().await.unwrap();
        let name = session.id().as_str().as_bytes();
        assert_eq!(session.read_file("f", 10).await.unwrap(), name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_166_b_167_the_workspace_itself_is_neither_written_nor_deleted() {
    let world = World::disk();
    let folder = world.store.folder().unwrap();
    let session = world.python().await;
    session.write_file("x/f", "kept", WriteMode::CreateNew).await.unwrap();
    let before = keys(&world.store, "").await;
    for path in [
        ".",
        "x/..",
        "",
        "./",
        "/",
        "/app",
        "../app",
        "x/../../app",
        "../../outside",
        "x//f",
        "x/./f",
        "x/f/",
        "x/f/.",
        "nul\0",
    ] {
        for recursive in [true, false] {
            let error = session.delete_file(path, recursive).await.unwrap_err();
            assert!(matches!(error, SessionError::Path(_)), "{path:?}: {error:?}");
        }
        let error = session.write_file(path, "x", WriteMode::Overwrite).await.unwrap_err();
        assert!(matches!(error, SessionError::Path(_)), "{path:?}: {error:?}");
    }
    let long = "d/".repeat(3000) + "f";
    let deep = "d/".repeat(40) + "f";
    let name = "n".repeat(256);
    for path in [&long, &deep, &name] {
        assert!(
            session.write_file(path, "x", WriteMode::Overwrite).await.is_err(),
            "{}",
            path.len()
        );
    }
    assert_eq!(paths(&session).await, ["x/f"]);
    assert_eq!(
        session.list_all().await.unwrap().len(),
        2,
        "no folder was made on the way"
    );
    let after = keys(&world.store, "").await;
    assert_eq!(after, before, "nothing was stored");
    assert!(!folder.parent().unwrap().join("outside").exists());
}

/// Makes links to everything that a guest would like to reach; those that it is not allowed to make are left out.
const PLANT: &str = r"
import os
open('f', 'w').write('mine'); os.mkdir('real'); open('real/g', 'w').write('g')
planted = []
for target, name in [
    ('f', 'to_file'), ('real', 'to_folder'), ('..', 'd'), ('../B/secret.txt', 'peek'), ('../../../../etc/hostname', 'h'),
    ('/etc/hostname', 'absolute'), ('round', 'round'), ('missing', 'dangling'), ('../lib', 'lib'), ('../tmp', 'scratch'),
]:
    try:
        os.symlink(target, name); planted.append(name)
    except OSError: pass
print(' '.join(sorted(planted)))
";

#[tokio::test(flavor = "multi_thread")]
async fn b_169_links_are_seen_and_never_followed() {
    let world = World::disk();
    let session = world.python().await;
    let planted = run(&session, PLANT).await;
    let links: Vec<&str> = planted.split(' ').collect();
    assert!(
        links.contains(&"d") && links.contains(&"peek") && links.len() >= 7,
        "{planted}"
    );
    session.park().await.unwrap();
    let there = world.other().session(session.id()).await.unwrap();
    let listed = there.list_all().await.unwrap();
    let found: Vec<&str> = listed
        .iter()
        .filter(|info| info.is_link)
        .map(|info| info.path.as_str())
        .collect();
    assert_eq!(found, links);
    assert!(
        listed
            .iter()
            .all(|info| !info.is_link || (info.size == 0 && !info.is_directory))
    );

    let other = world.python().await;
    let loops = "too many levels of symbolic links";
    let refused = |result: Result<(), SessionError>, what: &str| match result.unwrap_err() {
        SessionError::File { source, .. } => assert_eq!(source.to_string(), loops, "{what}"),
        error => panic!("{what}: {error:?}"),
    };
    let generation = there.info().await.unwrap().generation;
    for link in &links {
        for path in [(*link).to_owned(), format!("{link}/g"), format!("{link}/secret.txt")] {
            refused(there.read_file(&path, 1 << 20).await.map(drop), &path);
            refused(there.read_range(&path, 0, 10).await.map(drop), &path);
            refused(there.stream_file(&path).await.map(drop), &path);
            refused(
                there.write_file(&path, "x", WriteMode::Overwrite).await.map(drop),
                &path,
            );
            refused(there.write_file(&path, "x", WriteMode::Append).await.map(drop), &path);
            refused(there.copy_to(&path, &other, Some("stolen")).await.map(drop), &path);
            if path.contains('/') {
                refused(there.delete_file(&path, true).await.map(drop), &path);
                refused(
                    there.write_file(&path, "x", WriteMode::CreateNew).await.map(drop),
                    &path,
                );
            }
        }
        let (report, _) = there
            .import_zip(archive(&[Raw::file(&format!("{link}/planted"), b"x")]), "")
            .await
            .unwrap();
        assert_eq!((report.files, report.refused.len()), (0, 1), "{report:?}");
    }
    assert_eq!(paths(&other).await, [""; 0]);
    assert!(there.info().await.unwrap().generation >= generation);

    let target = tempfile::tempdir().unwrap();
    let report = there.export_folder(target.path()).await.unwrap();
    assert_eq!((report.files, report.skipped.count), (2, links.len() as u64));
    assert!(
        links
            .iter()
            .all(|link| std::fs::symlink_metadata(target.path().join(link)).is_err())
    );
    let report = there.export_zip(Cursor::new(Vec::new())).await.unwrap();
    assert_eq!((report.files, report.refused.len()), (2, links.len()));
    let mut bundle = Vec::new();
    there.export_bundle(&mut bundle).await.unwrap();
    let moved = World::memory()
        .sessions
        .import_bundle(&bundle[..], ImportOptions::default())
        .await
        .unwrap();
    refused(moved.read_file("h", 100).await.map(drop), "h");

    // What is deleted is the link.
    for link in &links {
        there.delete_file(link, true).await.unwrap();
    }
    assert_eq!(paths(&there).await, ["f", "real/g"]);
    assert_eq!(
        run(&there, "print(open('f').read(), open('real/g').read())").await,
        "mine g"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_172_one_of_fifty_makes_the_file() {
    let world = World::disk();
    for content in ["x", ""] {
        let session = world.javascript().await;
        let writers = (0..50).map(|_| {
            let session = session.clone();
            tokio::spawn(async move { session.write_file("f", content, WriteMode::CreateNew).await })
        });
        let mut made = 0;
        for writer in writers.collect::<Vec<_>>() {
            match writer.await.unwrap() {
                Ok(generation) => {
                    assert_eq!(generation, 1);
                    made += 1;
                }
                Err(SessionError::FileExists { path }) => assert_eq!(path, "f"),
                Err(error) => panic!("{error:?}"),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(session.info().await.unwrap().generation, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_172_one_of_several_processes_makes_the_file() {
    let world = World::disk();
    let session = world.javascript().await;
    let writers = (0..6).map(|_| {
        let (sessions, id) = (world.other(), session.id().clone());
        tokio::spawn(async move {
            let session = sessions.session(&id).await.unwrap();
            let made = session.write_file("f", "x", WriteMode::CreateNew).await;
            session.park().await.unwrap();
            made
        })
    });
    let mut made = 0;
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.unwrap() {
            Ok(_) => made += 1,
            Err(SessionError::FileExists { .. } | SessionError::Conflict { .. } | SessionError::Busy { .. }) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(session.history().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_174_reading_is_bounded_and_refused_while_the_guest_writes() {
    let mut refusing = config();
    refusing.busy = Busy::Refuse;
    let world = World::disk_with(refusing);
    let session = world.python().await;
    run(&session, "open('big', 'wb').truncate(32 << 20)").await;
    let error = session.read_file("big", 1 << 20).await.unwrap_err();
    assert!(
        matches!(&error, SessionError::File { source, .. } if source.to_string() == "file too large"),
        "{error:?}"
    );
    let part = session.read_range("big", (32 << 20) - 5, 1 << 20).await.unwrap();
    assert_eq!(part, [0; 5]);
    // Half of what a turn does is seen by nobody.
    let turn = begin(&session).await;
    for error in [
        session.read_file("big", 1 << 30).await.map(drop).unwrap_err(),
        session.list_files(None).await.map(drop).unwrap_err(),
        session
            .write_file("x", "x", WriteMode::Append)
            .await
            .map(drop)
            .unwrap_err(),
        session.export_zip(Cursor::new(Vec::new())).await.map(drop).unwrap_err(),
    ] {
        assert!(matches!(error, SessionError::Busy { .. }), "{error:?}");
    }
    stop(&session, turn).await;
    assert_eq!(session.read_file("big", 32 << 20).await.unwrap().len(), 32 << 20);
}
