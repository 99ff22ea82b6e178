//! Archives, good and bad ones, and package clients that do as they are told.

use std::fs::{self, File};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use sandbox_guests::{CacheDir, PackageClient, PackageClients, Sha256Digest};

use crate::lock::{Lock, LockedNpm, LockedPython};
use crate::npm::{Integrity, file_name};

/// An open file with this content.
pub(crate) fn opened(content: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file.rewind().unwrap();
    file
}

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

/// A wheel being made.
#[derive(Debug, Clone)]
pub(crate) struct WheelMaker {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) entries: Vec<ZipEntry>,
    pub(crate) metadata: String,
    pub(crate) wheel: String,
    /// Added to the list of files, or taken from it by its beginning.
    pub(crate) record_more: String,
    pub(crate) record_without: Option<String>,
}

impl WheelMaker {
    pub(crate) fn new(name: &str, version: &str) -> Self {
        Self {
            name: name.to_owned(),
            version: version.to_owned(),
            entries: Vec::new(),
            metadata: format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nLicense: MIT\n"),
            wheel: "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n".to_owned(),
            record_more: String::new(),
            record_without: None,
        }
    }

    pub(crate) fn file(mut self, name: &str, content: &[u8]) -> Self {
        self.entries.push(ZipEntry::new(name, content));
        self
    }

    pub(crate) fn requires(mut self, line: &str) -> Self {
        self.metadata += &["Requires-Dist: ", line, "\n"].concat();
        self
    }

    pub(crate) fn info(&self, file: &str) -> String {
        format!("{}-{}.dist-info/{file}", self.name, self.version)
    }

    pub(crate) fn file_name(&self) -> String {
        format!("{}-{}-py3-none-any.whl", self.name, self.version)
    }

    pub(crate) fn build(&self) -> Vec<u8> {
        let mut entries = self.entries.clone();
        entries.push(ZipEntry::new(
            &self.info("METADATA"),
            format!("{}\nAbout.\n", self.metadata).as_bytes(),
        ));
        entries.push(ZipEntry::new(&self.info("WHEEL"), self.wheel.as_bytes()));
        let line = |entry: &ZipEntry| {
            let name = String::from_utf8_lossy(&entry.name).replace('"', "\"\"");
            let hash = record_hash(&entry.content);
            format!("\"{name}\",sha256={hash},{}\n", entry.content.len())
        };
        let listed = entries.iter().filter(|entry| !entry.name.ends_with(b"/"));
        let mut record: String = listed.map(line).collect();
        if let Some(without) = &self.record_without {
            let beginning = format!("\"{without}");
            let kept = record.lines().filter(|line| !line.starts_with(&beginning));
            record = kept.map(|line| [line, "\n"].concat()).collect();
        }
        record.push_str(&self.record_more);
        record += &self.info("RECORD,,\n");
        entries.push(ZipEntry::new(&self.info("RECORD"), record.as_bytes()));
        zip(&entries)
    }

    /// What a lock says of it.
    pub(crate) fn locked(&self) -> LockedPython {
        let wheel = self.build();
        LockedPython {
            name: self.name.parse().unwrap(),
            version: self.version.parse().unwrap(),
            file: self.file_name(),
            bytes: wheel.len() as u64,
            sha256: Sha256Digest::of(&wheel),
            license: Some("MIT".to_owned()),
            requires: Vec::new(),
        }
    }
}

/// The hash of a content, as a wheel's list of files has it.
pub(crate) fn record_hash(content: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256Digest::of(content).as_bytes())
}

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

/// A cache, a folder with package files, and clients that take them from there.
pub(crate) struct Toy {
    pub(crate) dir: tempfile::TempDir,
}

impl Toy {
    pub(crate) fn new() -> Self {
        let toy = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(toy.index()).unwrap();
        toy
    }

    pub(crate) fn cache(&self) -> CacheDir {
        CacheDir::open(self.dir.path().join("cache")).unwrap()
    }

    /// The folder that the clients take package files from.
    pub(crate) fn index(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    pub(crate) fn put(&self, name: &str, content: &[u8]) {
        fs::write(self.index().join(name), content).unwrap();
    }

    /// Clients that run this script, with `$index`, `$dest` and the rest of the arguments; for pip `$report` and `$requirements` are set.
    pub(crate) fn clients(&self, script: &str) -> PackageClients {
        let path = self.dir.path().join("client.sh");
        let text = format!(
            "case \"$1\" in --version) exit 0;; esac\n\
             index='{}'; runs='{}'; echo \"$*\" >> \"$runs\"\n\
             command=$1\n\
             while [ $# -gt 0 ]; do case \"$1\" in\n\
             --dest|--pack-destination) dest=$2; shift;;\n\
             --report) report=$2; shift;;\n\
             --requirement) requirements=$2; shift;;\n\
             --) shift; break;;\n\
             esac; shift; done\n{script}\n",
            self.index().display(),
            self.runs_file().display()
        );
        fs::write(&path, text).unwrap();
        let client = || PackageClient::command(["sh".into(), path.clone().into_os_string()]);
        PackageClients::new(client(), client())
    }

    /// Clients that deliver everything there is.
    pub(crate) fn delivering(&self) -> PackageClients {
        self.clients("cp \"$index\"/* \"$dest/\"")
    }

    fn runs_file(&self) -> PathBuf {
        self.dir.path().join("runs")
    }

    /// What the clients were asked for, one entry a run.
    pub(crate) fn runs(&self) -> Vec<String> {
        let text = fs::read_to_string(self.runs_file()).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// A lock of a wheel and an npm package that the clients have.
    pub(crate) fn lock(&self) -> Lock {
        let wheel = WheelMaker::new("toy", "1.0").file("toy/__init__.py", b"value = 1\n");
        self.put(&wheel.file_name(), &wheel.build());
        let npm = npm_package("@s/toy", "2.0.0", &[], &[("index.js", b"module.exports = 1\n")]);
        self.put("s-toy-2.0.0.tgz", &npm);
        let list = crate::list::PackageList::default();
        Lock::new(
            &list,
            vec![wheel.locked()],
            vec![locked_npm("@s/toy", "2.0.0", &[], &npm)],
        )
        .unwrap()
    }
}

/// Names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
