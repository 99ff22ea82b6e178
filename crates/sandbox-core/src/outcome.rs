//! How an execution ended.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How an execution ended. The set is closed: a new kind of ending is a new version of the result.
///
/// The host decides it from what ended the guest; nothing the guest prints can change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The program ran to its end.
    Finished,
    /// An exception that nobody caught ended it; a syntax error is one as well.
    Exception,
    /// It called its language's exit function, with any code.
    Exit,
    /// It used up its fuel.
    OutOfFuel,
    /// It took longer than the wall-clock limit, sleeps included.
    Timeout,
    /// It died of memory that it was refused.
    MemoryLimit,
    /// It printed more than allowed under a policy that ends a program for that.
    OutputLimit,
    /// It died of a write, an entry or a descriptor that it was refused.
    DiskQuota,
    /// Its calls nested too deeply for the WebAssembly stack.
    StackOverflow,
    /// The caller cancelled it.
    Cancelled,
    /// The interpreter trapped for a reason that is no limit of the policy's table above.
    Trap,
    /// The host failed; the program is not to blame.
    HostError,
}

impl Outcome {
    /// Every outcome, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::Finished,
        Self::Exception,
        Self::Exit,
        Self::OutOfFuel,
        Self::Timeout,
        Self::MemoryLimit,
        Self::OutputLimit,
        Self::DiskQuota,
        Self::StackOverflow,
        Self::Cancelled,
        Self::Trap,
        Self::HostError,
    ];

    /// The name in results, such as `out_of_fuel`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Exception => "exception",
            Self::Exit => "exit",
            Self::OutOfFuel => "out_of_fuel",
            Self::Timeout => "timeout",
            Self::MemoryLimit => "memory_limit",
            Self::OutputLimit => "output_limit",
            Self::DiskQuota => "disk_quota",
            Self::StackOverflow => "stack_overflow",
            Self::Cancelled => "cancelled",
            Self::Trap => "trap",
            Self::HostError => "host_error",
        }
    }

    /// The exit code that stands for this outcome where the guest gave none; 0 for [`Finished`](Self::Finished) and
    /// [`Exit`](Self::Exit).
    ///
    /// 124, 125 and 130 are what `timeout(1)`, container engines and shells use for the same events.
    #[must_use]
    pub fn exit_code(self) -> i32 {
        match self {
            Self::Finished | Self::Exit => 0,
            Self::Exception => 1,
            Self::Trap => 118,
            Self::StackOverflow => 119,
            Self::OutOfFuel => 120,
            Self::MemoryLimit => 121,
            Self::OutputLimit => 122,
            Self::DiskQuota => 123,
            Self::Timeout => 124,
            Self::HostError => 125,
            Self::Cancelled => 130,
        }
    }

    /// Whether a limit of the policy ended the program.
    #[must_use]
    pub fn is_limit(self) -> bool {
        matches!(
            self,
            Self::OutOfFuel
                | Self::Timeout
                | Self::MemoryLimit
                | Self::OutputLimit
                | Self::DiskQuota
                | Self::StackOverflow
        )
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_outcome_has_its_own_name_and_serde_agrees() {
        let names: BTreeSet<_> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
        assert_eq!(names.len(), Outcome::ALL.len());
        for outcome in Outcome::ALL {
            assert_eq!(
                serde_json::to_value(outcome).unwrap(),
                serde_json::json!(outcome.to_string())
            );
        }
        assert!(serde_json::from_str::<Outcome>("\"proc_exit\"").is_err());
    }

    #[test]
    fn every_ending_that_is_not_the_guests_own_has_its_own_exit_code() {
        let codes: BTreeSet<_> = Outcome::ALL.iter().map(|outcome| outcome.exit_code()).collect();
        assert_eq!(
            codes.len(),
            Outcome::ALL.len() - 1,
            "only finished and exit share a code"
        );
        assert!(!codes.contains(&2), "2 is the command line's usage error");
        assert!(codes.iter().all(|code| (0..=255).contains(code)));
    }
}
