//! S3 that answers with errors, slowly, or not at all: a real server in this process, over a folder, with something in front of it that misbehaves.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::service::Service;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use llm_wasm_sandbox::storage::S3Options;
use llm_wasm_sandbox::{SessionError, Sessions, Store};
use s3s::Body;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;

use crate::world::{COUNT, acknowledged, assert_tells, assert_whole, counted, create, id, over};

/// What is done to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// It is refused with a status.
    Status(u16),
    /// It is served, and the connection breaks before the answer.
    Reset,
    /// It is served, later.
    Slow(Duration),
}

type Decide = Box<dyn FnMut(u64) -> Option<Trouble> + Send>;

/// The server, and what is in front of it.
#[derive(Clone)]
struct Front {
    inner: S3Service,
    decide: Arc<Mutex<Decide>>,
    requests: Arc<AtomicU64>,
    troubles: Arc<AtomicU64>,
}

impl Service<Request<Incoming>> for Front {
    type Response = Response<Body>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let trouble = (self.decide.lock().unwrap())(number);
        self.troubles.fetch_add(u64::from(trouble.is_some()), Ordering::Relaxed);
        let inner = self.inner.clone();
        Box::pin(async move {
            match trouble {
                Some(Trouble::Status(status)) => {
                    let mut response = Response::new(Body::empty());
                    *response.status_mut() = StatusCode::from_u16(status)?;
                    return Ok(response);
                }
                Some(Trouble::Slow(time)) => tokio::time::sleep(time).await,
                _ => {}
            }
            let served = Service::call(&inner, request)
                .await
                .map_err(|error| format!("{error:?}"))?;
            match trouble {
                Some(Trouble::Reset) => Err("the connection breaks".into()),
                _ => Ok(served),
            }
        })
    }
}

/// A bucket of a server that misbehaves as told.
struct Bucket {
    front: Front,
    endpoint: String,
    _folder: TempDir,
}

impl Bucket {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("bucket")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single("key", "secret"));
        let front = Front {
            inner: builder.build(),
            decide: Arc::new(Mutex::new(Box::new(|_| None))),
            requests: Arc::default(),
            troubles: Arc::default(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let serving = front.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let serving = serving.clone();
                tokio::spawn(async move {
                    let server = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
                    // It ends in an error whenever a connection is broken on purpose.
                    let _ = server.serve_connection(TokioIo::new(socket), serving).await;
                });
            }
        });
        Self {
            front,
            endpoint,
            _folder: folder,
        }
    }

    fn store(&self) -> Store {
        let options = S3Options::bucket("bucket")
            .unwrap()
            .endpoint(&self.endpoint)
            .allow_http(true);
        let options = options.region("us-east-1").credentials("key", "secret").retries(3);
        options
            .timeout(Duration::from_secs(2))
            .retry_timeout(Duration::from_secs(5))
            .open()
            .unwrap()
    }

    fn trouble(&self, decide: impl FnMut(u64) -> Option<Trouble> + Send + 'static) {
        self.front.requests.store(0, Ordering::Relaxed);
        *self.front.decide.lock().unwrap() = Box::new(decide);
    }
}

/// Counts to three, with a rest in between; how far it came for certain, and what went wrong.
async fn count_to_three(sessions: &Sessions) -> (u64, Option<SessionError>) {
    let mut reached = 0;
    let counting = async {
        let session = create(sessions).await?;
        for _ in 0..3 {
            acknowledged(&session.execute(COUNT).await?);
            reached += 1;
            session.park().await?;
        }
        Ok(())
    };
    let result: Result<(), SessionError> = counting.await;
    (reached, result.err())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lives_on_s3() {
    let bucket = Bucket::new().await;
    let sessions = over(&bucket.store());
    let session = create(&sessions).await.unwrap();
    for expected in 1..=3 {
        acknowledged(&session.execute(COUNT).await.unwrap());
        assert_eq!(counted(&session).await.unwrap(), expected);
        session.park().await.unwrap();
    }
    let fork = session.fork().await.unwrap();
    session.roll_back(1).await.unwrap();
    assert_eq!(
        (counted(&session).await.unwrap(), counted(&fork).await.unwrap()),
        (1, 3)
    );
    sessions.close().await.unwrap();
    drop((session, fork, sessions));
    assert_whole(&bucket.store(), 1, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readmes_program_runs_on_s3() {
    let bucket = Bucket::new().await;
    crate::readme::sessions(&over(&bucket.store())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b_239_a_few_refusals_are_seen_through_and_many_are_an_error() {
    for status in [500, 503] {
        let bucket = Bucket::new().await;
        let store = bucket.store();
        for refused in [1, 3] {
            // So many refusals, then an answer: within the retries.
            bucket.trouble(move |number| (number % (refused + 1) < refused).then_some(Trouble::Status(status)));
            let (reached, error) = count_to_three(&over(&store)).await;
            assert!(error.is_none(), "{error:?}");
            bucket.trouble(|_| None);
            assert_whole(&store, reached, reached).await;
        }
        bucket.trouble(move |_| Some(Trouble::Status(status)));
        let began = std::time::Instant::now();
        let (_, error) = count_to_three(&over(&store)).await;
        let error = error.expect("nothing is served");
        assert!(error.is_transient(), "{error}");
        assert_tells(&error);
        assert!(
            began.elapsed() < Duration::from_secs(30),
            "the budget for retries is ours, not three minutes"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_241_a_connection_may_break_before_any_answer() {
    let bucket = Bucket::new().await;
    let store = bucket.store();
    bucket.trouble(|_| None);
    count_to_three(&over(&store)).await;
    let requests = bucket.front.requests.load(Ordering::Relaxed);
    assert_whole(&store, 3, 3).await;
    let mut survived = 0;
    for broken in 0..requests {
        bucket.trouble(move |number| (number == broken).then_some(Trouble::Reset));
        let (reached, error) = count_to_three(&over(&store)).await;
        match &error {
            Some(error) => assert_tells(error),
            None => survived += 1,
        }
        bucket.trouble(|_| None);
        let at_most = if error.is_some() { reached + 1 } else { reached };
        assert_whole(&store, reached, at_most).await;
    }
    assert!(survived * 2 > requests, "{survived} of {requests}");
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_answers_are_waited_for_and_answers_that_never_come_are_not() {
    let bucket = Bucket::new().await;
    let store = bucket.store();
    bucket.trouble(|_| Some(Trouble::Slow(Duration::from_millis(50))));
    let (reached, error) = count_to_three(&over(&store)).await;
    assert!(error.is_none() && reached == 3, "{error:?}");
    bucket.trouble(|_| None);
    let sessions = over(&store);
    let session = sessions.session(&id()).await.unwrap();
    bucket.trouble(|_| Some(Trouble::Slow(Duration::from_hours(1))));
    let error = session.execute(COUNT).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_tells(&error);
    bucket.trouble(|_| None);
    drop((session, sessions));
    assert_whole(&store, 3, 4).await;
}
