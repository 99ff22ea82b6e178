//! Cuts a guest's bulk memory instructions into slices, so that none of them keeps a deadline, a cancellation or another execution waiting.
//!
//! The engine looks at the epoch when a function is entered and when a loop turns; `memory.copy` and `memory.fill` are single calls of the C library, and
//! one of a gigabyte takes as long as touching a quarter of a million pages takes. So every such instruction becomes a call to one of two functions
//! that are appended to the module. They do the same in a loop over slices. What is known to be short stays an instruction.
//!
//! A guest cannot make code at run time. Even one whose interpreter is taken over has no other bulk instructions than these.

use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, Function, FunctionSection, Instruction, InstructionSink, Module, TypeSection,
};
use wasmparser::{
    CodeSectionReader, FunctionSectionReader, Import, ImportSectionReader, Operator, Parser, TypeRef, TypeSectionReader,
};

/// Bytes that are moved between two looks at the epoch: a fraction of a millisecond, also where every page has to be made first.
const SLICE: i32 = 1 << 20;

/// The same module without a bulk memory instruction that can take long.
///
/// # Errors
///
/// When it is no valid module.
pub(super) fn sliced(wasm: &[u8]) -> Result<Vec<u8>, wasmtime::Error> {
    let mut module = Module::new();
    Slicer::default().parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// What is learned of the module on the way through it.
#[derive(Default)]
struct Slicer {
    /// The index of the functions' type, `(to, from or value, length)`: the first one after the module's own.
    signature: u32,
    /// How many functions the module has, imported ones included.
    functions: u32,
    /// The constant that the last instruction left on the stack: the length, if a bulk instruction follows.
    constant: Option<i32>,
}

impl Slicer {
    fn copy(&self) -> u32 {
        self.functions
    }

    fn fill(&self) -> u32 {
        self.functions + 1
    }

    /// Whether the length of a bulk instruction is a constant and a short one.
    fn is_short(&self) -> bool {
        self.constant.is_some_and(|length| (0..=SLICE).contains(&length))
    }
}

impl Reencode for Slicer {
    type Error = Infallible;

    fn parse_type_section(&mut self, types: &mut TypeSection, section: TypeSectionReader<'_>) -> Result<(), Error> {
        utils::parse_type_section(self, types, section)?;
        self.signature = types.len();
        types.ty().function([wasm_encoder::ValType::I32; 3], []);
        Ok(())
    }

    fn parse_import_section(
        &mut self,
        imports: &mut wasm_encoder::ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.clone().into_imports() {
            if let Import {
                ty: TypeRef::Func(_) | TypeRef::FuncExact(_),
                ..
            } = import?
            {
                self.functions += 1;
            }
        }
        utils::parse_import_section(self, imports, section)
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        self.functions += section.count();
        utils::parse_function_section(self, functions, section)?;
        functions.function(self.signature).function(self.signature);
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Result<(), Error> {
        utils::parse_code_section(self, code, section)?;
        code.function(&copy()).function(&fill());
        Ok(())
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, Error> {
        let instruction = match operator {
            Operator::MemoryCopy { dst_mem: 0, src_mem: 0 } if !self.is_short() => Instruction::Call(self.copy()),
            Operator::MemoryFill { mem: 0 } if !self.is_short() => Instruction::Call(self.fill()),
            _ => utils::instruction(self, operator)?,
        };
        self.constant = match instruction {
            Instruction::I32Const(value) => Some(value),
            _ => None,
        };
        Ok(instruction)
    }
}

/// The parameters of both functions; `FROM` is the value where it is one that is written.
const TO: u32 = 0;
const FROM: u32 = 1;
const LENGTH: u32 = 2;

/// `memory.copy`: from the start, or, where that would overwrite what is still to be read, from the end.
fn copy() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    whole_if(&mut code, &[TO, FROM], |code| {
        code.memory_copy(0, 0);
    });
    code.local_get(TO).local_get(FROM).i32_gt_u().if_(BlockType::Empty);
    {
        // The last slice first. `LENGTH` is what is left, so the slice begins a slice before its end.
        while_longer(&mut code, |code| {
            code.local_get(LENGTH).i32_const(SLICE).i32_sub().local_set(LENGTH);
            for start in [TO, FROM] {
                code.local_get(start).local_get(LENGTH).i32_add();
            }
            code.i32_const(SLICE).memory_copy(0, 0);
        });
    }
    code.else_();
    {
        while_longer(&mut code, |code| {
            code.local_get(TO).local_get(FROM).i32_const(SLICE).memory_copy(0, 0);
            advance(code, &[TO, FROM]);
        });
    }
    code.end();
    code.local_get(TO)
        .local_get(FROM)
        .local_get(LENGTH)
        .memory_copy(0, 0)
        .end();
    function
}

/// `memory.fill`.
fn fill() -> Function {
    let value = FROM;
    let mut function = Function::new([]);
    let mut code = function.instructions();
    whole_if(&mut code, &[TO], |code| {
        code.memory_fill(0);
    });
    while_longer(&mut code, |code| {
        code.local_get(TO).local_get(value).i32_const(SLICE).memory_fill(0);
        advance(code, &[TO]);
    });
    code.local_get(TO)
        .local_get(value)
        .local_get(LENGTH)
        .memory_fill(0)
        .end();
    function
}

/// Does it whole, and returns, where that is short or not within the memory: then it traps before anything is written, as it has to.
fn whole_if(code: &mut InstructionSink<'_>, starts: &[u32], whole: impl Fn(&mut InstructionSink<'_>)) {
    code.local_get(LENGTH).i32_const(SLICE).i32_le_u();
    for start in starts {
        // In 64 bits: the sum may be more than 32 hold, and 64 KiB are a page.
        code.local_get(*start)
            .i64_extend_i32_u()
            .local_get(LENGTH)
            .i64_extend_i32_u()
            .i64_add();
        code.memory_size(0)
            .i64_extend_i32_u()
            .i64_const(16)
            .i64_shl()
            .i64_gt_u()
            .i32_or();
    }
    code.if_(BlockType::Empty);
    code.local_get(TO).local_get(FROM).local_get(LENGTH);
    whole(code);
    code.return_().end();
}

/// Repeats while more than a slice is left.
fn while_longer(code: &mut InstructionSink<'_>, body: impl Fn(&mut InstructionSink<'_>)) {
    code.loop_(BlockType::Empty);
    code.local_get(LENGTH).i32_const(SLICE).i32_gt_u().if_(BlockType::Empty);
    body(code);
    code.br(1).end().end();
}

/// Goes on to the next slice.
fn advance(code: &mut InstructionSink<'_>, starts: &[u32]) {
    for start in starts {
        code.local_get(*start).i32_const(SLICE).i32_add().local_set(*start);
    }
    code.local_get(LENGTH).i32_const(SLICE).i32_sub().local_set(LENGTH);
}

#[cfg(test)]
mod tests;
