//! Clocks that jump a day, in both directions.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use llm_wasm_sandbox::{LocalImages, Sessions, Store};

use crate::support::engine;
use crate::world::{COUNT, acknowledged, assert_whole, config, counted, create, id, over};

const DAY: i64 = 86_400;

fn jumping(store: &Store, offset: &Arc<AtomicI64>) -> Sessions {
    let offset = Arc::clone(offset);
    let mut config = config();
    config.clock = Arc::new(move || {
        let offset = offset.load(Ordering::Relaxed);
        let distance = Duration::from_secs(offset.unsigned_abs());
        if offset < 0 {
            SystemTime::now() - distance
        } else {
            SystemTime::now() + distance
        }
    });
    Sessions::open(store.clone(), LocalImages::new().engine(engine()), config).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_goes_on_whatever_the_clock_does() {
    let store = Store::memory();
    let offset = Arc::new(AtomicI64::new(0));
    let sessions = jumping(&store, &offset);
    let session = create(&sessions).await.unwrap();
    let mut expected = 0;
    for jump in [DAY, -DAY, -DAY, DAY, 0, 30 * DAY, -30 * DAY] {
        offset.fetch_add(jump, Ordering::Relaxed);
        acknowledged(&session.execute(COUNT).await.unwrap());
        expected += 1;
        if expected % 2 == 0 {
            session.park().await.unwrap();
        }
        assert_eq!(counted(&session).await.unwrap(), expected);
    }
    drop((session, sessions));
    assert_whole(&store, expected, expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_whose_clocks_differ_by_a_day_share_a_session() {
    let store = Store::memory();
    let offsets = [DAY, 0, -DAY].map(|offset| Arc::new(AtomicI64::new(offset)));
    let hosts = offsets.each_ref().map(|offset| jumping(&store, offset));
    create(&hosts[0]).await.unwrap();
    for round in 0..9_u64 {
        let host = &hosts[usize::try_from(round % 3).unwrap()];
        let session = host.session(&id()).await.unwrap();
        acknowledged(&session.execute(COUNT).await.unwrap());
        assert_eq!(counted(&session).await.unwrap(), round + 1);
        session.park().await.unwrap();
    }
    drop(hosts);
    assert_whole(&store, 9, 9).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_from_tomorrow_is_waited_for_no_longer_than_its_owner_promised() {
    let store = Store::memory();
    let tomorrow = Arc::new(AtomicI64::new(DAY));
    let mut short = config();
    short.lease = Duration::from_secs(1);
    let of_tomorrow = Arc::clone(&tomorrow);
    short.clock =
        Arc::new(move || SystemTime::now() + Duration::from_secs(of_tomorrow.load(Ordering::Relaxed).unsigned_abs()));
    let crashed = Sessions::open(store.clone(), LocalImages::new().engine(engine()), short).unwrap();
    let session = create(&crashed).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    // It neither renews nor gives back.
    let today = over(&store);
    let session = today.session(&id()).await.unwrap();
    assert_eq!(counted(&session).await.unwrap(), 1);
}
