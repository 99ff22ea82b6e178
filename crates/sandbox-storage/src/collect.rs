//! Removing blobs that nothing names.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::StreamExt as _;

use crate::Result;
use crate::blobs::BlobRef;
use crate::key::Key;
use crate::store::{Store, Usage};

/// How old a blob has to be before it is collected: longer than any writer takes from its first blob to the record that names it. One hour.
pub const DEFAULT_GRACE: Duration = Duration::from_hours(1);

/// What [`collect`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Collected {
    /// Blobs that were removed, or would have been.
    pub removed: Usage,
    /// Blobs that nothing names, but that are too young: somebody may be about to name them.
    pub young: Usage,
    /// Blobs that something names.
    pub kept: Usage,
    /// Bytes of unfinished writes that were removed.
    pub swept_bytes: u64,
}

/// Removes every blob that is not in `named` and is older than `grace`, by the store's own clock.
///
/// It is safe beside writers that take at most half of [`DEFAULT_GRACE`] from their first blob to the record that names it, provided that `named` was read completely
/// after this call's `listed` callback: `named` is asked for once the blobs have been listed, so that a blob which is listed and named by a record that is made
/// meanwhile is either young or in the set. With `dry_run` nothing is removed.
///
/// # Errors
///
/// As [`Store::list`] and [`Store::delete`], and what `named` returns.
pub async fn collect<E: From<crate::StoreError>>(
    store: &Store,
    grace: Duration,
    dry_run: bool,
    named: impl AsyncFnOnce() -> std::result::Result<HashSet<BlobRef>, E>,
) -> std::result::Result<Collected, E> {
    let now = if dry_run {
        store.now().await
    } else {
        store.now_exactly().await
    };
    // A store that can only be read has a clock, too, but does not tell it.
    let now = if dry_run {
        now.unwrap_or_else(|_| std::time::SystemTime::now())
    } else {
        now?
    };
    let mut listed = Vec::new();
    let blobs = Key::of_safe("blobs");
    let mut entries = store.list(Some(&blobs));
    while let Some(entry) = entries.next().await {
        listed.push(entry?);
    }
    drop(entries);
    let named = named().await?;
    let mut collected = Collected::default();
    for entry in listed {
        let is_named = BlobRef::of_name(entry.key.name()).is_some_and(|blob| named.contains(&blob));
        let age = now.duration_since(entry.modified).unwrap_or(Duration::ZERO);
        let counted = if is_named {
            &mut collected.kept
        } else if age < grace {
            &mut collected.young
        } else {
            if !dry_run {
                store.delete(&entry.key).await?;
            }
            &mut collected.removed
        };
        counted.objects += 1;
        counted.bytes += entry.size;
    }
    if !dry_run {
        // What asking for the time has left behind.
        let mut entries = store.list(Some(&Key::of_safe("clock")));
        let mut old = Vec::new();
        while let Some(entry) = entries.next().await {
            let entry = entry?;
            if now.duration_since(entry.modified).unwrap_or(Duration::ZERO) >= grace {
                old.push(entry.key);
            }
        }
        drop(entries);
        for key in old {
            store.delete(&key).await?;
        }
        collected.swept_bytes = store.sweep(grace).await?;
    }
    Ok(collected)
}

/// What the blobs of a store take, by name.
///
/// # Errors
///
/// As [`Store::list`].
pub async fn sizes(store: &Store) -> Result<std::collections::HashMap<BlobRef, u64>> {
    let blobs = Key::of_safe("blobs");
    let mut entries = store.list(Some(&blobs));
    let mut sizes = std::collections::HashMap::new();
    while let Some(entry) = entries.next().await {
        let entry = entry?;
        if let Some(blob) = BlobRef::of_name(entry.key.name()) {
            sizes.insert(blob, entry.size);
        }
    }
    Ok(sizes)
}
