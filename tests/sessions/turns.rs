//! Turns as transactions.

use std::time::Duration;

use llm_wasm_sandbox::{
    Busy, CancelHandle, Cause, Durability, ExecutionPolicy, Outcome, Program, Runtime, SessionError, SessionOptions,
};

use crate::world::{World, config, printed, run};

#[tokio::test(flavor = "multi_thread")]
async fn conformance_066_names_are_kept_from_turn_to_turn() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "counter = 1; items = ['a', 'b']").await;
    assert_eq!(
        run(&session, "counter += 1; items.append('c'); print(counter, items)").await,
        "2 ['a', 'b', 'c']"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn conformance_039_several_turns_in_one_session() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "def f(n):\n    return n * 2\nopen('a.txt', 'w').write('21')").await;
    let turn = session.execute("print(f(int(open('a.txt').read())))").await.unwrap();
    assert_eq!((printed(&turn), turn.generation), ("42", Some(2)));
    assert_eq!(turn.session_id.as_ref(), Some(session.id()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exception_is_kept_as_in_a_notebook_and_a_limit_is_not() {
    let world = World::disk();
    let policy = ExecutionPolicy::from_toml("fuel_budget = 3_000_000_000\ntimeout = '5s'").unwrap();
    let session = world
        .sessions
        .create(Runtime::Python, SessionOptions::new().policy(policy))
        .await
        .unwrap();
    run(&session, "x = 1; open('f', 'w').write('one')").await;
    let raised = session
        .execute("x = 2\nopen('f', 'w').write('two')\n1/0")
        .await
        .unwrap();
    assert_eq!(
        (raised.outcome, raised.committed, raised.generation),
        (Outcome::Exception, true, Some(2))
    );
    let stopped = session
        .execute("x = 3\nopen('f', 'w').write('three')\nwhile True: pass")
        .await
        .unwrap();
    assert_eq!(
        (stopped.outcome, stopped.committed, stopped.generation),
        (Outcome::OutOfFuel, false, Some(2))
    );
    assert_eq!(run(&session, "print(x, open('f').read())").await, "2 two");
    assert_eq!(session.info().await.unwrap().generation, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exception_is_not_kept_where_the_configuration_wants_none_kept() {
    let mut config = config();
    config.commit_exceptions = false;
    let world = World::disk_with(config);
    let session = world.python().await;
    run(&session, "x = 1").await;
    let raised = session.execute("x = 2\n1/0").await.unwrap();
    assert_eq!((raised.committed, raised.generation), (false, Some(1)));
    assert_eq!(run(&session, "print(x)").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_keeps_what_there_is_unless_the_interpreter_is_gone() {
    let world = World::disk();
    let session = world.python().await;
    let left = session.execute("x = 1\nraise SystemExit(3)").await.unwrap();
    assert_eq!((left.outcome, left.exit_code, left.committed), (Outcome::Exit, 3, true));
    let gone = session.execute("x = 2\nimport os\nos._exit(0)").await.unwrap();
    assert_eq!((gone.outcome, gone.committed), (Outcome::Exit, false));
    assert_eq!(run(&session, "print(x)").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_goes_on_where_this_one_was() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "x = 41").await;
    session.park().await.unwrap();
    assert!(!session.is_warm());
    let other = world.other();
    let there = other.session(session.id()).await.unwrap();
    assert_eq!(run(&there, "x += 1; print(x)").await, "42");
    other.close().await.unwrap();
    assert_eq!(
        run(&session, "print(x)").await,
        "42",
        "this process notices that another went on"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_can_be_cancelled_from_outside_and_changes_nothing() {
    let world = World::disk();
    let session = world.python().await;
    run(&session, "x = 1").await;
    let running = session.clone();
    let turn = tokio::spawn(async move { running.execute("x = 2\nimport time\ntime.sleep(3600)").await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    session.interrupt();
    let turn = turn.await.unwrap().unwrap();
    assert_eq!((turn.outcome, turn.committed), (Outcome::Cancelled, false));

    let cancel = CancelHandle::new();
    let handle = cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        handle.cancel();
    });
    let turn = session
        .execute_cancellable("x = 3\nwhile True: pass", cancel)
        .await
        .unwrap();
    assert_eq!((turn.outcome, turn.committed), (Outcome::Cancelled, false));

    let dropped = tokio::time::timeout(Duration::from_millis(200), session.execute("x = 4\nwhile True: pass")).await;
    assert!(dropped.is_err());
    assert_eq!(run(&session, "print(x)").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_turn_waits_or_is_refused() {
    let world = World::disk();
    let session = world.python().await;
    let (a, b) = (session.clone(), session.clone());
    let first = tokio::spawn(async move { a.execute("import time; time.sleep(0.5); x = 1").await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(run(&b, "print(x)").await, "1", "it waits for the first one");
    first.await.unwrap().unwrap();

    let mut refusing = config();
    refusing.busy = Busy::Refuse;
    let other = world.other_with(refusing);
    let there = other.session(session.id()).await.unwrap();
    let refused = there.execute("pass").await.unwrap_err();
    assert!(
        matches!(refused, SessionError::Busy { free_in: Some(_), .. }),
        "{refused}"
    );
    session.park().await.unwrap();
    assert_eq!(run(&there, "print(x)").await, "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crashed_owners_lease_runs_out() {
    let mut short = config();
    short.lease = Duration::from_secs(1);
    let world = World::disk_with(short.clone());
    let session = world.python().await;
    run(&session, "x = 1").await;
    // The owner neither parks nor renews.
    let other = world.other_with(short);
    let there = other.session(session.id()).await.unwrap();
    assert_eq!(run(&there, "x += 1; print(x)").await, "2");
    let conflict_or_wait = session.execute("print(x)").await;
    drop(other);
    match conflict_or_wait {
        Ok(turn) => assert_eq!(turn.stdout, "2\n", "it saw what the other did"),
        Err(error) => assert!(error.is_transient(), "{error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_committed_on_park_is_lost_only_with_the_process() {
    let mut lazy = config();
    lazy.durability = Durability::OnPark;
    let world = World::disk_with(lazy);
    let session = world.python().await;
    for n in 0..5 {
        let turn = session
            .execute(format!("x = {n}; open('f', 'w').write(str(x))"))
            .await
            .unwrap();
        assert!(
            turn.committed && !turn.persisted && turn.generation == Some(0),
            "{turn:?}"
        );
    }
    let stopped = session.execute("x = 99\nimport os\nos._exit(1)").await.unwrap();
    assert!(!stopped.committed);
    let turn = session.execute("print(x, open('f').read())").await.unwrap();
    assert_eq!(
        turn.stdout, "4 4\n",
        "a failed turn goes back to the last one, not to the store"
    );
    session.park().await.unwrap();
    let history = session.history().await.unwrap();
    assert_eq!(
        (history.len(), history[0].cause.clone(), history[0].turns),
        (1, Cause::Park, 6)
    );
    let there = world.other().session(session.id()).await.unwrap();
    assert_eq!(run(&there, "print(x)").await, "4");
}

#[tokio::test(flavor = "multi_thread")]
async fn few_interpreters_are_kept_alive_and_the_others_go_on_all_the_same() {
    let world = World::disk();
    let mut sessions = Vec::new();
    for n in 0..7 {
        let session = world.python().await;
        run(&session, &format!("x = {n}")).await;
        sessions.push(session);
    }
    assert!(world.sessions.warm() <= 3, "{}", world.sessions.warm());
    for (n, session) in sessions.iter().enumerate() {
        assert_eq!(run(session, "print(x)").await, n.to_string());
    }
    assert!(world.sessions.park_idle(Duration::ZERO).await.unwrap() > 0);
    assert_eq!(world.sessions.warm(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn interactive_inputs_and_values_work_in_a_session() {
    let world = World::memory();
    let session = world.python().await;
    let turn = session
        .execute(Program::from("x = 20\nx * 2 + 2").last_value(true))
        .await
        .unwrap();
    assert_eq!(turn.value.as_ref().unwrap().repr, "42");
    let session = world.javascript().await;
    run(&session, "var x = 40; let y = 1; const z = 1").await;
    let turn = session
        .execute(Program::from("x + y + z").last_value(true))
        .await
        .unwrap();
    assert_eq!(turn.value.as_ref().unwrap().repr, "42");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_turns_take_no_more_than_few() {
    let world = World::memory();
    let session = world.javascript().await;
    run(&session, "function early() { throw new Error('early') }").await;
    let mut sizes = Vec::new();
    for turn in 0..2_000 {
        session.execute("x = 1").await.unwrap();
        if turn % 500 == 499 {
            sizes.push(session.info().await.unwrap().sizes.state_bytes);
        }
    }
    assert!(sizes[3] < 2 * sizes[0], "{sizes:?}");
    let raised = session.execute("early()").await.unwrap();
    assert!(
        raised.stderr.contains("Error: early") && !raised.stderr.contains("x = 1"),
        "{}",
        raised.stderr
    );
}
