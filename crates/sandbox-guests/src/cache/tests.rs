use std::fs::{self, File, FileTimes};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::{Duration, SystemTime};

use super::*;
use crate::progress::Silent;
use crate::testing::{Recorder, make_fifo};

/// What is planted in a folder's place, and how.
type Planted<'a> = (&'static str, &'a dyn Fn(&Path));

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn opened() -> (tempfile::TempDir, CacheDir) {
    let dir = tempfile::tempdir().unwrap();
    let cache = CacheDir::open(dir.path().join("a/b/cache")).unwrap();
    (dir, cache)
}

#[test]
fn a_new_cache_is_private() {
    let (_dir, cache) = opened();
    for folder in [
        cache.root(),
        &cache.guests(),
        &cache.images(),
        &cache.artifacts(),
        &cache.locks(),
        &cache.tmp(),
    ] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    assert_eq!(CacheDir::open(cache.root()).unwrap(), cache);
}

#[test]
fn the_place_follows_the_environment() {
    let place = |variables: &[(&str, &str)]| {
        let variables: Vec<_> = variables
            .iter()
            .map(|(name, value)| (name.to_string(), OsString::from(value)))
            .collect();
        default_path(|name| {
            variables
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        })
    };
    let (own, xdg, home) = (
        ("SANDBOX_CACHE_DIR", "/own"),
        ("XDG_CACHE_HOME", "/xdg"),
        ("HOME", "/home/me"),
    );
    assert_eq!(place(&[own, xdg, home]).unwrap(), Path::new("/own"));
    assert_eq!(place(&[xdg, home]).unwrap(), Path::new("/xdg/llm-wasm-sandbox"));
    assert_eq!(place(&[home]).unwrap(), Path::new("/home/me/.cache/llm-wasm-sandbox"));
    assert_eq!(
        place(&[("XDG_CACHE_HOME", "xdg"), home]).unwrap(),
        Path::new("/home/me/.cache/llm-wasm-sandbox")
    );
    assert_eq!(
        place(&[("SANDBOX_CACHE_DIR", ""), xdg]).unwrap(),
        Path::new("/xdg/llm-wasm-sandbox")
    );
    assert!(matches!(place(&[]), Err(CacheError::NoHome)));
}

#[test]
fn folders_that_others_can_write_to_are_refused() {
    let (_dir, cache) = opened();
    for folder in [cache.root().to_owned(), cache.artifacts()] {
        for bad in [0o770, 0o702, 0o777] {
            fs::set_permissions(&folder, fs::Permissions::from_mode(bad)).unwrap();
            let error = CacheDir::open(cache.root()).unwrap_err();
            assert!(
                matches!(&error, CacheError::Writable { path, mode } if *path == folder && *mode == bad),
                "{error:?}"
            );
            assert!(error.hint().contains("chmod go-w"));
            assert_eq!(mode(&folder), bad, "what is wrong is not repaired in silence");
        }
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        CacheDir::open(cache.root()).unwrap();
    }
}

#[test]
fn a_folder_of_another_user_is_refused() {
    let (_dir, cache) = opened();
    // Giving a folder away needs privileges; where the tests have them, the rule is tested.
    if std::os::unix::fs::chown(cache.artifacts(), Some(12_345), None).is_ok() {
        assert!(matches!(
            CacheDir::open(cache.root()),
            Err(CacheError::Foreign { owner: 12_345, .. })
        ));
    }
}

#[test]
fn links_files_and_fifos_are_refused_in_a_folders_place() {
    let dir = tempfile::tempdir().unwrap();
    let elsewhere = dir.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    let plant: [Planted<'_>; 4] = [
        ("a symbolic link", &|path| symlink(&elsewhere, path).unwrap()),
        ("a symbolic link", &|path| symlink("/nonexistent/place", path).unwrap()),
        ("a file", &|path| fs::write(path, "").unwrap()),
        ("a FIFO", &|path| make_fifo(path)),
    ];
    for (index, (what, plant)) in plant.into_iter().enumerate() {
        let root = dir.path().join(format!("root-{index}"));
        plant(&root);
        let error = CacheDir::open(&root).unwrap_err();
        assert!(
            matches!(&error, CacheError::NotAFolder { found, .. } if *found == what),
            "{what}: {error:?}"
        );

        let below = dir.path().join(format!("below-{index}"));
        CacheDir::open(&below).unwrap();
        fs::remove_dir(below.join("artifacts")).unwrap();
        plant(&below.join("artifacts"));
        assert!(
            matches!(CacheDir::open(&below), Err(CacheError::NotAFolder { .. })),
            "{what}"
        );
    }
    assert_eq!(
        fs::read_dir(&elsewhere).unwrap().count(),
        0,
        "nothing was made through a link"
    );
}

#[test]
fn a_place_that_cannot_be_is_an_error_with_a_hint() {
    for place in ["/dev/null/cache", "/proc/nonexistent/cache"] {
        let error = CacheDir::open(place).unwrap_err();
        assert!(matches!(error, CacheError::Create { .. }), "{place}: {error:?}");
        assert!(error.hint().contains("SANDBOX_CACHE_DIR"));
    }
}

#[test]
fn a_file_is_written_whole_and_private() {
    let (_dir, cache) = opened();
    let target = cache.artifacts().join("python.cwasm");
    cache.write_atomic(&target, b"one").unwrap();
    cache.write_atomic(&target, b"two").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"two");
    assert_eq!(mode(&target), 0o600);

    let mut half = cache.create_atomic(&target).unwrap();
    half.write_all(b"thr").unwrap();
    assert_eq!(fs::read(&target).unwrap(), b"two", "nothing is seen before the commit");
    drop(half);
    assert_eq!(fs::read(&target).unwrap(), b"two");
    assert_eq!(fs::read_dir(cache.tmp()).unwrap().count(), 0);
}

#[test]
fn a_link_in_a_files_place_is_replaced_and_not_written_through() {
    let (dir, cache) = opened();
    let victim = dir.path().join("victim");
    fs::write(&victim, "untouched").unwrap();
    let target = cache.images().join("image");
    symlink(&victim, &target).unwrap();
    cache.write_atomic(&target, b"image").unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
    assert!(fs::symlink_metadata(&target).unwrap().is_file());
}

#[test]
fn nothing_is_written_outside_the_cache() {
    let (dir, cache) = opened();
    for target in [
        dir.path().join("x"),
        cache.root().join("../x"),
        cache.root().to_owned(),
        cache.images().join("../../x"),
    ] {
        let error = cache.write_atomic(&target, b"x").unwrap_err();
        assert!(
            matches!(error, CacheError::Outside { .. }),
            "{}: {error:?}",
            target.display()
        );
    }
    let error = cache.write_atomic(&cache.images().join("none/x"), b"x").unwrap_err();
    assert!(matches!(error, CacheError::Write { .. }), "{error:?}");
}

#[test]
fn a_lock_excludes_and_a_wait_is_told() {
    let (_dir, cache) = opened();
    let held = cache.lock("image-python", &Silent).unwrap();
    assert!(cache.try_lock("image-python").unwrap().is_none());
    assert!(cache.try_lock("image-javascript").unwrap().is_some());

    let recorder = Recorder::default();
    std::thread::scope(|scope| {
        let waiter = scope.spawn(|| cache.lock("image-python", &recorder).map(drop));
        while recorder.events().is_empty() {
            std::thread::yield_now();
        }
        assert!(!waiter.is_finished());
        drop(held);
        waiter.join().unwrap().unwrap();
    });
    assert_eq!(recorder.events(), ["Waiting { what: \"image-python\" }"]);
    assert!(cache.try_lock("image-python").unwrap().is_some());
}

#[test]
fn names_that_are_no_file_names_and_things_that_are_no_locks_are_refused() {
    let (_dir, cache) = opened();
    for name in ["", ".", "../x", "a/b", "a\0", "-x", &"x".repeat(161)] {
        assert!(
            matches!(cache.lock(name, &Silent), Err(CacheError::LockName { .. })),
            "{name:?}"
        );
    }
    symlink("/etc/passwd", cache.locks().join("link.lock")).unwrap();
    make_fifo(&cache.locks().join("fifo.lock"));
    fs::create_dir(cache.locks().join("folder.lock")).unwrap();
    for name in ["link", "fifo", "folder"] {
        assert!(
            matches!(cache.lock(name, &Silent), Err(CacheError::Lock { .. })),
            "{name}"
        );
    }
}

#[test]
fn a_sweep_takes_what_nobody_works_on() {
    let (_dir, cache) = opened();
    let live_folder = cache.temp_dir().unwrap();
    fs::write(live_folder.path().join("half"), "x").unwrap();
    let live_file = cache.create_atomic(&cache.images().join("image")).unwrap();

    // What a killed process leaves: the same entries, but nobody holds their locks.
    fs::write(cache.tmp().join("file-dead"), "half").unwrap();
    fs::create_dir_all(cache.tmp().join("work-dead/work/deep")).unwrap();
    fs::write(cache.tmp().join("work-dead/owner"), "").unwrap();
    // Made between two steps: without an owner. One is young, one is old.
    fs::create_dir(cache.tmp().join("work-young")).unwrap();
    fs::create_dir(cache.tmp().join("work-old")).unwrap();
    let long_ago = SystemTime::now() - Duration::from_hours(25);
    File::open(cache.tmp().join("work-old"))
        .unwrap()
        .set_times(FileTimes::new().set_modified(long_ago))
        .unwrap();

    assert_eq!(cache.sweep().unwrap(), 3);
    for gone in ["file-dead", "work-dead", "work-old"] {
        assert!(!cache.tmp().join(gone).exists(), "{gone}");
    }
    assert!(cache.tmp().join("work-young").exists());
    assert!(live_folder.path().join("half").exists());
    live_file.commit().unwrap();
    assert!(cache.images().join("image").exists());
}

#[test]
fn sweeping_and_writing_at_once_loses_nothing() {
    let (_dir, cache) = opened();
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let cache = &cache;
            scope.spawn(move || {
                for round in 0..100 {
                    let target = cache.images().join(format!("{writer}-{round}"));
                    cache.write_atomic(&target, b"content").unwrap();
                    let folder = cache.temp_dir().unwrap();
                    fs::write(folder.path().join("x"), "x").unwrap();
                }
            });
        }
        for _ in 0..300 {
            cache.sweep().unwrap();
        }
    });
    assert_eq!(fs::read_dir(cache.images()).unwrap().count(), 300);
    assert_eq!(fs::read_dir(cache.tmp()).unwrap().count(), 0);
}

#[test]
fn a_file_of_the_cache_is_verified_by_its_hash() {
    let (_dir, cache) = opened();
    let path = cache.artifacts().join("python.cwasm");
    cache.write_atomic(&path, b"native").unwrap();
    let verified = cache.open_verified(&path, &Sha256Digest::of(b"native"), None).unwrap();
    assert_eq!(verified.bytes, 6);
    let error = cache
        .open_verified(&path, &Sha256Digest::of(b"other"), Some(6))
        .unwrap_err();
    assert!(matches!(error, VerifyError::WrongHash { .. }));
}
