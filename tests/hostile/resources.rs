//! What this process holds of the machine's: anonymous memory, descriptors and threads.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// How much more memory there may be than before the first case, in bytes. Most runs hold 44 MiB more at most, of which half is what glibc keeps of freed
/// memory (22 MiB with `MALLOC_MMAP_THRESHOLD_=131072`); two of eight held 90 to 110 MiB for more than a moment, which is probably the same, and was not
/// traced. What a hundred cases leave behind adds up to more than this, if each of them leaves 3 MiB.
const MEMORY_SLACK: u64 = 256 << 20;

/// The mapping of a stack of guest code and of the host functions that it calls, in KiB, as the engine is configured.
const STACK_KIB: u64 = 34 << 10;

/// How long what a case used may take to be given back.
const A_MOMENT: Duration = Duration::from_secs(1);

/// The suite's own threads: libtest names them after the tests, and Linux keeps 15 bytes of a name.
const TEST_THREADS: &[&str] = &[
    "cases",
    "coverage::",
    "hostile",
    "integrity::",
    "javascript::",
    "main",
    "policy_file",
    "python_",
    "state::",
    "world::",
];

#[derive(Debug, Clone, Copy)]
pub(crate) struct Resources {
    /// Memory of its own, in bytes. Pages of the mapped images are the page cache's, and not counted; nor are the stacks of guest code, which a place keeps
    /// as far as its guests have used them, and which are admitted as a whole.
    pub(crate) memory: u64,
    descriptors: usize,
    threads: usize,
}

impl Resources {
    pub(crate) fn now() -> Self {
        Self {
            memory: anonymous_memory(),
            descriptors: fs::read_dir("/proc/self/fd").expect("Linux has /proc").count(),
            threads: threads().len(),
        }
    }

    /// Waits until no more is held than at first, for a moment at most.
    #[track_caller]
    pub(crate) fn assert_given_back(self) {
        let begin = Instant::now();
        loop {
            let now = Self::now();
            let given_back = now.memory <= self.memory + MEMORY_SLACK
                && now.descriptors <= self.descriptors
                && now.threads <= self.threads;
            if given_back {
                return;
            }
            assert!(
                begin.elapsed() < A_MOMENT,
                "U4: {now:?} is held, and at first {self:?}; threads: {:?}",
                threads()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Anonymous memory of all mappings but the stacks of guest code, in bytes.
fn anonymous_memory() -> u64 {
    let mappings = fs::read_to_string("/proc/self/smaps").expect("Linux has /proc");
    let kib = |text: &str| text.trim().strip_suffix(" kB")?.parse::<u64>().ok();
    let (mut memory, mut stacks, mut is_stack) = (0, 0, false);
    for line in mappings.lines() {
        if let Some(size) = line.strip_prefix("Size:") {
            is_stack = kib(size).expect("a size") == STACK_KIB;
            stacks += u64::from(is_stack);
        } else if let Some(anonymous) = line.strip_prefix("Anonymous:")
            && !is_stack
        {
            memory += kib(anonymous).expect("a size");
        }
    }
    assert!(stacks > 0, "no mapping has the size of a stack");
    memory << 10
}

/// The names of all threads but the suite's own.
fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").expect("Linux has /proc").flatten();
    // A thread that ends while they are listed is gone.
    let names = tasks.filter_map(|task| fs::read_to_string(task.path().join("comm")).ok());
    names
        .map(|name| name.trim().to_owned())
        .filter(|name| !TEST_THREADS.iter().any(|ours| name.starts_with(ours)))
        .collect()
}
