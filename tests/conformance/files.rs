//! What a program sees of files and of the environment, and what is reported of its own: 37 to 51.

use std::fs;

use llm_wasm_sandbox::{Outcome, Program, Workspace};

use crate::support::{printed, run, run_in, run_under, under};

/// Reads a file in the guest, and prints `BLOCKED` if that fails.
fn attempt(path: &str) -> String {
    let run = run(format!(
        "try:\n    print(open({path:?}).read())\nexcept OSError:\n    print('BLOCKED')"
    ));
    assert!(run.success, "{}", run.stderr);
    run.stdout.clone()
}

#[test]
fn case_037_the_hosts_files_are_not_there() {
    assert_eq!(attempt("/etc/passwd"), "BLOCKED\n");
}

#[test]
fn case_038_nothing_is_above_the_workspace() {
    assert_eq!(attempt("../README.md"), "BLOCKED\n");
    assert_eq!(attempt("../Cargo.toml"), "BLOCKED\n");
}

#[test]
fn case_040_a_file_given_by_the_host_is_read() {
    let run = run_in(
        Workspace::new().file("input.txt", "from the host"),
        "print(open('/app/input.txt').read())",
    );
    assert_eq!(run.stdout, "from the host\n");
}

#[test]
fn case_041_a_read_only_mount_can_be_read_and_not_written() {
    let data = tempfile::tempdir().unwrap();
    fs::write(data.path().join("payload.txt"), "payload").unwrap();
    let sandbox = under(&format!("mount_data_dir = {:?}", data.path()));
    let program = "print(open('/data/payload.txt').read())\nfor mode in ('w', 'a', 'r+'):\n    try:\n        open('/data/payload.txt', mode)\n    except OSError:\n        print('refused')\ntry:\n    open('/data/new.txt', 'w')\nexcept OSError:\n    print('refused')";
    let run = sandbox.execute(program).unwrap();
    assert_eq!(
        run.stdout, "payload\nrefused\nrefused\nrefused\nrefused\n",
        "{}",
        run.stderr
    );
    assert_eq!(fs::read_to_string(data.path().join("payload.txt")).unwrap(), "payload");
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 1);
}

#[test]
fn case_046_the_policys_environment_is_visible_and_the_hosts_is_not() {
    // PATH and HOME are set wherever tests run; HOME of the guest is its own.
    assert!(std::env::var_os("PATH").is_some());
    let program = "import os\nprint(os.getenv('GREETING'), os.getenv('PATH'), os.getenv('CARGO_MANIFEST_DIR'))";
    assert_eq!(run_under("env.GREETING = 'Hej'", program).stdout, "Hej None None\n");
}

#[test]
fn case_048_a_new_file_is_created_and_nothing_modified() {
    let run = run("open('/app/output.txt', 'w').write('x')");
    assert_eq!(
        (
            run.files_created.as_slice(),
            run.files_modified.len(),
            run.files_deleted.len()
        ),
        (&["output.txt".to_owned()][..], 0, 0)
    );
    assert_eq!(run.read("output.txt").unwrap(), b"x");
}

#[test]
fn case_049_a_rewritten_file_is_modified_and_not_created() {
    let run = run_in(
        Workspace::new().file("data.txt", "old"),
        "open('/app/data.txt', 'w').write('new')",
    );
    assert_eq!(
        (run.files_created.len(), run.files_modified.as_slice()),
        (0, &["data.txt".to_owned()][..])
    );
}

#[test]
fn case_050_every_new_file_is_listed_in_order() {
    let run = run("for name in ('c.txt', 'a.txt', 'b.txt'):\n    open(name, 'w').close()");
    assert_eq!(run.files_created, ["a.txt", "b.txt", "c.txt"]);
}

#[test]
fn case_051_the_program_itself_is_no_file_of_the_workspace() {
    // Not only unlisted: nothing of the host's is ever written where a guest could see it.
    let run = run("import os\nprint(os.listdir('/app'), os.path.exists(__file__))");
    assert_eq!((run.stdout.as_str(), run.files_created.len()), ("[] False\n", 0));
    let named = Program::from("print(__file__)").file("/app/user_code.py");
    let run = crate::support::run(named);
    assert_eq!(
        (run.outcome, run.stdout.as_str(), run.files_created.len()),
        (Outcome::Finished, "/app/user_code.py\n", 0)
    );
}

#[test]
fn case_044_a_link_to_the_hosts_files_leads_nowhere() {
    let printed = printed(
        "import os\n\
         for target in ('/etc/passwd', '../../../../etc/passwd'):\n    \
             try:\n        os.symlink(target, 'link')\n        print(open('link').read())\n    \
             except OSError as error:\n        print(type(error).__name__)\n    \
             if os.path.islink('link'): os.remove('link')\n",
    );
    assert!(
        printed.lines().all(|line| line.ends_with("Error")) && printed.lines().count() == 2,
        "{printed}"
    );
}

#[test]
fn case_045_there_is_no_metadata_in_the_workspace() {
    // The original kept its records there, where programs could change them. What the host knows of a program is nowhere that a program can look.
    let printed = printed("import os\nprint(os.listdir('/app'), os.path.exists('/app/.metadata.json'))");
    assert_eq!(printed, "[] False\n");
}
