//! `host.call`, the guest's one import beside WASI: bytes in, bytes out.

use std::sync::Arc;
use std::time::Instant;

use sandbox_host::price::Bill;
use sandbox_host::{Answer, Guest, Halt, HostFunction, MAX_PARAMETERS, Value, ValueType};

use crate::verdict::MAX_REPORT_BYTES;

/// What a turn exchanges with the guest.
pub(crate) struct Turn {
    /// What the guest asks for first.
    pub(crate) request: Vec<u8>,
    /// What it says last.
    pub(crate) report: Option<Vec<u8>>,
}

/// What [`Guest::turn_mut`] finds while an image is sealed, instead of a [`Turn`]: only then may objects be made immortal.
pub(crate) struct Sealing;

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
        let began = Instant::now();
        let mut bill = Bill::default();
        let answer = answer(guest, pointer, length, &mut bill)?;
        // Before the guest goes on: what it does in `host_alloc` costs fuel of its own, and is no work of the host's.
        guest.pay(&bill, began.elapsed())?;
        let answer = match answer {
            Ok(answer) => answer,
            Err(code) => return Ok(Value::I32(code)),
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

/// What the host answers to a message, or the code that says why it does not.
fn answer(guest: &mut Guest<'_>, pointer: u32, length: u32, bill: &mut Bill) -> Result<Result<Vec<u8>, i32>, Halt> {
    if length == 0 || length > MAX_REPORT_BYTES {
        return Ok(Err(FAULT));
    }
    let sealing = guest.turn_mut::<Sealing>().is_some();
    let Ok(message) = guest.read(pointer, length) else {
        return Ok(Err(FAULT));
    };
    bill.bytes(length.into());
    let answer = match message[0] {
        REQUEST => guest.turn_mut::<Turn>().map(|turn| std::mem::take(&mut turn.request)),
        REPORT => {
            let report = message[1..].to_vec();
            guest.turn_mut::<Turn>().map(|turn| {
                turn.report = Some(report);
                Vec::new()
            })
        }
        IMMORTAL if sealing => make_immortal(guest, pointer, length)?,
        OPEN_FILES => Some(guest.open_files().to_le_bytes().to_vec()),
        _ => None,
    };
    bill.bytes(answer.as_ref().map_or(0, Vec::len) as u64);
    Ok(answer.ok_or(NO_HOST))
}

/// Sets the reference counts of the objects whose addresses the guest lists to that of the first one listed, which is immortal.
///
/// Only for [`Sealing`]: for a program it would be a million writes in one call.
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
