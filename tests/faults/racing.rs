//! Several who want the same session at once.

use std::time::Duration;

use llm_wasm_sandbox::{SessionError, Store};

use crate::world::{COUNT, acknowledged, ahead, assert_tells, assert_whole, counted, create, id, over, rounds};

/// Two hosts, to each of which the other's lease has always run out: only the generations keep them apart.
#[tokio::test(flavor = "multi_thread")]
async fn b_242_two_hosts_race_for_every_generation() {
    let store = Store::memory();
    let hosts = [over(&store), ahead(&store, Duration::from_hours(24))];
    create(&hosts[0]).await.unwrap();
    let racers = 500 * rounds();
    let tasks = hosts.map(|host| {
        tokio::spawn(async move {
            let (mut counted, mut conflicts) = (0_u64, 0_u64);
            for _ in 0..racers {
                let session = host.session(&id()).await.unwrap();
                match session.execute(COUNT).await {
                    Ok(turn) => {
                        acknowledged(&turn);
                        counted += 1;
                    }
                    Err(error) => {
                        assert!(error.is_transient(), "{error}: {:?}", std::error::Error::source(&error));
                        assert_tells(&error);
                        conflicts += 1;
                    }
                }
                tokio::task::yield_now().await;
            }
            (counted, conflicts)
        })
    });
    let (mut counted, mut conflicts) = (0, 0);
    for task in tasks {
        let (of_one, refused) = task.await.unwrap();
        counted += of_one;
        conflicts += refused;
    }
    assert_eq!(counted + conflicts, 2 * racers);
    assert!(counted >= racers / 2, "{counted} turns and {conflicts} conflicts");
    assert_whole(&store, counted, counted).await;
}

/// B-246: a host is paused in the middle of a turn, another goes on, the first one wakes up.
#[tokio::test(flavor = "multi_thread")]
async fn b_246_whoever_was_paused_overwrites_nothing() {
    let store = Store::memory();
    let (paused, other) = (over(&store), ahead(&store, Duration::from_hours(24)));
    let session = create(&paused).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    let slow = session.clone();
    let pause = format!("const end = Date.now() + 700; while (Date.now() < end);\n{COUNT}");
    let sleeping = tokio::spawn(async move { slow.execute(pause).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let there = other.session(&id()).await.unwrap();
    acknowledged(&there.execute(COUNT).await.unwrap());
    let error = sleeping.await.unwrap().unwrap_err();
    let SessionError::NotCommitted { source, .. } = &error else {
        panic!("{error}")
    };
    assert!(
        matches!(**source, SessionError::Conflict { generation: 2, .. }),
        "{source}"
    );
    assert_tells(&error);
    assert_eq!(
        counted(&session).await.unwrap(),
        2,
        "it goes on from what the other made"
    );
    drop((session, there, paused, other));
    assert_whole(&store, 2, 2).await;
}

/// Many handles in one process, and forks meanwhile: turns come one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn turns_of_one_process_wait_for_each_other() {
    let store = Store::memory();
    let sessions = over(&store);
    let session = create(&sessions).await.unwrap();
    let tasks: Vec<_> = (0..40_u64)
        .map(|n| {
            let session = session.clone();
            tokio::spawn(async move {
                acknowledged(&session.execute(COUNT).await.unwrap());
                if n % 8 == 0 {
                    let fork = session.fork().await.unwrap();
                    assert!(counted(&fork).await.unwrap() > 0);
                    session.park().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(counted(&session).await.unwrap(), 40);
    sessions.close().await.unwrap();
    drop((session, sessions));
    assert_whole(&store, 40, 40).await;
}
