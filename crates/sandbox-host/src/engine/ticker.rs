//! The thread that makes epochs pass while guests run, and sleeps while none does.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How often a running guest looks at its deadline and its cancellation, and lets others run.
const TICK: Duration = Duration::from_millis(5);

#[derive(Default)]
struct Shared {
    /// How many guards are alive; and the end of the thread.
    running: Mutex<(usize, bool)>,
    changed: Condvar,
}

/// Owns the thread; dropping it ends the thread.
pub(super) struct Ticker(Arc<Shared>);

/// Epochs pass while one of these lives.
pub(crate) struct Ticking(Arc<Shared>);

impl Ticker {
    /// Starts the thread for `engine`; it holds the engine weakly.
    pub(super) fn start(engine: &wasmtime::Engine) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let (theirs, engine) = (Arc::clone(&shared), engine.weak());
        thread::Builder::new().name("sandbox-epochs".into()).spawn(move || {
            let mut running = theirs.running.lock().unwrap_or_else(PoisonError::into_inner);
            loop {
                running = theirs
                    .changed
                    .wait_while(running, |(count, ended)| *count == 0 && !*ended)
                    .unwrap_or_else(PoisonError::into_inner);
                if running.1 {
                    return;
                }
                drop(running);
                thread::sleep(TICK);
                let Some(engine) = engine.upgrade() else { return };
                engine.increment_epoch();
                running = theirs.running.lock().unwrap_or_else(PoisonError::into_inner);
            }
        })?;
        Ok(Self(shared))
    }

    pub(super) fn ticking(&self) -> Ticking {
        let mut running = self.0.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.0 += 1;
        if running.0 == 1 {
            self.0.changed.notify_one();
        }
        Ticking(Arc::clone(&self.0))
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.0.changed.notify_one();
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner).0 -= 1;
    }
}
