//! Hashes and message authentication codes.

use hmac::{Hmac, KeyInit, Mac};
use sandbox_host::Guest;
use sandbox_host::price::Bill;
use sha2::Digest;

use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// Units of fuel for a byte that is hashed: the slowest of the functions takes about four nanoseconds for it.
const HASHED_BYTE: u64 = 8;

/// `hash(algorithm, bytes)`.
pub(super) fn hash(_: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let bytes = arguments.bytes(1);
    bill.charge(HASHED_BYTE, bytes.len() as u64);
    let digest = match arguments.text(0) {
        "md5" => md5::Md5::digest(bytes).to_vec(),
        "sha1" => sha1::Sha1::digest(bytes).to_vec(),
        "sha224" => sha2::Sha224::digest(bytes).to_vec(),
        "sha256" => sha2::Sha256::digest(bytes).to_vec(),
        "sha384" => sha2::Sha384::digest(bytes).to_vec(),
        "sha512" => sha2::Sha512::digest(bytes).to_vec(),
        other => return Err(unknown(other).into()),
    };
    Ok(Reply::Bytes(digest))
}

/// `hmac(algorithm, key, bytes)`.
pub(super) fn hmac(_: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let (key, bytes) = (arguments.bytes(1), arguments.bytes(2));
    bill.charge(HASHED_BYTE, (key.len() as u64).saturating_add(bytes.len() as u64));
    let code = match arguments.text(0) {
        "md5" => code::<Hmac<md5::Md5>>(key, bytes),
        "sha1" => code::<Hmac<sha1::Sha1>>(key, bytes),
        "sha224" => code::<Hmac<sha2::Sha224>>(key, bytes),
        "sha256" => code::<Hmac<sha2::Sha256>>(key, bytes),
        "sha384" => code::<Hmac<sha2::Sha384>>(key, bytes),
        "sha512" => code::<Hmac<sha2::Sha512>>(key, bytes),
        other => return Err(unknown(other).into()),
    };
    Ok(Reply::Bytes(code.ok_or_else(|| unknown(arguments.text(0)))?))
}

/// HMAC takes keys of any length, so there always is a code.
fn code<M: Mac + KeyInit>(key: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
    let mac = <M as KeyInit>::new_from_slice(key).ok()?;
    Some(mac.chain_update(bytes).finalize().into_bytes().to_vec())
}

fn unknown(algorithm: &str) -> Failure {
    let shown: String = algorithm.chars().take(40).collect();
    Failure::of(
        "Error",
        Some("ERR_CRYPTO_INVALID_DIGEST"),
        &format!("Invalid digest: {shown}"),
    )
}
