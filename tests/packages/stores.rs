//! Images that are sent to a store and fetched from one; sessions in an image of one's own.

use llm_wasm_sandbox::{
    CacheDir, Error, LocalImages, Recipe, Runtime, SessionOptions, Sessions, SessionsConfig, Store, recipes,
};

use crate::support::{engine, explained};

fn recipe(name: &str) -> Recipe {
    Recipe::with_packages(name, &["humanize".to_owned()], &["humanize".to_owned()]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_the_same_on_the_machine_that_fetched_it() {
    let folder = tempfile::tempdir().unwrap();
    for store in [Store::memory(), Store::disk(folder.path()).unwrap()] {
        let sent = recipe("test-sent");
        let build = |recipe: Recipe| async {
            let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
                .engine(engine())
                .recipe(recipe);
            builder
                .build()
                .await
                .unwrap_or_else(|error| panic!("{}", explained(&error)))
                .image_id()
        };
        let id = build(sent.clone()).await;
        recipes::push(&store, &sent, id).await.unwrap();
        recipes::push(&store, &sent, id).await.unwrap();
        let (fetched, expected) = recipes::pull(&store, "test-sent", None).await.unwrap();
        assert_eq!((&fetched, expected), (&sent, id));
        assert_eq!(build(fetched).await, id);
        // Another image of the same name: which one is meant has to be said.
        let other = Recipe::parse("name = 'test-sent'\nparent = 'default'").unwrap();
        let second = build(other.clone()).await;
        recipes::push(&store, &other, second).await.unwrap();
        assert!(
            matches!(recipes::pull(&store, "test-sent", None).await, Err(Error::SeveralImages { ids, .. }) if ids.len() == 2)
        );
        assert_eq!(recipes::pull(&store, "test-sent", Some(second)).await.unwrap().0, other);
        for name in ["nope", "../sessions", ""] {
            assert!(
                matches!(recipes::pull(&store, name, None).await, Err(Error::NoSuchImage { .. })),
                "{name}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_store_says_of_an_image_is_not_believed() {
    let store = Store::memory();
    let sent = recipe("test-forged");
    let id = "0".repeat(64).parse().unwrap();
    recipes::push(&store, &sent, id).await.unwrap();
    let key = llm_wasm_sandbox::storage::Key::new(format!("images/test-forged/{id}")).unwrap();
    for forged in [
        "nonsense",
        "{}",
        "{\"recipe\":\"name = 'another'\",\"files\":{}}",
        "{\"recipe\":\"name = '../x'\",\"files\":{}}",
    ] {
        store.put(&key, forged).await.unwrap();
        assert!(recipes::pull(&store, "test-forged", None).await.is_err(), "{forged}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_in_an_image_of_ones_own() {
    let cache = CacheDir::open_default().unwrap();
    recipes::save(&cache, &recipe("test-session")).unwrap();
    let open = |store: &Store| {
        Sessions::open(
            store.clone(),
            LocalImages::new().engine(engine()),
            SessionsConfig::new(),
        )
        .unwrap()
    };
    let store = Store::memory();
    let sessions = open(&store);
    let session = sessions
        .create(Runtime::Python, SessionOptions::new().image("test-session"))
        .await
        .unwrap();
    let turn = session
        .execute("import humanize, sys\nx = humanize.intword(1_000_000)\nprint(x)")
        .await
        .unwrap();
    assert_eq!(
        (turn.stdout.as_str(), turn.metadata["image"].as_str()),
        ("1.0 million\n", Some("test-session"))
    );
    // Parked, what differs from this image is all that is kept of it.
    session.park().await.unwrap();
    assert_eq!(
        session.execute("print(x, humanize.__name__)").await.unwrap().stdout,
        "1.0 million humanize\n"
    );
    let info = session.info().await.unwrap();
    assert!(info.sizes.state_bytes < 8 << 20, "{} bytes", info.sizes.state_bytes);
    let id = session.id().clone();
    session.park().await.unwrap();
    drop((session, sessions));
    let sessions = open(&store);
    let resumed = sessions.session(&id).await.unwrap();
    assert_eq!(resumed.execute("print(x)").await.unwrap().stdout, "1.0 million\n");
    recipes::remove(&cache, "test-session").unwrap();
}
