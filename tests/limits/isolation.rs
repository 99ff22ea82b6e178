//! One sandbox used by many threads: nothing of one execution is ever visible in another.

use std::collections::BTreeSet;
use std::thread;

use llm_wasm_sandbox::{Outcome, Program, Workspace};

use crate::support::{printed, run, sandbox, story};

/// Looks for everything an earlier execution could have left, then leaves all of it.
const TRACES: &str = "
import builtins, gc, os, random, sys, math
found = [
    hasattr(builtins, 'left'),
    hasattr(math, 'left'),
    'left' in sys.modules,
    '/left' in sys.path,
    'LEFT' in os.environ,
    os.listdir('/app'),
    os.listdir('/tmp'),
    'left' in globals(),
    sys.getrecursionlimit() == 12345,
    any(isinstance(o, str) and o == 'left-' + 'behind' for o in gc.get_objects()),
]
print(found)
builtins.left = math.left = left = sys.modules['left'] = 'left-behind'
sys.path.append('/left')
os.environ['LEFT'] = '1'
open('/app/left', 'w').close()
open('/tmp/left', 'w').close()
sys.setrecursionlimit(12345)
len_, builtins.len = len, lambda x: 0
";

#[test]
fn nothing_is_left_for_the_next_execution() {
    for _ in 0..20 {
        assert_eq!(
            printed(TRACES),
            "[False, False, False, False, False, [], [], False, False, False]\n"
        );
    }
}

#[test]
fn many_threads_share_one_sandbox() {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|thread| {
                scope.spawn(move || {
                    for round in 0..10 {
                        let token = format!("{thread}-{round}");
                        let program = Program::from("import os, sys\nname = sys.argv[1]\nopen('mine', 'w').write(name)\nprint(name, input(), os.environ['TOKEN'], open('given').read(), sorted(os.listdir('.')))");
                        let program = program.args([token.as_str()]).stdin(token.clone()).env("TOKEN", token.as_str());
                        let run = sandbox().execute_in(Workspace::new().file("given", token.clone()), program).unwrap();
                        assert_eq!(run.stdout, format!("{token} {token} {token} {token} ['given', 'mine']\n"), "{}", story(&run));
                        assert_eq!(run.read("mine").unwrap(), token.as_bytes());
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

#[test]
fn failures_of_one_execution_leave_the_others() {
    thread::scope(|scope| {
        let failing = [
            "1/0",
            "import os\nos.abort()",
            "x = []\nwhile True:\n    x.append(bytearray(1 << 20))",
            "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
            "import sys\nsys.exit(9)",
        ];
        let failures: Vec<_> = failing
            .iter()
            .map(|&program| scope.spawn(move || (0..3).map(|_| run(program).success).collect::<Vec<_>>()))
            .collect();
        for _ in 0..50 {
            assert_eq!(printed("print(sum(range(100)))"), "4950\n");
        }
        for failure in failures {
            assert_eq!(failure.join().unwrap(), [false; 3]);
        }
    });
}

#[test]
fn random_numbers_differ_between_executions() {
    let program = "import random, os, uuid, secrets, tempfile\nimport numpy as np\nprint(random.random(), np.random.rand(), np.random.default_rng().random(), os.urandom(8).hex(), uuid.uuid4(), secrets.token_hex(8), random.Random().random(), tempfile.mktemp())";
    let mut columns: Vec<BTreeSet<String>> = vec![BTreeSet::new(); 8];
    for _ in 0..10 {
        for (column, value) in columns.iter_mut().zip(printed(program).split_whitespace()) {
            column.insert(value.to_owned());
        }
    }
    let repeated: Vec<_> = columns
        .iter()
        .enumerate()
        .filter(|(_, values)| values.len() != 10)
        .collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}

#[test]
fn threads_of_an_async_runtime_run_programs_together() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .build()
        .unwrap();
    let runs = runtime.block_on(async {
        let tasks: Vec<_> = (0..32)
            .map(|n| {
                let sandbox = sandbox().as_async().clone();
                tokio::spawn(async move {
                    sandbox
                        .execute(format!("import asyncio\nasyncio.run(asyncio.sleep(0.05))\nprint({n})"))
                        .await
                        .unwrap()
                })
            })
            .collect();
        let mut runs = Vec::new();
        for task in tasks {
            runs.push(task.await.unwrap());
        }
        runs
    });
    for (n, run) in runs.iter().enumerate() {
        assert_eq!(
            (run.outcome, run.stdout.trim()),
            (Outcome::Finished, n.to_string().as_str()),
            "{}",
            story(run)
        );
    }
}

#[test]
fn a_blocking_call_inside_a_runtime_is_an_error_and_no_deadlock() {
    let sandbox = sandbox().clone();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(async { sandbox.execute("print(1)") }).unwrap_err();
    assert!(matches!(error, llm_wasm_sandbox::Error::InsideAsyncRuntime));
}

#[test]
fn a_blocking_call_works_on_a_thread_for_blocking_calls() {
    let sandbox = sandbox().clone();
    for builder in [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ] {
        // Without timers and drivers of the runtime's: a guest that sleeps needs none of them.
        let mut builder = builder;
        let runtime = builder.build().unwrap();
        let program = "import time\ntime.sleep(0.01)\nprint(1)";
        let (first, second) = (sandbox.clone(), sandbox.clone());
        let run = runtime
            .block_on(async move { tokio::task::spawn_blocking(move || first.execute(program)).await })
            .unwrap()
            .unwrap();
        assert_eq!(run.stdout, "1\n", "{}", story(&run));
        let run = runtime.block_on(second.as_async().execute(program)).unwrap();
        assert_eq!(run.stdout, "1\n", "{}", story(&run));
        let error = runtime
            .block_on(async { tokio::spawn(async move { second.execute(program).map(drop) }).await })
            .unwrap()
            .unwrap_err();
        assert!(matches!(error, llm_wasm_sandbox::Error::InsideAsyncRuntime));
    }
}
