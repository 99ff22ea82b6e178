//! Images of one's own: built in seconds on another one, the same everywhere, kept by name.

use llm_wasm_sandbox::blocking::Sandbox;
use llm_wasm_sandbox::{
    CacheDir, Outcome, Recipe, RecipeError, Runtime, Silent, Source, Workspace, inventory, recipes,
};

use crate::support::{engine, explained, story};

fn sandbox(recipe: &str) -> Sandbox {
    let recipe = Recipe::parse(recipe).unwrap();
    let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
        .engine(engine())
        .recipe(recipe);
    Sandbox::build(builder).unwrap_or_else(|error| panic!("{}", explained(&error)))
}

const MARKED: &str = "
name = 'test-marked'
parent = 'default'
packages = ['markdown']
modules = ['markdown']
statements = ['import markdown; markdown.registered = True']
env = { PLACE = 'recipe' }
";

#[test]
fn a_program_finds_what_the_recipe_has_done() {
    let sandbox = sandbox(MARKED);
    let run = sandbox
        .execute(
            "import os, sys\nprint('markdown' in sys.modules, 'pandas' in sys.modules)\nimport markdown\nprint(markdown.registered, markdown.markdown('x'), os.environ['PLACE'])\n\
             import importlib.util\nprint(importlib.util.find_spec('rich'))\nprint(sorted(n for n in globals() if not n.startswith('__')))",
        )
        .unwrap();
    assert_eq!(
        run.stdout,
        "True True\nTrue <p>x</p> recipe\nNone\n['importlib', 'markdown', 'os', 'sys']\n",
        "{}",
        story(&run)
    );
    assert_eq!(run.metadata["image"], "test-marked");
    assert_eq!(run.metadata["image_id"], sandbox.as_async().image_id().to_string());
    // A policy's own variables are above the recipe's, and the others of it stay.
    let policy = sandbox.as_async().policy().clone().with_env("PLACE", "policy");
    let under = sandbox.with_policy(policy).unwrap();
    assert_eq!(
        under.execute("import os; print(os.environ['PLACE'])").unwrap().stdout,
        "policy\n"
    );
}

#[test]
fn clones_share_nothing_and_draw_their_own_numbers() {
    let sandbox = sandbox(MARKED);
    let first = sandbox
        .execute("import markdown, random\nmarkdown.registered = 'changed'\nprint(random.random())")
        .unwrap();
    let second = sandbox
        .execute("import markdown, random\nprint(markdown.registered)\nprint(random.random())")
        .unwrap();
    assert_eq!(second.stdout.lines().next(), Some("True"));
    assert_ne!(Some(first.stdout.trim()), second.stdout.lines().nth(1));
}

#[test]
fn what_a_program_seeds_itself_it_gets() {
    let program = "import random, numpy as np\nrandom.seed(42)\nnp.random.seed(42)\nprint(round(random.random(), 4), round(float(np.random.rand()), 4))\n\
                   state = random.getstate(); a = random.random(); random.setstate(state); print(a == random.random())";
    assert_eq!(
        sandbox(MARKED).execute(program).unwrap().stdout,
        "0.6394 0.3745\nTrue\n"
    );
}

#[test]
fn limits_are_those_of_any_image() {
    let sandbox = sandbox(MARKED);
    let fill = sandbox
        .execute("x = []\nwhile True:\n    x.append(bytearray(1 << 20))")
        .unwrap();
    assert_eq!(fill.outcome, Outcome::MemoryLimit, "{}", story(&fill));
    let base = fill.metadata["image_memory_bytes"].as_u64().unwrap();
    assert!(fill.memory_peak_bytes <= base + sandbox.as_async().policy().memory_bytes);
}

#[test]
fn an_image_built_again_is_the_same_and_a_second_build_changes_nothing() {
    let recipe = Recipe::parse(&MARKED.replace("test-marked", "test-again")).unwrap();
    let cache = CacheDir::open_default().unwrap();
    recipes::save(&cache, &recipe).unwrap();
    let image = || {
        let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
            .engine(engine())
            .image("test-again");
        Sandbox::build(builder).unwrap_or_else(|error| panic!("{}", explained(&error)))
    };
    let id = image().as_async().image_id();
    let files = || {
        let items = inventory::list(&cache).unwrap();
        let own = items
            .into_iter()
            .filter(|item| item.name == "test-again" && item.kind == inventory::Kind::Image);
        own.map(|item| {
            (
                item.path.clone(),
                std::fs::metadata(&item.path).unwrap().modified().unwrap(),
            )
        })
        .collect::<Vec<_>>()
    };
    let built = files();
    assert_eq!(built.len(), 1);
    let bytes = std::fs::metadata(&built[0].0).unwrap().len();
    assert!(bytes < 8 << 20, "{bytes} bytes are more than what differs");
    assert_eq!(image().as_async().image_id(), id);
    assert_eq!(files(), built);
    let again = inventory::rebuild(&cache, Runtime::Python, "test-again", Source::package(), &Silent).unwrap();
    assert_eq!(again, id);
    // Another content is another image.
    let other = Recipe::parse(&MARKED.replace("test-marked", "test-again").replace("= True", "= False")).unwrap();
    recipes::save(&cache, &other).unwrap();
    assert_ne!(image().as_async().image_id(), id);
    assert!(recipes::remove(&cache, "test-again").unwrap());
    inventory::remove_image(&cache, Runtime::Python, "test-again").unwrap();
    assert!(files().is_empty());
}

#[test]
fn a_damaged_image_is_made_again() {
    let text = MARKED.replace("test-marked", "test-damaged");
    let recipe = Recipe::parse(&text).unwrap();
    // A folder of its own: what is mapped in this process is not asked for again.
    let cache = CacheDir::open_default().unwrap();
    let id = sandbox(&text).as_async().image_id();
    let item = inventory::list(&cache)
        .unwrap()
        .into_iter()
        .find(|item| item.name == "test-damaged")
        .unwrap();
    let whole = std::fs::read(&item.path).unwrap();
    std::fs::write(&item.path, &whole[..whole.len() / 2]).unwrap();
    recipes::save(&cache, &recipe).unwrap();
    let rebuilt = inventory::rebuild(&cache, Runtime::Python, "test-damaged", Source::package(), &Silent).unwrap();
    assert_eq!(rebuilt, id);
    recipes::remove(&cache, "test-damaged").unwrap();
    inventory::remove_image(&cache, Runtime::Python, "test-damaged").unwrap();
}

#[test]
fn a_recipes_files_are_read_only_and_come_from_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("data.txt"), "of the recipe").unwrap();
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let write = |text: &str| {
        let path = folder.path().join("recipe.toml");
        std::fs::write(&path, text).unwrap();
        recipes::read(&path)
    };
    let fine = "name = 'test-files'\nparent = 'default'\n[files]\n'/opt/data.txt' = 'data.txt'\n";
    let recipe = write(fine).unwrap();
    let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
        .engine(engine())
        .recipe(recipe.clone());
    let run = Sandbox::build(builder)
        .unwrap()
        .execute("print(open('/opt/data.txt').read())\ntry:\n    open('/opt/data.txt', 'w')\nexcept OSError as error:\n    print('refused')")
        .unwrap();
    assert_eq!(run.stdout, "of the recipe\nrefused\n", "{}", story(&run));
    // As one text, it is the same recipe.
    assert_eq!(Recipe::from_bundle(&recipe.bundle()).unwrap(), recipe);
    let conflict = write("name = 'x'\n[files]\n'/opt/a' = 'data.txt'\n'/opt/a/b' = 'data.txt'\n").unwrap_err();
    assert!(
        explained(&conflict).contains("cannot be a folder"),
        "{}",
        explained(&conflict)
    );
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link")).unwrap();
    for (guest, name) in [
        ("/opt/x", "../outside"),
        ("/opt/x", "/etc/passwd"),
        ("/opt/x", "link"),
        ("/opt/x", "missing"),
        ("/opt/x", "sub"),
        ("/app/x", "data.txt"),
        ("/packages/x.py", "data.txt"),
        ("/usr/local/lib/python315.zip", "data.txt"),
        ("relative", "data.txt"),
        ("/opt/../app/x", "data.txt"),
    ] {
        let error = write(&format!("name = 'x'\n[files]\n'{guest}' = '{name}'\n")).unwrap_err();
        assert!(
            explained(&error).contains("[files]"),
            "{guest} = {name}: {}",
            explained(&error)
        );
    }
}

#[test]
fn what_a_recipe_cannot_have_is_refused_by_name() {
    let refused =
        |text: &str| Recipe::parse(text).and_then(|recipe| llm_wasm_sandbox::PythonRuntime::new(recipe).map(drop));
    assert!(matches!(
        refused("name = 'x'\nparent = 'nope'"),
        Err(RecipeError::Unknown { .. })
    ));
    let package = refused("name = 'x'\nparent = 'default'\npackages = ['nope']")
        .unwrap_err()
        .to_string();
    assert!(package.contains("`nope`") && package.contains("markdown"), "{package}");
    for hostile in ["--index-url=x", "-r x", "https://x/y.whl", "..", "a;b", "a\\nb", ""] {
        assert!(
            refused(&format!("name = 'x'\npackages = [\"{hostile}\"]")).is_err(),
            "{hostile}"
        );
    }
    assert!(matches!(
        refused("name = 'x'\nenv = { 'A=B' = 'c' }"),
        Err(RecipeError::Environment(_))
    ));
    let cache = CacheDir::open_default().unwrap();
    let taken = recipes::save(&cache, &Recipe::parse("name = 'default'").unwrap()).unwrap_err();
    assert!(explained(&taken).contains("comes with this program"));
    assert!(recipes::load(&cache, "../../etc/passwd").unwrap().is_none());
    // A recipe that lies under another's name is not taken for that one.
    let moved = cache.recipes().join("test-moved.json");
    std::fs::write(&moved, Recipe::parse("name = 'test-other'").unwrap().bundle()).unwrap();
    let error = recipes::load(&cache, "test-moved").unwrap_err();
    assert!(explained(&error).contains("test-other"), "{}", explained(&error));
    std::fs::remove_file(&moved).unwrap();
}

#[test]
fn what_is_sent_is_what_the_store_has_or_an_error() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let recipe =
        |description: &str| Recipe::parse(&format!("name = 'test-sent'\ndescription = '{description}'")).unwrap();
    let id = "ab".repeat(32).parse().unwrap();
    runtime.block_on(async {
        let store = llm_wasm_sandbox::Store::memory();
        recipes::push(&store, &recipe("one"), id).await.unwrap();
        recipes::push(&store, &recipe("one"), id).await.unwrap();
        let error = recipes::push(&store, &recipe("two"), id).await.unwrap_err();
        assert!(matches!(error, llm_wasm_sandbox::Error::OtherRecipe { .. }), "{error}");
        assert!(error.hint().unwrap().contains("another name"));
        let (there, _) = recipes::pull(&store, "test-sent", Some(id)).await.unwrap();
        assert_eq!(there, recipe("one"));
    });
}

/// What a guest made for an image goes with the last image that uses it, whichever came first.
#[test]
fn layers_are_current_for_whoever_uses_them_and_go_with_the_last() {
    let cache = CacheDir::open_default().unwrap();
    let own = Recipe::parse(
        "name = 'test-layer'\nparent = 'default'\npackages = ['markdown', 'tomli']\nstatements = ['layer = 1']",
    )
    .unwrap();
    recipes::save(&cache, &own).unwrap();
    let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
        .engine(engine())
        .image("test-layer");
    Sandbox::build(builder).unwrap_or_else(|error| panic!("{}", explained(&error)));
    let layers = || {
        let items = inventory::list(&cache).unwrap();
        let own = items
            .into_iter()
            .filter(|item| item.name == "test-layer" && item.kind == inventory::Kind::Layer);
        own.map(|item| item.current).collect::<Vec<_>>()
    };
    assert_eq!(layers(), [true]);
    inventory::remove_image(&cache, Runtime::Python, "test-layer").unwrap();
    assert!(layers().is_empty());
    assert!(recipes::remove(&cache, "test-layer").unwrap());
    let others = inventory::list(&cache).unwrap();
    let others = others
        .iter()
        .filter(|item| item.kind == inventory::Kind::Layer && item.current);
    assert!(
        others.count() > 0,
        "the layer of the images that come with the program stays"
    );
}

#[test]
fn a_recipe_that_fails_says_why_and_leaves_nothing() {
    for (step, reason) in [
        ("statements = ['1 / 0']", "ZeroDivisionError"),
        ("modules = ['no_such_module']", "no_such_module"),
        ("statements = ['import sys; sys.exit(3)']", "code 3"),
        (
            "statements = ['f = open(\"/app/x\", \"w\"); import builtins; builtins.f = f']",
            "files open",
        ),
    ] {
        let recipe = Recipe::parse(&format!("name = 'test-fails'\nparent = 'default'\n{step}")).unwrap();
        let builder = llm_wasm_sandbox::Sandbox::builder(Runtime::Python)
            .engine(engine())
            .recipe(recipe);
        let error = explained(&Sandbox::build(builder).expect_err("it fails"));
        assert!(error.contains(reason) && error.contains("test-fails"), "{error}");
        assert!(error.contains("sandbox run"), "it has a hint: {error}");
    }
    let cache = CacheDir::open_default().unwrap();
    assert!(
        inventory::list(&cache)
            .unwrap()
            .iter()
            .all(|item| item.name != "test-fails")
    );
}

#[test]
fn interactive_programs_and_workspaces_work_as_in_any_image() {
    let sandbox = sandbox(MARKED);
    let mut live = sandbox.interactive(Workspace::new().file("a.txt", "given")).unwrap();
    let turn = |live: &mut llm_wasm_sandbox::blocking::Interactive, text: &str| {
        let program = llm_wasm_sandbox::Program::from(text).mode(llm_wasm_sandbox::Mode::Interactive);
        live.turn(&program).unwrap().stdout
    };
    assert_eq!(turn(&mut live, "x = open('a.txt').read()\n"), "");
    assert_eq!(turn(&mut live, "x\n"), "'given'\n");
}
