//! B1: guest Python reaches for files, links, descriptors, the network and processes of the host's.

use crate::harness::{EXCEPTION, FINISHED, guest, python};
use llm_wasm_sandbox::Outcome;

#[test]
fn b_001_a_file_of_the_hosts() {
    python("print(open('/etc/passwd').read())")
        .ends(EXCEPTION)
        .prints("")
        .complains(&["FileNotFoundError", "PermissionError"]);
}

#[test]
fn b_002_a_file_of_the_hosts_by_the_way_up() {
    for up in ["/app/../../../..", "../../../..", "/tmp/../.."] {
        python(format!("print(open('{up}/etc/passwd').read())"))
            .ends(EXCEPTION)
            .prints("")
            .complains(&["FileNotFoundError", "PermissionError", "OSError"]);
    }
    // The folders beside the one that the workspace was copied from are not there at all.
    python("print(open('../canary/secret.txt').read())")
        .ends(EXCEPTION)
        .prints("");
}

#[test]
fn b_004_a_link_to_a_file_of_the_hosts() {
    python("import os\nos.symlink('/etc/passwd', '/app/b')")
        .ends(EXCEPTION)
        .complains(&["Error"]);
}

#[test]
fn b_006_a_link_up_with_every_kind_of_ending() {
    // `up` may lead to the root of the guest's own tree, which has what every guest sees.
    python(guest("b_006_link_up.py"))
        .ends(FINISHED)
        .every_line(5, &["errno ", "['app', 'packages', 'tmp', 'usr']", "['up']"]);
}

#[test]
fn b_007_a_link_that_is_renamed_with_a_slash() {
    python("import os\nos.symlink('../canary', '/app/l')\nos.rename('/app/l/', '/app/m')\nprint(os.listdir('/app/m'))")
        .ends(EXCEPTION)
        .prints("")
        .complains(&["OSError", "FileNotFoundError", "NotADirectoryError", "PermissionError"]);
}

#[test]
fn b_009_links_that_lead_to_each_other() {
    python("import os\nos.symlink('a', '/app/b')\nos.symlink('b', '/app/a')\nopen('/app/a')")
        .ends(EXCEPTION)
        .complains(&["OSError"]);
}

#[test]
fn b_011_a_hard_link_to_the_canary() {
    python("import os\nos.link('/app/../canary/secret.txt', '/app/h')")
        .ends(EXCEPTION)
        .complains(&["OSError", "FileNotFoundError", "PermissionError"]);
}

#[test]
fn b_012_a_hard_link_to_a_read_only_file() {
    python("import os\nos.link('/library/six.py', '/app/h')\nopen('/app/h', 'a').write('evil')")
        .library()
        .ends(EXCEPTION)
        .complains(&["OSError", "PermissionError"]);
}

#[test]
fn b_014_a_read_only_file_that_is_truncated() {
    python(guest("b_014_truncate_read_only.py"))
        .library()
        .ends(FINISHED)
        .prints("refused\nrefused\nrefused\nrefused\nrefused\nsix = 6\n\n");
}

#[test]
fn b_016_times_that_nobody_can_store() {
    // The harness exports the workspace afterwards.
    python(guest("b_016_times.py"))
        .ends(FINISHED)
        .every_line(5, &["ok", "OverflowError", "OSError"]);
}

#[test]
fn b_017_the_workspace_itself_is_moved_away() {
    python(guest("b_017_move_the_workspace.py"))
        .ends(FINISHED)
        .prints("refused\nrefused\nrefused\nthe same\n");
}

#[test]
fn b_019_what_is_there_is_the_guests() {
    // `/` and `/tmp` are the guest's own; the standard library's place has no children but its zip file.
    python(guest("b_019_places.py"))
        .ends(FINISHED)
        .prints("['/', '/tmp']\n");
}

#[test]
fn b_021_the_network() {
    // That no descriptor or thread of the host's is made for it is U4.
    python(guest("b_021_network.py"))
        .ends(FINISHED)
        .every_line(5, &["refused"]);
}

#[test]
fn b_022_processes() {
    let before = children();
    python(guest("b_022_processes.py"))
        .ends(FINISHED)
        .every_line(7, &["refused"]);
    assert_eq!(children(), before);
}

/// The children of every thread of this process's.
fn children() -> String {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux has /proc").flatten();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
        .collect()
}

#[test]
fn b_024_threads() {
    python("import threading\nthreading.Thread(target=print).start()")
        .ends(EXCEPTION)
        .prints("")
        .complains(&["RuntimeError"]);
}

#[test]
fn b_026_the_descriptors_of_the_folders_are_closed() {
    // Either may fail: closing them, or opening a file afterwards. Both is the guest's own affair.
    python("import os\nos.close(3)\nos.close(4)\nprint(open('/app/x', 'w'))")
        .ends(&[Outcome::Exception])
        .never_says("TextIOWrapper");
    python("print(open('/app/x', 'w').name)")
        .ends(FINISHED)
        .prints("/app/x\n");
}

#[test]
fn b_027_every_descriptor_is_closed_and_a_file_opened() {
    python(guest("b_027_close_all.py"))
        .ends(&[Outcome::Exception, Outcome::Exit, Outcome::Trap])
        .never_says("to-stdout");
}

#[test]
fn b_029_files_that_an_interpreter_reads_at_its_start() {
    // The second program runs in what the first one left.
    let hooks = [
        ("sitecustomize.py", "print('boot')"),
        ("usercustomize.py", "print('boot')"),
        ("x.pth", "import os; print('boot')"),
        ("python315._pth", "/app/evil\nimport site"),
        ("pyvenv.cfg", "home = /app"),
    ];
    let write = format!("for name, text in {hooks:?}:\n    open(name, 'w').write(text)").replace(['[', ']'], "");
    let mut second = python("print(2)");
    let left = python(write).ends(FINISHED);
    for (name, file) in &left.files {
        second = second.file(name, file.beginning.clone());
    }
    drop(left);
    second.ends(FINISHED).prints("2\n");
}
