//! Images of the user's own recipes: named by the recipe's file wherever an image is named.

use std::path::Path;

use crate::harness::{Ended, sandbox};

/// A recipe in a folder of its own. Its content is always the same, so that a cache has to make the image only once.
fn recipe() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "name = 'tests-own'\ndescription = 'Of the tests'\nparent = 'default'\nmodules = ['colorsys']\nstatements = ['import builtins; builtins.own = 42']\n";
    std::fs::write(folder.path().join("own.toml"), text).unwrap();
    folder
}

fn call(folder: &Path, words: &[&str], input: &str) -> Ended {
    sandbox(words).folder(folder).input(input).run()
}

#[test]
fn a_recipes_file_names_its_image_everywhere() {
    let folder = recipe();
    let folder = folder.path();
    let built = call(folder, &["image", "build", "--quiet", "--recipe", "own.toml"], "");
    assert!(built.code == 0 && built.stdout.contains("`tests-own`"), "{built:?}");
    let program = "import sys; print(own, 'colorsys' in sys.modules)";
    for image in ["own.toml", "./own.toml"] {
        call(folder, &["run", "--image", image, "-c", program], "").is(0, "42 True\n");
    }
    call(folder, &["repl", "--image", "own.toml"], "own\n").is(0, "42\n");
    let batch = call(
        folder,
        &["batch", "--image", "own.toml", "-"],
        "{\"code\": \"print(own)\"}\n",
    );
    assert!(batch.code == 0 && batch.stdout.contains("42\\n"), "{batch:?}");

    let listed = call(folder, &["image", "list", "--json"], "").object();
    let images = listed["images"].as_array().unwrap();
    let own = images.iter().find(|image| image["name"] == "tests-own").unwrap();
    assert_eq!(own["ready"], true);
    assert!(
        own["bytes"].as_u64().unwrap() > 100_000 && own["id"].is_string(),
        "{own}"
    );
}

#[test]
fn a_recipe_that_is_none_is_refused_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bad.toml"), "name = 'bad'\nmodulse = []\n").unwrap();
    for (image, why) in [
        ("bad.toml", "modulse"),
        ("missing.toml", "No such file"),
        ("./", "not a regular file"),
    ] {
        let ended = call(folder.path(), &["run", "--image", image, "-c", "1"], "");
        assert_eq!(ended.code, 125, "{ended:?}");
        assert!(
            ended.stderr.contains(&format!("cannot use the recipe {image}")) && ended.stderr.contains(why),
            "{ended:?}"
        );
        assert_eq!(ended.told("hint: ").len(), 1, "{ended:?}");
    }
    std::fs::write(folder.path().join("good.toml"), "name = 'good'\n").unwrap();
    let ended = call(
        folder.path(),
        &["run", "-r", "javascript", "--image", "good.toml", "-c", "1"],
        "",
    );
    assert!(
        ended.code == 125 && ended.stderr.contains("there are no recipes for javascript"),
        "{ended:?}"
    );
}
