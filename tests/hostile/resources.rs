//! What this process holds of the machine's: anonymous memory, descriptors and threads.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// How much more memory there may be than before the first case, in bytes.
const MEMORY_SLACK: u64 = 64 << 20;

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
    /// Memory of its own. Pages of the mapped images are the page cache's, and not counted.
    pub(crate) memory: u64,
    descriptors: usize,
    threads: usize,
}

impl Resources {
    pub(crate) fn now() -> Self {
        let status = fs::read_to_string("/proc/self/status").expect("Linux has /proc");
        let memory = status
            .lines()
            .find_map(|line| {
                line.strip_prefix("RssAnon:")?
                    .trim()
                    .strip_suffix(" kB")?
                    .parse::<u64>()
                    .ok()
            })
            .expect("the kernel tells RssAnon");
        Self {
            memory: memory << 10,
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
