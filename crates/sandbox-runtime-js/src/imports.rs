//! What the engine imports: operations of the prelude's, and the files of ES modules.

use std::sync::Arc;
use std::time::Duration;

use sandbox_host::price::Bill;
use sandbox_host::{Answer, Guest, Halt, HostFunction, MAX_PARAMETERS, Value, ValueType};

use crate::engine::{Engine, Handle, MAX_VALUE_BYTES, allocate};
use crate::operations;
use crate::turn::Entry;

/// What `host_call` returns for a failed operation: the engine throws, and the prelude asks for the reason.
const FAILED: i32 = -1;

/// The longest name of an operation, in bytes.
const MAX_NAME_BYTES: u32 = 64;

/// The most handles of one call that are looked at.
const MAX_HANDLES: u32 = 16;

const I32: ValueType = ValueType::I32;

/// All imports beside WASI.
pub(crate) fn all() -> Vec<HostFunction> {
    let import = |name, parameters, handler| HostFunction {
        module: "env",
        name,
        parameters,
        result: I32,
        handler,
    };
    vec![
        import(
            "host_call",
            &[I32, I32, I32, I32, I32],
            Arc::new(|guest: &mut Guest<'_>, parameters| host_call(guest, parameters)),
        ),
        // Epochs stop a guest from outside: there is never a reason to stop here.
        import(
            "host_interrupt",
            &[],
            Arc::new(|_: &mut Guest<'_>, _| Box::pin(std::future::ready(Ok(Value::I32(0)))) as Answer<'_, Value>),
        ),
        import(
            "host_module_normalize",
            &[I32, I32, I32, I32, I32],
            Arc::new(|guest: &mut Guest<'_>, parameters| {
                let [base, base_length, name, name_length, out, ..] = numbers(parameters);
                module(
                    guest,
                    Entry::Resolve,
                    vec![(base, base_length), (name, name_length)],
                    out,
                )
            }),
        ),
        import(
            "host_module_load",
            &[I32, I32, I32],
            Arc::new(|guest: &mut Guest<'_>, parameters| {
                let [name, name_length, out, ..] = numbers(parameters);
                module(guest, Entry::Load, vec![(name, name_length)], out)
            }),
        ),
    ]
}

/// All these imports take `i32`s only; the linker has checked it.
fn numbers(parameters: [Value; MAX_PARAMETERS]) -> [u32; MAX_PARAMETERS] {
    parameters.map(|value| value.i32().unwrap_or(0).cast_unsigned())
}

/// `host_call(name_ptr, name_len, this, argc, argv_ptr) -> handle`.
fn host_call<'a>(guest: &'a mut Guest<'_>, parameters: [Value; MAX_PARAMETERS]) -> Answer<'a, Value> {
    Box::pin(async move {
        let [name, name_length, _this, count, handles, ..] = numbers(parameters);
        if name_length > MAX_NAME_BYTES {
            return Ok(Value::I32(FAILED));
        }
        let mut text = [0; MAX_NAME_BYTES as usize];
        let text = &mut text[..name_length as usize];
        text.copy_from_slice(guest.read(name, name_length)?);
        // Surplus arguments are allowed in JavaScript, and not looked at.
        let mut arguments = [Handle(0); operations::MAX_ARGUMENTS];
        let mut given = 0;
        let bytes = guest.read(handles, count.min(MAX_HANDLES) * 4)?;
        for (argument, handle) in arguments.iter_mut().zip(bytes.as_chunks().0) {
            *argument = Handle(i32::from_le_bytes(*handle));
            given += 1;
        }
        let mut engine = Engine::new(guest);
        let answer = operations::serve(&mut engine, text, &arguments[..given]).await?;
        Ok(Value::I32(answer.map_or(FAILED, |handle| handle.0)))
    })
}

/// Asks the prelude about an ES module: its canonical name, or its text. The answer is left in the guest's memory, its length at `out`; 0 is a
/// refusal, of which the prelude remembers the reason.
fn module<'a>(guest: &'a mut Guest<'_>, entry: Entry, texts: Vec<(u32, u32)>, out: u32) -> Answer<'a, Value> {
    Box::pin(async move {
        let mut engine = Engine::new(guest);
        let mut arguments = Vec::with_capacity(texts.len());
        let mut bill = Bill::default();
        for (_, length) in &texts {
            bill.bytes((*length).into());
        }
        engine.guest.pay(&bill, Duration::ZERO)?;
        for (place, length) in texts {
            if length > MAX_VALUE_BYTES {
                return Ok(Value::I32(0));
            }
            let bytes = engine.guest.read(place, length)?.to_vec();
            let Ok(text) = String::from_utf8(bytes) else {
                return Ok(Value::I32(0));
            };
            arguments.push(engine.new_text(&text).await?);
        }
        let answer = match entry.call(&mut engine, &arguments).await? {
            Some(answer) => {
                let text = engine.text(answer).await?;
                engine.free(answer).await?;
                text
            }
            None => None,
        };
        for argument in arguments {
            engine.free(argument).await?;
        }
        let Some(text) = answer else { return Ok(Value::I32(0)) };
        let length = u32::try_from(text.len()).map_err(|_| Halt::protocol("a module is too long"))?;
        let mut bill = Bill::default();
        bill.bytes(length.into());
        guest.pay(&bill, Duration::ZERO)?;
        // An empty text needs a place, too: 0 would be a refusal.
        let place = allocate(guest, length.max(1)).await?;
        guest.write(place, text.as_bytes())?;
        guest.write(out, &length.to_le_bytes())?;
        Ok(Value::I32(place.cast_signed()))
    })
}
