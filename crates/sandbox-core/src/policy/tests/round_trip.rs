//! Every valid policy survives being written and read.

use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;

use super::super::limits::*;
use super::super::*;

fn within(range: Range) -> impl Strategy<Value = u64> {
    prop_oneof![Just(range.min), Just(range.max), range.min..=range.max]
}

fn small(range: Range) -> impl Strategy<Value = u32> {
    within(range).prop_map(|value| u32::try_from(value).expect("the range fits its field"))
}

fn duration() -> impl Strategy<Value = Duration> {
    prop_oneof![
        Just(MAX_TIMEOUT),
        Just(Duration::from_nanos(1)),
        (1_u64..=86_400_000_000_000).prop_map(Duration::from_nanos)
    ]
}

fn env() -> impl Strategy<Value = BTreeMap<String, String>> {
    let name = prop_oneof![
        "[A-Z_]{1,6}",
        "[^=\\x00]{1,6}",
        Just("PYTHONUTF8".into()),
        Just("LC_ALL".into())
    ];
    prop::collection::btree_map(name, "[^\\x00]{0,12}", 0..6)
}

fn disk() -> impl Strategy<Value = DiskLimits> {
    (
        within(DISK_BYTES),
        small(DISK_ENTRIES),
        small(DISK_DEPTH),
        small(DISK_NAME_BYTES),
        small(DISK_PATH_BYTES),
        small(DISK_OPEN_FILES),
    )
        .prop_map(
            |(bytes, entries, depth, name_bytes, path_bytes, open_files)| DiskLimits {
                bytes,
                entries,
                depth,
                name_bytes,
                path_bytes,
                open_files,
            },
        )
}

fn host_calls() -> impl Strategy<Value = HostCallLimits> {
    (within(HOST_CALL_COUNT), within(HOST_CALL_BYTES), duration()).prop_map(|(count, bytes, time)| HostCallLimits {
        count,
        bytes,
        time,
    })
}

fn determinism() -> impl Strategy<Value = Determinism> {
    (any::<bool>(), within(SEED), 0_u64..=18_429_292_799).prop_map(|(enabled, seed, seconds)| Determinism {
        enabled,
        seed,
        start_time: StartTime::from_unix_seconds(seconds).expect("before 2554"),
    })
}

fn mounts() -> impl Strategy<Value = Vec<Mount>> {
    prop::collection::vec("[^\\x00]{1,12}", 0..4).prop_map(|hosts| {
        let guest = |index| GuestPath::new(format!("/mount-{index}/é \"x\"")).expect("a guest path");
        hosts
            .into_iter()
            .enumerate()
            .map(|(index, host)| Mount {
                host: host.into(),
                guest: guest(index),
            })
            .collect()
    })
}

fn policy() -> impl Strategy<Value = ExecutionPolicy> {
    let numbers = (
        within(FUEL_BUDGET),
        duration(),
        within(MEMORY_BYTES),
        within(OUTPUT_BYTES),
        within(OUTPUT_BYTES),
        any::<bool>(),
        any::<bool>(),
        within(CLOCK_RESOLUTION),
    );
    let text = (
        prop::collection::vec("[^\\x00]{0,10}", 0..4),
        "[\\x00-\\x7fé]{0,20}",
        prop::option::of("[^\\x00]{1,10}"),
    );
    (numbers, text, env(), disk(), host_calls(), determinism(), mounts()).prop_map(
        |(
            (fuel_budget, timeout, memory_bytes, stdout, stderr, stop, last_value, clock_resolution_ns),
            (args, stdin, data),
            env,
            disk,
            host_calls,
            determinism,
            mounts,
        )| {
            let policy = ExecutionPolicy {
                fuel_budget,
                timeout,
                memory_bytes,
                stdout_max_bytes: stdout,
                stderr_max_bytes: stderr,
                on_output_limit: if stop {
                    OnOutputLimit::Stop
                } else {
                    OnOutputLimit::Truncate
                },
                args,
                stdin,
                last_value,
                javascript_std: last_value,
                mount_data_dir: None,
                guest_data_path: None,
                env,
                disk,
                host_calls,
                determinism,
                clock_resolution_ns,
                mounts,
            };
            match data {
                Some(host) => policy.with_data_dir(host),
                None => policy,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn conformance_099_a_policy_round_trips_through_toml_and_json(policy in policy()) {
        prop_assert_eq!(policy.validate(), Ok(()));
        let toml = policy.to_toml().unwrap();
        prop_assert_eq!(&ExecutionPolicy::from_toml(&toml).unwrap(), &policy, "{}", toml);
        let json = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(&ExecutionPolicy::from_json(&json).unwrap(), &policy, "{}", json);
        prop_assert_eq!(&serde_json::from_str::<ExecutionPolicy>(&json).unwrap(), &policy);
        prop_assert_eq!(ExecutionPolicy::from_json_value(serde_json::to_value(&policy).unwrap()), Ok(policy));
    }

    #[test]
    fn any_document_is_read_or_refused(key in "(fuel_budget|timeout|env|disk|disk\\.bytes|mounts|args|\\PC{0,8})", value in "\\PC{0,20}|-?[0-9]{1,25}|\"\\PC{0,9}\"") {
        match ExecutionPolicy::from_toml(&format!("{key} = {value}\n")) {
            Ok(policy) => prop_assert_eq!(policy.validate(), Ok(())),
            Err(error) => prop_assert!(error.to_string().starts_with("invalid execution policy: ")),
        }
    }
}
