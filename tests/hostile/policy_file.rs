//! B13: a policy file that is something else. A policy that cannot be read never falls back to a looser one.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use llm_wasm_sandbox::{Runtime, load_policy, load_policy_with_warnings};

use crate::case_thread;
use crate::world::world;

#[test]
fn b_216_what_is_no_policy_file_is_an_error_at_once() {
    case_thread::run(|| {
        let mut world = world();
        world.begin();
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("folder")).unwrap();
        assert!(Command::new("mkfifo").arg(place("fifo")).status().unwrap().success());
        symlink("/dev/zero", place("endless")).unwrap();
        symlink("missing", place("dangling")).unwrap();
        fs::write(place("bytes"), [0xff, 0xfe, 0]).unwrap();
        fs::write(place("large"), "# \n".repeat(10 << 20)).unwrap();
        fs::write(place("half"), "fuel_budget = 1000\ntimeout = '1s").unwrap();
        for name in [
            "folder", "fifo", "endless", "dangling", "missing", "bytes", "large", "half",
        ] {
            let error = load_policy(place(name)).expect_err(name);
            assert!(error.to_string().contains(name), "{error}");
        }
        // A link to a policy is one: whoever can put it there can write the file.
        fs::write(place("good"), "fuel_budget = 1000").unwrap();
        fs::set_permissions(place("good"), fs::Permissions::from_mode(0o666)).unwrap();
        symlink("good", place("link")).unwrap();
        let (policy, warnings) = load_policy_with_warnings(place("link")).unwrap();
        assert_eq!(policy.fuel_budget, 1000);
        assert!(warnings[0].contains("others than you can change"), "{warnings:?}");
        fs::set_permissions(place("good"), fs::Permissions::from_mode(0o600)).unwrap();
        let (_, warnings) = load_policy_with_warnings(place("good")).unwrap();
        assert!(
            warnings.iter().all(|warning| !warning.contains("others")),
            "{warnings:?}"
        );
        world.assert_unharmed(Runtime::Python);
    });
}
