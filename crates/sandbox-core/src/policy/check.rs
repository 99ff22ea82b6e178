//! The rules that a policy as a whole must hold.

use std::time::Duration;

use super::limits::{self, Range};
use super::reader::{duration_rule, range_rule};
use super::{ExecutionPolicy, MAX_ARGS, MAX_ARGS_BYTES, MAX_STDIN_BYTES, MAX_TIMEOUT, PolicyError, env, mounts};

impl ExecutionPolicy {
    /// Checks every rule. The readers of text have done so already; a policy that was built or changed in code has
    /// not been checked.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] that names the key of the first value that does not hold.
    pub fn validate(&self) -> Result<(), PolicyError> {
        let disk = &self.disk;
        let counts: [(&str, u64, Range); 14] = [
            ("fuel_budget", self.fuel_budget, limits::FUEL_BUDGET),
            ("memory_bytes", self.memory_bytes, limits::MEMORY_BYTES),
            ("stdout_max_bytes", self.stdout_max_bytes, limits::OUTPUT_BYTES),
            ("stderr_max_bytes", self.stderr_max_bytes, limits::OUTPUT_BYTES),
            ("disk.bytes", disk.bytes, limits::DISK_BYTES),
            ("disk.entries", disk.entries.into(), limits::DISK_ENTRIES),
            ("disk.depth", disk.depth.into(), limits::DISK_DEPTH),
            ("disk.name_bytes", disk.name_bytes.into(), limits::DISK_NAME_BYTES),
            ("disk.path_bytes", disk.path_bytes.into(), limits::DISK_PATH_BYTES),
            ("disk.open_files", disk.open_files.into(), limits::DISK_OPEN_FILES),
            ("host_calls.count", self.host_calls.count, limits::HOST_CALL_COUNT),
            ("host_calls.bytes", self.host_calls.bytes, limits::HOST_CALL_BYTES),
            (
                "clock_resolution_ns",
                self.clock_resolution_ns,
                limits::CLOCK_RESOLUTION,
            ),
            ("determinism.seed", self.determinism.seed, limits::SEED),
        ];
        for (path, value, range) in counts {
            if !range.contains(value) {
                return Err(PolicyError::OutOfRange {
                    path: path.into(),
                    value: value.to_string(),
                    rule: range_rule(range),
                });
            }
        }
        check_duration("timeout", self.timeout)?;
        check_duration("host_calls.time", self.host_calls.time)?;
        Self::check_args(&self.args)?;
        if self.stdin.len() > MAX_STDIN_BYTES {
            return Err(too_much("stdin", self.stdin.len(), "bytes", MAX_STDIN_BYTES));
        }
        Self::check_env(self.env.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
        mounts::check(self)
    }

    /// Checks arguments by a policy's rules, wherever they come from.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] that names `args`.
    pub fn check_args(args: &[String]) -> Result<(), PolicyError> {
        if args.len() > MAX_ARGS {
            return Err(too_much("args", args.len(), "arguments", MAX_ARGS));
        }
        let bytes = args.iter().map(String::len).sum();
        if bytes > MAX_ARGS_BYTES {
            return Err(too_much("args", bytes, "bytes", MAX_ARGS_BYTES));
        }
        match args.iter().position(|arg| arg.contains('\0')) {
            Some(index) => Err(PolicyError::invalid(
                format!("args[{index}]"),
                "the argument",
                "must not contain a NUL character",
            )),
            None => Ok(()),
        }
    }

    /// Checks environment variables by a policy's rules, wherever they come from. A value is never shown: it may be a secret.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] that names `env`, and the variable if it is one alone.
    pub fn check_env<'a>(variables: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), PolicyError> {
        env::check(variables)
    }

    /// What is allowed but will probably not do what was meant, one sentence each; empty for most policies.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        /// Less than starting an interpreter's image and printing a line takes.
        const LITTLE_FUEL: u64 = 1_000_000;
        /// Less than a busy machine needs to start a program.
        const LITTLE_TIME: Duration = Duration::from_millis(50);
        let mut warnings = Vec::new();
        if self.fuel_budget < LITTLE_FUEL {
            warnings.push(format!(
                "fuel_budget is {}: hardly any program ends within {LITTLE_FUEL} instructions",
                self.fuel_budget
            ));
        }
        if self.timeout < LITTLE_TIME {
            warnings.push(format!(
                "timeout is {}: on a busy machine a program may be ended before it starts",
                humantime::format_duration(self.timeout)
            ));
        }
        for (key, bytes) in [
            ("stdout_max_bytes", self.stdout_max_bytes),
            ("stderr_max_bytes", self.stderr_max_bytes),
        ] {
            if bytes > self.memory_bytes {
                warnings.push(format!(
                    "{key} is larger than memory_bytes: the host may hold more for the program than the program itself"
                ));
            }
        }
        if self.host_calls.bytes < self.disk.bytes {
            warnings
                .push("host_calls.bytes is smaller than disk.bytes: a program cannot fill the disk it is given".into());
        }
        if self.determinism.seed != 0 && !self.determinism.enabled {
            warnings.push("determinism.seed has no effect while determinism.enabled is false".into());
        }
        warnings
    }
}

fn check_duration(path: &str, duration: Duration) -> Result<(), PolicyError> {
    if duration.is_zero() || duration > MAX_TIMEOUT {
        return Err(PolicyError::OutOfRange {
            path: path.into(),
            value: humantime::format_duration(duration).to_string(),
            rule: duration_rule(),
        });
    }
    Ok(())
}

fn too_much(path: &str, count: usize, unit: &str, max: usize) -> PolicyError {
    PolicyError::OutOfRange {
        path: path.into(),
        value: format!("{count} {unit}"),
        rule: format!("at most {max} {unit}"),
    }
}
