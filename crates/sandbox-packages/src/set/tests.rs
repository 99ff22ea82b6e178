use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;

use sandbox_guests::{Silent, Source};
use zip::ZipArchive;

use super::*;
use crate::fetch::fetch_packages;
use crate::list::PackageList;
use crate::testing::{Toy, WheelMaker, locked_npm, names, npm_package};

fn build(toy: &Toy, lock: &Lock, language: Language) -> Result<PackageSet, PackageError> {
    fetch_packages(&toy.cache(), lock, &Source::folder(toy.index()), &Silent).unwrap();
    PackageSet::build(&toy.cache(), lock, language, &Silent)
}

/// Name, mode and content of every entry.
fn entries(set: PackageSet) -> Vec<(String, Option<u32>, String)> {
    let mut archive = ZipArchive::new(set.archive.file).unwrap();
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = String::new();
        entry.read_to_string(&mut content).unwrap();
        assert_eq!(entry.last_modified().unwrap(), zip::DateTime::DEFAULT);
        entries.push((entry.name().unwrap().into_owned(), entry.unix_mode(), content));
    }
    entries
}

#[test]
fn python_lies_at_the_top_and_javascript_in_its_folder() {
    let toy = Toy::new();
    let lock = toy.lock();
    let found = entries(build(&toy, &lock, Language::Python).unwrap());
    let paths: Vec<_> = found.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(paths, ["toy-1.0.dist-info/METADATA", "toy/__init__.py"]);
    assert_eq!(found[1].1, Some(0o100_644));
    assert_eq!(found[1].2, "value = 1\n");
    let found = entries(build(&toy, &lock, Language::JavaScript).unwrap());
    let paths: Vec<_> = found.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["node_modules/@s/toy/index.js", "node_modules/@s/toy/package.json"]
    );
}

#[test]
fn the_same_packages_make_the_same_archive() {
    let (one, other) = (Toy::new(), Toy::new());
    for language in Language::ALL {
        let lock = one.lock();
        assert_eq!(lock, other.lock());
        let (a, b) = (
            build(&one, &lock, language).unwrap(),
            build(&other, &lock, language).unwrap(),
        );
        assert_eq!((a.id, a.sha256), (b.id, b.sha256));
        assert_eq!(a.id, lock.id(language));
        assert_eq!(a.sha256, Sha256Digest::of(&fs::read(&a.path).unwrap()));
        assert_eq!(fs::metadata(&a.path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn an_archive_is_made_once_and_again_when_it_is_damaged() {
    let toy = Toy::new();
    let (lock, cache) = (toy.lock(), toy.cache());
    assert!(PackageSet::open(&cache, &lock, Language::Python).unwrap().is_none());
    let set = build(&toy, &lock, Language::Python).unwrap();
    for name in names(&cache.packages()) {
        if name.strip_suffix(".whl").is_some() {
            fs::remove_file(cache.packages().join(name)).unwrap();
        }
    }
    // The packages are not needed any more, until the archive is.
    let again = PackageSet::build(&cache, &lock, Language::Python, &Silent).unwrap();
    assert_eq!(again.sha256, set.sha256);
    fs::write(&set.path, "other").unwrap();
    let error = PackageSet::build(&cache, &lock, Language::Python, &Silent).unwrap_err();
    assert!(matches!(error, PackageError::Missing { .. }), "{error}");
    assert_eq!(build(&toy, &lock, Language::Python).unwrap().sha256, set.sha256);
    fs::write(set.path.with_extension("sum"), "nonsense").unwrap();
    assert_eq!(build(&toy, &lock, Language::Python).unwrap().sha256, set.sha256);
    fs::set_permissions(&set.path, fs::Permissions::from_mode(0o666)).unwrap();
    assert!(matches!(
        build(&toy, &lock, Language::Python),
        Err(PackageError::Damaged { .. })
    ));
}

#[test]
fn b_234_eight_at_once_make_one_archive() {
    let toy = Toy::new();
    let lock = toy.lock();
    fetch_packages(&toy.cache(), &lock, &Source::folder(toy.index()), &Silent).unwrap();
    let hashes: std::collections::BTreeSet<_> = std::thread::scope(|scope| {
        let one = || {
            PackageSet::build(&toy.cache(), &lock, Language::Python, &Silent)
                .unwrap()
                .sha256
        };
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(hashes.len(), 1);
    let archives = names(&toy.cache().packages())
        .into_iter()
        .filter(|name| name.strip_suffix(".zip").is_some())
        .count();
    assert_eq!(archives, 1);
}

#[test]
fn two_packages_with_the_same_file_are_refused() {
    for path in ["toy/__init__.py", "TOY/__init__.py"] {
        let toy = Toy::new();
        let other = WheelMaker::new("other", "1.0").file(path, b"value = 2\n");
        toy.put(&other.file_name(), &other.build());
        let mut python = toy.lock().python;
        python.push(other.locked());
        let lock = Lock::new(&PackageList::default(), python, Vec::new()).unwrap();
        match build(&toy, &lock, Language::Python).unwrap_err() {
            PackageError::SamePath { first, second, .. } => {
                assert_eq!((first.as_str(), second.as_str()), ("other 1.0", "toy 1.0"));
            }
            error => panic!("{error}"),
        }
    }
}

#[test]
fn a_package_that_the_lock_describes_wrongly_is_refused() {
    let toy = Toy::new();
    let npm = npm_package("a", "1.0.0", &["b"], &[]);
    toy.put("a-1.0.0.tgz", &npm);
    let wheel = WheelMaker::new("w", "1")
        .file("w.py", b"")
        .requires("idna; python_version > '3'");
    toy.put(&wheel.file_name(), &wheel.build());
    let mut free = wheel.locked();
    free.requires = vec!["idna".parse().unwrap()];
    free.license = None;
    for (python, javascript) in [
        (vec![wheel.locked()], vec![]),
        (vec![free], vec![]),
        (vec![], vec![locked_npm("a", "1.0.0", &[], &npm)]),
        (vec![], vec![locked_npm("a", "1.0.0", &["b", "c"], &npm)]),
    ] {
        let language = if python.is_empty() {
            Language::JavaScript
        } else {
            Language::Python
        };
        let lock = Lock::new(&PackageList::default(), python, javascript).unwrap();
        let error = build(&toy, &lock, language).unwrap_err();
        assert!(matches!(error, PackageError::Disagrees { .. }), "{error}");
    }
}

#[test]
fn b_227_a_package_that_is_refused_is_in_no_archive() {
    let toy = Toy::new();
    let evil = WheelMaker::new("evil", "1.0").file("os.py", b"");
    toy.put(&evil.file_name(), &evil.build());
    let lock = Lock::new(&PackageList::default(), vec![evil.locked()], Vec::new()).unwrap();
    let error = build(&toy, &lock, Language::Python).unwrap_err();
    assert!(matches!(error, PackageError::Archive(_)), "{error}");
    assert!(
        PackageSet::open(&toy.cache(), &lock, Language::Python)
            .unwrap()
            .is_none()
    );
    assert_eq!(names(&toy.dir.path().join("cache/tmp")), Vec::<String>::new());
}

#[test]
fn a_language_without_packages_has_an_empty_archive() {
    let toy = Toy::new();
    let lock = Lock::new(&PackageList::default(), Vec::new(), Vec::new()).unwrap();
    assert_eq!(entries(build(&toy, &lock, Language::JavaScript).unwrap()), []);
}
