//! A process has one engine.

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
    assert_eq!(Engine::of_process_or_default().unwrap().config(), running);
}
