//! The sandbox for programs without an async runtime.
//!
//! ```no_run
//! use llm_wasm_sandbox::{Runtime, blocking::Sandbox};
//!
//! let sandbox = Sandbox::new(Runtime::Python)?;
//! assert_eq!(sandbox.execute("print(6 * 7)")?.stdout, "42\n");
//! # Ok::<(), llm_wasm_sandbox::Error>(())
//! ```

#[cfg(feature = "sessions")]
mod sessions;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use bytes::Bytes;
use sandbox_core::{Execution, ExecutionPolicy, Runtime};
use sandbox_host::{CancelHandle, Program};

use crate::error::Error;
use crate::run::Run;
use crate::{SandboxBuilder, Workspace};

#[cfg(feature = "sessions")]
pub use sessions::{Session, Sessions};

/// Wakes a thread that waits for a future.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs the future to its end on this thread. It needs no runtime: guests' timers are the host's own.
fn wait<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if inside_a_task() {
        return Err(Error::InsideAsyncRuntime);
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(result) => return result,
            Poll::Pending => thread::park(),
        }
    }
}

/// More steps than tokio lets a task make before it has to give way (128 at present).
const MORE_THAN_A_BUDGET: u32 = 1024;

/// Whether this is the thread of an async runtime and in the middle of a task, which must not be held up.
///
/// On a thread of `spawn_blocking` the runtime's handle is there as well, but waiting is what such a thread is for. The difference that tokio shows
/// is that a task has a budget of steps and such a thread has none. Using the budget up is no harm: the task gives way at its next step.
fn inside_a_task() -> bool {
    if tokio::runtime::Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    (0..MORE_THAN_A_BUDGET).any(|_| pin!(tokio::task::consume_budget()).poll(&mut context).is_pending())
}

/// The blocking twin of [`Sandbox`](crate::Sandbox). Threads may share it and run at the same time.
#[derive(Debug, Clone)]
pub struct Sandbox(crate::Sandbox);

impl Sandbox {
    /// A sandbox with the default policy and image.
    ///
    /// # Errors
    ///
    /// As [`SandboxBuilder::build`].
    pub fn new(runtime: Runtime) -> Result<Self, Error> {
        Self::build(crate::Sandbox::builder(runtime))
    }

    /// A sandbox from a builder's choices.
    ///
    /// # Errors
    ///
    /// As [`SandboxBuilder::build`].
    pub fn build(builder: SandboxBuilder) -> Result<Self, Error> {
        builder.build_blocking().map(Self)
    }

    /// See [`Sandbox::execute`](crate::Sandbox::execute).
    ///
    /// # Errors
    ///
    /// As there; and [`Error::InsideAsyncRuntime`].
    pub fn execute(&self, program: impl Into<Program>) -> Result<Run, Error> {
        wait(self.0.execute(program))
    }

    /// See [`Sandbox::execute_in`](crate::Sandbox::execute_in).
    ///
    /// # Errors
    ///
    /// As there; and [`Error::InsideAsyncRuntime`].
    pub fn execute_in(&self, workspace: Workspace, program: impl Into<Program>) -> Result<Run, Error> {
        wait(self.0.execute_in(workspace, program))
    }

    /// See [`Sandbox::execute_cancellable`](crate::Sandbox::execute_cancellable).
    ///
    /// # Errors
    ///
    /// As there; and [`Error::InsideAsyncRuntime`].
    pub fn execute_cancellable(
        &self,
        workspace: Workspace,
        program: impl Into<Program>,
        cancel: CancelHandle,
    ) -> Result<Run, Error> {
        wait(self.0.execute_cancellable(workspace, program, cancel))
    }

    /// See [`Sandbox::interactive`](crate::Sandbox::interactive).
    ///
    /// # Errors
    ///
    /// As there; and [`Error::InsideAsyncRuntime`].
    pub fn interactive(&self, workspace: Workspace) -> Result<Interactive, Error> {
        wait(self.0.interactive(workspace)).map(Interactive)
    }

    /// See [`Sandbox::check`](crate::Sandbox::check).
    ///
    /// # Errors
    ///
    /// As there; and [`Error::InsideAsyncRuntime`].
    pub fn check(&self, program: impl Into<Program>) -> Result<Execution, Error> {
        wait(self.0.check(program))
    }

    /// See [`Sandbox::with_policy`](crate::Sandbox::with_policy).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn with_policy(&self, policy: ExecutionPolicy) -> Result<Self, Error> {
        self.0.with_policy(policy).map(Self)
    }

    /// The async sandbox behind it.
    #[must_use]
    pub fn as_async(&self) -> &crate::Sandbox {
        &self.0
    }
}

/// The blocking twin of [`Interactive`](crate::Interactive).
#[derive(Debug)]
pub struct Interactive(crate::Interactive);

impl Interactive {
    /// See [`Interactive::turn`](crate::Interactive::turn).
    ///
    /// # Errors
    ///
    /// As there; and [`Error::InsideAsyncRuntime`].
    pub fn turn(&mut self, program: &Program) -> Result<Execution, Error> {
        wait(self.0.turn(program))
    }

    /// See [`Interactive::write_file`](crate::Interactive::write_file).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn write_file(&mut self, path: &str, content: impl Into<Bytes>) -> Result<(), Error> {
        self.0.write_file(path, content)
    }

    /// See [`Interactive::remove`](crate::Interactive::remove).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn remove(&mut self, path: &str) -> Result<(), Error> {
        self.0.remove(path)
    }

    /// See [`Interactive::into_workspace`](crate::Interactive::into_workspace).
    #[must_use]
    pub fn into_workspace(self) -> Workspace {
        self.0.into_workspace()
    }

    /// The async one behind it, for everything that does not wait.
    #[must_use]
    pub fn as_async(&self) -> &crate::Interactive {
        &self.0
    }
}
