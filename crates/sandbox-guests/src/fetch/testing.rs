//! A toy guest: a wheel of a few bytes, its pin, and package clients that do as they are told.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{PackageClient, Source};
use crate::cache::CacheDir;
use crate::digest::Sha256Digest;
use crate::pins::{GuestPin, MemberPin, NestedPin, PackagePin};
use crate::progress::{Event, Progress};

/// A zip archive of these files.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A toy guest in a folder of its own, with an empty cache.
pub(crate) struct Toy {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) pin: GuestPin,
    pub(crate) wasm: Vec<u8>,
    pub(crate) library: Vec<u8>,
}

pub(crate) const NESTED: &[u8] = b"fonts and styles";

impl Toy {
    pub(crate) fn new() -> Self {
        Self::with_extra(&[])
    }

    /// A toy whose wheel has further files.
    pub(crate) fn with_extra(extra: &[(&str, &[u8])]) -> Self {
        let noise = |index: u32| index.wrapping_mul(2_654_435_761).to_be_bytes()[1];
        let wasm: Vec<u8> = (0..300_000).map(noise).collect();
        let library = archive(&[("toy/__init__.pyc", b"code"), ("toy/data.zip", NESTED)]);
        let mut files: Vec<(&str, &[u8])> = vec![
            ("toy/__init__.py", b"import os; os.abort()"),
            ("toy/artifacts/toy.wasm", &wasm),
            ("toy/artifacts/library.zip", &library),
            ("toy/artifacts/LICENSES/toy.txt", b"Do what you like."),
            ("toy/artifacts/LICENSES/part.txt", b"Name the author."),
            ("toy/artifacts/MANIFEST", b"toy 1.0"),
        ];
        files.extend_from_slice(extra);
        let wheel = archive(&files);
        let pin = GuestPin {
            name: "toy".to_owned(),
            runtime: "toy".to_owned(),
            version: "1.0".to_owned(),
            package: PackagePin {
                name: "toy-guest".to_owned(),
                version: "0.1".to_owned(),
                wheel: "toy_guest-0.1-py3-none-any.whl".to_owned(),
                bytes: wheel.len() as u64,
                sha256: Sha256Digest::of(&wheel),
                license: "MIT".to_owned(),
                notices: vec![
                    "toy/artifacts/LICENSES/".to_owned(),
                    "toy/artifacts/MANIFEST".to_owned(),
                ],
            },
            members: vec![
                member("toy/artifacts/toy.wasm", "toy.wasm", &wasm),
                member("toy/artifacts/library.zip", "library.zip", &library),
            ],
            nested: vec![NestedPin {
                container: "library.zip".to_owned(),
                archive: "toy/data.zip".to_owned(),
                local: "data.zip".to_owned(),
                bytes: NESTED.len() as u64,
                sha256: Sha256Digest::of(NESTED),
            }],
        };
        let toy = Self {
            dir: tempfile::tempdir().unwrap(),
            pin,
            wasm,
            library,
        };
        fs::create_dir(toy.wheel_folder()).unwrap();
        fs::write(toy.wheel(), wheel).unwrap();
        toy
    }

    pub(crate) fn cache(&self) -> CacheDir {
        CacheDir::open(self.dir.path().join("cache")).unwrap()
    }

    pub(crate) fn wheel_folder(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    pub(crate) fn wheel(&self) -> PathBuf {
        self.wheel_folder().join(&self.pin.package.wheel)
    }

    /// A package client that runs `script` for a download, with `$dest` and `$wheel` set, and counts its runs in a file.
    pub(crate) fn client(&self, script: &str) -> PackageClient {
        let path = self.dir.path().join("client.sh");
        let (runs, wheel) = (self.runs_file(), self.wheel());
        let text = format!(
            "wheel='{}'\nruns='{}'\n\
             while [ $# -gt 0 ]; do case \"$1\" in --version) exit 0;; --dest) dest=$2; shift;; esac; last=$1; shift; done\n\
             echo \"$last\" >> \"$runs\"\n{script}\n",
            wheel.display(),
            runs.display()
        );
        fs::write(&path, text).unwrap();
        PackageClient::command(["sh".into(), path.into_os_string()])
    }

    /// A package client that delivers the wheel.
    pub(crate) fn source(&self) -> Source {
        Source::Package(self.client("cp \"$wheel\" \"$dest/\""))
    }

    /// What the client was asked for, one entry per download.
    pub(crate) fn runs(&self) -> Vec<String> {
        let text = fs::read_to_string(self.runs_file()).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn runs_file(&self) -> PathBuf {
        self.dir.path().join("runs")
    }

    /// Names in the folder `guests` of the cache and in its `tmp`.
    pub(crate) fn left_over(&self) -> (Vec<String>, Vec<String>) {
        let names = |folder: &str| {
            let entries = fs::read_dir(self.dir.path().join("cache").join(folder)).unwrap();
            entries
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect()
        };
        (names("guests"), names("tmp"))
    }
}

fn member(archive: &str, local: &str, content: &[u8]) -> MemberPin {
    MemberPin {
        archive: archive.to_owned(),
        local: local.to_owned(),
        bytes: content.len() as u64,
        sha256: Sha256Digest::of(content),
    }
}

/// Remembers events as text.
#[derive(Default)]
pub(crate) struct Recorder(Mutex<Vec<String>>);

impl Recorder {
    pub(crate) fn events(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Progress for Recorder {
    fn event(&self, event: Event<'_>) {
        self.0.lock().unwrap().push(format!("{event:?}"));
    }
}
