//! A damaged file of the cache is never used: it is made again, and then the cache is in order.

use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use sandbox_guests::CacheDir;
use sandbox_host::StoredKind;

use crate::fixture::{Fixture, START, assert_runs};

/// Flips one bit in place.
fn flip(path: &Path, offset: u64) {
    let file = File::options().read(true).write(true).open(path).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, offset).unwrap();
    file.write_all_at(&[byte[0] ^ 0x10], offset).unwrap();
}

pub(crate) fn make_fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// The image must be made again as far as `steps` says (builds, compilations), run, and be found in order afterwards.
pub(crate) async fn assert_made_again(fixture: &Fixture, what: &str, steps: (usize, usize)) {
    let (image, events) = fixture.prepare(&fixture.tiny);
    let made = (events.count("building"), events.count("compiling"));
    assert_eq!(made, steps, "{what}: {:?}", events.lines());
    assert_runs(&image, START).await;
    let (again, events) = fixture.prepare(&fixture.tiny);
    assert_eq!(events.lines(), [""; 0], "{what}: it was not repaired");
    assert_eq!(again.id(), image.id());
}

type Damage = (&'static str, fn(&Path));

/// What can happen to a file, beside a changed byte.
const DAMAGES: [Damage; 9] = [
    ("shorter by one byte", |path| {
        let file = File::options().write(true).open(path).unwrap();
        file.set_len(file.metadata().unwrap().len() - 1).unwrap();
    }),
    ("half", |path| {
        let file = File::options().write(true).open(path).unwrap();
        file.set_len(file.metadata().unwrap().len() / 2).unwrap();
    }),
    ("longer", |path| {
        let file = File::options().write(true).open(path).unwrap();
        file.set_len(file.metadata().unwrap().len() + 1).unwrap();
    }),
    ("empty", |path| fs::write(path, "").unwrap()),
    ("gone", |path| fs::remove_file(path).unwrap()),
    ("a link to what it was", |path| {
        let aside = path.with_extension("aside");
        fs::rename(path, &aside).unwrap();
        symlink(&aside, path).unwrap();
    }),
    ("a folder", |path| {
        fs::remove_file(path).unwrap();
        fs::create_dir(path).unwrap();
        fs::write(path.join("inside"), "something").unwrap();
    }),
    ("a FIFO", |path| {
        fs::remove_file(path).unwrap();
        make_fifo(path);
    }),
    ("writable by others", |path| {
        fs::set_permissions(path, Permissions::from_mode(0o666)).unwrap();
    }),
];

#[tokio::test]
async fn an_artifact_with_a_changed_byte_is_made_again() {
    const OFFSETS: u64 = 20;
    let fixture = Fixture::new();
    drop(fixture.image());
    let artifact = fixture.path(StoredKind::Artifact, &fixture.tiny);
    for index in 0..OFFSETS {
        let last = fs::metadata(&artifact).unwrap().len() - 1;
        let offset = last * index / (OFFSETS - 1);
        flip(&artifact, offset);
        assert_made_again(&fixture, &format!("byte {offset} of {last}"), (0, 1)).await;
    }
}

#[tokio::test]
async fn a_stamp_does_not_vouch_for_a_changed_artifact() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let artifact = fixture.path(StoredKind::Artifact, &fixture.tiny);
    // A stamp is left by the first start after the file has aged for two seconds; the bound is for a stamp that never comes.
    for _ in 0..600 {
        if CacheDir::stamp_path(&artifact).exists() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
        drop(fixture.image());
    }
    assert!(CacheDir::stamp_path(&artifact).exists());
    let before = fs::metadata(&artifact).unwrap();
    flip(&artifact, before.len() / 2);
    let times = FileTimes::new().set_modified(before.modified().unwrap());
    File::options()
        .write(true)
        .open(&artifact)
        .unwrap()
        .set_times(times)
        .unwrap();
    let after = fs::metadata(&artifact).unwrap();
    assert_eq!(
        (after.len(), after.modified().unwrap()),
        (before.len(), before.modified().unwrap())
    );
    assert_made_again(&fixture, "changed behind the stamp", (0, 1)).await;
}

#[tokio::test]
async fn an_artifact_that_is_something_else_is_made_again() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let artifact = fixture.path(StoredKind::Artifact, &fixture.tiny);
    for (what, damage) in DAMAGES {
        damage(&artifact);
        assert_made_again(&fixture, what, (0, 1)).await;
    }
}

#[tokio::test]
async fn another_images_artifact_is_not_run() {
    let fixture = Fixture::new();
    let other = fixture.other();
    drop((fixture.image(), fixture.prepare(&other)));
    let [artifact, others] = [&fixture.tiny, &other].map(|tiny| fixture.path(StoredKind::Artifact, tiny));
    fs::copy(others, artifact).unwrap();
    assert_made_again(&fixture, "another image's artifact", (0, 1)).await;
}

#[tokio::test]
async fn a_damaged_snapshot_is_built_again() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let [snapshot, artifact] = [StoredKind::Image, StoredKind::Artifact].map(|kind| fixture.path(kind, &fixture.tiny));
    let flips: [Damage; 3] = [
        ("its first byte", |path| flip(path, 0)),
        ("a byte in the middle", |path| {
            flip(path, fs::metadata(path).unwrap().len() / 2);
        }),
        ("its last byte", |path| {
            flip(path, fs::metadata(path).unwrap().len() - 1);
        }),
    ];
    for (what, damage) in flips.into_iter().chain(DAMAGES) {
        damage(&snapshot);
        // Without an artifact the snapshot is needed.
        fs::remove_file(&artifact).unwrap();
        assert_made_again(&fixture, what, (1, 1)).await;
    }
    fs::remove_file(&artifact).unwrap();
    assert_made_again(&fixture, "a sound snapshot", (0, 1)).await;
}
