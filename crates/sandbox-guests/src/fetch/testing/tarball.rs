//! Tarballs, good and bad ones.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::SCRIPT;

/// Kinds of entries.
pub(crate) const FILE: u8 = b'0';
pub(crate) const SYMLINK: u8 = b'2';
pub(crate) const FOLDER: u8 = b'5';

/// An entry of a tar archive, its content padded.
pub(crate) fn entry(path: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut entry = header(path.as_bytes(), kind, content.len() as u64).to_vec();
    entry.extend_from_slice(content);
    entry.resize(entry.len().next_multiple_of(512), 0);
    entry
}

/// The header of an entry with a content of `bytes`.
pub(crate) fn header(path: &[u8], kind: u8, bytes: u64) -> [u8; 512] {
    let mut header = [0; 512];
    header[..path.len()].copy_from_slice(path);
    header[100..108].copy_from_slice(b"000644 \0");
    header[124..136].copy_from_slice(format!("{bytes:011o} ").as_bytes());
    header[156] = kind;
    if kind == SYMLINK {
        header[157..168].copy_from_slice(b"/etc/passwd");
    }
    header[257..265].copy_from_slice(b"ustar\x0000");
    seal(&mut header);
    header
}

/// Gives a header the checksum that it needs.
pub(crate) fn seal(header: &mut [u8; 512]) {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

/// An archive of these entries, with its end.
pub(crate) fn archive(entries: &[Vec<u8>]) -> Vec<u8> {
    [entries.concat(), vec![0; 1024]].concat()
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The tarball of the toy's npm package, with further entries.
pub(crate) fn with_extra(extra: &[Vec<u8>]) -> Vec<u8> {
    let mut entries = vec![
        entry("package/package.json", FILE, b"{}"),
        entry("package/lib", FOLDER, b""),
        entry("package/lib/script.js", FILE, SCRIPT),
        entry("package/LICENSE", FILE, b"Do it again."),
    ];
    entries.extend_from_slice(extra);
    gzip(&archive(&entries))
}
