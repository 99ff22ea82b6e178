//! What in an exception calls for advice. Each function yields what the advice speaks about, empty if nothing in
//! particular.

use super::HintContext;
use super::subject::{foreign_path, install_command, message, quoted, shown};
use crate::{Exception, Outcome};

/// Modules that are of no use without a network, by their first name.
const NETWORK_MODULES: [&str; 14] = [
    "_socket",
    "_ssl",
    "aiohttp",
    "boto3",
    "ftplib",
    "httpx",
    "paramiko",
    "requests",
    "smtplib",
    "socket",
    "ssl",
    "urllib3",
    "websocket",
    "websockets",
];

/// Exceptions that only a network raises.
const NETWORK_EXCEPTIONS: [&str; 10] = [
    "ConnectError",
    "ConnectionError",
    "ConnectionRefusedError",
    "MaxRetryError",
    "NameResolutionError",
    "NewConnectionError",
    "SSLError",
    "URLError",
    "gaierror",
    "herror",
];

/// The key of the limit on host calls that ended the program.
pub(super) fn host_call_limit(context: &HintContext<'_>) -> Option<String> {
    let limit = context.execution.metadata.get(crate::LIMIT_KEY)?.as_str()?;
    (context.execution.outcome == Outcome::Trap).then(|| shown(limit))
}

/// A trap that no limit explains.
pub(super) fn trap(context: &HintContext<'_>) -> Option<String> {
    (context.execution.outcome == Outcome::Trap && host_call_limit(context).is_none()).then(String::new)
}

pub(super) fn shell_install(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    (exception.r#type == "SyntaxError")
        .then(|| install_command(exception))
        .flatten()
        .map(shown)
}

pub(super) fn network(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let kind = last_name(&exception.r#type);
    if NETWORK_EXCEPTIONS.contains(&kind) {
        return Some(shown(kind));
    }
    missing_module(exception)
        .filter(|name| NETWORK_MODULES.contains(&first_name(name)))
        .map(shown)
}

pub(super) fn process(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let message = message(exception);
    let missing = missing_module(exception).is_some_and(|name| {
        matches!(
            first_name(name),
            "_posixsubprocess" | "_multiprocessing" | "multiprocessing" | "pty"
        )
    });
    let absent = exception.r#type == "AttributeError"
        && ["'fork'", "'system'", "'popen'", "'execv'", "'posix_spawn'"]
            .iter()
            .any(|name| message.ends_with(name) && message.contains("'os'"));
    (missing || absent || message.contains("does not support processes")).then(String::new)
}

pub(super) fn thread(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let thread = exception.r#type == "RuntimeError" && message(exception).contains("can't start new thread");
    let missing = missing_module(exception).is_some_and(|name| first_name(name) == "_thread");
    (thread || missing).then(String::new)
}

pub(super) fn module(context: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let others = [network, process, thread]
        .iter()
        .any(|find| find(context, exception).is_some());
    missing_module(exception).filter(|_| !others).map(shown)
}

pub(super) fn foreign(context: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let refused = matches!(
        exception.r#type.as_str(),
        "FileNotFoundError" | "PermissionError" | "NotADirectoryError"
    ) || (exception.r#type == "OSError" && message(exception).contains("Capabilities insufficient"));
    refused
        .then(|| foreign_path(message(exception), &context.policy.read_only_mounts()))
        .flatten()
        .map(shown)
}

pub(super) fn read_only(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let refused = exception.r#type == "OSError" && message(exception).contains("Read-only file system");
    refused
        .then(|| quoted(message(exception)).unwrap_or("this place"))
        .map(shown)
}

pub(super) fn missing_file(context: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let missing = exception.r#type == "FileNotFoundError" && foreign(context, exception).is_none();
    missing.then(|| quoted(message(exception))).flatten().map(shown)
}

pub(super) fn memory_error(context: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let memory = matches!(
        last_name(&exception.r#type),
        "MemoryError" | "_ArrayMemoryError" | "ArrayMemoryError"
    );
    (memory && context.execution.outcome != Outcome::MemoryLimit).then(String::new)
}

pub(super) fn disk_error(context: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let full = [
        "No space left on device",
        "Disk quota exceeded",
        "Quota exceeded",
        "Too many open files",
        "No file descriptors available",
        "database or disk is full",
    ];
    let refused = matches!(last_name(&exception.r#type), "OSError" | "OperationalError")
        && full.iter().any(|text| message(exception).contains(text));
    (refused && context.execution.outcome != Outcome::DiskQuota).then(String::new)
}

pub(super) fn no_input(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    (exception.r#type == "EOFError" && message(exception).contains("reading a line")).then(String::new)
}

pub(super) fn recursion(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    (exception.r#type == "RecursionError").then(String::new)
}

pub(super) fn not_iterable(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    (exception.r#type == "TypeError" && message(exception).contains("not iterable")).then(String::new)
}

pub(super) fn js_network(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let names = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"];
    let message = message(exception);
    let name = names
        .into_iter()
        .find(|name| quoted(message).unwrap_or(message).split(' ').next() == Some(*name));
    (exception.r#type == "ReferenceError")
        .then_some(name)
        .flatten()
        .map(Into::into)
}

pub(super) fn js_recursion(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    let deep = message(exception).contains("call stack size exceeded") || message(exception) == "stack overflow";
    (matches!(exception.r#type.as_str(), "RangeError" | "InternalError") && deep).then(String::new)
}

/// QuickJS has no memory left.
pub(super) fn js_memory(_: &HintContext<'_>, exception: &Exception) -> Option<String> {
    (exception.r#type == "InternalError" && message(exception) == "out of memory").then(String::new)
}

/// The module that could not be found; only the exception for exactly that has one.
fn missing_module(exception: &Exception) -> Option<&str> {
    (exception.r#type == "ModuleNotFoundError")
        .then(|| quoted(message(exception)))
        .flatten()
}

fn first_name(dotted: &str) -> &str {
    dotted.split('.').next().unwrap_or(dotted)
}

fn last_name(dotted: &str) -> &str {
    dotted.rsplit('.').next().unwrap_or(dotted)
}
