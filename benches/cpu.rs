//! Programs that compute: in the default image, and in the engine alone. What the prelude adds must not show.

use criterion::Criterion;
use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{Program, Runtime};

/// Name and program; each takes some tens of milliseconds.
const PROGRAMS: [(&str, &str); 6] = [
    ("fib", include_str!("cpu/fib.js")),
    ("loops", include_str!("cpu/loops.js")),
    ("json", include_str!("cpu/json.js")),
    ("sort", include_str!("cpu/sort.js")),
    ("regex", include_str!("cpu/regex.js")),
    ("strings", include_str!("cpu/strings.js")),
];

pub(crate) fn computation(c: &mut Criterion) {
    let mut group = c.benchmark_group("computation");
    group.sample_size(20);
    for (name, code) in PROGRAMS {
        for image in ["default", "bare"] {
            let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::JavaScript).image(image);
            let sandbox = Sandbox::build(builder).expect("the image");
            let program = Program::from(code);
            group.bench_function(format!("{name}/{image}"), |b| {
                b.iter(|| {
                    let run = sandbox.execute(program.clone()).expect("the host works");
                    assert!(run.success, "{}", run.stderr);
                });
            });
        }
    }
    group.finish();
}
