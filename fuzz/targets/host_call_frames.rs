//! What guests say of the programs they ran: the reports of both interpreters, from any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[expect(dead_code, reason = "the runtime crate uses all of it")]
#[path = "../../crates/sandbox-runtime-js/src/verdict.rs"]
mod javascript;
#[expect(dead_code, reason = "the runtime crate uses all of it")]
#[path = "../../crates/sandbox-runtime-python/src/verdict.rs"]
mod python;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(verdict) = python::parse(Some(bytes)) {
        drop(format!("{verdict:?}"));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(verdict) = javascript::parse(Some(text), "/app/main.js") {
        drop(format!("{verdict:?}"));
    }
});
