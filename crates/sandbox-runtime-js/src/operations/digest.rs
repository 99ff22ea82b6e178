//! Hashes and message authentication codes. Both are made in parts, so that long input keeps nobody waiting.

use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use sandbox_host::price::Bill;
use sandbox_host::{Guest, Halt};
use sha2::Digest;

use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// Units of fuel for a byte that is hashed: the slowest of the functions takes about four nanoseconds for it.
const HASHED_BYTE: u64 = 8;

/// Bytes that are hashed between two looks at the deadline: a few milliseconds.
const PART: usize = 1 << 20;

/// What follows, with `$Hash` as the type of the hash function of a name.
macro_rules! with_hash {
    ($name:expr, $Hash:ident => $body:expr) => {
        match $name {
            "md5" => {
                type $Hash = md5::Md5;
                $body
            }
            "sha1" => {
                type $Hash = sha1::Sha1;
                $body
            }
            "sha224" => {
                type $Hash = sha2::Sha224;
                $body
            }
            "sha256" => {
                type $Hash = sha2::Sha256;
                $body
            }
            "sha384" => {
                type $Hash = sha2::Sha384;
                $body
            }
            "sha512" => {
                type $Hash = sha2::Sha512;
                $body
            }
            other => return Err(unknown(other).into()),
        }
    };
}

/// `hash(algorithm, bytes)`.
pub(super) async fn hash(guest: &mut Guest<'_>, arguments: &Arguments) -> Result<Reply, Fault> {
    let bytes = arguments.bytes(1);
    pay(guest, bytes.len())?;
    let digest = with_hash!(arguments.text(0), Hash => digest::<Hash>(guest, bytes).await?);
    Ok(Reply::Bytes(digest))
}

/// `hmac(algorithm, key, bytes)`.
pub(super) async fn hmac(guest: &mut Guest<'_>, arguments: &Arguments) -> Result<Reply, Fault> {
    let (key, bytes) = (arguments.bytes(1), arguments.bytes(2));
    pay(guest, key.len().saturating_add(bytes.len()))?;
    let code = with_hash!(arguments.text(0), Hash => {
        // A key that is longer than the function's block stands for its digest (RFC 2104, section 2). Here that is done in parts.
        let short = if key.len() > PART {
            digest::<Hash>(guest, key).await?
        } else {
            key.to_vec()
        };
        let mut mac = <Hmac<Hash> as KeyInit>::new_from_slice(&short).map_err(|_| unknown(arguments.text(0)))?;
        in_parts(guest, bytes, |part| mac.update(part)).await?;
        mac.finalize().into_bytes().to_vec()
    });
    Ok(Reply::Bytes(code))
}

async fn digest<D: Digest>(guest: &mut Guest<'_>, bytes: &[u8]) -> Result<Vec<u8>, Halt> {
    let mut digest = D::new();
    in_parts(guest, bytes, |part| digest.update(part)).await?;
    Ok(digest.finalize().to_vec())
}

/// Gives way between the parts of `bytes`, and counts the time that they take.
async fn in_parts(guest: &mut Guest<'_>, bytes: &[u8], mut update: impl FnMut(&[u8])) -> Result<(), Halt> {
    for (index, part) in bytes.chunks(PART).enumerate() {
        if index > 0 {
            guest.give_way().await?;
        }
        let began = Instant::now();
        update(part);
        guest.pay(&Bill::default(), began.elapsed())?;
    }
    Ok(())
}

/// The price of it all, before any of it is done.
fn pay(guest: &mut Guest<'_>, bytes: usize) -> Result<(), Halt> {
    let mut bill = Bill::default();
    bill.charge(HASHED_BYTE, bytes as u64);
    guest.pay(&bill, Duration::ZERO)
}

fn unknown(algorithm: &str) -> Failure {
    let shown: String = algorithm.chars().take(40).collect();
    Failure::of(
        "Error",
        Some("ERR_CRYPTO_INVALID_DIGEST"),
        &format!("Invalid digest: {shown}"),
    )
}
