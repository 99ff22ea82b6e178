//! A toy guest: a wheel of a few bytes, possibly an npm package besides, its pin, and package clients that do as they are told.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{PackageClient, PackageClients, Source};
use crate::cache::CacheDir;
use crate::digest::Sha256Digest;
use crate::pins::{GuestPin, MemberPin, NestedPin, PackagePin};
use crate::progress::{Event, Progress};

pub(crate) mod tarball;

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
pub(crate) const SCRIPT: &[u8] = b"exports.toy = 1;";

/// This client for wheels, and none for npm packages.
pub(crate) fn only(client: PackageClient) -> Source {
    Source::Package(PackageClients::new(client, nobody()))
}

/// A client that is not there.
pub(crate) fn nobody() -> PackageClient {
    PackageClient::command(["/nonexistent"])
}

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
            packages: vec![PackagePin {
                name: "toy-guest".to_owned(),
                version: "0.1".to_owned(),
                file: "toy_guest-0.1-py3-none-any.whl".to_owned(),
                bytes: wheel.len() as u64,
                sha256: Sha256Digest::of(&wheel),
                license: "MIT".to_owned(),
                notices: vec![
                    "toy/artifacts/LICENSES/".to_owned(),
                    "toy/artifacts/MANIFEST".to_owned(),
                ],
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
            }],
        };
        let toy = Self {
            dir: tempfile::tempdir().unwrap(),
            pin,
            wasm,
            library,
        };
        fs::create_dir(toy.index()).unwrap();
        fs::write(toy.wheel(), wheel).unwrap();
        toy
    }

    /// A toy that needs an npm package as well, with this tarball, whatever is in there.
    pub(crate) fn with_tarball(tarball: &[u8]) -> Self {
        let mut toy = Self::new();
        toy.pin.packages.push(PackagePin {
            name: "toy-script".to_owned(),
            version: "2.0".to_owned(),
            file: "toy-script-2.0.tgz".to_owned(),
            bytes: tarball.len() as u64,
            sha256: Sha256Digest::of(tarball),
            license: "ISC".to_owned(),
            notices: vec!["package/LICENSE".to_owned()],
            members: vec![member("package/lib/script.js", "script.js", SCRIPT)],
            nested: Vec::new(),
        });
        fs::write(toy.tarball(), tarball).unwrap();
        toy
    }

    pub(crate) fn cache(&self) -> CacheDir {
        CacheDir::open(self.dir.path().join("cache")).unwrap()
    }

    /// The folder that the clients take package files from.
    pub(crate) fn index(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    pub(crate) fn wheel(&self) -> PathBuf {
        self.index().join(&self.pin.packages[0].file)
    }

    pub(crate) fn tarball(&self) -> PathBuf {
        self.index().join("toy-script-2.0.tgz")
    }

    /// A client for wheels that runs `script` for a download, with `$dest` and `$wheel` set, and notes its runs in a file.
    pub(crate) fn client(&self, script: &str) -> PackageClient {
        self.script(
            "client.sh",
            "--dest",
            &format!("wheel='{}'\n{script}", self.wheel().display()),
        )
    }

    /// A client for npm packages that runs `script` for a download, with `$dest` and `$tarball` set, and notes its runs in a file.
    pub(crate) fn npm_client(&self, script: &str) -> PackageClient {
        let script = format!("tarball='{}'\n{script}", self.tarball().display());
        self.script("npm-client.sh", "--pack-destination", &script)
    }

    fn script(&self, name: &str, destination: &str, script: &str) -> PackageClient {
        let path = self.dir.path().join(name);
        let text = format!(
            "while [ $# -gt 0 ]; do case \"$1\" in --version) exit 0;; {destination}) dest=$2; shift 2; break;; esac; shift; done\n\
             echo \"$*\" >> '{}'\n{script}\n",
            self.runs_file().display()
        );
        fs::write(&path, text).unwrap();
        PackageClient::command(["sh".into(), path.into_os_string()])
    }

    /// Package clients that deliver what the toy needs.
    pub(crate) fn source(&self) -> Source {
        Source::Package(PackageClients::new(
            self.client("cp \"$wheel\" \"$dest/\""),
            self.npm_client("cp \"$tarball\" \"$dest/\""),
        ))
    }

    /// What the clients were asked for, one entry per download.
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
