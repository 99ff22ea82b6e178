//! Running asynchronous work to its end from code that is not.

use std::thread;

use crate::error::HostError;

/// Does `work` on a thread of its own: the caller may be inside an async runtime, which forbids starting another one.
pub(super) fn block_on<T, F>(work: impl FnOnce() -> F + Send) -> Result<T, HostError>
where
    T: Send,
    F: Future<Output = Result<T, HostError>>,
{
    thread::scope(|scope| {
        let working = scope.spawn(|| {
            tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .map_err(HostError::ticker)?
                .block_on(work())
        });
        working
            .join()
            .unwrap_or_else(|_| Err(HostError::build(wasmtime::Error::msg("the work on an image panicked"))))
    })
}
