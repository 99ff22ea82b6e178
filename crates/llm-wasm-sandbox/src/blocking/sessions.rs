//! Sessions for programs without an async runtime.

use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use sandbox_core::{Runtime, SessionId};
use sandbox_host::{CancelHandle, Program};
use sandbox_sessions::{
    CheckReport, FileInfo, Generation, Images, ImportOptions, Labels, Listed, PruneReport, PruneRules, SessionError,
    SessionInfo, SessionOptions, SessionsConfig, StoreStats, Turn, WriteMode, ZipReport,
};
use sandbox_storage::{Collected, Store};
use sandbox_vfs::{ExportReport, ImportReport};
use tokio::runtime;

/// Threads of the runtime that stores are used with: they wait more than they work.
const THREADS: usize = 2;

type Result<T> = std::result::Result<T, SessionError>;

/// The blocking twin of [`Sessions`](crate::Sessions), with a tokio runtime of its own. Threads may share it. It must not be used inside of an async runtime.
#[derive(Debug, Clone)]
pub struct Sessions {
    inner: crate::Sessions,
    runtime: Arc<runtime::Runtime>,
}

/// The blocking twin of [`Session`](crate::Session).
#[derive(Debug, Clone)]
pub struct Session {
    inner: crate::Session,
    runtime: Arc<runtime::Runtime>,
}

impl Sessions {
    /// See [`Sessions::open`](crate::Sessions::open).
    ///
    /// # Errors
    ///
    /// As there; [`SessionError::Invalid`] where the operating system refuses threads.
    pub fn open(store: Store, images: impl Images, config: SessionsConfig) -> Result<Self> {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(THREADS)
            .enable_all()
            .build();
        let runtime =
            runtime.map_err(|error| SessionError::Invalid(format!("no threads for the sessions: {error}")))?;
        Ok(Self {
            inner: crate::Sessions::open(store, images, config)?,
            runtime: Arc::new(runtime),
        })
    }

    /// The async sessions behind it.
    #[must_use]
    pub fn as_async(&self) -> &crate::Sessions {
        &self.inner
    }

    fn wrap(&self, inner: crate::Session) -> Session {
        Session {
            inner,
            runtime: Arc::clone(&self.runtime),
        }
    }

    /// See [`Sessions::create`](crate::Sessions::create).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn create(&self, runtime: Runtime, options: SessionOptions) -> Result<Session> {
        let created = self.runtime.block_on(self.inner.create(runtime, options));
        created.map(|session| self.wrap(session))
    }

    /// See [`Sessions::session`](crate::Sessions::session).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn session(&self, id: &SessionId) -> Result<Session> {
        let opened = self.runtime.block_on(self.inner.session(id));
        opened.map(|session| self.wrap(session))
    }

    /// See [`Sessions::session_or_create`](crate::Sessions::session_or_create).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn session_or_create(&self, id: &SessionId, runtime: Runtime, options: SessionOptions) -> Result<Session> {
        let opened = self
            .runtime
            .block_on(self.inner.session_or_create(id, runtime, options));
        opened.map(|session| self.wrap(session))
    }

    /// See [`Sessions::list`](crate::Sessions::list).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn list(&self) -> Result<Vec<Listed>> {
        self.runtime.block_on(self.inner.list())
    }

    /// See [`Sessions::delete`](crate::Sessions::delete).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn delete(&self, id: &SessionId) -> Result<bool> {
        self.runtime.block_on(self.inner.delete(id))
    }

    /// See [`Sessions::prune`](crate::Sessions::prune).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn prune(&self, rules: &PruneRules) -> Result<PruneReport> {
        self.runtime.block_on(self.inner.prune(rules))
    }

    /// See [`Sessions::import_bundle`](crate::Sessions::import_bundle).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn import_bundle(&self, source: impl Read + Send, options: ImportOptions) -> Result<Session> {
        let imported = self.runtime.block_on(self.inner.import_bundle(source, options));
        imported.map(|session| self.wrap(session))
    }

    /// See [`Sessions::check`](crate::Sessions::check).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn check(&self, contents: bool) -> Result<CheckReport> {
        self.runtime.block_on(self.inner.check(contents))
    }

    /// See [`Sessions::gc`](crate::Sessions::gc).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn gc(&self, grace: Duration, dry_run: bool) -> Result<Collected> {
        self.runtime.block_on(self.inner.gc(grace, dry_run))
    }

    /// See [`Sessions::stats`](crate::Sessions::stats).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn stats(&self) -> Result<StoreStats> {
        self.runtime.block_on(self.inner.stats())
    }

    /// See [`Sessions::close`](crate::Sessions::close).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn close(&self) -> Result<()> {
        self.runtime.block_on(self.inner.close())
    }
}

impl Session {
    /// The async session behind it, for everything that does not wait.
    #[must_use]
    pub fn as_async(&self) -> &crate::Session {
        &self.inner
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &SessionId {
        self.inner.id()
    }

    fn wait<T>(&self, future: impl Future<Output = Result<T>>) -> Result<T> {
        self.runtime.block_on(future)
    }

    /// See [`Session::execute`](crate::Session::execute).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn execute(&self, program: impl Into<Program>) -> Result<Turn> {
        self.wait(self.inner.execute(program))
    }

    /// See [`Session::execute_cancellable`](crate::Session::execute_cancellable).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn execute_cancellable(&self, program: impl Into<Program>, cancel: CancelHandle) -> Result<Turn> {
        self.wait(self.inner.execute_cancellable(program, cancel))
    }

    /// See [`Session::info`](crate::Session::info).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn info(&self) -> Result<SessionInfo> {
        self.wait(self.inner.info())
    }

    /// See [`Session::history`](crate::Session::history).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn history(&self) -> Result<Vec<Generation>> {
        self.wait(self.inner.history())
    }

    /// See [`Session::set_labels`](crate::Session::set_labels).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn set_labels(&self, labels: Labels) -> Result<u64> {
        self.wait(self.inner.set_labels(labels))
    }

    /// See [`Session::fork`](crate::Session::fork).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn fork(&self) -> Result<Session> {
        self.fork_as(None)
    }

    /// See [`Session::fork_as`](crate::Session::fork_as).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn fork_as(&self, id: Option<SessionId>) -> Result<Session> {
        let inner = self.wait(self.inner.fork_as(id))?;
        Ok(Self {
            inner,
            runtime: Arc::clone(&self.runtime),
        })
    }

    /// See [`Session::roll_back`](crate::Session::roll_back).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn roll_back(&self, generation: u64) -> Result<u64> {
        self.wait(self.inner.roll_back(generation))
    }

    /// See [`Session::park`](crate::Session::park).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn park(&self) -> Result<()> {
        self.wait(self.inner.park())
    }

    /// See [`Session::read_file`](crate::Session::read_file).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn read_file(&self, path: &str, max_bytes: u64) -> Result<Vec<u8>> {
        self.wait(self.inner.read_file(path, max_bytes))
    }

    /// See [`Session::read_range`](crate::Session::read_range).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn read_range(&self, path: &str, offset: u64, max_bytes: usize) -> Result<Vec<u8>> {
        self.wait(self.inner.read_range(path, offset, max_bytes))
    }

    /// See [`Session::write_file`](crate::Session::write_file).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn write_file(&self, path: &str, content: impl Into<Bytes>, mode: WriteMode) -> Result<u64> {
        self.wait(self.inner.write_file(path, content, mode))
    }

    /// See [`Session::delete_file`](crate::Session::delete_file).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn delete_file(&self, path: &str, recursive: bool) -> Result<u64> {
        self.wait(self.inner.delete_file(path, recursive))
    }

    /// See [`Session::list_files`](crate::Session::list_files).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn list_files(&self, pattern: Option<&str>) -> Result<Vec<FileInfo>> {
        self.wait(self.inner.list_files(pattern))
    }

    /// See [`Session::copy_to`](crate::Session::copy_to).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn copy_to(&self, path: &str, target: &Session, to: Option<&str>) -> Result<u64> {
        self.wait(self.inner.copy_to(path, &target.inner, to))
    }

    /// See [`Session::import_folder`](crate::Session::import_folder).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn import_folder(&self, folder: &Path) -> Result<(ImportReport, u64)> {
        self.wait(self.inner.import_folder(folder))
    }

    /// See [`Session::export_folder`](crate::Session::export_folder).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn export_folder(&self, folder: &Path) -> Result<ExportReport> {
        self.wait(self.inner.export_folder(folder))
    }

    /// See [`Session::import_zip`](crate::Session::import_zip).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn import_zip(&self, archive: impl Into<Bytes>, into: &str) -> Result<(ZipReport, u64)> {
        self.wait(self.inner.import_zip(archive, into))
    }

    /// See [`Session::export_zip`](crate::Session::export_zip).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn export_zip(&self, target: impl Write + Seek) -> Result<ZipReport> {
        self.wait(self.inner.export_zip(target))
    }

    /// See [`Session::export_bundle`](crate::Session::export_bundle).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn export_bundle(&self, target: impl Write + Send) -> Result<u64> {
        self.wait(self.inner.export_bundle(target))
    }
}
