//! A JavaScript engine that answers anything and calls the host with anything: the execution ends, and the host does not panic.
#![no_main]

use std::cell::OnceCell;

use libfuzzer_sys::fuzz_target;
use sandbox_host::Image;
use sandbox_runtime_js::hostile::{GO, Lie, TURN, image, is_harmless, run};
use tokio::runtime::{Builder, Runtime};

thread_local! {
    static ENGINE: OnceCell<(Image, Runtime)> = const { OnceCell::new() };
}

fuzz_target!(|words: [u32; 12]| {
    let [alloc, length, place, status, handle, import, a, b, c, d, e, kind] = words;
    let lie = Lie {
        alloc,
        length,
        place,
        status,
        handle,
        import: import % 3,
        parameters: [a, b, c, d, e],
    };
    ENGINE.with(|engine| {
        let (image, runtime) = engine.get_or_init(|| {
            let (image, folder) = image();
            // The image's file stays mapped; the folder is not needed any more.
            drop(folder);
            (image, Builder::new_current_thread().enable_time().build().expect("a runtime"))
        });
        let ended = runtime.block_on(run(image, lie, if kind % 2 == 0 { GO } else { TURN }));
        assert!(is_harmless(&ended), "{lie:?}: {:?}", ended.outcome);
    });
});
