//! Mistakes of the host's, made on purpose: each ends one execution and nothing else.

use std::thread;

use sandbox_core::{ExecutionPolicy, Outcome};
use sandbox_host::HostError;

use crate::fixture::{Fixture, START, start, turn, value};

/// Where the host panics: in the runtime, behind a wait, in a function that the guest calls.
const PLACES: [&str; 3] = ["panic run", "panic sleep", "panic spin"];

#[tokio::test]
async fn a_panic_is_an_outcome_and_says_nothing_about_the_host() {
    let image = Fixture::new().image();
    for source in PLACES {
        let mut instance = start(&image, &ExecutionPolicy::default()).await;
        let execution = turn(&mut instance, source).await;
        assert_eq!(execution.outcome, Outcome::HostError, "{source}: {execution:?}");
        assert_eq!((execution.exit_code, execution.success), (125, false));
        let text = serde_json::to_string(&execution).unwrap();
        assert!(!text.contains("mistake in"), "{text}");
        assert!(!execution.hints.is_empty());
        let again = instance.turn(&"count".into()).await;
        assert!(matches!(
            again,
            Err(HostError::Ended {
                outcome: Outcome::HostError
            })
        ));
    }
}

#[test]
fn a_hundred_panics_leave_a_hundred_other_executions_alone() {
    let fixture = Fixture::new();
    let image = fixture.image();
    thread::scope(|scope| {
        for worker in 0..4 {
            let image = &image;
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_time()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    for round in 0..25 {
                        let policy = ExecutionPolicy::default();
                        let mut good = start(image, &policy).await;
                        let source = PLACES[(worker + round) % PLACES.len()];
                        // More of them than there are places: each gives its own back.
                        let bad = turn(&mut start(image, &policy).await, source).await;
                        assert_eq!(bad.outcome, Outcome::HostError);
                        assert_eq!(value(&mut good, "count").await, START + 1);
                        assert_eq!(value(&mut good, "count").await, START + 2);
                    }
                });
            });
        }
    });
}
