//! Sessions with real interpreters and real stores: behaviours 39 and 66 to 95 by number, what a state holds, and hostile cases of the host's API and of stored data.

mod archives;
mod bounds;
mod bundles;
mod files;
mod forged;
mod histories;
mod hostile;
mod lifecycle;
mod prune;
mod state;
mod stored;
#[path = "../support/mod.rs"]
mod support;
mod transfers;
mod turns;
mod world;
