//! Sequences of a guest's file operations: quotas hold, refused operations cost nothing, and a state can be kept and rebuilt.
//!
//! The fuzzer's bytes are the random numbers of the property tests' own strategies, so that both look at the same operations.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sandbox_vfs::{Access, Fd, Limits, SystemClock, Template};

#[expect(dead_code, reason = "the property tests use all of it")]
#[path = "../../crates/sandbox-vfs/tests/properties/operations.rs"]
mod operations;

/// The workspace, preopened; the only preopened directory.
const APP: Fd = Fd(3);

fuzz_target!(|bytes: &[u8]| {
    // The generator needs some bytes to begin with.
    if bytes.len() < 16 {
        return;
    }
    let rng = TestRng::from_seed(RngAlgorithm::PassThrough, bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let Ok(sequence) = proptest::collection::vec(operations::operation(), 1..60).new_tree(&mut runner) else {
        return;
    };
    let template = Template::builder()
        .dir("/app", Access::ReadWrite)
        .and_then(|tree| tree.bytes("/app/a/b", "from the template"))
        .and_then(|tree| tree.preopen("/app", "/app"))
        .expect("a template")
        .build();
    let limits = Limits {
        bytes: 150_000,
        entries: 8,
        depth: 4,
        open_files: 3,
        file_bytes: 100_000,
        ..Limits::default()
    };
    let new = |template: &Template| template.instantiate(limits, Arc::new(SystemClock));
    let mut guest = operations::Guest::new(new(&template));
    for operation in sequence.current() {
        let before = guest.tree.usage();
        let result = guest.apply(&operation);
        let usage = guest.tree.usage();
        assert!(usage.bytes <= limits.bytes && usage.entries <= limits.entries);
        assert!(guest.tree.open_count() <= limits.open_files);
        if result.is_err() {
            assert_eq!(usage, before, "{operation:?}");
        }
    }
    let table = guest.tree.settle();
    let frozen = guest.tree.freeze();
    let delta = frozen.delta(&template);
    let rebuilt = template.extend().apply(&delta).expect("a difference can be carried out").build();
    let mut again = new(&rebuilt);
    assert_eq!(again.usage(), guest.tree.usage());
    assert_eq!(again.list("/app"), guest.tree.list("/app"));
    again.reopen(&table).expect("the table of the same files");
    assert_eq!(again.settle(), table);
});
