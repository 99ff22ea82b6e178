//! Sessions over a store that can be made to fail.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use llm_wasm_sandbox::{
    Busy, LocalImages, Outcome, Runtime, Session, SessionError, SessionId, SessionOptions, Sessions, SessionsConfig,
    Store, Turn,
};

use crate::support::engine;

/// How many times as many rounds the random suites run.
pub(crate) fn rounds() -> u64 {
    std::env::var("SANDBOX_FAULT_ROUNDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
}

pub(crate) fn config() -> SessionsConfig {
    let mut config = SessionsConfig::new();
    config.warm_sessions = 2;
    config.allow_names = true;
    config.busy = Busy::Wait(Duration::from_secs(5));
    config
}

pub(crate) fn over(store: &Store) -> Sessions {
    Sessions::open(store.clone(), LocalImages::new().engine(engine()), config()).unwrap()
}

pub(crate) fn with(store: &Store, config: SessionsConfig) -> Sessions {
    Sessions::open(store.clone(), LocalImages::new().engine(engine()), config).unwrap()
}

/// A process whose clock is ahead: to it, every lease of others has run out.
pub(crate) fn ahead(store: &Store, by: Duration) -> Sessions {
    let mut config = config();
    config.clock = Arc::new(move || SystemTime::now() + by);
    Sessions::open(store.clone(), LocalImages::new().engine(engine()), config).unwrap()
}

pub(crate) const ID: &str = "the-session";

pub(crate) fn id() -> SessionId {
    SessionId::new(ID).unwrap()
}

/// A turn that counts: in a variable, and in a file. Both have to agree for ever.
pub(crate) const COUNT: &str = "globalThis.x = (globalThis.x ?? 0) + 1; require('fs').writeFileSync('f', String(x))";

/// What the session has counted to: by its variable and by its file, which must not differ.
pub(crate) async fn counted(session: &Session) -> Result<u64, SessionError> {
    let code = "const fs = require('fs'); console.log(globalThis.x ?? 0, fs.existsSync('f') ? fs.readFileSync('f', 'utf8') : 0)";
    let turn = session.execute(code).await?;
    assert_eq!(turn.outcome, Outcome::Finished, "{}", turn.stderr);
    let numbers: Vec<u64> = turn
        .stdout
        .split_whitespace()
        .map(|text| text.parse().unwrap())
        .collect();
    assert_eq!(numbers[0], numbers[1], "variable and file are of one generation");
    Ok(numbers[0])
}

pub(crate) async fn create(sessions: &Sessions) -> Result<Session, SessionError> {
    sessions
        .create(Runtime::JavaScript, SessionOptions::new().id(id()))
        .await
}

#[track_caller]
pub(crate) fn acknowledged(turn: &Turn) {
    assert_eq!(turn.outcome, Outcome::Finished, "{}", turn.stderr);
    assert!(turn.committed && turn.persisted);
}

/// An error tells what happened and what to do, in one line each, without a path or a type of the host's.
#[track_caller]
pub(crate) fn assert_tells(error: &SessionError) {
    let (message, hint) = (error.to_string(), error.hint().unwrap_or_default());
    assert!(!message.is_empty() && !message.contains('\n'), "{message}");
    assert!(!hint.is_empty(), "no hint for: {message}");
}

/// Whoever comes next finds the session at `at_least`, or one further; it goes on; and when it is removed, nothing is left.
pub(crate) async fn assert_whole(store: &Store, at_least: u64, at_most: u64) {
    // Whatever leases say, they have run out.
    let sessions = ahead(store, Duration::from_hours(60 * 24));
    let report = sessions.check(true).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    match sessions.session(&id()).await {
        Ok(session) => {
            let there = counted(&session)
                .await
                .unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)));
            assert!(
                (at_least..=at_most).contains(&there),
                "{there} is not in {at_least}..={at_most}"
            );
            acknowledged(&session.execute(COUNT).await.unwrap());
            assert_eq!(counted(&session).await.unwrap(), there + 1);
        }
        Err(SessionError::NotFound { .. }) => assert_eq!(at_least, 0, "the session is gone"),
        // Its making was interrupted, and nobody was told that it exists.
        Err(SessionError::Damaged { .. }) if at_least == 0 => {}
        Err(error) => panic!("{error}"),
    }
    for listed in sessions.list().await.unwrap() {
        sessions.delete(listed.id()).await.unwrap();
    }
    sessions.close().await.unwrap();
    sessions.gc(Duration::ZERO, false).await.unwrap();
    let left = store.usage(None).await.unwrap();
    assert_eq!(left.objects, 0, "something is left: {left:?}");
}
