//! The clocks of the execution, in milliseconds as JavaScript counts.

use sandbox_host::Guest;
use sandbox_host::price::Bill;

use super::{Arguments, Reply};
use crate::failure::Fault;

const NANOSECONDS: f64 = 1e6;

/// `now()`: the wall clock, in milliseconds since 1970.
pub(super) fn now(guest: &mut Guest<'_>, _: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    Ok(milliseconds(guest.wall_clock()))
}

/// `mono()`: the monotonic clock.
pub(super) fn monotonic(guest: &mut Guest<'_>, _: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    Ok(milliseconds(guest.monotonic_clock()))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "JavaScript has no other number; a microsecond is kept until the year 2255"
)]
fn milliseconds(nanoseconds: u64) -> Reply {
    Reply::Number(nanoseconds as f64 / NANOSECONDS)
}
