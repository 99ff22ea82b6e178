//! QuickJS-NG behind the host's one trait for interpreters.

use std::sync::Arc;

use sandbox_core::{ExecutionPolicy, Runtime};
use sandbox_guests::{GuestPin, Pins};
use sandbox_host::{Answer, FilesError, Guest, GuestRuntime, HostFunction, Program, Resources, Verdict};
use sandbox_vfs::{Access, Template};

use crate::bare::{self, BareRuntime};
use crate::engine::Engine;
use crate::imports;
use crate::operations;
use crate::packages;
use crate::prelude::{self, Vendored};
use crate::turn::{self, Entry, Turn};
use crate::typescript::TypeScriptRuntime;
use crate::wiring;

/// The name of this runtime's image.
const IMAGE: &str = "default";

/// Names and descriptions of the images that this crate can make.
#[must_use]
pub fn image_names() -> Vec<(String, String)> {
    let names = [
        (
            IMAGE,
            "the language, console, timers, files and the modules of Node that scripts use",
        ),
        (
            bare::NAME,
            "the language alone: a script computes a value and can do nothing else",
        ),
    ];
    names.map(|(name, what)| (name.to_owned(), what.to_owned())).to_vec()
}

/// The runtime with the image of this name; none if there is no such image.
#[must_use]
pub fn named(image: &str) -> Option<Arc<dyn GuestRuntime>> {
    match image {
        IMAGE => Some(Arc::new(JavaScriptRuntime::default())),
        bare::NAME => Some(Arc::new(BareRuntime::new(pin()))),
        _ => None,
    }
}

/// The guest that this crate is pinned to.
fn pin() -> GuestPin {
    let pins = Pins::embedded().expect("the embedded pins are tested");
    pins.guest("javascript")
        .expect("the embedded pins name this guest")
        .clone()
}

/// What the engine and the prelude need to make an error, its trace and the report of it, with room for the program that catches it, in bytes.
const MEMORY_RESERVE: u64 = 512 << 10;

/// What is done to the engine itself: another text of these is another image.
const WIRING: [&str; 3] = [
    include_str!("adapt.rs"),
    include_str!("layout.rs"),
    include_str!("wiring.rs"),
];

/// The JavaScript interpreter. TypeScript programs are JavaScript programs whose file's name ends in `.ts`, `.mts`, `.cts` or `.tsx`.
#[derive(Debug)]
pub struct JavaScriptRuntime {
    pin: GuestPin,
    typescript: Arc<TypeScriptRuntime>,
}

impl Default for JavaScriptRuntime {
    /// With the guest that this crate is pinned to.
    fn default() -> Self {
        let pin = pin();
        Self {
            typescript: Arc::new(TypeScriptRuntime::new(pin.clone())),
            pin,
        }
    }
}

impl GuestRuntime for JavaScriptRuntime {
    fn runtime(&self) -> Runtime {
        Runtime::JavaScript
    }

    fn guest(&self) -> &GuestPin {
        &self.pin
    }

    fn module(&self) -> &'static str {
        "quickjs.wasm"
    }

    #[cfg(feature = "compiler")]
    fn adapt(&self, module: Vec<u8>) -> Result<Vec<u8>, String> {
        crate::adapt::adapted(&module)
    }

    fn image(&self) -> &'static str {
        IMAGE
    }

    fn image_inputs(&self) -> Vec<u8> {
        let mut inputs = prelude::script(&[]).into_bytes();
        for source in WIRING {
            inputs.extend_from_slice(source.as_bytes());
        }
        for name in operations::names().chain(Entry::ALL.map(Entry::name)) {
            inputs.extend_from_slice(name.as_bytes());
            inputs.push(b'\n');
        }
        inputs
    }

    fn guest_args(&self) -> &[&str] {
        &[]
    }

    fn guest_env(&self) -> &[(String, String)] {
        &[]
    }

    fn files(&self, resources: &Resources<'_>) -> Result<Template, FilesError> {
        let mut files = Template::builder()
            .dir("/app", Access::ReadWrite)?
            .dir("/tmp", Access::Scratch)?;
        for vendored in prelude::VENDORED {
            let content = resources.guest.file(vendored.file)?.read()?;
            files = files.bytes(&vendored.guest_path(), content)?;
        }
        // Packages are beside the image and not in it.
        if !resources.building {
            files = packages::add_to(files, resources)?;
        }
        Ok(files.preopen("/", "/")?.build())
    }

    fn host_functions(&self) -> Vec<HostFunction> {
        imports::all()
    }

    fn companion(&self) -> Option<Arc<dyn GuestRuntime>> {
        Some(Arc::clone(&self.typescript) as Arc<dyn GuestRuntime>)
    }

    fn memory_reserve(&self) -> u64 {
        MEMORY_RESERVE
    }

    fn sample(&self) -> Option<Program> {
        Some(Program::from("console.log('hello')"))
    }

    fn initialise<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(async move {
            let vendored = match vendored(guest) {
                Ok(vendored) => vendored,
                Err(reason) => return Ok(Err(reason)),
            };
            guest.set_turn(Turn::default());
            let mut engine = match Engine::first(guest).await? {
                Ok(engine) => engine,
                Err(reason) => return Ok(Err(reason)),
            };
            let undefined = engine.new_undefined().await?;
            let host = engine.new_object().await?;
            for name in operations::names() {
                let function = engine.new_function(name).await?;
                engine.set_property(host, name, function).await?;
                engine.free(function).await?;
            }
            let script = prelude::script(&vendored);
            let Some(names) = engine.evaluate(&prelude::names(&script)).await? else {
                return Ok(Err(engine.exception().await?));
            };
            let Some(wrapper) = engine.evaluate(&script).await? else {
                return Ok(Err(engine.exception().await?));
            };
            // To compile so much leaves free places everywhere: filled now, what the prelude makes next, and programs change, lies side by side.
            engine.settle().await?;
            let Some(main) = engine.call_function(wrapper, undefined, &[host]).await? else {
                return Ok(Err(engine.exception().await?));
            };
            if let Err(reason) = turn::keep_entries(&mut engine, main, undefined).await? {
                return Ok(Err(reason));
            }
            let Some(track) = engine.property(main, "track").await? else {
                return Ok(Err("the prelude has no `track`".to_owned()));
            };
            if let Err(reason) = wiring::wire(&mut engine, track)? {
                return Ok(Err(reason));
            }
            let Some(reset) = engine.property(main, "reset").await? else {
                return Ok(Err("the prelude has no `reset`".to_owned()));
            };
            for value in [names, host, wrapper, main] {
                engine.free(value).await?;
            }
            for source in prelude::PRACTICE {
                turn::run(guest, &Program::from(*source), &ExecutionPolicy::default()).await?;
            }
            let mut engine = Engine::new(guest);
            if engine.call_function(reset, undefined, &[]).await?.is_none() {
                return Ok(Err(engine.exception().await?));
            }
            engine.free(reset).await?;
            engine.settle().await?;
            Ok(Ok(()))
        })
    }

    fn run<'a>(
        &'a self,
        guest: &'a mut Guest<'_>,
        program: &'a Program,
        policy: &'a ExecutionPolicy,
    ) -> Answer<'a, Verdict> {
        Box::pin(turn::run(guest, program, policy))
    }
}

/// The texts of the vendored packages, out of the guest's own tree.
fn vendored(guest: &mut Guest<'_>) -> Result<Vec<(&'static Vendored, String)>, String> {
    let read = |vendored: &'static Vendored| {
        let bytes = guest
            .tree()
            .read_file(&vendored.guest_path(), prelude::MAX_VENDORED_BYTES)
            .map_err(|error| format!("{}: {error}", vendored.file))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("{} is no UTF-8", vendored.file))?;
        Ok((vendored, text))
    };
    prelude::VENDORED.iter().map(read).collect()
}
