//! The tiny guest's runtime, and the wheel that the guest is fetched from.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use sandbox_core::{Exception, ExecutionPolicy, Runtime, Value as Last};
use sandbox_guests::{GuestPin, MemberPin, PackagePin, Sha256Digest};
use sandbox_host::{
    Answer, FilesError, Guest, GuestRuntime, Halt, Handler, HostFunction, MAX_PARAMETERS, Program, Resources, Value,
    ValueType, Verdict,
};
use sandbox_vfs::{Access, Template};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MODULE: &str = "tiny.wasm";
const ARCHIVED: &str = "tiny_guest/tiny.wasm";
const NOTICE: &str = "tiny_guest/LICENSE";

/// Puts the guest's wheel into `folder` and returns its pin.
pub(crate) fn publish(folder: &Path) -> GuestPin {
    let wasm = wat::parse_str(include_str!("tiny.wat")).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [(ARCHIVED, wasm.as_slice()), (NOTICE, b"Do what you like.")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    let wheel = zip.finish().unwrap().into_inner();
    let pin = GuestPin {
        name: "tiny".to_owned(),
        runtime: Runtime::Python.to_string(),
        version: "1.0".to_owned(),
        packages: vec![PackagePin {
            name: "tiny-guest".to_owned(),
            version: "1.0".to_owned(),
            file: "tiny_guest-1.0-py3-none-any.whl".to_owned(),
            bytes: wheel.len() as u64,
            sha256: Sha256Digest::of(&wheel),
            license: "MIT".to_owned(),
            notices: vec![NOTICE.to_owned()],
            members: vec![MemberPin {
                archive: ARCHIVED.to_owned(),
                local: MODULE.to_owned(),
                bytes: wasm.len() as u64,
                sha256: Sha256Digest::of(&wasm),
            }],
            nested: Vec::new(),
        }],
    };
    fs::write(folder.join(&pin.packages[0].file), wheel).unwrap();
    pin
}

/// Runs programs of one line: an export's name and its parameters, separated by spaces.
///
/// `raise EXPORT` calls the export and then ends with an out-of-memory exception, `exit CODE` with that code.
#[derive(Clone)]
pub(crate) struct Tiny {
    pub(crate) pin: GuestPin,
    /// The image's name.
    pub(crate) image: &'static str,
    /// What the initialiser is called with.
    pub(crate) start: i32,
    /// Told when a program is about to spin or to sleep.
    pub(crate) reached: Option<Sender<()>>,
}

/// What makes the host function panic.
struct Mistake;

/// What a turn leaves for the host function.
struct Turn(Option<Sender<()>>);

fn handler(
    handler: impl for<'a> Fn(&'a mut Guest<'_>, [Value; MAX_PARAMETERS]) -> Answer<'a, Value> + Send + Sync + 'static,
) -> Arc<Handler> {
    Arc::new(handler)
}

impl GuestRuntime for Tiny {
    fn runtime(&self) -> Runtime {
        Runtime::Python
    }

    fn guest(&self) -> &GuestPin {
        &self.pin
    }

    fn module(&self) -> &'static str {
        MODULE
    }

    fn image(&self) -> &str {
        self.image
    }

    fn image_inputs(&self) -> Vec<u8> {
        self.start.to_le_bytes().to_vec()
    }

    fn guest_args(&self) -> &[&str] {
        &["tiny"]
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
        let reached = HostFunction {
            module: "tiny",
            name: "reached",
            parameters: &[],
            result: ValueType::I32,
            handler: handler(|guest, _| {
                Box::pin(async move {
                    if let Some(Turn(Some(reached))) = guest.turn_mut() {
                        // Nobody has to listen.
                        let _ = reached.send(());
                    }
                    assert!(guest.turn_mut::<Mistake>().is_none(), "a mistake in a host function");
                    Ok(Value::I32(0))
                })
            }),
        };
        let deeper = HostFunction {
            module: "tiny",
            name: "deeper",
            parameters: &[ValueType::I32],
            result: ValueType::I32,
            handler: handler(|guest, [depth, ..]| {
                Box::pin(async move { Ok(Value::I32(guest.call_i32("nest", &[depth]).await?)) })
            }),
        };
        vec![reached, deeper]
    }

    fn initialise<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(async move {
            guest.call("initialise", &[Value::I32(self.start)]).await?;
            Ok(Ok(()))
        })
    }

    fn run<'a>(
        &'a self,
        guest: &'a mut Guest<'_>,
        program: &'a Program,
        _: &'a ExecutionPolicy,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            guest.set_turn(Turn(self.reached.clone()));
            let source = str::from_utf8(&program.source).map_err(|_| Halt::protocol("a program is text"))?;
            let verdict = match source.split(' ').collect::<Vec<_>>()[..] {
                ["panic", "run"] => panic!("a mistake in the runtime"),
                ["panic", "sleep"] => {
                    guest.sleep(std::time::Duration::from_millis(1)).await?;
                    panic!("a mistake behind a wait")
                }
                ["panic", export] => {
                    guest.set_turn(Mistake);
                    guest.call_i32(export, &[]).await?;
                    Verdict::default()
                }
                ["exit", code] => Verdict {
                    exit: Some(code.parse().unwrap()),
                    ..Verdict::default()
                },
                ["raise", export] => {
                    guest.call_i32(export, &[]).await?;
                    Verdict {
                        exception: Some(Exception {
                            r#type: "MemoryError".to_owned(),
                            ..Exception::default()
                        }),
                        out_of_memory: true,
                        ..Verdict::default()
                    }
                }
                [export, ref parameters @ ..] => {
                    let parameters: Vec<_> = parameters
                        .iter()
                        .map(|number| Value::I32(number.parse().unwrap()))
                        .collect();
                    let result = guest.call_i32(export, &parameters).await?;
                    Verdict {
                        value: Some(Last {
                            repr: result.to_string(),
                            ..Last::default()
                        }),
                        ..Verdict::default()
                    }
                }
                [] => return Err(Halt::protocol("a program is not empty")),
            };
            guest.take_turn::<Turn>();
            Ok(verdict)
        })
    }
}
