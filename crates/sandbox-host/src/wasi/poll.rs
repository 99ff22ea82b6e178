//! Waiting: the only function that takes time.

use std::time::{Duration, Instant};

use sandbox_vfs::Descriptor;
use wasmtime::Caller;
use wasmtime_wasi::p1::types::{
    Clockid, Errno, Event, EventFdReadwrite, Eventrwflags, Eventtype, Fd, Subclockflags, Subscription,
    SubscriptionClock, SubscriptionU,
};
use wiggle::{GuestPtr, GuestType as _};

use super::call::{Call, Metered, Served, code, enter};
use super::clock;
use super::guest::{fd, result, slice};
use crate::clock::GuestClock;
use crate::price;
use crate::state::GuestState;

/// Subscriptions of one call: what `select` and `poll` of the C library can ask for, and a timeout.
const MAX_SUBSCRIPTIONS: u32 = 4096;

/// Bytes that a writable descriptor is said to take; a hint that programs size their buffers by.
const WRITABLE: u64 = 65_536;

/// Waits for the first of the subscribed events, or for the end of the execution.
///
/// Files and standard streams are always ready, so that only a poll of clocks alone takes time.
pub(super) async fn poll_oneoff(
    mut caller: Caller<'_, GuestState>,
    metered: Metered,
    (subscriptions, events, count, ready): (u32, u32, u32, u32),
) -> wasmtime::Result<i32> {
    // The answer is written before the sleep: what it says is known, and nobody looks at the memory in between.
    let wait = match enter(&mut caller, metered, |call| {
        answer(call, subscriptions, events, count, ready)
    })? {
        Ok(wait) => wait,
        Err(errno) => return Ok(code(Some(errno))),
    };
    if wait > 0 {
        let state = caller.data();
        if state.clock.is_virtual() {
            state.clock.advance(wait);
        } else {
            // No such instant: it would be after the end of any deadline.
            let until = Instant::now().checked_add(Duration::from_nanos(wait));
            let wake = state.wake.clone();
            wake.sleep_until(until).await?;
        }
    }
    match caller.data().wake.due() {
        Some(stop) => Err(stop.into()),
        None => Ok(code(None)),
    }
}

/// Writes the events that end this poll and returns how long to wait for them, in nanoseconds.
fn answer(call: &mut Call<'_>, subscriptions: u32, events: u32, count: u32, ready: u32) -> Served<u64> {
    if count == 0 || count > MAX_SUBSCRIPTIONS {
        return Err(Errno::Inval.into());
    }
    call.bill.charge(price::SUBSCRIPTION, count.into());
    let ready = result::<u32>(&call.memory, ready)?;
    let subscriptions = GuestPtr::<[Subscription]>::new((subscriptions, count));
    let events = GuestPtr::<[Event]>::new((events, count));
    result::<Event>(&call.memory, events.offset_base())?;
    slice(&call.memory, events.offset_base(), count * Event::guest_size())?;

    let mut times = Times::new(&call.state.clock);
    let mut wait = u64::MAX;
    for subscription in subscriptions.iter() {
        wait = wait.min(match call.memory.read(subscription?)?.u {
            SubscriptionU::Clock(clock) => times.until(&clock).unwrap_or(0),
            SubscriptionU::FdRead(_) | SubscriptionU::FdWrite(_) => 0,
        });
    }

    let mut happened = 0;
    let mut slots = events.iter();
    for subscription in subscriptions.iter() {
        let subscription = call.memory.read(subscription?)?;
        let event = match subscription.u {
            SubscriptionU::Clock(clock) => match times.until(&clock) {
                Ok(until) if until > wait => continue,
                until => Event {
                    error: until.err().unwrap_or(Errno::Success),
                    ..blank(Eventtype::Clock)
                },
            },
            SubscriptionU::FdRead(read) => readable(call.state, read.file_descriptor),
            SubscriptionU::FdWrite(write) => writable(call.state, write.file_descriptor),
        };
        if let Some(slot) = slots.next() {
            call.memory.write(
                slot?,
                Event {
                    userdata: subscription.userdata,
                    ..event
                },
            )?;
            happened += 1;
        }
    }
    call.memory.write(ready, happened)?;
    Ok(wait)
}

/// The clocks as they are during one poll. Each is read once, if at all: reading moves a virtual one.
struct Times<'a> {
    clock: &'a GuestClock,
    wall: Option<u64>,
    monotonic: Option<u64>,
}

impl<'a> Times<'a> {
    fn new(clock: &'a GuestClock) -> Self {
        Self {
            clock,
            wall: None,
            monotonic: None,
        }
    }

    /// Nanoseconds until what the guest asked for; 0 if it is over.
    fn until(&mut self, asked: &SubscriptionClock) -> Result<u64, Errno> {
        let now = match asked.id {
            Clockid::Realtime => &mut self.wall,
            Clockid::Monotonic => &mut self.monotonic,
            Clockid::ProcessCputimeId | Clockid::ThreadCputimeId => return Err(Errno::Inval),
        };
        if !asked.flags.contains(Subclockflags::SUBSCRIPTION_CLOCK_ABSTIME) {
            return Ok(asked.timeout);
        }
        let now = match *now {
            Some(now) => now,
            None => *now.insert(clock::read(self.clock, asked.id)?),
        };
        Ok(asked.timeout.saturating_sub(now))
    }
}

fn blank(type_: Eventtype) -> Event {
    let fd_readwrite = EventFdReadwrite {
        nbytes: 0,
        flags: Eventrwflags::empty(),
    };
    Event {
        userdata: 0,
        error: Errno::Success,
        type_,
        fd_readwrite,
    }
}

/// The event of a descriptor that is waited for to have data. A bad one is an event, too: the C library makes `POLLNVAL` of it.
fn readable(state: &GuestState, descriptor: Fd) -> Event {
    let event = blank(Eventtype::FdRead);
    let unread = match state.tree.descriptor(fd(descriptor.into())) {
        Ok(Descriptor::Stdio(0)) => Ok(state.stdio.stdin.remaining()),
        Ok(Descriptor::File { read: true, .. }) => unread(state, descriptor),
        _ => Err(Errno::Badf),
    };
    match unread {
        Ok(nbytes) => {
            // Nothing will ever come where nothing is left: a stream whose other end is closed.
            let flags = if nbytes == 0 {
                Eventrwflags::FD_READWRITE_HANGUP
            } else {
                Eventrwflags::empty()
            };
            Event {
                fd_readwrite: EventFdReadwrite { nbytes, flags },
                ..event
            }
        }
        Err(error) => Event { error, ..event },
    }
}

fn unread(state: &GuestState, descriptor: Fd) -> Result<u64, Errno> {
    let fd = fd(descriptor.into());
    let size = state.tree.stat(fd).map_err(super::errno::of_tree)?.size;
    let position = state.tree.tell(fd).map_err(super::errno::of_tree)?;
    Ok(size.saturating_sub(position))
}

/// The event of a descriptor that is waited for to take data.
fn writable(state: &GuestState, descriptor: Fd) -> Event {
    let event = blank(Eventtype::FdWrite);
    match state.tree.descriptor(fd(descriptor.into())) {
        Ok(Descriptor::Stdio(1 | 2) | Descriptor::File { write: true, .. }) => Event {
            fd_readwrite: EventFdReadwrite {
                nbytes: WRITABLE,
                flags: Eventrwflags::empty(),
            },
            ..event
        },
        _ => Event {
            error: Errno::Badf,
            ..event
        },
    }
}
