//! Help, version, completions and manual pages.

use std::fs;

use crate::harness::plain;

const COMMANDS: [&str; 10] = [
    "run",
    "batch",
    "repl",
    "check",
    "bench",
    "policy",
    "runtime",
    "image",
    "completions",
    "man",
];

#[test]
fn help_is_a_manual() {
    let help = plain(["--help"]).run();
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    for part in COMMANDS
        .into_iter()
        .chain(["EXAMPLES", "EXIT CODES", "ENVIRONMENT", "SANDBOX_CACHE_DIR"])
    {
        assert!(help.stdout.contains(part), "{part}");
    }
    for command in COMMANDS {
        assert_eq!(plain([command, "--help"]).run().code, 0, "{command}");
    }
    let run = plain(["help", "run"]).run().stdout;
    for part in ["EXAMPLES", "EXIT CODES", "--workspace", "120  out of fuel"] {
        assert!(run.contains(part), "{part}");
    }
}

#[test]
fn the_version_names_the_interpreters() {
    let short = plain(["-V"]).run();
    short.is(0, &format!("sandbox {}\n", env!("CARGO_PKG_VERSION")));
    let long = plain(["--version"]).run();
    assert_eq!(long.code, 0);
    for part in [
        env!("CARGO_PKG_VERSION"),
        "python 3.",
        "images: default",
        "result format: 1",
    ] {
        assert!(long.stdout.contains(part), "{part}: {}", long.stdout);
    }
}

#[test]
fn nothing_and_nonsense_are_usage_errors() {
    assert_eq!(plain::<&str>([]).run().code, 2);
    let wrong = plain(["rum"]).run();
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    assert!(wrong.stderr.contains("run"), "{}", wrong.stderr);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = plain(["completions", shell]).run();
        assert_eq!(script.code, 0);
        assert!(script.stdout.contains("unordered"), "{shell}");
    }
    assert_eq!(plain(["completions", "tcsh"]).run().code, 2);
}

#[test]
fn manual_pages_for_every_command() {
    assert!(plain(["man"]).run().stdout.contains(".TH sandbox 1"));
    let folder = tempfile::tempdir().unwrap();
    let ended = plain(["man".as_ref(), folder.path().as_os_str()]).run();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    for command in COMMANDS {
        let page = fs::read_to_string(folder.path().join(format!("sandbox-{command}.1"))).unwrap();
        assert!(page.contains(".SH"), "{command}");
    }
}
