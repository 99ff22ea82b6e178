//! Sequences of a guest's file operations: quotas hold, refused operations cost nothing, and a state can be kept and rebuilt.
//!
//! The operations are those of the property tests; here the fuzzer's bytes spell them.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use operations::{Base, Operation, Whence};
use sandbox_vfs::{Access, Fd, Limits, OpenOptions, SystemClock, Template};

#[expect(dead_code, reason = "the property tests use all of it")]
#[path = "../../crates/sandbox-vfs/tests/properties/operations.rs"]
mod operations;

/// The workspace, preopened; the only preopened directory.
const APP: Fd = Fd(3);

/// Operations of one sequence.
const MAX_OPERATIONS: usize = 100;

/// Takes operations from bytes; behind the end there are zeros.
struct Spelled<'a>(std::slice::Iter<'a, u8>);

impl Spelled<'_> {
    fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    fn below(&mut self, bound: u8) -> usize {
        usize::from(self.byte() % bound)
    }

    fn path(&mut self) -> String {
        let parts: Vec<_> = (0..=self.below(3))
            .map(|_| ["a", "b", "c", "d", "a", "b", ".", ".."][self.below(8)])
            .collect();
        parts.join("/") + ["", "", "", "/"][self.below(4)]
    }

    fn base(&mut self) -> Base {
        match self.below(8) {
            slot @ 0..4 => Base::Slot(slot),
            _ => Base::Workspace,
        }
    }

    /// Around the edges of chunks and of small files.
    fn offset(&mut self) -> u64 {
        let near = u64::from(self.byte());
        if near < 128 { near } else { 65_408 + near }
    }

    fn length(&mut self) -> usize {
        usize::try_from(self.offset()).unwrap_or(0)
    }

    fn options(&mut self) -> OpenOptions {
        let bits = self.byte();
        let bit = |number: u8| bits & (1 << number) != 0;
        OpenOptions {
            read: bit(0) || !bit(1),
            write: bit(1),
            append: bit(2),
            create: bit(3),
            exclusive: bit(4),
            truncate: bit(5),
            directory: bit(6),
            follow: !bit(7),
        }
    }

    fn operation(&mut self) -> Option<Operation> {
        let kind = self.0.next()? % 16;
        Some(match kind {
            0 => Operation::Close(self.below(4)),
            1 => Operation::Read { slot: self.below(4), len: self.length() },
            2 => Operation::ReadAt { slot: self.below(4), offset: self.offset(), len: self.length() },
            3 => Operation::Write { slot: self.below(4), byte: self.byte(), len: self.length() },
            4 => Operation::WriteAt {
                slot: self.below(4),
                offset: self.offset(),
                byte: self.byte(),
                len: self.length(),
            },
            5 => Operation::Seek {
                slot: self.below(4),
                from: [Whence::Start, Whence::Current, Whence::End][self.below(3)],
                distance: i64::from_le_bytes(std::array::from_fn(|_| self.byte())),
            },
            6 => Operation::SetLen { slot: self.below(4), len: self.offset() },
            7 => Operation::Stat(self.below(4)),
            8 => Operation::StatPath { base: self.base(), path: self.path(), follow: self.byte() % 2 == 0 },
            9 => Operation::CreateDir { base: self.base(), path: self.path() },
            10 => Operation::RemoveDir { base: self.base(), path: self.path() },
            11 => Operation::Unlink { base: self.base(), path: self.path() },
            12 => Operation::Rename {
                from_base: self.base(),
                from: self.path(),
                to_base: self.base(),
                to: self.path(),
            },
            13 => Operation::Symlink { target: self.path(), base: self.base(), path: self.path() },
            14 => Operation::ReadLink { base: self.base(), path: self.path() },
            _ => Operation::Open {
                slot: self.below(4),
                base: self.base(),
                path: self.path(),
                options: self.options(),
            },
        })
    }
}

fuzz_target!(|bytes: &[u8]| {
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
    let mut spelled = Spelled(bytes.iter());
    for _ in 0..MAX_OPERATIONS {
        let Some(operation) = spelled.operation() else { break };
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
    let rebuilt = template
        .extend()
        .apply(&delta)
        .expect("a difference can be carried out")
        .build();
    let mut again = new(&rebuilt);
    assert_eq!(again.usage(), guest.tree.usage());
    assert_eq!(again.list("/app"), guest.tree.list("/app"));
    again.reopen(&table).expect("the table of the same files");
    assert_eq!(again.settle(), table);
});
