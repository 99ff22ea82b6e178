//! Random bytes.

use sandbox_host::price::{self, Bill};
use sandbox_host::{Guest, MAX_RANDOM_BYTES};

use super::{Arguments, Reply};
use crate::failure::{Failure, Fault};

/// `random(count)`: bytes of the policy's source.
pub(super) fn random(guest: &mut Guest<'_>, arguments: &Arguments, bill: &mut Bill) -> Result<Reply, Fault> {
    let count = arguments
        .natural(0)
        .and_then(|count| u32::try_from(count).ok())
        .filter(|count| *count <= MAX_RANDOM_BYTES)
        .ok_or_else(|| Failure::of("RangeError", Some("ERR_OUT_OF_RANGE"), "too many random bytes at once"))?;
    bill.charge(price::RANDOM_BYTE, count.into());
    Ok(Reply::Bytes(guest.random(count)?))
}
