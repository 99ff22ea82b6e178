//! The README's program with sessions, over any store.

use std::time::Duration;

use llm_wasm_sandbox::{PruneRules, Runtime, SessionOptions, Sessions, WriteMode};

/// What the README shows, step by step, with what it says about each.
pub(crate) async fn sessions(sessions: &Sessions) {
    let session = sessions.create(Runtime::Python, SessionOptions::new()).await.unwrap();
    session
        .write_file("data.json", r#"{"n": 20}"#, WriteMode::Overwrite)
        .await
        .unwrap();
    let turn = session
        .execute("import json\nn = json.load(open('data.json'))['n']\ndef double(x):\n    return 2 * x")
        .await
        .unwrap();
    assert!(turn.success && turn.persisted, "{}", turn.stderr);
    assert_eq!(session.execute("print(double(n) + 2)").await.unwrap().stdout, "42\n");

    let fork = session.fork().await.unwrap();
    fork.execute("n = 0").await.unwrap();
    session.roll_back(2).await.unwrap();

    let again = sessions.session(session.id()).await.unwrap();
    assert_eq!(again.execute("print(double(n))").await.unwrap().stdout, "40\n");
    let listed = sessions.list().await.unwrap();
    let ids: Vec<_> = listed.iter().map(llm_wasm_sandbox::Listed::id).collect();
    assert!(
        ids.len() == 2 && ids.contains(&session.id()) && ids.contains(&fork.id()),
        "{ids:?}"
    );
    let mut rules = PruneRules::new();
    rules.idle_for = Some(Duration::from_hours(7 * 24));
    let report = sessions.prune(&rules).await.unwrap();
    assert_eq!(report.to_string(), "Pruned 0 sessions, reclaimed 0 B");
    sessions.close().await.unwrap();
}
