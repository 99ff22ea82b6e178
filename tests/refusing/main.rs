//! An engine that refuses what does not fit, instead of letting it wait. The engine is the process's one, so that this is a suite of its own.

use llm_wasm_sandbox::blocking::{Sandbox, Sessions};
use llm_wasm_sandbox::{
    EngineConfig, Error, HostError, LocalImages, Outcome, Runtime, SessionOptions, SessionsConfig, Store, WhenFull,
    Workspace,
};

fn engine() -> EngineConfig {
    EngineConfig {
        max_instances: 2,
        when_full: WhenFull::Refuse,
        ..EngineConfig::default()
    }
}

#[test]
fn what_does_not_fit_is_refused_and_fits_later() {
    let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::JavaScript).engine(engine());
    let sandbox = Sandbox::build(builder).unwrap();
    let (first, second) = (
        sandbox.interactive(Workspace::new()).unwrap(),
        sandbox.interactive(Workspace::new()).unwrap(),
    );
    let refused = sandbox.execute("console.log(1)").unwrap_err();
    assert!(matches!(refused, Error::Host(HostError::Full)), "{refused}");
    assert!(refused.hint().unwrap().contains("max_instances"));
    drop(first);
    assert_eq!(sandbox.execute("console.log(1)").unwrap().stdout, "1\n");

    // Sessions that only wait for their next turn make room.
    let mut config = SessionsConfig::new();
    config.warm_sessions = 8;
    let sessions = Sessions::open(Store::memory(), LocalImages::new().engine(engine()), config).unwrap();
    let all: Vec<_> = (0..4)
        .map(|_| sessions.create(Runtime::JavaScript, SessionOptions::new()).unwrap())
        .collect();
    for (n, session) in all.iter().enumerate() {
        assert_eq!(
            session.execute(format!("var x = {n}")).unwrap().outcome,
            Outcome::Finished
        );
    }
    for (n, session) in all.iter().enumerate() {
        assert_eq!(session.execute("console.log(x)").unwrap().stdout, format!("{n}\n"));
    }
    drop(second);
}
