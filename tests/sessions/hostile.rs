//! Hostile cases by number: the host's way to files that a guest has prepared, archives, and stored data that somebody has forged.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::time::Duration;

use llm_wasm_sandbox::storage::{Hash, Key, StoreErrorKind, pack, unpack};
use llm_wasm_sandbox::{
    Busy, ExecutionPolicy, ImportOptions, Listed, PruneRules, Runtime, Session, SessionError, SessionId,
    SessionOptions, Sessions, Store, WriteMode, ZipReport,
};
use serde_json::{Value, json};

use crate::lifecycle::{begin, keys, stop};
use crate::world::{World, config, labels, run};

/// What nobody but session B may ever see.
const SECRET: &str = "TB-6f1c93d2";

async fn paths(session: &Session) -> Vec<String> {
    let all = session.list_files(None).await.unwrap();
    all.into_iter().map(|info| info.path).collect()
}

async fn python_under(world: &World, toml: &str) -> Session {
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

/// An entry of an archive, with whatever it says of itself.
#[derive(Clone)]
struct Raw {
    name: Vec<u8>,
    content: Vec<u8>,
    /// What it says that its content has, in bytes.
    says: u32,
    mode: u32,
    flags: u16,
}

impl Raw {
    fn file(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
            says: u32::try_from(content.len()).unwrap(),
            mode: 0o100_644,
            flags: 0x800,
        }
    }
}

fn crc32(content: &[u8]) -> u32 {
    !content.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// The fields that a local header and a line of the directory share.
fn about(entry: &Raw) -> Vec<u8> {
    let len = u32::try_from(entry.content.len()).unwrap();
    let mut fields = Vec::new();
    for number in [20, entry.flags, 0, 0, 0x21] {
        fields.extend_from_slice(&u16::to_le_bytes(number));
    }
    for number in [crc32(&entry.content), len, entry.says] {
        fields.extend_from_slice(&number.to_le_bytes());
    }
    fields.extend_from_slice(&u16::try_from(entry.name.len()).unwrap().to_le_bytes());
    fields.extend_from_slice(&[0, 0]);
    fields
}

/// An archive that is stored, not compressed, with these entries.
fn archive(entries: &[Raw]) -> Vec<u8> {
    archive_that_says(entries, u16::try_from(entries.len()).unwrap_or(u16::MAX))
}

fn archive_that_says(entries: &[Raw], count: u16) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(archive.len()).unwrap();
        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend(about(entry));
        archive.extend_from_slice(&entry.name);
        archive.extend_from_slice(&entry.content);
        directory.extend_from_slice(b"PK\x01\x02\x14\x03");
        directory.extend(about(entry));
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&(entry.mode << 16).to_le_bytes());
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(&entry.name);
    }
    let start = u32::try_from(archive.len()).unwrap();
    archive.extend_from_slice(&directory);
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    archive.extend_from_slice(&[count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
    archive.extend_from_slice(&start.to_le_bytes());
    archive.extend_from_slice(&[0, 0]);
    archive
}

fn refused_names(report: &ZipReport) -> BTreeSet<&str> {
    report.refused.iter().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_entries_that_lead_out_are_refused_one_by_one() {
    let world = World::disk();
    let session = world.python().await;
    let wrong = [
        "../x",
        "../../../../../../etc/cron.d/x",
        "a/../../x",
        "a/..",
        "/absolute",
        "//double",
        "\\absolute",
        "C:\\x",
        "a\\..\\..\\x",
        "a//b",
        "./dot",
        "a/./b",
        "nul\0.txt",
        &"n".repeat(300),
        &("deep/".repeat(40) + "f"),
    ];
    let mut entries: Vec<Raw> = wrong.iter().map(|name| Raw::file(name, b"evil")).collect();
    entries.insert(3, Raw::file("good", b"good"));
    let mut link = Raw::file("link", b"../../../etc");
    link.mode = 0o120_777;
    entries.push(link);
    entries.push(Raw::file("link/below", b"a folder"));
    let mut pipe = Raw::file("pipe", b"");
    pipe.mode = 0o010_644;
    entries.push(pipe);
    let mut secret = Raw::file("locked", b"0123456789abcdef");
    secret.flags |= 1;
    entries.push(secret);
    let mut foreign = Raw::file("x", b"x");
    (foreign.name, foreign.flags) = (b"\xff\xfe".to_vec(), 0);
    entries.push(foreign);
    entries.extend([Raw::file("also/good", b"too"), Raw::file("good/below", b"in a file")]);
    let (report, _) = session.import_zip(archive(&entries), "").await.unwrap();
    assert_eq!(paths(&session).await, ["also/good", "good", "link/below"], "{report:?}");
    assert_eq!((report.files, report.bytes), (3, 4 + 8 + 3));
    assert_eq!(report.refused.len(), entries.len() - 3, "{report:?}");
    for name in wrong.into_iter().chain(["link", "pipe", "good/below"]) {
        assert!(refused_names(&report).contains(name), "{name:?}: {report:?}");
    }
    // The same, packed by a guest.
    let packed = "import zipfile\nwith zipfile.ZipFile('evil.zip', 'w') as z:\n    for name in ['../../x', '/etc/x', 'fine']: z.writestr(name, 'x')\n    link = zipfile.ZipInfo('l'); link.external_attr = 0o120777 << 16; z.writestr(link, '/etc')";
    run(&session, packed).await;
    let evil = session.read_file("evil.zip", 1 << 20).await.unwrap();
    let (report, _) = session.import_zip(evil, "unpacked").await.unwrap();
    assert_eq!((report.files, report.refused.len()), (1, 3), "{report:?}");
    assert_eq!(
        session.list_files(Some("unpacked/**")).await.unwrap()[0].path,
        "unpacked/fine"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_a_name_is_given_once() {
    let world = World::disk();
    for entries in [
        [Raw::file("a", b"first"), Raw::file("a", b"other")],
        [Raw::file("a", b"first"), Raw::file("a/", b"")],
        [Raw::file("a/", b""), Raw::file("a", b"other")],
    ] {
        let session = world.javascript().await;
        let imported = session.import_zip(archive(&entries), "").await;
        // Whichever of two counts: there is one, and never one of them under the eyes of a check and the other one in the workspace.
        match imported {
            Ok((report, _)) => {
                let all = session.list_all().await.unwrap();
                assert_eq!((all.len(), report.refused.len() <= 1), (1, true), "{report:?}");
            }
            Err(error) => assert!(matches!(error, SessionError::Transfer { .. }), "{error:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_sizes_are_counted_and_not_believed() {
    let world = World::disk();
    let session = python_under(&world, "[disk]\nbytes = '1 MiB'").await;
    session.write_file("kept", "kept", WriteMode::CreateNew).await.unwrap();
    let full = |error: SessionError| {
        assert!(
            matches!(&error, SessionError::File { source, .. } if matches!(source.to_string().as_str(), "no space left in the quota" | "file too large")),
            "{error:?}"
        );
    };
    // Less, more and much more than there is.
    for says in [1, 2000, u32::MAX] {
        let mut liar = Raw::file("liar", &[7; 1000]);
        liar.says = says;
        let imported = session.import_zip(archive(&[liar, Raw::file("true", b"x")]), "").await;
        let (report, _) = imported.unwrap();
        assert_eq!(report.files, 1, "{report:?}");
        assert_eq!(refused_names(&report), ["liar"].into());
    }
    let before = session.info().await.unwrap().generation;
    // A bomb, in one entry and in many.
    for (count, len) in [(1, 8 << 20), (100, 100 << 10)] {
        let mut bomb = Cursor::new(Vec::new());
        let mut writer = zip::ZipWriter::new(&mut bomb);
        for n in 0..count {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(format!("bomb{n}"), options).unwrap();
            std::io::Write::write_all(&mut writer, &vec![0; len]).unwrap();
        }
        writer.finish().unwrap();
        let bomb = bomb.into_inner();
        assert!(bomb.len() < 1 << 18);
        full(session.import_zip(bomb, "").await.unwrap_err());
    }
    // Entries that are refused are work all the same.
    let liars: Vec<Raw> = (0..50)
        .map(|n| {
            let mut liar = Raw::file(&format!("liar{n}"), &vec![0; 100_000]);
            liar.says -= 1;
            liar
        })
        .collect();
    full(session.import_zip(archive(&liars), "").await.unwrap_err());
    assert_eq!(session.info().await.unwrap().generation, before);
    assert_eq!(paths(&session).await, ["kept", "true"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_a_million_entries_are_too_many() {
    let world = World::disk();
    let session = world.python().await;
    session.write_file("kept", "kept", WriteMode::CreateNew).await.unwrap();
    // It says so, and they are not there: as many as fit its field, and more than fit any.
    let one = [Raw::file("x", b"x")];
    let says = archive_that_says(&one, 60_000);
    let mut more = archive_that_says(&one, u16::MAX);
    let end = more.split_off(more.len() - 22);
    let at = more.len() as u64;
    more.extend_from_slice(b"PK\x06\x06");
    for number in [44_u64, 0x2d_002d, 0, 1 << 40, 1 << 40, 47, at - 47] {
        let len = if number == 0x2d_002d { 4 } else { 8 };
        more.extend_from_slice(&number.to_le_bytes()[..len]);
    }
    more.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    more.extend_from_slice(&at.to_le_bytes());
    more.extend_from_slice(&1_u32.to_le_bytes());
    more.extend_from_slice(&end);
    // They are there.
    let many: Vec<Raw> = (0..100_001).map(|n| Raw::file(&format!("f{n}"), b"")).collect();
    let mut there = archive(&many);
    let end = there.len() - 22;
    let directory = u64::from(u32::from_le_bytes(there[end + 12..end + 16].try_into().unwrap()));
    let start = u64::from(u32::from_le_bytes(there[end + 16..end + 20].try_into().unwrap()));
    let end_record = there.split_off(end);
    let at = there.len() as u64;
    there.extend_from_slice(b"PK\x06\x06");
    there.extend_from_slice(&44_u64.to_le_bytes());
    there.extend_from_slice(&[0x2d, 0, 0x2d, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [100_001, 100_001, directory, start] {
        there.extend_from_slice(&u64::to_le_bytes(number));
    }
    there.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    there.extend_from_slice(&at.to_le_bytes());
    there.extend_from_slice(&1_u32.to_le_bytes());
    there.extend_from_slice(&end_record);
    for (what, archive) in [("says", says), ("says more", more), ("there", there)] {
        let error = session.import_zip(archive, "").await.map(drop).unwrap_err();
        assert!(matches!(error, SessionError::Transfer { .. }), "{what}: {error:?}");
    }
    // More than the workspace may have.
    let some: Vec<Raw> = (0..20_000).map(|n| Raw::file(&format!("f{n}"), b"")).collect();
    let error = session.import_zip(archive(&some), "").await.map(drop).unwrap_err();
    assert!(
        matches!(&error, SessionError::File { source, .. } if source.to_string() == "quota of entries exceeded"),
        "{error:?}"
    );
    assert_eq!(paths(&session).await, ["kept"]);
    assert_eq!(session.info().await.unwrap().generation, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_broken_archives_are_refused_or_give_what_is_whole() {
    let world = World::memory();
    let session = world.javascript().await;
    let whole = archive(&[Raw::file("a", b"content of a"), Raw::file("b/c", b"content of c")]);
    let import = async |archive: Vec<u8>, what: String| {
        session.delete_file("a", true).await.ok();
        session.delete_file("b", true).await.ok();
        match session.import_zip(archive, "").await {
            Ok(_) => {
                for path in paths(&session).await {
                    let content = session.read_file(&path, 100).await.unwrap();
                    assert!(
                        content.starts_with(b"content of ") || content.is_empty(),
                        "{what}: {path} {content:?}"
                    );
                }
            }
            Err(error) => assert!(
                matches!(error, SessionError::Transfer { .. } | SessionError::File { .. }),
                "{what}: {error:?}"
            ),
        }
        for path in paths(&session).await {
            session.delete_file(&path, true).await.unwrap();
        }
    };
    for len in 0..whole.len() {
        import(whole[..len].to_vec(), format!("{len} bytes")).await;
    }
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        import(flipped, format!("bit of byte {at}")).await;
    }
}

/// Everything in a store.
async fn everything(store: &Store) -> BTreeMap<Key, Vec<u8>> {
    let mut all = BTreeMap::new();
    for key in keys(store, "").await {
        let content = store.get(&key, u64::MAX).await.unwrap().to_vec();
        all.insert(key, content);
    }
    all
}

/// Makes a store what it was.
async fn restore(store: &Store, all: &BTreeMap<Key, Vec<u8>>) {
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

fn id(name: &str) -> SessionId {
    SessionId::new(name).unwrap()
}

/// Sessions `a`, of two generations, and `b`, which has a secret in its memory and in its files.
async fn two_sessions(world: &World) -> (Session, Session) {
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
async fn seen(world: &World, name: &str) -> Result<String, SessionError> {
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

const WHOLE: &str = "2 3145728 two\n";
const BEFORE: &str = "1 0 one\n";

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

/// A record of the store's, taken apart: whoever can write to the store can make hashes, too.
#[derive(Clone)]
struct Forged {
    kind: Vec<u8>,
    header: Value,
    body: Vec<u8>,
}

/// Kind, lengths and the body's hash; the hash of that and the header follows.
const SUMMED: usize = 4 + 4 + 4 + 64;

impl Forged {
    fn of(record: &[u8]) -> Self {
        let len = u32::from_le_bytes(record[4..8].try_into().unwrap()) as usize;
        let rest = &record[SUMMED + 64..];
        Self {
            kind: record[..4].to_vec(),
            header: serde_json::from_slice(&rest[..len]).unwrap(),
            body: rest[len..].to_vec(),
        }
    }

    fn seal(&self) -> Vec<u8> {
        let header = serde_json::to_vec(&self.header).unwrap();
        let mut record = self.kind.clone();
        record.extend_from_slice(&u32::try_from(header.len()).unwrap().to_le_bytes());
        record.extend_from_slice(&u32::try_from(self.body.len()).unwrap().to_le_bytes());
        record.extend_from_slice(Hash::of(&self.body).to_string().as_bytes());
        let sum = Hash::of(&[&record[..], &header].concat()).to_string();
        record.extend_from_slice(sum.as_bytes());
        record.extend_from_slice(&header);
        record.extend_from_slice(&self.body);
        record
    }

    fn with(&self, pointer: &str, value: Value) -> Self {
        let mut forged = self.clone();
        *forged
            .header
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer}")) = value;
        forged
    }

    /// Index and contents of the topmost layer.
    fn layer(&self) -> (Value, Vec<u8>) {
        let layer = unpack(&self.body.clone().into(), 64 << 20).unwrap();
        let len = u32::from_le_bytes(layer[..4].try_into().unwrap()) as usize;
        (
            serde_json::from_slice(&layer[4..4 + len]).unwrap(),
            layer[4 + len..].to_vec(),
        )
    }

    fn with_layer(&self, index: &Value, contents: &[u8]) -> Self {
        let index = serde_json::to_vec(index).unwrap();
        let layer = [&u32::try_from(index.len()).unwrap().to_le_bytes(), &index[..], contents].concat();
        let mut forged = self.with("/body_bytes", json!(layer.len()));
        forged.body = pack(&layer).to_vec();
        forged
    }
}

/// What somebody with the store in his hands could write of a generation.
fn forgeries(whole: &Forged) -> Vec<(String, Forged)> {
    let mut all = Vec::new();
    for (pointer, values) in [
        ("/turns", vec![json!(u64::MAX - 100)]),
        ("/generation", vec![json!(7), json!(u64::MAX)]),
        ("/body_bytes", vec![json!(0), json!(u32::MAX)]),
        (
            "/at",
            vec![json!("9999-12-31T23:59:59.999Z"), json!("1970-01-01T00:00:00Z")],
        ),
        ("/sizes/file_bytes", vec![json!(u64::MAX)]),
        ("/sizes/state_bytes", vec![json!(u64::MAX)]),
        ("/state", vec![Value::Null]),
        (
            "/state/memory_bytes",
            vec![json!(0), json!(1), json!(65_536), json!(u64::MAX)],
        ),
        ("/state/elapsed_ns", vec![json!(u64::MAX)]),
        (
            "/state/open_files",
            vec![
                json!([]),
                json!(vec!["free"; 10_000]),
                json!([{"stream": 0}, {"stream": 1}, {"stream": 2}, {"stream": 255}, {"preopen": u32::MAX}]),
                json!([{"file": {"path": "../../../etc/passwd", "position": 0, "read": true, "write": true, "append": false}}]),
                json!([{"file": {"path": "/etc/passwd", "position": u64::MAX, "read": true, "write": true, "append": true}}]),
                json!([{"directory": {"path": "/app/../.."}}, "lost"]),
            ],
        ),
        ("/layers", vec![json!([])]),
        (
            "/layers/0/root",
            vec![json!("00".repeat(32)), json!(format!("{}.000000ff", "ab".repeat(32)))],
        ),
        ("/layers/0/root_bytes", vec![json!(0), json!(u32::MAX)]),
        ("/layers/0/bytes", vec![json!(u64::MAX)]),
        ("/names", vec![json!(vec!["00".repeat(32); 1000])]),
    ] {
        for value in values {
            let text = value.to_string();
            all.push((
                format!("{pointer} {}", &text[..text.len().min(80)]),
                whole.with(pointer, value),
            ));
        }
    }
    let layers = whole.header["layers"].as_array().unwrap();
    let many = vec![layers[0].clone(); 500];
    all.push(("500 layers".into(), whole.with("/layers", json!(many))));
    all.extend(forged_layers(whole));
    all
}

/// The same of its topmost layer.
fn forged_layers(whole: &Forged) -> Vec<(String, Forged)> {
    let mut all = Vec::new();
    let layers = whole.header["layers"].as_array().unwrap();
    let (index, contents) = whole.layer();
    let mut with_index = |pointer: &str, value: Value| {
        let mut index = index.clone();
        let text = value.to_string();
        *index.pointer_mut(pointer).unwrap() = value;
        let what = format!("index {pointer} {}", &text[..text.len().min(80)]);
        all.push((what, whole.with_layer(&index, &contents)));
    };
    let entry = |path: &str, kind: Value| json!([{"path": path, "mtime": u64::MAX, "order": u64::MAX, "kind": kind}]);
    for path in [
        "/etc/passwd",
        "/app/../x",
        "../x",
        "app/x",
        "/app//x",
        "/app/",
        "/app",
        "/",
        "",
        "/app/missing/x",
        "/app/f/x",
        "/app/nul\0",
        "/lib",
        "/tmp/x",
        &("/app/".to_owned() + &"n".repeat(300)),
        &("/app/".to_owned() + &"n/".repeat(3000) + "x"),
    ] {
        for kind in [
            json!({"here": 0}),
            json!("directory"),
            json!({"link": "../../../etc/passwd"}),
            json!({"chunks": []}),
        ] {
            with_index("/entries", entry(path, kind));
        }
    }
    for target in ["", "/", "\0", &"x".repeat(100_000)] {
        with_index("/entries", entry("/app/l", json!({"link": target})));
    }
    with_index("/entries", entry("/app/big", json!({"here": u32::MAX})));
    with_index(
        "/entries",
        entry("/app/big", json!({"chunks": [["00".repeat(32), u32::MAX]]})),
    );
    let root = layers[0]["root"].clone();
    let lots = vec![json!([root, u32::MAX]); 1000];
    with_index("/entries", entry("/app/big", json!({"chunks": lots})));
    with_index("/entries", entry("/app/big", json!({"chunks": [[root, 1]]})));
    for removed in [
        json!(["/"]),
        json!(["/app"]),
        json!(["/lib", "/usr"]),
        json!(["../x", "", "/app/../x"]),
    ] {
        with_index("/removed", removed);
    }
    for pages in [
        json!([[0, u32::MAX]]),
        json!([[u32::MAX, 1]]),
        json!([[u32::MAX, u32::MAX]]),
        json!([[5, 1], [5, 1]]),
        json!([[9, 1], [3, 1]]),
        json!([[0, 0]]),
        json!([]),
    ] {
        with_index("/pages", pages.clone());
        with_index("/cleared", pages);
    }
    for segments in [
        json!([[root, 0]]),
        json!([[root, u32::MAX]]),
        json!([["00".repeat(32), 3]]),
    ] {
        with_index("/segments", segments);
    }
    // Memory that is not what any program left there.
    let mut noise = contents.clone();
    noise
        .iter_mut()
        .enumerate()
        .for_each(|(n, byte)| *byte = byte.wrapping_add(u8::try_from(n % 251).unwrap()));
    all.push(("noise for pages".into(), whole.with_layer(&index, &noise)));
    all.push((
        "too little".into(),
        whole.with_layer(&index, &contents[..contents.len() / 2]),
    ));
    all.push((
        "too much".into(),
        whole.with_layer(&index, &[&contents[..], b"more"].concat()),
    ));
    let mut no_layer = whole.clone();
    no_layer.body = pack(&[0xff; 10]).to_vec();
    all.push(("no layer".into(), no_layer));
    let mut bomb = whole.with("/body_bytes", json!(u32::MAX));
    bomb.body = pack(&vec![0; 60 << 20]).to_vec();
    all.push(("a bomb".into(), bomb));
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_number_of_turns_panics_nowhere() {
    let world = World::memory();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let key = all
        .keys()
        .rfind(|key| key.as_str().starts_with("sessions/a/") && key.as_str().contains("/gen/"));
    let key = key.unwrap();
    let forged = Forged::of(&all[key]).with("/turns", json!(u64::MAX));
    world.store.put(key, forged.seal()).await.unwrap();
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_generations_harm_nobody_else() {
    let world = World::memory();
    two_sessions(&world).await;
    let all = everything(&world.store).await;
    let key = all
        .keys()
        .rfind(|key| key.as_str().starts_with("sessions/a/") && key.as_str().contains("/gen/"));
    let key = key.unwrap();
    let whole = Forged::of(&all[key]);
    assert!(whole.seal() == Forged::of(&whole.seal()).seal());
    world.store.put(key, whole.seal()).await.unwrap();
    assert_eq!(
        seen(&world, "a").await.unwrap(),
        WHOLE,
        "what is forged well enough is taken"
    );
    let (index, contents) = whole.layer();
    restore(&world.store, &all).await;
    world
        .store
        .put(key, whole.with_layer(&index, &contents).seal())
        .await
        .unwrap();
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
    let mut refused = 0;
    for (what, forged) in forgeries(&whole) {
        restore(&world.store, &all).await;
        world.store.put(key, forged.seal()).await.unwrap();
        // It is A's own store: A may be anything now. Nothing else may.
        match seen(&world, "a").await {
            Ok(printed) => assert!(!printed.contains(SECRET), "{what}: {printed}"),
            Err(_) => refused += 1,
        }
        let sessions = world.other();
        let checked = tokio::spawn(async move {
            assert_eq!(sessions.list().await.unwrap().len(), 2);
            sessions.stats().await.unwrap();
            sessions.check(true).await.unwrap();
            sessions.gc(Duration::ZERO, true).await.ok();
            let mut rules = PruneRules::new();
            (rules.older_than, rules.larger_than, rules.dry_run) = (Some(Duration::MAX), Some(u64::MAX), true);
            sessions.prune(&rules).await.unwrap();
            let session = sessions.session(&id("a")).await?;
            session.history().await?;
            session.info().await?;
            session.fork_as(Some(id("c"))).await?;
            session.roll_back(1).await
        });
        if let Err(error) = checked.await {
            panic!("{what}: {error}");
        }
    }
    assert!(refused > 20, "{refused}");
    restore(&world.store, &all).await;
    assert!(seen(&world, "b").await.unwrap().starts_with(SECRET));
    assert_eq!(seen(&world, "a").await.unwrap(), WHOLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_192_forged_bundles_bring_nothing_but_contents() {
    let (here, there) = (World::memory(), World::memory());
    let (a, _) = two_sessions(&here).await;
    let mut bundle = Vec::new();
    a.export_bundle(&mut bundle).await.unwrap();
    let len = usize::try_from(u64::from_le_bytes(bundle[..8].try_into().unwrap())).unwrap();
    let (head, blobs) = bundle[8..].split_at(len);
    let whole = Forged::of(head);
    let sealed = |forged: &Forged| {
        let head = forged.seal();
        [&(head.len() as u64).to_le_bytes(), &head[..], blobs].concat()
    };
    let import = async |forged: &Forged| {
        let bundle = sealed(forged);
        there
            .sessions
            .import_bundle(&bundle[..], ImportOptions::default())
            .await
    };
    // Who it says that it is, and how large, is not believed.
    let victim = there.python().await;
    let boast = whole
        .with("/generation/session", json!(victim.id().as_str()))
        .with("/generation/generation", json!(99))
        .with("/generation/turns", json!(u64::MAX))
        .with("/generation/sizes/file_bytes", json!(u64::MAX))
        .with("/generation/sizes/state_bytes", json!(u64::MAX))
        .with("/generation/at", json!("9999-12-31T23:59:59.999Z"));
    let session = import(&boast).await.unwrap();
    assert_ne!(session.id(), victim.id());
    let info = session.info().await.unwrap();
    assert_eq!((info.generation, info.sizes.file_bytes), (1, 50_003), "{info:?}");
    assert!(
        info.updated <= there.clock.now().into() && info.sizes.state_bytes < 1 << 30,
        "{info:?}"
    );
    assert_eq!(run(&session, "print(x, open('f').read())").await, "2 two");
    assert!(there.sessions.stats().await.unwrap().logical_bytes < 1 << 30);
    there.sessions.delete(session.id()).await.unwrap();

    for (pointer, value) in [
        ("/image", json!("../../../../etc/passwd")),
        ("/image", json!("/etc/passwd")),
        ("/image", json!("no such image")),
        ("/runtime", json!("javascript")),
    ] {
        // The files can be read; whether anything runs is up to what images there are.
        if let Ok(session) = import(&whole.with(pointer, value.clone())).await {
            assert_eq!(session.read_file("f", 10).await.unwrap(), b"two", "{value}");
            match session.execute("print(1)").await {
                Ok(turn) => assert!(pointer == "/runtime" && !turn.stdout.contains(SECRET)),
                Err(error) => assert!(matches!(error, SessionError::Image { .. }), "{value}: {error:?}"),
            }
            there.sessions.delete(session.id()).await.unwrap();
        }
    }
    for (pointer, value) in [
        ("/runtime", json!("perl")),
        ("/labels", json!({"a\nb": "c"})),
        ("/labels", json!({"a": "\u{1b}[2J"})),
        ("/blobs", json!(u64::MAX)),
        ("/blobs", json!(0)),
    ] {
        let error = import(&whole.with(pointer, value.clone())).await.map(drop).unwrap_err();
        assert!(
            matches!(error, SessionError::Bundle { .. }),
            "{pointer} {value}: {error:?}"
        );
    }
    let mut more = whole.clone();
    more.header["policy"] = json!({"fuel_budget": u64::MAX});
    let error = import(&more).await.map(drop).unwrap_err();
    assert!(
        matches!(error, SessionError::Bundle { .. }),
        "a bundle has no policy: {error:?}"
    );
    assert_eq!(there.sessions.list().await.unwrap().len(), 1);

    let mut generation = whole.clone();
    generation.header = whole.header["generation"].clone();
    for (what, forged) in forgeries(&generation) {
        let mut bundle = whole.with("/generation", forged.header);
        bundle.body = forged.body;
        let bundle = sealed(&bundle);
        let sessions: Sessions = there.sessions.clone();
        let imported = tokio::spawn(async move {
            let session = sessions.import_bundle(&bundle[..], ImportOptions::default()).await?;
            let turn = session.execute("print(1)").await.map(drop);
            session.list_all().await?;
            sessions.stats().await?;
            sessions.delete(session.id()).await?;
            turn
        });
        if let Err(error) = imported.await {
            panic!("{what}: {error}");
        }
    }
    let left = there.sessions.list().await.unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(run(&victim, "print(1)").await, "1");
}
