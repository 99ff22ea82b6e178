//! Builds an image: runs the guest's start-up and the recipe once, under fixed clocks and a fixed random source, and snapshots it.

use sandbox_core::ExecutionPolicy;
use wasmtime::{Module, Store};
use wasmtime_wizer::{InstanceState, SnapshotVal, ValType, Wizer};

use super::{apart, bulk};
use crate::engine;
use crate::error::HostError;
use crate::guest::Guest;
use crate::instance::Identity;
use crate::runtime::{GuestRuntime, Resources};
use crate::state::GuestState;
use crate::stdio::Stdio;
use crate::wake::CancelHandle;

/// The clock an image is built under: 2026-01-01T00:00:00Z. It shows in the image only where a module remembers when it was imported.
const BUILD_TIME: u64 = 1_767_225_600_000_000_000;

/// The memory a recipe may use while it runs.
const BUILD_MEMORY: u64 = 1 << 30;

/// How far away the epoch deadline is set when nothing is to be interrupted.
const NEVER: u64 = 1 << 40;

/// Builds the image of `runtime` from the guest's files; returns the snapshot module.
///
/// The same inputs give the same bytes: nothing of this machine or this moment reaches the guest.
pub(super) fn build(runtime: &dyn GuestRuntime, resources: &Resources<'_>) -> Result<Vec<u8>, HostError> {
    let member = resources.guest.file(runtime.module())?;
    let wasm = member.read().map_err(|source| HostError::Read {
        path: member.path().to_owned(),
        source,
    })?;
    let wasm = runtime.adapt(wasm).map_err(|reason| HostError::Recipe {
        image: runtime.image().to_owned(),
        reason,
        output: String::new(),
    })?;
    let wasm = bulk::sliced(&wasm).map_err(HostError::build)?;
    let mut wizer = Wizer::new();
    wizer.keep_init_func(true);
    let (context, instrumented) = wizer.instrument(&wasm).map_err(HostError::build)?;
    let engine = wasmtime::Engine::new(&engine::building()).map_err(HostError::build)?;
    let module = Module::new(&engine, &instrumented).map_err(HostError::build)?;
    drop(instrumented);
    apart::block_on(|| async {
        let linker = super::linker(&engine, runtime).map_err(HostError::link)?;
        let mut store = Store::new(&engine, state(runtime, resources)?);
        store.limiter(|state| &mut state.limiter);
        store.set_epoch_deadline(NEVER);
        let instance = linker
            .instantiate_async(&mut store, &module)
            .await
            .map_err(HostError::build)?;
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or_else(|| HostError::build(wasmtime::Error::msg("the guest exports no memory")))?;
        store.data_mut().instance = Some(instance);
        let mut guest = Guest::new((&mut store).into(), instance, memory);
        let initialised = runtime.initialise(&mut guest).await;
        let output = printed(&mut store.data_mut().stdio);
        match initialised {
            Ok(Ok(())) => {}
            Ok(Err(reason)) => {
                return Err(HostError::Recipe {
                    image: runtime.image().to_owned(),
                    reason,
                    output,
                });
            }
            Err(halt) => {
                return Err(HostError::Recipe {
                    image: runtime.image().to_owned(),
                    reason: format!("{:#}", halt.0),
                    output,
                });
            }
        }
        wizer
            .snapshot(
                &context,
                &mut Snapshot {
                    store: &mut store,
                    instance,
                },
            )
            .await
            .map_err(HostError::build)
    })
}

fn state(runtime: &dyn GuestRuntime, resources: &Resources<'_>) -> Result<GuestState, HostError> {
    let template = runtime.files(resources).map_err(HostError::guest_files)?;
    let mut policy = ExecutionPolicy::default();
    policy.memory_bytes = BUILD_MEMORY;
    policy.determinism.enabled = true;
    let identity = Identity {
        args: runtime.guest_args(),
        env: runtime.guest_env(),
    };
    Ok(GuestState::build(
        &template,
        &policy,
        identity,
        BUILD_TIME,
        CancelHandle::new(),
    ))
}

/// What the guest printed while the recipe ran, for the error message of one that failed.
fn printed(stdio: &mut Stdio) -> String {
    [&mut stdio.stdout, &mut stdio.stderr]
        .map(|capture| std::mem::take(capture).into_text().text)
        .concat()
}

/// Reads what the snapshot is made of out of the live instance.
struct Snapshot<'a> {
    store: &'a mut Store<GuestState>,
    instance: wasmtime::Instance,
}

impl InstanceState for Snapshot<'_> {
    async fn global_get(&mut self, name: &str, _: ValType) -> SnapshotVal {
        use wasmtime::Val;
        let global = self
            .instance
            .get_global(&mut *self.store, name)
            .expect("instrumenting exported every global");
        match global.get(&mut *self.store) {
            Val::I32(value) => SnapshotVal::I32(value),
            Val::I64(value) => SnapshotVal::I64(value),
            Val::F32(bits) => SnapshotVal::F32(bits),
            Val::F64(bits) => SnapshotVal::F64(bits),
            Val::V128(bits) => SnapshotVal::V128(bits.as_u128()),
            // The guest is pinned by its hash, so this is a matter of adding a guest, not of running one.
            _ => unreachable!("instrumenting refuses mutable globals that hold references"),
        }
    }

    async fn memory_contents(&mut self, name: &str, contents: impl FnOnce(&[u8]) + Send) {
        let memory = self
            .instance
            .get_memory(&mut *self.store, name)
            .expect("instrumenting exported every memory");
        contents(memory.data(&*self.store));
    }
}
