//! The host's way to a session's files: behaviours 81 to 88, quotas, folders and archives, and what interpreters see of it.

use futures_util::StreamExt as _;
use llm_wasm_sandbox::{
    ExecutionPolicy, FileInfo, Runtime, Session, SessionError, SessionId, SessionOptions, WriteMode,
};

use crate::transfers::zip_of;
use crate::world::{World, labels, run};

/// What the workspace refuses a file operation with: the only part of its errors that callers tell apart.
#[track_caller]
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, SessionError>) -> String {
    match result.unwrap_err() {
        SessionError::File { source, .. } => source.to_string(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn assert_outside<T: std::fmt::Debug>(result: Result<T, SessionError>, path: &str) {
    let error = result.unwrap_err();
    assert!(matches!(error, SessionError::Path(_)), "{path:?}: {error:?}");
}

pub(crate) async fn paths(session: &Session, pattern: Option<&str>) -> Vec<String> {
    let all = session.list_files(pattern).await.unwrap();
    all.into_iter().map(|info| info.path).collect()
}

/// Everything in a workspace, with contents.
pub(crate) async fn contents(session: &Session) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for path in paths(session, None).await {
        let content = session.read_file(&path, 1 << 30).await.unwrap();
        all.push((path, content));
    }
    all
}

pub(crate) async fn python_under(world: &World, toml: &str) -> Session {
    let policy = ExecutionPolicy::from_toml(toml).unwrap();
    world
        .sessions
        .create(Runtime::Python, SessionOptions::new().policy(policy))
        .await
        .unwrap()
}

/// Bytes that do not compress, and are the same every time.
pub(crate) fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(len).collect()
}

/// Paths that lead nowhere inside of a workspace.
const OUTSIDE: &[&str] = &[
    "../x",
    "dir/../../../x",
    "..",
    "x/..",
    "a/../b",
    "/etc/passwd",
    "/app/x",
    "/",
    "",
    ".",
    "./",
    "a\0b",
];

#[tokio::test(flavor = "multi_thread")]
async fn conformance_081_files_are_listed_sorted_and_by_pattern() {
    let world = World::disk();
    let session = world.python().await;
    assert_eq!(paths(&session, None).await, [""; 0]);
    run(
        &session,
        "import os\nos.makedirs('sub/deep'); os.mkdir('empty')\nfor name in ['top.py', 'b.json', 'sub/c.json', 'sub/deep/d.py', 'sub.txt', 'sub-a']:\n    open(name, 'w').write('x')",
    )
    .await;
    let expect = async |session: &Session| {
        assert_eq!(
            paths(session, None).await,
            ["b.json", "sub-a", "sub.txt", "sub/c.json", "sub/deep/d.py", "top.py"]
        );
        assert_eq!(paths(session, Some("*.json")).await, ["b.json"]);
        assert_eq!(paths(session, Some("**/*.py")).await, ["sub/deep/d.py", "top.py"]);
        assert_eq!(paths(session, Some("sub/*")).await, ["sub/c.json"]);
        assert_eq!(paths(session, Some("s?b.txt")).await, ["sub.txt"]);
        assert_eq!(paths(session, Some("*.none")).await, [""; 0]);
    };
    expect(&session).await;
    session.park().await.unwrap();
    expect(&session).await;

    for wrong in ["/etc/*", "../*", "a/../*", "[", "{a", &"*".repeat(2000)] {
        let error = session.list_files(Some(wrong)).await.unwrap_err();
        assert!(matches!(error, SessionError::Pattern { .. }), "{wrong}: {error:?}");
    }
    // The original answers an empty list, as for a session that has no files.
    let unknown = world.sessions.session(&SessionId::random()).await.unwrap_err();
    assert!(matches!(unknown, SessionError::NotFound { .. }), "{unknown:?}");
    world.sessions.delete(session.id()).await.unwrap();
    let gone = session.list_files(None).await.unwrap_err();
    assert!(matches!(gone, SessionError::NotFound { .. }), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_082_what_is_read_is_what_was_written() {
    let world = World::disk();
    let session = world.python().await;
    let all: Vec<u8> = (0..=255).collect();
    run(
        &session,
        "import os\nos.mkdir('folder')\nopen('all', 'wb').write(bytes(range(256)))\nopen('empty', 'w').close()",
    )
    .await;
    assert_eq!(session.read_file("all", 256).await.unwrap(), all);
    assert_eq!(session.read_file("empty", 0).await.unwrap(), b"");
    assert_eq!(
        refusal(session.read_file("all", 255).await),
        "file too large",
        "a part is never taken for the whole"
    );
    assert_eq!(
        refusal(session.read_file("missing", 1 << 20).await),
        "no such file or directory"
    );
    assert_eq!(refusal(session.read_file("folder", 1 << 20).await), "is a directory");
    assert_eq!(
        refusal(session.read_file("all/below", 1 << 20).await),
        "not a directory"
    );

    assert_eq!(session.read_range("all", 10, 5).await.unwrap(), all[10..15]);
    assert_eq!(session.read_range("all", 250, usize::MAX).await.unwrap(), all[250..]);
    assert_eq!(session.read_range("all", u64::MAX, usize::MAX).await.unwrap(), b"");
    assert_eq!(refusal(session.read_range("folder", 0, 1).await), "is a directory");
    assert_eq!(
        session.info().await.unwrap().generation,
        1,
        "reading makes no generation"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_083_writing_makes_folders_replaces_and_appends() {
    let world = World::disk();
    let session = world.python().await;
    let written = session
        .write_file("deep/er/text.txt", "grüße\r\n", WriteMode::Overwrite)
        .await;
    assert_eq!(written.unwrap(), 1);
    assert_eq!(
        session.read_file("deep/er/text.txt", 100).await.unwrap(),
        "grüße\r\n".as_bytes()
    );
    assert_eq!(
        run(&session, "print(ascii(open('deep/er/text.txt', newline='').read()))").await,
        r"'gr\xfc\xdfe\r\n'"
    );

    let refused = session
        .write_file("deep/er/text.txt", "other", WriteMode::CreateNew)
        .await
        .unwrap_err();
    assert!(matches!(refused, SessionError::FileExists { .. }), "{refused:?}");
    assert!(refused.to_string().contains("already exists"), "{refused}");
    session
        .write_file("deep/new.txt", "new", WriteMode::CreateNew)
        .await
        .unwrap();
    session
        .write_file("deep/er/text.txt", "short", WriteMode::Overwrite)
        .await
        .unwrap();
    for part in ["a", "b", ""] {
        session.write_file("log", part, WriteMode::Append).await.unwrap();
    }
    assert_eq!(
        contents(&session).await,
        [
            ("deep/er/text.txt".into(), b"short".to_vec()),
            ("deep/new.txt".into(), b"new".to_vec()),
            ("log".into(), b"ab".to_vec()),
        ]
    );
    // What has the name is in the way, whatever it is.
    run(
        &session,
        "import os; os.symlink('nowhere', 'link'); open('void', 'w').close()",
    )
    .await;
    for taken in ["deep", "link", "void"] {
        let refused = session.write_file(taken, "x", WriteMode::CreateNew).await.unwrap_err();
        assert!(
            matches!(refused, SessionError::FileExists { .. }),
            "{taken}: {refused:?}"
        );
    }
    assert_eq!(
        refusal(session.write_file("deep", "x", WriteMode::Overwrite).await),
        "is a directory"
    );
    assert_eq!(
        refusal(session.write_file("deep", "x", WriteMode::Append).await),
        "is a directory"
    );
    assert_eq!(
        refusal(session.write_file("log/below", "x", WriteMode::Overwrite).await),
        "not a directory"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_084_files_and_folders_are_deleted() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import os\nos.makedirs('full/deep'); os.mkdir('bare')\nfor name in ['file', 'full/a', 'full/deep/b', 'kept']: open(name, 'w').write(name)",
    )
    .await;
    session.delete_file("file", false).await.unwrap();
    session.delete_file("bare", false).await.unwrap();
    assert_eq!(refusal(session.delete_file("full", false).await), "directory not empty");
    assert_eq!(paths(&session, None).await, ["full/a", "full/deep/b", "kept"]);
    session.delete_file("full", true).await.unwrap();
    assert_eq!(
        refusal(session.delete_file("full", true).await),
        "no such file or directory"
    );
    assert_eq!(
        refusal(session.delete_file("file", false).await),
        "no such file or directory"
    );
    assert_eq!(run(&session, "print(os.listdir('.'))").await, "['kept']");
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_085_no_path_leads_out() {
    let world = World::disk();
    let (session, other) = (world.python().await, world.python().await);
    session
        .write_file("dir/mine", "mine", WriteMode::Overwrite)
        .await
        .unwrap();
    other
        .write_file("secret", "theirs", WriteMode::Overwrite)
        .await
        .unwrap();
    let elsewhere = format!("../{}/secret", other.id());
    let outside = OUTSIDE.iter().copied().chain([elsewhere.as_str()]);
    for path in outside {
        assert_outside(session.read_file(path, 100).await, path);
        assert_outside(session.read_range(path, 0, 100).await, path);
        assert_outside(session.stream_file(path).await.map(|_| ()), path);
        for mode in [WriteMode::Overwrite, WriteMode::CreateNew, WriteMode::Append] {
            assert_outside(session.write_file(path, "x", mode).await, path);
        }
        for recursive in [false, true] {
            assert_outside(session.delete_file(path, recursive).await, path);
        }
        assert_outside(session.copy_to(path, &other, Some("x")).await, path);
        assert_outside(session.copy_to("dir/mine", &other, Some(path)).await, path);
        if !path.is_empty() {
            assert_outside(session.import_zip(zip_of(&[("x", b"x")]), path).await, path);
        }
    }
    for session in [&session, &other] {
        assert_eq!(session.info().await.unwrap().generation, 1, "nothing was changed");
    }
    assert_eq!(contents(&session).await, [("dir/mine".into(), b"mine".to_vec())]);
    assert_eq!(contents(&other).await, [("secret".into(), b"theirs".to_vec())]);
    // A backslash is a character of a name like any other.
    session
        .write_file("..\\x", "plain", WriteMode::Overwrite)
        .await
        .unwrap();
    assert_eq!(
        run(&session, "import os; print(os.listdir())").await,
        r"['dir', '..\\x']"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_087_bytes_make_the_round_trip_through_the_guest() {
    let world = World::disk();
    let session = world.python().await;
    let content: Vec<u8> = (0..=255_u8).cycle().take(700_001).collect();
    session
        .write_file("in.bin", content.clone(), WriteMode::Overwrite)
        .await
        .unwrap();
    run(
        &session,
        "data = open('in.bin', 'rb').read()\nopen('out.bin', 'wb').write(bytes(b ^ 0xFF for b in data))",
    )
    .await;
    session.park().await.unwrap();
    let there = world.other().session(session.id()).await.unwrap();
    let turned = there.read_file("out.bin", 1 << 20).await.unwrap();
    assert!(turned.iter().zip(&content).all(|(out, byte)| *out == byte ^ 0xFF) && turned.len() == content.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_088_host_and_guest_count_in_one_file() {
    let world = World::disk();
    for session in [world.python().await, world.javascript().await] {
        let count = match session.runtime() {
            Runtime::Python => "n = int(open('n').read()); open('n', 'w').write(str(n + 1))",
            _ => {
                "{ const fs = require('fs'); fs.writeFileSync('n', String(Number(fs.readFileSync('n', 'utf8')) + 1)) }"
            }
        };
        session.write_file("n", "0", WriteMode::CreateNew).await.unwrap();
        for expected in ["1", "2"] {
            run(&session, count).await;
            assert_eq!(session.read_file("n", 10).await.unwrap(), expected.as_bytes());
        }
        session.write_file("n", "41", WriteMode::Overwrite).await.unwrap();
        session.park().await.unwrap();
        run(&session, count).await;
        assert_eq!(session.read_file("n", 10).await.unwrap(), b"42");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warm_interpreter_and_a_parked_one_see_what_the_host_did() {
    let world = World::disk();
    for warm in [true, false] {
        let session = world.python().await;
        run(
            &session,
            "import os\nos.mkdir('d'); open('gone', 'w').write('gone'); open('open', 'w').write('one ')\nx = 41; opened = open('open'); removed = open('gone')",
        )
        .await;
        let settle = async || {
            if !warm {
                session.park().await.unwrap();
            }
            assert_eq!(session.is_warm(), warm);
        };
        settle().await;
        session.write_file("d/new", "new", WriteMode::Overwrite).await.unwrap();
        session.write_file("open", "two", WriteMode::Append).await.unwrap();
        session.delete_file("gone", false).await.unwrap();
        settle().await;
        assert_eq!(
            run(
                &session,
                "print(x + 1, open('d/new').read(), opened.read(), os.path.exists('gone'))"
            )
            .await,
            "42 new one two False",
            "warm: {warm}"
        );
        // A descriptor of a file that the host removed is lost, as after a turn that removed it.
        let lost = run(&session, "try: print(removed.read())\nexcept OSError: print('lost')").await;
        assert_eq!(lost, "lost", "warm: {warm}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_costs_neither_names_nor_files() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "x = [1]\nf = open('f', 'w'); f.write('half '); f.flush()").await;
    for _ in 0..2 {
        assert_eq!(
            refusal(session.delete_file("missing", false).await),
            "no such file or directory"
        );
        let exists = session.write_file("f", "x", WriteMode::CreateNew).await;
        assert!(exists.is_err());
    }
    assert_eq!(session.info().await.unwrap().generation, 1);
    assert_eq!(
        run(
            &session,
            "x.append(2); f.write('done'); f.close(); print(x, open('f').read())"
        )
        .await,
        "[1, 2] half done"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_094_a_full_workspace_refuses_the_host_and_keeps_working() {
    let world = World::disk();
    let session = python_under(&world, "[disk]\nbytes = '1 MiB'\nentries = 8").await;
    run(
        &session,
        "open('full', 'wb').write(b'x' * (1 << 20)); open('log', 'w').close(); x = 1",
    )
    .await;
    for warm in [true, false] {
        let before = session.info().await.unwrap().generation;
        let full = "no space left in the quota";
        assert_eq!(
            refusal(session.write_file("new", "x", WriteMode::Overwrite).await),
            full
        );
        assert_eq!(
            refusal(session.write_file("a/b/c", "x", WriteMode::CreateNew).await),
            full
        );
        assert_eq!(refusal(session.write_file("log", "x", WriteMode::Append).await), full);
        assert_eq!(
            refusal(session.import_zip(zip_of(&[("ok", b""), ("new", b"x")]), "").await),
            full
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("one"), "").unwrap();
        std::fs::write(folder.path().join("two"), "x").unwrap();
        let imported = session.import_folder(folder.path()).await.unwrap_err();
        assert!(matches!(imported, SessionError::Transfer { .. }), "{imported:?}");
        let another = world.python().await;
        another.write_file("new", "x", WriteMode::Overwrite).await.unwrap();
        assert_eq!(refusal(another.copy_to("new", &session, None).await), full);

        assert_eq!(
            session.info().await.unwrap().generation,
            before,
            "nothing of it was stored"
        );
        assert_eq!(
            contents(&session).await,
            [("full".into(), vec![b'x'; 1 << 20]), ("log".into(), Vec::new())],
            "and nothing was changed"
        );
        // What is no file still finds room.
        session
            .set_labels(labels(&[("warm", &warm.to_string())]))
            .await
            .unwrap();
        assert_eq!(run(&session, "x += 1; print(x > 1)").await, "True");
        session.park().await.unwrap();
    }
    session.write_file("full", "", WriteMode::Overwrite).await.unwrap();
    for n in 0..6 {
        session
            .write_file(&format!("f{n}"), "", WriteMode::Overwrite)
            .await
            .unwrap();
    }
    assert_eq!(
        refusal(session.write_file("f8", "", WriteMode::Overwrite).await),
        "quota of entries exceeded"
    );
    assert_eq!(
        run(&session, "import os; print(x, len(os.listdir()))").await,
        "3 8",
        "the host and the guest share one quota"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_streamed_as_they_are_when_it_begins() {
    let world = World::disk();
    let session = world.python().await;
    let content = noise(7, 1_000_003);
    session
        .write_file("big", content.clone(), WriteMode::Overwrite)
        .await
        .unwrap();
    session.write_file("empty", "", WriteMode::Overwrite).await.unwrap();
    let mut pieces = Box::pin(session.stream_file("big").await.unwrap());
    let mut streamed = pieces.next().await.unwrap().unwrap().to_vec();
    assert!(
        !streamed.is_empty() && streamed.len() < content.len(),
        "{}",
        streamed.len()
    );
    // A reader that takes its time keeps nobody from working, and reads on what it began to read.
    run(&session, "open('big', 'w').write('other')").await;
    session.delete_file("big", false).await.unwrap();
    while let Some(piece) = pieces.next().await {
        streamed.extend_from_slice(&piece.unwrap());
    }
    assert!(streamed == content, "{} bytes", streamed.len());

    let empty: Vec<_> = session.stream_file("empty").await.unwrap().collect().await;
    assert!(empty.is_empty());
    assert_eq!(
        refusal(session.stream_file("big").await.map(|_| ())),
        "no such file or directory"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn listings_tell_sizes_times_and_kinds() {
    let world = World::disk();
    let session = world.python().await;
    run(
        &session,
        "import os\nos.mkdir('d'); open('d/f', 'wb').write(b'x' * 1234); os.symlink('d/f', 'l')\nos.utime('d/f', (5, 1_000_000_000.5))",
    )
    .await;
    let expect = async |session: &Session| {
        let all = session.list_all().await.unwrap();
        let told = |info: &FileInfo| (info.path.clone(), info.size, info.is_directory, info.is_link);
        assert_eq!(
            all.iter().map(told).collect::<Vec<_>>(),
            [
                ("d".to_owned(), 0, true, false),
                ("d/f".to_owned(), 1234, false, false),
                ("l".to_owned(), 0, false, true),
            ]
        );
        assert_eq!(all[1].modified.as_millis(), 1_000_000_000_500);
        assert_eq!(paths(session, None).await, ["d/f", "l"], "folders are no files");
    };
    expect(&session).await;
    session.park().await.unwrap();
    expect(&session).await;
    expect(&world.other().session(session.id()).await.unwrap()).await;
    let before = session.list_files(Some("d/f")).await.unwrap()[0].modified;
    session.write_file("d/f", "new", WriteMode::Append).await.unwrap();
    let after = session.list_files(Some("d/f")).await.unwrap();
    assert!(after[0].modified > before && after[0].size == 1237, "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_live_without_an_interpreter_and_in_another_process() {
    let world = World::disk();
    let session = world.javascript().await;
    let big = noise(3, 300_000);
    session
        .write_file("a/big", big.clone(), WriteMode::Overwrite)
        .await
        .unwrap();
    session.write_file("small", "s", WriteMode::Overwrite).await.unwrap();
    session.write_file("a/big", "tail", WriteMode::Append).await.unwrap();
    assert!(!session.is_warm(), "files need no interpreter");
    session.park().await.unwrap();
    let other = world.other();
    let there = other.session(session.id()).await.unwrap();
    assert_eq!(
        contents(&there).await,
        [
            ("a/big".into(), [&big[..], b"tail"].concat()),
            ("small".into(), b"s".to_vec())
        ]
    );
    there.delete_file("a", true).await.unwrap();
    other.close().await.unwrap();
    assert_eq!(
        paths(&session, None).await,
        ["small"],
        "this process sees what another one did"
    );
    // Each change was a generation, and can be gone back to.
    session.roll_back(1).await.unwrap();
    assert_eq!(contents(&session).await, [("a/big".into(), big)]);
}
