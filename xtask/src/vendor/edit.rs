//! Changing `packages.toml` and leaving the rest of it as people wrote it.

use sandbox_packages::{Language, NpmName, NpmRange, PackageList, PackageName, Specifier};
use toml_edit::{DocumentMut, Item, Table, value};

use super::failure;
use crate::Failure;

/// The list with one package more.
pub(super) fn add(text: &str, language: Language, name: &str, version: Option<&str>) -> Result<String, Failure> {
    let (name, version) = (normal(language, name)?, version.unwrap_or("*"));
    let version = match language {
        Language::JavaScript => version.parse::<NpmRange>().map(String::from),
        _ => version.parse::<Specifier>().map(String::from),
    };
    let version =
        version.map_err(|error| failure(error.to_string(), "`cargo xtask vendor add --help` has examples"))?;
    let mut document = parse(text)?;
    let table = document
        .entry(language.as_str())
        .or_insert_with(|| Item::Table(Table::new()));
    let table = table.as_table_mut().ok_or_else(|| malformed(language))?;
    let key = spelled(table, language, &name).unwrap_or(name);
    table[key.as_str()] = value(version);
    checked(&document)
}

/// The list with one package less.
pub(super) fn remove(text: &str, language: Language, name: &str) -> Result<String, Failure> {
    let name = normal(language, name)?;
    let mut document = parse(text)?;
    let table = document.get_mut(language.as_str()).and_then(Item::as_table_mut);
    let table = table.ok_or_else(|| malformed(language))?;
    let Some(key) = spelled(table, language, &name) else {
        return Err(failure(
            format!("{name} is not among the {language} packages of packages.toml"),
            "`cargo xtask vendor list` shows what is locked; a package that another one needs goes with that one",
        ));
    };
    table.remove(&key);
    checked(&document)
}

/// The name in its normal form.
fn normal(language: Language, name: &str) -> Result<String, Failure> {
    let name = match language {
        Language::JavaScript => name.parse::<NpmName>().map(String::from),
        _ => name.parse::<PackageName>().map(String::from),
    };
    name.map_err(|error| {
        failure(
            error.to_string(),
            "packages come from the index by their name: no addresses, files or options",
        )
    })
}

/// The key under which a table has a package, in whatever spelling.
fn spelled(table: &Table, language: Language, name: &str) -> Option<String> {
    let same = |key: &&str| normal(language, key).is_ok_and(|normal| normal == name);
    table.iter().map(|(key, _)| key).find(same).map(str::to_owned)
}

fn parse(text: &str) -> Result<DocumentMut, Failure> {
    // What is wrong with it is told by the reader that everybody uses.
    PackageList::parse(text)?;
    text.parse()
        .map_err(|error: toml_edit::TomlError| failure(error.to_string(), "correct vendor/packages.toml"))
}

fn malformed(language: Language) -> Failure {
    failure(
        format!("packages.toml has no table [{language}]"),
        "add the table, or restore the file from version control",
    )
}

/// The document as text, if it is a list that can be used.
fn checked(document: &DocumentMut) -> Result<String, Failure> {
    let text = document.to_string();
    PackageList::parse(&text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# Ours.\n[python]\n# For names.\nidna = \"*\" # all\nFoo_Bar = \"==1\"\n\n[javascript]\n";

    #[test]
    fn packages_come_and_go_and_comments_stay() {
        let text = add(LIST, Language::Python, "PyParsing", Some(">=3, <4")).unwrap();
        assert_eq!(text, LIST.replace("==1\"\n", "==1\"\npyparsing = \">=3,<4\"\n"));
        assert_eq!(remove(&text, Language::Python, "pyparsing").unwrap(), LIST);
        let text = add(LIST, Language::JavaScript, "@scope/zod", None).unwrap();
        assert_eq!(text, format!("{LIST}\"@scope/zod\" = \"*\"\n"));
        assert!(remove(LIST, Language::JavaScript, "zod").is_err());
    }

    #[test]
    fn b_237_a_package_is_found_in_any_spelling() {
        assert_eq!(
            remove(LIST, Language::Python, "foo.bar").unwrap(),
            LIST.replace("Foo_Bar = \"==1\"\n", "")
        );
        let text = add(LIST, Language::Python, "FOO-BAR", Some("==2")).unwrap();
        assert_eq!(text, LIST.replace("==1", "==2"));
    }

    #[test]
    fn b_221_what_is_not_a_package_is_not_added() {
        for name in [
            "--index-url=http://evil",
            "-r x",
            "https://x/y.whl",
            "a@file:///etc",
            "a;b",
            "a\n--pre",
            "..",
            "",
        ] {
            assert!(add(LIST, Language::Python, name, None).is_err(), "{name:?}");
            assert!(add(LIST, Language::JavaScript, name, None).is_err(), "{name:?}");
        }
        for version in ["", "latest", "@ file:///x", "1; x", "==1\n--pre"] {
            assert!(add(LIST, Language::Python, "a", Some(version)).is_err(), "{version:?}");
            assert!(
                add(LIST, Language::JavaScript, "a", Some(version)).is_err(),
                "{version:?}"
            );
        }
    }
}
