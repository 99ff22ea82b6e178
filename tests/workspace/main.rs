//! Where a program's files come from, where they go, and what is reported of them; mounts; and the deterministic mode.

mod between;
mod determinism;
mod export;
mod import;
mod mounts;
#[cfg(target_os = "linux")]
mod openat2;
#[path = "../support/mod.rs"]
mod support;
