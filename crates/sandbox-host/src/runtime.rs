//! What is special about one interpreter, behind one trait: the host knows no language.

use std::sync::Arc;

use sandbox_core::{Exception, ExecutionPolicy, Runtime, Value};
use sandbox_guests::{CacheDir, GuestFiles, GuestPin, Progress, Source};
use sandbox_vfs::{Template, Tree};

use crate::guest::{Answer, Guest, HostFunction};
use crate::program::Program;

/// One interpreter with one recipe: how its image is built from the guest, and how a program runs in a clone of the image.
pub trait GuestRuntime: Send + Sync + 'static {
    /// The language.
    fn runtime(&self) -> Runtime;

    /// The guest: what is fetched, and what it must be.
    fn guest(&self) -> &GuestPin;

    /// The guest's member that is the WebAssembly module.
    fn module(&self) -> &'static str;

    /// The module as images are built of it, made of that member; or why it cannot be. Whatever this depends on is part of
    /// [`image_inputs`](Self::image_inputs). Default: the member as it is.
    ///
    /// # Errors
    ///
    /// The reason, for the error's text.
    fn adapt(&self, module: Vec<u8>) -> Result<Vec<u8>, String> {
        Ok(module)
    }

    /// The image's name: the recipe's.
    fn image(&self) -> &str;

    /// Everything but the guest's own files that decides what the image contains (recipe, prelude): two runtimes
    /// with equal inputs and equal guests build equal images.
    fn image_inputs(&self) -> Vec<u8>;

    /// Tells apart images whose snapshots are equal and whose files are not: digests of the files and packages that are the image's own. It becomes part of the image's id. Default:
    /// nothing, and the id is the snapshot's hash.
    fn own_files(&self) -> Vec<u8> {
        Vec::new()
    }

    /// The WASI arguments of the guest, for the image and every clone of it.
    fn guest_args(&self) -> &[&str];

    /// The WASI environment of the guest while the image is built, and in every clone. A policy's environment is the program's,
    /// not the guest's: the runtime passes it on in [`run`](Self::run).
    fn guest_env(&self) -> &[(String, String)];

    /// The read-only layers and the preopens that the guest was and will be started with. What of them the cache does not have is fetched.
    ///
    /// # Errors
    ///
    /// When something cannot be fetched, opened or read.
    fn files(&self, resources: &Resources<'_>) -> Result<Template, FilesError>;

    /// What a program whose files these are can import beside the standard library, for the advice to one that imports something else. Default: nothing.
    fn importable(&self, files: &Tree) -> Vec<String> {
        let _ = files;
        Vec::new()
    }

    /// Files that a clone of the finished image makes once, for all other clones: compiled libraries. Default: none.
    fn made_files(&self) -> Option<MadeFiles> {
        None
    }

    /// The functions that the guest imports beside WASI.
    fn host_functions(&self) -> Vec<HostFunction>;

    /// A second module that works for the guest in the guest's own store, reached by [`Guest::companion`](crate::Guest::companion). Its image is made ready
    /// together with this one's; nothing is started before it is needed. Default: none.
    fn companion(&self) -> Option<Arc<dyn GuestRuntime>> {
        None
    }

    /// The runtime whose image this one's is built on: it is made ready first, and this one's is kept as what differs from it, which takes seconds and no
    /// compiler. Of the same guest. Default: none, and the image is built from the guest itself.
    fn parent(&self) -> Option<Arc<dyn GuestRuntime>> {
        None
    }

    /// Makes this runtime's image of a clone of its [parent's](Self::parent): what [`initialise`](Self::initialise) is for one that has none.
    fn extend<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        let _ = guest;
        Box::pin(std::future::ready(Ok(Err(
            "images of this runtime cannot be built on others".to_owned(),
        ))))
    }

    /// Memory that is kept back, within a program's limit, until an allocator has been refused growth, in bytes: an interpreter that needs some to make its
    /// error for a lack of memory has it then. At most a quarter of the limit is. Default: 0.
    fn memory_reserve(&self) -> u64 {
        0
    }

    /// A short program of the usual kind. It is run once when an image was compiled: the pages of memory that it writes are kept resident for every clone.
    /// Default: none, and no pages.
    fn sample(&self) -> Option<Program> {
        None
    }

    /// Makes a fresh guest ready for the snapshot: its initialisers, then the recipe.
    fn initialise<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>>;

    /// Runs one program in a live guest; `policy` has the arguments and the environment that the program does not set itself.
    fn run<'a>(
        &'a self,
        guest: &'a mut Guest<'_>,
        program: &'a Program,
        policy: &'a ExecutionPolicy,
    ) -> Answer<'a, Verdict>;
}

/// Why the files of a guest are not there.
#[derive(Debug)]
pub struct FilesError {
    /// What went wrong.
    pub source: Box<dyn std::error::Error + Send + Sync>,
    /// What can be done about it, if that is known.
    pub hint: Option<String>,
}

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for FilesError {
    fn from(source: E) -> Self {
        Self {
            source: source.into(),
            hint: None,
        }
    }
}

/// Where the files of a guest come from.
#[derive(Clone, Copy)]
pub struct Resources<'a> {
    /// The guest's own.
    pub guest: &'a GuestFiles,
    /// Where everything is kept.
    pub cache: &'a CacheDir,
    /// Where that comes from which the cache does not have.
    pub source: &'a Source,
    /// Who is told.
    pub progress: &'a dyn Progress,
    /// Whether an image is to be built among these files, and not run: what is beside an image and not part of it may be left out, so that it has no influence
    /// on it (a tree numbers its nodes).
    pub building: bool,
}

/// A read-only layer that is made by a guest.
#[derive(Debug, Clone)]
pub struct MadeFiles {
    /// What is made, for people: `compiling the packages of ...`.
    pub what: String,
    /// The program that makes it. What it leaves in its workspace is the layer.
    pub program: Program,
    /// Where the layer lies in the tree.
    pub place: &'static str,
    /// Everything beside the guest and the program that decides what the layer is made of.
    pub inputs: Vec<u8>,
}

/// How a program ended that the host did not end.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Verdict {
    /// The code it left with, if it left by its language's exit function: 0 to 255.
    pub exit: Option<u8>,
    /// The exception that nobody caught.
    pub exception: Option<Exception>,
    /// Whether that exception is the language's way to say that memory is exhausted.
    pub out_of_memory: bool,
    /// Whether that exception is the language's way to say that the disk is full or a file limit was reached.
    pub out_of_disk: bool,
    /// The value of the last expression, if it was asked for and there is one.
    pub value: Option<Value>,
    /// An interactive program was only the beginning of a statement; nothing ran.
    pub incomplete: bool,
    /// The program was broken off in the middle of the interpreter's own code: nothing else can run in the instance.
    pub broken_off: bool,
}
