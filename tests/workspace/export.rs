//! Files out of the workspace.

use std::fs;
use std::os::unix::fs::symlink;

use llm_wasm_sandbox::{Error, Workspace};

use crate::support::{run, run_in};

#[test]
fn the_workspace_is_copied_into_a_folder() {
    let host = tempfile::tempdir().unwrap();
    let target = host.path().join("made/for/it");
    let run = run_in(
        Workspace::new().file("given.txt", "given"),
        "import os\nos.makedirs('a/b')\nopen('a/b/c.bin', 'wb').write(bytes(range(256)))\nos.mkdir('empty')\nopen('/tmp/scratch', 'w').close()",
    );
    run.export_to(&target).unwrap();
    assert_eq!(fs::read_to_string(target.join("given.txt")).unwrap(), "given");
    assert_eq!(
        fs::read(target.join("a/b/c.bin")).unwrap(),
        (0..=255).collect::<Vec<u8>>()
    );
    let mut names: Vec<_> = fs::read_dir(&target)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names.retain(|name| name != "empty");
    assert_eq!(names, ["a", "given.txt"]);
}

#[test]
fn files_of_the_same_name_are_replaced_and_others_left() {
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("same.txt"), "old and longer than the new one").unwrap();
    fs::write(host.path().join("other.txt"), "other").unwrap();
    run("open('same.txt', 'w').write('new')")
        .export_to(host.path())
        .unwrap();
    assert_eq!(fs::read_to_string(host.path().join("same.txt")).unwrap(), "new");
    assert_eq!(fs::read_to_string(host.path().join("other.txt")).unwrap(), "other");
}

#[test]
fn links_that_are_there_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("victim.txt"), "untouched").unwrap();
    let host = tempfile::tempdir().unwrap();
    symlink(outside.path().join("victim.txt"), host.path().join("file")).unwrap();
    symlink(outside.path(), host.path().join("folder")).unwrap();
    let run = run(
        "import os\nopen('file', 'w').write('overwritten')\nos.mkdir('folder')\nopen('folder/new.txt', 'w').write('outside')\nopen('folder/victim.txt', 'w').write('overwritten')",
    );
    // Whether a link in the way is replaced or refused: nothing outside changes.
    let _ = run.export_to(host.path());
    assert_eq!(
        fs::read_to_string(outside.path().join("victim.txt")).unwrap(),
        "untouched"
    );
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}

#[test]
fn links_of_the_guests_are_not_copied() {
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("secret.txt"), "SECRET").unwrap();
    let host = tempfile::tempdir().unwrap();
    let target = secret.path().join("secret.txt");
    let program = format!(
        "import os\nfor n, target in enumerate(({target:?}, '../../../../etc/passwd', 'plain.txt')):\n    try:\n        os.symlink(target, f'link{{n}}')\n    except OSError:\n        pass\nopen('plain.txt', 'w').write('plain')"
    );
    run(program).export_to(host.path()).unwrap();
    let names: Vec<_> = fs::read_dir(host.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["plain.txt"]);
}

#[test]
fn the_host_reads_single_files_and_the_list() {
    let run =
        run("import os\nos.mkdir('d')\nopen('d/x', 'w').write('x')\nopen('a', 'w').write('a')\nos.symlink('a', 'l')");
    assert_eq!(run.files().unwrap(), ["a", "d/x"]);
    assert_eq!(run.read("d/x").unwrap(), b"x");
    for name in [
        "missing",
        "d",
        "../tmp",
        "/app/a",
        "",
        "d/../../usr/local/lib/python315.zip",
    ] {
        assert!(matches!(run.read(name), Err(Error::File { .. })), "{name}");
    }
}

#[test]
fn names_that_a_host_could_stumble_over_arrive_as_they_are_or_not_at_all() {
    let host = tempfile::tempdir().unwrap();
    let run = run(
        "for name in ('a\\nb', '$(id)', '-rf', ' space ', '..hidden', 'x' * 255, 'back\\\\slash'):\n    try:\n        open(name, 'w').close()\n    except OSError:\n        pass",
    );
    let _ = run.export_to(host.path());
    let known: Vec<_> = run.files().unwrap();
    for entry in fs::read_dir(host.path()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "{name:?} is no file of the workspace");
    }
    assert!(host.path().exists());
}

#[test]
fn export_to_what_is_no_folder_is_an_error() {
    let host = tempfile::tempdir().unwrap();
    let file = host.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = run("open('a', 'w').close()").export_to(&file).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "x");
}

#[test]
fn changes_alone_are_written_back() {
    let host = tempfile::tempdir().unwrap();
    for name in ["same", "changed", "gone"] {
        fs::write(host.path().join(name), "old").unwrap();
    }
    let run = run_in(
        Workspace::from_folder(host.path()),
        "import os\nopen('changed', 'w').write('new')\nos.remove('gone')\nos.mkdir('d')\nopen('d/made', 'w').write('made')",
    );
    // What somebody else writes in the meantime is left alone.
    fs::write(host.path().join("same"), "newer").unwrap();
    fs::write(host.path().join("other"), "other").unwrap();
    run.write_back(host.path()).unwrap();
    let read = |name: &str| fs::read_to_string(host.path().join(name)).unwrap();
    assert_eq!(
        (read("same"), read("changed"), read("d/made"), read("other")),
        ("newer".into(), "new".into(), "made".into(), "other".into())
    );
    assert!(!host.path().join("gone").exists());
}

#[test]
fn writing_back_follows_no_links() {
    let outside = tempfile::tempdir().unwrap();
    for name in ["victim", "doomed"] {
        fs::write(outside.path().join(name), "untouched").unwrap();
    }
    let host = tempfile::tempdir().unwrap();
    fs::create_dir(host.path().join("d")).unwrap();
    fs::write(host.path().join("d/doomed"), "old").unwrap();
    fs::write(host.path().join("victim"), "old").unwrap();
    let run = run_in(
        Workspace::from_folder(host.path()),
        "import os\nopen('victim', 'w').write('new')\nopen('d/victim', 'w').write('new')\nos.remove('d/doomed')",
    );
    // Between the program and the writing back, links take the places of what was there.
    fs::remove_file(host.path().join("victim")).unwrap();
    symlink(outside.path().join("victim"), host.path().join("victim")).unwrap();
    fs::remove_dir_all(host.path().join("d")).unwrap();
    symlink(outside.path(), host.path().join("d")).unwrap();
    let _ = run.write_back(host.path());
    for name in ["victim", "doomed"] {
        assert_eq!(fs::read_to_string(outside.path().join(name)).unwrap(), "untouched");
    }
}

#[test]
fn changes_are_written_back_as_if_the_program_had_worked_in_the_folder() {
    let host = tempfile::tempdir().unwrap();
    let place = |path: &str| host.path().join(path);
    fs::create_dir_all(place("results/old")).unwrap();
    fs::create_dir(place("kept")).unwrap();
    for path in ["notes", "results/old/a.csv", "results/b.csv", "kept/c.csv"] {
        fs::write(place(path), "old").unwrap();
    }
    let run = run_in(
        Workspace::from_folder(host.path()),
        "import os, shutil\n\
         os.remove('notes')\nos.makedirs('notes/2026')\nopen('notes/2026/first', 'w').write('new')\n\
         shutil.rmtree('results')\nopen('results', 'w').write('none')\n\
         os.remove('kept/c.csv')",
    );
    run.write_back(host.path()).unwrap();
    assert_eq!(fs::read_to_string(place("notes/2026/first")).unwrap(), "new");
    assert_eq!(fs::read_to_string(place("results")).unwrap(), "none");
    assert!(place("kept").is_dir() && !place("kept/c.csv").exists());
}
