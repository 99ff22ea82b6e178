//! What is shown, where, and how.

pub(crate) mod errors;
pub(crate) mod escape;
pub(crate) mod json;
pub(crate) mod progress;
pub(crate) mod report;
pub(crate) mod table;
pub(crate) mod terminal;
