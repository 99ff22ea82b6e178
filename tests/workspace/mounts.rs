//! Folders of the host's that a policy shows read-only.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use llm_wasm_sandbox::{Error, ExecutionPolicy, Workspace};

use crate::support::{policy, sandbox, under};

fn mounted(host: &Path, program: &str) -> String {
    let host = host.to_str().expect("temporary folders have plain names");
    let run = under(&format!("mounts = [{{ host = {host:?}, guest = '/data' }}]"))
        .execute(program)
        .unwrap();
    assert!(run.success, "{}", run.stderr);
    run.stdout.clone()
}

#[test]
fn a_mount_is_read_like_any_folder() {
    let host = tempfile::tempdir().unwrap();
    fs::create_dir_all(host.path().join("sub")).unwrap();
    fs::write(host.path().join("sub/rows.csv"), "k,v\na,1\nb,2\n").unwrap();
    let program = "import os\nimport pandas as pd\nprint(os.listdir('/data'), os.stat('/data/sub/rows.csv').st_size)\nprint(pd.read_csv('/data/sub/rows.csv')['v'].sum())\nprint([f for _, _, files in os.walk('/data') for f in files])";
    assert_eq!(mounted(host.path(), program), "['sub'] 12\n3\n['rows.csv']\n");
}

#[test]
fn nothing_in_a_mount_can_be_changed() {
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("file.txt"), "content").unwrap();
    fs::create_dir(host.path().join("folder")).unwrap();
    let program = "
import os
open('/app/x', 'w').close()
attempts = {
    'write': lambda: open('/data/file.txt', 'w'),
    'append': lambda: open('/data/file.txt', 'a'),
    'update': lambda: open('/data/file.txt', 'r+'),
    'truncate by open': lambda: os.open('/data/file.txt', os.O_RDONLY | os.O_TRUNC),
    'truncate': lambda: os.truncate('/data/file.txt', 0),
    'create': lambda: open('/data/new', 'w'),
    'create exclusively': lambda: open('/data/new', 'x'),
    'mkdir': lambda: os.mkdir('/data/new'),
    'remove': lambda: os.remove('/data/file.txt'),
    'rmdir': lambda: os.rmdir('/data/folder'),
    'rename inside': lambda: os.rename('/data/file.txt', '/data/other'),
    'rename out': lambda: os.rename('/data/file.txt', '/app/other'),
    'rename in': lambda: os.rename('/app/x', '/data/x'),
    'replace': lambda: os.replace('/app/x', '/data/file.txt'),
    'symlink': lambda: os.symlink('x', '/data/link'),
    'link': lambda: os.link('/data/file.txt', '/app/link'),
    'times': lambda: os.utime('/data/file.txt', (0, 0)),
    'remove the mount': lambda: os.rmdir('/data'),
    'rename the mount': lambda: os.rename('/data', '/app/data'),
}
for name, attempt in attempts.items():
    try:
        attempt()
        print(name, 'was allowed')
    except OSError:
        pass
print(open('/data/file.txt').read())
";
    assert_eq!(mounted(host.path(), program), "content\n");
    assert_eq!(fs::read_to_string(host.path().join("file.txt")).unwrap(), "content");
    assert_eq!(fs::read_dir(host.path()).unwrap().count(), 2);
}

#[test]
fn links_in_a_mount_are_not_followed() {
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("secret.txt"), "SECRET").unwrap();
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("plain.txt"), "plain").unwrap();
    symlink(secret.path().join("secret.txt"), host.path().join("file")).unwrap();
    symlink(secret.path(), host.path().join("folder")).unwrap();
    symlink("..", host.path().join("up")).unwrap();
    let program = "
import os
for path in ('/data/file', '/data/folder/secret.txt', '/data/up/x', '/data/../../etc/passwd', '/data/./folder/../plain.txt'):
    try:
        print(path, open(path).read())
    except OSError:
        print('refused')
for folder in ('/data/folder', '/data/up'):
    try:
        print(os.listdir(folder))
    except OSError:
        print('refused')
";
    let printed = mounted(host.path(), program);
    assert!(!printed.contains("SECRET"), "{printed}");
    assert_eq!(
        printed.lines().filter(|line| *line == "refused").count(),
        7,
        "{printed}"
    );
}

#[test]
fn special_files_in_a_mount_are_not_opened() {
    let host = tempfile::tempdir().unwrap();
    assert!(
        std::process::Command::new("mkfifo")
            .arg(host.path().join("fifo"))
            .status()
            .unwrap()
            .success()
    );
    let _socket = std::os::unix::net::UnixListener::bind(host.path().join("socket")).unwrap();
    // Opening a FIFO would wait for a writer for ever.
    let program = "for name in ('fifo', 'socket'):\n    try:\n        open('/data/' + name).read()\n        print('opened')\n    except OSError:\n        print('refused')";
    assert_eq!(mounted(host.path(), program), "refused\nrefused\n");
}

#[test]
fn several_mounts_stand_side_by_side() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(one.path().join("n"), "1").unwrap();
    fs::write(two.path().join("n"), "2").unwrap();
    let toml = format!(
        "mounts = [{{ host = {:?}, guest = '/data/one' }}, {{ host = {:?}, guest = '/data/two' }}]",
        one.path(),
        two.path()
    );
    let run = under(&toml).execute("import os\nprint(open('/data/one/n').read(), open('/data/two/n').read(), sorted(os.listdir('/data')), 'data' in os.listdir('/'))").unwrap();
    assert_eq!(run.stdout, "1 2 ['one', 'two'] True\n", "{}", run.stderr);
}

#[test]
fn a_mount_costs_no_quota_and_has_nothing_to_do_with_the_changes() {
    let host = tempfile::tempdir().unwrap();
    fs::write(host.path().join("big.bin"), vec![7; 3 << 20]).unwrap();
    let sandbox = under(&format!(
        "disk.bytes = '1MiB'\nmounts = [{{ host = {:?}, guest = '/data' }}]",
        host.path()
    ));
    let run = sandbox
        .execute("data = open('/data/big.bin', 'rb').read()\nprint(len(data), sum(data) == 7 * len(data))")
        .unwrap();
    assert_eq!(run.stdout, "3145728 True\n", "{}", run.stderr);
    assert_eq!(
        (run.files_created.len(), run.metadata["disk_bytes"].as_u64()),
        (0, Some(0))
    );
}

#[test]
fn a_mount_that_is_not_there_or_not_allowed_is_an_error() {
    let missing = policy("mounts = [{ host = '/nonexistent-folder-of-the-host', guest = '/data' }]");
    let error = sandbox().with_policy(missing).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }), "{error:?}");
    for guest in ["/", "/app", "/app/x", "/tmp", "/usr/local", "relative", "/a/../app", ""] {
        let toml = format!("mounts = [{{ host = '/', guest = {guest:?} }}]");
        let error = ExecutionPolicy::from_toml(&toml).unwrap_err().to_string();
        assert!(error.contains("mounts[0].guest"), "{guest}: {error}");
    }
}

#[test]
fn a_workspace_takes_no_mounts_along_into_another_policy() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(one.path().join("one"), "1").unwrap();
    fs::write(two.path().join("two"), "2").unwrap();
    let mounts = |host: &Path| under(&format!("mounts = [{{ host = {host:?}, guest = '/data' }}]"));
    let list = "import os\nprint(os.listdir('/app'), os.listdir('/data') if os.path.exists('/data') else None)";
    let left = || {
        mounts(one.path())
            .execute_in(Workspace::new().file("kept", "x"), "pass")
            .unwrap()
            .into_workspace()
    };
    assert_eq!(
        sandbox().execute_in(left(), list).unwrap().stdout,
        "['kept'] None\n",
        "a capability outlived its policy"
    );
    assert_eq!(
        mounts(two.path()).execute_in(left(), list).unwrap().stdout,
        "['kept'] ['two']\n"
    );
}
