//! Files into the workspace.

use std::fs;
use std::future::Future as _;
use std::os::unix::fs::symlink;
use std::task::Poll;

use llm_wasm_sandbox::{Error, Outcome, Workspace};

use crate::support::{run, run_in, sandbox};

const LIST: &str =
    "import os\nprint(sorted(os.path.join(folder, name)[2:] for folder, _, names in os.walk('.') for name in names))";

#[test]
fn a_workspace_starts_empty() {
    assert_eq!(run(LIST).stdout, "[]\n");
}

#[test]
fn a_folder_is_copied_with_everything_below_it() {
    let host = tempfile::tempdir().unwrap();
    fs::create_dir_all(host.path().join("sub/deep")).unwrap();
    fs::create_dir(host.path().join("empty")).unwrap();
    fs::write(host.path().join("top.txt"), "top").unwrap();
    fs::write(host.path().join("sub/deep/bytes.bin"), [0, 255, 10, 13]).unwrap();
    fs::write(host.path().join("Ünïcödé 🐍.txt"), "u").unwrap();
    let run = run_in(
        Workspace::from_folder(host.path()),
        format!("{LIST}\nprint(os.listdir('empty'), open('sub/deep/bytes.bin', 'rb').read())"),
    );
    assert_eq!(
        run.stdout, "['sub/deep/bytes.bin', 'top.txt', 'Ünïcödé 🐍.txt']\n[] b'\\x00\\xff\\n\\r'\n",
        "{}",
        run.stderr
    );
    assert_eq!(
        (
            run.files_created.len(),
            run.files_modified.len(),
            run.files_deleted.len()
        ),
        (0, 0, 0)
    );
}

#[test]
fn the_hosts_folder_is_never_changed() {
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("keep.txt"), "old").unwrap();
    let run = run_in(
        Workspace::from_folder(host.path()),
        "import os\nopen('keep.txt', 'w').write('new')\nopen('more.txt', 'w').close()\nos.mkdir('d')",
    );
    assert_eq!(run.outcome, Outcome::Finished, "{}", run.stderr);
    assert_eq!(fs::read_to_string(host.path().join("keep.txt")).unwrap(), "old");
    assert_eq!(fs::read_dir(host.path()).unwrap().count(), 1);
}

#[test]
fn links_of_the_hosts_are_not_followed() {
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("secret.txt"), "SECRET").unwrap();
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("plain.txt"), "plain").unwrap();
    symlink(secret.path().join("secret.txt"), host.path().join("file-link")).unwrap();
    symlink(secret.path(), host.path().join("folder-link")).unwrap();
    symlink("plain.txt", host.path().join("inner-link")).unwrap();
    symlink("loop", host.path().join("loop")).unwrap();
    let run = run_in(Workspace::from_folder(host.path()), LIST);
    assert_eq!(run.stdout, "['plain.txt']\n", "{}", run.stderr);
}

#[test]
fn special_files_of_the_hosts_are_left_out() {
    let host = tempfile::tempdir().unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(host.path().join("socket")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(host.path().join("fifo"))
        .status()
        .unwrap();
    assert!(made.success());
    fs::write(host.path().join("plain.txt"), "plain").unwrap();
    assert_eq!(
        run_in(Workspace::from_folder(host.path()), LIST).stdout,
        "['plain.txt']\n"
    );
}

#[test]
fn files_are_given_one_by_one_and_over_a_folder() {
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("a.txt"), "from the folder").unwrap();
    let workspace = Workspace::from_folder(host.path())
        .file("a.txt", "over it")
        .file("new/b.txt", vec![1, 2, 3]);
    let run = run_in(workspace, "print(open('a.txt').read(), open('new/b.txt', 'rb').read())");
    assert_eq!(run.stdout, "over it b'\\x01\\x02\\x03'\n", "{}", run.stderr);
}

#[test]
fn names_that_lead_out_are_refused() {
    for name in [
        "../x",
        "a/../../x",
        "/etc/x",
        "",
        ".",
        "a/..",
        "nul\0byte",
        "x/",
        &"n".repeat(300),
    ] {
        let error = sandbox()
            .execute_in(Workspace::new().file(name, "x"), "print(1)")
            .unwrap_err();
        assert!(matches!(error, Error::File { .. }), "{name:?}: {error:?}");
        assert!(error.hint().is_some());
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let host = tempfile::tempdir().unwrap();
    let file = host.path().join("file");
    fs::write(&file, "x").unwrap();
    for path in [host.path().join("missing"), file] {
        let error = sandbox()
            .execute_in(Workspace::from_folder(&path), "print(1)")
            .unwrap_err();
        assert!(matches!(error, Error::Folder { .. }), "{error:?}");
        assert!(error.to_string().contains(path.to_str().unwrap()));
    }
}

#[test]
fn what_one_program_leaves_the_next_one_finds() {
    let first = run_in(
        Workspace::new().file("given.txt", "given"),
        "import os\nopen('made.txt', 'w').write('made')\nos.mkdir('d')\nopen('d/deep.txt', 'w').write('deep')\nopen('/tmp/scratch', 'w').close()\nx = 1",
    );
    assert_eq!(first.files_created, ["d/deep.txt", "made.txt"]);
    let second = run_in(
        first.into_workspace(),
        "import os\nprint(sorted(os.listdir('.')), open('d/deep.txt').read(), os.listdir('/tmp'), 'x' in globals())\nopen('made.txt', 'a').write('!')\nos.remove('given.txt')",
    );
    assert_eq!(
        second.stdout, "['d', 'given.txt', 'made.txt'] deep [] False\n",
        "{}",
        second.stderr
    );
    assert_eq!(
        (
            second.files_created.len(),
            second.files_modified.as_slice(),
            second.files_deleted.as_slice()
        ),
        (0, &["made.txt".to_owned()][..], &["given.txt".to_owned()][..])
    );
    let third = run_in(
        second.into_workspace().file("later.txt", "later"),
        format!("{LIST}\nprint(open('made.txt').read())"),
    );
    assert_eq!(third.stdout, "['d/deep.txt', 'later.txt', 'made.txt']\nmade!\n");
}

#[test]
fn a_workspace_can_be_used_again_and_by_many() {
    let base = run_in(Workspace::new(), "open('base.txt', 'w').write('base')").into_workspace();
    for n in 0..3 {
        let run = run_in(
            base.clone(),
            format!(
                "import os\nprint(os.listdir('.'))\nopen('base.txt', 'w').write('changed')\nopen('{n}', 'w').close()"
            ),
        );
        assert_eq!(run.stdout, "['base.txt']\n", "{}", run.stderr);
        assert_eq!(run.files_modified, ["base.txt"]);
    }
    assert_eq!(run_in(base, "print(open('base.txt').read())").stdout, "base\n");
}

#[test]
fn what_a_limit_interrupted_can_still_be_used() {
    let stopped = crate::support::under("fuel_budget = 100_000_000")
        .execute("open('kept', 'w').write('kept')\nheld = open('held', 'w')\nwhile True:\n    pass")
        .unwrap();
    assert_eq!(stopped.outcome, Outcome::OutOfFuel);
    assert_eq!(
        run_in(
            stopped.into_workspace(),
            "import os\nprint(sorted(os.listdir('.')))\nfiles = [open(f'{n}', 'w') for n in range(100)]"
        )
        .stdout,
        "['held', 'kept']\n"
    );
}

#[test]
fn a_folder_is_read_beside_the_async_runtime() {
    let folder = tempfile::tempdir().unwrap();
    for n in 0..500 {
        fs::write(folder.path().join(n.to_string()), vec![0; 10_000]).unwrap();
    }
    let sandbox = sandbox().as_async().clone();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut running = Box::pin(sandbox.execute_in(
            Workspace::from_folder(folder.path()),
            "import os\nprint(len(os.listdir('.')))",
        ));
        // The runtime's one thread goes on while the files are read.
        let at_once = std::future::poll_fn(|context| Poll::Ready(running.as_mut().poll(context).is_ready())).await;
        assert!(!at_once);
        assert_eq!(running.await.unwrap().stdout, "500\n");
    });
}
