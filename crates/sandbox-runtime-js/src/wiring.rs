//! What the engine can do and its interface does not offer, switched on while an image is built: a limit for the stack, and a tracker for rejected promises.

use sandbox_host::Halt;

use crate::engine::{Engine, Handle};
use crate::layout::{
    CONTEXT_RUNTIME, HANDLE_CONTEXT, INTERRUPT_HANDLER, REJECTION_TRACKER, STACK_END, STACK_LIMIT, STACK_TOP,
    TABLE_LENGTH,
};

/// The lowest address that the stack may reach: what is below is for functions that do not check, the deepest of which are in the regular expression
/// engine and in number formatting.
const STACK_RESERVE: u32 = 96 << 10;

/// Wires the engine of an image that is being built. `track` is called for rejected promises for as long as the image and its clones live: its handle is never
/// freed. Says what is wrong if this is another build of the engine.
pub(crate) fn wire(engine: &mut Engine<'_, '_>, track: Handle) -> Result<Result<(), String>, Halt> {
    let value = track.0.cast_unsigned();
    let context = engine.read_u32(value.saturating_add(HANDLE_CONTEXT))?;
    let runtime = engine.read_u32(context.saturating_add(CONTEXT_RUNTIME))?;
    let field = |offset: u32| runtime.saturating_add(offset);
    let stack_top = engine.read_u32(field(STACK_TOP))?;
    let unset = [STACK_LIMIT, REJECTION_TRACKER, REJECTION_TRACKER + 4];
    for offset in unset {
        if engine.read_u32(field(offset))? != 0 {
            return Ok(Err("the engine's runtime has another layout".to_owned()));
        }
    }
    if !(STACK_END - (64 << 10)..=STACK_END).contains(&stack_top) {
        return Ok(Err("the engine's stack is somewhere else".to_owned()));
    }
    engine.write_u32(field(STACK_LIMIT), STACK_RESERVE)?;
    // Epochs stop a guest from outside: it need not be asked whether to go on.
    engine.write_u32(field(INTERRUPT_HANDLER), 0)?;
    // A handle is the address of a value: the tracker finds the function there.
    engine.write_u32(field(REJECTION_TRACKER), TABLE_LENGTH)?;
    engine.write_u32(field(REJECTION_TRACKER + 4), value)?;
    Ok(Ok(()))
}
