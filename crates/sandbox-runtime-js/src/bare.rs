//! The engine alone: what the prelude's costs are measured against, and the smallest sandbox there is for a computation.

use std::borrow::Cow;

use sandbox_core::{Exception, ExecutionPolicy, Runtime, Value};
use sandbox_guests::GuestPin;
use sandbox_host::{Answer, FilesError, Guest, GuestRuntime, Halt, HostFunction, Mode, Program, Resources, Verdict};
use sandbox_vfs::Template;
use serde_json::json;

use crate::engine::Engine;
use crate::{imports, request, wiring};

/// The image's name.
pub(crate) const NAME: &str = "bare";

/// The engine without the prelude: ECMAScript and nothing else. A program is a script; the value of its last expression, if asked for, is the only thing
/// it can say.
#[derive(Debug)]
pub(crate) struct BareRuntime {
    pin: GuestPin,
}

impl BareRuntime {
    pub(crate) fn new(pin: GuestPin) -> Self {
        Self { pin }
    }
}

impl GuestRuntime for BareRuntime {
    fn runtime(&self) -> Runtime {
        Runtime::JavaScript
    }

    fn guest(&self) -> &GuestPin {
        &self.pin
    }

    fn module(&self) -> &'static str {
        "quickjs.wasm"
    }

    fn image(&self) -> &'static str {
        NAME
    }

    fn image_inputs(&self) -> Vec<u8> {
        [
            b"bare\n",
            include_bytes!("layout.rs").as_slice(),
            include_bytes!("wiring.rs"),
        ]
        .concat()
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

    /// What it imports must be there; nothing in this image can call it.
    fn host_functions(&self) -> Vec<HostFunction> {
        imports::all()
    }

    fn sample(&self) -> Option<Program> {
        Some(Program::from("1 + 1"))
    }

    fn initialise<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(async move {
            let mut engine = match Engine::first(guest).await? {
                Ok(engine) => engine,
                Err(reason) => return Ok(Err(reason)),
            };
            // The context is made by the first program.
            let Some(value) = engine.evaluate("1 + 1").await? else {
                return Ok(Err(engine.exception().await?));
            };
            if let Err(reason) = wiring::limit_stack(&mut engine, value)? {
                return Ok(Err(reason));
            }
            engine.free(value).await?;
            engine.settle().await?;
            Ok(Ok(()))
        })
    }

    fn run<'a>(
        &'a self,
        guest: &'a mut Guest<'_>,
        program: &'a Program,
        policy: &'a ExecutionPolicy,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            if let Some(refusal) = refusal(program) {
                return Ok(refusal);
            }
            let source = String::from_utf8_lossy(&program.source);
            let mut engine = Engine::new(guest);
            let source = match program.mode {
                // Compiled as the body of a function, and not called.
                Mode::Check => Cow::Owned(format!("new Function({}); undefined", json!(source))),
                _ => source,
            };
            let Some(value) = engine.evaluate(&source).await? else {
                let exception = exception(&mut engine).await?;
                return Ok(Verdict {
                    out_of_memory: exception.message == "out of memory",
                    exception: Some(exception),
                    ..Verdict::default()
                });
            };
            let wanted = program.last_value || policy.last_value;
            let value = if wanted {
                simple(&mut engine, value).await?
            } else {
                None
            };
            Ok(Verdict {
                value,
                ..Verdict::default()
            })
        })
    }
}

/// What this image cannot do, as a verdict.
fn refusal(program: &Program) -> Option<Verdict> {
    let message = if request::is_typescript(request::file(program)) {
        "the image `bare` runs JavaScript only: TypeScript needs the image `default`"
    } else if program.mode == Mode::Interactive {
        "the image `bare` has no prompt: it can show nothing"
    } else {
        return None;
    };
    Some(Verdict {
        exception: Some(Exception {
            r#type: "Error".to_owned(),
            message: message.to_owned(),
            traceback: format!("Error: {message}\n"),
            line: None,
        }),
        ..Verdict::default()
    })
}

/// Whole numbers below this are shown as such.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// A string, number or boolean as a value of the result; none for anything else.
async fn simple(engine: &mut Engine<'_, '_>, value: crate::engine::Handle) -> Result<Option<Value>, Halt> {
    let json = if let Some(text) = engine.text(value).await? {
        serde_json::Value::from(text)
    } else if let Some(number) = engine.number(value).await? {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
        if number.fract() == 0.0 && number.abs() < WHOLE {
            serde_json::Value::from(number as i64)
        } else {
            serde_json::Value::from(number)
        }
    } else if let Some(flag) = engine.boolean(value).await? {
        serde_json::Value::from(flag)
    } else {
        return Ok(None);
    };
    Ok(Some(Value {
        repr: json.to_string(),
        json: Some(json),
        truncated: false,
    }))
}

async fn exception(engine: &mut Engine<'_, '_>) -> Result<Exception, Halt> {
    let text = engine.exception().await?;
    let mut lines = text.splitn(3, '\n');
    let mut next = || lines.next().unwrap_or_default().to_owned();
    Ok(Exception {
        r#type: next(),
        message: next(),
        traceback: next(),
        line: None,
    })
}
