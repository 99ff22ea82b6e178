//! Why the host ended a guest before the guest ended itself.

use std::fmt;

/// A reason of the host's to end a guest; travels through wasmtime as the error of a host function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    /// The guest called `proc_exit` with this code.
    #[error("the guest left with exit code {0}")]
    Exit(i32),
    /// Standard output or error went over its cap and the policy says stop.
    #[error("the output limit was reached")]
    OutputLimit,
    /// More host calls, more bytes through them, or more work of the host's for them than the policy allows.
    #[error("the limit `{0}` was reached")]
    HostCallLimit(HostCallLimit),
    /// The wall clock deadline passed.
    #[error("the deadline passed")]
    Timeout,
    /// The caller cancelled the execution.
    #[error("the execution was cancelled")]
    Cancelled,
}

/// One of the limits of the policy's `[host_calls]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostCallLimit {
    /// How many calls.
    Count,
    /// How many bytes through them.
    Bytes,
    /// How long the host works for them.
    Time,
}

impl HostCallLimit {
    /// The limit's key in a policy.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Count => "host_calls.count",
            Self::Bytes => "host_calls.bytes",
            Self::Time => "host_calls.time",
        }
    }
}

impl fmt::Display for HostCallLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}
