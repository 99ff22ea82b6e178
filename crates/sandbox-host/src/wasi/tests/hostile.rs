//! Random calls: whatever a guest passes, it gets an error number, and the quotas hold.

use std::cell::Cell;

use proptest::prelude::*;
use wasmtime::{Config, Engine, Instance, Linker, Module, Store, Val, ValType};

use super::super::{MODULE, POLL, SHADOWED, add_to_linker};
use super::harness::state;
use crate::state::GuestState;

/// Calls of one sequence.
const CALLS: usize = 60;

/// Paths of the guest's, 16 bytes apart from 1024 on.
const PATHS: &[&str] = &["a", "b", "d", "d/x", "../app/a", "a/", ".", "..", "l", "ro/readme"];

/// A guest that exports every function that it imports, with some paths and buffers in its memory.
fn trampolines(engine: &Engine, linker: &Linker<GuestState>) -> Vec<(String, Vec<ValType>, String)> {
    let mut store = Store::new(engine, state());
    let items: Vec<_> = linker
        .iter(&mut store)
        .map(|(_, name, item)| (name.to_owned(), item))
        .collect();
    let ours = |name: &str| name == POLL || SHADOWED.contains(&name);
    items
        .into_iter()
        .filter(|(name, _)| ours(name))
        .map(|(name, item)| {
            let wasmtime::ExternType::Func(ty) = item.ty(&store) else {
                panic!("{name} is no function")
            };
            let types: Vec<ValType> = ty.params().collect();
            let params = params(&types);
            let import = format!("(import \"{MODULE}\" \"{name}\" (func ${name} (param{params}) (result i32)))");
            (name, types, import)
        })
        .collect()
}

fn program(functions: &[(String, Vec<ValType>, String)]) -> String {
    let imports: Vec<&str> = functions.iter().map(|(_, _, import)| import.as_str()).collect();
    let data: Vec<String> = PATHS
        .iter()
        .zip((1024..).step_by(16))
        .map(|(path, address)| format!("(data (i32.const {address}) \"{path}\")"))
        .collect();
    // Buffers: 16 bytes of the paths, and one that ends outside.
    let buffers = r#"(data (i32.const 64) "\00\04\00\00\10\00\00\00\f8\ff\00\00\ff\ff\ff\ff")"#;
    // The host sees the memory of the function that calls it: an exported import has none.
    let exports: Vec<String> = functions
        .iter()
        .map(|(name, types, _)| {
            let arguments: Vec<String> = (0..types.len()).map(|index| format!("(local.get {index})")).collect();
            let (params, arguments) = (params(types), arguments.concat());
            format!("(func (export \"{name}\") (param{params}) (result i32) (call ${name} {arguments}))")
        })
        .collect();
    let (imports, data, exports) = (imports.concat(), data.concat(), exports.concat());
    format!("(module {imports} (memory (export \"memory\") 1) {data} {buffers} {exports})")
}

fn params(types: &[ValType]) -> String {
    let names: Vec<&str> = types
        .iter()
        .map(|ty| if matches!(ty, ValType::I64) { " i64" } else { " i32" })
        .collect();
    names.concat()
}

/// One argument: what makes calls succeed, what lies at a border, and anything.
fn argument() -> impl Strategy<Value = u64> {
    prop_oneof![
        4 => 0_u64..10,
        3 => (0_u64..10).prop_map(|index| 1024 + 16 * index),
        2 => prop::sample::select(vec![64, 512, 65_528, 65_535, 65_536, 1 << 31, u64::from(u32::MAX), 1 << 40, i64::MAX as u64, u64::MAX]),
        1 => any::<u64>(),
    ]
}

async fn run(
    engine: &Engine,
    linker: &Linker<GuestState>,
    module: &Module,
    calls: Vec<(&str, &[ValType], Vec<u64>)>,
) -> usize {
    let mut succeeded = 0;
    let mut store = Store::new(engine, state());
    let instance: Instance = linker
        .instantiate_async(&mut store, module)
        .await
        .expect("imports that exist");
    for (name, types, arguments) in calls {
        let function = instance.get_func(&mut store, name).expect("an export of the program");
        let arguments: Vec<Val> = types
            .iter()
            .zip(&arguments)
            .map(|(ty, value)| {
                if matches!(ty, ValType::I64) {
                    Val::I64(value.cast_signed())
                } else {
                    Val::I32(low(*value))
                }
            })
            .collect();
        let mut results = [Val::I32(-1)];
        function
            .call_async(&mut store, &arguments, &mut results)
            .await
            .unwrap_or_else(|error| panic!("{name}{arguments:?}: {error:?}"));
        let code = results[0].unwrap_i32();
        assert!((0..=76).contains(&code), "{name}{arguments:?} returned {code}");
        succeeded += usize::from(code == 0);
    }
    let usage = store.data().tree.usage();
    assert!(
        usage.bytes <= 64 << 20 && usage.entries <= 10_000 && store.data().tree.open_count() <= 128,
        "{usage:?}"
    );
    succeeded
}

#[test]
fn b_162_random_calls_end_in_error_numbers() {
    let engine = Engine::new(&Config::new()).expect("an engine of plain settings");
    let mut linker = Linker::new(&engine);
    add_to_linker(&mut linker).expect("an empty linker");
    let functions = trampolines(&engine, &linker);
    let module =
        Module::new(&engine, wat::parse_str(program(&functions)).expect("valid text")).expect("a valid program");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let one = (0..functions.len(), prop::collection::vec(argument(), 9));
    let succeeded = Cell::new(0);
    proptest!(ProptestConfig::with_cases(300), |(calls in prop::collection::vec(one, CALLS))| {
        let calls = calls.into_iter().map(|(index, arguments)| {
            let (name, types, _) = &functions[index];
            (name.as_str(), types.as_slice(), arguments)
        });
        succeeded.set(succeeded.get() + runtime.block_on(run(&engine, &linker, &module, calls.collect())));
    });
    // Not only refusals: one call in twenty does something.
    assert!(
        succeeded.get() > 300 * CALLS / 20,
        "{} calls succeeded",
        succeeded.get()
    );
}

/// The low half of `value`.
fn low(value: u64) -> i32 {
    let [a, b, c, d, ..] = value.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}
