//! Tar archives and npm packages.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sandbox_guests::Sha256Digest;

use crate::lock::LockedNpm;
use crate::npm::{Integrity, file_name};

/// An entry of a tar archive.
pub(crate) fn tar_entry(path: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut header = [0; 512];
    let path = path.as_bytes();
    header[..path.len()].copy_from_slice(path);
    header[100..108].copy_from_slice(b"000644 \0");
    header[124..136].copy_from_slice(format!("{:011o} ", content.len()).as_bytes());
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut entry = [&header[..], content].concat();
    entry.resize(entry.len().next_multiple_of(512), 0);
    entry
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The package file of these entries.
pub(crate) fn tarball(entries: &[Vec<u8>]) -> Vec<u8> {
    gzip(&[entries.concat(), vec![0; 1024]].concat())
}

/// An npm package of these files, with a description of itself.
pub(crate) fn npm_package(name: &str, version: &str, requires: &[&str], files: &[(&str, &[u8])]) -> Vec<u8> {
    let requires: Vec<_> = requires.iter().map(|name| format!("\"{name}\": \"*\"")).collect();
    let manifest = format!(
        "{{\"name\": \"{name}\", \"version\": \"{version}\", \"license\": \"ISC\", \"scripts\": {{\"install\": \"exit 1\"}}, \
         \"dependencies\": {{{}}}}}",
        requires.join(", ")
    );
    let mut entries = vec![tar_entry("package/package.json", b'0', manifest.as_bytes())];
    entries.extend(
        files
            .iter()
            .map(|(path, content)| tar_entry(&format!("package/{path}"), b'0', content)),
    );
    tarball(&entries)
}

/// What a lock says of an npm package.
pub(crate) fn locked_npm(name: &str, version: &str, requires: &[&str], content: &[u8]) -> LockedNpm {
    let (name, version) = (name.parse().unwrap(), version.parse().unwrap());
    LockedNpm {
        file: file_name(&name, &version),
        name,
        version,
        bytes: content.len() as u64,
        sha256: Sha256Digest::of(content),
        integrity: Integrity::of_reader(content).unwrap(),
        license: Some("ISC".to_owned()),
        requires: requires.iter().map(|name| name.parse().unwrap()).collect(),
    }
}
