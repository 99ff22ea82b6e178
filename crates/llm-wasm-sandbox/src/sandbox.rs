//! The sandbox: an image, a policy, and as many executions as you like.

use std::sync::Arc;

use sandbox_core::{Execution, ExecutionPolicy, Runtime};
use sandbox_host::{CancelHandle, HostError, Image, ImageId, Instance, Mode, Program};
use sandbox_vfs::Template;

use crate::builder::{SandboxBuilder, with_mounts};
use crate::error::Error;
use crate::interactive::Interactive;
use crate::run::Run;
use crate::workspace::Workspace;

/// Runs programs, each in a fresh, isolated interpreter. Cloning is cheap; clones and threads may run at the same time.
///
/// Its futures run on any executor: guests' timers are the host's own, and no driver of a runtime's is needed. Inside a tokio runtime, folders are read on
/// its threads for blocking work.
#[derive(Debug, Clone)]
pub struct Sandbox(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    image: Image,
    files: Template,
    policy: ExecutionPolicy,
}

impl Sandbox {
    pub(crate) fn new(image: Image, files: Template, policy: ExecutionPolicy) -> Self {
        Self(Arc::new(Inner { image, files, policy }))
    }

    /// Begins to make one.
    pub fn builder(runtime: Runtime) -> SandboxBuilder {
        SandboxBuilder::new(runtime)
    }

    /// The same image under another policy; takes microseconds.
    ///
    /// # Errors
    ///
    /// A policy that does not hold, or a mount that is not there.
    pub fn with_policy(&self, policy: ExecutionPolicy) -> Result<Self, Error> {
        policy.validate()?;
        let files = with_mounts(&self.0.image, &policy)?;
        Ok(Self::new(self.0.image.clone(), files, policy))
    }

    /// The policy of every execution.
    #[must_use]
    pub fn policy(&self) -> &ExecutionPolicy {
        &self.0.policy
    }

    /// The language.
    #[must_use]
    pub fn runtime(&self) -> Runtime {
        self.0.image.runtime().runtime()
    }

    /// The name of the image.
    #[must_use]
    pub fn image(&self) -> &str {
        self.0.image.name()
    }

    /// Identifies the image's content.
    #[must_use]
    pub fn image_id(&self) -> ImageId {
        self.0.image.id()
    }

    /// Runs a program in a fresh interpreter with an empty workspace.
    ///
    /// # Errors
    ///
    /// Only what the host cannot do; a program that fails is a [`Run`] whose outcome says so.
    pub async fn execute(&self, program: impl Into<Program>) -> Result<Run, Error> {
        self.execute_in(Workspace::new(), program).await
    }

    /// Runs a program in a fresh interpreter whose `/app` holds `workspace`.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute); and when the workspace does not fit the policy's disk limits.
    pub async fn execute_in(&self, workspace: Workspace, program: impl Into<Program>) -> Result<Run, Error> {
        self.execute_cancellable(workspace, program, CancelHandle::new()).await
    }

    /// As [`execute_in`](Self::execute_in); `cancel` ends it from outside, with outcome `cancelled`, also while it still waits for a place. The run
    /// then has the files that `workspace` was given one by one, and none of its folder, which was not read.
    ///
    /// # Errors
    ///
    /// As [`execute_in`](Self::execute_in).
    pub async fn execute_cancellable(
        &self,
        workspace: Workspace,
        program: impl Into<Program>,
        cancel: CancelHandle,
    ) -> Result<Run, Error> {
        let (program, inner) = (program.into(), &*self.0);
        let instance = match inner.image.start(&inner.files, &inner.policy, cancel).await {
            Err(HostError::Cancelled) => {
                let (execution, mut files) = inner.image.not_started(&inner.files, &inner.policy);
                workspace.without_folder().place(&mut files)?;
                return Ok(Run::new(execution, files));
            }
            started => started?,
        };
        let mut live = Interactive::new(placed(workspace, instance).await?);
        let execution = live.turn(&program).await?;
        Ok(Run::new(execution, live.into_files()))
    }

    /// Starts an interpreter that runs one input after the other and keeps its names, modules and files.
    ///
    /// # Errors
    ///
    /// As [`execute_in`](Self::execute_in).
    pub async fn interactive(&self, workspace: Workspace) -> Result<Interactive, Error> {
        let inner = &*self.0;
        let instance = inner
            .image
            .start(&inner.files, &inner.policy, CancelHandle::new())
            .await?;
        Ok(Interactive::new(placed(workspace, instance).await?))
    }

    /// Compiles a program without running it, with the guest's own grammar. The execution has succeeded if the program is one;
    /// otherwise its exception is the syntax error, or its outcome the limit that the parser ran into.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub async fn check(&self, program: impl Into<Program>) -> Result<Execution, Error> {
        Ok(self.execute(program.into().mode(Mode::Check)).await?.into_execution())
    }
}

/// Puts the workspace into the instance's files. A folder is read where that may block: on a thread for it if an async runtime is there, else
/// right here. The instance's place is held meanwhile, because what is read is held in the memory that was admitted with it.
async fn placed(workspace: Workspace, mut instance: Instance) -> Result<Instance, Error> {
    let reads_a_folder = workspace.has_folder();
    let place = move || workspace.place(instance.files_mut()).map(|()| instance);
    if !reads_a_folder {
        return place();
    }
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime
            .spawn_blocking(place)
            .await
            .map_err(|error| Error::Thread(std::io::Error::other(error)))?,
        Err(_) => place(),
    }
}
