//! The record beside a file decides whether the file counts; wasmtime's header decides whether recorded code fits.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use sandbox_guests::Sha256Digest;
use sandbox_host::{StoredKind, leftovers};

use crate::damage::{assert_made_again, make_fifo};
use crate::fixture::{Fixture, START};
use crate::tiny::Tiny;

fn record(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".toml");
    name.into()
}

/// The record's text with another value for `key`.
fn with(text: &str, key: &str, value: impl Into<toml::Value>) -> String {
    let mut table: toml::Table = text.parse().unwrap();
    table.insert(key.to_owned(), value.into());
    table.to_string()
}

/// Writes `content` to `path` with a record that fits it.
fn forge(path: &Path, content: &[u8]) {
    let text = fs::read_to_string(record(path)).unwrap();
    let text = with(&text, "bytes", i64::try_from(content.len()).unwrap());
    fs::write(path, content).unwrap();
    fs::write(
        record(path),
        with(&text, "sha256", Sha256Digest::of(content).to_string()),
    )
    .unwrap();
}

/// The file must be, to the byte, what its record says.
fn assert_recorded(path: &Path) {
    let text: toml::Table = fs::read_to_string(record(path)).unwrap().parse().unwrap();
    let content = fs::read(path).unwrap();
    assert_eq!(text["sha256"].as_str().unwrap(), Sha256Digest::of(&content).to_string());
    assert_eq!(
        text["bytes"].as_integer().unwrap(),
        i64::try_from(content.len()).unwrap()
    );
}

#[tokio::test]
async fn a_broken_record_is_as_good_as_none() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let path = record(&fixture.path(StoredKind::Artifact, &fixture.tiny));
    let good = fs::read_to_string(&path).unwrap();
    let texts = [
        String::new(),
        "not = [toml".to_owned(),
        good[..good.len() / 2].to_owned(),
        with(&good, "unknown", "key"),
        with(&good, "bytes", -1),
        with(&good, "bytes", 1),
        with(&good, "sha256", "0".repeat(64)),
        with(&good, "sha256", "no digest"),
        with(&good, "id", "no id"),
        with(&good, "file", "other"),
        // More than is read of a record.
        format!("{}{good}", "# padding\n".repeat(1000)),
    ];
    for text in texts {
        fs::write(&path, &text).unwrap();
        assert_made_again(&fixture, &text, (0, 1)).await;
        assert_eq!(fs::read_to_string(&path).unwrap(), good);
    }
    fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
    assert_made_again(&fixture, "a record that is no text", (0, 1)).await;
}

#[tokio::test]
async fn a_record_that_is_no_file_is_as_good_as_none() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let path = record(&fixture.path(StoredKind::Artifact, &fixture.tiny));
    fs::remove_file(&path).unwrap();
    assert_made_again(&fixture, "a missing record", (0, 1)).await;

    let aside = fixture.root().join("aside");
    fs::rename(&path, &aside).unwrap();
    symlink(&aside, &path).unwrap();
    assert_made_again(&fixture, "a link", (0, 1)).await;

    fs::remove_file(&path).unwrap();
    make_fifo(&path);
    assert_made_again(&fixture, "a FIFO", (0, 1)).await;

    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_made_again(&fixture, "a folder", (0, 1)).await;
}

#[tokio::test]
async fn another_image_with_its_own_record_is_not_run() {
    let fixture = Fixture::new();
    assert_not_taken_for_ours(&fixture.other()).await;
}

#[tokio::test]
async fn an_image_of_the_same_name_made_from_something_else_is_not_run() {
    let fixture = Fixture::new();
    let other = Tiny {
        image: fixture.tiny.image,
        ..fixture.other()
    };
    assert_not_taken_for_ours(&other).await;
}

/// Puts what `other` prepared, records included, where `tiny` looks.
async fn assert_not_taken_for_ours(other: &Tiny) {
    let fixture = Fixture::new();
    let other = Tiny {
        pin: fixture.tiny.pin.clone(),
        ..other.clone()
    };
    assert_ne!(other.start, START);
    drop((fixture.image(), fixture.prepare(&other)));
    for (kind, steps) in [(StoredKind::Artifact, (0, 1)), (StoredKind::Image, (1, 1))] {
        let artifact = fixture.path(StoredKind::Artifact, &fixture.tiny);
        let [own, others] = [&fixture.tiny, &other].map(|tiny| fixture.path(kind, tiny));
        if kind == StoredKind::Image {
            fs::remove_file(&artifact).unwrap();
        }
        fs::copy(&others, &own).unwrap();
        fs::copy(record(&others), record(&own)).unwrap();
        assert_recorded(&own);
        assert_made_again(&fixture, "another image and its record", steps).await;
    }
}

#[tokio::test]
async fn code_that_is_recorded_but_foreign_is_refused_and_made_again() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let artifact = fixture.path(StoredKind::Artifact, &fixture.tiny);
    let ours = fs::read(&artifact).unwrap();
    let wasm = wat::parse_str(include_str!("tiny.wat")).unwrap();
    let elsewhere = wasmtime::Engine::default().precompile_module(&wasm).unwrap();
    // The section that wasmtime checks begins with its own form, and the length and the text of the version that we give it.
    let version = b"\x00\x0648.0.8";
    let places: Vec<_> = (0..=ours.len() - version.len())
        .filter(|at| ours[*at..].starts_with(version))
        .collect();
    assert_eq!(
        places.len(),
        1,
        "the version, whole, is in the header; a new one has to be written here, too"
    );
    let mut older = ours.clone();
    older[places[0] + version.len() - 1] = b'7'; // a patch release earlier
    let noise: Vec<u8> = (0_u32..10_000)
        .map(|index| index.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let foreign = [
        ("nothing", Vec::new()),
        ("noise", noise),
        ("a module that is not compiled", wasm),
        ("code for another configuration", elsewhere),
        ("no more than a header", ours[..64].to_vec()),
        ("code of another patch release", older),
    ];
    for (what, content) in foreign {
        forge(&artifact, &content);
        // The hash finds nothing wrong, so that only wasmtime's own check is left.
        assert_recorded(&artifact);
        assert_made_again(&fixture, what, (0, 1)).await;
        assert_eq!(fs::read(&artifact).unwrap().len(), ours.len(), "{what}");
    }
}

/// Everything in a folder of the cache, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_has_no_record_is_listed_and_removed_and_what_counts_stays() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let cache = fixture.cache();
    let (images, artifacts) = (names(&cache.images()), names(&cache.artifacts()));
    assert!(leftovers(&cache).unwrap().is_empty());

    let place = |name: &str| cache.artifacts().join(name);
    fs::write(place("no-record.cwasm"), vec![0; 1000]).unwrap();
    fs::write(place("no-record.cwasm.stamp"), "x").unwrap();
    fs::write(place("foreign.cwasm"), "code").unwrap();
    fs::write(place("foreign.cwasm.toml"), "format = 7").unwrap();
    fs::write(place("only-a-record.cwasm.toml"), "").unwrap();
    fs::write(place("no name of ours"), "").unwrap();
    fs::create_dir(place("folder.cwasm")).unwrap();
    fs::write(place("folder.cwasm/inside"), "").unwrap();
    fs::write(cache.images().join("old.wasm"), "").unwrap();
    let found = leftovers(&cache).unwrap();
    assert_eq!(found.len(), 6, "{found:?}");
    assert!(
        found
            .iter()
            .any(|one| one.path == place("no-record.cwasm") && one.bytes == 1001)
    );

    let making = cache.try_lock("foreign.cwasm").unwrap();
    for one in &found {
        assert_eq!(
            one.remove(&cache).unwrap(),
            one.path != place("foreign.cwasm"),
            "{one:?}"
        );
    }
    drop(making);
    assert!(place("foreign.cwasm").exists(), "a process is making it");
    for one in leftovers(&cache).unwrap() {
        assert!(one.remove(&cache).unwrap());
    }
    assert_eq!((names(&cache.images()), names(&cache.artifacts())), (images, artifacts));
}

#[tokio::test]
async fn preparing_sweeps_what_killed_processes_left() {
    let fixture = Fixture::new();
    drop(fixture.image());
    let left = fixture.cache().root().join("tmp/file-left");
    fs::write(&left, "half").unwrap();
    // Making another image of the same guest fetches nothing.
    drop(fixture.prepare(&fixture.other()));
    assert!(!left.exists());
}
