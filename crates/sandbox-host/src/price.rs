//! What host calls cost a guest, in fuel.
//!
//! Fuel counts the guest's own instructions; work the host does for it would be free. These prices are part of a result's
//! determinism: they depend on what was asked and on the file tree, never on time, so the same program costs the same everywhere.
//! They are of the order of what the work takes (one unit is about one WebAssembly instruction, a third of a nanosecond).

use sandbox_vfs::Work;

/// Price of any call: crossing the boundary, finding the descriptor, checking pointers.
pub const CALL: u64 = 400;

/// Bytes copied to or from the guest for one unit.
pub const BYTES_PER_UNIT: u64 = 16;

/// One buffer of a scattered read or write.
pub const BUFFER: u64 = 20;

/// One component of a path: a look-up in a directory.
pub const PATH_COMPONENT: u64 = 300;

/// One directory entry that is looked at for a listing.
pub const DIRECTORY_ENTRY: u64 = 100;

/// One name that is looked up in a folder of the host, or one entry of it that is listed: two calls of the operating system.
pub const HOST_STEP: u64 = 3_000;

/// One byte of random data.
pub const RANDOM_BYTE: u64 = 4;

/// One subscription of a poll.
pub const SUBSCRIPTION: u64 = 100;

/// What one host call adds up to while it is served, to be paid in fuel and counted against the policy's limits.
#[derive(Debug, Default, Clone, Copy)]
pub struct Bill {
    units: u64,
    bytes: u64,
}

impl Bill {
    /// Charges `count` things at `price` each.
    pub fn charge(&mut self, price: u64, count: u64) {
        self.units = self.units.saturating_add(price.saturating_mul(count));
    }

    /// Charges the copying of `count` bytes, and remembers them for the host call limit.
    pub fn bytes(&mut self, count: u64) {
        self.bytes = self.bytes.saturating_add(count);
        self.charge(1, count.div_ceil(BYTES_PER_UNIT));
    }

    /// Charges a path: its bytes, and a look-up for each of its components.
    pub fn path(&mut self, path: &[u8]) {
        let components = path.split(|byte| *byte == b'/').count() as u64;
        self.charge(PATH_COMPONENT, components);
        self.bytes(path.len() as u64);
    }

    /// Charges what the file tree did beyond what the call says.
    pub(crate) fn work(&mut self, work: Work) {
        self.charge(PATH_COMPONENT, work.link_names);
        self.charge(DIRECTORY_ENTRY, work.walked);
        self.charge(HOST_STEP, work.host_steps);
    }

    /// Fuel to take for the work.
    pub(crate) fn units(&self) -> u64 {
        self.units
    }

    /// Fuel to take, the call itself included.
    pub(crate) fn fuel(&self) -> u64 {
        self.units.saturating_add(CALL)
    }

    /// Bytes that went through the call.
    pub(crate) fn moved(&self) -> u64 {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_and_saturates() {
        let mut bill = Bill::default();
        assert_eq!((bill.fuel(), bill.moved()), (CALL, 0));
        bill.bytes(1);
        bill.path(b"a/b");
        assert_eq!((bill.fuel(), bill.moved()), (CALL + 1 + 2 * PATH_COMPONENT + 1, 4));
        bill.charge(u64::MAX, 2);
        assert_eq!(bill.fuel(), u64::MAX);
    }
}
