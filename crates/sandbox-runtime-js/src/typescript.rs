//! TypeScript to JavaScript: a second guest, in the store of the program's own, so that its work is under the program's limits.

use sandbox_core::{ExecutionPolicy, Runtime};
use sandbox_guests::GuestPin;
use sandbox_host::{Answer, FilesError, Guest, GuestRuntime, Halt, HostFunction, Program, Resources, Value, Verdict};
use sandbox_vfs::Template;

use crate::engine::MAX_VALUE_BYTES;
use crate::failure::{Failure, Fault};
use crate::operations::Reply;

/// Statuses of `qjst_transform`.
const OK: i32 = 0;
const UNCHANGED: i32 = 1;
const PARSE_ERROR: i32 = 3;
const TRANSFORM_ERROR: i32 = 4;

/// Flags of `qjst_transform`: TypeScript, whose types are taken out; the same with JSX; and JavaScript, which is read and written back (there is no flag to
/// only read it: top-level constants become variables, in a text that nobody looks at).
const TYPESCRIPT: i32 = 1 | 1 << 8;
const TYPESCRIPT_WITH_JSX: i32 = 2 | 1 << 8;
const JAVASCRIPT: i32 = 1 << 9;

/// Run once while the image is built, so that a clone finds its allocator in order.
const PRACTICE: &str =
    "const x: number = 1;\nexport type T = string;\nenum E { A }\nconsole.log(x as unknown as T, E.A);\n";

/// The transformer as a guest.
#[derive(Debug)]
pub(crate) struct TypeScriptRuntime {
    pin: GuestPin,
}

impl TypeScriptRuntime {
    /// The transformer that comes with this guest.
    pub(crate) fn new(pin: GuestPin) -> Self {
        Self { pin }
    }
}

impl GuestRuntime for TypeScriptRuntime {
    fn runtime(&self) -> Runtime {
        Runtime::JavaScript
    }

    fn guest(&self) -> &GuestPin {
        &self.pin
    }

    fn module(&self) -> &'static str {
        "transform.wasm"
    }

    fn image(&self) -> &'static str {
        "typescript"
    }

    fn image_inputs(&self) -> Vec<u8> {
        format!("typescript\n{PRACTICE}").into_bytes()
    }

    fn guest_args(&self) -> &[&str] {
        &[]
    }

    fn guest_env(&self) -> &[(String, String)] {
        &[]
    }

    fn files(&self, _: &Resources<'_>) -> Result<Template, FilesError> {
        Ok(Template::builder().build())
    }

    fn host_functions(&self) -> Vec<HostFunction> {
        Vec::new()
    }

    fn initialise<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(async move {
            Ok(match strip(guest, "practice.ts", PRACTICE).await? {
                Ok(_) => Ok(()),
                Err(reason) => Err(reason),
            })
        })
    }

    fn run<'a>(&'a self, _: &'a mut Guest<'_>, _: &'a Program, _: &'a ExecutionPolicy) -> Answer<'a, Verdict> {
        Box::pin(std::future::ready(Err(Halt::protocol(
            "the transformer runs no programs",
        ))))
    }
}

/// `transform(name, source)`.
pub(crate) async fn transform(guest: &mut Guest<'_>, name: &str, source: &str) -> Result<Reply, Fault> {
    let mut companion = guest.companion().await?;
    match strip(&mut companion, name, source).await? {
        Ok(text) => Ok(Reply::Text(text)),
        Err(reason) => Err(Failure::of("SyntaxError", None, &reason).into()),
    }
}

/// The source without its types (as it is, if its name says that it is JavaScript), or why it cannot be read.
async fn strip(guest: &mut Guest<'_>, name: &str, source: &str) -> Result<Result<String, String>, Halt> {
    let kind = match name.rsplit_once('.') {
        Some((_, "tsx")) => TYPESCRIPT_WITH_JSX,
        Some((_, "js" | "cjs" | "mjs")) => JAVASCRIPT,
        _ => TYPESCRIPT,
    };
    let (name_place, name_length) = place(guest, name).await?;
    let (source_place, source_length) = place(guest, source).await?;
    let parameters = [name_place, name_length, source_place, source_length, Value::I32(kind)];
    let answer = match guest.call_i32("qjst_transform", &parameters).await? {
        OK => Ok(text(guest, "qjst_result_ptr", "qjst_result_len").await?),
        UNCHANGED => Ok(source.to_owned()),
        PARSE_ERROR | TRANSFORM_ERROR => Err(text(guest, "qjst_error_ptr", "qjst_error_len").await?),
        _ => return Err(Halt::protocol("the transformer failed")),
    };
    guest.call("qjst_free", &[name_place, name_length]).await?;
    guest.call("qjst_free", &[source_place, source_length]).await?;
    guest.call("qjst_result_free", &[]).await?;
    Ok(answer)
}

async fn place(guest: &mut Guest<'_>, text: &str) -> Result<(Value, Value), Halt> {
    let length = i32::try_from(text.len()).map_err(|_| Halt::protocol("a source is too long"))?;
    let place = guest.call_i32("qjst_alloc", &[Value::I32(length)]).await?;
    if place == 0 && length > 0 {
        return Err(Halt::protocol("the transformer is out of memory"));
    }
    guest.write(place.cast_unsigned(), text.as_bytes())?;
    Ok((Value::I32(place), Value::I32(length)))
}

async fn text(guest: &mut Guest<'_>, place: &str, length: &str) -> Result<String, Halt> {
    let length = guest.call_i32(length, &[]).await?.cast_unsigned();
    let place = guest.call_i32(place, &[]).await?.cast_unsigned();
    if length > MAX_VALUE_BYTES {
        return Err(Halt::protocol("a value is too large for the host"));
    }
    Ok(String::from_utf8_lossy(guest.read(place, length)?).into_owned())
}
