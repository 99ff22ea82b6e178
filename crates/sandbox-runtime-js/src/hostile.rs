//! An engine that lies about everything: the host neither panics nor takes more than its caps allow, and the execution ends.
//!
//! For tests and for fuzzing (feature `testing`).

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sandbox_core::{Execution, ExecutionPolicy, Outcome, Runtime};
use sandbox_guests::{CacheDir, GuestPin, MemberPin, PackagePin, Sha256Digest, Silent, Source};
use sandbox_host::{
    Answer, CancelHandle, Engine, EngineConfig, FilesError, Guest, GuestRuntime, HostFunction, Image, Preparation,
    Program, Resources, Verdict,
};
use sandbox_vfs::{Access, Template};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::imports;
use crate::turn::{self, Turn};

const MODULE: &str = "engine.wasm";

/// What the engine answers, and the call that it makes.
#[derive(Debug, Clone, Copy)]
pub struct Lie {
    /// Where `qjs_alloc` says that there is room.
    pub alloc: u32,
    /// Every length that it answers.
    pub length: u32,
    /// Every place of a text.
    pub place: u32,
    /// Every status.
    pub status: u32,
    /// Every handle.
    pub handle: u32,
    /// The import that it calls: 0 `host_call`, 1 `host_module_normalize`, 2 `host_module_load`.
    pub import: u32,
    /// What it calls it with.
    pub parameters: [u32; 5],
}

/// An engine that tells the truth as far as a fixed answer can.
pub const HONEST: Lie = Lie {
    alloc: 4096,
    length: 3,
    place: 1024,
    status: 0,
    handle: 8192,
    import: 0,
    parameters: [1024, 3, 0, 2, 2048],
};

impl Lie {
    /// The words as the module finds them.
    fn bytes(&self) -> Vec<u8> {
        let answers = [self.alloc, self.length, self.place, self.status, self.handle];
        let call = std::iter::once(self.import).chain(self.parameters);
        answers
            .into_iter()
            .chain([0])
            .chain(call)
            .flat_map(u32::to_le_bytes)
            .collect()
    }
}

/// Where the module finds them.
const WORDS: u32 = 512;

/// The runtime around such an engine. A program is the words; one that begins with a letter `t` before them goes through the event loop, any other through
/// `go`.
#[derive(Clone)]
struct Liar {
    pin: GuestPin,
}

impl Liar {
    /// Publishes the engine as a package in `folder`.
    fn publish(folder: &Path) -> Self {
        let wasm = wat::parse_str(include_str!("hostile.wat")).unwrap();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(MODULE, SimpleFileOptions::default()).unwrap();
        zip.write_all(&wasm).unwrap();
        let wheel = zip.finish().unwrap().into_inner();
        let pin = GuestPin {
            name: "liar".to_owned(),
            runtime: Runtime::JavaScript.to_string(),
            version: "1.0".to_owned(),
            packages: vec![PackagePin {
                name: "liar".to_owned(),
                version: "1.0".to_owned(),
                file: "liar-1.0-py3-none-any.whl".to_owned(),
                bytes: wheel.len() as u64,
                sha256: Sha256Digest::of(&wheel),
                license: "MIT".to_owned(),
                notices: Vec::new(),
                members: vec![MemberPin {
                    archive: MODULE.to_owned(),
                    local: MODULE.to_owned(),
                    bytes: wasm.len() as u64,
                    sha256: Sha256Digest::of(&wasm),
                }],
                nested: Vec::new(),
            }],
        };
        fs::write(folder.join(&pin.packages[0].file), wheel).unwrap();
        Self { pin }
    }
}

impl GuestRuntime for Liar {
    fn runtime(&self) -> Runtime {
        Runtime::JavaScript
    }

    fn guest(&self) -> &GuestPin {
        &self.pin
    }

    fn module(&self) -> &'static str {
        MODULE
    }

    fn image(&self) -> &'static str {
        "liar"
    }

    fn image_inputs(&self) -> Vec<u8> {
        Vec::new()
    }

    fn guest_args(&self) -> &[&str] {
        &[]
    }

    fn guest_env(&self) -> &[(String, String)] {
        &[]
    }

    fn files(&self, _: &Resources<'_>) -> Result<Template, FilesError> {
        Template::builder()
            .dir("/app", Access::ReadWrite)
            .and_then(|tree| tree.preopen("/", "/"))
            .map(sandbox_vfs::TemplateBuilder::build)
            .map_err(FilesError::from)
    }

    fn host_functions(&self) -> Vec<HostFunction> {
        imports::all()
    }

    fn initialise<'a>(&'a self, _: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(std::future::ready(Ok(Ok(()))))
    }

    fn run<'a>(
        &'a self,
        guest: &'a mut Guest<'_>,
        program: &'a Program,
        policy: &'a ExecutionPolicy,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            let (kind, words) = program.source.split_first().expect("a kind and words");
            guest.write(WORDS, words)?;
            if *kind == TURN {
                return turn::run(guest, program, policy).await;
            }
            guest.set_turn(Turn::default());
            guest.call_i32("go", &[]).await?;
            Ok(Verdict::default())
        })
    }
}

/// A program that goes through the event loop.
pub const TURN: u8 = b't';
/// A program that only makes the call.
pub const GO: u8 = b'g';

/// The image of that engine; the folder keeps its files.
///
/// # Panics
///
/// When it cannot be made.
#[must_use]
pub fn image() -> (Image, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let runtime: Arc<dyn GuestRuntime> = Arc::new(Liar::publish(folder.path()));
    let engine = Engine::of_process(EngineConfig::default()).unwrap();
    let cache = CacheDir::open(folder.path().join("cache")).unwrap();
    let preparation = Preparation {
        engine: &engine,
        cache: &cache,
        source: Source::folder(folder.path()),
        progress: &Silent,
    };
    (preparation.image(&runtime).unwrap(), folder)
}

/// Runs a program of an engine that lies.
///
/// # Panics
///
/// When it cannot be started.
pub async fn run(image: &Image, lie: Lie, kind: u8) -> Execution {
    let mut policy = ExecutionPolicy::default();
    policy.fuel_budget = 1_000_000;
    policy.timeout = Duration::from_millis(500);
    let mut instance = image
        .start(image.template(), &policy, CancelHandle::new())
        .await
        .unwrap();
    let program = [vec![kind], lie.bytes()].concat();
    instance.turn(&Program::new(program)).await.unwrap()
}

/// Whether an execution ended as one with a lying engine may: the host refused what it was told, or what it was told made some sense, until a limit was
/// reached.
#[must_use]
pub fn is_harmless(run: &Execution) -> bool {
    matches!(
        run.outcome,
        Outcome::Trap | Outcome::Finished | Outcome::OutOfFuel | Outcome::Timeout
    )
}

#[cfg(test)]
mod tests;
