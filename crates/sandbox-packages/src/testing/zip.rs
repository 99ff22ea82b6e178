//! Zip archives, with everything that can be wrong with them.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// An entry of a zip archive, with everything that can be wrong with it.
#[derive(Debug, Clone)]
pub(crate) struct ZipEntry {
    pub(crate) name: Vec<u8>,
    pub(crate) content: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    /// Unix mode.
    pub(crate) mode: u32,
    /// What both headers say of the size, if not the truth.
    pub(crate) said: Option<u32>,
    /// The name in the header in front of the content, if not the same.
    pub(crate) local_name: Option<Vec<u8>>,
    /// The entry whose header this one's points to, if not its own.
    pub(crate) at: Option<usize>,
}

impl ZipEntry {
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_vec(),
            content: content.to_vec(),
            method: 8,
            flags: if name.is_ascii() { 0 } else { 1 << 11 },
            mode: 0o100_644,
            said: None,
            local_name: None,
            at: None,
        }
    }
}

/// A zip archive of these entries.
pub(crate) fn zip(entries: &[ZipEntry]) -> Vec<u8> {
    let (mut archive, mut directory, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let mut crc = flate2::Crc::new();
        crc.update(&entry.content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&entry.content).unwrap();
        let packed = if entry.method == 8 {
            encoder.finish().unwrap()
        } else {
            entry.content.clone()
        };
        let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
        let short = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
        let local_name = entry.local_name.as_ref().unwrap_or(&entry.name);
        let said = entry.said.unwrap_or(u32::try_from(entry.content.len()).unwrap());
        let common = |name: &[u8]| {
            let sizes = [crc.sum().to_le_bytes(), long(packed.len()), said.to_le_bytes()].concat();
            let begin = [20u16, entry.flags, entry.method, 0, 0x21]
                .map(u16::to_le_bytes)
                .concat();
            [begin, sizes, [short(name.len()), [0, 0]].concat()].concat()
        };
        starts.push(archive.len());
        let at = starts[entry.at.unwrap_or(starts.len() - 1)];
        if entry.at.is_none() {
            archive.extend([b"PK\x03\x04", &common(local_name)[..], local_name, &packed].concat());
        }
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(common(&entry.name));
        directory.extend([0; 6]);
        directory.extend((entry.mode << 16).to_le_bytes());
        directory.extend(long(at));
        directory.extend(&entry.name);
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let long = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &long(directory.len()),
        &long(archive.len()),
        &[0, 0],
    ];
    [archive, directory, end.concat()].concat()
}
