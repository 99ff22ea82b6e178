//! The rules for backends, against a second stand-in for S3 that shares no code with the first.

#![cfg(feature = "s3")]

#[path = "../../../tests/support/moto.rs"]
mod moto;

use std::path::Path;

use moto::Moto;
use sandbox_storage::{Key, S3Options, Store, conformance};

/// A bucket of the server's own.
async fn bucket(moto: &Moto) -> Store {
    // A bucket is made by one request without a body; moto asks for no signature.
    let address = moto.endpoint.strip_prefix("http://").unwrap();
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("PUT /bucket HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    tokio::io::AsyncWriteExt::write_all(&mut socket, request.as_bytes())
        .await
        .unwrap();
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut socket, &mut answer)
        .await
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let options = S3Options::bucket("bucket")
        .unwrap()
        .endpoint(&moto.endpoint)
        .allow_http(true);
    let options = options.region("us-east-1").credentials("key", "secret");
    options.prefix(Key::new("tenant/a").unwrap()).open().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn moto_keeps_the_rules() {
    let moto = Moto::start(Path::new(env!("CARGO_TARGET_TMPDIR")));
    let store = bucket(&moto).await;
    // It looks before it writes, and so is no judge of races.
    conformance::check_without_races(&store).await.unwrap();
}
