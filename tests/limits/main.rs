//! Every limit works for real, whatever the program does, and is told apart from every other ending.
//!
//! No test asserts how long something takes; a test that hangs is a failure of the suite's own guard.

mod admission;
mod cancel;
mod disk;
mod fairness;
mod fuel;
mod host_calls;
mod isolation;
mod javascript;
mod memory;
mod output;
mod repeatable;
#[path = "../support/mod.rs"]
mod support;
mod time;
