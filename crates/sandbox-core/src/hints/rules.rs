//! The table of advice: when a rule applies, and what it says.

use super::{Hint, HintContext, HintExample, advice, evidence};
use crate::{Exception, Outcome, Runtime};

/// Yields what the advice speaks about if an exception calls for it.
type Find = fn(&HintContext<'_>, &Exception) -> Option<String>;

/// Yields what the advice speaks about if the host's own record of the ending calls for it.
type FindEnding = fn(&HintContext<'_>) -> Option<String>;

/// Makes the sentence about a subject.
type Say = fn(&HintContext<'_>, &str) -> String;

/// One rule: a code, a condition, and the advice.
pub(super) struct Rule {
    code: &'static str,
    when: When,
    say: Say,
    docs: Option<&'static str>,
    example: Option<(&'static str, &'static str)>,
}

/// When a rule applies.
enum When {
    /// The execution ended like this.
    Outcome(Outcome),
    /// The host noted how the execution ended, and this finds the rule's subject in that.
    Ending(FindEnding),
    /// An exception of this language ended it, and this finds the rule's subject in it.
    Exception(Runtime, Find),
}

impl Rule {
    pub(super) fn apply(&self, context: &HintContext<'_>) -> Option<Hint> {
        let execution = context.execution;
        let subject = match &self.when {
            When::Outcome(outcome) => (execution.outcome == *outcome).then(String::new),
            When::Ending(find) => find(context),
            When::Exception(runtime, find) => {
                let exception = execution.exception.as_ref().filter(|_| execution.runtime == *runtime);
                exception.and_then(|exception| find(context, exception))
            }
        }?;
        let example = |(before, after): (&str, &str)| HintExample {
            before: before.into(),
            after: after.into(),
        };
        Some(Hint {
            code: self.code.into(),
            message: (self.say)(context, &subject),
            docs: self.docs.map(Into::into),
            example: self.example.map(example),
        })
    }

    const fn docs(mut self, page: &'static str) -> Self {
        self.docs = Some(page);
        self
    }

    const fn example(mut self, before: &'static str, after: &'static str) -> Self {
        self.example = Some((before, after));
        self
    }
}

/// A rule for an outcome; its code is the outcome's name.
const fn on(outcome: Outcome, say: Say) -> Rule {
    Rule {
        code: outcome.as_str(),
        when: When::Outcome(outcome),
        say,
        docs: None,
        example: None,
    }
}

/// A rule for what the host noted of the ending.
const fn noted(code: &'static str, find: FindEnding, say: Say) -> Rule {
    Rule {
        code,
        when: When::Ending(find),
        say,
        docs: None,
        example: None,
    }
}

/// A rule for an exception of a Python program.
const fn python(code: &'static str, find: Find, say: Say) -> Rule {
    Rule {
        code,
        when: When::Exception(Runtime::Python, find),
        say,
        docs: None,
        example: None,
    }
}

/// A rule for an exception of a JavaScript program.
const fn javascript(code: &'static str, find: Find, say: Say) -> Rule {
    Rule {
        code,
        when: When::Exception(Runtime::JavaScript, find),
        say,
        docs: None,
        example: None,
    }
}

/// Every rule; the first ones come first in a result.
pub(super) static RULES: &[Rule] = &[
    on(Outcome::OutOfFuel, advice::out_of_fuel).docs("config/policy.toml#fuel_budget"),
    on(Outcome::Timeout, advice::timeout).docs("config/policy.toml#timeout"),
    on(Outcome::MemoryLimit, advice::memory_limit).docs("config/policy.toml#memory_bytes"),
    on(Outcome::OutputLimit, advice::output_limit).docs("config/policy.toml#on_output_limit"),
    on(Outcome::DiskQuota, advice::disk_quota).docs("config/policy.toml#disk"),
    on(Outcome::StackOverflow, advice::deep_recursion),
    noted("host_call_limit", evidence::host_call_limit, advice::host_call_limit).docs("config/policy.toml#host_calls"),
    noted("trap", evidence::trap, advice::trap),
    on(Outcome::HostError, advice::host_error),
    python("install_command", evidence::shell_install, advice::install_command)
        .example("!pip install pandas\nimport pandas", "import pandas"),
    python("network", evidence::network, advice::network),
    python("process", evidence::process, advice::process),
    python("thread", evidence::thread, advice::thread),
    python("module_not_found", evidence::module, advice::module_not_found),
    python(
        "path_outside_workspace",
        evidence::foreign,
        advice::path_outside_workspace,
    )
    .example("open('/data.csv')", "open('data.csv')"),
    python("read_only", evidence::read_only, advice::read_only),
    python("file_not_found", evidence::missing_file, advice::file_not_found),
    python("memory_limit", evidence::memory_error, advice::memory_limit).docs("config/policy.toml#memory_bytes"),
    python("disk_quota", evidence::disk_error, advice::disk_quota).docs("config/policy.toml#disk"),
    python("stdin", evidence::no_input, advice::stdin),
    python("deep_recursion", evidence::recursion, advice::deep_recursion),
    javascript("js_not_iterable", evidence::not_iterable, advice::not_iterable)
        .example("const [a, b] = { a: 1, b: 2 };", "const { a, b } = { a: 1, b: 2 };"),
    javascript("network", evidence::js_network, advice::network),
    javascript("deep_recursion", evidence::js_recursion, advice::deep_recursion),
    javascript("memory_limit", evidence::js_memory, advice::memory_limit).docs("config/policy.toml#memory_bytes"),
];
