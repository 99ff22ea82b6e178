//! Stores and sessions for the tests.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use llm_wasm_sandbox::{
    Labels, LocalImages, Outcome, Runtime, Session, SessionOptions, Sessions, SessionsConfig, Store, Turn,
};
use tempfile::TempDir;

use crate::support::{engine, story};

/// Sessions in a store of their own.
pub(crate) struct World {
    pub(crate) sessions: Sessions,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    _folder: Option<TempDir>,
}

/// A clock that tests can move.
#[derive(Clone, Default)]
pub(crate) struct Clock(Arc<Mutex<i64>>);

impl Clock {
    /// Moves it, in seconds.
    pub(crate) fn jump(&self, seconds: i64) {
        *self.0.lock().unwrap() += seconds;
    }

    pub(crate) fn now(&self) -> SystemTime {
        let offset = *self.0.lock().unwrap();
        let distance = Duration::from_secs(offset.unsigned_abs());
        if offset < 0 {
            SystemTime::now() - distance
        } else {
            SystemTime::now() + distance
        }
    }
}

pub(crate) fn images() -> LocalImages {
    LocalImages::new().engine(engine())
}

/// The configuration of most tests: few interpreters, so that parking happens, and names are allowed.
pub(crate) fn config() -> SessionsConfig {
    let mut config = SessionsConfig::new();
    config.warm_sessions = 3;
    config.allow_names = true;
    config
}

impl World {
    pub(crate) fn disk() -> Self {
        Self::disk_with(config())
    }

    pub(crate) fn disk_with(config: SessionsConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::disk(folder.path()).unwrap();
        Self {
            _folder: Some(folder),
            ..Self::over(store, config)
        }
    }

    pub(crate) fn memory() -> Self {
        Self::over(Store::memory(), config())
    }

    pub(crate) fn over(store: Store, mut config: SessionsConfig) -> Self {
        let clock = Clock::default();
        let of_config = clock.clone();
        config.clock = Arc::new(move || of_config.now());
        Self {
            sessions: Sessions::open(store.clone(), images(), config).unwrap(),
            store,
            clock,
            _folder: None,
        }
    }

    /// Another process that uses the same store.
    pub(crate) fn other(&self) -> Sessions {
        self.other_with(config())
    }

    pub(crate) fn other_with(&self, mut config: SessionsConfig) -> Sessions {
        let clock = self.clock.clone();
        config.clock = Arc::new(move || clock.now());
        Sessions::open(self.store.clone(), images(), config).unwrap()
    }

    pub(crate) async fn python(&self) -> Session {
        self.sessions
            .create(Runtime::Python, SessionOptions::new())
            .await
            .unwrap()
    }

    pub(crate) async fn javascript(&self) -> Session {
        self.sessions
            .create(Runtime::JavaScript, SessionOptions::new())
            .await
            .unwrap()
    }
}

/// Runs a program that has to end well and to be kept; returns what it printed.
#[track_caller]
pub(crate) fn printed(turn: &Turn) -> &str {
    assert_eq!(turn.outcome, Outcome::Finished, "{}", turn.stderr);
    assert!(turn.committed && turn.persisted, "{turn:?}");
    turn.stdout.trim_end()
}

/// Runs a program that has to end well.
pub(crate) async fn run(session: &Session, program: &str) -> String {
    let turn = session.execute(program).await.unwrap();
    printed(&turn).to_owned()
}

pub(crate) fn labels(all: &[(&str, &str)]) -> Labels {
    let mut labels = Labels::new();
    for (name, value) in all {
        labels.set(*name, *value).unwrap();
    }
    labels
}

#[allow(dead_code, reason = "for messages of failed tests")]
pub(crate) fn told(run: &llm_wasm_sandbox::Run) -> String {
    story(run)
}
