//! A process has one engine.

use std::thread;

use sandbox_host::{Engine, EngineConfig, HostError, Metering};

use crate::fixture::{engine, engine_config};

#[test]
fn a_second_configuration_is_refused() {
    let running = engine().config();
    assert_eq!(running, engine_config());
    for asked in [
        EngineConfig {
            metering: Metering::Unmetered,
            ..running
        },
        EngineConfig {
            max_instances: running.max_instances + 1,
            ..running
        },
        EngineConfig {
            memory_budget_bytes: running.memory_budget_bytes / 2,
            ..running
        },
    ] {
        match Engine::of_process(asked) {
            Err(HostError::EngineDiffers {
                running: has,
                asked: wanted,
            }) => assert_eq!((has, wanted), (running, asked)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(Engine::of_process(running).unwrap().config(), running);
}

/// Only the loser of a race would have left a second one, for a moment: the ticker's thread shows it.
#[cfg(target_os = "linux")]
#[test]
fn threads_that_ask_at_once_get_one_engine() {
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(engine);
        }
    });
    let names = std::fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    assert_eq!(names.filter(|name| name.trim_end() == "sandbox-epochs").count(), 1);
}
