//! The environment variables of a program: the guest's own, below the policy's, below the program's.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sandbox_core::ExecutionPolicy;
use sandbox_host::Program;

/// What the guest needs: a home, a place for scratch files, no time zone folders of a host's, drawing without a screen.
const OWN: &[(&str, &str)] = &[
    ("HOME", "/app"),
    ("MPLBACKEND", "Agg"),
    ("MPLCONFIGDIR", "/tmp/matplotlib"),
    ("PYTHONTZPATH", ""),
    ("TMPDIR", "/tmp"),
];

/// A default policy's variables.
static DEFAULT_POLICY: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| ExecutionPolicy::default().env);

/// What the image is built with, sorted.
static USUAL: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let none = BTreeMap::new();
    let all = merged(&none, &DEFAULT_POLICY, &[]);
    all.into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
});

/// The variables of a program that says nothing, under a policy that says nothing: part of the image.
pub(crate) fn usual() -> &'static [(String, String)] {
    &USUAL
}

/// The variables of a program; none where they are the usual ones of its image, whose recipe sets `recipe`.
pub(crate) fn unusual<'a>(
    program: &'a Program,
    policy: &'a ExecutionPolicy,
    recipe: &'a BTreeMap<String, String>,
) -> Option<BTreeMap<&'a str, &'a str>> {
    let is_usual = program.env.is_empty() && policy.env == *DEFAULT_POLICY;
    (!is_usual).then(|| merged(recipe, &policy.env, &program.env))
}

/// The guest's own variables, and over them those that every policy has, the recipe's, what the policy changes, and the program's: so that a program sees the same of its image's
/// variables whether it has others of its own or not.
fn merged<'a>(
    recipe: &'a BTreeMap<String, String>,
    policy: &'a BTreeMap<String, String>,
    program: &'a [(String, String)],
) -> BTreeMap<&'a str, &'a str> {
    let mut all: BTreeMap<&str, &str> = OWN.iter().copied().collect();
    let usual = |(name, value): &(&String, &String)| DEFAULT_POLICY.get(*name) == Some(*value);
    let text = |(name, value): (&'a String, &'a String)| (name.as_str(), value.as_str());
    all.extend(policy.iter().filter(usual).map(text));
    all.extend(recipe.iter().map(text));
    all.extend(policy.iter().filter(|variable| !usual(variable)).map(text));
    all.extend(program.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_above_the_policy_and_the_policy_above_the_recipe_and_the_guest() {
        let mut policy = ExecutionPolicy::default();
        let recipe = BTreeMap::from(["TMPDIR", "PLACE"].map(|name| (name.to_owned(), "/recipe".to_owned())));
        let program = Program::from("pass");
        assert_eq!(unusual(&program, &policy, &recipe), None);
        policy.env.insert("TMPDIR".into(), "/app".into());
        assert_eq!(unusual(&program, &policy, &recipe).unwrap()["TMPDIR"], "/app");
        // What every policy says is below the recipe, whatever else the program has.
        let (name, value) = DEFAULT_POLICY.iter().next().expect("a default policy has variables");
        let own = BTreeMap::from([(name.clone(), "recipe".to_owned())]);
        let variables = unusual(&program, &policy, &own).unwrap();
        assert_eq!(variables[name.as_str()], "recipe", "not {value}");
        let program = program.env("TMPDIR", "/x");
        let variables = unusual(&program, &policy, &recipe).unwrap();
        assert_eq!(
            (variables["TMPDIR"], variables["PLACE"], variables["HOME"]),
            ("/x", "/recipe", "/app")
        );
    }
}
