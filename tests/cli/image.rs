//! Images of the user's own, by name: built, shown, listed, verified, sent, removed.

use crate::harness::{plain, sandbox};

#[test]
fn an_image_is_built_used_shown_sent_fetched_and_removed() {
    let store = tempfile::tempdir().unwrap();
    let url = format!("file://{}", store.path().display());
    let build = [
        "image", "build", "-q", "--name", "cli-own", "--with", "markdown", "--import", "markdown",
    ];
    let built = sandbox(build).run();
    assert!(
        built.code == 0 && built.stdout.starts_with("python image `cli-own`: "),
        "{built:?}"
    );
    assert_eq!(
        sandbox(build).run().stdout,
        built.stdout,
        "a second build changes nothing"
    );

    let program = "import sys; print('markdown' in sys.modules); import rich";
    let run = sandbox(["run", "--image", "cli-own", "-c", program]).run();
    assert!(
        run.code == 1 && run.stdout == "True\n" && run.stderr.contains("hint: `rich`"),
        "{run:?}"
    );
    let shown = sandbox(["image", "show", "cli-own", "--json"]).run().object();
    assert_eq!(
        (shown["parent"].as_str(), shown["packages"].as_object().unwrap().len()),
        (Some("default"), 1)
    );
    let text = sandbox(["image", "show", "cli-own"]).run();
    assert!(
        text.stdout.contains("packages: markdown ") && text.stdout.contains("parent = \"default\""),
        "{text:?}"
    );
    let listed = sandbox(["image", "list", "--json"]).run().object();
    let own = listed["images"]
        .as_array()
        .unwrap()
        .iter()
        .find(|image| image["name"] == "cli-own")
        .cloned();
    assert_eq!(own.unwrap()["ready"], true);
    let verified = sandbox(["image", "verify", "-q", "cli-own"]).run();
    assert!(
        verified.code == 0 && verified.stdout.contains("are equal"),
        "{verified:?}"
    );

    let sent = sandbox(["image", "push", "-q", "cli-own", "--store", &url]).run();
    assert!(sent.code == 0 && sent.stdout.starts_with("sent image"), "{sent:?}");
    let removed = sandbox(["image", "rm", "cli-own"]).run();
    assert!(removed.code == 0 && removed.stdout.contains("freed"), "{removed:?}");
    let gone = sandbox(["run", "--image", "cli-own", "-c", "1"]).run();
    assert!(
        gone.code == 125 && gone.stderr.contains("there is no image `cli-own`"),
        "{gone:?}"
    );
    let fetched = sandbox(["image", "pull", "-q", "cli-own", "--store", &url]).run();
    assert_eq!(
        (fetched.code, fetched.stdout.replace("fetched", "sent")),
        (0, sent.stdout)
    );
    assert_eq!(sandbox(["image", "rm", "cli-own"]).run().code, 0);
}

#[test]
fn what_is_not_there_or_cannot_be_is_said() {
    for (words, part) in [
        (&["image", "show", "nope"][..], "there is no image `nope`"),
        (&["image", "rm", "nope"], "there is no image `nope`"),
        (
            &["image", "push", "nope", "--store", "memory:"],
            "there is no image `nope`",
        ),
        (
            &["image", "pull", "nope", "--store", "memory:"],
            "the store has no image `nope`",
        ),
        (
            &["image", "pull", "x@1", "--store", "memory:"],
            "64 lower-case hexadecimal digits",
        ),
        (&["image", "pull", "x", "--store", "ftp://x"], "ftp"),
        (&["image", "build", "--with", "markdown"], "--name"),
        (
            &["image", "build", "--name", "minimal", "--with", "markdown"],
            "comes with this program",
        ),
        (
            &["image", "build", "--name", "x", "--with", "nope"],
            "no vendored package `nope`",
        ),
        (&["image", "build", "--name", "x", "--with=--index-url=x"], "package"),
        (
            &["image", "build", "--name", "../x", "--with", "markdown"],
            "no name for an image",
        ),
    ] {
        let ended = sandbox(words).run();
        assert!(ended.code != 0 && ended.stderr.contains(part), "{words:?}: {ended:?}");
    }
}

#[test]
fn packages_are_listed_with_where_they_come_from() {
    let listed = plain(["runtime", "packages", "--json"]).run().object();
    let packages = listed["packages"].as_array().unwrap();
    let find = |runtime: &str, name: &str| {
        let found = packages
            .iter()
            .find(|each| each["runtime"] == runtime && each["name"] == name);
        found.unwrap_or_else(|| panic!("{name}"))["from"].clone()
    };
    assert_eq!(find("python", "numpy"), "guest");
    assert_eq!(find("python", "markdown"), "vendored");
    assert_eq!(find("javascript", "lodash"), "vendored");
    let text = plain(["runtime", "packages", "-r", "javascript"]).run();
    assert!(
        text.stdout.contains("dayjs") && !text.stdout.contains("numpy"),
        "{text:?}"
    );
}
