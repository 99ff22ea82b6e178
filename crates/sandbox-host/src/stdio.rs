//! The three standard streams of a guest: input from the policy, output into bounded captures.

mod capture;
mod stdin;

#[cfg(test)]
pub(crate) use capture::CapturedText;
pub(crate) use capture::{Capture, OnLimit};
pub(crate) use stdin::Stdin;

/// A guest's standard streams. None of them is a terminal, and none ever blocks.
#[derive(Debug)]
pub(crate) struct Stdio {
    /// Descriptor 0: bytes that are there from the start.
    pub(crate) stdin: Stdin,
    /// Descriptor 1.
    pub(crate) stdout: Capture,
    /// Descriptor 2.
    pub(crate) stderr: Capture,
}
