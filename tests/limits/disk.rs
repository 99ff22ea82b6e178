//! Disk: bytes, entries, open files, names and depth are counted exactly, and freed again.

use llm_wasm_sandbox::{Error, Outcome, Workspace};

use crate::support::{run_under, story, under};

#[test]
fn bytes_are_bounded_and_freed_again() {
    let program = "
import os
written = 0
file = open('fill', 'wb', buffering=0)
try:
    while True:
        written += file.write(bytes(65536))
except OSError as error:
    print(error.strerror, written)
file.close()
os.remove('fill')
print(open('again', 'wb').write(bytes(1_000_000)))
";
    let run = run_under("disk.bytes = '1MiB'", program);
    assert_eq!(
        (run.outcome, run.stdout.lines().count()),
        (Outcome::Finished, 2),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert!(run.stdout.contains(" 1048576\n1000000\n"), "{}", run.stdout);
    assert_eq!(run.metadata["disk_bytes"], 1_000_000);
}

#[test]
fn a_program_that_dies_of_a_full_disk_says_so() {
    let run = run_under(
        "disk.bytes = '1MiB'",
        "with open('big', 'wb') as file:\n    file.write(bytes(2 << 20))",
    );
    assert_eq!(
        (run.outcome, run.exit_code),
        (Outcome::DiskQuota, 123),
        "{}",
        run.stderr
    );
    assert!(!run.hints.is_empty());
}

#[test]
fn dying_of_any_of_the_limits_is_told() {
    for (limit, program) in [
        (
            "disk.entries = 10",
            "for n in range(20):\n    open(str(n), 'w').close()",
        ),
        ("disk.open_files = 10", "files = [open(str(n), 'w') for n in range(20)]"),
        ("disk.name_bytes = 20", "open('n' * 21, 'w')"),
        ("disk.path_bytes = 200", "open('x/' * 200 + 'y', 'w')"),
        ("disk.depth = 3", "import os\nos.makedirs('a/b/c/d/e/f')"),
    ] {
        let run = run_under(limit, program);
        assert_eq!(run.outcome, Outcome::DiskQuota, "{limit}: {}", story(&run));
    }
}

#[test]
fn dying_of_a_database_that_does_not_fit_is_told() {
    let fill = "
import sqlite3
base = sqlite3.connect('base')
base.execute('create table t (x)')
while True:
    with base:
        base.execute('insert into t values (zeroblob(100000))')
";
    let run = run_under("disk.bytes = '1MiB'", fill);
    assert_eq!(run.outcome, Outcome::DiskQuota, "{}", story(&run));
    let many = "import sqlite3\nbases = [sqlite3.connect(str(n)) for n in range(20)]\nfor base in bases:\n    base.execute('create table t (x)')";
    let run = run_under("disk.open_files = 10", many);
    assert_eq!(run.outcome, Outcome::DiskQuota, "{}", story(&run));
    // The same kinds of error, of another cause.
    let run = run_under("disk.bytes = '1MiB'", "import sqlite3\nsqlite3.connect('missing/base')");
    assert_eq!(run.outcome, Outcome::Exception, "{}", story(&run));
}

#[test]
fn an_error_of_another_kind_is_an_exception() {
    let run = run_under(
        "disk.bytes = '1MiB'",
        "try:\n    open('big', 'wb').write(bytes(2 << 20))\nexcept OSError:\n    pass\nopen('missing')",
    );
    assert_eq!(run.outcome, Outcome::Exception);
}

#[test]
fn a_hole_counts_as_what_it_claims() {
    let run = run_under(
        "disk.bytes = '1MiB'",
        "import os\nfd = os.open('s', os.O_CREAT | os.O_RDWR)\nfor size in (1 << 43, 1 << 62, 2 << 20):\n    try:\n        os.ftruncate(fd, size)\n    except OSError:\n        print('refused')\ntry:\n    os.pwrite(fd, b'x', 1 << 43)\nexcept OSError:\n    print('refused')\nos.ftruncate(fd, 1 << 20)\nprint(os.stat('s').st_size)",
    );
    assert_eq!(
        run.stdout, "refused\nrefused\nrefused\nrefused\n1048576\n",
        "{}",
        run.stderr
    );
}

#[test]
fn entries_are_bounded_and_freed_again() {
    for make in [
        "open(f'e{n}', 'w').close()",
        "os.mkdir(f'e{n}')",
        "os.symlink('x', f'e{n}')",
    ] {
        let program = format!(
            "import os, shutil\nn = 0\ntry:\n    while True:\n        {make}\n        n += 1\nexcept OSError:\n    pass\nmade = n\nfor name in os.listdir('.'):\n    os.rmdir(name) if os.path.isdir(name) and not os.path.islink(name) else os.remove(name)\nn = 0\ntry:\n    while True:\n        {make}\n        n += 1\nexcept OSError:\n    print(made == n, 90 < n <= 100)"
        );
        let run = run_under("disk.entries = 100", program);
        assert_eq!(run.stdout, "True True\n", "{make}: {}", run.stderr);
    }
}

#[test]
fn scratch_files_count_as_well() {
    let run = run_under(
        "disk.bytes = '1MiB'",
        "try:\n    open('/tmp/x', 'wb').write(bytes(2 << 20))\nexcept OSError:\n    print('refused')",
    );
    assert_eq!(run.stdout, "refused\n", "{}", run.stderr);
}

#[test]
fn open_files_are_bounded() {
    let program = "files = []\ntry:\n    while True:\n        files.append(open(f'/tmp/{len(files)}', 'w'))\nexcept OSError as error:\n    import errno\n    print(len(files), error.errno == errno.EMFILE)\nfiles.clear()\nprint(open('/tmp/0').read() == '')";
    let run = run_under("disk.open_files = 20", program);
    assert_eq!(run.stdout, "20 True\nTrue\n", "{}", run.stderr);
}

#[test]
fn names_paths_and_depth_are_bounded() {
    let run = run_under(
        "disk.name_bytes = 20\ndisk.path_bytes = 200\ndisk.depth = 5",
        "
import os
def attempt(what):
    try:
        what()
        print('made')
    except OSError:
        print('refused')
attempt(lambda: open('n' * 20, 'w').close())
attempt(lambda: open('n' * 21, 'w').close())
attempt(lambda: os.makedirs('a/b/c'))
attempt(lambda: os.makedirs('d/e/f/g/h/i/j'))
attempt(lambda: open('x/' * 200 + 'y', 'w'))
",
    );
    assert_eq!(run.stdout, "made\nrefused\nmade\nrefused\nrefused\n", "{}", run.stderr);
}

#[test]
fn depth_cannot_be_had_by_renaming() {
    let run = run_under(
        "disk.depth = 5",
        "
import os
os.makedirs('a/b/c')
os.makedirs('d/e/f')
try:
    os.rename('a', 'd/e/f/a')
    print('made')
except OSError:
    print('refused')
",
    );
    assert_eq!(run.stdout, "refused\n", "{}", run.stderr);
}

#[test]
fn a_workspace_that_does_not_fit_is_an_error_before_anything_runs() {
    let sandbox = under("disk.bytes = 1000");
    let error = sandbox
        .execute_in(Workspace::new().file("big", vec![0; 1001]), "print(1)")
        .unwrap_err();
    assert!(matches!(error, Error::File { .. }), "{error:?}");
    assert_eq!(
        sandbox
            .execute_in(Workspace::new().file("fits", vec![0; 1000]), "print(1)")
            .unwrap()
            .stdout,
        "1\n"
    );
}
