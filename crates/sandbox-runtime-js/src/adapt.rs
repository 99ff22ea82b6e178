//! Adds two functions to the engine's module.
//!
//! One tells the prelude about rejected promises. The engine can call a *rejection tracker*, but its interface has no way to set one, and no function of the module has a tracker's type. So one is
//! appended, which changes no other function's index, and put at the end of the table; [`wiring`](crate::wiring) then enters it into the engine's
//! runtime. It calls the function of the prelude's that it is given, `track(promise, reason, handled)`, with the engine's own `JS_Call`.
//!
//! The other stands before the one that makes the trace of an error, for which the prelude is called: it gives that some more stack, so that the error of a
//! used up stack has a trace.

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, Function, FunctionSection, InstructionSink, MemArg, Module,
    TableSection, TypeSection,
};
use wasmparser::{
    CodeSectionReader, ElementSectionReader, FuncType, FunctionSectionReader, Import, ImportSectionReader, Parser,
    TableSectionReader, TypeRef, TypeSectionReader, ValType,
};

use crate::layout::{
    BUILD_BACKTRACE, CALL_FUNCTION, CONTEXT_RUNTIME, STACK_LIMIT, STACK_RESERVE_IN_TRACES, TABLE_LENGTH,
};

/// `(context, promise, reason, handled, opaque)`.
const TRACKER: [ValType; 5] = [ValType::I32, ValType::I64, ValType::I64, ValType::I32, ValType::I32];

/// `(context, error, filter, file, line, column, flags)`.
const BACKTRACE: [ValType; 7] = [
    ValType::I32,
    ValType::I64,
    ValType::I64,
    ValType::I32,
    ValType::I32,
    ValType::I32,
    ValType::I32,
];

/// The upper halves of values: their tags.
const UNDEFINED: i64 = 3 << 32;
const BOOLEAN: i64 = 1 << 32;

/// Room on the guest's stack for the three arguments.
const FRAME_BYTES: i32 = 32;

/// The module with both functions in it, or why it is not the module that this was written for.
pub(crate) fn adapted(wasm: &[u8]) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    Adapter::default()
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| format!("the engine's module is of another build: {error}"))?;
    Ok(module.finish())
}

/// What is learned of the module on the way through it.
#[derive(Default)]
struct Adapter {
    types: Vec<FuncType>,
    /// The type of every function, imported ones first.
    functions: Vec<u32>,
}

impl Adapter {
    /// The indices of the functions that are added: the tracker, and the one for traces.
    fn added(&self) -> Result<[u32; 2], Error<Unfit>> {
        let count = u32::try_from(self.functions.len()).map_err(|_| Unfit("it has too many functions"))?;
        match count.checked_sub(2) {
            Some(first) => Ok([first, first + 1]),
            None => Err(Unfit("it has no functions").into()),
        }
    }

    fn index_of_type(&self, parameters: &[ValType], results: &[ValType]) -> Option<u32> {
        let index = self
            .types
            .iter()
            .position(|each| each.params() == parameters && each.results() == results)?;
        u32::try_from(index).ok()
    }
}

/// What is otherwise than it was.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unfit(&'static str);

impl From<Unfit> for Error<Unfit> {
    fn from(unfit: Unfit) -> Self {
        Self::UserError(unfit)
    }
}

impl Reencode for Adapter {
    type Error = Unfit;

    fn parse_type_section(
        &mut self,
        types: &mut TypeSection,
        section: TypeSectionReader<'_>,
    ) -> Result<(), Error<Unfit>> {
        self.types = section.clone().into_iter_err_on_gc_types().collect::<Result<_, _>>()?;
        utils::parse_type_section(self, types, section)
    }

    fn parse_import_section(
        &mut self,
        imports: &mut wasm_encoder::ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Unfit>> {
        for import in section.clone().into_imports() {
            if let Import {
                ty: TypeRef::Func(index),
                ..
            } = import?
            {
                self.functions.push(index);
            }
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Unfit>> {
        for index in section.clone() {
            self.functions.push(index?);
        }
        utils::parse_function_section(self, functions, section)?;
        let called = self.functions.get(CALL_FUNCTION as usize);
        if called.is_none() || called.copied() != self.index_of_type(&TRACKER, &[ValType::I64]) {
            return Err(Unfit("its function to call a function is another one").into());
        }
        let index = self
            .index_of_type(&TRACKER, &[])
            .ok_or(Unfit("it cannot call a rejection tracker"))?;
        let traced = self.index_of_type(&BACKTRACE, &[]);
        if traced.is_none() || self.functions.get(BUILD_BACKTRACE as usize).copied() != traced {
            return Err(Unfit("its function to make a trace is another one").into());
        }
        for index in [Some(index), traced].into_iter().flatten() {
            functions.function(index);
            self.functions.push(index);
        }
        Ok(())
    }

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Unfit>> {
        Ok(if function == BUILD_BACKTRACE {
            self.added()?[1]
        } else {
            function
        })
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: TableSectionReader<'_>,
    ) -> Result<(), Error<Unfit>> {
        for table in section {
            let mut table = table?.ty;
            if table.initial != u64::from(TABLE_LENGTH) || table.maximum != Some(table.initial) {
                return Err(Unfit("its table has another length").into());
            }
            table.initial += 1;
            table.maximum = Some(table.initial);
            tables.table(self.table_type(table)?);
        }
        Ok(())
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: ElementSectionReader<'_>,
    ) -> Result<(), Error<Unfit>> {
        utils::parse_element_section(self, elements, section)?;
        let tracker = [self.added()?[0]];
        let place = ConstExpr::i32_const(TABLE_LENGTH.cast_signed());
        elements.active(None, &place, Elements::Functions((&tracker[..]).into()));
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Unfit>> {
        utils::parse_code_section(self, code, section)?;
        code.function(&tracker());
        code.function(&backtrace());
        Ok(())
    }
}

/// Puts the arguments on the guest's stack and calls the function whose value lies at `opaque`. What it returns is `undefined`; what it throws is of no
/// interest, as in the engine's own callbacks.
fn tracker() -> Function {
    let [context, promise, reason, handled, opaque, frame] = [0, 1, 2, 3, 4, 5];
    // The one global of the module.
    let stack_pointer = 0;
    let at = |offset| MemArg {
        offset,
        align: 3,
        memory_index: 0,
    };
    let mut function = Function::new([(1, wasm_encoder::ValType::I32)]);
    let mut code: InstructionSink<'_> = function.instructions();
    code.global_get(stack_pointer)
        .i32_const(FRAME_BYTES)
        .i32_sub()
        .local_tee(frame)
        .global_set(stack_pointer);
    code.local_get(frame).local_get(promise).i64_store(at(0));
    code.local_get(frame).local_get(reason).i64_store(at(8));
    code.local_get(frame)
        .local_get(handled)
        .i64_extend_i32_u()
        .i64_const(BOOLEAN)
        .i64_or()
        .i64_store(at(16));
    code.local_get(context)
        .local_get(opaque)
        .i64_load(at(0))
        .i64_const(UNDEFINED)
        .i32_const(3)
        .local_get(frame)
        .call(CALL_FUNCTION)
        .drop();
    code.local_get(frame)
        .i32_const(FRAME_BYTES)
        .i32_add()
        .global_set(stack_pointer)
        .end();
    function
}

/// Calls the engine's own function with a lower limit for the stack.
fn backtrace() -> Function {
    let context = 0;
    let [runtime, limit] = [7, 8];
    let at = |offset: u32| MemArg {
        offset: offset.into(),
        align: 2,
        memory_index: 0,
    };
    let mut function = Function::new([(2, wasm_encoder::ValType::I32)]);
    let mut code: InstructionSink<'_> = function.instructions();
    code.local_get(context)
        .i32_load(at(CONTEXT_RUNTIME))
        .local_tee(runtime)
        .i32_load(at(STACK_LIMIT))
        .local_set(limit);
    code.local_get(runtime)
        .i32_const(STACK_RESERVE_IN_TRACES.cast_signed())
        .i32_store(at(STACK_LIMIT));
    for parameter in 0..7 {
        code.local_get(parameter);
    }
    code.call(BUILD_BACKTRACE);
    code.local_get(runtime)
        .local_get(limit)
        .i32_store(at(STACK_LIMIT))
        .end();
    function
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_module_is_refused_and_does_not_panic() {
        let empty = Module::new().finish();
        for wrong in [&b""[..], b"\0asm", &[0; 64], b"\0asm\x01\0\0\0\x03\x02\x01\x00"] {
            let _ = adapted(wrong);
        }
        assert_eq!(adapted(&empty).unwrap(), empty);
        let mut other = Module::new();
        let mut functions = FunctionSection::new();
        functions.function(0);
        other.section(&functions);
        assert!(adapted(&other.finish()).unwrap_err().contains("another build"));
    }
}
