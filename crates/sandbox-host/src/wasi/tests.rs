//! Guest programs of our own against the host functions: one file per function under `tests/`, good and bad arguments.

mod harness;
mod hostile;
mod limits;
mod listing;
mod waiting;

use std::collections::BTreeSet;

use wasmtime::{Engine, Linker, Store};

use self::harness::{Guest, state};
use super::{MODULE, POLL, SHADOWED, add_to_linker};
use crate::state::GuestState;
use crate::stdio::CapturedText;

/// One test per program; every function has one, and every program is of a function.
macro_rules! programs {
    ($($name:ident)*) => {
        const PROGRAMS: &[&str] = &[$(stringify!($name)),*];

        mod program {
            use super::harness::Guest;

            $(#[tokio::test]
            async fn $name() {
                Guest::new(include_str!(concat!("tests/", stringify!($name), ".wat"))).await.check().await;
            })*
        }
    };
}

programs! {
    args_get args_sizes_get clock_res_get clock_time_get environ_get environ_sizes_get
    fd_advise fd_allocate fd_close fd_datasync fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights
    fd_filestat_get fd_filestat_set_size fd_filestat_set_times fd_pread fd_prestat_dir_name fd_prestat_get
    fd_pwrite fd_read fd_readdir fd_renumber fd_seek fd_sync fd_tell fd_write
    path_create_directory path_filestat_get path_filestat_set_times path_link path_open path_readlink
    path_remove_directory path_rename path_symlink path_unlink_file
    poll_oneoff proc_exit proc_raise random_get sched_yield
    sock_accept sock_recv sock_send sock_shutdown
}

/// The name and type of everything that a linker defines.
fn definitions<T: 'static>(engine: &Engine, linker: &Linker<T>, data: T) -> Vec<(String, String)> {
    let mut store = Store::new(engine, data);
    let all: Vec<_> = linker
        .iter(&mut store)
        .map(|(_, name, item)| (name.to_owned(), item))
        .collect();
    let mut all: Vec<_> = all
        .into_iter()
        .map(|(name, item)| (name, format!("{:?}", item.ty(&store))))
        .collect();
    all.sort();
    all
}

#[tokio::test]
async fn every_function_of_the_library_is_ours() {
    let engine = Engine::default();
    let mut base = Linker::<GuestState>::new(&engine);
    wasmtime_wasi::p1::add_to_linker_async(&mut base, |state| &mut state.wasi).expect("the library's own definitions");
    let mut ours = Linker::new(&engine);
    add_to_linker(&mut ours).expect("our definitions over the library's");
    let base = definitions(&engine, &base, state());

    let names: BTreeSet<&str> = base.iter().map(|(name, _)| name.as_str()).collect();
    let listed: Vec<&str> = [SHADOWED, &[POLL, "proc_exit"]].concat();
    assert_eq!(
        names,
        listed.iter().copied().collect(),
        "a function that is new in the library needs a decision"
    );
    assert_eq!(listed.len(), names.len(), "one list for each function");
    assert_eq!(
        definitions(&engine, &ours, state()),
        base,
        "the types are the library's"
    );
    assert_eq!(
        names,
        PROGRAMS.iter().copied().collect(),
        "every function has a program"
    );
}

#[tokio::test]
async fn a_second_definition_is_refused() {
    let mut linker = Linker::new(&Engine::default());
    add_to_linker(&mut linker).expect("the first time");
    assert!(add_to_linker(&mut linker).is_err());
    assert!(
        linker.func_wrap(MODULE, "fd_read", || ()).is_err(),
        "shadowing ends with our definitions"
    );
}

#[tokio::test]
async fn streams_hold_exactly_what_was_written() {
    let mut guest = Guest::new(include_str!("tests/fd_write.wat")).await;
    guest.check().await;
    let stdio = guest.into_state().stdio;
    let text = |text: &str| CapturedText {
        text: text.into(),
        total: text.len() as u64,
        truncated: false,
    };
    assert_eq!(stdio.stdout.into_text(), text("hello, world"));
    assert_eq!(stdio.stderr.into_text(), text("hello, "));
}

#[tokio::test]
async fn b_027_nothing_a_guest_does_to_descriptors_turns_a_file_into_a_stream() {
    for (program, stderr) in [
        (include_str!("tests/fd_close.wat"), ""),
        (include_str!("tests/fd_renumber.wat"), "to stderr"),
    ] {
        let mut guest = Guest::new(program).await;
        guest.check().await;
        let stdio = guest.into_state().stdio;
        assert_eq!(
            (stdio.stdout.total(), stdio.stderr.into_text().text.as_str()),
            (0, stderr)
        );
    }
}

#[tokio::test]
async fn a_guest_without_memory_gets_faults() {
    let mut guest = Guest::new(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
            (func (export "writing: fault") (result i32)
                (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
            (func (export "closing: success") (result i32) (call $fd_close (i32.const 1))))"#,
    )
    .await;
    guest.check().await;
}
