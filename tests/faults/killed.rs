//! The host is killed in the middle of anything.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use llm_wasm_sandbox::{SessionError, Store, WriteMode};
use rand::{RngExt as _, SeedableRng as _};

use crate::world::{COUNT, acknowledged, ahead, assert_whole, create, id, rounds};

/// Turns that are made, over all lives of the host.
const TURNS: u64 = 500;

const FOLDER: &str = "SANDBOX_TEST_STORE";
const LIFE: &str = "SANDBOX_TEST_LIFE";

/// Not a test of its own: the host that `the_host_is_killed_at_random` starts and kills. It counts in the session, and says after each turn how far it is.
#[tokio::test(flavor = "multi_thread")]
async fn a_host() {
    let (Ok(folder), Ok(life)) = (std::env::var(FOLDER), std::env::var(LIFE)) else {
        return;
    };
    let life: u64 = life.parse().unwrap();
    let store = Store::disk(folder).unwrap();
    // Each life is an hour later, so that none waits for the lease of the one before it.
    let sessions = ahead(&store, Duration::from_secs(3600 * life));
    let session = match sessions.session(&id()).await {
        Err(SessionError::NotFound { .. }) => create(&sessions).await.unwrap(),
        opened => opened.unwrap(),
    };
    loop {
        let turn = session.execute(format!("{COUNT}\nconsole.log(x)")).await.unwrap();
        acknowledged(&turn);
        let number: u64 = turn.stdout.trim().parse().unwrap();
        // libtest catches what is printed by the macros.
        std::io::Write::write_all(&mut std::io::stdout(), format!("\nat {number}\n").as_bytes()).unwrap();
        if number.is_multiple_of(5) {
            session
                .write_file(
                    "big",
                    vec![u8::try_from(number % 256).unwrap(); 300_000],
                    WriteMode::Overwrite,
                )
                .await
                .unwrap();
        }
        if number.is_multiple_of(7) {
            session.park().await.unwrap();
        }
    }
}

#[test]
fn the_host_is_killed_at_random() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = rand::rngs::StdRng::seed_from_u64(0x5eed);
    let (mut acknowledged, mut lives) = (0, 0);
    while acknowledged < TURNS * rounds() {
        lives += 1;
        let mut host = Command::new(std::env::current_exe().unwrap())
            .args(["killed::a_host", "--exact", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .env(LIFE, lives.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(host.stdout.take().unwrap());
        let mut turns = random.random_range(1..60);
        for line in stdout.lines().map_while(Result::ok) {
            let Some(number) = line.strip_prefix("at ") else {
                continue;
            };
            let number: u64 = number.parse().unwrap();
            assert!(
                number > acknowledged && number <= acknowledged + 2,
                "{number} follows {acknowledged}"
            );
            acknowledged = number;
            turns -= 1;
            if turns == 0 {
                std::thread::sleep(Duration::from_micros(random.random_range(0..3000)));
                host.kill().unwrap();
            }
        }
        host.wait().unwrap();
    }
    assert!(lives > 5, "{lives} lives");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = Store::disk(folder.path()).unwrap();
        let sessions = ahead(&store, Duration::from_secs(3600 * (lives + 1)));
        let session = sessions.session(&id()).await.unwrap();
        let there = crate::world::counted(&session).await.unwrap();
        assert!(
            (acknowledged..=acknowledged + 1).contains(&there),
            "{there} after {acknowledged}"
        );
        sessions.close().await.unwrap();
        drop((session, sessions));
        // What unfinished writes have left goes as well: nothing is left at all.
        assert_gone(&store, lives + 2).await;
    });
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "unfinished files are left"
    );
}

async fn assert_gone(store: &Store, life: u64) {
    let sessions = ahead(store, Duration::from_secs(3600 * life));
    sessions.delete(&id()).await.unwrap();
    sessions.gc(Duration::ZERO, false).await.unwrap();
    assert_eq!(store.usage(None).await.unwrap().objects, 0);
    assert_whole(store, 0, 0).await;
    remove_empty(&store.folder().unwrap());
}

/// Folders of nothing: the store does not see them.
fn remove_empty(folder: &std::path::Path) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            remove_empty(&entry.path());
            let _ = std::fs::remove_dir(entry.path());
        }
    }
}
