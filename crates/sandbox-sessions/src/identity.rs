//! Who a session is: what never changes about it.

use sandbox_core::{ExecutionPolicy, Runtime, SessionId};
use sandbox_storage::{Created, Store};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::error::SessionError;
use crate::labels::Labels;
use crate::layout::{self, Incarnation, Place};
use crate::sealed::{self, Damage, Kind, MAX_HEADER_BYTES};
use crate::time::Timestamp;

/// The largest record of who a session is, in bytes.
const MAX_RECORD: u64 = 2 * MAX_HEADER_BYTES as u64;

/// The record `session`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Identity {
    pub(crate) session: SessionId,
    pub(crate) incarnation: Incarnation,
    pub(crate) runtime: Runtime,
    /// The image's name; the default one where none is.
    pub(crate) image: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) policy: serde_json::Value,
    /// Those of generation 0.
    pub(crate) labels: Labels,
}

impl Identity {
    pub(crate) fn place(&self) -> Place {
        Place {
            id: self.session.clone(),
            incarnation: self.incarnation,
        }
    }

    /// The policy, as it was given.
    pub(crate) fn policy(&self) -> Result<ExecutionPolicy> {
        ExecutionPolicy::from_json_value(self.policy.clone()).map_err(|error| SessionError::Damaged {
            id: self.session.clone(),
            what: "its policy".into(),
            source: Some(error.into()),
        })
    }

    /// Makes it the session's; the session exists from now on.
    pub(crate) async fn create(&self, store: &Store) -> Result<()> {
        let key = layout::identity(&self.session);
        let record = sealed::seal(Kind::Identity, self, &[]);
        let made = store.create(&key, record).await;
        let ours = match made {
            Ok(Created::New) => true,
            // It may be ours all the same: the answer to a first try can be lost.
            Ok(Created::Exists) => self.is_there(store).await?,
            Err(error) => {
                if !self.is_there(store).await.unwrap_or(false) {
                    return Err(error.into());
                }
                true
            }
        };
        if ours {
            Ok(())
        } else {
            Err(SessionError::Exists {
                id: self.session.clone(),
            })
        }
    }

    async fn is_there(&self, store: &Store) -> Result<bool> {
        match Self::load(store, &self.session).await {
            Ok(found) => Ok(found.incarnation == self.incarnation),
            // Nothing, or half of one, of whomever.
            Err(SessionError::NotFound { .. } | SessionError::Damaged { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether the record was never finished: nobody was told that the session exists.
    pub(crate) async fn is_unfinished(store: &Store, id: &SessionId) -> Result<bool> {
        let Ok(Some(record)) = sealed::find(store, &layout::identity(id), MAX_RECORD).await? else {
            return Ok(false);
        };
        let opened = sealed::open::<Self>(Kind::Identity, &record);
        Ok(matches!(opened, Err(Damage::Truncated)))
    }

    /// Whether there is a record of this name, whatever it says.
    pub(crate) async fn has_record(store: &Store, id: &SessionId) -> Result<bool> {
        Ok(store.head(&layout::identity(id)).await?.is_some())
    }

    /// Reads who a session is.
    pub(crate) async fn load(store: &Store, id: &SessionId) -> Result<Self> {
        let damaged = |source: Option<Box<dyn std::error::Error + Send + Sync>>| SessionError::Damaged {
            id: id.clone(),
            what: "the record of who it is".into(),
            source,
        };
        let record = sealed::find(store, &layout::identity(id), MAX_RECORD).await?;
        let record = record.map_err(|damage| damaged(Some(damage.into())))?;
        let record = record.ok_or_else(|| SessionError::NotFound { id: id.clone() })?;
        let (identity, _) =
            sealed::open::<Self>(Kind::Identity, &record).map_err(|damage| damaged(Some(damage.into())))?;
        // A record of another session in this one's place is no record of this one.
        if identity.session == *id {
            Ok(identity)
        } else {
            Err(damaged(None))
        }
    }
}
