//! Guests of one process together hold a bounded number of the host's files open. A process of its own: the count is the process's.

use std::sync::Arc;

use sandbox_vfs::{Access, Error, Fd, HostDir, Limits, MAX_OPEN_HOST_FILES, OpenOptions, SystemClock, Template, Tree};

/// The first preopened directory.
const ROOT: Fd = Fd(3);

fn open_all(tree: &mut Tree) -> (Vec<Fd>, Error) {
    let mut open = Vec::new();
    loop {
        match tree.open(ROOT, b"data/f", OpenOptions::default()) {
            Ok(fd) => open.push(fd),
            Err(error) => return (open, error),
        }
    }
}

#[test]
fn one_guests_open_files_are_no_reason_for_the_process_to_run_out_of_descriptors() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("f"), "x").unwrap();
    let template = Template::builder()
        .host_dir("/data", HostDir::open(folder.path()).unwrap())
        .and_then(|template| template.dir("/app", Access::ReadWrite))
        .and_then(|template| template.preopen("/", "/"))
        .unwrap()
        .build();
    let limits = Limits {
        open_files: 65_536,
        ..Limits::default()
    };
    let tree = || template.instantiate(limits, Arc::new(SystemClock));
    let (mut greedy, mut other) = (tree(), tree());
    let (open, error) = open_all(&mut greedy);
    assert_eq!(error, Error::TooManyOpen);
    assert!(
        (1..=MAX_OPEN_HOST_FILES as usize).contains(&open.len()),
        "{}",
        open.len()
    );
    assert!(!greedy.take_refusals().any(), "it is no quota of this guest's");
    // The process still has descriptors, and what a guest has of its own is not counted.
    tempfile::tempfile().unwrap();
    greedy.write_file("/app/own", "x").unwrap();
    assert!(greedy.open(ROOT, b"app/own", OpenOptions::default()).is_ok());
    assert_eq!(open_all(&mut other).0.len(), 0);
    greedy.close(open[0]).unwrap();
    assert_eq!(open_all(&mut other).0.len(), 1);
    drop(greedy);
    assert_eq!(open_all(&mut other).0.len(), open.len() - 1);
}
