//! `sandbox runtime` and `sandbox image`.

use crate::harness::{plain, sandbox};

#[test]
fn the_cache_is_listed() {
    let listed = sandbox(["runtime", "list", "--json"]).run().object();
    let items = listed["items"].as_array().unwrap();
    for kind in ["guest", "image", "artifact"] {
        let item = items
            .iter()
            .find(|item| item["kind"] == kind && item["current"] == true)
            .unwrap_or_else(|| panic!("{kind}: {listed}"));
        assert_eq!(item["state"], "ready");
        assert!(item["bytes"].as_u64().unwrap() > 100_000);
        assert!(std::path::Path::new(item["path"].as_str().unwrap()).exists());
    }
    let table = sandbox(["runtime", "list"]).run().stdout;
    assert!(table.starts_with("KIND") && table.contains("ready"), "{table}");
}

#[test]
fn images_are_listed() {
    let images = sandbox(["image", "list", "--json"]).run().object();
    let default = images["images"]
        .as_array()
        .unwrap()
        .iter()
        .find(|image| image["name"] == "default")
        .cloned()
        .unwrap();
    assert_eq!(default["ready"], true);
}

#[test]
fn an_empty_cache_misses_the_guest_and_cleans_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let listed = plain(["runtime", "list", "--json"])
        .env("SANDBOX_CACHE_DIR", &cache)
        .run()
        .object();
    assert!(
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["kind"] == "guest" && item["state"] == "missing"),
        "{listed}"
    );
    let cleaned = plain(["runtime", "clean", "--all"])
        .env("SANDBOX_CACHE_DIR", &cache)
        .run();
    cleaned.is(0, "0 B freed\n");
}

#[test]
fn a_folder_without_the_guest_is_an_error_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let ended = plain(["runtime", "fetch", "--from", "empty"])
        .folder(folder.path())
        .env("SANDBOX_CACHE_DIR", &cache)
        .run();
    assert_eq!(ended.code, 125);
    assert_eq!(ended.told("error: ").len(), 1, "{}", ended.stderr);
    assert_eq!(ended.told("hint: ").len(), 1, "{}", ended.stderr);
}

#[test]
fn a_second_preparation_has_nothing_to_do() {
    let ended = sandbox(["runtime", "prepare"]).run();
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert!(ended.stdout.contains("is ready"));
}

#[test]
fn the_bench_measures_every_row() {
    let report = sandbox(["bench", "--quick", "--json"]).run().object();
    let languages = report["languages"].as_array().unwrap();
    let names: Vec<_> = languages
        .iter()
        .map(|language| language["runtime"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["python", "javascript"]);
    for language in languages {
        let latencies = language["latencies"].as_array().unwrap();
        assert_eq!(latencies.len(), 6);
        for row in latencies {
            assert!(
                row["median_ms"].as_f64().unwrap() > 0.0 && row["p99_ms"].as_f64() >= row["median_ms"].as_f64(),
                "{row}"
            );
        }
        assert!(!language["throughputs"].as_array().unwrap().is_empty());
    }
}

#[test]
fn the_bench_measures_one_language() {
    let report = sandbox(["bench", "-r", "javascript", "--quick", "--json"])
        .run()
        .object();
    assert_eq!(report["languages"].as_array().unwrap().len(), 1);
}

#[test]
fn what_other_versions_and_interrupted_commands_left_is_listed_and_cleaned() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let in_cache = |words: &[&str]| {
        plain(["runtime"].iter().chain(words))
            .env("SANDBOX_CACHE_DIR", &cache)
            .run()
    };
    in_cache(&["list"]);
    std::fs::write(cache.join("artifacts/left.cwasm"), vec![0; 1500]).unwrap();
    std::fs::create_dir(cache.join("guests/python-3.0-0123")).unwrap();
    std::fs::write(cache.join("guests/python-3.0-0123/python.wasm"), vec![0; 500]).unwrap();
    let listed = in_cache(&["list", "--json"]).object();
    let left: Vec<&str> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["state"] == "leftover")
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!(left, ["python-3.0-0123", "left.cwasm"], "{listed}");
    assert_eq!(in_cache(&["verify"]).code, 0, "what nothing uses is no damage");
    let cleaned = in_cache(&["clean"]);
    assert!(cleaned.stdout.contains("left.cwasm") && cleaned.stdout.contains("python-3.0-0123"));
    for path in ["artifacts/left.cwasm", "guests/python-3.0-0123"] {
        assert!(!cache.join(path).exists(), "{path}");
    }
    in_cache(&["clean"]).is(0, "0 B freed\n");
}
