//! CPython as a guest: what its image contains, and how a program runs in a clone of it.
//!
//! The guest-side half is Python (`guest/*.py`), part of the image; this half speaks to it through the one function
//! that the guest imports beside WASI, `host.call`. Nothing that comes from the guest is trusted: lengths are checked
//! before anything is copied, and a report that makes no sense ends the execution as a trap.

mod environment;
mod files;
mod host_call;
mod marshal;
mod packages;
mod python;
mod recipe;
mod request;
mod verdict;

pub use python::PythonRuntime;
pub use recipe::{MAX_BUNDLE_BYTES, MAX_RECIPE_BYTES, Recipe, RecipeError};
