//! Policies from hostile text: what is read holds, says the same when it is written and read again, and nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbox_core::ExecutionPolicy;

fuzz_target!(|text: &str| {
    for policy in [ExecutionPolicy::from_toml(text), ExecutionPolicy::from_json(text)] {
        match policy {
            Ok(policy) => {
                policy.validate().expect("what was read holds");
                assert_eq!(policy.exceeds(&policy), None);
                drop(policy.warnings());
                let written = policy.to_toml().expect("what was read can be written");
                assert_eq!(ExecutionPolicy::from_toml(&written).as_ref(), Ok(&policy));
                // The defaults over it, and it over the defaults.
                drop(policy.exceeds(&ExecutionPolicy::default()));
                drop(ExecutionPolicy::default().merge_toml(text));
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
});
