//! The packages that programs can import beside the guest's own library.

use std::collections::BTreeSet;
use std::sync::Arc;

use sandbox_guests::Sha256Digest;
use sandbox_host::{FilesError, Resources};
use sandbox_packages::{Language, Lock, PackageError, PackageSet};
use sandbox_vfs::{FileType, HostFile, TemplateBuilder, Tree, ZipLayer, ZipLimits};

use crate::recipe::{Recipe, RecipeError};

/// Where they are.
const PLACE: &str = "/packages";

/// Where what they were compiled to is: `sys.pycache_prefix` of every program (`guest/preload.py`).
pub(crate) const COMPILED_PLACE: &str = "/usr/local/lib/pycache";

/// Names and contents of the library `sandbox_utils`, this project's own.
macro_rules! utils {
    ($($name:literal),* $(,)?) => {
        const UTILS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../guest/sandbox_utils/", $name)))),*];
    };
}

utils! {
    "__init__.py",
    "_encoding.py",
    "_paths.py",
    "_scalars.py",
    "_scan.py",
    "_trees.py",
    "_xml.py",
    "data.py",
    "files.py",
    "formats.py",
    "py.typed",
    "shell.py",
    "state.py",
    "text.py",
}

/// The vendored packages of an image.
#[derive(Debug, Clone)]
pub(crate) struct Packages(Lock);

impl Packages {
    /// Those that a recipe names; all that are vendored, where it names none.
    pub(crate) fn of(recipe: &Recipe) -> Result<Self, RecipeError> {
        Ok(Self(recipe.lock()?))
    }

    /// Identifies them to the byte, the project's own library included.
    pub(crate) fn id(&self) -> String {
        let utils: String = UTILS
            .iter()
            .flat_map(|(name, text)| [*name, "\0", *text, "\0"])
            .collect();
        format!(
            "{}\n{}",
            self.0.id(Language::Python),
            Sha256Digest::of(utils.as_bytes())
        )
    }

    /// Adds them to the tree, fetched if need be.
    pub(crate) fn add_to(
        &self,
        files: TemplateBuilder,
        resources: &Resources<'_>,
    ) -> Result<TemplateBuilder, FilesError> {
        let Resources {
            cache,
            source,
            progress,
            ..
        } = *resources;
        let set = PackageSet::ensure(cache, &self.0, Language::Python, source, progress).map_err(explained)?;
        let layer = ZipLayer::open(Arc::new(HostFile::new(set.archive.file)?), ZipLimits::default())?;
        let mut files = files.zip(PLACE, layer)?;
        for (name, text) in UTILS {
            files = files.bytes(&format!("{PLACE}/sandbox_utils/{name}"), *text)?;
        }
        Ok(files)
    }
}

/// What the pinned guest brings beside the standard library, by the names under which it is imported (top-level names of its archive that
/// `sys.stdlib_module_names` does not have).
const GUEST_MODULES: &str = "PIL attrs bs4 charset_normalizer cloudpickle contourpy cycler dateutil defusedxml fontTools formulaic html5lib jinja2 joblib \
     kiwisolver lxml markupsafe matplotlib more_itertools mpmath narwhals networkx numpy openpyxl packaging pandas patsy pyparsing pypdf regex reportlab \
     scipy seaborn six sklearn soupsieve statsmodels sympy tabulate threadpoolctl tomli_w toolz tqdm typing_extensions tzdata wrapt xlrd xlsxwriter xmltodict \
     yaml";

/// The names that a program can import beside the standard library, sorted: the guest's own, and those of the packages in its tree.
pub(crate) fn importable(files: &Tree) -> Vec<String> {
    let mut names: BTreeSet<String> = GUEST_MODULES.split(' ').map(str::to_owned).collect();
    for entry in files.list(PLACE).unwrap_or_default() {
        let name = entry.path.strip_prefix(PLACE).and_then(|name| name.strip_prefix('/'));
        let name = name.filter(|name| !name.contains('/')).unwrap_or_default();
        let name = if entry.file_type == FileType::Directory {
            name
        } else {
            name.strip_suffix(".py").unwrap_or_default()
        };
        if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with('_') {
            names.insert(name.to_owned());
        }
    }
    names.into_iter().collect()
}

fn explained(error: PackageError) -> FilesError {
    FilesError {
        hint: Some(error.hint()),
        source: error.into(),
    }
}
