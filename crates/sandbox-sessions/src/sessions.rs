//! All sessions of a store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as StdMutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use sandbox_core::{ExecutionPolicy, Runtime, SessionId};
use sandbox_storage::Store;

use crate::Result;
use crate::config::SessionsConfig;
use crate::core::Shared;
use crate::error::SessionError;
use crate::identity::Identity;
use crate::images::Images;
use crate::info::SessionInfo;
use crate::labels::Labels;
use crate::layout::{self, Incarnation};
use crate::lifecycle;
use crate::session::Session;

/// How many sessions are looked at together by a listing.
const LISTED_TOGETHER: usize = 32;

/// Sessions in a store. Clones are the same.
#[derive(Debug, Clone)]
pub struct Sessions(pub(crate) Arc<Inner>);

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) images: Arc<dyn Images>,
    pub(crate) config: SessionsConfig,
    /// This process, among those that use the store.
    pub(crate) owner: Incarnation,
    known: StdMutex<HashMap<SessionId, Arc<Shared>>>,
}

/// How a session is made. Every choice has a default.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SessionOptions {
    /// Its id. Default: a fresh UUID. A name that is none needs [`SessionsConfig::allow_names`].
    pub id: Option<SessionId>,
    /// The name of its image. Default: the default one.
    pub image: Option<String>,
    /// Its policy. Default: [`SessionsConfig::policy`]. Folders of the host must be among that one's.
    pub policy: Option<ExecutionPolicy>,
    /// What is written on it. Default: nothing.
    pub labels: Labels,
}

impl SessionOptions {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: SessionId) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the image.
    #[must_use]
    pub fn image(mut self, name: impl Into<String>) -> Self {
        self.image = Some(name.into());
        self
    }

    /// Sets the policy.
    #[must_use]
    pub fn policy(mut self, policy: ExecutionPolicy) -> Self {
        self.policy = Some(policy);
        self
    }

    /// Sets the labels.
    #[must_use]
    pub fn labels(mut self, labels: Labels) -> Self {
        self.labels = labels;
        self
    }
}

/// One line of a listing.
#[derive(Debug)]
#[non_exhaustive]
pub enum Listed {
    /// A session.
    Session(Box<SessionInfo>),
    /// One whose records make no sense: it can be deleted, and nothing else.
    Damaged {
        /// Its id.
        id: SessionId,
        /// What is wrong.
        error: SessionError,
    },
}

impl Listed {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        match self {
            Self::Session(info) => &info.session_id,
            Self::Damaged { id, .. } => id,
        }
    }

    /// The session, if it is one.
    #[must_use]
    pub fn info(&self) -> Option<&SessionInfo> {
        match self {
            Self::Session(info) => Some(info),
            Self::Damaged { .. } => None,
        }
    }
}

impl Sessions {
    /// The sessions in `store`, with interpreters from `images`. Nothing is read yet.
    ///
    /// # Errors
    ///
    /// [`SessionError::Policy`] for a policy of the configuration's that does not hold.
    pub fn open(store: Store, images: impl Images, config: SessionsConfig) -> Result<Self> {
        config.policy.validate()?;
        if let Some(max) = &config.max_policy {
            max.validate()?;
        }
        let inner = Arc::new(Inner {
            store,
            images: Arc::new(images),
            config,
            owner: Incarnation::new(),
            known: StdMutex::default(),
        });
        inner.enlist();
        Ok(Self(inner))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &SessionsConfig {
        &self.0.config
    }

    /// Makes a session for a language. It has an id, and is empty: the interpreter is started by the first turn.
    ///
    /// # Errors
    ///
    /// [`SessionError::Exists`], [`SessionError::NameNotAllowed`], [`SessionError::TooMany`], [`SessionError::PolicyExceeds`], and those of the store.
    pub async fn create(&self, runtime: Runtime, options: SessionOptions) -> Result<Session> {
        let inner = &*self.0;
        let id = inner.fresh_id(options.id)?;
        let policy = options.policy.unwrap_or_else(|| inner.config.policy.clone());
        policy.validate()?;
        inner.check_policy(&id, &policy)?;
        inner.check_room().await?;
        let identity = Identity {
            session: id,
            incarnation: Incarnation::new(),
            runtime,
            image: options.image,
            created: inner.config.now(),
            policy: serde_json::to_value(&policy).map_err(|error| SessionError::Invalid(error.to_string()))?,
            labels: options.labels,
        };
        identity.create(&inner.store).await?;
        tracing::info!(session = %identity.session, runtime = %identity.runtime, "session.created");
        Ok(self.0.adopt(identity, policy))
    }

    /// Opens a session.
    ///
    /// # Errors
    ///
    /// [`SessionError::NotFound`], [`SessionError::Expired`], [`SessionError::Damaged`], [`SessionError::PolicyExceeds`], and those of the store.
    pub async fn session(&self, id: &SessionId) -> Result<Session> {
        let inner = &*self.0;
        let identity = Identity::load(&inner.store, id).await?;
        let policy = identity.policy()?;
        inner.check_policy(id, &policy)?;
        let now = inner.config.now();
        if inner.config.lifetime.is_some_and(|max| identity.created.age(now) > max) {
            return Err(SessionError::Expired { id: id.clone() });
        }
        if let Some(max) = inner.config.idle_expiry {
            let info = lifecycle::info(&inner.store, &identity).await?;
            if info.last_used.age(now) > max {
                return Err(SessionError::Expired { id: id.clone() });
            }
        }
        tracing::debug!(session = %id, "session.retrieved");
        Ok(self.0.adopt(identity, policy))
    }

    /// Opens a session, or makes it if there is none of this id.
    ///
    /// # Errors
    ///
    /// As [`session`](Self::session) and [`create`](Self::create).
    pub async fn session_or_create(
        &self,
        id: &SessionId,
        runtime: Runtime,
        options: SessionOptions,
    ) -> Result<Session> {
        match self.session(id).await {
            Err(SessionError::NotFound { .. }) => {}
            opened => return opened,
        }
        match self.create(runtime, options.id(id.clone())).await {
            Err(SessionError::Exists { .. }) => self.session(id).await,
            created => created,
        }
    }

    /// All sessions, by id. Only small records are read, whatever the sessions hold.
    ///
    /// # Errors
    ///
    /// Those of the store; a session that is damaged is a line of the list.
    pub async fn list(&self) -> Result<Vec<Listed>> {
        let store = &self.0.store;
        let names = store.children(Some(&layout::sessions())).await?;
        let ids: Vec<SessionId> = names.iter().filter_map(|name| SessionId::new(name).ok()).collect();
        let infos = ids.into_iter().map(|id| {
            let store = store.clone();
            async move {
                let info = async { lifecycle::info(&store, &Identity::load(&store, &id).await?).await };
                (info.await, id)
            }
        });
        let infos: Vec<_> = stream::iter(infos).buffered(LISTED_TOGETHER).collect().await;
        let mut all = Vec::with_capacity(infos.len());
        for (info, id) in infos {
            match info {
                Ok(info) => all.push(Listed::Session(Box::new(info))),
                // It was removed meanwhile, or what is left of one is still there.
                Err(SessionError::NotFound { .. }) => {}
                Err(error @ SessionError::Damaged { .. }) => all.push(Listed::Damaged { id, error }),
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Removes a session and everything of it but contents that others may share, which [`gc`](Self::gc) removes. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// [`SessionError::Busy`] while a turn is under way, here or elsewhere; those of the store.
    pub async fn delete(&self, id: &SessionId) -> Result<bool> {
        self.0.delete(id).await.map(|bytes| bytes.is_some())
    }

    /// Parks sessions that were not used for so long. Returns how many interpreters were ended.
    ///
    /// # Errors
    ///
    /// Those of the store, after all were tried.
    pub async fn park_idle(&self, idle: Duration) -> Result<usize> {
        self.0.park_idle(idle, false).await
    }

    /// Parks all sessions: what is not stored yet is, and other processes need not wait for leases to run out. Waits for turns under way.
    ///
    /// # Errors
    ///
    /// Those of the store, after all were tried.
    pub async fn close(&self) -> Result<()> {
        self.0.park_idle(Duration::ZERO, true).await.map(drop)
    }

    /// How many interpreters are alive between turns at present.
    #[must_use]
    pub fn warm(&self) -> usize {
        let is_live = |session: &&Arc<Shared>| session.is_live.load(std::sync::atomic::Ordering::Relaxed);
        self.0.known().values().filter(is_live).count()
    }
}

impl Inner {
    pub(crate) fn known(&self) -> MutexGuard<'_, HashMap<SessionId, Arc<Shared>>> {
        // Nothing that holds the lock can panic between two changes that belong together.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The id for a new session.
    pub(crate) fn fresh_id(&self, wanted: Option<SessionId>) -> Result<SessionId> {
        match wanted {
            None => Ok(SessionId::random()),
            Some(id) if self.config.allow_names || id.is_uuid() => Ok(id),
            Some(id) => Err(SessionError::NameNotAllowed { id }),
        }
    }

    /// Refuses a policy that allows more than the host does, whoever wrote it.
    pub(crate) fn check_policy(&self, id: &SessionId, policy: &ExecutionPolicy) -> Result<()> {
        let exceeds = |key| SessionError::PolicyExceeds { id: id.clone(), key };
        if let Some(key) = self.config.max_policy.as_ref().and_then(|max| policy.exceeds(max)) {
            return Err(exceeds(key));
        }
        if self.config.trust_stored_mounts {
            return Ok(());
        }
        let allowed = self.config.policy.read_only_mounts();
        if policy.read_only_mounts().iter().any(|mount| !allowed.contains(mount)) {
            return Err(exceeds("mounts"));
        }
        Ok(())
    }

    /// The one shared state of a session in this process.
    pub(crate) fn adopt(self: &Arc<Self>, identity: Identity, policy: ExecutionPolicy) -> Session {
        let mut known = self.known();
        if let Some(shared) = known.get(&identity.session)
            && shared.identity.incarnation == identity.incarnation
        {
            return Session(Arc::clone(shared));
        }
        let shared = Arc::new(Shared::new(self, identity, policy));
        Self::used(&shared);
        known.insert(shared.place.id.clone(), Arc::clone(&shared));
        Session(shared)
    }
}
