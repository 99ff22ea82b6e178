//! Files between sessions, folders and archives.

use std::io::Cursor;
use std::path::Path;

use llm_wasm_sandbox::{Session, SessionError, WriteMode};

use crate::files::noise;
use crate::files::paths;
use crate::files::refusal;
use crate::world::{World, run};

#[tokio::test(flavor = "multi_thread")]
async fn files_and_folders_are_copied_between_sessions() {
    let world = World::disk();
    let (from, to) = (world.python().await, world.javascript().await);
    run(
        &from,
        "import os\nos.makedirs('d/sub'); os.mkdir('d/bare')\nfor name in ['one', 'd/a', 'd/sub/b']: open(name, 'w').write(name)\nos.symlink('../one', 'd/link')",
    )
    .await;
    to.write_file("one", "was there", WriteMode::Overwrite).await.unwrap();
    assert_eq!(from.copy_to("one", &to, None).await.unwrap(), 2);
    from.copy_to("d", &to, Some("copy/of")).await.unwrap();
    let all = to.list_all().await.unwrap();
    let names: Vec<_> = all.iter().map(|info| info.path.as_str()).collect();
    assert_eq!(
        names,
        [
            "copy",
            "copy/of",
            "copy/of/a",
            "copy/of/bare",
            "copy/of/sub",
            "copy/of/sub/b",
            "one"
        ],
        "links stay behind, and folders come along"
    );
    assert_eq!(to.read_file("one", 10).await.unwrap(), b"one");
    assert_eq!(to.read_file("copy/of/sub/b", 10).await.unwrap(), b"d/sub/b");
    // Into itself, too: what is copied is what was there before.
    from.copy_to("d", &from, Some("d/again")).await.unwrap();
    assert_eq!(paths(&from, Some("d/again/**")).await, ["d/again/a", "d/again/sub/b"]);
    assert_eq!(
        refusal(from.copy_to("missing", &to, None).await),
        "no such file or directory"
    );
    assert_eq!(
        refusal(from.copy_to("d/link", &to, None).await),
        "too many levels of symbolic links"
    );
    assert_eq!(refusal(from.copy_to("d", &to, Some("one")).await), "not a directory");
    assert_eq!(to.info().await.unwrap().generation, 3);
}

fn put(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_come_and_go() {
    let world = World::disk();
    let session = world.python().await;
    let (source, target) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(source.path(), "a/b.bin", noise(1, 5000));
    put(source.path(), "c.txt", "text");
    std::fs::create_dir(source.path().join("bare")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", source.path().join("link")).unwrap();
    session
        .write_file("c.txt", "before", WriteMode::Overwrite)
        .await
        .unwrap();
    let (report, generation) = session.import_folder(source.path()).await.unwrap();
    assert_eq!((report.files, report.directories, generation), (2, 2, 2), "{report:?}");
    #[cfg(unix)]
    assert_eq!(report.skipped.paths, ["link"]);
    assert_eq!(
        run(&session, "import os; print(sorted(os.listdir()), open('c.txt').read())").await,
        "['a', 'bare', 'c.txt'] text"
    );
    run(&session, "os.symlink('c.txt', 'own')").await;

    let deep = target.path().join("made/for/it");
    let report = session.export_folder(&deep).await.unwrap();
    assert_eq!(
        (report.files, report.skipped.paths.as_slice()),
        (2, &["own".to_owned()][..])
    );
    assert_eq!(std::fs::read(deep.join("a/b.bin")).unwrap(), noise(1, 5000));
    assert!(deep.join("bare").is_dir() && !deep.join("own").exists());

    let missing = session.import_folder(&target.path().join("missing")).await.unwrap_err();
    assert!(matches!(missing, SessionError::Transfer { .. }), "{missing:?}");
    let file = deep.join("c.txt");
    let no_folder = session.export_folder(&file).await.unwrap_err();
    assert!(matches!(no_folder, SessionError::Transfer { .. }), "{no_folder:?}");
    assert_eq!(std::fs::read(file).unwrap(), b"text");
}

/// An archive with these files.
pub(crate) fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Cursor::new(Vec::new());
    let mut writer = zip::ZipWriter::new(&mut archive);
    for (name, content) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut writer, content).unwrap();
    }
    writer.finish().unwrap();
    archive.into_inner()
}

async fn exported_zip(session: &Session) -> Vec<u8> {
    let mut archive = Cursor::new(Vec::new());
    session.export_zip(&mut archive).await.unwrap();
    archive.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_come_and_go() {
    let world = World::disk();
    let (session, other) = (world.python().await, world.javascript().await);
    run(
        &session,
        "import os\nos.makedirs('d/bare'); os.symlink('f', 'l')\nopen('f', 'wb').write(bytes(range(256)) * 300); open('d/grüße.txt', 'w').write('hi')",
    )
    .await;
    let mut archive = Cursor::new(Vec::new());
    let report = session.export_zip(&mut archive).await.unwrap();
    assert_eq!((report.files, report.bytes), (2, 256 * 300 + 2));
    assert_eq!(report.refused.len(), 1, "{report:?}");
    let (report, generation) = other.import_zip(archive.into_inner(), "").await.unwrap();
    assert_eq!((report.files, report.bytes, generation), (2, 256 * 300 + 2, 1));
    assert!(report.refused.is_empty(), "{report:?}");
    assert_eq!(
        other.read_file("f", 1 << 20).await.unwrap(),
        session.read_file("f", 1 << 20).await.unwrap()
    );
    let all = other.list_all().await.unwrap();
    let names: Vec<_> = all.iter().map(|info| info.path.as_str()).collect();
    assert_eq!(names, ["d", "d/bare", "d/grüße.txt", "f"]);

    // Equal files make equal archives, whoever wrote them and when.
    session.delete_file("l", false).await.unwrap();
    assert!(exported_zip(&session).await == exported_zip(&other).await);

    let (report, _) = other
        .import_zip(zip_of(&[("x", b"1"), ("y/z", b"2")]), "in/here/")
        .await
        .unwrap();
    assert_eq!(report.files, 2);
    assert_eq!(paths(&other, Some("in/**")).await, ["in/here/x", "in/here/y/z"]);
    let none = other.import_zip("no archive", "").await.unwrap_err();
    assert!(matches!(none, SessionError::Transfer { .. }), "{none:?}");
    // Other tools can read it.
    let mut opened = zip::ZipArchive::new(Cursor::new(exported_zip(&other).await)).unwrap();
    assert_eq!(opened.by_name("d/grüße.txt").unwrap().size(), 2);
}
