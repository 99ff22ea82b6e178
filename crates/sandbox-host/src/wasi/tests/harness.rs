//! Runs a program whose exports say what they expect: `label: errno`, `label: = value`, `label: exit code`.

use std::sync::Arc;

use sandbox_vfs::{Access, Limits, Template};
use wasmtime::{Config, Engine, Instance, Linker, Module, Store, Val};
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi::p1::types::Errno;

use crate::clock::{GuestClock, WasiClock};
use crate::host_calls::HostCallMeter;
use crate::limiter::MemoryLimiter;
use crate::state::GuestState;
use crate::stdio::{Capture, OnLimit, Stdin, Stdio};
use crate::stop::Stop;
use crate::wake::Wake;

/// Fuel of a test's guest: far more than any of them needs.
pub(super) const FUEL: u64 = 1_000_000_000;

/// A program, instantiated over [`state`].
pub(super) struct Guest {
    store: Store<GuestState>,
    instance: Instance,
    module: Module,
}

/// A tree with `/app` to write in and `/ro/readme` to read, preopened as `/` (3) and `/app` (4); two arguments, one variable,
/// five bytes of input, and a clock that only the guest moves.
pub(super) fn state() -> GuestState {
    let clock = Arc::new(GuestClock::virtual_from(1_700_000_000_000_000_000));
    let template = Template::builder()
        .dir("/app", Access::ReadWrite)
        .and_then(|builder| builder.bytes("/ro/readme", "hello, world"))
        .and_then(|builder| builder.preopen("/", "/"))
        .and_then(|builder| builder.preopen("/app", "/app"))
        .expect("a tree of valid names")
        .build();
    let wasi = WasiCtxBuilder::new()
        .args(&["prog", "x"])
        .env("A", "1")
        .wall_clock(WasiClock(Arc::clone(&clock)))
        .monotonic_clock(WasiClock(Arc::clone(&clock)))
        .build_p1();
    GuestState {
        tree: template.instantiate(Limits::default(), clock.clone()),
        wasi,
        stdio: Stdio {
            stdin: Stdin::new("input"),
            stdout: Capture::new(1 << 20, OnLimit::Truncate),
            stderr: Capture::new(1 << 20, OnLimit::Truncate),
        },
        host_calls: HostCallMeter::default(),
        wake: Wake::default(),
        clock,
        limiter: MemoryLimiter::default(),
        instance: None,
        companion: crate::guest::Companion::default(),
        metered: false,
        renew: false,
        turn: None,
    }
}

impl Guest {
    /// The program `wat` on an engine that counts fuel.
    pub(super) async fn new(wat: &str) -> Self {
        Self::with(wat, true, state()).await
    }

    pub(super) async fn with(wat: &str, metered: bool, state: GuestState) -> Self {
        let engine = Engine::new(Config::new().consume_fuel(metered)).expect("an engine of plain settings");
        let module = Module::new(&engine, wat::parse_str(wat).expect("valid text")).expect("a valid program");
        let mut linker = Linker::new(&engine);
        super::add_to_linker(&mut linker).expect("an empty linker");
        let mut store = Store::new(&engine, state);
        if metered {
            store.set_fuel(FUEL).expect("an engine that counts fuel");
        }
        let instance = linker
            .instantiate_async(&mut store, &module)
            .await
            .expect("imports that exist");
        Self {
            store,
            instance,
            module,
        }
    }

    /// Calls the export `name`, which takes nothing, and returns its result.
    pub(super) async fn call(&mut self, name: &str) -> wasmtime::Result<i64> {
        let function = self
            .instance
            .get_func(&mut self.store, name)
            .expect("an exported function");
        let mut results = [Val::I32(0)];
        function.call_async(&mut self.store, &[], &mut results).await?;
        Ok(match results[0] {
            Val::I32(value) => value.into(),
            Val::I64(value) => value,
            _ => panic!("{name} has no integer result"),
        })
    }

    /// Calls every export in order and compares what happens with what its name says.
    pub(super) async fn check(&mut self) {
        let names: Vec<String> = self.module.exports().map(|export| export.name().to_owned()).collect();
        let mut wrong = Vec::new();
        let mut checked = 0;
        for name in &names {
            let Some((_, expected)) = name.rsplit_once(": ") else {
                continue;
            };
            let found = match self.call(name).await {
                Ok(value) if expected.starts_with('=') => format!("= {value}"),
                Ok(value) => errno(value),
                Err(error) => match error.downcast_ref::<Stop>() {
                    Some(Stop::Exit(code)) => format!("exit {code}"),
                    Some(stop) => format!("{stop:?}"),
                    None => format!("trap {error:?}"),
                },
            };
            checked += 1;
            if found != expected {
                wrong.push(format!("{name}, found {found}"));
            }
        }
        assert!(checked > 0, "a program without expectations");
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    pub(super) fn fuel(&self) -> u64 {
        self.store.get_fuel().expect("an engine that counts fuel")
    }

    pub(super) fn set_fuel(&mut self, fuel: u64) {
        self.store.set_fuel(fuel).expect("an engine that counts fuel");
    }

    pub(super) fn state(&mut self) -> &mut GuestState {
        self.store.data_mut()
    }

    pub(super) fn into_state(self) -> GuestState {
        self.store.into_data()
    }
}

/// The name of an error number, as programs write it.
fn errno(value: i64) -> String {
    let errno = u16::try_from(value).ok().and_then(|value| Errno::try_from(value).ok());
    errno.map_or_else(
        || format!("{value}, which is no error number"),
        |errno| format!("{errno:?}").to_lowercase(),
    )
}
