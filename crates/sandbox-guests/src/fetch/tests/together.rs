//! Many at once, in threads and in processes, some of them killed.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::*;
use crate::cache::CacheDir;

/// Names the folder of a toy to the children that these tests start: this program again, told to run one test.
const CHILD_VARIABLE: &str = "SANDBOX_GUESTS_TEST_CHILD";

#[test]
fn sixteen_threads_fetch_once() {
    let toy = Toy::new();
    let source = only(toy.client("sleep 0.3; cp \"$wheel\" \"$dest/\""));
    let waited = std::thread::scope(|scope| {
        let one = || {
            let recorder = Recorder::default();
            let guest = ensure_guest(&toy.cache(), &toy.pin, &source, &recorder).unwrap();
            assert_eq!(guest.file("toy.wasm").unwrap().read().unwrap(), toy.wasm);
            recorder.events().iter().any(|event| event.contains("Waiting"))
        };
        let threads: Vec<_> = (0..16).map(|_| scope.spawn(one)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .filter(|waited| *waited)
            .count()
    });
    assert_eq!(toy.runs().len(), 1);
    assert!(waited > 0, "those who waited were told so");
    assert_eq!(toy.left_over(), (vec![toy.pin.folder_name()], vec![]));
}

#[test]
fn sixteen_processes_fetch_once() {
    let toy = Toy::new();
    toy.client("sleep 0.3; cp \"$wheel\" \"$dest/\"");
    let children: Vec<_> = (0..16).map(|_| child(&toy)).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    assert_eq!(toy.runs().len(), 1);
    assert_eq!(toy.left_over(), (vec![toy.pin.folder_name()], vec![]));
}

#[test]
fn a_process_killed_in_the_middle_leaves_no_half_guest_and_no_lock() {
    let toy = Toy::new();
    let cache = toy.cache();
    toy.client("head -c 1000 \"$wheel\" > \"$dest/${wheel##*/}\"; while [ -e \"$dest\" ]; do sleep 0.1; done");
    let mut child = child(&toy);
    // The client says that it runs by writing to its list.
    while toy.runs().is_empty() {
        assert!(child.try_wait().unwrap().is_none(), "the child ended early");
        std::thread::sleep(Duration::from_millis(10));
    }
    let (_, work) = toy.left_over();
    assert_eq!(work.len(), 1);
    assert_eq!(cache.sweep().unwrap(), 0, "live work is not swept");
    assert!(
        cache.try_lock("guest-toy").unwrap().is_none(),
        "the child holds the lock"
    );

    child.kill().unwrap();
    child.wait().unwrap();
    assert!(matches!(
        installed_guest(&cache, &toy.pin),
        Err(FetchError::NotInstalled { .. })
    ));
    assert_eq!(toy.left_over().1, work, "what the killed process left is there");
    ensure_guest(&cache, &toy.pin, &toy.source(), &Silent).unwrap();
    assert_eq!(toy.left_over(), (vec![toy.pin.folder_name()], vec![]));
}

/// Not a test of its own: what the children of the tests above do.
#[test]
fn child_fetches_when_told_to() {
    let Some(folder) = std::env::var_os(CHILD_VARIABLE) else {
        return;
    };
    let folder = Path::new(&folder);
    let cache = CacheDir::open(folder.join("cache")).unwrap();
    let client = PackageClient::command(["sh".into(), folder.join("client.sh").into_os_string()]);
    // The toy is made of fixed bytes, so the child's has the same pins.
    ensure_guest(&cache, &Toy::new().pin, &only(client), &Silent).unwrap();
}

fn child(toy: &Toy) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "fetch::tests::together::child_fetches_when_told_to"])
        .env(CHILD_VARIABLE, toy.dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
