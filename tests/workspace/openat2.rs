//! The host's folders on a system without `openat2`: an old kernel, or a container whose filter of system calls does not know it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use llm_wasm_sandbox::Workspace;
use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

use crate::support::{sandbox, under};

/// The variable that makes [`b_161_inside_a_filter`] do something: the error number that `openat2` ends with.
const ERRNO: &str = "SANDBOX_TEST_OPENAT2_ERRNO";

/// What comes before and after the transcript.
const BEGIN: &str = "<transcript>";
const END: &str = "</transcript>";

/// Error numbers of Linux: what a kernel without the call says, and what filters say that forbid it.
const ENOSYS: u32 = 38;
const EPERM: u32 = 1;

/// `openat2` on x86-64 and on the architectures with the common table: the same number.
const OPENAT2: i64 = 437;

/// Tries to get out of a mount, an imported and an exported folder, and says what came of it.
fn transcript() -> String {
    let root = tempfile::tempdir().unwrap();
    let place = |name: &str| root.path().join(name);
    for folder in ["canary", "mount/sub/deep", "given/sub", "target"] {
        fs::create_dir_all(place(folder)).unwrap();
    }
    fs::write(place("canary/secret.txt"), "SECRET").unwrap();
    fs::write(place("mount/sub/deep/rows.csv"), "k,v\na,1\n").unwrap();
    fs::write(place("given/sub/input.txt"), "given").unwrap();
    for folder in ["mount", "given", "target"] {
        symlink(place("canary"), place(folder).join("out")).unwrap();
        symlink("../canary/secret.txt", place(folder).join("file")).unwrap();
    }
    let mount = place("mount");
    let host = mount.to_str().expect("temporary folders have plain names");
    let mounting = under(&format!("mounts = [{{ host = {host:?}, guest = '/data' }}]"));
    let program = "import os\n\
        for path in ('/data', '/data/sub/deep/rows.csv', '/data/out', '/data/out/secret.txt', '/data/file', '/data/../etc/passwd', '/data/sub/../../etc',\n\
        '/app/sub/input.txt', '/app/out', '/app/file', '/etc/passwd', '/proc/self/environ'):\n    \
        try:\n        print(path, sorted(os.listdir(path)) if os.path.isdir(path) else open(path).read())\n    \
        except OSError as error:\n        print(path, type(error).__name__)\n\
        os.makedirs('made/here')\nopen('made/here/new.txt', 'w').write('new')\n\
        for name in ('out', 'file'):\n    open(name, 'w').write('not through the link')\n";
    let run = mounting
        .execute_in(Workspace::from_folder(place("given")), program)
        .unwrap();
    let mut said = vec![
        run.outcome.to_string(),
        run.stdout.clone(),
        run.stderr.clone(),
        format!("exported: {}", run.export_to(place("target")).is_ok()),
        format!("written back: {}", run.write_back(place("given")).is_ok()),
    ];
    let mut left = BTreeMap::new();
    tree(root.path(), root.path(), &mut left);
    said.extend(left.iter().map(|(path, content)| format!("{path}: {content}")));
    let said = said.join("\n");
    assert_eq!(fs::read_to_string(place("canary/secret.txt")).unwrap(), "SECRET");
    assert!(!run.stdout.contains("SECRET"), "{said}");
    said
}

fn tree(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if path.is_symlink() {
            found.insert(name, "a link".into());
        } else if path.is_dir() {
            tree(root, &path, found);
        } else {
            found.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "that is how it answers the process that started it")]
fn b_161_inside_a_filter() {
    let Ok(errno) = std::env::var(ERRNO) else {
        // Part of the next test, which starts it in a process of its own.
        return;
    };
    // Prepared before: that the cache can be made without the call is not the question here.
    sandbox();
    let filter = SeccompFilter::new(
        [(OPENAT2, Vec::new())].into(),
        SeccompAction::Allow,
        SeccompAction::Errno(errno.parse().unwrap()),
        std::env::consts::ARCH.try_into().unwrap(),
    )
    .unwrap();
    let program: BpfProgram = filter.try_into().unwrap();
    seccompiler::apply_filter(&program).unwrap();
    let refused = openat2(CWD, ".", OFlags::PATH, Mode::empty(), ResolveFlags::empty()).unwrap_err();
    assert_eq!(refused.raw_os_error().to_string(), errno, "the filter is at work");
    println!("{BEGIN}{}{END}", transcript());
}

#[test]
fn b_161_without_openat2_everything_ends_the_same() {
    let usual = transcript();
    assert!(usual.contains("/data/sub/deep/rows.csv k,v"), "{usual}");
    for errno in [ENOSYS, EPERM] {
        let child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "openat2::b_161_inside_a_filter",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(ERRNO, errno.to_string())
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&child.stdout).into_owned();
        let said = output.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END));
        let (said, _) = said.unwrap_or_else(|| panic!("{output}\n{}", String::from_utf8_lossy(&child.stderr)));
        assert_eq!(said, usual, "errno {errno}");
    }
}
