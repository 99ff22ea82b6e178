//! Ctrl-C ends the program that runs, not the command around it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use llm_wasm_sandbox::CancelHandle;

/// The exit code of a command that Ctrl-C ends, as shells have it.
const INTERRUPTED: i32 = 130;

/// Turns SIGINT into a cancellation of whatever is aimed at. With nothing aimed at, or at the second SIGINT, the process ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupts(Arc<Mutex<Target>>);

/// What SIGINT meets.
#[derive(Debug, Default)]
enum Target {
    /// Nothing: it ends the process.
    #[default]
    Process,
    /// It cancels this; the next one ends the process.
    Program(CancelHandle),
    /// Work that must not be left half done: it is noted, and ends the process when the work is done.
    Work { interrupted: bool },
}

/// While it lives, SIGINT waits: files are written, and one that is cut off would stay behind.
#[derive(Debug)]
pub(crate) struct Held(Interrupts);

impl Interrupts {
    /// Begins to watch. Where that is not possible, SIGINT does what it did before.
    pub(crate) fn watch() -> Self {
        let target = Self::default();
        let watched = target.clone();
        // If there is no thread, SIGINT ends the process.
        let _ = std::thread::Builder::new()
            .name("interrupts".to_owned())
            .spawn(move || watched.listen());
        target
    }

    /// What the next SIGINT cancels.
    pub(crate) fn aim(&self, target: Option<CancelHandle>) {
        *self.target() = target.map_or(Target::Process, Target::Program);
    }

    /// Defers SIGINT until what is returned is dropped.
    #[must_use]
    pub(crate) fn hold(&self) -> Held {
        *self.target() = Target::Work { interrupted: false };
        Held(self.clone())
    }

    fn target(&self) -> MutexGuard<'_, Target> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn listen(&self) {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else {
            return;
        };
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if self.interrupt() {
                    leave();
                }
            }
        });
    }

    /// Whether the process ends now.
    fn interrupt(&self) -> bool {
        match &mut *self.target() {
            Target::Program(handle) if !handle.is_cancelled() => {
                handle.cancel();
                false
            }
            Target::Work { interrupted } => {
                *interrupted = true;
                false
            }
            Target::Process | Target::Program(_) => true,
        }
    }

    /// Ends the deferral; whether the process ends now.
    fn release(&self) -> bool {
        let before = std::mem::take(&mut *self.target());
        matches!(before, Target::Work { interrupted: true })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.0.release() {
            leave();
        }
    }
}

#[expect(clippy::exit, reason = "the answer to a signal cannot be returned from main")]
fn leave() {
    std::process::exit(INTERRUPTED);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_interrupt_cancels_and_the_second_ends_the_process() {
        let interrupts = Interrupts::default();
        assert!(interrupts.interrupt());
        let cancel = CancelHandle::new();
        interrupts.aim(Some(cancel.clone()));
        assert!(!interrupts.interrupt() && cancel.is_cancelled());
        assert!(interrupts.interrupt());
        interrupts.aim(None);
        assert!(interrupts.interrupt());
    }

    #[test]
    fn an_interrupt_waits_for_work_that_must_not_be_left_half_done() {
        let interrupts = Interrupts::default();
        interrupts.aim(Some(CancelHandle::new()));
        drop(interrupts.hold());
        assert!(interrupts.interrupt(), "nothing is held any more");
        let held = interrupts.hold();
        assert!(!interrupts.interrupt() && !interrupts.interrupt());
        assert!(interrupts.release(), "it was noted");
        drop(held);
    }
}
