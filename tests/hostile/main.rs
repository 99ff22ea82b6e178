//! What an attacker does to a system like this one, and the only acceptable endings: cases by number, one file a group.
//!
//! Every case runs in the world of `world.rs` under limit profile T, one after the other on one thread, and `harness.rs` checks after each of them what has to hold
//! after all of them. `coverage.rs` knows which numbers there are, and which of them this suite does not have.

mod case_thread;
mod coverage;
mod harness;
mod integrity;
mod javascript;
mod live;
mod policy_file;
mod python_cpu;
mod python_disk;
mod python_memory;
mod python_output;
mod python_reaching_out;
mod resources;
mod state;
#[path = "../support/mod.rs"]
mod support;
mod world;
