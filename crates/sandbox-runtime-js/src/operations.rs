//! What the prelude asks of the host: the table of operations, and how one is served.

#![expect(
    clippy::unnecessary_wraps,
    reason = "every operation has the signature that the table wants"
)]

mod base64;
mod clock;
mod descriptors;
mod digest;
mod files;
mod listing;
mod random;
mod realpath;
mod streams;
mod text;
mod url;

use std::time::{Duration, Instant};

use sandbox_host::price::Bill;
use sandbox_host::{Guest, Halt};

use crate::engine::{Engine, Handle, MAX_VALUE_BYTES, Taken};
use crate::failure::{Failure, Fault};
use crate::turn::Turn;
use crate::typescript;

/// The kind of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    Bytes,
    /// Any value: the operation asks the engine about it.
    Any,
}

/// An argument as the host has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Argument {
    Text(String),
    Number(f64),
    Flag(bool),
    Bytes(Vec<u8>),
    Any(Handle),
}

/// The most arguments that an operation takes.
pub(crate) const MAX_ARGUMENTS: usize = 4;

/// The arguments of one call; they are as many and of the kinds that the table says.
#[derive(Debug, Default)]
pub(crate) struct Arguments(Vec<Argument>);

impl Arguments {
    fn text(&self, index: usize) -> &str {
        match self.0.get(index) {
            Some(Argument::Text(text)) => text,
            _ => "",
        }
    }

    fn number(&self, index: usize) -> f64 {
        match self.0.get(index) {
            Some(Argument::Number(number)) => *number,
            _ => f64::NAN,
        }
    }

    /// A whole number of zero or more; none for any other.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is checked before"
    )]
    fn natural(&self, index: usize) -> Option<u64> {
        let number = self.number(index);
        (number.fract() == 0.0 && (0.0..=MAX_SAFE_INTEGER).contains(&number)).then_some(number as u64)
    }

    /// A place in a file; none for a negative number, which stands for the descriptor's own. What is no exact number is a place that no file has.
    fn position(&self, index: usize) -> Option<u64> {
        (self.number(index) >= 0.0).then(|| self.natural(index).unwrap_or(u64::MAX))
    }

    fn flag(&self, index: usize) -> bool {
        matches!(self.0.get(index), Some(Argument::Flag(true)))
    }

    fn any(&self, index: usize) -> Handle {
        match self.0.get(index) {
            Some(Argument::Any(handle)) => *handle,
            _ => Handle::NULL,
        }
    }

    fn bytes(&self, index: usize) -> &[u8] {
        match self.0.get(index) {
            Some(Argument::Bytes(bytes)) => bytes,
            _ => &[],
        }
    }
}

/// `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// What an operation returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    Undefined,
    Text(String),
    Number(f64),
    Bytes(Vec<u8>),
    /// A value that the engine has.
    Any(Handle),
}

impl Reply {
    /// Bytes that are copied into the guest for it.
    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
            Self::Undefined | Self::Number(_) | Self::Any(_) => 0,
        }
    }
}

impl From<serde_json::Value> for Reply {
    fn from(value: serde_json::Value) -> Self {
        Self::Text(value.to_string())
    }
}

/// How an operation is served: nothing of it waits for the guest.
type Serve = fn(&mut Guest<'_>, &Arguments, &mut Bill) -> Result<Reply, Fault>;

/// One operation.
struct Operation {
    name: &'static str,
    takes: &'static [Kind],
    serve: Serve,
}

/// Defines the table, sorted by name.
macro_rules! operations {
    ($($name:literal($($kind:ident),*) => $serve:path;)*) => {
        const OPERATIONS: &[Operation] = &[
            $(Operation { name: $name, takes: &[$(Kind::$kind),*], serve: $serve }),*
        ];
    };
}

operations! {
    "base64.decode"(Text) => base64::decode;
    "base64.encode"(Bytes, Flag) => base64::encode;
    "error"() => last_error;
    "exit"(Number) => exit;
    "fs.close"(Number) => descriptors::close;
    "fs.fstat"(Number) => descriptors::fstat;
    "fs.ftruncate"(Number, Number) => descriptors::ftruncate;
    "fs.link"(Text, Text) => files::link;
    "fs.mkdir"(Text) => files::mkdir;
    "fs.open"(Text, Text, Number) => descriptors::open;
    "fs.read"(Number, Number, Number) => descriptors::read;
    "fs.readFile"(Text) => files::read_file;
    "fs.readText"(Text) => files::read_text;
    "fs.readdir"(Text) => listing::readdir;
    "fs.readlink"(Text) => files::readlink;
    "fs.realpath"(Text) => realpath::realpath;
    "fs.rename"(Text, Text) => files::rename;
    "fs.rmdir"(Text) => files::rmdir;
    "fs.stat"(Text, Flag) => files::stat;
    "fs.symlink"(Text, Text) => files::symlink;
    "fs.truncate"(Text, Number) => files::truncate;
    "fs.unlink"(Text) => files::unlink;
    "fs.utimes"(Text, Number, Number) => files::utimes;
    "fs.write"(Number, Bytes, Number) => descriptors::write;
    "fs.writeFile"(Text, Bytes, Text) => files::write_file;
    "fs.writeText"(Text, Text, Text) => files::write_text;
    "hash"(Text, Bytes) => last_error;
    "hmac"(Text, Bytes, Bytes) => last_error;
    "in"(Number) => streams::input;
    "memory"() => memory;
    "mono"() => clock::monotonic;
    "now"() => clock::now;
    "out"(Number, Text) => streams::output_text;
    "outBytes"(Number, Bytes) => streams::output_bytes;
    "print"(Text) => streams::print;
    "promise.result"(Any) => last_error;
    "promise.state"(Any) => last_error;
    "query.format"(Text) => url::format_query;
    "query.parse"(Text) => url::parse_query;
    "random"(Number) => random::random;
    "report"(Text) => report;
    "sleep"(Number) => last_error;
    "text.decode"(Text, Bytes, Flag, Flag) => text::decode;
    "text.encode"(Text) => text::encode;
    "text.label"(Text) => text::label;
    "transform"(Text, Text) => last_error;
    "url.parse"(Text, Text) => url::parse;
    "url.set"(Text, Text, Text) => url::set;
}

/// The operations that are asynchronous, and therefore served apart: two in parts, one by another guest, one by waiting, two by the engine.
const HASH: &str = "hash";
const HMAC: &str = "hmac";
const TRANSFORM: &str = "transform";
const SLEEP: &str = "sleep";
const PROMISE_STATE: &str = "promise.state";
const PROMISE_RESULT: &str = "promise.result";
const APART: [&str; 6] = [HASH, HMAC, TRANSFORM, SLEEP, PROMISE_STATE, PROMISE_RESULT];

/// The names of all operations: properties of the prelude's `host`.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|operation| operation.name)
}

/// Serves one call of the prelude's: the handle of the value to return, or none if the operation failed; then `host.error()` has the reason.
pub(crate) async fn serve(
    engine: &mut Engine<'_, '_>,
    name: &[u8],
    arguments: &[Handle],
) -> Result<Option<Handle>, Halt> {
    let Ok(index) = OPERATIONS.binary_search_by(|operation| operation.name.as_bytes().cmp(name)) else {
        return Ok(None);
    };
    let operation = &OPERATIONS[index];
    let mut bill = Bill::default();
    let arguments = read(engine, operation, arguments, &mut bill).await?;
    let answer = match arguments {
        Taken::Value(arguments) if !APART.contains(&operation.name) => {
            let began = Instant::now();
            let answer = (operation.serve)(engine.guest, &arguments, &mut bill);
            if let Ok(reply) = &answer {
                bill.bytes(reply.bytes() as u64);
            }
            engine.guest.pay(&bill, began.elapsed())?;
            answer
        }
        // Whatever becomes of them, what was copied is paid for.
        arguments => {
            engine.guest.pay(&bill, Duration::ZERO)?;
            let answer = serve_apart(engine, operation, arguments).await;
            if let Ok(reply) = &answer {
                let mut bill = Bill::default();
                bill.bytes(reply.bytes() as u64);
                engine.guest.pay(&bill, Duration::ZERO)?;
            }
            answer
        }
    };
    let failure = match answer {
        Ok(reply) if reply.bytes() > MAX_VALUE_BYTES as usize => too_large(),
        Ok(reply) => return write(engine, reply).await.map(Some),
        Err(Fault::Halt(halt)) => return Err(halt),
        Err(Fault::Failure(failure)) => *failure,
    };
    if let Some(turn) = engine.guest.turn_mut::<Turn>() {
        turn.failure = Some(failure);
    }
    Ok(None)
}

/// Serves what waits for somebody else, and refuses what is no call.
async fn serve_apart(
    engine: &mut Engine<'_, '_>,
    operation: &Operation,
    arguments: Taken<Arguments>,
) -> Result<Reply, Fault> {
    let arguments = match arguments {
        Taken::Value(arguments) => arguments,
        Taken::Other => return Err(wrong_arguments(operation).into()),
        Taken::TooLarge => return Err(too_large().into()),
    };
    match operation.name {
        HASH => digest::hash(engine.guest, &arguments).await,
        HMAC => digest::hmac(engine.guest, &arguments).await,
        TRANSFORM => typescript::transform(engine.guest, arguments.text(0), arguments.text(1)).await,
        SLEEP => {
            engine.guest.sleep(milliseconds(arguments.number(0))).await?;
            Ok(Reply::Undefined)
        }
        PROMISE_STATE => {
            let state = engine.promise_state(arguments.any(0)).await?;
            state
                .map(|state| Reply::Number(f64::from(state)))
                .ok_or_else(|| no_promise().into())
        }
        _ => {
            let result = engine.promise_result(arguments.any(0)).await?;
            result.map(Reply::Any).ok_or_else(|| no_promise().into())
        }
    }
}

/// The arguments as the table wants them. Surplus ones are not looked at.
async fn read(
    engine: &mut Engine<'_, '_>,
    operation: &Operation,
    handles: &[Handle],
    bill: &mut Bill,
) -> Result<Taken<Arguments>, Halt> {
    if handles.len() < operation.takes.len() {
        return Ok(Taken::Other);
    }
    let mut arguments = Vec::with_capacity(operation.takes.len());
    for (kind, handle) in operation.takes.iter().zip(handles) {
        let argument = match kind {
            Kind::Text => match engine.take_text(*handle).await? {
                Taken::Value(text) => Some(Argument::Text(text)),
                Taken::Other => None,
                Taken::TooLarge => return Ok(Taken::TooLarge),
            },
            Kind::Bytes => match engine.take_bytes(*handle).await? {
                Taken::Value(bytes) => Some(Argument::Bytes(bytes)),
                Taken::Other => None,
                Taken::TooLarge => return Ok(Taken::TooLarge),
            },
            Kind::Number => engine.number(*handle).await?.map(Argument::Number),
            Kind::Flag => engine.boolean(*handle).await?.map(Argument::Flag),
            Kind::Any => Some(Argument::Any(*handle)),
        };
        let Some(argument) = argument else {
            return Ok(Taken::Other);
        };
        match &argument {
            Argument::Text(text) => bill.bytes(text.len() as u64),
            Argument::Bytes(bytes) => bill.bytes(bytes.len() as u64),
            Argument::Number(_) | Argument::Flag(_) | Argument::Any(_) => {}
        }
        arguments.push(argument);
    }
    Ok(Taken::Value(Arguments(arguments)))
}

async fn write(engine: &mut Engine<'_, '_>, reply: Reply) -> Result<Handle, Halt> {
    match reply {
        Reply::Undefined => engine.new_undefined().await,
        Reply::Text(text) => engine.new_text(&text).await,
        Reply::Number(number) => engine.new_number(number).await,
        Reply::Bytes(bytes) => engine.new_bytes(&bytes).await,
        Reply::Any(handle) => Ok(handle),
    }
}

fn too_large() -> Failure {
    let most = MAX_VALUE_BYTES >> 20;
    Failure::of(
        "RangeError",
        Some("ERR_OUT_OF_RANGE"),
        &format!("more than {most} MiB cannot be handed over at once: use smaller parts"),
    )
}

fn no_promise() -> Failure {
    Failure::of("TypeError", None, "this is no promise")
}

fn wrong_arguments(operation: &Operation) -> Failure {
    Failure::of(
        "TypeError",
        Some("ERR_INVALID_ARG_TYPE"),
        &format!("the host's operation {} takes other arguments", operation.name),
    )
}

/// `error()`: the last failure, as JSON.
fn last_error(guest: &mut Guest<'_>, _: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let failure = guest.turn_mut::<Turn>().and_then(|turn| turn.failure.take());
    Ok(match failure {
        // Strings and numbers: serialising them cannot fail.
        Some(failure) => Reply::Text(serde_json::to_string(&failure).unwrap_or_default()),
        None => Reply::Undefined,
    })
}

/// The longest sleep, in milliseconds: what `setTimeout` can ask for.
const MAX_SLEEP_MS: f64 = 2_147_483_647.0;

/// A time that the guest asks to sleep; nothing of what is no time.
pub(crate) fn milliseconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number.clamp(0.0, MAX_SLEEP_MS) / 1e3).unwrap_or_default()
}

/// `memory()`: the size of the guest's memory, in bytes.
fn memory(guest: &mut Guest<'_>, _: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    #[expect(clippy::cast_precision_loss, reason = "a guest has 4 GiB at most")]
    Ok(Reply::Number(guest.memory_bytes() as f64))
}

/// `exit(code)`: ends the program at once.
fn exit(_: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let code = arguments
        .natural(0)
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(1);
    Err(Fault::Halt(Halt::exit(code)))
}

/// `report(json)`: the prelude's verdict of the program.
fn report(guest: &mut Guest<'_>, arguments: &Arguments, _: &mut Bill) -> Result<Reply, Fault> {
    let report = arguments.text(0).to_owned();
    if let Some(turn) = guest.turn_mut::<Turn>() {
        turn.report = Some(report);
    }
    Ok(Reply::Undefined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_within_its_caps() {
        assert!(OPERATIONS.is_sorted_by(|a, b| a.name < b.name));
        assert!(
            OPERATIONS
                .iter()
                .all(|operation| operation.takes.len() <= MAX_ARGUMENTS)
        );
    }

    #[test]
    fn a_sleep_is_never_longer_than_the_longest_nor_negative() {
        assert_eq!(milliseconds(1500.0), Duration::from_millis(1500));
        assert_eq!(milliseconds(f64::INFINITY), Duration::from_millis(2_147_483_647));
        for none in [-1.0, f64::NAN, f64::NEG_INFINITY] {
            assert!(milliseconds(none) <= Duration::from_millis(2_147_483_647));
        }
        assert_eq!(milliseconds(-1.0), Duration::ZERO);
    }

    #[test]
    fn naturals_are_whole_and_exact() {
        let natural = |number| Arguments(vec![Argument::Number(number)]).natural(0);
        assert_eq!(natural(3.0), Some(3));
        for wrong in [-1.0, 0.5, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(natural(wrong), None);
        }
    }

    #[test]
    fn a_place_is_never_taken_for_the_descriptors_own() {
        let position = |number| Arguments(vec![Argument::Number(number)]).position(0);
        assert_eq!((position(3.0), position(-1.0)), (Some(3), None));
        for far in [2_f64.powi(62), 1e300, f64::INFINITY, 0.5] {
            assert_eq!(position(far), Some(u64::MAX));
        }
    }
}
