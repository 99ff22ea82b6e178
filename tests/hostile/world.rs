//! The world of a case: a folder that becomes the workspace, secrets beside it, and another session with a secret of its own.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt, symlink};
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{EngineConfig, ExecutionPolicy, Outcome, Run, Runtime, Workspace};

use crate::case_thread;
use crate::resources::Resources;
use crate::support::{explained, repository};

/// Limit profile T.
const PROFILE_T: &str = "
fuel_budget = 5_000_000_000
timeout = '3s'
memory_bytes = '128MiB'
stdout_max_bytes = '1MiB'
stderr_max_bytes = '256KiB'

[disk]
bytes = '32MiB'
entries = 2000
depth = 32
name_bytes = 255
path_bytes = 1024
open_files = 64
";

/// The host's secret environment variable; `.cargo/config.toml` sets it for everything that cargo starts.
const ENVIRONMENT_SECRET: &str = "SANDBOX_CANARY";

/// The secrets of the canary file and of the other session.
const CANARY_SECRET: &str = "TC-9d27e0b4c8f1a653";
const NEIGHBOUR_SECRET: &str = "TB-61fa08d3e7b24c95";

/// Panics since the process began, but for those of the tests' own threads: they have failed after their case.
static PANICS: AtomicUsize = AtomicUsize::new(0);

pub(crate) struct World {
    root: tempfile::TempDir,
    secrets: [String; 3],
    canaries: BTreeMap<PathBuf, Entry>,
    neighbour: Workspace,
    neighbour_tree: BTreeMap<PathBuf, Entry>,
    python: Sandbox,
    javascript: Sandbox,
    resources: Resources,
    panics: usize,
    process: u32,
}

/// What is known of a file or folder: everything but its times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    mode: u32,
    /// Names of a file; 0 for a folder.
    links: u64,
    content: Vec<u8>,
}

/// A file that a case left.
#[derive(Debug, Default)]
pub(crate) struct Left {
    pub(crate) bytes: u64,
    /// As much of it as is read at once: all of a small one.
    pub(crate) beginning: Vec<u8>,
}

/// The one world of this process, for one case at a time.
pub(crate) fn world() -> MutexGuard<'static, World> {
    assert!(case_thread::is_current(), "cases run on their own thread");
    static WORLD: OnceLock<Mutex<World>> = OnceLock::new();
    WORLD
        .get_or_init(|| Mutex::new(World::new()))
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

/// Profile T with these lines of TOML over it.
pub(crate) fn policy(toml: &str) -> ExecutionPolicy {
    ExecutionPolicy::from_toml(PROFILE_T)
        .and_then(|policy| policy.merge_toml(toml))
        .expect("the suite's policies hold")
}

impl World {
    fn new() -> Self {
        let environment =
            std::env::var(ENVIRONMENT_SECRET).expect("run the suite with cargo, which sets SANDBOX_CANARY");
        let root = tempfile::tempdir().expect("a temporary folder");
        plant(root.path()).expect("the canaries are planted");
        let (python, javascript) = (sandbox(Runtime::Python), sandbox(Runtime::JavaScript));
        let neighbour = python
            .execute(format!("open('secret.txt', 'w').write('{NEIGHBOUR_SECRET}')"))
            .expect("the neighbour's session runs")
            .into_workspace();
        // What the first executions open and the allocator keeps is no leak of a case's: a guest fills its memory, its disk and its output.
        let fill = "for _ in range(40):\n    print('x' * 1_000_000)\ntry:\n    open('fill', 'wb').write(bytes(1 << 25))\nexcept OSError:\n    pass\nx = []\nwhile True:\n    x.append(b'x' * 1_000_000)";
        for _ in 0..2 {
            python.execute(fill).expect("the sandbox warms up");
        }
        javascript.execute("console.log(1)").expect("the sandbox warms up");
        count_panics();
        let mut world = Self {
            canaries: tree(root.path()),
            root,
            secrets: [environment, CANARY_SECRET.into(), NEIGHBOUR_SECRET.into()],
            neighbour,
            neighbour_tree: BTreeMap::new(),
            python,
            javascript,
            resources: Resources::now(),
            panics: PANICS.load(Ordering::SeqCst),
            process: std::process::id(),
        };
        world.neighbour_tree = world.exported_neighbour();
        world.resources = Resources::now();
        world
    }

    /// The sandbox of a language under profile T.
    pub(crate) fn sandbox(&self, runtime: Runtime) -> &Sandbox {
        match runtime {
            Runtime::Python => &self.python,
            _ => &self.javascript,
        }
    }

    /// Session A's files: a folder of the host's with the canaries beside it.
    pub(crate) fn workspace(&self) -> Workspace {
        Workspace::from_folder(self.root.path().join("workspaces/a"))
    }

    /// A folder of the host's with `six.py`, to be mounted.
    pub(crate) fn library(&self) -> PathBuf {
        self.root.path().join("library")
    }

    /// A case begins, on this thread.
    pub(crate) fn begin(&mut self) {
        self.panics = PANICS.load(Ordering::SeqCst);
    }

    /// U7: in the session of a case that has ended, with all that it left, a program works; then the session goes.
    #[track_caller]
    pub(crate) fn assert_goes_on(&self, runtime: Runtime, session: Workspace) {
        let run = self
            .sandbox(runtime)
            .execute_in(session, small(runtime))
            .unwrap_or_else(|error| panic!("U7: {}", explained(&error)));
        assert_printed(&run);
    }

    /// U1, U2, U3, U4, U7: what has to hold after every case, whatever it did.
    #[track_caller]
    pub(crate) fn assert_unharmed(&self, runtime: Runtime) {
        assert_eq!(self.process, std::process::id(), "U1");
        assert_eq!(self.panics, PANICS.load(Ordering::SeqCst), "U1: something panicked");
        assert_eq!(self.canaries, tree(self.root.path()), "U2: canaries are as they were");
        assert_eq!(
            self.neighbour_tree,
            self.exported_neighbour(),
            "U3: the other session is as it was"
        );
        self.assert_goes_on(runtime, Workspace::new());
        self.resources.assert_given_back();
    }

    /// U2 and U9: a text that leaves the sandbox has no secret, no path and no type of the host's.
    #[track_caller]
    pub(crate) fn assert_clean(&self, text: &str) {
        for secret in &self.secrets {
            assert!(!text.contains(secret), "U2: a secret got out");
        }
        let root = self.root.path().to_string_lossy().into_owned();
        let repository = repository("").canonicalize().expect("the repository is there");
        let cache = std::env::var("SANDBOX_CACHE_DIR").unwrap_or_default();
        let types = [
            "llm_wasm_sandbox",
            "wasmtime",
            "sandbox_core",
            "sandbox_guests",
            "sandbox_host",
            "sandbox_packages",
            "sandbox_runtime",
            "sandbox_sessions",
            "sandbox_storage",
            "sandbox_vfs",
            "core::",
            "alloc::",
            "std::",
            "tokio::",
            ".rs:",
        ];
        for part in types
            .into_iter()
            .chain([root.as_str(), &repository.to_string_lossy(), cache.as_str()])
        {
            assert!(
                part.is_empty() || !text.contains(part),
                "U9: {part} is in {}",
                excerpt(text, part)
            );
        }
    }

    /// The files that a case leaves: exported beside the canaries, and searched for U2.
    #[track_caller]
    pub(crate) fn exported(&self, run: &Run) -> BTreeMap<String, Left> {
        let folder = tempfile::tempdir_in(self.root.path()).expect("a folder for the export");
        run.export_to(folder.path())
            .unwrap_or_else(|error| panic!("U2: {}", explained(&error)));
        let mut files = BTreeMap::new();
        for (path, metadata) in walk(folder.path()) {
            let name = path.strip_prefix(folder.path()).expect("it is below the folder");
            let name = name.to_string_lossy().into_owned();
            let left = metadata.is_file().then(|| self.searched(&path));
            let secret = self.secrets.iter().any(|secret| name.contains(secret));
            assert!(!secret, "U2: a secret got into the name {name}");
            files.extend(left.map(|left| (name, left)));
        }
        files
    }

    /// Reads a file piece by piece, so that U4 measures what the sandbox holds and not the suite.
    #[track_caller]
    fn searched(&self, path: &Path) -> Left {
        let mut file = fs::File::open(path).expect("the file is there");
        let (mut left, mut tail) = (Left::default(), Vec::new());
        let mut piece = vec![0; 64 << 10];
        loop {
            let count = file.read(&mut piece).expect("the file is read");
            if count == 0 {
                return left;
            }
            if left.bytes == 0 {
                left.beginning.extend(&piece[..count]);
            }
            left.bytes += count as u64;
            tail.extend(&piece[..count]);
            for secret in &self.secrets {
                assert!(
                    !contains(&tail, secret.as_bytes()),
                    "U2: a secret got into {}",
                    path.display()
                );
            }
            // A secret may lie over the border of two pieces.
            tail.drain(..tail.len().saturating_sub(64));
        }
    }

    fn exported_neighbour(&self) -> BTreeMap<PathBuf, Entry> {
        let folder = tempfile::tempdir_in(self.root.path()).expect("a folder for the export");
        let run = self
            .python
            .execute_in(self.neighbour.clone(), "")
            .expect("the neighbour's session runs");
        run.export_to(folder.path())
            .expect("the neighbour's session is exported");
        let exported = tree(folder.path());
        let secret = exported
            .get(Path::new("secret.txt"))
            .map(|entry| entry.content.as_slice());
        assert_eq!(secret, Some(NEIGHBOUR_SECRET.as_bytes()), "U3");
        exported
    }
}

/// Canaries beside and above the folder that becomes the workspace, and links from it to them, which an import leaves out.
fn plant(root: &Path) -> std::io::Result<()> {
    let workspace = root.join("workspaces/a");
    fs::create_dir_all(&workspace)?;
    for folder in [root.join("canary"), root.join("workspaces/canary")] {
        fs::create_dir(&folder)?;
        fs::write(folder.join("secret.txt"), CANARY_SECRET)?;
    }
    fs::write(root.join("workspaces/secret.txt"), CANARY_SECRET)?;
    fs::create_dir(root.join("library"))?;
    fs::write(root.join("library/six.py"), "six = 6\n")?;
    symlink("../canary/secret.txt", workspace.join("peek"))?;
    symlink("..", workspace.join("up"))
}

/// The smallest program that says something.
fn small(runtime: Runtime) -> &'static str {
    match runtime {
        Runtime::Python => "print(1)",
        _ => "console.log(1)",
    }
}

/// U7: the smallest program did what it does.
#[track_caller]
fn assert_printed(run: &Run) {
    assert_eq!((run.outcome, run.stdout.as_str()), (Outcome::Finished, "1\n"), "U7");
}

fn sandbox(runtime: Runtime) -> Sandbox {
    let builder = llm_wasm_sandbox::Sandbox::builder(runtime)
        .policy(policy(""))
        .engine(EngineConfig {
            // Four guests of profile T (128 MiB of memory, 32 MiB of files, three stacks of 32 MiB), so that 20 at once have to wait for each other's memory;
            // there is a place for each of them.
            max_instances: 24,
            memory_budget_bytes: 1 << 30,
            ..EngineConfig::default()
        });
    Sandbox::build(builder).unwrap_or_else(|error| panic!("{}", explained(&error)))
}

/// Everything below a folder, by its path from there.
fn tree(root: &Path) -> BTreeMap<PathBuf, Entry> {
    let entries = walk(root).into_iter().map(|(path, metadata)| {
        let content = if metadata.is_dir() {
            Vec::new()
        } else if metadata.is_symlink() {
            let target = fs::read_link(&path).expect("the link is there");
            target.into_os_string().into_encoded_bytes()
        } else {
            fs::read(&path).expect("the file is there")
        };
        let entry = Entry {
            mode: metadata.mode(),
            links: if metadata.is_dir() { 0 } else { metadata.nlink() },
            content,
        };
        (path.strip_prefix(root).expect("it is below the root").to_owned(), entry)
    });
    entries.collect()
}

/// Everything below a folder; links are not followed.
fn walk(root: &Path) -> Vec<(PathBuf, fs::Metadata)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder is listed").path();
            let metadata = fs::symlink_metadata(&path).expect("the entry is there");
            if metadata.is_dir() {
                folders.push(path.clone());
            }
            found.push((path, metadata));
        }
    }
    found
}

fn count_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // They are named after the tests.
        if !thread::current().name().is_some_and(|name| name.contains("::")) {
            PANICS.fetch_add(1, Ordering::SeqCst);
        }
        before(info);
    }));
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let mut rest = bytes;
    // Most files are large and have no first byte of it at all.
    while let Some(at) = rest.iter().position(|&byte| byte == part[0]) {
        if rest[at..].starts_with(part) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Some of the text around a part of it.
fn excerpt<'a>(text: &'a str, part: &str) -> &'a str {
    let at = text.find(part).unwrap_or_default();
    let begin = text.floor_char_boundary(at.saturating_sub(60));
    &text[begin..text.floor_char_boundary(at + 60)]
}

/// The post-conditions have teeth: each of these would be a case that failed.
mod teeth {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::time::Duration;

    use llm_wasm_sandbox::{Execution, Outcome, Runtime, Workspace};

    use super::{CANARY_SECRET, NEIGHBOUR_SECRET, World, policy, world};
    use crate::case_thread;
    use crate::harness::{FINISHED, assert_in_time, assert_result, assert_within_quota, python};

    /// A case that does something to the world, which is undone when it was noticed.
    fn harm<T: 'static>(does: impl FnOnce(&mut World) -> T + Send + 'static, undo: fn(&mut World, T)) {
        case_thread::run(move || {
            let mut world = world();
            world.begin();
            let done = does(&mut world);
            let result = catch_unwind(AssertUnwindSafe(|| world.assert_unharmed(Runtime::Python)));
            undo(&mut world, done);
            resume_unwind(result.unwrap_err());
        });
    }

    /// A result that is looked at under profile T.
    fn judged(execution: Execution) {
        case_thread::run(move || assert_result(&world(), &policy(""), &execution));
    }

    fn finished() -> Execution {
        Execution {
            fuel_consumed: Some(1),
            ..Execution::new(Runtime::Python)
        }
    }

    #[test]
    #[should_panic(expected = "U1")]
    fn a_panic_of_the_hosts_is_noticed() {
        let panics = |_: &mut World| {
            let thread = std::thread::Builder::new().name("a worker".into());
            let _ = thread.spawn(|| panic!("on purpose")).unwrap().join();
        };
        harm(panics, |world, ()| world.begin());
    }

    #[test]
    #[should_panic(expected = "U2: a secret got out")]
    fn a_secret_that_is_printed_is_noticed() {
        python(format!("print('{CANARY_SECRET}')")).ends(FINISHED);
    }

    #[test]
    #[should_panic(expected = "U2: a secret got into")]
    fn a_secret_in_a_file_is_noticed() {
        let pieces = "'x' * 65_530";
        python(format!("open('f', 'w').write({pieces} + '{NEIGHBOUR_SECRET}')")).ends(FINISHED);
    }

    #[test]
    #[should_panic(expected = "U2: canaries are as they were")]
    fn a_file_beside_the_workspace_is_noticed() {
        let writes = |world: &mut World| {
            let place = world.root.path().join("workspaces/new");
            std::fs::write(&place, "new").unwrap();
            place
        };
        harm(writes, |_, place| std::fs::remove_file(place).unwrap());
    }

    #[test]
    #[should_panic(expected = "U3")]
    fn a_change_of_the_other_session_is_noticed() {
        let changes = |world: &mut World| {
            let changed = world.neighbour.clone().file("new.txt", "new");
            std::mem::replace(&mut world.neighbour, changed)
        };
        harm(changes, |world, before| world.neighbour = before);
    }

    #[test]
    #[should_panic(expected = "U4")]
    fn a_descriptor_that_stays_open_is_noticed() {
        let opens = |_: &mut World| (0..3).map(|_| std::fs::File::open("/dev/null").unwrap()).collect();
        harm(opens, |_, files: Vec<_>| drop(files));
    }

    #[test]
    #[should_panic(expected = "U5")]
    fn a_late_answer_is_noticed() {
        assert_in_time(Duration::from_millis(4_001), &policy(""));
    }

    #[test]
    #[should_panic(expected = "U7")]
    fn a_session_that_is_broken_is_noticed() {
        case_thread::run(|| {
            let broken = Workspace::new().file("../outside", "x");
            world().assert_goes_on(Runtime::Python, broken);
        });
    }

    #[test]
    #[should_panic(expected = "U8")]
    fn more_than_the_quota_is_noticed() {
        assert_within_quota((33 << 20) + 1, &policy(""));
    }

    #[test]
    #[should_panic(expected = "U9")]
    fn a_path_of_the_hosts_is_noticed() {
        python(format!("print('{}')", env!("CARGO_MANIFEST_DIR"))).ends(FINISHED);
    }

    #[test]
    #[should_panic(expected = "U9: an address")]
    fn an_address_of_the_hosts_is_noticed() {
        judged(Execution {
            stdout: "0x7f0123456789".into(),
            ..finished()
        });
    }

    #[test]
    #[should_panic(expected = "U10")]
    fn a_success_that_is_none_is_noticed() {
        judged(Execution {
            outcome: Outcome::Exception,
            ..finished()
        });
    }

    #[test]
    #[should_panic(expected = "U10")]
    fn a_limit_that_was_not_reached_is_noticed() {
        judged(Execution {
            outcome: Outcome::OutOfFuel,
            success: false,
            exit_code: Outcome::OutOfFuel.exit_code(),
            ..finished()
        });
    }
}
