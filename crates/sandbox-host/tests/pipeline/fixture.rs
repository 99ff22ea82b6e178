//! A folder with the wheel, an empty cache, and the process's engine.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sandbox_core::{Execution, ExecutionPolicy, Outcome};
use sandbox_guests::{CacheDir, Event, Progress, Source};
use sandbox_host::{
    CancelHandle, Engine, EngineConfig, GuestRuntime, Image, Instance, Preparation, StoredKind, stored,
};

use crate::tiny::{self, Tiny};

/// What the initialiser is called with.
pub(crate) const START: i32 = 41;

/// A process has one engine, so all tests ask for this one.
pub(crate) fn engine_config() -> EngineConfig {
    EngineConfig {
        max_instances: 8,
        ..EngineConfig::default()
    }
}

pub(crate) fn engine() -> Engine {
    Engine::of_process(engine_config()).unwrap()
}

/// Remembers the steps that began, and the notes.
#[derive(Default)]
pub(crate) struct Recorder(Mutex<Vec<String>>);

impl Progress for Recorder {
    fn event(&self, event: Event<'_>) {
        if let Event::Started { what: text, .. } | Event::Note { text } = event {
            self.0.lock().unwrap().push(text.to_owned());
        }
    }
}

impl Recorder {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// How many events begin with `word`.
    pub(crate) fn count(&self, word: &str) -> usize {
        count(&self.lines(), word)
    }
}

pub(crate) fn count(lines: &[String], word: &str) -> usize {
    lines.iter().filter(|line| line.starts_with(word)).count()
}

pub(crate) struct Fixture {
    pub(crate) tiny: Tiny,
    /// Where the wheel lies, and the cache below it.
    root: PathBuf,
    _dir: tempfile::TempDir,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self {
            tiny: published(dir.path()),
            root: dir.path().to_owned(),
            _dir: dir,
        }
    }

    /// In the folder of another process's fixture. The wheel is there; this process's own one, for the pin, is not used.
    pub(crate) fn of(root: PathBuf) -> Self {
        let own = tempfile::tempdir().unwrap();
        Self {
            tiny: published(own.path()),
            root,
            _dir: own,
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn cache(&self) -> CacheDir {
        CacheDir::open(self.root.join("cache")).unwrap()
    }

    /// Another recipe for the same guest.
    pub(crate) fn other(&self) -> Tiny {
        Tiny {
            image: "other",
            start: START + 100,
            ..self.tiny.clone()
        }
    }

    pub(crate) fn with<T>(&self, progress: &dyn Progress, work: impl FnOnce(&Preparation<'_>) -> T) -> T {
        work(&Preparation {
            engine: &engine(),
            cache: &self.cache(),
            source: Source::folder(&self.root),
            progress,
        })
    }

    pub(crate) fn prepare(&self, tiny: &Tiny) -> (Image, Recorder) {
        let recorder = Recorder::default();
        let runtime: Arc<dyn GuestRuntime> = Arc::new(tiny.clone());
        let image = self.with(&recorder, |preparation| preparation.image(&runtime)).unwrap();
        (image, recorder)
    }

    pub(crate) fn image(&self) -> Image {
        self.prepare(&self.tiny).0
    }

    /// Where the one file of this kind lies that `tiny` uses.
    pub(crate) fn path(&self, kind: StoredKind, tiny: &Tiny) -> PathBuf {
        let cache = self.cache();
        let mut found = stored(&cache).unwrap();
        found.retain(|stored| stored.kind == kind && stored.is_current(&cache, tiny));
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).path
    }
}

fn published(folder: &Path) -> Tiny {
    Tiny {
        pin: tiny::publish(folder),
        image: "tiny",
        start: START,
        reached: None,
    }
}

pub(crate) async fn start(image: &Image, policy: &ExecutionPolicy) -> Instance {
    image
        .start(image.template(), policy, CancelHandle::new())
        .await
        .unwrap()
}

pub(crate) async fn turn(instance: &mut Instance, source: &str) -> Execution {
    instance.turn(&source.into()).await.unwrap()
}

/// The value of a program that finishes.
pub(crate) async fn value(instance: &mut Instance, source: &str) -> i32 {
    let execution = turn(instance, source).await;
    assert_eq!(execution.outcome, Outcome::Finished, "{execution:?}");
    execution.value.unwrap().repr.parse().unwrap()
}

/// Whether a fresh clone counts on from where its initialiser began.
pub(crate) async fn assert_runs(image: &Image, start_value: i32) {
    let mut instance = start(image, &ExecutionPolicy::default()).await;
    assert_eq!(value(&mut instance, "count").await, start_value + 1);
    assert_eq!(value(&mut instance, "store").await, start_value * 2 + 1);
}
