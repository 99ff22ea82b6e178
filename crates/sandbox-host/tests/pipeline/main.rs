//! The whole pipeline (fetch, image, compile, map, execute) with a guest of a few hundred bytes, through the public interface.
#![cfg(feature = "compiler")]

mod clones;
mod damage;
mod engine;
mod fixture;
mod limits;
mod naming;
mod panics;
mod records;
mod refused;
mod saved;
mod tiny;
mod together;
