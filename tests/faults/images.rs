//! Interpreters that cannot be had.

use async_trait::async_trait;
use llm_wasm_sandbox::{ExecutionPolicy, Image, Images, Runtime, SessionError, Sessions, Store, WriteMode};

use crate::world::{COUNT, acknowledged, assert_tells, assert_whole, config, counted, create, id, over};

/// A machine that has no images.
#[derive(Debug)]
struct None;

#[async_trait]
impl Images for None {
    async fn image(&self, _: Runtime, _: Option<&str>) -> Result<Image, Box<dyn std::error::Error + Send + Sync>> {
        Err("the cache folder is gone".into())
    }

    fn files(
        &self,
        image: &Image,
        _: &ExecutionPolicy,
    ) -> Result<llm_wasm_sandbox::FileTemplate, Box<dyn std::error::Error + Send + Sync>> {
        Ok(image.template().clone())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_image_a_session_has_its_files_and_keeps_its_state() {
    let store = Store::memory();
    let sessions = over(&store);
    let session = create(&sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    sessions.close().await.unwrap();

    let without = Sessions::open(store.clone(), None, config()).unwrap();
    let session = without.session(&id()).await.unwrap();
    assert_eq!(session.read_file("f", 10).await.unwrap(), b"1");
    session.write_file("added", "here", WriteMode::CreateNew).await.unwrap();
    let error = session.execute(COUNT).await.unwrap_err();
    assert!(matches!(error, SessionError::Image { .. }), "{error}");
    assert_tells(&error);
    let fork = session.fork().await.unwrap();
    assert_eq!(fork.read_file("added", 10).await.unwrap(), b"here");
    without.delete(fork.id()).await.unwrap();
    without.close().await.unwrap();

    let session = over(&store).session(&id()).await.unwrap();
    assert_eq!(
        counted(&session).await.unwrap(),
        1,
        "the variables were kept by a process that could not read them"
    );
    assert_eq!(session.read_file("added", 10).await.unwrap(), b"here");
    session.park().await.unwrap();
    assert_whole(&store, 1, 1).await;
}

/// Every session's image, whatever it was made with, is Python's.
#[derive(Debug)]
struct Another(llm_wasm_sandbox::LocalImages);

#[async_trait]
impl Images for Another {
    async fn image(&self, _: Runtime, _: Option<&str>) -> Result<Image, Box<dyn std::error::Error + Send + Sync>> {
        self.0.image(Runtime::Python, Option::None).await
    }

    fn mapped(&self, _: Runtime, _: Option<&str>) -> Option<Image> {
        self.0.mapped(Runtime::Python, Option::None)
    }

    fn files(
        &self,
        image: &Image,
        policy: &ExecutionPolicy,
    ) -> Result<llm_wasm_sandbox::FileTemplate, Box<dyn std::error::Error + Send + Sync>> {
        self.0.files(image, policy)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_another_image_the_variables_are_gone_and_the_result_says_so() {
    let store = Store::memory();
    let sessions = over(&store);
    let session = create(&sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    sessions.close().await.unwrap();

    let images = Another(llm_wasm_sandbox::LocalImages::new().engine(crate::support::engine()));
    let changed = Sessions::open(store.clone(), images, config()).unwrap();
    let session = changed.session(&id()).await.unwrap();
    let turn = session
        .execute("print('x' in globals(), open('f').read())")
        .await
        .unwrap();
    assert_eq!(turn.stdout, "False 1\n");
    assert!(
        turn.metadata["state_lost"].as_str().unwrap().contains("image"),
        "{:?}",
        turn.metadata
    );
    assert!(turn.hints.iter().any(|hint| hint.code == "state_lost"));
    let turn = session.execute("y = 1").await.unwrap();
    assert!(!turn.metadata.contains_key("state_lost"), "it is said once");
    session.park().await.unwrap();
    let turn = session.execute("print(y)").await.unwrap();
    assert_eq!(turn.stdout, "1\n", "the new state is whole: {}", turn.stderr);
}

/// Files can be written without an interpreter; where the image at hand is another one, its variables stay for whoever has theirs.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_written_under_another_image_leave_the_variables_alone() {
    let store = Store::memory();
    let sessions = over(&store);
    let session = create(&sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    sessions.close().await.unwrap();

    let images = Another(llm_wasm_sandbox::LocalImages::new().engine(crate::support::engine()));
    images.image(Runtime::Python, Option::None).await.unwrap();
    assert!(images.mapped(Runtime::Python, Option::None).is_some(), "it is at hand");
    let changed = Sessions::open(store.clone(), images, config()).unwrap();
    let session = changed.session(&id()).await.unwrap();
    session.write_file("added", "here", WriteMode::CreateNew).await.unwrap();
    changed.close().await.unwrap();

    let session = over(&store).session(&id()).await.unwrap();
    assert_eq!(session.read_file("added", 10).await.unwrap(), b"here");
    assert_eq!(counted(&session).await.unwrap(), 1);
    session.park().await.unwrap();
    assert_whole(&store, 1, 1).await;
}

/// The same after a turn under the other image that was not committed.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_written_after_a_failed_turn_under_another_image_leave_the_variables_alone() {
    let store = Store::memory();
    let sessions = over(&store);
    let session = create(&sessions).await.unwrap();
    acknowledged(&session.execute(COUNT).await.unwrap());
    sessions.close().await.unwrap();

    let images = Another(llm_wasm_sandbox::LocalImages::new().engine(crate::support::engine()));
    let mut strict = config();
    strict.commit_exceptions = false;
    let changed = Sessions::open(store.clone(), images, strict).unwrap();
    let session = changed.session(&id()).await.unwrap();
    let turn = session.execute("1 / 0").await.unwrap();
    assert!(!turn.committed);
    session.write_file("added", "here", WriteMode::CreateNew).await.unwrap();
    changed.close().await.unwrap();

    let session = over(&store).session(&id()).await.unwrap();
    assert_eq!(session.read_file("added", 10).await.unwrap(), b"here");
    assert_eq!(counted(&session).await.unwrap(), 1);
    session.park().await.unwrap();
    assert_whole(&store, 1, 1).await;
}
