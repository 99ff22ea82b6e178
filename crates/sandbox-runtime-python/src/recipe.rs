//! What an image has imported: data, not code of the host's.

use serde::Deserialize;

/// The recipes that come with this crate, by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("default", include_str!("../recipes/default.toml")),
    ("bare", include_str!("../recipes/bare.toml")),
];

/// The most bytes a recipe may have.
pub const MAX_RECIPE_BYTES: usize = 256 << 10;

/// The longest name of a recipe, in bytes. It is part of the names of files and locks in the cache, which have a cap of their own.
const MAX_NAME_BYTES: usize = 40;

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
}

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

    /// Reads a recipe: TOML with `name`, `description`, `modules`, `statements` and `practice`.
    ///
    /// # Errors
    ///
    /// Every [`RecipeError`] but [`RecipeError::Unknown`].
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        if text.len() > MAX_RECIPE_BYTES {
            return Err(RecipeError::TooLong(text.len()));
        }
        let recipe: Self = toml::from_str(text).map_err(|error| RecipeError::Syntax(error.to_string()))?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if recipe.name.len() > MAX_NAME_BYTES
            || !recipe.name.starts_with(|c: char| c.is_ascii_lowercase())
            || !recipe.name.chars().all(plain)
        {
            return Err(RecipeError::Name(recipe.name));
        }
        let identifier = |part: &str| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_')
        };
        if let Some(wrong) = recipe.modules.iter().find(|module| !module.split('.').all(identifier)) {
            return Err(RecipeError::Module(wrong.clone()));
        }
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
