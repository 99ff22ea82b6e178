//! Archives, good and bad ones, and package clients that do as they are told.

mod npm;
mod zip;

use std::fs::{self, File};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sandbox_guests::{CacheDir, PackageClient, PackageClients, Sha256Digest};

use crate::lock::{Lock, LockedPython};

pub(crate) use npm::{gzip, locked_npm, npm_package, tar_entry, tarball};
pub(crate) use zip::{ZipEntry, zip};

/// An open file with this content.
pub(crate) fn opened(content: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content).unwrap();
    file.rewind().unwrap();
    file
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
