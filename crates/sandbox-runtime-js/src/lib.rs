//! JavaScript as a guest: QuickJS-NG, what its image contains, and how a program runs in a clone of it.
//!
//! The guest has no file system and no event loop of its own. Its half is the *prelude* (`guest/**/*.js`), evaluated once while the image is built; this
//! half serves the prelude's *operations* (`operations`) from the same file tree, streams, clocks and limits that other guests have through
//! WASI, and turns the event loop (`turn`). The engine is reached through its handle interface (`engine`), and nothing else knows that
//! interface: another build of the engine is a change of that one module. TypeScript is stripped by a second guest, in the same store
//! (`typescript`).
//!
//! Nothing that comes from the guest is trusted: every handle, pointer, length and text is checked, and what makes no sense ends the
//! execution as a trap.

#[cfg(feature = "compiler")]
mod adapt;
mod bare;
mod engine;
mod failure;
#[cfg(any(test, feature = "testing"))]
#[doc(hidden)]
pub mod hostile;
mod imports;
mod javascript;
mod layout;
mod operations;
mod packages;
mod prelude;
mod request;
mod turn;
mod typescript;
mod verdict;
mod wiring;

pub use javascript::{JavaScriptRuntime, image_names, named};
