//! `sandbox session`, `sandbox store` and `sandbox run --session`, each command in a process of its own.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Call, Ended, sandbox};

/// A store of its own.
struct Store(TempDir);

impl Store {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn call(&self, words: &[&str]) -> Call {
        sandbox(words).env("SANDBOX_STORE", self.0.path().join("store"))
    }

    fn run(&self, words: &[&str]) -> Ended {
        self.call(words).run()
    }

    /// What a command prints that has to succeed.
    #[track_caller]
    fn prints(&self, words: &[&str]) -> String {
        let ended = self.run(words);
        assert_eq!(ended.code, 0, "{words:?}: {}{}", ended.stdout, ended.stderr);
        ended.stdout
    }

    #[track_caller]
    fn exec(&self, id: &str, code: &str) -> String {
        self.prints(&["session", "exec", id, "-c", code])
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn a_session_goes_from_process_to_process() {
    let store = Store::new();
    let id = store.prints(&["session", "new"]);
    let id = id.trim();
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'), "a random UUID: {id}");
    assert_eq!(store.exec(id, "x = 41\ndef f(y):\n    return x + y"), "");
    assert_eq!(store.exec(id, "print(f(1))"), "42\n");
    let object = store
        .run(&["session", "exec", "--json", id, "-c", "x += 1; x"])
        .object();
    assert_eq!(
        (&object["outcome"], &object["committed"], &object["persisted"]),
        (&"finished".into(), &true.into(), &true.into())
    );
    assert_eq!((&object["session_id"], &object["generation"]), (&id.into(), &3.into()));
    let raised = store.run(&["session", "exec", id, "-c", "1/0"]);
    assert!(
        raised.code == 1 && raised.stderr.contains("ZeroDivisionError"),
        "{raised:?}"
    );
    let file = store.path("program.py");
    fs::write(&file, "import sys\nprint(x, sys.argv[1:], input())").unwrap();
    let ended = store
        .call(&["session", "exec", "--stdin", "-", id, &file, "a", "b"])
        .input("typed")
        .run();
    assert_eq!(ended.stdout, "42 ['a', 'b'] typed\n", "{}", ended.stderr);
}

#[test]
fn run_makes_the_session_it_names() {
    let store = Store::new();
    assert_eq!(store.prints(&["run", "--session", "s", "-c", "x = 1"]), "");
    assert_eq!(store.prints(&["run", "--session", "s", "-c", "print(x)"]), "1\n");
    assert_eq!(
        store.prints(&["run", "-r", "javascript", "--session", "j", "-c", "var y = 2"]),
        ""
    );
    assert_eq!(
        store.prints(&["run", "-r", "javascript", "--session", "j", "--value", "-c", "y + 1"]),
        "3\n"
    );
    let file = store.path("program.py");
    fs::write(&file, "print(1)").unwrap();
    let wrong = store.run(&["run", "--session", "j", &file]);
    assert!(wrong.code == 2 && wrong.stderr.contains("javascript"), "{wrong:?}");
    let limits = store.run(&["run", "--session", "s", "--timeout", "1s", "-c", "print(x)"]);
    assert!(
        limits.stdout == "1\n" && limits.stderr.contains("policy of its own"),
        "{limits:?}"
    );
    let both = store.run(&["run", "--session", "s", "--workspace", ".", "-c", "1"]);
    assert_eq!(both.code, 2, "{both:?}");
    let stopped = store.run(&[
        "run",
        "--session",
        "t",
        "--fuel",
        "300000000",
        "-c",
        "z = 1\nwhile True: pass",
    ]);
    assert!(
        stopped.code == 120 && stopped.stderr.contains("nothing of this turn is kept"),
        "{stopped:?}"
    );
    assert_eq!(store.exec("t", "print('z' in globals())"), "False\n");
}

#[test]
fn sessions_are_listed_shown_forked_rolled_back_and_removed() {
    let store = Store::new();
    store.prints(&[
        "session",
        "new",
        "--id",
        "a",
        "--label",
        "user=anna",
        "--label",
        "kind=test",
    ]);
    let made = store
        .run(&["session", "new", "--json", "--id", "b", "-r", "javascript"])
        .object();
    assert_eq!(made["session_id"], "b");
    for n in 1..=3 {
        store.exec("a", &format!("x = {n}; open('f{n}', 'w').write('x' * {n})"));
    }
    let table = store.prints(&["session", "ls"]);
    assert!(table.starts_with("SESSION") && table.lines().count() == 3, "{table}");
    assert!(table.contains("kind=test user=anna"), "{table}");
    let listed = store.run(&["session", "ls", "--json", "--label", "user=anna"]).object();
    assert_eq!(listed["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(
        (
            &listed["sessions"][0]["session_id"],
            &listed["sessions"][0]["generation"]
        ),
        (&"a".into(), &3.into())
    );
    let shown = store.run(&["session", "show", "--json", "a"]).object();
    assert_eq!((&shown["turns"], &shown["labels"]["user"]), (&3.into(), &"anna".into()));
    assert!(shown["created"].as_str().unwrap().ends_with('Z'), "{shown}");
    assert!(store.prints(&["session", "show", "a"]).contains("generation  3"));
    let files = store.prints(&["session", "files", "a", "f[12]"]);
    assert_eq!(files.lines().count(), 2, "{files}");

    let fork = store.run(&["session", "fork", "--json", "a", "--to", "c"]).object();
    assert_eq!(fork["session_id"], "c");
    assert_eq!(store.exec("c", "print(x); x = 9"), "3\n");
    assert_eq!(store.exec("a", "print(x)"), "3\n");
    assert!(
        store
            .prints(&["session", "rollback", "a", "1"])
            .contains("generation 5")
    );
    assert_eq!(
        store.exec("a", "import os; print(x, sorted(os.listdir('.')))"),
        "1 ['f1']\n"
    );
    let history = store.prints(&["session", "history", "a"]);
    assert!(
        history.contains("rollback to 1") && history.lines().count() == 7,
        "{history}"
    );
    assert!(store.prints(&["session", "history", "c"]).contains("fork of a at 3"));
    assert_eq!(store.prints(&["session", "park", "a"]), "");

    store.prints(&["session", "rm", "b", "c"]);
    let gone = store.run(&["session", "rm", "b"]);
    assert!(
        gone.code == 125 && gone.stderr.contains("there is no session `b`") && gone.stderr.contains("hint:"),
        "{gone:?}"
    );
    assert_eq!(store.prints(&["session", "ls"]).lines().count(), 2);
}

#[test]
fn sessions_are_pruned_by_rules() {
    let store = Store::new();
    for id in ["a", "b", "c"] {
        store.prints(&["run", "--session", id, "-c", "x = 1"]);
    }
    assert_eq!(
        store.run(&["session", "prune"]).code,
        2,
        "without a rule, nothing is removed by mistake"
    );
    let planned = store.prints(&["session", "prune", "--keep", "1", "--dry-run"]);
    assert!(planned.contains("Would prune 2 sessions, reclaimed 0 B"), "{planned}");
    let none = store
        .run(&["session", "prune", "--json", "--older-than", "1h"])
        .object();
    assert_eq!(
        (none["deleted"].as_array().unwrap().len(), &none["kept"]),
        (0, &3.into())
    );
    let pruned = store.prints(&["session", "prune", "--keep", "1", "--gc"]);
    assert!(pruned.contains("Pruned 2 sessions, reclaimed"), "{pruned}");
    let left = store.prints(&["session", "ls"]);
    assert!(left.contains("c  ") && left.lines().count() == 2, "{left}");
}

#[test]
fn files_and_sessions_are_moved() {
    let store = Store::new();
    store.prints(&["session", "new", "--id", "a"]);
    let host = store.path("host.txt");
    fs::write(&host, "from the host").unwrap();
    store.prints(&["session", "cp", &host, "a:in.txt"]);
    store.prints(&["session", "cp", &host, "a:sub/"]);
    assert_eq!(
        store.exec(
            "a",
            "print(open('in.txt').read(), open('sub/host.txt').read() == open('in.txt').read())"
        ),
        "from the host True\n"
    );
    store.exec("a", "x = 'kept'; open('out.bin', 'wb').write(bytes(range(256)))");
    let out = store.path("out.bin");
    store.prints(&["session", "cp", "a:out.bin", &out]);
    assert_eq!(fs::read(&out).unwrap(), (0..=255).collect::<Vec<u8>>());
    assert_eq!(store.prints(&["session", "cp", "a:in.txt", "-"]), "from the host");
    let ended = store.call(&["session", "cp", "-", "a:typed.txt"]).input("typed").run();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let outside = store.run(&["session", "cp", &host, "a:../x"]);
    assert!(
        outside.code == 125 && outside.stderr.contains("workspace"),
        "{outside:?}"
    );
    assert_eq!(store.run(&["session", "cp", &host, &out]).code, 2);

    let bundle = store.path("a.session");
    store.prints(&["session", "export", "a", &bundle]);
    let elsewhere = Store::new();
    let moved = elsewhere.prints(&["session", "import", &bundle, "--id", "moved"]);
    assert_eq!(moved, "moved\n");
    assert_eq!(
        elsewhere.exec("moved", "print(x, open('in.txt').read())"),
        "kept from the host\n"
    );
    let broken = elsewhere.path("broken");
    let mut bytes = fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&broken, bytes).unwrap();
    let refused = elsewhere.run(&["session", "import", &broken]);
    assert!(refused.code == 125 && refused.stderr.contains("bundle"), "{refused:?}");
    assert_eq!(elsewhere.prints(&["session", "ls"]).lines().count(), 2);

    let (zip, folder) = (store.path("a.zip"), store.path("folder"));
    store.prints(&["session", "export", "--zip", "a", &zip]);
    store.prints(&["session", "export", "--folder", "a", &folder]);
    assert_eq!(
        fs::read_to_string(Path::new(&folder).join("sub/host.txt")).unwrap(),
        "from the host"
    );
    store.prints(&["session", "new", "--id", "z"]);
    store.prints(&["session", "import", "--into", "z", "--zip", &zip]);
    assert_eq!(
        store.prints(&["session", "files", "z"]),
        store.prints(&["session", "files", "a"])
    );
    store.prints(&["session", "cp", "a:in.txt", "z:copied.txt"]);
    store.prints(&["session", "cp", "a:in.txt", "z:into/"]);
    assert_eq!(store.prints(&["session", "cp", "z:into/in.txt", "-"]), "from the host");
    fs::write(Path::new(&folder).join("more.txt"), "more").unwrap();
    let report = store
        .run(&["session", "import", "--json", "--into", "z", "--folder", &folder])
        .object();
    assert_eq!(report["session_id"], "z");
    assert_eq!(store.prints(&["session", "cp", "z:more.txt", "-"]), "more");
}

#[cfg(unix)]
#[test]
fn an_export_replaces_no_link_and_no_device() {
    let store = Store::new();
    store.prints(&["session", "new", "--id", "a"]);
    let (file, link) = (store.path("file"), store.path("link"));
    fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    store.prints(&["session", "export", "a", &link]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink() && fs::metadata(&file).unwrap().len() > 100);
    store.prints(&["session", "export", "a", "/dev/null"]);
    store.prints(&["session", "export", "--zip", "a", "/dev/null"]);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}

#[test]
fn a_session_keeps_the_folders_that_its_policy_shows() {
    let store = Store::new();
    let data = store.path("data");
    fs::create_dir(&data).unwrap();
    fs::write(Path::new(&data).join("x.txt"), "shown").unwrap();
    let policy = store.path("policy.toml");
    fs::write(&policy, format!("mount_data_dir = '{data}'")).unwrap();
    store.prints(&["session", "new", "--id", "a", "--policy", &policy]);
    assert_eq!(store.exec("a", "print(open('/data/x.txt').read())"), "shown\n");
    assert_eq!(store.exec("a", "print(open('/data/x.txt').read())"), "shown\n");
}

#[test]
fn a_store_is_checked_cleaned_and_counted() {
    let store = Store::new();
    store.prints(&[
        "run",
        "--session",
        "a",
        "-c",
        "import random\nopen('big', 'wb').write(random.Random(1).randbytes(500000))",
    ]);
    assert!(
        store
            .prints(&["store", "check", "--contents"])
            .starts_with("whole: 1 sessions, 1 generations")
    );
    let stats = store.run(&["store", "stats", "--json"]).object();
    assert!(stats["blob_bytes"].as_u64().unwrap() > 400_000, "{stats}");
    assert!(
        store
            .prints(&["store", "stats"])
            .contains("1 sessions with 1 generations")
    );
    store.prints(&["session", "rm", "a"]);
    let planned = store
        .run(&["store", "gc", "--json", "--grace", "0s", "--dry-run"])
        .object();
    assert!(planned["removed_bytes"].as_u64().unwrap() > 400_000, "{planned}");
    assert!(
        store.prints(&["store", "gc"]).starts_with("0 objects"),
        "what is young stays"
    );
    store.prints(&["store", "gc", "--grace", "0s"]);
    assert_eq!(store.run(&["store", "stats", "--json"]).object()["blobs"], 0);

    store.prints(&["run", "--session", "b", "-c", "x = 1"]);
    let record = find(&store.0.path().join("store"), "0000000000000001");
    let mut bytes = fs::read(&record).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&record, bytes).unwrap();
    let damaged = store.run(&["store", "check"]);
    assert!(
        damaged.code == 1 && damaged.stdout.contains("b generation 1"),
        "{damaged:?}"
    );
    let report = store.run(&["store", "check", "--json"]);
    assert_eq!(
        (report.code, &report.object()["problems"][0]["harmless"]),
        (1, &false.into())
    );
}

/// The one file of this name that is a generation.
fn find(folder: &Path, name: &str) -> std::path::PathBuf {
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.ends_with(name) && path.to_str().unwrap().contains("/gen/") {
                return path;
            }
        }
    }
    panic!("there is no {name}");
}

#[test]
fn what_is_wrong_is_said_with_a_hint() {
    let store = Store::new();
    for (words, code, said) in [
        (
            &["session", "exec", "nobody", "-c", "1"][..],
            125,
            "there is no session `nobody`",
        ),
        (&["session", "show", "nobody"], 125, "there is no session `nobody`"),
        (&["session", "ls", "--store", "ftp://x"], 125, "names no store"),
        (&["session", "new", "--id", "../x"], 2, "path separators"),
        (&["session", "new", "--label", "a b=c"], 2, "label"),
        (&["session", "import", "/no/such/file"], 125, "cannot read"),
    ] {
        let ended = store.run(words);
        assert!(
            ended.code == code && ended.stderr.contains(said),
            "{words:?}: {ended:?}"
        );
    }
    let object = store.run(&["session", "exec", "--json", "nobody", "-c", "1"]);
    assert_eq!(object.code, 125, "{object:?}");
    assert_eq!(object.object()["outcome"], "host_error");
    let image = store.run(&["session", "new", "--image", "nope"]);
    assert!(
        image.code == 2 && image.stderr.contains("there is no image `nope`"),
        "{image:?}"
    );
    store.prints(&["session", "new", "--id", "a"]);
    let twice = store.run(&["session", "new", "--id", "a"]);
    assert!(
        twice.code == 125 && twice.stderr.contains("already") && twice.stderr.contains("hint:"),
        "{twice:?}"
    );
    let generation = store.run(&["session", "rollback", "a", "7"]);
    assert!(generation.stderr.contains("has no generation 7"), "{generation:?}");
}
