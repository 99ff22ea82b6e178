//! What a runtime's host functions may do for a guest: the same files, streams, clocks, random numbers and limits that WASI serves.

use std::time::{Duration, Instant};

use sandbox_vfs::Tree;
use wasmtime::Trap;
use wasmtime_wasi::p1::wasi_snapshot_preview1::WasiSnapshotPreview1;
use wiggle::{GuestMemory, GuestPtr};

use super::{Guest, Halt};
use crate::price::Bill;
use crate::stop::Stop;

/// A stream that a guest writes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Random bytes that [`Guest::random`] gives at once.
pub const MAX_RANDOM_BYTES: u32 = 64 << 10;

impl Guest<'_> {
    /// The guest's files and descriptors, with the policy's quotas.
    pub fn tree(&mut self) -> &mut Tree {
        &mut self.context.data_mut().tree
    }

    /// Appends to standard output or error, within the policy's caps.
    ///
    /// # Errors
    ///
    /// When that is over the cap and the policy says stop.
    pub fn write_stream(&mut self, stream: Stream, bytes: &[u8]) -> Result<(), Halt> {
        let stdio = &mut self.context.data_mut().stdio;
        let capture = match stream {
            Stream::Stdout => &mut stdio.stdout,
            Stream::Stderr => &mut stdio.stderr,
        };
        Ok(capture.write(bytes)?)
    }

    /// The next bytes of standard input, at most `max`; none at its end.
    pub fn read_stdin(&mut self, max: usize) -> Vec<u8> {
        let stdin = &mut self.context.data_mut().stdio.stdin;
        let length = usize::try_from(stdin.remaining()).unwrap_or(usize::MAX).min(max);
        let mut bytes = vec![0; length];
        stdin.read(&mut bytes);
        bytes
    }

    /// Whether the guest's state was copied since its last turn; says so once. The runtime then seeds anew the random generators that are in the state.
    pub fn take_renewal(&mut self) -> bool {
        std::mem::take(&mut self.context.data_mut().renew)
    }

    /// The wall clock, in nanoseconds since 1970.
    pub fn wall_clock(&self) -> u64 {
        self.context.data().clock.wall()
    }

    /// The monotonic clock, in nanoseconds.
    pub fn monotonic_clock(&self) -> u64 {
        self.context.data().clock.monotonic()
    }

    /// `count` bytes of the policy's random source; never more than [`MAX_RANDOM_BYTES`].
    ///
    /// # Errors
    ///
    /// When the source fails.
    pub fn random(&mut self, count: u32) -> Result<Vec<u8>, Halt> {
        let count = count.min(MAX_RANDOM_BYTES);
        let mut bytes = vec![0; count as usize];
        let mut memory = GuestMemory::Unshared(&mut bytes);
        self.context
            .data_mut()
            .wasi
            .random_get(&mut memory, GuestPtr::new(0), count)
            .map_err(|error| Halt(wasmtime::Error::msg(error.to_string())))?;
        Ok(bytes)
    }

    /// Waits without taking a thread or processor time. A virtual clock is moved instead.
    ///
    /// # Errors
    ///
    /// When the deadline or a cancellation comes first.
    pub async fn sleep(&mut self, duration: Duration) -> Result<(), Halt> {
        let state = self.context.data();
        if state.clock.is_virtual() {
            state
                .clock
                .advance(u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX));
        } else {
            let wake = state.wake.clone();
            wake.sleep_until(Instant::now().checked_add(duration)).await?;
        }
        match self.context.data().wake.due() {
            Some(stop) => Err(stop.into()),
            None => Ok(()),
        }
    }

    /// Lets others run that share this thread. Work of the host's that takes more than a few milliseconds does so between its parts.
    ///
    /// # Errors
    ///
    /// When the deadline has passed or the execution was cancelled.
    pub async fn give_way(&mut self) -> Result<(), Halt> {
        tokio::task::yield_now().await;
        match self.context.data().wake.due() {
            Some(stop) => Err(stop.into()),
            None => Ok(()),
        }
    }

    /// Takes the price of a host function's work out of the guest's fuel, what the file tree did for it included, and counts its bytes and its time. The
    /// call itself was paid for before the function began.
    ///
    /// # Errors
    ///
    /// When the guest cannot pay, or a limit of the policy's `[host_calls]` is reached.
    pub fn pay(&mut self, bill: &Bill, worked: Duration) -> Result<(), Halt> {
        let state = self.context.data_mut();
        let mut bill = *bill;
        bill.work(state.tree.take_work());
        state.host_calls.count_time(worked)?;
        state.host_calls.count_bytes(bill.moved())?;
        self.take_fuel(bill.units())
    }

    /// Takes so much fuel, where fuel is counted.
    pub(super) fn take_fuel(&mut self, units: u64) -> Result<(), Halt> {
        if !self.context.data().metered {
            return Ok(());
        }
        let left = self.context.get_fuel().map_err(Halt)?.checked_sub(units);
        self.context.set_fuel(left.unwrap_or(0)).map_err(Halt)?;
        match left {
            Some(_) => Ok(()),
            None => Err(Halt(Trap::OutOfFuel.into())),
        }
    }
}

impl Halt {
    /// The program left with this code.
    #[must_use]
    pub fn exit(code: u8) -> Self {
        Stop::Exit(code.into()).into()
    }

    /// Whether it is that.
    #[must_use]
    pub fn is_exit(&self) -> bool {
        matches!(self.0.downcast_ref(), Some(Stop::Exit(_)))
    }
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self(stop.into())
    }
}
