//! Hostile archives: B-184.

use std::collections::BTreeSet;
use std::io::Cursor;

use llm_wasm_sandbox::{SessionError, WriteMode, ZipReport};

use crate::hostile::paths;
use crate::hostile::python_under;
use crate::world::{World, run};

/// An entry of an archive, with whatever it says of itself.
#[derive(Clone)]
pub(crate) struct Raw {
    name: Vec<u8>,
    content: Vec<u8>,
    /// What it says that its content has, in bytes.
    says: u32,
    mode: u32,
    flags: u16,
}

impl Raw {
    pub(crate) fn file(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
            says: u32::try_from(content.len()).unwrap(),
            mode: 0o100_644,
            flags: 0x800,
        }
    }
}

fn crc32(content: &[u8]) -> u32 {
    !content.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// The fields that a local header and a line of the directory share.
fn about(entry: &Raw) -> Vec<u8> {
    let len = u32::try_from(entry.content.len()).unwrap();
    let mut fields = Vec::new();
    for number in [20, entry.flags, 0, 0, 0x21] {
        fields.extend_from_slice(&u16::to_le_bytes(number));
    }
    for number in [crc32(&entry.content), len, entry.says] {
        fields.extend_from_slice(&number.to_le_bytes());
    }
    fields.extend_from_slice(&u16::try_from(entry.name.len()).unwrap().to_le_bytes());
    fields.extend_from_slice(&[0, 0]);
    fields
}

/// An archive that is stored, not compressed, with these entries.
pub(crate) fn archive(entries: &[Raw]) -> Vec<u8> {
    archive_that_says(entries, u16::try_from(entries.len()).unwrap_or(u16::MAX))
}

fn archive_that_says(entries: &[Raw], count: u16) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(archive.len()).unwrap();
        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend(about(entry));
        archive.extend_from_slice(&entry.name);
        archive.extend_from_slice(&entry.content);
        directory.extend_from_slice(b"PK\x01\x02\x14\x03");
        directory.extend(about(entry));
        directory.extend_from_slice(&[0; 6]);
        directory.extend_from_slice(&(entry.mode << 16).to_le_bytes());
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(&entry.name);
    }
    let start = u32::try_from(archive.len()).unwrap();
    archive.extend_from_slice(&directory);
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    archive.extend_from_slice(&[count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend_from_slice(&u32::try_from(directory.len()).unwrap().to_le_bytes());
    archive.extend_from_slice(&start.to_le_bytes());
    archive.extend_from_slice(&[0, 0]);
    archive
}

fn refused_names(report: &ZipReport) -> BTreeSet<&str> {
    report.refused.iter().map(|(name, _)| name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_entries_that_lead_out_are_refused_one_by_one() {
    let world = World::disk();
    let session = world.python().await;
    let wrong = [
        "../x",
        "../../../../../../etc/cron.d/x",
        "a/../../x",
        "a/..",
        "/absolute",
        "//double",
        "\\absolute",
        "C:\\x",
        "a\\..\\..\\x",
        "a//b",
        "./dot",
        "a/./b",
        "nul\0.txt",
        &"n".repeat(300),
        &("deep/".repeat(40) + "f"),
    ];
    let mut entries: Vec<Raw> = wrong.iter().map(|name| Raw::file(name, b"evil")).collect();
    entries.insert(3, Raw::file("good", b"good"));
    let mut link = Raw::file("link", b"../../../etc");
    link.mode = 0o120_777;
    entries.push(link);
    entries.push(Raw::file("link/below", b"a folder"));
    let mut pipe = Raw::file("pipe", b"");
    pipe.mode = 0o010_644;
    entries.push(pipe);
    let mut secret = Raw::file("locked", b"0123456789abcdef");
    secret.flags |= 1;
    entries.push(secret);
    let mut foreign = Raw::file("x", b"x");
    (foreign.name, foreign.flags) = (b"\xff\xfe".to_vec(), 0);
    entries.push(foreign);
    entries.extend([Raw::file("also/good", b"too"), Raw::file("good/below", b"in a file")]);
    let (report, _) = session.import_zip(archive(&entries), "").await.unwrap();
    assert_eq!(paths(&session).await, ["also/good", "good", "link/below"], "{report:?}");
    assert_eq!((report.files, report.bytes), (3, 4 + 8 + 3));
    assert_eq!(report.refused.len(), entries.len() - 3, "{report:?}");
    for name in wrong.into_iter().chain(["link", "pipe", "good/below"]) {
        assert!(refused_names(&report).contains(name), "{name:?}: {report:?}");
    }
    // The same, packed by a guest.
    let packed = "import zipfile\nwith zipfile.ZipFile('evil.zip', 'w') as z:\n    for name in ['../../x', '/etc/x', 'fine']: z.writestr(name, 'x')\n    link = zipfile.ZipInfo('l'); link.external_attr = 0o120777 << 16; z.writestr(link, '/etc')";
    run(&session, packed).await;
    let evil = session.read_file("evil.zip", 1 << 20).await.unwrap();
    let (report, _) = session.import_zip(evil, "unpacked").await.unwrap();
    assert_eq!((report.files, report.refused.len()), (1, 3), "{report:?}");
    assert_eq!(
        session.list_files(Some("unpacked/**")).await.unwrap()[0].path,
        "unpacked/fine"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_a_name_is_given_once() {
    let world = World::disk();
    for entries in [
        [Raw::file("a", b"first"), Raw::file("a", b"other")],
        [Raw::file("a", b"first"), Raw::file("a/", b"")],
        [Raw::file("a/", b""), Raw::file("a", b"other")],
    ] {
        let session = world.javascript().await;
        let imported = session.import_zip(archive(&entries), "").await;
        // Whichever of two counts: there is one, and never one of them under the eyes of a check and the other one in the workspace.
        match imported {
            Ok((report, _)) => {
                let all = session.list_all().await.unwrap();
                assert_eq!((all.len(), report.refused.len() <= 1), (1, true), "{report:?}");
            }
            Err(error) => assert!(matches!(error, SessionError::Transfer { .. }), "{error:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_sizes_are_counted_and_not_believed() {
    let world = World::disk();
    let session = python_under(&world, "[disk]\nbytes = '1 MiB'").await;
    session.write_file("kept", "kept", WriteMode::CreateNew).await.unwrap();
    let full = |error: SessionError| {
        assert!(
            matches!(&error, SessionError::File { source, .. } if matches!(source.to_string().as_str(), "no space left in the quota" | "file too large")),
            "{error:?}"
        );
    };
    // Less, more and much more than there is.
    for says in [1, 2000, u32::MAX] {
        let mut liar = Raw::file("liar", &[7; 1000]);
        liar.says = says;
        let imported = session.import_zip(archive(&[liar, Raw::file("true", b"x")]), "").await;
        let (report, _) = imported.unwrap();
        assert_eq!(report.files, 1, "{report:?}");
        assert_eq!(refused_names(&report), ["liar"].into());
    }
    let before = session.info().await.unwrap().generation;
    // A bomb, in one entry and in many.
    for (count, len) in [(1, 8 << 20), (100, 100 << 10)] {
        let mut bomb = Cursor::new(Vec::new());
        let mut writer = zip::ZipWriter::new(&mut bomb);
        for n in 0..count {
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(format!("bomb{n}"), options).unwrap();
            std::io::Write::write_all(&mut writer, &vec![0; len]).unwrap();
        }
        writer.finish().unwrap();
        let bomb = bomb.into_inner();
        assert!(bomb.len() < 1 << 18);
        full(session.import_zip(bomb, "").await.unwrap_err());
    }
    // Entries that are refused are work all the same.
    let liars: Vec<Raw> = (0..50)
        .map(|n| {
            let mut liar = Raw::file(&format!("liar{n}"), &vec![0; 100_000]);
            liar.says -= 1;
            liar
        })
        .collect();
    full(session.import_zip(archive(&liars), "").await.unwrap_err());
    assert_eq!(session.info().await.unwrap().generation, before);
    assert_eq!(paths(&session).await, ["kept", "true"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_a_million_entries_are_too_many() {
    let world = World::disk();
    let session = world.python().await;
    session.write_file("kept", "kept", WriteMode::CreateNew).await.unwrap();
    // It says so, and they are not there: as many as fit its field, and more than fit any.
    let one = [Raw::file("x", b"x")];
    let says = archive_that_says(&one, 60_000);
    let mut more = archive_that_says(&one, u16::MAX);
    let end = more.split_off(more.len() - 22);
    let at = more.len() as u64;
    more.extend_from_slice(b"PK\x06\x06");
    for number in [44_u64, 0x2d_002d, 0, 1 << 40, 1 << 40, 47, at - 47] {
        let len = if number == 0x2d_002d { 4 } else { 8 };
        more.extend_from_slice(&number.to_le_bytes()[..len]);
    }
    more.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    more.extend_from_slice(&at.to_le_bytes());
    more.extend_from_slice(&1_u32.to_le_bytes());
    more.extend_from_slice(&end);
    // They are there.
    let many: Vec<Raw> = (0..100_001).map(|n| Raw::file(&format!("f{n}"), b"")).collect();
    let mut there = archive(&many);
    let end = there.len() - 22;
    let directory = u64::from(u32::from_le_bytes(there[end + 12..end + 16].try_into().unwrap()));
    let start = u64::from(u32::from_le_bytes(there[end + 16..end + 20].try_into().unwrap()));
    let end_record = there.split_off(end);
    let at = there.len() as u64;
    there.extend_from_slice(b"PK\x06\x06");
    there.extend_from_slice(&44_u64.to_le_bytes());
    there.extend_from_slice(&[0x2d, 0, 0x2d, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [100_001, 100_001, directory, start] {
        there.extend_from_slice(&u64::to_le_bytes(number));
    }
    there.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    there.extend_from_slice(&at.to_le_bytes());
    there.extend_from_slice(&1_u32.to_le_bytes());
    there.extend_from_slice(&end_record);
    for (what, archive) in [("says", says), ("says more", more), ("there", there)] {
        let error = session.import_zip(archive, "").await.map(drop).unwrap_err();
        assert!(matches!(error, SessionError::Transfer { .. }), "{what}: {error:?}");
    }
    // More than the workspace may have.
    let some: Vec<Raw> = (0..20_000).map(|n| Raw::file(&format!("f{n}"), b"")).collect();
    let error = session.import_zip(archive(&some), "").await.map(drop).unwrap_err();
    assert!(
        matches!(&error, SessionError::File { source, .. } if source.to_string() == "quota of entries exceeded"),
        "{error:?}"
    );
    assert_eq!(paths(&session).await, ["kept"]);
    assert_eq!(session.info().await.unwrap().generation, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn b_184_broken_archives_are_refused_or_give_what_is_whole() {
    let world = World::memory();
    let session = world.javascript().await;
    let whole = archive(&[Raw::file("a", b"content of a"), Raw::file("b/c", b"content of c")]);
    let import = async |archive: Vec<u8>, what: String| {
        session.delete_file("a", true).await.ok();
        session.delete_file("b", true).await.ok();
        match session.import_zip(archive, "").await {
            Ok(_) => {
                for path in paths(&session).await {
                    let content = session.read_file(&path, 100).await.unwrap();
                    assert!(
                        content.starts_with(b"content of ") || content.is_empty(),
                        "{what}: {path} {content:?}"
                    );
                }
            }
            Err(error) => assert!(
                matches!(error, SessionError::Transfer { .. } | SessionError::File { .. }),
                "{what}: {error:?}"
            ),
        }
        for path in paths(&session).await {
            session.delete_file(&path, true).await.unwrap();
        }
    };
    for len in 0..whole.len() {
        import(whole[..len].to_vec(), format!("{len} bytes")).await;
    }
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        import(flipped, format!("bit of byte {at}")).await;
    }
}
