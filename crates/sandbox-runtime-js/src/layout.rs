//! Where things are in this one build of the engine: what its interface does not offer is reached in its memory.
//!
//! The build is pinned by its hash, so these numbers cannot go out of date by themselves; what a newer build would have otherwise is checked where it is
//! used, while an image is built, and fails the build. They were read off the module's code: `JS_ThrowStackOverflow` is reached through a comparison
//! with [`STACK_LIMIT`], the only indirect calls of the rejection tracker's type load it from [`REJECTION_TRACKER`], and the poll counter's function calls
//! what [`INTERRUPT_HANDLER`] names. They go when the guest is a build of our own whose interface has all three.

/// Where the scratch place is: the first thing that a build allocates, so that its address is the same in every image of this engine.
pub(crate) const SCRATCH: u32 = 1_177_312;

/// A handle is the address of a value, 8 bytes, and behind it of its context.
pub(crate) const HANDLE_CONTEXT: u32 = 8;

/// The upper half of an integer value; its lower half is the integer.
pub(crate) const TAG_INTEGER: i32 = 0;

/// In a context: the address of its runtime.
pub(crate) const CONTEXT_RUNTIME: u32 = 16;

/// In a runtime: where the stack began when it was made.
pub(crate) const STACK_TOP: u32 = 132;

/// In a runtime: the lowest address that the stack may reach; 0 switches the check off, as this build does.
pub(crate) const STACK_LIMIT: u32 = 136;

/// In a runtime: the function that is asked now and then whether to stop; 0 is none.
pub(crate) const INTERRUPT_HANDLER: u32 = 160;

/// In a runtime: the function that is told about rejected promises, and behind it the value that it is given; 0 is none.
pub(crate) const REJECTION_TRACKER: u32 = 180;

/// The lowest address that the stack may reach: what is below is for functions that do not check, the deepest of which are in the regular expression
/// engine and in number formatting.
pub(crate) const STACK_RESERVE: u32 = 96 << 10;

/// The same while the trace of an error is made: an error that says that the stack is used up has one, too.
#[cfg(feature = "compiler")]
pub(crate) const STACK_RESERVE_IN_TRACES: u32 = 32 << 10;

/// The stack is all memory below this address, and grows down.
pub(crate) const STACK_END: u32 = 1_048_576;

/// `JS_Call(context, function, this, count, arguments) -> value`.
#[cfg(feature = "compiler")]
pub(crate) const CALL_FUNCTION: u32 = 551;

/// What makes the trace of an error, `(context, error, filter, file, line, column, flags)`: it calls the prelude's function for that.
#[cfg(feature = "compiler")]
pub(crate) const BUILD_BACKTRACE: u32 = 728;

/// The number of functions in the module's table: the index of the one that is added.
pub(crate) const TABLE_LENGTH: u32 = 609;
