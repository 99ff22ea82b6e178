//! Listing a directory.

use sandbox_vfs::DirEntry;
use wasmtime_wasi::p1::types::Dirent;
use wiggle::GuestType as _;

use super::call::{Call, Served};
use super::filestat::filetype;
use super::guest::{fd, result, slice_mut};
use crate::price;

/// Bytes of an entry before its name.
const HEADER: usize = 24;

pub(super) fn fd_readdir(
    call: &mut Call<'_>,
    descriptor: u32,
    buf: u32,
    buf_len: u32,
    cookie: u64,
    used: u32,
) -> Served {
    debug_assert_eq!(Dirent::guest_size() as usize, HEADER);
    let used = result::<u32>(&call.memory, used)?;
    let mut listing = Listing {
        buffer: slice_mut(&mut call.memory, buf, buf_len)?,
        used: 0,
        entries: 0,
    };
    let visited = call
        .state
        .tree
        .read_dir(fd(descriptor), cookie, &mut |entry| listing.push(&entry));
    let (length, entries) = (listing.used, listing.entries);
    visited?;
    call.bill.charge(price::DIRECTORY_ENTRY, entries);
    call.bill.bytes(length as u64);
    Ok(call.memory.write(used, u32::try_from(length).unwrap_or(buf_len))?)
}

/// Entries written straight into the guest's buffer; the last one is cut where the buffer ends, which tells the guest to come
/// again, with the cookie of the last whole entry or with a larger buffer.
struct Listing<'m> {
    buffer: &'m mut [u8],
    used: usize,
    entries: u64,
}

impl Listing<'_> {
    /// Whether there is room for more.
    fn push(&mut self, entry: &DirEntry<'_>) -> bool {
        self.entries += 1;
        let length = u32::try_from(entry.name.len()).unwrap_or(u32::MAX);
        // Zero from the start: the three bytes after the type are padding, and never hold anything of the host's.
        let mut header = [0; HEADER];
        header[..8].copy_from_slice(&entry.next_cookie.to_le_bytes());
        header[8..16].copy_from_slice(&entry.ino.to_le_bytes());
        header[16..20].copy_from_slice(&length.to_le_bytes());
        header[20] = filetype(entry.file_type) as u8;
        self.put(&header) && self.put(entry.name)
    }

    /// Appends what fits; whether that was everything and there is room for more.
    fn put(&mut self, bytes: &[u8]) -> bool {
        let free = &mut self.buffer[self.used..];
        let length = bytes.len().min(free.len());
        free[..length].copy_from_slice(&bytes[..length]);
        self.used += length;
        self.used < self.buffer.len()
    }
}
