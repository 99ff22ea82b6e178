//! Every backend of ours keeps every rule. That the rules can be broken is shown in `lies.rs`.

use crate::{Blobs, Key, Store, conformance};

#[tokio::test]
async fn memory_keeps_the_rules() {
    conformance::check(&Store::memory()).await.unwrap();
}

#[tokio::test]
async fn a_folder_keeps_the_rules_and_is_left_empty() {
    let folder = tempfile::tempdir().unwrap();
    conformance::check(&Store::disk(folder.path()).unwrap()).await.unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_is_not_lost_to_a_folder_that_is_emptied_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::disk(folder.path()).unwrap();
    let emptying = store.clone();
    let other = tokio::spawn(async move {
        for _ in 0..500 {
            let key = Key::new("a/b/other").unwrap();
            emptying.put(&key, "x").await.unwrap();
            emptying.delete(&key).await.unwrap();
        }
    });
    for number in 0..500 {
        let key = Key::new(format!("a/b/{number}")).unwrap();
        store.create(&key, "x").await.unwrap();
        assert_eq!(store.get(&key, 1).await.unwrap(), "x");
        store.delete(&key).await.unwrap();
    }
    other.await.unwrap();
}

#[tokio::test]
async fn decorated_stores_keep_the_rules() {
    let store = Store::memory();
    conformance::check(&store.prefixed(Key::new("tenants/a").unwrap()))
        .await
        .unwrap();
    conformance::check(&store.with_quota(64 << 20)).await.unwrap();
    conformance::check(&store.metered(crate::Meter::default()))
        .await
        .unwrap();
    conformance::check(&store.faulty(crate::Faults::none())).await.unwrap();
}

#[tokio::test]
async fn another_process_finds_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let content = vec![7; 100_000];
    let (blob, bytes) = Blobs::of(&Store::disk(folder.path()).unwrap())
        .put(&content)
        .await
        .unwrap();
    assert!(bytes < 1000, "it was compressed: {bytes}");
    let again = Blobs::of(&Store::disk(folder.path()).unwrap());
    assert_eq!(again.get(&blob, 100_000).await.unwrap(), content);
    assert_eq!(
        again.put(&content).await.unwrap(),
        (blob, 0),
        "equal contents are stored once"
    );
}

/// An S3 server in this process, over a folder. It is no oracle for races: it looks, and then writes.
#[cfg(feature = "s3")]
mod s3 {
    use s3s::auth::SimpleAuth;
    use s3s::service::S3ServiceBuilder;

    use super::*;

    async fn serve(folder: &std::path::Path) -> String {
        std::fs::create_dir_all(folder.join("bucket")).unwrap();
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
        builder.set_auth(SimpleAuth::from_single("key", "secret"));
        let service = builder.build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            loop {
                let Ok((socket, _)) = listener.accept().await else {
                    return;
                };
                let service = service.clone();
                tokio::spawn(async move {
                    let io = hyper_util::rt::TokioIo::new(socket);
                    let executor = hyper_util::rt::TokioExecutor::new();
                    let _ = hyper_util::server::conn::auto::Builder::new(executor)
                        .serve_connection(io, service)
                        .await;
                });
            }
        });
        format!("http://{address}")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn s3_keeps_the_rules() {
        let folder = tempfile::tempdir().unwrap();
        let endpoint = serve(folder.path()).await;
        let options = crate::S3Options::bucket("bucket").unwrap();
        let options = options
            .endpoint(endpoint)
            .allow_http(true)
            .region("us-east-1")
            .credentials("key", "secret");
        let store = options.prefix(Key::new("a/prefix").unwrap()).open().unwrap();
        conformance::check_without_races(&store).await.unwrap();
    }
}
