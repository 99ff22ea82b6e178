//! The clocks a guest sees: the host's, or virtual ones that are the same on every run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How far a virtual clock moves each time the guest reads it, in nanoseconds: programs that wait for the clock to move get ahead.
const VIRTUAL_STEP: u64 = 1_000;

/// One execution's wall and monotonic clock, in nanoseconds.
#[derive(Debug)]
pub(crate) struct GuestClock {
    time: Time,
    /// Both clocks show multiples of this only, rounded down.
    resolution: u64,
}

#[derive(Debug)]
enum Time {
    /// The host's clocks; the monotonic one starts at one second, so that no guest sees the host's uptime.
    Host {
        /// Where the monotonic clock starts.
        start: Instant,
        /// What had passed before that, for a guest that was resumed.
        before: AtomicU64,
    },
    /// Time that only reading and sleeping move: the same program reads the same times on every run.
    Virtual {
        /// The wall clock at the start, in nanoseconds since the epoch.
        epoch: u64,
        /// Nanoseconds since the start.
        elapsed: AtomicU64,
    },
}

/// The monotonic clock of every guest starts here: zero is a value that some programs take for "never".
const MONOTONIC_START: u64 = 1_000_000_000;

/// More than any guest has lived, in nanoseconds: 146 years. What a stored state says is not believed beyond it.
const MAX_ELAPSED: u64 = 1 << 62;

impl GuestClock {
    pub(crate) fn host() -> Self {
        Self {
            time: Time::Host {
                start: Instant::now(),
                before: AtomicU64::new(0),
            },
            resolution: 1,
        }
    }

    /// A virtual clock that starts `epoch` nanoseconds after 1970.
    pub(crate) fn virtual_from(epoch: u64) -> Self {
        Self {
            time: Time::Virtual {
                epoch,
                elapsed: AtomicU64::new(0),
            },
            resolution: 1,
        }
    }

    /// The same clock, but it moves in steps of `nanoseconds`.
    pub(crate) fn in_steps_of(self, nanoseconds: u64) -> Self {
        Self {
            resolution: nanoseconds.max(1),
            ..self
        }
    }

    /// The steps in which the clocks move, in nanoseconds.
    pub(crate) fn resolution(&self) -> u64 {
        self.resolution
    }

    fn stepped(&self, time: u64) -> u64 {
        time - time % self.resolution
    }

    /// What has passed for the guest, in nanoseconds.
    pub(crate) fn elapsed(&self) -> u64 {
        match &self.time {
            Time::Host { start, before } => {
                let since = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
                since.saturating_add(before.load(Ordering::Relaxed))
            }
            Time::Virtual { elapsed, .. } => elapsed.load(Ordering::Relaxed),
        }
    }

    /// The wall clock, in nanoseconds since 1970; 0 before that, the maximum after the year 2554.
    pub(crate) fn wall(&self) -> u64 {
        self.stepped(match &self.time {
            Time::Host { .. } => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
            }
            Time::Virtual { epoch, elapsed } => {
                epoch.saturating_add(elapsed.fetch_add(VIRTUAL_STEP, Ordering::Relaxed))
            }
        })
    }

    /// The monotonic clock, in nanoseconds.
    pub(crate) fn monotonic(&self) -> u64 {
        let since = match &self.time {
            Time::Host { .. } => self.elapsed(),
            Time::Virtual { elapsed, .. } => elapsed.fetch_add(VIRTUAL_STEP, Ordering::Relaxed),
        };
        self.stepped(MONOTONIC_START.saturating_add(since))
    }

    /// Whether a sleep only moves this clock, instead of taking time.
    pub(crate) fn is_virtual(&self) -> bool {
        matches!(self.time, Time::Virtual { .. })
    }

    /// Goes on where the clock of a guest was that is resumed: its monotonic clock never goes back. The time in between has not passed on it, as on a machine that slept.
    pub(crate) fn go_on_from(&self, elapsed: u64) {
        match &self.time {
            Time::Host { before, .. } => before.store(elapsed.min(MAX_ELAPSED), Ordering::Relaxed),
            Time::Virtual { .. } => self.advance(elapsed.min(MAX_ELAPSED)),
        }
    }

    /// Moves a virtual clock forward by `nanoseconds`; the host's clock moves by itself.
    pub(crate) fn advance(&self, nanoseconds: u64) {
        if let Time::Virtual { elapsed, .. } = &self.time {
            // A guest may ask to sleep for centuries: stay at the end of time instead of starting again.
            let _ = elapsed.try_update(Ordering::Relaxed, Ordering::Relaxed, |now| {
                Some(now.saturating_add(nanoseconds))
            });
        }
    }
}

impl sandbox_vfs::Clock for GuestClock {
    fn now(&self) -> u64 {
        self.wall()
    }
}

/// What wasmtime-wasi's `clock_time_get` and `clock_res_get` read.
#[derive(Debug, Clone)]
pub(crate) struct WasiClock(pub(crate) std::sync::Arc<GuestClock>);

impl wasmtime_wasi::HostWallClock for WasiClock {
    fn resolution(&self) -> Duration {
        Duration::from_nanos(self.0.resolution())
    }

    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.wall())
    }
}

impl wasmtime_wasi::HostMonotonicClock for WasiClock {
    fn resolution(&self) -> u64 {
        self.0.resolution()
    }

    fn now(&self) -> u64 {
        self.0.monotonic()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn virtual_time_moves_by_reading_and_sleeping_only() {
        let clock = GuestClock::virtual_from(1_000);
        assert_eq!(clock.wall(), 1_000);
        assert_eq!(clock.wall(), 1_000 + VIRTUAL_STEP);
        clock.advance(5_000_000);
        assert_eq!(clock.wall(), 1_000 + 2 * VIRTUAL_STEP + 5_000_000);
        clock.advance(u64::MAX);
        assert_eq!(clock.monotonic(), u64::MAX);
        assert!(clock.is_virtual());
    }

    #[test]
    fn a_coarse_clock_moves_in_its_steps() {
        let clock = GuestClock::virtual_from(10_500).in_steps_of(1_000);
        assert_eq!((clock.wall(), clock.resolution()), (10_000, 1_000));
        clock.advance(499);
        assert_eq!(clock.wall(), 11_000);
        let clock = GuestClock::host().in_steps_of(1_000_000_000);
        assert_eq!(clock.monotonic(), MONOTONIC_START);
        assert_eq!(clock.wall() % 1_000_000_000, 0);
        assert_eq!(GuestClock::host().in_steps_of(0).resolution(), 1);
    }

    #[test]
    fn the_host_clock_is_monotonic_and_hides_the_uptime() {
        let clock = GuestClock::host();
        let first = clock.monotonic();
        assert!(first >= MONOTONIC_START && clock.monotonic() >= first);
        assert!(!clock.is_virtual());
    }
}
