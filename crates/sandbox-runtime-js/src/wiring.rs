//! What the engine can do and its interface does not offer, switched on while an image is built: a limit for the stack, and a tracker for rejected promises.

use sandbox_host::Halt;

use crate::engine::{Engine, Handle};
use crate::layout::{
    CONTEXT_RUNTIME, HANDLE_CONTEXT, INTERRUPT_HANDLER, REJECTION_TRACKER, STACK_END, STACK_LIMIT, STACK_RESERVE,
    STACK_TOP, TABLE_LENGTH,
};

/// Wires the engine of an image that is being built. `track` is called for rejected promises for as long as the image and its clones live: its handle is never
/// freed. Says what is wrong if this is another build of the engine.
pub(crate) fn wire(engine: &mut Engine<'_, '_>, track: Handle) -> Result<Result<(), String>, Halt> {
    let value = track.0.cast_unsigned();
    let runtime = match limit_stack(engine, track)? {
        Ok(runtime) => runtime,
        Err(reason) => return Ok(Err(reason)),
    };
    let field = |offset: u32| runtime.saturating_add(offset);
    for offset in [REJECTION_TRACKER, REJECTION_TRACKER + 4] {
        if engine.read_u32(field(offset))? != 0 {
            return Ok(Err("the engine's runtime has another layout".to_owned()));
        }
    }
    // Epochs stop a guest from outside: it need not be asked whether to go on.
    engine.write_u32(field(INTERRUPT_HANDLER), 0)?;
    // A handle is the address of a value: the tracker finds the function there.
    engine.write_u32(field(REJECTION_TRACKER), TABLE_LENGTH)?;
    engine.write_u32(field(REJECTION_TRACKER + 4), value)?;
    Ok(Ok(()))
}

/// Sets a limit for the engine's stack, and returns the place of its runtime, which is found by way of any value.
pub(crate) fn limit_stack(engine: &mut Engine<'_, '_>, value: Handle) -> Result<Result<u32, String>, Halt> {
    let context = engine.read_u32(value.0.cast_unsigned().saturating_add(HANDLE_CONTEXT))?;
    let runtime = engine.read_u32(context.saturating_add(CONTEXT_RUNTIME))?;
    let stack_top = engine.read_u32(runtime.saturating_add(STACK_TOP))?;
    let limit = runtime.saturating_add(STACK_LIMIT);
    if engine.read_u32(limit)? != 0 || !(STACK_END - (64 << 10)..=STACK_END).contains(&stack_top) {
        return Ok(Err("the engine's stack is somewhere else".to_owned()));
    }
    engine.write_u32(limit, STACK_RESERVE)?;
    Ok(Ok(runtime))
}
