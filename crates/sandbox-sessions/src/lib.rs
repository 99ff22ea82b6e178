//! Sessions: a workspace and the state of an interpreter, kept as transactions.
