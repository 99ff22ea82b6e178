//! The Python image: what is in it is decided by its inputs and by nothing else.

#[path = "../support/mod.rs"]
mod support;

use llm_wasm_sandbox::{CacheDir, Runtime, Silent, Source, default_image, image_names, inventory};

#[test]
fn an_image_built_again_is_byte_for_byte_the_same() {
    for sandbox in [support::sandbox(), support::javascript()] {
        let sandbox = sandbox.as_async();
        let cache = CacheDir::open_default().expect("the cache is in use");
        let rebuilt = inventory::rebuild(&cache, sandbox.runtime(), default_image(), Source::package(), &Silent);
        assert_eq!(rebuilt.expect("the inputs are there"), sandbox.image_id());
    }
}

#[test]
fn the_bare_image_computes_and_does_nothing_else() {
    let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::JavaScript)
        .engine(support::engine())
        .image("bare");
    let bare = llm_wasm_sandbox::blocking::Sandbox::build(builder).expect("the image");
    let value = |source: &str| {
        let run = bare
            .execute(llm_wasm_sandbox::Program::from(source).last_value(true))
            .unwrap();
        run.value.as_ref().map(|value| value.repr.clone())
    };
    assert_eq!(
        value("[1, 2, 3].map((n) => n * 2).join()").as_deref(),
        Some("\"2,4,6\"")
    );
    assert_eq!(value("6 * 7").as_deref(), Some("42"));
    assert_eq!(
        value("typeof console + typeof require").as_deref(),
        Some("\"undefinedundefined\"")
    );
    assert_eq!(value("({})"), None);
    let run = bare.execute("null.x").unwrap();
    assert_eq!(run.exception.as_ref().unwrap().r#type, "TypeError");
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
    let names: Vec<_> = image_names(Runtime::JavaScript)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["default", "bare"]);
}
