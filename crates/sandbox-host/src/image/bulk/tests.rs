use proptest::prelude::*;
use wasmtime::{Config, Engine, Instance, Memory, Module, Store, Trap, TypedFunc};

use super::{SLICE, sliced};

/// Both instructions, with lengths that are known and that are not.
const MODULE: &str = r#"(module
    (import "host" "nothing" (func $nothing))
    (memory (export "memory") 96)
    (func (export "copy") (param i32 i32 i32)
        local.get 0 local.get 1 local.get 2 memory.copy)
    (func (export "fill") (param i32 i32 i32)
        local.get 0 local.get 1 local.get 2 memory.fill)
    (func (export "short")
        call $nothing
        i32.const 8 i32.const 7 i32.const 5 memory.fill
        i32.const 100 i32.const 8 i32.const 5 memory.copy)
    (func (export "again") call $nothing call $nothing))"#;

const MEMORY: u32 = 96 << 16;

type Bulk = TypedFunc<(u32, u32, u32), ()>;

struct Guest {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Guest {
    /// A clone of a module, its memory filled with a pattern that has no period of a slice.
    fn new(engine: &Engine, wasm: &[u8]) -> Self {
        let module = Module::new(engine, wasm).unwrap();
        let mut store = Store::new(engine, ());
        store.set_epoch_deadline(u64::MAX / 2);
        let nothing = wasmtime::Func::wrap(&mut store, || {});
        let instance = Instance::new(&mut store, &module, &[nothing.into()]).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        for (byte, value) in memory.data_mut(&mut store).iter_mut().zip((0..251).cycle()) {
            *byte = value;
        }
        Self {
            store,
            instance,
            memory,
        }
    }

    fn bulk(&mut self, export: &str, parameters: (u32, u32, u32)) -> Result<(), Option<Trap>> {
        let function: Bulk = self.instance.get_typed_func(&mut self.store, export).unwrap();
        let done = function.call(&mut self.store, parameters);
        done.map_err(|error| error.downcast_ref::<Trap>().copied())
    }

    fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }
}

fn engine() -> Engine {
    Engine::new(Config::new().epoch_interruption(true)).unwrap()
}

/// The module as it was and as it is made.
fn both(engine: &Engine) -> [Guest; 2] {
    let original = wat::parse_str(MODULE).unwrap();
    [
        Guest::new(engine, &original),
        Guest::new(engine, &sliced(&original).unwrap()),
    ]
}

/// Does the same in both and compares the results and the memories.
fn same(engine: &Engine, export: &str, parameters: (u32, u32, u32)) {
    let [mut original, mut made] = both(engine);
    assert_eq!(
        original.bulk(export, parameters),
        made.bulk(export, parameters),
        "{export} {parameters:?}"
    );
    assert!(original.memory() == made.memory(), "{export} {parameters:?}");
}

#[test]
fn slices_do_what_the_instructions_do() {
    let engine = engine();
    let (slice, memory) = (SLICE.cast_unsigned(), MEMORY);
    for length in [0, 1, slice - 1, slice, slice + 1, 2 * slice, 3 * slice + 5] {
        for start in [0, 1, memory - length] {
            same(&engine, "fill", (start, 300, length));
        }
        // Apart, the same, overlapping by less and by more than a slice, in both directions.
        for (to, from) in [
            (0, 0),
            (0, 7),
            (7, 0),
            (0, slice + 3),
            (slice + 3, 0),
            (memory - length, 5),
            (5, memory - length),
        ] {
            same(&engine, "copy", (to, from, length));
        }
    }
}

#[test]
fn what_is_out_of_bounds_traps_before_anything_is_written() {
    let engine = engine();
    let (slice, memory) = (SLICE.cast_unsigned(), MEMORY);
    for (start, length) in [
        (memory - slice, slice + 1),
        (0, memory + 1),
        (memory, 2 * slice),
        (u32::MAX, 2 * slice),
        (u32::MAX - slice, u32::MAX),
        (1, u32::MAX),
    ] {
        for (export, parameters) in [
            ("fill", (start, 1, length)),
            ("copy", (start, 0, length)),
            ("copy", (0, start, length)),
        ] {
            let [_, mut made] = both(&engine);
            let before = made.memory().to_vec();
            let done = made.bulk(export, parameters);
            assert_eq!(done, Err(Some(Trap::MemoryOutOfBounds)), "{export} {parameters:?}");
            assert!(made.memory() == before, "{export} {parameters:?}");
        }
    }
}

/// With an epoch that has passed, a long operation is stopped on the way, not when it is done.
#[test]
fn a_long_operation_looks_at_the_epoch() {
    let engine = engine();
    for export in ["fill", "copy"] {
        let [_, mut made] = both(&engine);
        // Entering the export and entering the appended function are two looks; the loop's are the ones after.
        let mut looks = 0;
        made.store.epoch_deadline_callback(move |_| {
            looks += 1;
            match looks {
                4.. => Err(wasmtime::Error::msg("stopped")),
                _ => Ok(wasmtime::UpdateDeadline::Continue(0)),
            }
        });
        made.store.set_epoch_deadline(0);
        let done = made.bulk(export, (0, 1, 4 * SLICE.cast_unsigned()));
        assert_eq!(done, Err(None), "{export} was not stopped");
    }
}

#[test]
fn short_ones_and_everything_else_stay_what_they_are() {
    let original = wat::parse_str(MODULE).unwrap();
    let made = sliced(&original).unwrap();
    let count = |wasm: &[u8]| {
        let mut bulk = Vec::new();
        for payload in wasmparser::Parser::new(0).parse_all(wasm) {
            if let wasmparser::Payload::CodeSectionEntry(body) = payload.unwrap() {
                let operators = body.get_operators_reader().unwrap().into_iter().map(Result::unwrap);
                bulk.push(
                    operators
                        .filter(|each| {
                            use wasmparser::Operator::{MemoryCopy, MemoryFill};
                            matches!(each, MemoryCopy { .. } | MemoryFill { .. })
                        })
                        .count(),
                );
            }
        }
        bulk
    };
    assert_eq!(count(&original), [1, 1, 2, 0]);
    assert_eq!(count(&made), [0, 0, 2, 0, 4, 3]);
    assert_eq!(sliced(&wat::parse_str("(module)").unwrap()).unwrap().len(), 8);
}

#[test]
fn what_is_no_module_is_refused() {
    for wrong in [&b""[..], b"\0asm", &[0; 64], b"\0asm\x01\0\0\0\x0a\xff"] {
        assert!(sliced(wrong).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_copy_and_any_fill_is_the_same(
        to in 0..MEMORY,
        from in 0..MEMORY,
        length in 0..MEMORY,
    ) {
        let engine = engine();
        same(&engine, "fill", (to, from, length));
        same(&engine, "copy", (to, from, length));
    }
}
