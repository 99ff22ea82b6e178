//! A runtime crate's view of a live guest, free of wasmtime's types.

mod companion;
mod services;

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use wasmtime::{AsContextMut, Instance, Memory, StoreContextMut, Val, ValType as WasmType};

pub(crate) use self::companion::Companion;
pub use self::services::{MAX_RANDOM_BYTES, Stream};
use crate::price;
use crate::state::GuestState;

/// What a runtime's asynchronous functions return.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Halt>> + Send + 'a>>;

/// The guest ended, or cannot go on: a trap, a limit of the host's, an exit, or a broken promise of its interface.
///
/// A runtime passes it on; the host turns it into an [`Outcome`](sandbox_core::Outcome).
#[derive(Debug)]
pub struct Halt(pub(crate) wasmtime::Error);

impl Halt {
    /// The guest broke the promise of its interface (a pointer outside its memory, an answer of the wrong form).
    #[must_use]
    pub fn protocol(what: &'static str) -> Self {
        Self(wasmtime::Error::msg(what))
    }
}

/// A type of WebAssembly's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are WebAssembly's own")]
pub enum ValueType {
    I32,
    I64,
    F32,
    F64,
}

/// A number that passes between host and guest.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the names are WebAssembly's own")]
pub enum Value {
    I32(i32),
    I64(i64),
    F32(f32),
    F64(f64),
}

impl Value {
    /// The number, if it is an `i32`.
    #[must_use]
    pub fn i32(self) -> Option<i32> {
        match self {
            Self::I32(value) => Some(value),
            _ => None,
        }
    }

    fn into_wasm(self) -> Val {
        match self {
            Self::I32(value) => Val::I32(value),
            Self::I64(value) => Val::I64(value),
            Self::F32(value) => Val::F32(value.to_bits()),
            Self::F64(value) => Val::F64(value.to_bits()),
        }
    }

    fn from_wasm(value: &Val) -> Option<Self> {
        Some(match value {
            Val::I32(value) => Self::I32(*value),
            Val::I64(value) => Self::I64(*value),
            Val::F32(bits) => Self::F32(f32::from_bits(*bits)),
            Val::F64(bits) => Self::F64(f64::from_bits(*bits)),
            _ => return None,
        })
    }
}

/// The most parameters that [`Guest::call`] and a [`HostFunction`] pass: both guests' interfaces stay below.
pub const MAX_PARAMETERS: usize = 8;

/// What a [`HostFunction`] runs: the guest that called, and the parameters.
pub type Handler = dyn for<'a> Fn(&'a mut Guest<'_>, [Value; MAX_PARAMETERS]) -> Answer<'a, Value> + Send + Sync;

/// A function of the runtime's that the guest imports, beside WASI.
#[derive(Clone)]
pub struct HostFunction {
    /// The import's module name.
    pub module: &'static str,
    /// The import's name.
    pub name: &'static str,
    /// Its parameters, at most [`MAX_PARAMETERS`].
    pub parameters: &'static [ValueType],
    /// Its result.
    pub result: ValueType,
    /// What it does.
    pub handler: Arc<Handler>,
}

impl std::fmt::Debug for HostFunction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HostFunction")
            .field("module", &self.module)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A live guest: its exports and its memory, with every pointer checked.
pub struct Guest<'a> {
    context: StoreContextMut<'a, GuestState>,
    instance: Instance,
    memory: Memory,
}

impl<'a> Guest<'a> {
    pub(crate) fn new(context: StoreContextMut<'a, GuestState>, instance: Instance, memory: Memory) -> Self {
        Self {
            context,
            instance,
            memory,
        }
    }

    /// Calls an exported function without a result; the guest may run until a limit ends it.
    ///
    /// # Errors
    ///
    /// When the guest traps, is ended by the host, or has no such export of this type.
    pub async fn call(&mut self, export: &str, parameters: &[Value]) -> Result<(), Halt> {
        self.invoke(export, parameters, &mut []).await
    }

    /// Calls an exported function whose result is an `i32`.
    ///
    /// # Errors
    ///
    /// As [`call`](Self::call).
    pub async fn call_i32(&mut self, export: &str, parameters: &[Value]) -> Result<i32, Halt> {
        let mut results = [Val::I32(0)];
        self.invoke(export, parameters, &mut results).await?;
        results[0]
            .i32()
            .ok_or_else(|| Halt::protocol("the guest's export has no i32 result"))
    }

    async fn invoke(&mut self, export: &str, parameters: &[Value], results: &mut [Val]) -> Result<(), Halt> {
        let function = self
            .instance
            .get_func(self.context.as_context_mut(), export)
            .ok_or_else(|| Halt::protocol("the guest lacks an export that its runtime calls"))?;
        let mut values = [const { Val::I32(0) }; MAX_PARAMETERS];
        for (slot, parameter) in values.iter_mut().zip(parameters) {
            *slot = parameter.into_wasm();
        }
        let values = values
            .get(..parameters.len())
            .ok_or_else(|| Halt::protocol("the guest's export has another type than its runtime expects"))?;
        // Numbers and types of parameters and results are compared there.
        function
            .call_async(self.context.as_context_mut(), values, results)
            .await
            .map_err(Halt)
    }

    /// The guest's memory from `pointer`, `length` bytes.
    ///
    /// # Errors
    ///
    /// When that is not inside the memory.
    pub fn read(&self, pointer: u32, length: u32) -> Result<&[u8], Halt> {
        let start = pointer as usize;
        self.memory
            .data(&self.context)
            .get(start..start.saturating_add(length as usize))
            .ok_or_else(|| Halt::protocol("the guest passed a range outside its memory"))
    }

    /// The size of the guest's memory, in bytes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.memory.data_size(&self.context)
    }

    /// Writes into the guest's memory at `pointer`.
    ///
    /// # Errors
    ///
    /// When that is not inside the memory.
    pub fn write(&mut self, pointer: u32, bytes: &[u8]) -> Result<(), Halt> {
        let start = pointer as usize;
        let target = self
            .memory
            .data_mut(&mut self.context)
            .get_mut(start..start.saturating_add(bytes.len()));
        target
            .ok_or_else(|| Halt::protocol("the guest passed a range outside its memory"))?
            .copy_from_slice(bytes);
        Ok(())
    }

    /// How many descriptors the program holds open, beyond its standard streams.
    #[must_use]
    pub fn open_files(&self) -> u32 {
        self.context.data().tree.open_count()
    }

    /// What the runtime keeps while a turn is under way: set by its `run`, read by its host functions.
    pub fn turn_mut<T: Any + Send>(&mut self) -> Option<&mut T> {
        self.context.data_mut().turn.as_mut()?.downcast_mut()
    }

    /// Sets what [`turn_mut`](Self::turn_mut) returns.
    pub fn set_turn<T: Any + Send>(&mut self, turn: T) {
        self.context.data_mut().turn = Some(Box::new(turn));
    }

    /// Takes back what [`set_turn`](Self::set_turn) set.
    pub fn take_turn<T: Any + Send>(&mut self) -> Option<Box<T>> {
        self.context.data_mut().turn.take()?.downcast().ok()
    }
}

/// Adds a runtime's own imports to the linker.
pub(crate) fn link(linker: &mut wasmtime::Linker<GuestState>, function: HostFunction) -> wasmtime::Result<()> {
    let HostFunction {
        module,
        name,
        parameters,
        result,
        handler,
    } = function;
    assert!(
        parameters.len() <= MAX_PARAMETERS,
        "a host function has too many parameters"
    );
    let wasm_type = |kind: &ValueType| match kind {
        ValueType::I32 => WasmType::I32,
        ValueType::I64 => WasmType::I64,
        ValueType::F32 => WasmType::F32,
        ValueType::F64 => WasmType::F64,
    };
    let signature = wasmtime::FuncType::new(linker.engine(), parameters.iter().map(wasm_type), [wasm_type(&result)]);
    linker.func_new_async(module, name, signature, move |mut caller, values, results| {
        let handler = Arc::clone(&handler);
        Box::new(async move {
            let instance = caller
                .data()
                .instance
                .ok_or_else(|| wasmtime::Error::msg("a host function was called before its instance was known"))?;
            let memory = instance
                .get_memory(&mut caller, "memory")
                .ok_or_else(|| wasmtime::Error::msg("the guest has no memory"))?;
            let mut passed = [Value::I32(0); MAX_PARAMETERS];
            for (slot, value) in passed.iter_mut().zip(values) {
                *slot =
                    Value::from_wasm(value).ok_or_else(|| wasmtime::Error::msg("a host function got a reference"))?;
            }
            let meter = &mut caller.data_mut().host_calls;
            meter.count_call()?;
            if !meter.enter() {
                return Err(wasmtime::Error::msg("calls between host and guest are nested too deep"));
            }
            let mut guest = Guest::new(caller.as_context_mut(), instance, memory);
            guest.take_fuel(price::CALL).map_err(|halt| halt.0)?;
            let result = handler(&mut guest, passed).await;
            // Where it is an error, the guest has ended and makes no more calls.
            caller.data_mut().host_calls.leave();
            results[0] = result.map_err(|halt| halt.0)?.into_wasm();
            Ok(())
        })
    })?;
    Ok(())
}
