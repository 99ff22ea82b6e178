//! `host.call`, the guest's one import beside WASI: bytes in, bytes out.

use std::sync::Arc;

use sandbox_host::{Answer, Guest, Halt, HostFunction, MAX_PARAMETERS, Value, ValueType};

use crate::verdict::MAX_REPORT_BYTES;

/// What a turn exchanges with the guest.
pub(crate) struct Turn {
    /// What the guest asks for first.
    pub(crate) request: Vec<u8>,
    /// What it says last.
    pub(crate) report: Option<Vec<u8>>,
}

/// The kinds of message: their first byte.
const REQUEST: u8 = b'q';
const REPORT: u8 = b'r';
const OPEN_FILES: u8 = b'o';
const IMMORTAL: u8 = b'i';

/// What `host.call` returns besides 0.
const NO_HOST: i32 = -1;
const FAULT: i32 = -2;

/// The import.
pub(crate) fn import() -> HostFunction {
    HostFunction {
        module: "host",
        name: "call",
        parameters: &[ValueType::I32, ValueType::I32, ValueType::I32, ValueType::I32],
        result: ValueType::I32,
        handler: Arc::new(|guest, parameters| call(guest, parameters)),
    }
}

fn call<'a>(guest: &'a mut Guest<'_>, parameters: [Value; MAX_PARAMETERS]) -> Answer<'a, Value> {
    Box::pin(async move {
        let [
            Value::I32(pointer),
            Value::I32(length),
            Value::I32(answer_pointer),
            Value::I32(answer_length),
            ..,
        ] = parameters
        else {
            return Ok(Value::I32(FAULT));
        };
        let [pointer, length, answer_pointer, answer_length] =
            [pointer, length, answer_pointer, answer_length].map(i32::cast_unsigned);
        if length == 0 || length > MAX_REPORT_BYTES {
            return Ok(Value::I32(FAULT));
        }
        let Ok(message) = guest.read(pointer, length) else {
            return Ok(Value::I32(FAULT));
        };
        let answer = match message[0] {
            REQUEST => guest.turn_mut::<Turn>().map(|turn| std::mem::take(&mut turn.request)),
            REPORT => {
                let report = message[1..].to_vec();
                guest.turn_mut::<Turn>().map(|turn| {
                    turn.report = Some(report);
                    Vec::new()
                })
            }
            IMMORTAL => make_immortal(guest, pointer, length)?,
            OPEN_FILES => Some(guest.open_files().to_le_bytes().to_vec()),
            _ => None,
        };
        let Some(answer) = answer else {
            return Ok(Value::I32(NO_HOST));
        };
        let length = u32::try_from(answer.len()).map_err(|_| Halt::protocol("an answer is too long"))?;
        let place = guest
            .call_i32("host_alloc", &[Value::I32(length.cast_signed())])
            .await?
            .cast_unsigned();
        if place == 0 {
            return Ok(Value::I32(FAULT));
        }
        let written = guest
            .write(place, &answer)
            .and_then(|()| guest.write(answer_pointer, &place.to_le_bytes()))
            .and_then(|()| guest.write(answer_length, &length.to_le_bytes()));
        Ok(Value::I32(if written.is_ok() { 0 } else { FAULT }))
    })
}

/// Sets the reference counts of the objects whose addresses the guest lists to that of the first one listed, which is immortal.
///
/// Only a build asks for this, but any program can: it changes nothing but the program's own memory, at places it could write to anyway.
fn make_immortal(guest: &mut Guest<'_>, pointer: u32, length: u32) -> Result<Option<Vec<u8>>, Halt> {
    let message = guest.read(pointer, length)?;
    let mut addresses: Vec<u32> = message[1..]
        .chunks_exact(4)
        .map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect();
    let Some(immortal) = addresses.first().copied() else {
        return Ok(None);
    };
    let count: [u8; 4] = guest
        .read(immortal, 4)?
        .try_into()
        .map_err(|_| Halt::protocol("a range has another length"))?;
    for address in addresses.drain(1..) {
        guest.write(address, &count)?;
    }
    Ok(Some(Vec::new()))
}
