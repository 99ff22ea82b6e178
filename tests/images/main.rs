//! The Python image: what is in it is decided by its inputs and by nothing else.

#[path = "../support/mod.rs"]
mod support;

use llm_wasm_sandbox::{CacheDir, Runtime, Silent, Source, default_image, image_names, inventory};

#[test]
fn an_image_built_again_is_byte_for_byte_the_same() {
    let used = support::sandbox().as_async().image_id();
    let cache = CacheDir::open_default().expect("the cache is in use");
    let rebuilt = inventory::rebuild(&cache, Runtime::Python, default_image(), Source::package(), &Silent);
    assert_eq!(rebuilt.expect("the inputs are there"), used);
}

#[test]
fn everything_in_the_image_is_immortal_and_out_of_the_collectors_sight() {
    let printed = support::printed(
        "import gc, sys\n\
         modules = list(sys.modules.values())\n\
         print(all(sys._is_immortal(module) for module in modules if module is not sys.modules['__main__']))\n\
         print(gc.get_freeze_count() > 10_000, len(gc.get_objects()) < 1_000)\n",
    );
    assert_eq!(printed, "True\nTrue True\n");
}

#[test]
fn nothing_of_the_build_is_left_for_a_program_to_see() {
    let printed = support::printed(
        "import os, sys\n\
         print(sorted(name for name in globals() if not name.startswith('__')))\n\
         print(os.listdir('/app'), os.listdir('/tmp'))\n",
    );
    assert_eq!(printed, "['os', 'sys']\n[] []\n");
}

#[test]
fn every_image_that_can_be_named_says_what_it_is_for() {
    let names = image_names(Runtime::Python);
    assert!(names.iter().any(|(name, _)| name == default_image()));
    assert!(names.iter().all(|(_, description)| !description.is_empty()));
    assert!(image_names(Runtime::JavaScript).is_empty(), "not yet");
}
