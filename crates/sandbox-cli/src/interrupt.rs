//! Ctrl-C ends the program that runs, not the command around it.

use std::sync::{Arc, Mutex, PoisonError};

use llm_wasm_sandbox::CancelHandle;

/// The exit code of a command that Ctrl-C ends, as shells have it.
const INTERRUPTED: i32 = 130;

/// Turns SIGINT into a cancellation of whatever is aimed at. With nothing aimed at, or at the second SIGINT, the process ends.
#[derive(Debug, Clone)]
pub(crate) struct Interrupts(Arc<Mutex<Option<CancelHandle>>>);

impl Interrupts {
    /// Begins to watch. Where that is not possible, SIGINT does what it did before.
    pub(crate) fn watch() -> Self {
        let target = Self(Arc::default());
        let watched = target.clone();
        // If there is no thread, SIGINT ends the process.
        let _ = std::thread::Builder::new()
            .name("interrupts".to_owned())
            .spawn(move || watched.listen());
        target
    }

    /// What the next SIGINT cancels.
    pub(crate) fn aim(&self, target: Option<CancelHandle>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = target;
    }

    fn listen(&self) {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else {
            return;
        };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                self.interrupt();
            }
        });
    }

    fn interrupt(&self) {
        let target = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*target {
            Some(handle) if !handle.is_cancelled() => handle.cancel(),
            _ => leave(),
        }
    }
}

#[expect(clippy::exit, reason = "the answer to a signal cannot be returned from main")]
fn leave() {
    std::process::exit(INTERRUPTED);
}
