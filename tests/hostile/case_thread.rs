//! The one thread that runs cases, one after the other.
//!
//! Not for the sake of order alone: the allocator keeps what was freed by the thread that used it, so that on threads of the tests' own the memory that U4 looks at
//! would depend on how many of them there are.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

const NAME: &str = "cases";

/// Whether this is the thread.
pub(crate) fn is_current() -> bool {
    thread::current().name() == Some(NAME)
}

/// Runs something on the thread, and panics as it does.
#[track_caller]
pub(crate) fn run<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    if is_current() {
        return job();
    }
    let (answer, result) = channel();
    let job: Job = Box::new(move || {
        let _ = answer.send(catch_unwind(AssertUnwindSafe(job)));
    });
    let sent = jobs().lock().unwrap_or_else(PoisonError::into_inner).send(job);
    sent.expect("the thread runs as long as the process");
    match result.recv().expect("every job is answered") {
        Ok(value) => value,
        Err(panic) => panic!("{}", message(&*panic)),
    }
}

fn jobs() -> &'static Mutex<Sender<Job>> {
    static JOBS: OnceLock<Mutex<Sender<Job>>> = OnceLock::new();
    JOBS.get_or_init(|| {
        let (sender, jobs) = channel::<Job>();
        let work = move || jobs.into_iter().for_each(|job| job());
        let thread = thread::Builder::new().name(NAME.into()).spawn(work);
        thread.expect("a thread can be started");
        Mutex::new(sender)
    })
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("it panicked")
}
