//! Why the host ended a guest before the guest ended itself.

/// A reason of the host's to end a guest; travels through wasmtime as the error of a host function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stop {
    /// The guest called `proc_exit` with this code.
    #[error("the guest left with exit code {0}")]
    Exit(i32),
    /// Standard output or error went over its cap and the policy says stop.
    #[error("the output limit was reached")]
    OutputLimit,
    /// More host calls, or more bytes through them, than the policy allows.
    #[error("the host call limit was reached")]
    HostCallLimit,
    /// The wall clock deadline passed.
    #[error("the deadline passed")]
    Timeout,
    /// The caller cancelled the execution.
    #[error("the execution was cancelled")]
    Cancelled,
}
