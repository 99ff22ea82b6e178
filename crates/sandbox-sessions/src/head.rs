//! Finding the latest generation.

use sandbox_storage::Store;

use crate::Result;
use crate::error::SessionError;
use crate::layout::{self, Place};
use crate::record::{self, Found, Header, Record};

/// The latest generation that is whole, and what lies behind it.
#[derive(Debug, Clone)]
pub(crate) struct Latest<T> {
    /// It; none for a session without generations.
    pub(crate) found: Option<T>,
    /// The number that the next one gets: higher than any that is taken.
    pub(crate) next: u64,
    /// Taken numbers behind it, of records that are damaged.
    pub(crate) damaged: Vec<u64>,
}

/// The numbers of all generations that a listing shows, ascending.
pub(crate) async fn list(store: &Store, place: &Place) -> Result<Vec<u64>> {
    let mut all = Vec::new();
    for folder in folders(store, place).await? {
        all.extend(in_folder(store, place, folder).await?);
    }
    Ok(all)
}

/// As [`list`], and what a listing does not show yet.
pub(crate) async fn list_beyond(store: &Store, place: &Place) -> Result<Vec<u64>> {
    let mut all = list(store, place).await?;
    if let Some(last) = all.last() {
        let mut next = last + 1;
        while store.head(&place.generation(next)).await?.is_some() {
            all.push(next);
            next += 1;
        }
    }
    Ok(all)
}

/// The lowest number that a listing shows.
pub(crate) async fn first_listed(store: &Store, place: &Place) -> Result<Option<u64>> {
    for folder in folders(store, place).await? {
        if let Some(first) = in_folder(store, place, folder).await?.first() {
            return Ok(Some(*first));
        }
    }
    Ok(None)
}

async fn folders(store: &Store, place: &Place) -> Result<Vec<u64>> {
    let names = store.children(Some(&place.generations())).await?;
    Ok(names.iter().filter_map(|name| layout::number(name)).collect())
}

async fn in_folder(store: &Store, place: &Place, folder: u64) -> Result<Vec<u64>> {
    let names = store.children(Some(&place.generation_folder(folder))).await?;
    Ok(names.iter().filter_map(|name| layout::number(name)).collect())
}

/// The highest number that a listing shows.
pub(crate) async fn last_listed(store: &Store, place: &Place) -> Result<u64> {
    for folder in folders(store, place).await?.into_iter().rev() {
        if let Some(last) = in_folder(store, place, folder).await?.last() {
            return Ok(*last);
        }
    }
    Ok(0)
}

/// The highest number that is taken. What a listing does not show yet is looked for.
async fn last(store: &Store, place: &Place) -> Result<u64> {
    let mut last = last_listed(store, place).await?;
    while store.head(&place.generation(last + 1)).await?.is_some() {
        last += 1;
    }
    Ok(last)
}

/// Whether what a listing does not show yet is looked for: it takes one more request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// The listing is good enough, as for a list of many sessions.
    Listed,
    /// It has to be the latest one.
    Beyond,
}

/// The latest generation, by its header.
pub(crate) async fn latest_header(store: &Store, place: &Place, look: Look) -> Result<Latest<Header>> {
    let mut latest = latest_header_listed(store, place, look).await?;
    for _ in 1..MAX_LISTINGS {
        if let Some(latest) = latest {
            return Ok(latest);
        }
        latest = latest_header_listed(store, place, look).await?;
    }
    latest.ok_or_else(|| is_listed_only(place))
}

/// As [`latest_header`]; nothing if what a listing shows is gone, so that it has to be listed again.
async fn latest_header_listed(store: &Store, place: &Place, look: Look) -> Result<Option<Latest<Header>>> {
    let last = match look {
        Look::Listed => last_listed(store, place).await?,
        Look::Beyond => last(store, place).await?,
    };
    let mut damaged = Vec::new();
    let mut at = last;
    let mut found = None;
    let mut is_missing = false;
    while at > 0 {
        match record::read_header(store, place, at).await? {
            Found::Whole(header) => {
                found = Some(header);
                break;
            }
            Found::Damaged(_) => damaged.push(at),
            Found::Missing => is_missing |= at == last,
        }
        at -= 1;
        if found.is_none() && last - at > MAX_BACK {
            break;
        }
    }
    if found.is_none() && is_missing {
        return Ok(None);
    }
    damaged.reverse();
    Ok(Some(Latest {
        found,
        next: last.saturating_add(1),
        damaged,
    }))
}

/// What is wrong with a session whose latest generation stays listed and is not there.
fn is_listed_only(place: &Place) -> SessionError {
    SessionError::Damaged {
        id: place.id.clone(),
        what: "the record of its latest generation, which is listed and is not there".into(),
        source: None,
    }
}

/// Whether a session has gone on so far from a generation that was its latest one that those between were trimmed: the next number is free then, and not to be had.
///
/// Generations are trimmed from the lowest up. So while the known one is there, no later one is gone; and where it is gone, somebody has gone on. Where there was none,
/// a listing tells.
pub(crate) async fn has_gone_on(store: &Store, place: &Place, known: &Latest<Record>) -> Result<bool> {
    match &known.found {
        Some(record) => Ok(store.head(&place.generation(record.header.generation)).await?.is_none()),
        None => Ok(last(store, place).await? > known.next),
    }
}

/// How far back a whole generation is looked for.
const MAX_BACK: u64 = 64;

/// How often the generations are listed again because one that was listed is gone: each time the session went on by its whole history meanwhile.
const MAX_LISTINGS: usize = 16;

/// The latest generation, whole.
pub(crate) async fn latest(store: &Store, place: &Place) -> Result<Latest<Record>> {
    for _ in 0..MAX_LISTINGS {
        if let Some(latest) = latest_listed(store, place).await? {
            return Ok(latest);
        }
    }
    Err(is_listed_only(place))
}

/// As [`latest`]; nothing if what a listing shows is gone, so that it has to be listed again.
async fn latest_listed(store: &Store, place: &Place) -> Result<Option<Latest<Record>>> {
    let last = last(store, place).await?;
    let mut damaged = Vec::new();
    let mut found = None;
    let mut is_missing = false;
    let mut at = last;
    while at > 0 && last - at <= MAX_BACK {
        match record::read(store, place, at).await? {
            Found::Whole(record) => {
                found = Some(record);
                break;
            }
            Found::Damaged(_) => damaged.push(at),
            // Below the latest one there may be nothing: a number that is trimmed, or was never taken.
            Found::Missing => is_missing |= at == last,
        }
        at -= 1;
    }
    damaged.reverse();
    if found.is_none() && is_missing {
        return Ok(None);
    }
    if found.is_none() && !damaged.is_empty() && damaged[0] > 1 && at > 0 {
        // Far more is damaged than an interrupted write can explain.
        return Err(SessionError::Damaged {
            id: place.id.clone(),
            what: format!("the records of its last {} generations", damaged.len()),
            source: None,
        });
    }
    Ok(Some(Latest {
        found,
        next: last + 1,
        damaged,
    }))
}
