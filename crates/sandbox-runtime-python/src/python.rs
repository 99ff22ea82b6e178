//! The runtime: initialisation, and one program's run.

use std::fmt::Write as _;
use std::sync::Arc;

use sandbox_core::{ExecutionPolicy, Runtime};
use sandbox_guests::{GuestPin, Pins};
use sandbox_host::{
    Answer, FilesError, Guest, GuestRuntime, Halt, HostFunction, MadeFiles, Mode, Program, Resources, Value, Verdict,
};
use sandbox_vfs::{Template, Tree};

use crate::host_call::{self, Sealing, Turn};
use crate::packages::{self, Packages};
use crate::recipe::{Recipe, RecipeError};
use crate::{environment, files, request, verdict};

/// The guest-side modules that become part of the image, by name, in the order they are made.
const MODULES: &[(&str, &str)] = &[
    ("_sandbox_event_loop", include_str!("../guest/event_loop.py")),
    ("_sandbox_random", include_str!("../guest/fresh_random.py")),
    ("_sandbox", include_str!("../guest/runner.py")),
];

/// What makes the image; becomes the module `_sandbox_preload`.
const PRELOAD: &str = include_str!("../guest/preload.py");

/// Compiles the vendored packages, once for all images that have the same ones.
const COMPILE_PACKAGES: &str = include_str!("../guest/compile_packages.py");

/// The source text of every turn: the program itself comes through `host.call`. While an image is built, the guest compiles it every time; the
/// finished image does not look at it (`_enter_by` in `guest/preload.py`).
const TURN: &str = "_sandbox_run()";

/// The last turn of a build.
const SEAL: &str = "__import__('_sandbox_preload').seal()";

/// How often each practice program runs: enough for the interpreter to have specialised the code that every program runs.
const PRACTICE_RUNS: usize = 8;

/// Programs that every image practises, beside its recipe's: one that prints, one that raises, one that leaves, an interactive one.
const PRACTICE: &[(&str, Mode)] = &[
    ("print('hello')\n", Mode::Script),
    (
        "import sys\ndef f():\n    raise ValueError('practice')\nf()\n",
        Mode::Script,
    ),
    ("import sys\nsys.exit(0)\n", Mode::Script),
    ("print('hello')\n", Mode::Interactive),
];

/// What the guest itself is started with.
const ARGS: &[&str] = &["/usr/local/bin/python.wasm"];

/// CPython with one recipe.
#[derive(Debug, Clone)]
pub struct PythonRuntime {
    recipe: Recipe,
    pin: GuestPin,
    packages: Packages,
    parent: Option<Arc<PythonRuntime>>,
}

impl PythonRuntime {
    /// The runtime whose image `recipe` describes. A parent that it names is one of the recipes that come with this crate.
    ///
    /// # Errors
    ///
    /// [`RecipeError::Unknown`] for another parent, and [`RecipeError::Nested`] for one that has a parent itself.
    ///
    /// # Panics
    ///
    /// Never: that the guest is pinned is tested.
    pub fn new(recipe: Recipe) -> Result<Self, RecipeError> {
        let pins = Pins::embedded().expect("the embedded pins are tested");
        let pin = pins.guest("python").expect("the embedded pins have Python").clone();
        let packages = Packages::of(&recipe)?;
        let Some(name) = recipe.parent() else {
            return Ok(Self {
                recipe,
                pin,
                packages,
                parent: None,
            });
        };
        let parent = Self::new(Recipe::built_in(name)?)?;
        if parent.parent.is_some() {
            return Err(RecipeError::Nested(name.to_owned()));
        }
        if recipe.compiled() {
            return Self::new(recipe.after(parent.recipe));
        }
        Ok(Self {
            recipe,
            pin,
            packages,
            parent: Some(Arc::new(parent)),
        })
    }

    /// The recipe.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The statements that make the image, as source text of one turn.
    fn preload(&self) -> String {
        let sources: Vec<String> = MODULES
            .iter()
            .map(|(name, source)| format!("{}: {}", ascii(name), ascii(source)))
            .collect();
        format!(
            "import sys, types\nmade = sys.modules['_sandbox_preload'] = types.ModuleType('_sandbox_preload')\n\
             exec(compile({}, '<_sandbox_preload>', 'exec'), made.__dict__)\ninputs = {{{}}}, {}\nmade.build(*inputs)\n",
            ascii(PRELOAD),
            sources.join(", "),
            self.steps()
        )
    }

    /// Which files and packages belong to the image.
    fn layers(&self) -> Vec<u8> {
        let mut layers = self.recipe.files_digest();
        if self.recipe.includes_packages() {
            layers.extend(self.packages.id().into_bytes());
        }
        layers
    }

    /// What the recipe has done, as three Python values: modules, statements, environment.
    fn steps(&self) -> String {
        let list = |items: &[String]| items.iter().map(|item| ascii(item)).collect::<Vec<_>>().join(", ");
        let environment: Vec<_> = (self.recipe.env().iter())
            .map(|(name, value)| format!("{}: {}", ascii(name), ascii(value)))
            .collect();
        format!(
            "[{}], [{}], {{{}}}",
            list(self.recipe.modules()),
            list(self.recipe.statements()),
            environment.join(", ")
        )
    }

    /// Runs a program of the image's own making; what it raised comes back as text.
    async fn must(&self, guest: &mut Guest<'_>, source: String) -> Result<Result<(), String>, Halt> {
        let program = Program::from(source).mode(Mode::Turn).file("<recipe>");
        let verdict = self.run(guest, &program, &ExecutionPolicy::default()).await?;
        Ok(match (verdict.exception, verdict.exit) {
            (Some(exception), _) => Err(exception.traceback),
            (None, Some(code)) => Err(format!("the recipe left the interpreter with code {code}")),
            (None, None) => Ok(()),
        })
    }

    /// Runs programs whose only purpose is that a clone finds caches filled and code specialised: those that every image practises, and the recipe's.
    async fn practise(&self, guest: &mut Guest<'_>, usual: &[(&str, Mode)]) -> Result<(), Halt> {
        let policy = ExecutionPolicy::default();
        let own = self
            .recipe
            .practice()
            .iter()
            .map(|program| (program.as_str(), Mode::Script));
        for (source, mode) in usual.iter().copied().chain(own) {
            let program = Program::from(source).mode(mode);
            for _ in 0..PRACTICE_RUNS {
                self.run(guest, &program, &policy).await?;
            }
        }
        Ok(())
    }
}

/// The text as a Python string literal of ASCII characters.
fn ascii(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            ' '..='~' => literal.push(character),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(literal, "\\U{:08x}", u32::from(character));
            }
        }
    }
    literal.push('"');
    literal
}

/// Hands `text` to the guest's `turn`, and returns what that returns.
async fn turn(guest: &mut Guest<'_>, text: &str) -> Result<i32, Halt> {
    let length = i32::try_from(text.len()).map_err(|_| Halt::protocol("a turn's text is too long"))?;
    let place = guest.call_i32("host_alloc", &[Value::I32(length)]).await?;
    guest.write(place.cast_unsigned(), text.as_bytes())?;
    guest.call_i32("turn", &[Value::I32(place), Value::I32(length)]).await
}

impl GuestRuntime for PythonRuntime {
    fn runtime(&self) -> Runtime {
        Runtime::Python
    }

    fn guest(&self) -> &GuestPin {
        &self.pin
    }

    fn module(&self) -> &'static str {
        "python.wasm"
    }

    fn image(&self) -> &str {
        self.recipe.name()
    }

    fn image_inputs(&self) -> Vec<u8> {
        let practice = self.recipe.practice();
        if let Some(parent) = &self.parent {
            let own = format!("\nderived\n{}\n{practice:?}\n{PRACTICE_RUNS}\n", self.steps());
            return [parent.image_inputs(), own.into_bytes(), self.layers()].concat();
        }
        let mut inputs = format!(
            "{}\n{TURN}\n{SEAL}\n{ARGS:?}\n{:?}\n{PRACTICE:?}\n{practice:?}\n{PRACTICE_RUNS}",
            self.preload(),
            environment::usual()
        )
        .into_bytes();
        inputs.extend(self.layers());
        inputs
    }

    fn own_files(&self) -> Vec<u8> {
        self.layers()
    }

    fn guest_args(&self) -> &[&str] {
        ARGS
    }

    fn guest_env(&self) -> &[(String, String)] {
        environment::usual()
    }

    fn files(&self, resources: &Resources<'_>) -> Result<Template, FilesError> {
        files::template(&self.recipe, &self.packages, resources)
    }

    fn importable(&self, files: &Tree) -> Vec<String> {
        packages::importable(files)
    }

    fn made_files(&self) -> Option<MadeFiles> {
        Some(MadeFiles {
            what: "compiling the Python packages".into(),
            program: Program::from(COMPILE_PACKAGES).file("<packages>"),
            place: packages::COMPILED_PLACE,
            inputs: self.packages.id().into_bytes(),
        })
    }

    fn parent(&self) -> Option<Arc<dyn GuestRuntime>> {
        let parent = Arc::clone(self.parent.as_ref()?);
        Some(parent)
    }

    fn extend<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(async move {
            let preload = "__import__('_sandbox_preload')";
            let steps = self.steps();
            if let Err(reason) = self.must(guest, format!("{preload}.extend({steps})\n")).await? {
                return Ok(Err(reason));
            }
            self.practise(guest, &[]).await?;
            self.must(guest, format!("{preload}.settle()\n")).await
        })
    }

    fn host_functions(&self) -> Vec<HostFunction> {
        vec![host_call::import()]
    }

    fn sample(&self) -> Option<Program> {
        Some(Program::from("print('hello')"))
    }

    fn initialise<'a>(&'a self, guest: &'a mut Guest<'_>) -> Answer<'a, Result<(), String>> {
        Box::pin(async move {
            guest.call("_initialize", &[]).await?;
            guest.call("wizer.initialize", &[]).await?;
            let failed = |status| Ok(Err(format!("the interpreter left with status {status}")));
            match turn(guest, &self.preload()).await? {
                0 => {}
                status => return failed(status),
            }
            self.practise(guest, PRACTICE).await?;
            guest.set_turn(Sealing);
            let status = turn(guest, SEAL).await?;
            drop(guest.take_turn::<Sealing>());
            match status {
                0 => Ok(Ok(())),
                status => failed(status),
            }
        })
    }

    fn run<'a>(
        &'a self,
        guest: &'a mut Guest<'_>,
        program: &'a Program,
        policy: &'a ExecutionPolicy,
    ) -> Answer<'a, Verdict> {
        Box::pin(async move {
            let request = request::encode(program, policy, self.recipe.env(), guest.take_renewal());
            guest.set_turn(Turn { request, report: None });
            let status = turn(guest, TURN).await?;
            let report = guest.take_turn::<Turn>().and_then(|turn| turn.report);
            if status != 0 && report.is_none() {
                return Err(Halt::protocol("the interpreter failed outside the program"));
            }
            verdict::parse(report.as_deref())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_is_ascii_and_escapes_what_python_would_read() {
        assert_eq!(
            ascii("a\"\\\né€😀"),
            r#""a\"\\\U0000000a\U000000e9\U000020ac\U0001f600""#
        );
    }

    #[test]
    fn files_and_packages_are_part_of_an_images_id_and_those_that_come_with_the_crate_have_none() {
        for recipe in Recipe::all_built_in() {
            let runtime = PythonRuntime::new(recipe).unwrap();
            assert!(runtime.own_files().is_empty(), "{}", runtime.image());
        }
        let own = |text: &str, content: &str| {
            let recipe = Recipe::parse_with(text, |_, _| Ok(content.as_bytes().to_vec())).unwrap();
            PythonRuntime::new(recipe).unwrap().own_files()
        };
        let file = |rest: &str| format!("name = 'x'\n{rest}\n[files]\n'/opt/lib.py' = 'lib.py'\n");
        for rest in ["", "compiled = true\nparent = 'default'"] {
            assert_ne!(own(&file(rest), "a"), own(&file(rest), "b"), "{rest}");
            assert_ne!(own(&file(rest), "a"), own("name = 'x'", ""), "{rest}");
        }
        assert_ne!(
            own("name = 'x'\npackages = ['markdown']", ""),
            own("name = 'x'\npackages = ['tomli']", "")
        );
    }

    #[test]
    fn packages_are_there_while_a_users_own_image_is_built_on_another() {
        let includes = |text: &str| {
            let runtime = PythonRuntime::new(Recipe::parse(text).unwrap()).unwrap();
            runtime.recipe().includes_packages()
        };
        assert!(includes("name = 'x'\nparent = 'default'"));
        assert!(includes("name = 'x'\nparent = 'default'\ncompiled = true"));
        assert!(includes("name = 'x'\npackages = ['markdown']"));
        assert!(!includes("name = 'x'"));
        let data = PythonRuntime::new(Recipe::built_in("data").unwrap()).unwrap();
        assert!(
            !data.recipe().includes_packages(),
            "it would be compiled anew for every other set"
        );
    }

    #[test]
    fn recipes_with_other_content_have_other_inputs() {
        let inputs: std::collections::BTreeSet<_> = Recipe::all_built_in()
            .map(|recipe| PythonRuntime::new(recipe).unwrap().image_inputs())
            .collect();
        assert_eq!(inputs.len(), Recipe::all_built_in().count());
    }
}
