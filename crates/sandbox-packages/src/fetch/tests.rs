use std::fs;
use std::time::Duration;

use sandbox_guests::{PackageClient, PackageClients, Silent};

use super::*;
use crate::check::recheck_packages;
use crate::list::PackageList;
use crate::store::clean_packages;
use crate::testing::{Toy, locked_npm, names};

fn nobody() -> Source {
    let client = || PackageClient::command(["/nonexistent"]);
    Source::Package(PackageClients::new(client(), client()))
}

/// How many package files the cache has.
fn cached(toy: &Toy) -> usize {
    let packages = names(&toy.cache().packages());
    packages
        .iter()
        .filter(|name| [".whl", ".tgz"].iter().any(|ending| name.ends_with(ending)))
        .count()
}

#[test]
fn what_is_locked_is_fetched_once_with_one_run_of_each_client() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    let source = Source::Package(toy.delivering());
    assert_eq!(fetch_packages(&cache, &lock, &source, &Silent).unwrap(), 2);
    recheck_packages(&cache, &lock).unwrap();
    assert_eq!(fetch_packages(&cache, &lock, &nobody(), &Silent).unwrap(), 0);
    let runs = toy.runs();
    assert_eq!(runs.len(), 2);
    assert!(
        runs[0].starts_with("download ") && runs[0].contains("--require-hashes"),
        "{runs:?}"
    );
    assert!(
        runs[1].starts_with("pack ") && runs[1].ends_with("-- @s/toy@2.0.0"),
        "{runs:?}"
    );
    assert_eq!(names(&toy.dir.path().join("cache/tmp")), Vec::<String>::new());
}

#[test]
fn pip_is_told_names_versions_and_hashes_in_a_file() {
    let toy = Toy::new();
    let lock = toy.lock();
    let clients = toy.clients(
        "cp \"$index\"/* \"$dest/\"; if [ -n \"$requirements\" ]; then cp \"$requirements\" \"$runs.txt\"; fi",
    );
    fetch_packages(&toy.cache(), &lock, &Source::Package(clients), &Silent).unwrap();
    let text = fs::read_to_string(toy.dir.path().join("runs.txt")).unwrap();
    assert_eq!(text, format!("toy==1.0 --hash=sha256:{}\n", lock.python[0].sha256));
}

#[test]
fn without_a_network_a_folder_will_do() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    match fetch_packages(&cache, &lock, &Source::folder(toy.dir.path()), &Silent).unwrap_err() {
        PackageError::NotInFolder { files, .. } => {
            assert_eq!(files, ["toy-1.0-py3-none-any.whl", "s-toy-2.0.0.tgz"]);
        }
        error => panic!("{error}"),
    }
    assert_eq!(
        fetch_packages(&cache, &lock, &Source::folder(toy.index()), &Silent).unwrap(),
        2
    );
    recheck_packages(&cache, &lock).unwrap();
    assert_eq!(toy.runs(), Vec::<String>::new());
}

#[test]
fn files_that_are_not_what_is_locked_are_refused() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    let name = "toy-1.0-py3-none-any.whl";
    let good = fs::read(toy.index().join(name)).unwrap();
    let mut bad = good.clone();
    bad[40] ^= 1;
    toy.put(name, &bad);
    let source = Source::Package(toy.delivering());
    let error = fetch_packages(&cache, &lock, &source, &Silent).unwrap_err();
    assert!(matches!(error, PackageError::WrongHash { .. }), "{error}");
    for bad in [&good[..good.len() - 1], &[&good[..], b"x"].concat()] {
        toy.put(name, bad);
        let error = fetch_packages(&cache, &lock, &source, &Silent).unwrap_err();
        assert!(matches!(error, PackageError::WrongSize { .. }), "{error}");
    }
    fs::remove_file(toy.index().join(name)).unwrap();
    let error = fetch_packages(&cache, &lock, &source, &Silent).unwrap_err();
    assert!(matches!(error, PackageError::NoFile { .. }), "{error}");
    assert_eq!(cached(&toy), 0);
    std::os::unix::fs::symlink("/dev/zero", toy.index().join(name)).unwrap();
    assert!(fetch_packages(&cache, &lock, &Source::folder(toy.index()), &Silent).is_err());
}

#[test]
fn an_npm_package_has_to_be_the_one_that_the_index_meant() {
    let toy = Toy::new();
    let content = fs::read(toy.index().join("s-toy-2.0.0.tgz")).unwrap_or_default();
    let mut lock = toy.lock();
    lock.javascript[0].integrity = locked_npm("a", "1.0.0", &[], &content).integrity;
    let error = fetch_packages(&toy.cache(), &lock, &Source::folder(toy.index()), &Silent).unwrap_err();
    assert!(matches!(error, PackageError::WrongIntegrity { .. }), "{error}");
}

#[test]
fn b_234_eight_at_once_fetch_once() {
    let toy = Toy::new();
    let lock = toy.lock();
    let source = Source::Package(toy.clients("sleep 0.2; cp \"$index\"/* \"$dest/\""));
    let fetched: usize = std::thread::scope(|scope| {
        let one = || fetch_packages(&toy.cache(), &lock, &source, &Silent).unwrap();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!((fetched, toy.runs().len(), cached(&toy)), (2, 2, 2));
    recheck_packages(&toy.cache(), &lock).unwrap();
}

#[test]
fn clients_that_are_missing_fail_or_stall_are_told() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    let error = fetch_packages(&cache, &lock, &nobody(), &Silent).unwrap_err();
    assert!(error.hint().contains("--from DIR"), "{}", error.hint());
    let source = Source::Package(toy.clients("echo no network >&2; exit 1"));
    let error = fetch_packages(&cache, &lock, &source, &Silent).unwrap_err();
    assert!(error.to_string().contains("no network"), "{error}");
    toy.clients("sleep 60");
    let client = || {
        let words = ["sh".into(), toy.dir.path().join("client.sh").into_os_string()];
        PackageClient::command(words).stall_limit(Duration::from_millis(200))
    };
    let source = Source::Package(PackageClients::new(client(), client()));
    let error = fetch_packages(&cache, &lock, &source, &Silent).unwrap_err();
    assert!(error.to_string().contains("was stopped"), "{error}");
}

#[test]
fn damage_is_noticed_and_fetched_again() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    let source = Source::folder(toy.index());
    fetch_packages(&cache, &lock, &source, &Silent).unwrap();
    let path = crate::store::path(&cache, lock.all()[0]);
    let good = fs::read(&path).unwrap();
    let mut bad = good.clone();
    bad[3] ^= 1;
    fs::write(&path, &bad).unwrap();
    assert!(matches!(
        recheck_packages(&cache, &lock),
        Err(PackageError::Damaged { .. })
    ));
    assert_eq!(fetch_packages(&cache, &lock, &source, &Silent).unwrap(), 1);
    assert_eq!(fs::read(&path).unwrap(), good);
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        recheck_packages(&cache, &lock),
        Err(PackageError::Missing { .. })
    ));
}

#[test]
fn what_no_lock_names_is_removed() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    fetch_packages(&cache, &lock, &Source::folder(toy.index()), &Silent).unwrap();
    for language in crate::Language::ALL {
        crate::PackageSet::build(&cache, &lock, language, &Silent).unwrap();
    }
    let before = names(&cache.packages());
    cache
        .write_atomic(&cache.packages().join("other.whl"), b"12345")
        .unwrap();
    assert_eq!(clean_packages(&cache, &[&lock], &Silent).unwrap(), (1, 5));
    assert_eq!(names(&cache.packages()), before);
    let nothing = Lock::new(&PackageList::default(), Vec::new(), Vec::new()).unwrap();
    clean_packages(&cache, &[&nothing], &Silent).unwrap();
    assert_eq!(names(&cache.packages()), Vec::<String>::new());
}
