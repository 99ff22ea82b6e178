//! The policy: 96 to 99.

use std::time::Duration;

use llm_wasm_sandbox::{Execution, ExecutionPolicy, load_policy};

use crate::support::{policy, run};

#[test]
fn case_096_defaults_are_as_documented_and_limits_have_ranges() {
    let default = ExecutionPolicy::default();
    assert_eq!(
        (default.memory_bytes, default.stdout_max_bytes, default.stderr_max_bytes),
        (128_000_000, 2_000_000, 1_000_000)
    );
    assert_eq!(
        (default.fuel_budget, default.timeout),
        (20_000_000_000, Duration::from_secs(30))
    );
    let env: Vec<_> = default
        .env
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        env,
        [
            ("LC_ALL", "C.UTF-8"),
            ("PYTHONHASHSEED", "0"),
            ("PYTHONIOENCODING", "utf-8"),
            ("PYTHONUTF8", "1")
        ]
    );
    for key in ["fuel_budget", "memory_bytes", "stdout_max_bytes", "stderr_max_bytes"] {
        for value in ["0", "-1"] {
            let error = ExecutionPolicy::from_toml(&format!("{key} = {value}"))
                .unwrap_err()
                .to_string();
            assert!(
                error.starts_with("invalid execution policy: ") && error.contains(key),
                "{error}"
            );
        }
    }
    // A timeout of zero is refused as well: it used to mean "none" where it was accepted, and no program can run in it.
    for value in ["-10", "0"] {
        let error = ExecutionPolicy::from_toml(&format!("timeout = {value}"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("timeout"), "{error}");
    }
}

#[test]
fn case_097_a_data_folder_alone_is_shown_at_data() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("x.txt"), "x").unwrap();
    let sandbox = crate::support::under(&format!("mount_data_dir = {:?}", data.path()));
    assert_eq!(
        sandbox.execute("import os\nprint(os.listdir('/data'))").unwrap().stdout,
        "['x.txt']\n"
    );
    let elsewhere = crate::support::under(&format!(
        "mount_data_dir = {:?}\nguest_data_path = '/external'",
        data.path()
    ));
    assert_eq!(
        elsewhere
            .execute("import os\nprint(os.listdir('/external'), os.path.exists('/data'))")
            .unwrap()
            .stdout,
        "['x.txt'] False\n"
    );
}

#[test]
fn case_098_a_policy_file_is_merged_over_the_defaults_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("policy.toml");
    let load = |text: &str| {
        std::fs::write(&file, text).unwrap();
        load_policy(&file)
    };
    let merged = load("fuel_budget = 7\n[env]\nMINE = '1'\n").unwrap();
    assert_eq!((merged.fuel_budget, merged.memory_bytes), (7, 128_000_000));
    assert_eq!(
        (merged.env["MINE"].as_str(), merged.env["PYTHONUTF8"].as_str()),
        ("1", "1")
    );
    for wrong in [
        "fuel_budget = -1",
        "memory_bytes = 0",
        "fuel_buget = 1",
        "[env",
        "fuel_budget = 1\nfuel_budget = 2",
    ] {
        let error = load(wrong).unwrap_err();
        let text = format!(
            "{error} {}",
            std::error::Error::source(&error)
                .map(ToString::to_string)
                .unwrap_or_default()
        );
        assert!(
            text.contains("policy.toml") && text.contains("invalid execution policy"),
            "{text}"
        );
    }
    // Never the defaults instead: a policy that is named and not there may have been a stricter one.
    assert!(load_policy(folder.path().join("missing.toml")).is_err());
    assert!(load_policy(folder.path()).is_err());
}

#[test]
fn case_099_policies_and_results_survive_json() {
    let policy = policy("fuel_budget = 5\ntimeout = '2s'\nargs = ['a']\nenv.X = 'y'\ndisk.bytes = '1MiB'");
    assert_eq!(
        ExecutionPolicy::from_json(&serde_json::to_string(&policy).unwrap()).unwrap(),
        policy
    );
    assert_eq!(ExecutionPolicy::from_toml(&policy.to_toml().unwrap()).unwrap(), policy);
    for program in ["print('ü')", "1/0", "import sys; sys.exit(3)"] {
        let execution = run(program).into_execution();
        let text = serde_json::to_string(&execution).unwrap();
        assert_eq!(serde_json::from_str::<Execution>(&text).unwrap(), execution);
    }
}
