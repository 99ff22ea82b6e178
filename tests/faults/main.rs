//! What goes wrong below and around sessions, on purpose: after every fault a session is whole, nothing that was acknowledged is lost, nothing is left that `gc` does not remove, and
//! the error says what happened.
//!
//! Seeds are fixed. `SANDBOX_FAULT_ROUNDS` makes the random suites longer: how many times as many rounds they run.

mod clocks;
mod images;
mod killed;
mod meanwhile;
mod racing;
#[path = "../support/readme.rs"]
mod readme;
#[cfg(feature = "s3")]
#[cfg(feature = "s3")]
mod s3;
mod storage;
#[path = "../support/mod.rs"]
mod support;
mod world;
