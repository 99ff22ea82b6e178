//! The backends against the rules, and the decorators over them.

mod backends;
mod decorators;
mod garbage;
mod lies;
