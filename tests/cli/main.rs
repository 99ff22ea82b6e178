//! The `sandbox` command, run as users run it: a process of its own with the real guest in the default cache folder, which the first
//! test prepares if need be.

mod bad_input;
mod batch;
mod check;
mod files;
mod harness;
mod image;
mod javascript;
mod json;
mod outcomes;
mod pages;
mod policy;
mod program;
mod recipe;
mod repl;
mod runtime;
mod sessions;
