//! What every backend has to do, as a check that any of them can be put to: [`check`].
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use sandbox_storage::{Store, conformance};
//!
//! conformance::check(&Store::memory()).await.unwrap();
//! # });
//! ```

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::StreamExt as _;

use crate::backend::Created;
use crate::error::{StoreError, StoreErrorKind};
use crate::key::Key;
use crate::store::Store;

/// How far the store's clock may be from this machine's before it is taken for none.
const CLOCK_SLACK: Duration = Duration::from_hours(48);

/// How many callers race for one name.
const RACERS: usize = 16;

/// More objects than a service lists in one page.
const MANY: usize = 1100;

/// A rule that a backend breaks.
#[derive(Debug, thiserror::Error)]
#[error("the backend breaks a rule: {rule}")]
pub struct Broken {
    /// The rule.
    pub rule: String,
    /// What it said instead, where it said something.
    #[source]
    pub source: Option<StoreError>,
}

/// What a step returns.
type Step = Result<(), Broken>;

fn broken(rule: impl Into<String>) -> Broken {
    Broken {
        rule: rule.into(),
        source: None,
    }
}

fn holds(holds: bool, rule: &str) -> Step {
    if holds { Ok(()) } else { Err(broken(rule)) }
}

/// Adds the rule to an error.
trait Rule<T> {
    fn rule(self, rule: &str) -> Result<T, Broken>;
}

impl<T> Rule<T> for crate::Result<T> {
    fn rule(self, rule: &str) -> Result<T, Broken> {
        self.map_err(|source| Broken {
            rule: rule.to_owned(),
            source: Some(source),
        })
    }
}

fn key(text: &str) -> Key {
    Key::new(text).expect("the keys here are valid")
}

/// Puts a store to every rule, below a prefix of its own, which is empty afterwards. It takes about a thousand writes.
///
/// # Errors
///
/// The first rule that is broken.
pub async fn check(store: &Store) -> Result<(), Broken> {
    check_rules(store, true).await
}

/// As [`check`], without the one about many that create an object at once: for servers that stand in for a service in tests, and look before they write.
///
/// # Errors
///
/// As there.
pub async fn check_without_races(store: &Store) -> Result<(), Broken> {
    check_rules(store, false).await
}

async fn check_rules(store: &Store, races: bool) -> Step {
    let prefix = key(&format!("conformance-{:016x}", rand::random::<u64>()));
    let here = store.prefixed(prefix.clone());
    let checked = rules(&here, races).await;
    store
        .delete_all(&prefix)
        .await
        .rule("everything below a prefix can be removed")?;
    checked?;
    let left = store.usage(Some(&prefix)).await.rule("an empty prefix can be listed")?;
    holds(left.objects == 0, "what was removed is not listed")
}

async fn rules(store: &Store, races: bool) -> Step {
    contents(store).await?;
    creating(store).await?;
    missing(store).await?;
    names(store).await?;
    times(store).await?;
    if races {
        racing(store).await?;
    }
    many(store).await
}

async fn contents(store: &Store) -> Step {
    let bytes: Vec<u8> = (0..=255).collect();
    for (name, content) in [
        ("empty", Bytes::new()),
        ("bytes", Bytes::from(bytes)),
        ("large", Bytes::from(vec![0xA5; 3 << 20])),
    ] {
        let at = key(name);
        store.put(&at, content.clone()).await.rule("objects can be written")?;
        let read = store
            .get(&at, content.len() as u64)
            .await
            .rule("an object can be read")?;
        holds(read == content, "an object is read as it was written")?;
        let start = store
            .get_start(&at, 10)
            .await
            .rule("the start of an object can be read")?;
        holds(
            start == content[..content.len().min(10)],
            "the start of an object is its first bytes",
        )?;
        let all = store
            .get_start(&at, 1 << 30)
            .await
            .rule("the start may be longer than the object")?;
        holds(all == content, "the start of an object ends with it")?;
        let entry = store.head(&at).await.rule("an object can be looked at")?;
        holds(
            entry.is_some_and(|entry| entry.size == content.len() as u64),
            "the size is right",
        )?;
    }
    let refused = store.get(&key("bytes"), 255).await;
    holds(
        refused.is_err_and(|error| error.kind == StoreErrorKind::TooLarge),
        "an object larger than the caller allows is refused as such",
    )?;
    store
        .put(&key("bytes"), "other")
        .await
        .rule("objects can be replaced")?;
    let read = store
        .get(&key("bytes"), 100)
        .await
        .rule("a replaced object can be read")?;
    holds(read == "other", "a replaced object has the new content")?;
    for name in ["empty", "bytes", "large"] {
        store.delete(&key(name)).await.rule("objects can be removed")?;
    }
    Ok(())
}

async fn creating(store: &Store) -> Step {
    let at = key("new");
    let first = store.create(&at, "first").await.rule("objects can be created")?;
    holds(first == Created::New, "creating a new object says so")?;
    for content in ["first", "second", ""] {
        let again = store
            .create(&at, content)
            .await
            .rule("creating an object that exists is no error")?;
        holds(again == Created::Exists, "creating an object that exists says so")?;
    }
    let read = store.get(&at, 100).await.rule("a created object can be read")?;
    holds(read == "first", "creating never changes what is there")?;
    store.delete(&at).await.rule("a created object can be removed")?;
    let again = store
        .create(&at, "third")
        .await
        .rule("a removed name can be used again")?;
    holds(again == Created::New, "a removed name is free")?;
    let read = store
        .get(&at, 100)
        .await
        .rule("an object in the place of a removed one can be read")?;
    holds(read == "third", "nothing is left of a removed object")?;
    store.delete(&at).await.rule("objects can be removed")
}

async fn missing(store: &Store) -> Step {
    let at = key("no/such/object");
    for kind in [store.get(&at, 10).await.err(), store.get_start(&at, 10).await.err()] {
        holds(
            kind.is_some_and(|error| error.is_not_found()),
            "reading what is not there says that it is not there",
        )?;
    }
    holds(
        store.head(&at).await.rule("looking at nothing is no error")?.is_none(),
        "what is not there is not seen",
    )?;
    store.delete(&at).await.rule("removing what is not there is no error")?;
    let none = store
        .children(Some(&key("no")))
        .await
        .rule("a prefix of nothing can be listed")?;
    holds(none.is_empty(), "a prefix of nothing has no names")?;
    let usage = store
        .usage(Some(&key("no")))
        .await
        .rule("a prefix of nothing can be counted")?;
    holds(usage.objects == 0, "a prefix of nothing is empty")
}

async fn names(store: &Store) -> Step {
    let all = ["a", "A", "b/c", "b/d/e", "b/d.e", "b-d", "b0", "c.json", "_x", ".dot"];
    for name in all {
        store
            .put(&key(name), name.to_owned())
            .await
            .rule("every key can be used")?;
    }
    for name in all {
        let read = store.get(&key(name), 100).await.rule("every key can be read")?;
        holds(read == name, "keys that differ, if only in case, are different objects")?;
    }
    let listed = |prefix: Option<Key>| async move {
        let mut names = Vec::new();
        let mut entries = store.list(prefix.as_ref());
        while let Some(entry) = entries.next().await {
            names.push(entry.rule("listings work")?.key.to_string());
        }
        let count = names.len();
        let set: BTreeSet<String> = names.into_iter().collect();
        holds(count == set.len(), "a listing names every object once")?;
        Ok(set)
    };
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    holds(listed(None).await? == set(&all), "a listing names every object")?;
    holds(
        listed(Some(key("b"))).await? == set(&["b/c", "b/d/e", "b/d.e"]),
        "a listing of a prefix names what lies below it, and nothing whose name only begins alike",
    )?;
    holds(
        listed(Some(key("b/d"))).await? == set(&["b/d/e"]),
        "prefixes may be deep",
    )?;
    let children = store
        .children(Some(&key("b")))
        .await
        .rule("the names below a prefix can be listed")?;
    holds(
        children == ["c", "d", "d.e"],
        "the names right below a prefix are those of objects and of prefixes",
    )?;
    for name in all {
        store.delete(&key(name)).await.rule("every key can be removed")?;
    }
    holds(listed(None).await?.is_empty(), "what was removed is not listed")?;
    let children = store
        .children(Some(&key("b")))
        .await
        .rule("an emptied prefix can be listed")?;
    holds(children.is_empty(), "an emptied prefix is gone")
}

async fn times(store: &Store) -> Step {
    let at = key("time");
    store.put(&at, "x").await.rule("objects can be written")?;
    let entry = store.head(&at).await.rule("an object can be looked at")?;
    let modified = entry
        .ok_or_else(|| broken("an object that was written is there"))?
        .modified;
    let now = SystemTime::now();
    let distance = now
        .duration_since(modified)
        .or_else(|_| modified.duration_since(now))
        .unwrap_or_default();
    holds(
        distance < CLOCK_SLACK,
        "an object is dated with the time of its writing",
    )?;
    store.delete(&at).await.rule("objects can be removed")
}

async fn racing(store: &Store) -> Step {
    for round in 0..8 {
        let at = key(&format!("race-{round}"));
        let racers = (0..RACERS).map(|number| {
            let at = at.clone();
            async move { (number, store.create(&at, number.to_string()).await) }
        });
        let mut winner = None;
        let results: Vec<_> = futures_util::stream::iter(racers)
            .buffer_unordered(RACERS)
            .collect()
            .await;
        for (number, result) in results {
            if result.rule("any number may create at once")? == Created::New {
                holds(winner.is_none(), "one of many that create an object at once makes it")?;
                winner = Some(number);
            }
        }
        let winner = winner.ok_or_else(|| broken("one of many that create an object at once makes it"))?;
        let read = store.get(&at, 100).await.rule("what was raced for can be read")?;
        holds(read == winner.to_string(), "what is there is what the winner wrote")?;
        store.delete(&at).await.rule("objects can be removed")?;
    }
    Ok(())
}

async fn many(store: &Store) -> Step {
    let writes = (0..MANY).map(|number| {
        let at = key(&format!("many/{number:05}"));
        async move { store.put(&at, "x").await }
    });
    let mut writes = futures_util::stream::iter(writes).buffer_unordered(RACERS);
    while let Some(written) = writes.next().await {
        written.rule("many objects can be written")?;
    }
    let usage = store
        .usage(Some(&key("many")))
        .await
        .rule("many objects can be listed")?;
    holds(
        usage.objects == MANY as u64 && usage.bytes == MANY as u64,
        "listings of more than one page are whole",
    )?;
    let children = store
        .children(Some(&key("many")))
        .await
        .rule("many names can be listed")?;
    holds(children.len() == MANY, "more than one page of names is whole")?;
    let removed = store
        .delete_all(&key("many"))
        .await
        .rule("many objects can be removed")?;
    holds(removed.objects == MANY as u64, "all of many objects are removed")
}
