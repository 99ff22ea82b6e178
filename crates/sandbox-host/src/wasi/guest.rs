//! What the guest hands over: pointers, buffers, paths and flags, checked and bounded before anything is done with them.

use sandbox_vfs::Fd;
use wasmtime_wasi::p1::types::{Errno, Iovec};
use wiggle::bitflags::Flags;
use wiggle::{GuestMemory, GuestPtr, GuestType};

use super::call::{Failure, Served};
use crate::price::{self, Bill};

/// Buffers that one scattered read or write may have; `IOV_MAX` of the usual systems.
pub(super) const MAX_BUFFERS: u32 = 1024;

/// Bytes that one read or write moves at most: the host's work between two checks of the deadline is bounded. More is a short
/// read or write, which every caller has to expect anyway.
pub(super) const MAX_TRANSFER: u32 = 64 << 20;

/// Bytes of a path that are looked at; the file tree's own limit is lower.
pub(super) const MAX_PATH: u32 = 64 << 10;

/// A place for a result, known to be writable: check it before there is anything to lose.
pub(super) fn result<T: GuestType>(memory: &GuestMemory<'_>, address: u32) -> Served<GuestPtr<T>> {
    slice(memory, address, T::guest_size())?;
    if (address as usize).is_multiple_of(T::guest_align()) {
        Ok(GuestPtr::new(address))
    } else {
        Err(Errno::Fault.into())
    }
}

/// Bytes of the guest's memory.
pub(super) fn slice<'m>(memory: &'m GuestMemory<'_>, address: u32, length: u32) -> Served<&'m [u8]> {
    memory
        .as_slice(GuestPtr::new((address, length)))?
        .ok_or(Failure::Errno(Errno::Fault))
}

/// Bytes of the guest's memory, to be written.
pub(super) fn slice_mut<'m>(memory: &'m mut GuestMemory<'_>, address: u32, length: u32) -> Served<&'m mut [u8]> {
    memory
        .as_slice_mut(GuestPtr::new((address, length)))?
        .ok_or(Failure::Errno(Errno::Fault))
}

/// A path as the guest wrote it; whether it makes sense is the file tree's business.
pub(super) fn path<'m>(memory: &'m GuestMemory<'_>, bill: &mut Bill, address: u32, length: u32) -> Served<&'m [u8]> {
    if length > MAX_PATH {
        return Err(Errno::Nametoolong.into());
    }
    let path = slice(memory, address, length)?;
    bill.path(path);
    Ok(path)
}

/// One buffer of a scattered read or write: address and length.
pub(super) type Buffer = (u32, u32);

/// The buffers of a scattered read or write, all of them in bounds, [`MAX_TRANSFER`] bytes together at most.
///
/// There is always at least one, though it may be empty, so that reading nothing from a bad descriptor is an error, too.
pub(super) fn buffers(memory: &GuestMemory<'_>, bill: &mut Bill, array: u32, count: u32) -> Served<Vec<Buffer>> {
    if count > MAX_BUFFERS {
        return Err(Errno::Inval.into());
    }
    bill.charge(price::BUFFER, count.into());
    let mut room = MAX_TRANSFER;
    let mut buffers = Vec::with_capacity(count.max(1) as usize);
    for pointer in GuestPtr::<[Iovec]>::new((array, count)).iter() {
        let Iovec { buf, buf_len } = memory.read(pointer?)?;
        slice(memory, buf.offset(), buf_len)?;
        let length = buf_len.min(room);
        room -= length;
        if length > 0 {
            buffers.push((buf.offset(), length));
        }
    }
    if buffers.is_empty() {
        buffers.push((0, 0));
    }
    Ok(buffers)
}

/// Flags of 16 bits; unknown ones are refused.
pub(super) fn flags<F: Flags<Bits = u16>>(raw: u32) -> Served<F> {
    u16::try_from(raw)
        .ok()
        .and_then(F::from_bits)
        .ok_or(Failure::Errno(Errno::Inval))
}

/// A value of an enumeration of 8 bits.
pub(super) fn variant<T: TryFrom<u8>>(raw: u32) -> Served<T> {
    u8::try_from(raw)
        .ok()
        .and_then(|raw| T::try_from(raw).ok())
        .ok_or(Failure::Errno(Errno::Inval))
}

/// A descriptor; every number is one, open or not.
pub(super) fn fd(raw: u32) -> Fd {
    Fd(raw)
}

#[cfg(test)]
mod tests {
    use wasmtime_wasi::p1::types::{Fdflags, Whence};

    use super::*;

    fn errno<T: std::fmt::Debug>(served: Served<T>) -> Errno {
        match served {
            Err(Failure::Errno(errno)) => errno,
            other => panic!("expected an error number, got {other:?}"),
        }
    }

    #[test]
    fn buffers_are_bounded_in_number_and_bytes() {
        let mut bytes = vec![0_u8; 128];
        // One buffer of 16 bytes at 64, one of 2 GiB at 0.
        bytes[0..4].copy_from_slice(&64_u32.to_le_bytes());
        bytes[4..8].copy_from_slice(&16_u32.to_le_bytes());
        bytes[12..16].copy_from_slice(&(1_u32 << 31).to_le_bytes());
        let memory = GuestMemory::Unshared(&mut bytes);
        let mut bill = Bill::default();
        assert_eq!(buffers(&memory, &mut bill, 0, 1).expect("in bounds"), [(64, 16)]);
        assert_eq!(buffers(&memory, &mut bill, 16, 1).expect("empty buffer"), [(0, 0)]);
        assert_eq!(buffers(&memory, &mut bill, 0, 0).expect("no buffer"), [(0, 0)]);
        assert_eq!(errno(buffers(&memory, &mut bill, 0, 2)), Errno::Fault);
        assert_eq!(errno(buffers(&memory, &mut bill, 1, 1)), Errno::Fault);
        assert_eq!(errno(buffers(&memory, &mut bill, u32::MAX - 3, 2)), Errno::Fault);
        assert_eq!(errno(buffers(&memory, &mut bill, 0, MAX_BUFFERS + 1)), Errno::Inval);
    }

    #[test]
    fn overlapping_buffers_do_not_multiply_the_work() {
        let mut bytes = vec![0_u8; (MAX_TRANSFER / 4 + 4096) as usize];
        for index in 0..8 {
            bytes[index * 8 + 4..index * 8 + 8].copy_from_slice(&(MAX_TRANSFER / 4).to_le_bytes());
        }
        let memory = GuestMemory::Unshared(&mut bytes);
        let found = buffers(&memory, &mut Bill::default(), 0, 8).expect("in bounds");
        assert_eq!(found.iter().map(|(_, length)| length).sum::<u32>(), MAX_TRANSFER);
    }

    #[test]
    fn results_must_be_in_bounds_and_aligned() {
        let mut bytes = [0_u8; 16];
        let memory = GuestMemory::Unshared(&mut bytes);
        assert!(result::<u64>(&memory, 8).is_ok());
        for address in [4, 9, 16, u32::MAX - 7] {
            assert_eq!(
                errno(result::<u64>(&memory, address).map(|_| ())),
                Errno::Fault,
                "{address}"
            );
        }
    }

    #[test]
    fn unknown_flags_and_values_are_refused() {
        assert_eq!(flags::<Fdflags>(1).expect("append"), Fdflags::APPEND);
        for raw in [32, 1 << 16, u32::MAX] {
            assert_eq!(errno(flags::<Fdflags>(raw)), Errno::Inval);
        }
        assert_eq!(variant::<Whence>(2).expect("end"), Whence::End);
        for raw in [3, 256, u32::MAX] {
            assert_eq!(errno(variant::<Whence>(raw)), Errno::Inval);
        }
    }
}
