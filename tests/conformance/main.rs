//! Numbered behaviours that a sandbox for model-written programs has to show: one test each, named by its number.
//!
//! Where our behaviour is deliberately another one, the test asserts ours and says why.

mod basics;
mod files;
mod javascript;
mod limits;
mod policy;
#[path = "../support/mod.rs"]
mod support;
