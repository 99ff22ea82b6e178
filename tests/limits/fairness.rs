//! Guests at their limits beside others: two threads of an async executor run five hundred programs while four others never end.

use llm_wasm_sandbox::{Outcome, Sandbox};

use crate::support::{javascript, sandbox, story, under};

const ENDLESS: usize = 4;
const SHORT: usize = 500;
const CORES: usize = 2;

#[test]
fn endless_programs_keep_nobody_from_running() {
    let endless: &'static Sandbox =
        Box::leak(Box::new(under("timeout = '1h'\nfuel_budget = 9_000_000_000_000_000"))).as_async();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(CORES)
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let spinning: Vec<_> = (0..ENDLESS)
            .map(|_| tokio::spawn(endless.execute("while True:\n    pass")))
            .collect();
        let short: Vec<_> = (0..SHORT)
            .map(|n| {
                tokio::spawn(async move {
                    if n % 2 == 0 {
                        sandbox().as_async().execute(format!("print({n})")).await
                    } else {
                        javascript().as_async().execute(format!("console.log({n})")).await
                    }
                })
            })
            .collect();
        for (n, task) in short.into_iter().enumerate() {
            let run = task.await.unwrap().unwrap();
            assert_eq!(
                (run.outcome, run.stdout.as_str()),
                (Outcome::Finished, format!("{n}\n").as_str()),
                "{}",
                story(&run)
            );
        }
        for task in &spinning {
            assert!(!task.is_finished(), "it never ends");
            task.abort();
        }
        for task in spinning {
            assert!(task.await.unwrap_err().is_cancelled());
        }
    });
}
