//! The lies that matter, one by one, and random ones.

use proptest::prelude::*;
use sandbox_core::Execution;

use super::*;

/// Numbers that are no address, no length and no status of the engine's.
const NONSENSE: [u32; 8] = [0, 1, 7, 2_097_149, 2_097_152, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

#[track_caller]
fn ended(run: &Execution, what: &str) {
    assert!(is_harmless(run), "{what}: {:?}", run.outcome);
}

#[tokio::test]
async fn a_stream_that_is_none_ends_the_execution() {
    let (image, _folder) = image();
    assert_eq!(run(&image, HONEST, GO).await.outcome, Outcome::Trap);
}

/// Fuel for a call.
const CALL: u64 = sandbox_host::price::CALL;

#[tokio::test]
async fn no_call_is_free_and_no_text_is_copied_for_nothing() {
    let (image, _folder) = image();
    let long = 1 << 20;
    let copied = u64::from(long) / sandbox_host::price::BYTES_PER_UNIT;
    for (what, import, parameters, least) in [
        ("an operation that there is not", 0, [5000, 9, 0, 0, 2048], 0),
        ("a name that is too long", 0, [1024, 65, 0, 0, 2048], 0),
        ("too few arguments", 0, [1048, 4, 0, 0, 2048], 0),
        ("a name to be resolved", 1, [1024, 3, 1024, long, 4096], copied),
        ("a text to be loaded", 2, [1024, long, 4096, 0, 0], copied),
    ] {
        let lie = Lie {
            import,
            parameters,
            ..HONEST
        };
        let fuel = run(&image, lie, GO).await.fuel_consumed.unwrap();
        // `go` asks whether it is interrupted before it makes its call.
        assert!(fuel >= 2 * CALL + least, "{what}: {fuel}");
        assert!(fuel < 2 * CALL + least + 1_000, "{what}: {fuel}");
    }
}

#[tokio::test]
async fn lengths_places_and_handles_that_are_nonsense_end_the_execution() {
    let (image, _folder) = image();
    for number in NONSENSE {
        for lie in [
            Lie {
                length: number,
                ..HONEST
            },
            Lie {
                place: number,
                ..HONEST
            },
            Lie {
                alloc: number,
                ..HONEST
            },
            Lie {
                handle: number,
                ..HONEST
            },
            Lie {
                status: number,
                ..HONEST
            },
        ] {
            for kind in [GO, TURN] {
                ended(&run(&image, lie, kind).await, &format!("{number} {kind}"));
            }
        }
    }
}

#[tokio::test]
async fn calls_with_nonsense_end_the_execution() {
    let (image, _folder) = image();
    // Names of operations that take a text, bytes, a promise, and two texts.
    for (name, length) in [(1024, 3), (1032, 11), (1048, 4), (1056, 14), (1072, 9), (5000, 9)] {
        for number in NONSENSE {
            for parameters in [
                [number, length, 0, 2, 2048],
                [name, number, 0, 2, 2048],
                [name, length, number, number, 2048],
                [name, length, 0, 4, number],
                [name, length, 0, 2, 2052],
            ] {
                ended(
                    &run(&image, Lie { parameters, ..HONEST }, GO).await,
                    &format!("{parameters:?}"),
                );
            }
        }
    }
    for import in [1, 2] {
        for number in NONSENSE {
            for at in 0..5 {
                let mut parameters = [1024, 3, 1024, 3, 4096];
                parameters[at] = number;
                let lie = Lie {
                    import,
                    parameters,
                    ..HONEST
                };
                ended(&run(&image, lie, GO).await, &format!("{import} {parameters:?}"));
            }
        }
    }
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![prop::sample::select(&NONSENSE[..]), 0..8192_u32, any::<u32>()]
}

fn lie() -> impl Strategy<Value = Lie> {
    let numbers = (number(), number(), number(), number(), number());
    let name = prop::sample::select(&[(1024, 3), (1032, 11), (1048, 4), (1056, 14), (1072, 9)][..]);
    let call = (0..3_u32, name, any::<bool>(), prop::array::uniform5(number()));
    (numbers, call).prop_map(
        |((alloc, length, place, status, handle), (import, (name, long), known, mut parameters))| {
            if known {
                [parameters[0], parameters[1]] = [name, long];
            }
            Lie {
                alloc,
                length,
                place,
                status,
                handle,
                import,
                parameters,
            }
        },
    )
}

#[test]
fn random_lies_end_the_execution() {
    let (image, _folder) = image();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    proptest!(ProptestConfig::with_cases(300), |(lie in lie(), turn in any::<bool>())| {
        let kind = if turn { TURN } else { GO };
        let ended = runtime.block_on(run(&image, lie, kind));
        prop_assert!(is_harmless(&ended), "{lie:?} {kind}: {:?}", ended.outcome);
    });
}
