//! What an image has imported: data, not code of the host's.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use sandbox_core::{ExecutionPolicy, GuestPath};
use sandbox_guests::Sha256Digest;
use sandbox_packages::{Lock, PackageName};
use serde::{Deserialize, Serialize};

/// The recipes that come with this crate, by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../recipes/default.toml")),
    ("minimal", include_str!("../recipes/minimal.toml")),
    ("data", include_str!("../recipes/data.toml")),
];

/// The most bytes a recipe may have.
pub const MAX_RECIPE_BYTES: usize = 256 << 10;

/// The longest name of a recipe, in bytes. It is part of the names of files and locks in the cache, which have a cap of their own.
const MAX_NAME_BYTES: usize = 40;

/// The most bytes that a recipe's files may have together, and the most files.
const MAX_FILES_BYTES: u64 = 64 << 20;
const MAX_FILES: usize = 1_000;

/// Where a recipe's files cannot be.
const OWNED: [&str; 4] = ["/app", "/packages", "/tmp", "/usr"];

fn refused(path: &str, reason: impl Into<String>) -> RecipeError {
    RecipeError::File {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

/// What is imported and run while an image is built.
///
/// A recipe is trusted like the host's own code is: it decides what every program of the image sees. It still runs inside the guest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    modules: Vec<String>,
    #[serde(default)]
    statements: Vec<String>,
    #[serde(default)]
    practice: Vec<String>,
    #[serde(default)]
    parent: Option<String>,
    #[serde(default)]
    compiled: bool,
    /// Names of vendored packages; all of them where it is not said.
    #[serde(default)]
    packages: Option<Vec<PackageName>>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    /// Guest paths, and where their contents are: below the recipe's folder.
    #[serde(default, rename = "files")]
    file_names: BTreeMap<String, String>,
    #[serde(skip)]
    files: Vec<(GuestPath, Bytes)>,
    /// Whether it was built on another image, whose steps are in it now.
    #[serde(skip)]
    joined: bool,
    /// As it was written.
    #[serde(skip)]
    text: String,
}

/// A recipe with its files, as one text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bundle {
    recipe: String,
    /// By guest path, in base64.
    files: BTreeMap<String, String>,
}

/// The longest text of a bundle, in bytes.
pub const MAX_BUNDLE_BYTES: u64 = 100 << 20;

/// Why a text is no recipe.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecipeError {
    /// It is not TOML of the right form.
    #[error("the recipe cannot be read: {0}")]
    Syntax(String),
    /// Its name cannot be part of a file name.
    #[error(
        "`{0}` is no name for an image: use 1 to {MAX_NAME_BYTES} of a-z, 0-9, `-` and `_`, beginning with a letter"
    )]
    Name(String),
    /// A module's name is none.
    #[error("`{0}` is no name of a Python module")]
    Module(String),
    /// An image cannot be built on one that is built on another.
    #[error("`{0}` is built on another image: a recipe's parent has none itself")]
    Nested(String),
    /// A variable of the environment cannot be one.
    #[error("[env]: {0}")]
    Environment(String),
    /// A package is not vendored.
    #[error("there is no vendored package `{name}`; there are {known}")]
    Package {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A file cannot be part of the image.
    #[error("[files] `{path}`: {reason}")]
    File {
        /// The guest's path, or the recipe's folder's.
        path: String,
        /// Why not.
        reason: String,
    },
    /// It is too long.
    #[error("the recipe has {0} bytes; at most {MAX_RECIPE_BYTES} are accepted")]
    TooLong(usize),
    /// There is no recipe of this name.
    #[error("there is no recipe `{name}`; there are {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
}

impl Recipe {
    /// The recipe of the default image.
    ///
    /// # Panics
    ///
    /// Never: it is tested.
    #[must_use]
    pub fn built_in_default() -> Self {
        Self::parse(BUILT_IN[0].1).expect("the built-in recipes are tested")
    }

    /// The recipe of this name that comes with the crate.
    ///
    /// # Errors
    ///
    /// [`RecipeError::Unknown`].
    pub fn built_in(name: &str) -> Result<Self, RecipeError> {
        match BUILT_IN.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::parse(text),
            None => Err(RecipeError::Unknown {
                name: name.to_owned(),
                known: BUILT_IN.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// All recipes that come with the crate.
    ///
    /// # Panics
    ///
    /// Never: they are tested.
    pub fn all_built_in() -> impl Iterator<Item = Self> {
        BUILT_IN
            .iter()
            .map(|(_, text)| Self::parse(text).expect("the built-in recipes are tested"))
    }

    /// Reads a recipe: TOML with `name`, `description`, `parent`, `modules`, `statements`, `practice`, and `[env]`. One with `[files]` has to be
    /// [read with them](Self::parse_with).
    ///
    /// # Errors
    ///
    /// Every [`RecipeError`] but [`RecipeError::Unknown`].
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe = Self::checked(text)?;
        match recipe.file_names.keys().next() {
            Some(path) => Err(refused(path, "the recipe has no folder that it could come from")),
            None => Ok(recipe),
        }
    }

    /// As [`parse`](Self::parse), for a recipe with files: `file` reads the one of a name in the recipe, at most so many bytes of it, or says why it cannot.
    ///
    /// # Errors
    ///
    /// As there, and [`RecipeError::File`].
    pub fn parse_with(text: &str, file: impl Fn(&str, u64) -> Result<Vec<u8>, String>) -> Result<Self, RecipeError> {
        Self::read(text, |_, name, most| file(name, most))
    }

    /// Reads a recipe from the text that [`bundle`](Self::bundle) made.
    ///
    /// # Errors
    ///
    /// As [`parse_with`](Self::parse_with).
    pub fn from_bundle(text: &str) -> Result<Self, RecipeError> {
        let bundle: Bundle = serde_json::from_str(text).map_err(|error| RecipeError::Syntax(error.to_string()))?;
        Self::read(&bundle.recipe, |guest, _, _| {
            let content = bundle.files.get(guest).ok_or("the bundle does not have it")?;
            STANDARD.decode(content).map_err(|error| error.to_string())
        })
    }

    /// The recipe and its files as one text, to be kept or sent elsewhere.
    ///
    /// # Panics
    ///
    /// Never: texts are always JSON.
    #[must_use]
    pub fn bundle(&self) -> String {
        let encoded = |(path, content): &(GuestPath, Bytes)| (path.to_string(), STANDARD.encode(content));
        let bundle = Bundle {
            recipe: self.text.clone(),
            files: self.files.iter().map(encoded).collect(),
        };
        serde_json::to_string(&bundle).expect("texts are always JSON")
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads a recipe, and its files by `content` (guest path, name in the recipe, the most bytes to read).
    fn read(text: &str, content: impl Fn(&str, &str, u64) -> Result<Vec<u8>, String>) -> Result<Self, RecipeError> {
        let mut recipe = Self::checked(text)?;
        let mut left = MAX_FILES_BYTES;
        for (guest, name) in &recipe.file_names {
            let path = GuestPath::new(guest.clone()).map_err(|error| refused(guest, error.to_string()))?;
            if let Some(owned) = OWNED
                .iter()
                .find(|owned| guest == *owned || guest.starts_with(&format!("{owned}/")))
            {
                return Err(refused(guest, format!("{owned} is the sandbox's own")));
            }
            let content = content(guest, name, left + 1).map_err(|reason| refused(name, reason))?;
            left = left.checked_sub(content.len() as u64).ok_or_else(|| {
                refused(
                    name,
                    format!("the files have more than {MAX_FILES_BYTES} bytes together"),
                )
            })?;
            recipe.files.push((path, content.into()));
        }
        for (path, _) in &recipe.files {
            let below = format!("{path}/");
            if let Some((inside, _)) = recipe
                .files
                .iter()
                .find(|(other, _)| other.as_str().starts_with(&below))
            {
                return Err(refused(
                    inside.as_str(),
                    format!("{path} is a file, and cannot be a folder as well"),
                ));
            }
            if recipe.files.iter().filter(|(other, _)| other == path).count() > 1 {
                return Err(refused(path.as_str(), "two files of the recipe have this path"));
            }
        }
        Ok(recipe)
    }

    fn checked(text: &str) -> Result<Self, RecipeError> {
        if text.len() > MAX_RECIPE_BYTES {
            return Err(RecipeError::TooLong(text.len()));
        }
        let mut recipe: Self = toml::from_str(text).map_err(|error| RecipeError::Syntax(error.to_string()))?;
        text.clone_into(&mut recipe.text);
        if !Self::is_name(&recipe.name) {
            return Err(RecipeError::Name(recipe.name));
        }
        let identifier = |part: &str| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        if let Some(wrong) = recipe.modules.iter().find(|module| !module.split('.').all(identifier)) {
            return Err(RecipeError::Module(wrong.clone()));
        }
        let variables = recipe.env.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        ExecutionPolicy::check_env(variables).map_err(|error| RecipeError::Environment(error.to_string()))?;
        if recipe.file_names.len() > MAX_FILES {
            return Err(refused("", format!("there are more than {MAX_FILES} files")));
        }
        Ok(recipe)
    }

    /// Whether a recipe can have this name: 1 to 40 of a-z, 0-9, `-` and `_`, beginning with a letter.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        name.len() <= MAX_NAME_BYTES && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain)
    }

    /// A recipe of these packages on the default image, with these modules imported.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`RecipeError::Package`].
    pub fn with_packages(name: &str, packages: &[String], modules: &[String]) -> Result<Self, RecipeError> {
        let mut table = toml::Table::new();
        table.insert("name".into(), name.into());
        table.insert(
            "description".into(),
            format!("the default image with {}", packages.join(", ")).into(),
        );
        table.insert("parent".into(), "default".into());
        let list = |names: &[String]| toml::Value::Array(names.iter().cloned().map(toml::Value::String).collect());
        table.insert("packages".into(), list(packages));
        table.insert("modules".into(), list(modules));
        let recipe = Self::parse(&table.to_string())?;
        recipe.lock()?;
        Ok(recipe)
    }

    /// The image's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the image is good for, in a line.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The image that it is built on, by name; none for one that is built from the guest itself.
    #[must_use]
    pub fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    /// Whether the image is built from the guest itself though it has a parent: the parent's steps come first, then its own. Building and compiling take minutes,
    /// and every clone shares all of the image. An image that is not compiled is ready in seconds, and small; but each clone gets its own copy of what
    /// differs from the parent's, which takes about 0.5 ms for each MB.
    #[must_use]
    pub fn compiled(&self) -> bool {
        self.compiled
    }

    /// The recipe that does what `parent` does and then what this one does.
    pub(crate) fn after(self, parent: Self) -> Self {
        let joined = |mut first: Vec<String>, second: Vec<String>| {
            first.extend(second);
            first
        };
        let mut env = parent.env;
        env.extend(self.env);
        Self {
            modules: joined(parent.modules, self.modules),
            statements: joined(parent.statements, self.statements),
            practice: joined(parent.practice, self.practice),
            env,
            parent: None,
            packages: self.packages.or(parent.packages),
            joined: true,
            ..self
        }
    }

    /// The vendored packages that its programs can import, whether it names them or has all of them.
    pub(crate) fn lock(&self) -> Result<Lock, RecipeError> {
        let all = Lock::embedded().map_err(|error| RecipeError::Syntax(error.to_string()))?;
        let lock = match &self.packages {
            Some(names) => all.with_python(names),
            None => Ok(all.clone()),
        };
        lock.map_err(|name| RecipeError::Package {
            name: name.to_string(),
            known: all
                .python
                .iter()
                .map(|package| package.name.to_string())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    /// The vendored packages that its programs can import: names and versions.
    ///
    /// # Errors
    ///
    /// [`RecipeError::Package`].
    pub fn packages(&self) -> Result<Vec<(String, String)>, RecipeError> {
        let lock = self.lock()?;
        Ok((lock.python.iter())
            .map(|package| (package.name.to_string(), package.version.to_string()))
            .collect())
    }

    /// Whether packages are there while the image is built, and part of what decides it: where it names them, or is a user's own that is built on another image, compiled or not.
    /// Any other image is the same whatever is vendored; so are those that come with this crate, which take minutes to compile.
    pub(crate) fn includes_packages(&self) -> bool {
        self.packages.is_some() || ((self.parent.is_some() || self.joined) && !self.is_built_in())
    }

    /// Whether it is one that comes with this crate.
    pub(crate) fn is_built_in(&self) -> bool {
        BUILT_IN.iter().any(|(_, text)| *text == self.text)
    }

    /// Variables of the environment that every program of the image has, below those of its policy.
    #[must_use]
    pub fn env(&self) -> &BTreeMap<String, String> {
        &self.env
    }

    /// Read-only files of every program of the image.
    pub fn files(&self) -> &[(GuestPath, Bytes)] {
        &self.files
    }

    /// Tells recipes with other files apart; nothing for one without any.
    pub(crate) fn files_digest(&self) -> Vec<u8> {
        let mut digests = Vec::new();
        for (path, content) in &self.files {
            digests.extend(path.as_str().as_bytes());
            digests.push(0);
            digests.extend(Sha256Digest::of(content).to_string().into_bytes());
        }
        digests
    }

    /// What is imported, in this order.
    #[must_use]
    pub fn modules(&self) -> &[String] {
        &self.modules
    }

    /// What is run after the imports.
    #[must_use]
    pub fn statements(&self) -> &[String] {
        &self.statements
    }

    /// Programs that are run and forgotten before the snapshot, so that a clone finds caches filled and code specialised.
    #[must_use]
    pub fn practice(&self) -> &[String] {
        &self.practice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_recipes_are_recipes_under_their_own_names() {
        for (name, _) in BUILT_IN {
            assert_eq!(Recipe::built_in(name).unwrap().name(), *name);
        }
        assert!(
            Recipe::built_in_default()
                .modules()
                .iter()
                .any(|module| module == "pandas")
        );
    }

    #[test]
    fn a_name_fits_the_names_of_the_cache() {
        let named = |bytes: usize| Recipe::parse(&format!("name = '{}'", "x".repeat(bytes)));
        assert_eq!(named(MAX_NAME_BYTES).unwrap().name().len(), 40);
        let refused = named(MAX_NAME_BYTES + 1).unwrap_err();
        assert!(matches!(refused, RecipeError::Name(_)));
        assert!(refused.to_string().contains("1 to 40"), "{refused}");
    }

    #[test]
    fn what_is_no_recipe_is_refused_by_name() {
        let refused = |text: &str| Recipe::parse(text).unwrap_err().to_string();
        assert!(refused("name = 'x'\nmodulse = []").contains("modulse"));
        assert!(refused("name = '../x'").contains("../x"));
        assert!(refused("name = ''").contains("no name"));
        assert!(refused("name = 'x'\nmodules = ['a; import b']").contains("import b"));
        assert!(refused(&format!("name = 'x'\ndescription = '{}'", "y".repeat(MAX_RECIPE_BYTES))).contains("at most"));
        assert!(Recipe::built_in("nope").unwrap_err().to_string().contains("default"));
    }
}
