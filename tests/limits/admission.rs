//! More executions than the engine has places or memory for: they wait, and every one of them runs.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use llm_wasm_sandbox::{CancelHandle, Outcome, Workspace};

use crate::support::{PLACES, sandbox, story, under};

/// Held by whoever takes more than one place at once: two of them would wait for each other.
static SEVERAL: Mutex<()> = Mutex::new(());

#[test]
fn more_executions_than_places_all_run() {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..4 * PLACES)
            .map(|n| {
                scope.spawn(move || {
                    sandbox()
                        .execute(format!("import time\ntime.sleep(0.02)\nprint({n})"))
                        .unwrap()
                })
            })
            .collect();
        for (n, thread) in threads.into_iter().enumerate() {
            let run = thread.join().unwrap();
            assert_eq!(run.stdout, format!("{n}\n"), "{}", story(&run));
        }
    });
}

#[test]
fn an_execution_waits_for_a_place_and_then_runs() {
    let _alone = SEVERAL.lock().unwrap_or_else(PoisonError::into_inner);
    let mut held: Vec<_> = (0..PLACES)
        .map(|_| sandbox().interactive(Workspace::new()).unwrap())
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let waiting = sandbox().as_async().execute("print('its turn')");
        tokio::pin!(waiting);
        // Every place is taken: it neither runs nor fails.
        assert!(
            tokio::time::timeout(Duration::from_millis(100), &mut waiting)
                .await
                .is_err()
        );
        held.pop();
        assert_eq!(waiting.await.unwrap().stdout, "its turn\n");
    });
}

#[test]
fn a_wait_that_is_given_up_leaves_its_place_to_others() {
    let _alone = SEVERAL.lock().unwrap_or_else(PoisonError::into_inner);
    let held: Vec<_> = (0..PLACES)
        .map(|_| sandbox().interactive(Workspace::new()).unwrap())
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    for _ in 0..3 {
        runtime.block_on(async {
            tokio::time::timeout(Duration::from_millis(20), sandbox().as_async().execute("pass"))
                .await
                .unwrap_err()
        });
    }
    drop(held);
    let again: Vec<_> = (0..PLACES)
        .map(|_| sandbox().interactive(Workspace::new()).unwrap())
        .collect();
    assert_eq!(again.len(), PLACES as usize);
}

#[test]
fn an_execution_that_waits_for_a_place_is_cancelled_there() {
    let _alone = SEVERAL.lock().unwrap_or_else(PoisonError::into_inner);
    let held: Vec<_> = (0..PLACES)
        .map(|_| sandbox().interactive(Workspace::new()).unwrap())
        .collect();
    let cancel = CancelHandle::new();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| sandbox().execute_cancellable(Workspace::new(), "print(1)", cancel.clone()));
        thread::sleep(Duration::from_millis(50));
        assert!(!waiting.is_finished());
        cancel.cancel();
        let run = waiting.join().unwrap().unwrap();
        assert_eq!((run.outcome, run.stdout.as_str()), (Outcome::Cancelled, ""));
    });
    drop(held);
}

#[test]
fn files_and_output_are_admitted_as_memory_is() {
    let _alone = SEVERAL.lock().unwrap_or_else(PoisonError::into_inner);
    let large = under("disk.bytes = '3500MiB'\nstdout_max_bytes = '128MiB'\nstderr_max_bytes = '128MiB'");
    let held: Vec<_> = (0..2).map(|_| large.interactive(Workspace::new()).unwrap()).collect();
    let cancel = CancelHandle::new();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| large.execute_cancellable(Workspace::new(), "print(1)", cancel.clone()));
        thread::sleep(Duration::from_millis(50));
        assert!(!waiting.is_finished(), "three of these hold more than the budget");
        cancel.cancel();
        waiting.join().unwrap().unwrap();
    });
    drop(held);
}

#[test]
fn memory_is_admitted_before_it_is_used() {
    let _alone = SEVERAL.lock().unwrap_or_else(PoisonError::into_inner);
    // The engine's budget is 8 GiB: two executions that may take over 4 GiB together with others do not fit, and wait for each other.
    let large = under("memory_bytes = '3900MiB'");
    let held: Vec<_> = (0..2).map(|_| large.interactive(Workspace::new()).unwrap()).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let waiting = large.as_async().execute("print('its turn')");
        tokio::pin!(waiting);
        assert!(
            tokio::time::timeout(Duration::from_millis(100), &mut waiting)
                .await
                .is_err()
        );
        drop(held);
        assert_eq!(waiting.await.unwrap().stdout, "its turn\n");
    });
}

#[test]
fn an_execution_whose_future_is_dropped_gives_its_place_back() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    for _ in 0..2 * PLACES {
        runtime.block_on(async {
            let endless = sandbox().as_async().execute("import time\ntime.sleep(3600)");
            tokio::time::timeout(Duration::from_millis(5), endless)
                .await
                .unwrap_err();
        });
    }
    assert_eq!(crate::support::printed("print(1)"), "1\n");
}
