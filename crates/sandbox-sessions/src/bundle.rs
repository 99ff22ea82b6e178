//! A session as one file, to be moved to another store.
//!
//! A bundle is a record of the kind `Bundle` (what the session is, and the latest generation's header and body) and the blobs that it names, each behind its name, each part with its size in
//! front. Whoever imports one takes contents from it, and the labels if they have none of their own: the id and the policy are the importer's, and what is stored is written anew.

use std::io::{Read, Write};

use bytes::Bytes;
use sandbox_core::{ExecutionPolicy, Runtime, SessionId};
use sandbox_host::Image;
use sandbox_storage::{BlobRef, Blobs, Hash, MAX_BLOB_BYTES, Store, pack};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::content::Known;
use crate::core::{Core, Shared};
use crate::error::SessionError;
use crate::head::Latest;
use crate::history::Cause;
use crate::identity::Identity;
use crate::labels::Labels;
use crate::layer::{self, Layer};
use crate::layout::{self, Incarnation};
use crate::loaded::{Base, Loaded};
use crate::record::{self, Header, Record};
use crate::sealed::{self, Kind, MAX_RECORD_BYTES};
use crate::session::Session;
use crate::sessions::Sessions;

/// The largest bundle, in bytes, that is imported if nothing else is said: 1 GiB. While it is imported its contents are in memory, compressed.
pub const MAX_BUNDLE_BYTES: u64 = 1 << 30;

/// The header of a bundle. Its body is the generation's.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bundle {
    runtime: Runtime,
    image: Option<String>,
    labels: Labels,
    generation: Option<Header>,
    /// How many blobs follow.
    blobs: u64,
}

/// The longest name of a blob, in bytes.
const MAX_NAME_BYTES: u64 = 128;

/// How a bundle is imported. Every choice has a default.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ImportOptions {
    /// The new session's id. Default: a fresh UUID.
    pub id: Option<SessionId>,
    /// Its policy. Default: the configuration's.
    pub policy: Option<ExecutionPolicy>,
    /// Its labels. Default: the bundle's.
    pub labels: Option<Labels>,
    /// How large the bundle may be. Default: [`MAX_BUNDLE_BYTES`].
    pub max_bytes: u64,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            id: None,
            policy: None,
            labels: None,
            max_bytes: MAX_BUNDLE_BYTES,
        }
    }
}

impl Session {
    /// Writes the session's latest generation as a bundle, and returns its size in bytes.
    ///
    /// # Errors
    ///
    /// [`SessionError::Transfer`] when `target` cannot be written; those of the store.
    pub async fn export_bundle(&self, mut target: impl Write + Send) -> Result<u64> {
        let shared = &*self.0;
        let mut core = shared.lock().await?;
        if core.pending {
            shared.own(&mut core).await?;
            // Another process may have gone on meanwhile: then they are lost.
            if core.pending {
                shared.persist(&mut core, Cause::Park, None).await?;
            }
        }
        shared.refresh(&mut core).await?;
        let record = core.latest.as_ref().and_then(|latest| latest.found.clone());
        let blobs = Blobs::of(shared.store());
        let mut names: Vec<BlobRef> = Vec::new();
        if let Some(record) = &record {
            names.extend(&record.header.names);
            for reference in &record.header.layers {
                names.push(reference.root);
                let root = blobs.get(&reference.root, reference.root_bytes as usize).await?;
                names.extend(layer::names(&root).map_err(|what| bundle(&what))?);
            }
        }
        names.sort_unstable();
        names.dedup();
        let bundle = Bundle {
            runtime: shared.identity.runtime,
            image: shared.identity.image.clone(),
            labels: core.labels.clone(),
            generation: record.as_ref().map(|record| record.header.clone()),
            blobs: names.len() as u64,
        };
        drop(core);
        let body = record.map(|record| record.body).unwrap_or_default();
        let head = sealed::seal(Kind::Bundle, &bundle, &body);
        let mut written = write(&mut target, &head)?;
        for blob in &names {
            let content = blobs.get(blob, MAX_BLOB_BYTES).await?;
            written += write(&mut target, blob.to_string().as_bytes())?;
            written += write(&mut target, &content)?;
        }
        target.flush().map_err(transfer)?;
        Ok(written)
    }
}

impl Sessions {
    /// Makes a session of a bundle. Everything in it is compared with its hash and read as a state once, before the session exists.
    ///
    /// # Errors
    ///
    /// [`SessionError::Bundle`] for what is none; those of making a session.
    pub async fn import_bundle(&self, mut source: impl Read + Send, options: ImportOptions) -> Result<Session> {
        let mut left = options.max_bytes;
        let head = read(&mut source, MAX_RECORD_BYTES, &mut left)?;
        let (parsed, body) =
            sealed::open::<Bundle>(Kind::Bundle, &head).map_err(|damage| bundle(&damage.to_string()))?;
        let policy = options.policy.unwrap_or_else(|| self.config().policy.clone());
        policy.validate()?;
        let id = self.0.fresh_id(options.id)?;
        self.0.check_policy(&id, &policy)?;
        self.0.check_room().await?;
        if self.store().head(&layout::identity(&id)).await?.is_some() {
            return Err(SessionError::Exists { id });
        }
        // Not in the store: who reads it must find nothing there that is not the store's own.
        let inside = Store::memory();
        for _ in 0..parsed.blobs {
            let name = read(&mut source, MAX_NAME_BYTES, &mut left)?;
            let blob = std::str::from_utf8(&name).ok().and_then(BlobRef::of_name);
            let blob = blob.ok_or_else(|| bundle("a blob has no name"))?;
            let content = read(&mut source, MAX_BLOB_BYTES as u64, &mut left)?;
            if Hash::of(&content) != blob.hash {
                return Err(bundle("a blob does not have its hash"));
            }
            inside.put(&blob.key(), pack(&content)).await?;
        }
        let identity = Identity {
            session: id,
            incarnation: Incarnation::new(),
            runtime: parsed.runtime,
            image: parsed.image,
            created: self.config().now(),
            policy: serde_json::to_value(&policy).map_err(|error| SessionError::Invalid(error.to_string()))?,
            labels: options.labels.unwrap_or(parsed.labels),
        };
        if let Some(header) = parsed.generation {
            record::check_layers(&header).map_err(|damage| bundle(&damage.to_string()))?;
            let record = Record { header, body };
            self.import_generation(&identity, record, &inside, &policy).await?;
        }
        identity.create(self.store()).await?;
        Ok(self.0.adopt(identity, policy))
    }

    /// Makes the first generation of what a bundle's record comes to, with the blobs that are `inside` of it.
    async fn import_generation(
        &self,
        identity: &Identity,
        record: Record,
        inside: &Store,
        policy: &ExecutionPolicy,
    ) -> Result<()> {
        let image = self.0.images.image(identity.runtime, identity.image.as_deref()).await;
        // A state of another image is kept as it is.
        let its_own = |image: &Image| {
            record
                .header
                .state
                .as_ref()
                .is_none_or(|state| state.image == image.id())
        };
        let base = match image {
            Ok(image) if its_own(&image) => match self.0.images.files(&image, policy) {
                Ok(files) => Base::over(image, &files)?,
                Err(_) => Base::bare()?,
            },
            _ => Base::bare()?,
        };
        let mut loaded = Loaded::load(inside, &identity.place(), Some(&record), base, policy)
            .await
            .map_err(|error| bundle(&error.to_string()))?;
        // Nobody else sees it: the session does not exist yet.
        let shared = Shared::new(&self.0, identity.clone(), policy.clone());
        let usage = shared.tree(&loaded).usage();
        if usage.bytes > policy.disk.bytes || usage.entries > policy.disk.entries {
            return Err(bundle("its files are more than the policy's [disk] table allows"));
        }
        // Where its parts lie is said by a store, and this is another one: all of it is new here.
        let layers = std::mem::take(&mut loaded.layers);
        let below = layers
            .iter()
            .fold(Layer::default(), |below, stored| below.merged(&stored.layer));
        loaded.top = below.merged(&loaded.top);
        for kept in loaded.top.entries.values_mut() {
            kept.chunks = None;
        }
        loaded.known = Known::default();
        let mut core = Core {
            latest: Some(Latest {
                found: None,
                next: 1,
                damaged: Vec::new(),
            }),
            loaded: Some(loaded),
            turns: record.header.turns.min(MAX_TURNS),
            labels: identity.labels.clone(),
            ..Core::default()
        };
        shared.persist(&mut core, Cause::Import, None).await
    }
}

/// Turns that a bundle can say that a session has had.
const MAX_TURNS: u64 = u32::MAX as u64;

fn write(target: &mut impl Write, part: &[u8]) -> Result<u64> {
    target.write_all(&(part.len() as u64).to_le_bytes()).map_err(transfer)?;
    target.write_all(part).map_err(transfer)?;
    Ok(8 + part.len() as u64)
}

/// Reads one part: no more memory is taken than there are bytes.
fn read(source: &mut impl Read, max: u64, left: &mut u64) -> Result<Bytes> {
    let mut len = [0; 8];
    source
        .read_exact(&mut len)
        .map_err(|error| bundle(&error.to_string()))?;
    let len = u64::from_le_bytes(len);
    if len > max || len.saturating_add(8) > *left {
        return Err(bundle("it is larger than is allowed"));
    }
    *left -= len + 8;
    let mut part = Vec::new();
    source
        .take(len)
        .read_to_end(&mut part)
        .map_err(|error| bundle(&error.to_string()))?;
    if part.len() as u64 == len {
        Ok(part.into())
    } else {
        Err(bundle("it ends too early"))
    }
}

fn bundle(reason: &str) -> SessionError {
    SessionError::Bundle {
        reason: reason.to_owned(),
    }
}

fn transfer(error: std::io::Error) -> SessionError {
    SessionError::Transfer {
        what: "a bundle".into(),
        source: error.into(),
    }
}
