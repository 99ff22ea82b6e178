//! The engine's handle interface, in safe terms.
//!
//! A value of the engine is an `i32` *handle*. Exported functions make handles (`new_*`, `eval_code`), read them (`get_*`) and call them
//! (`call_function`); most return a *status*, write their result to a place that the caller passes, and leave texts in a result buffer
//! (`qjs_last_ptr`, `qjs_last_len`). The guest is untrusted as any: a wrong answer is a [`Halt`], never a panic.

use sandbox_host::{Guest, Halt, Value};

use crate::layout::{SCRATCH, TAG_INTEGER};

/// A value of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Handle(pub(crate) i32);

impl Handle {
    /// No value: what a function returns that could not make one.
    pub(crate) const NULL: Self = Self(0);
}

/// Statuses of the engine's functions.
const OK: i32 = 0;
const EXCEPTION: i32 = 1;
const BAD_INPUT: i32 = 2;

/// The longest text or byte array that the host takes from a guest at once, in bytes.
pub(crate) const MAX_VALUE_BYTES: u32 = 64 << 20;

/// Bytes of the place where the engine's functions leave their results and find their arguments.
const SCRATCH_BYTES: u32 = 64;

/// Values that are kept for the host behind the scratch place, in the image and so in every clone of it.
const KEPT_VALUES: u32 = 8;

/// The engine in a live guest.
pub(crate) struct Engine<'a, 'g> {
    pub(crate) guest: &'a mut Guest<'g>,
}

impl<'a, 'g> Engine<'a, 'g> {
    /// The engine of a clone of an image.
    pub(crate) fn new(guest: &'a mut Guest<'g>) -> Self {
        Self { guest }
    }

    /// The engine of a fresh guest: reserves the scratch place, or says where it would be.
    pub(crate) async fn first(guest: &'a mut Guest<'g>) -> Result<Result<Self, String>, Halt> {
        let place = allocate(guest, SCRATCH_BYTES + 4 * KEPT_VALUES).await?;
        Ok(if place == SCRATCH {
            Ok(Self { guest })
        } else {
            Err(format!("the engine's scratch place is at {place}, not at {SCRATCH}"))
        })
    }

    /// Keeps a value for the host, to be found by its number in every clone of the image.
    pub(crate) fn keep(&mut self, number: u32, value: Handle) -> Result<(), Halt> {
        self.guest.write(kept_place(number), &value.0.to_le_bytes())
    }

    /// The value that was kept under this number.
    pub(crate) fn kept(&self, number: u32) -> Result<Handle, Halt> {
        self.read_i32(kept_place(number)).map(Handle)
    }

    async fn call(&mut self, export: &str, parameters: &[Value]) -> Result<i32, Halt> {
        self.guest.call_i32(export, parameters).await
    }

    fn read_i32(&self, place: u32) -> Result<i32, Halt> {
        let bytes = self.guest.read(place, 4)?;
        Ok(i32::from_le_bytes(
            bytes
                .try_into()
                .map_err(|_| Halt::protocol("a range has another length"))?,
        ))
    }

    /// A number of the engine's own, in its memory.
    pub(crate) fn read_u32(&self, place: u32) -> Result<u32, Halt> {
        self.read_i32(place).map(i32::cast_unsigned)
    }

    /// Changes one.
    pub(crate) fn write_u32(&mut self, place: u32, number: u32) -> Result<(), Halt> {
        self.guest.write(place, &number.to_le_bytes())
    }

    /// Evaluates a script in the global scope; none if it threw.
    pub(crate) async fn evaluate(&mut self, source: &str) -> Result<Option<Handle>, Halt> {
        let (place, length) = self.place(source.as_bytes()).await?;
        let status = self.call("eval_code", &[place, length, OUT]).await?;
        self.release(place, length).await?;
        self.returned(status)
    }

    /// Calls a function with a `this`; none if it threw.
    pub(crate) async fn call_function(
        &mut self,
        function: Handle,
        this: Handle,
        arguments: &[Handle],
    ) -> Result<Option<Handle>, Halt> {
        // The result's place comes first, then the arguments.
        let mut bytes = [0; (SCRATCH_BYTES - 8) as usize];
        let (chunks, _) = bytes.as_chunks_mut();
        if arguments.len() > chunks.len() {
            return Err(Halt::protocol("too many arguments for a call into the engine"));
        }
        for (chunk, argument) in chunks.iter_mut().zip(arguments) {
            *chunk = argument.0.to_le_bytes();
        }
        let place = SCRATCH + 8;
        self.guest.write(place, &bytes[..arguments.len() * 4])?;
        let count = i32::try_from(arguments.len()).map_err(|_| Halt::protocol("too many arguments"))?;
        let parameters = [
            Value::I32(function.0),
            Value::I32(this.0),
            Value::I32(place.cast_signed()),
            Value::I32(count),
            OUT,
        ];
        let status = self.call("call_function", &parameters).await?;
        self.returned(status)
    }

    /// A property of an object; none if reading it threw.
    pub(crate) async fn property(&mut self, object: Handle, name: &str) -> Result<Option<Handle>, Halt> {
        let (place, length) = self.place(name.as_bytes()).await?;
        let status = self
            .call("get_prop", &[Value::I32(object.0), place, length, OUT])
            .await?;
        self.release(place, length).await?;
        self.returned(status)
    }

    fn returned(&self, status: i32) -> Result<Option<Handle>, Halt> {
        match status {
            OK => Ok(Some(Handle(self.read_i32(SCRATCH)?))),
            EXCEPTION => Ok(None),
            _ => Err(Halt::protocol("the engine refused a call")),
        }
    }

    /// What was thrown last, as text.
    pub(crate) async fn exception(&mut self) -> Result<String, Halt> {
        if self.call("last_exception", &[OUT]).await? != OK {
            return Ok("unknown".to_owned());
        }
        let thrown = Handle(self.read_i32(SCRATCH)?);
        let mut text = String::new();
        for name in ["name", "message", "stack"] {
            if let Some(value) = self.property(thrown, name).await?
                && let Some(part) = self.text(value).await?
            {
                text.push_str(&part);
                text.push('\n');
            }
        }
        Ok(text)
    }

    /// Settles the heap of an image: garbage is collected, and the free places between what is left are occupied, so that a clone's own objects lie side by
    /// side behind them.
    ///
    /// The guest's allocator takes the best fitting free place, wherever it is. Left to itself it would spread the few hundred objects of a small
    /// program over as many of the image's pages, each of which is then copied, and put back after the run.
    pub(crate) async fn settle(&mut self) -> Result<(), Halt> {
        self.guest.call("run_gc", &[]).await?;
        // What makes the memory grow lies behind everything else.
        let memory = self.guest.memory_bytes();
        let end = loop {
            let place = self.fill(LARGEST_GAP).await?;
            if self.guest.memory_bytes() > memory {
                break place;
            }
        };
        self.free_bytes(end, LARGEST_GAP).await?;
        let mut size = LARGEST_GAP;
        while size >= SMALLEST_GAP {
            loop {
                let place = self.fill(size).await?;
                if place >= end {
                    self.free_bytes(place, size).await?;
                    break;
                }
            }
            size -= (size / 16).next_multiple_of(SMALLEST_GAP).max(SMALLEST_GAP);
        }
        Ok(())
    }

    /// Allocates and zeroes: what was there before is of no use to anybody.
    async fn fill(&mut self, length: u32) -> Result<u32, Halt> {
        let place = allocate(self.guest, length).await?;
        self.guest.write(place, &vec![0; length as usize])?;
        Ok(place)
    }

    async fn free_bytes(&mut self, place: u32, length: u32) -> Result<(), Halt> {
        let parameters = [Value::I32(place.cast_signed()), Value::I32(length.cast_signed())];
        self.guest.call("qjs_free", &parameters).await
    }

    /// Runs the promise jobs that are due, and those that they make, until there are none. Says whether there were any.
    pub(crate) async fn run_jobs(&mut self) -> Result<bool, Halt> {
        let mut any = false;
        // One call runs no more than 100,000; a program with more of them would end in the middle.
        while self.call("execute_pending_jobs", &[]).await? != 0 {
            any = true;
        }
        Ok(any)
    }

    /// The text of a string; none for another value, and for one that is no well-formed Unicode.
    pub(crate) async fn text(&mut self, handle: Handle) -> Result<Option<String>, Halt> {
        match self.call("get_string", &[Value::I32(handle.0)]).await? {
            OK => {
                let bytes = self.result().await?;
                String::from_utf8(bytes)
                    .map(Some)
                    .map_err(|_| Halt::protocol("a string of the engine's is no UTF-8"))
            }
            EXCEPTION | BAD_INPUT => Ok(None),
            _ => Err(Halt::protocol("the engine refused to read a string")),
        }
    }

    /// The bytes of a typed array; none for another value.
    pub(crate) async fn bytes(&mut self, handle: Handle) -> Result<Option<Vec<u8>>, Halt> {
        let place = |offset: u32| Value::I32((SCRATCH + offset).cast_signed());
        let parameters = [Value::I32(handle.0), place(0), place(4), place(8)];
        match self.call("get_typed_array_buffer", &parameters).await? {
            OK => self.result().await.map(Some),
            EXCEPTION | BAD_INPUT => Ok(None),
            _ => Err(Halt::protocol("the engine refused to read an array")),
        }
    }

    /// The value of a number; none for another value.
    pub(crate) async fn number(&mut self, handle: Handle) -> Result<Option<f64>, Halt> {
        // Most are small integers, which can be read where they are.
        let value = self.guest.read(handle.0.cast_unsigned(), 8)?;
        if let ([low, high], []) = value.as_chunks::<4>()
            && i32::from_le_bytes(*high) == TAG_INTEGER
        {
            return Ok(Some(f64::from(i32::from_le_bytes(*low))));
        }
        match self.call("get_number", &[Value::I32(handle.0), OUT]).await? {
            OK => {
                let bytes = self.guest.read(SCRATCH, 8)?;
                let bytes = bytes
                    .try_into()
                    .map_err(|_| Halt::protocol("a range has another length"))?;
                Ok(Some(f64::from_le_bytes(bytes)))
            }
            EXCEPTION | BAD_INPUT => Ok(None),
            _ => Err(Halt::protocol("the engine refused to read a number")),
        }
    }

    /// The value of a boolean; none for another value.
    pub(crate) async fn boolean(&mut self, handle: Handle) -> Result<Option<bool>, Halt> {
        match self.call("get_bool", &[Value::I32(handle.0), OUT]).await? {
            OK => Ok(Some(self.read_i32(SCRATCH)? != 0)),
            EXCEPTION | BAD_INPUT => Ok(None),
            _ => Err(Halt::protocol("the engine refused to read a boolean")),
        }
    }

    /// Whether a promise is pending (0), fulfilled (1) or rejected (2); none for another value.
    pub(crate) async fn promise_state(&mut self, handle: Handle) -> Result<Option<i32>, Halt> {
        match self.call("promise_state", &[Value::I32(handle.0), OUT]).await? {
            OK => self.read_i32(SCRATCH).map(Some),
            _ => Ok(None),
        }
    }

    /// What a promise was fulfilled or rejected with; none for another value.
    pub(crate) async fn promise_result(&mut self, handle: Handle) -> Result<Option<Handle>, Halt> {
        match self.call("promise_result", &[Value::I32(handle.0), OUT]).await? {
            // A promise that was rejected says so by this status.
            OK | EXCEPTION => Ok(Some(Handle(self.read_i32(SCRATCH)?)).filter(|result| *result != Handle::NULL)),
            _ => Ok(None),
        }
    }

    /// What the last function left in the result buffer.
    async fn result(&mut self) -> Result<Vec<u8>, Halt> {
        let length = self.call("qjs_last_len", &[]).await?.cast_unsigned();
        if length > MAX_VALUE_BYTES {
            return Err(Halt::protocol("a value is too large for the host"));
        }
        if length == 0 {
            return Ok(Vec::new());
        }
        let place = self.call("qjs_last_ptr", &[]).await?.cast_unsigned();
        let bytes = self.guest.read(place, length)?.to_vec();
        if bytes.len() > KEPT_RESULT_BYTES {
            self.guest.call("qjs_result_free", &[]).await?;
        }
        Ok(bytes)
    }

    /// A new string.
    pub(crate) async fn new_text(&mut self, text: &str) -> Result<Handle, Halt> {
        let (place, length) = self.place(text.as_bytes()).await?;
        let handle = self.call("new_string", &[place, length]).await?;
        self.release(place, length).await?;
        made(handle)
    }

    /// A new `Uint8Array`.
    pub(crate) async fn new_bytes(&mut self, bytes: &[u8]) -> Result<Handle, Halt> {
        let (place, length) = self.place(bytes).await?;
        let status = self.call("new_uint8array", &[place, length, OUT]).await?;
        self.release(place, length).await?;
        if status != OK {
            return Err(Halt::protocol("the engine could not make an array"));
        }
        made(self.read_i32(SCRATCH)?)
    }

    /// A new number.
    pub(crate) async fn new_number(&mut self, number: f64) -> Result<Handle, Halt> {
        let bits = Value::I64(number.to_bits().cast_signed());
        made(self.call("new_number", &[bits]).await?)
    }

    /// A boolean.
    pub(crate) async fn new_boolean(&mut self, flag: bool) -> Result<Handle, Halt> {
        made(self.call("new_bool", &[Value::I32(i32::from(flag))]).await?)
    }

    /// `undefined`.
    pub(crate) async fn new_undefined(&mut self) -> Result<Handle, Halt> {
        made(self.call("new_undefined", &[]).await?)
    }

    /// A function that calls the host's operation of this name.
    pub(crate) async fn new_function(&mut self, name: &str) -> Result<Handle, Halt> {
        let (place, length) = self.place(name.as_bytes()).await?;
        let handle = self.call("new_function", &[place, length]).await?;
        self.release(place, length).await?;
        made(handle)
    }

    /// A new, empty object.
    pub(crate) async fn new_object(&mut self) -> Result<Handle, Halt> {
        made(self.call("new_object", &[]).await?)
    }

    /// Sets a property.
    pub(crate) async fn set_property(&mut self, object: Handle, name: &str, value: Handle) -> Result<(), Halt> {
        let (place, length) = self.place(name.as_bytes()).await?;
        let parameters = [Value::I32(object.0), place, length, Value::I32(value.0)];
        let status = self.call("set_prop", &parameters).await?;
        self.release(place, length).await?;
        match status {
            OK => Ok(()),
            _ => Err(Halt::protocol("the engine could not set a property")),
        }
    }

    /// Gives a value up.
    pub(crate) async fn free(&mut self, handle: Handle) -> Result<(), Halt> {
        self.guest.call("free_value", &[Value::I32(handle.0)]).await
    }

    /// Copies bytes into the guest; to be released.
    async fn place(&mut self, bytes: &[u8]) -> Result<(Value, Value), Halt> {
        let length = u32::try_from(bytes.len()).map_err(|_| Halt::protocol("a value is too large for the guest"))?;
        let place = allocate(self.guest, length).await?;
        self.guest.write(place, bytes)?;
        Ok((Value::I32(place.cast_signed()), Value::I32(length.cast_signed())))
    }

    async fn release(&mut self, place: Value, length: Value) -> Result<(), Halt> {
        self.guest.call("qjs_free", &[place, length]).await
    }
}

/// The sizes of free places that are looked for, in bytes: nothing in an image leaves a larger one, and the allocator's unit is the smallest.
const LARGEST_GAP: u32 = 1 << 18;
const SMALLEST_GAP: u32 = 8;

/// The place for a result, as a parameter.
const OUT: Value = Value::I32(SCRATCH.cast_signed());

/// Where the value of this number is kept.
fn kept_place(number: u32) -> u32 {
    SCRATCH + SCRATCH_BYTES + 4 * (number % KEPT_VALUES)
}

/// The engine's result buffer is re-used; only a large one is worth a call to free it.
const KEPT_RESULT_BYTES: usize = 64 << 10;

/// Memory from the guest's own allocator.
pub(crate) async fn allocate(guest: &mut Guest<'_>, length: u32) -> Result<u32, Halt> {
    let length = i32::try_from(length).map_err(|_| Halt::protocol("a value is too large for the guest"))?;
    match guest.call_i32("qjs_alloc", &[Value::I32(length)]).await? {
        0 if length > 0 => Err(Halt::protocol("the engine is out of memory")),
        place => Ok(place.cast_unsigned()),
    }
}

fn made(handle: i32) -> Result<Handle, Halt> {
    if handle == Handle::NULL.0 {
        return Err(Halt::protocol("the engine is out of memory"));
    }
    Ok(Handle(handle))
}
