//! What programs can import beside their language's library: vendored packages, helpers, images of one's own. Behaviours 41 to 43 and 52 to 63 by number.

#[path = "../support/mod.rs"]
mod support;

mod hints;
mod images;
mod javascript;
mod python;
mod stores;
