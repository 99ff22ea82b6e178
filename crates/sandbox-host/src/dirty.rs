//! Which pages of a guest's memory were written, as the kernel knows it.

/// The size in which memory is looked at, in bytes; on a host with larger pages, several of these are one.
pub(crate) const PAGE: usize = 4096;

/// The pages of `memory` that are this process's own: in memory or swapped out, and backed by no file. Ascending. Nothing where the system does not tell.
///
/// Every page that a guest has written is among them. So are pages that an earlier guest of the same place wrote and that were put back since.
#[cfg(target_os = "linux")]
pub(crate) fn own_pages(memory: &[u8]) -> Option<Vec<u32>> {
    use std::fs::File;
    use std::os::unix::fs::FileExt;
    use std::sync::OnceLock;

    /// Bytes of an entry of `/proc/self/pagemap`, and the bits of one that are looked at (`admin-guide/mm/pagemap.rst`).
    const ENTRY: usize = 8;
    const PRESENT: u64 = 1 << 63;
    const SWAPPED: u64 = 1 << 62;
    const FILE: u64 = 1 << 61;

    /// Entries that are read at once, in bytes: what a first-level cache holds.
    const BATCH: usize = 16 << 10;

    // The file is the process's: it stays open.
    static PAGEMAP: OnceLock<Option<File>> = OnceLock::new();

    let map = PAGEMAP.get_or_init(|| File::open("/proc/self/pagemap").ok()).as_ref()?;
    let first = memory.as_ptr().addr() / PAGE * ENTRY;
    let mut entries = [0; BATCH];
    let mut pages = Vec::new();
    let bytes = memory.len() / PAGE * ENTRY;
    for from in (0..bytes).step_by(BATCH) {
        let batch = entries.get_mut(..BATCH.min(bytes - from))?;
        map.read_exact_at(batch, (first + from) as u64).ok()?;
        let own = |entry: &[u8; ENTRY]| {
            let bits = u64::from_le_bytes(*entry);
            bits & (PRESENT | FILE) == PRESENT || bits & SWAPPED != 0
        };
        let number = u32::try_from(from / ENTRY).ok()?;
        let numbered = batch.as_chunks::<ENTRY>().0.iter().zip(number..);
        pages.extend(numbered.filter(|(entry, _)| own(entry)).map(|(_, page)| page));
    }
    Some(pages)
}

/// Nothing: another system does not tell.
#[cfg(not(target_os = "linux"))]
pub(crate) fn own_pages(_: &[u8]) -> Option<Vec<u32>> {
    None
}
