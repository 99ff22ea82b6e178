use super::*;
use crate::fetch::testing::tarball::{FILE, FOLDER, SYMLINK, archive, entry, header, seal};

/// Path, kind and content of an entry.
type Whole = (String, Kind, Vec<u8>);

/// Every entry, and how reading ended.
fn read(content: &[u8]) -> (Vec<Whole>, io::Result<()>) {
    let (mut tar, mut entries) = (Tar::new(content), Vec::new());
    let mut step = || -> io::Result<bool> {
        let Some(entry) = tar.next()? else { return Ok(false) };
        let mut content = Vec::new();
        tar.read_to_end(&mut content)?;
        entries.push((String::from_utf8(entry.path).unwrap(), entry.kind, content));
        Ok(true)
    };
    loop {
        match step() {
            Ok(true) => {}
            Ok(false) => break (entries, Ok(())),
            Err(error) => break (entries, Err(error)),
        }
    }
}

fn paths(content: &[u8]) -> Vec<String> {
    let (entries, ended) = read(content);
    ended.unwrap();
    entries.into_iter().map(|(path, ..)| path).collect()
}

/// An extended header with these records.
fn pax(records: &[&str]) -> Vec<u8> {
    let record = |text: &&str| {
        // The length counts its own digits.
        let length = (1..=4).map(|digits| text.len() + digits + 2);
        let length = length
            .clone()
            .find(|length| length.to_string().len() + text.len() + 2 == *length);
        format!("{} {text}\n", length.unwrap())
    };
    entry("pax", b'x', records.iter().map(record).collect::<String>().as_bytes())
}

#[test]
fn contents_and_kinds_are_told_whatever_their_size() {
    for size in [0, 1, 511, 512, 513, 100_000] {
        let content: Vec<u8> = (0..size).map(|index: u32| index.to_be_bytes()[3]).collect();
        let (entries, ended) = read(&archive(&[
            entry("a/folder", FOLDER, b""),
            entry("a/file", FILE, &content),
            entry("an/old/folder/", FILE, b""),
            entry("a/link", SYMLINK, b""),
            entry("last", 0, b"x"),
        ]));
        ended.unwrap();
        let expected = [
            ("a/folder", Kind::Folder, &b""[..]),
            ("a/file", Kind::File, &content),
            ("an/old/folder/", Kind::Folder, b""),
            ("a/link", Kind::Other, b""),
            ("last", Kind::File, b"x"),
        ];
        let expected = expected.map(|(path, kind, content)| (path.to_owned(), kind, content.to_vec()));
        assert_eq!(entries, expected, "{size}");
    }
}

#[test]
fn what_is_not_read_is_skipped() {
    let archive = archive(&[entry("a", FILE, &[1; 2000]), entry("b", FILE, b"content")]);
    let mut tar = Tar::new(&archive[..]);
    tar.next().unwrap();
    tar.read_exact(&mut [0; 7]).unwrap();
    assert_eq!(tar.next().unwrap().unwrap().path, b"b");
    let mut content = String::new();
    tar.read_to_string(&mut content).unwrap();
    assert_eq!(content, "content");
    assert_eq!(tar.next().unwrap(), None);
}

#[test]
fn long_names_are_put_together_for_the_next_entry_only() {
    let long = "folder/".repeat(40) + "file";
    let mut split = header(b"file", FILE, 0);
    split[345..351].copy_from_slice(b"prefix");
    seal(&mut split);
    let archive = archive(&[
        split.to_vec(),
        pax(&["mtime=1.5", &format!("path={long}"), "uid=5000000"]),
        entry("short", FILE, b"x"),
        entry("LongLink", b'L', format!("{long}\0").as_bytes()),
        entry("short", FILE, b"x"),
        entry("pax", b'g', b"19 comment=nothing\n"),
        pax(&["mtime=1.5"]),
        entry("short", FILE, b"x"),
    ]);
    assert_eq!(paths(&archive), ["prefix/file", &long, &long, "short"]);
}

#[test]
fn an_archive_that_is_cut_anywhere_is_an_error() {
    let whole = archive(&[
        entry("a", FILE, &[7; 700]),
        pax(&["path=b"]),
        entry("short", FILE, b"x"),
    ]);
    // The second block of zeros may be missing.
    for length in 0..whole.len() - 1023 + 511 {
        let (_, ended) = read(&whole[..length]);
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::UnexpectedEof, "{length}");
    }
    read(&whole[..whole.len() - 512]).1.unwrap();
}

#[test]
fn every_changed_byte_of_a_header_is_an_error() {
    let good = entry("a", FILE, b"x");
    for index in 0..512 {
        let mut bad = good.clone();
        bad[index] ^= 1;
        let (entries, ended) = read(&archive(&[bad]));
        // Within the checksum itself a change may also only be one of its padding.
        if (154..156).contains(&index) {
            continue;
        }
        assert_eq!(
            ended.unwrap_err().kind(),
            io::ErrorKind::InvalidData,
            "{index}: {entries:?}"
        );
    }
}

#[test]
fn what_is_malformed_or_not_understood_is_refused() {
    let with_size = |size: &[u8; 12]| {
        let mut header = header(b"a", FILE, 0);
        header[124..136].copy_from_slice(size);
        seal(&mut header);
        header.to_vec()
    };
    let malformed = [
        with_size(b"\x80\0\0\0\0\0\0\0\0\0\0\x01"),
        with_size(b"-0000000001 "),
        with_size(b"0000 000001 "),
        with_size(b"00000000008 "),
        pax(&["size=1"]),
        entry("pax", b'x', b"path=b\n"),
        entry("pax", b'x', b"99 path=b\n"),
        entry("pax", b'x', b"11 path=b\n"),
        entry("pax", b'x', b"1 path=b\n"),
        entry("pax", b'x', b"0 path=b\n"),
        entry("pax", b'x', b"7 path\n"),
        entry("pax", b'x', b"-9 path=b\n"),
        header(b"pax", b'x', MAX_EXTENSION_BYTES + 1).to_vec(),
        header(b"LongLink", b'L', 0o77_777_777_777).to_vec(),
    ];
    for (index, malformed) in malformed.into_iter().enumerate() {
        let (entries, ended) = read(&archive(&[malformed, entry("b", FILE, b"x")]));
        assert_eq!(
            ended.unwrap_err().kind(),
            io::ErrorKind::InvalidData,
            "{index}: {entries:?}"
        );
    }
}

#[test]
fn b_229_headers_that_readers_understand_differently_are_refused() {
    let file = || entry("file", FILE, b"content");
    let global = |records: &[&str]| {
        let mut entry = pax(records);
        entry[156] = b'g';
        let mut header: [u8; 512] = entry[..512].try_into().unwrap();
        seal(&mut header);
        entry[..512].copy_from_slice(&header);
        entry
    };
    for bad in [
        pax(&["size=3"]),
        pax(&["GNU.sparse.major=1", "GNU.sparse.minor=0"]),
        pax(&["GNU.sparse.map=0,1"]),
        global(&["path=other"]),
        global(&["size=3"]),
    ] {
        let (entries, ended) = read(&archive(&[bad, file()]));
        assert_eq!(entries, []);
        assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
    assert_eq!(paths(&archive(&[global(&["comment=0123"]), file()])), ["file"]);
    // Old GNU archives have a kind of their own for files with holes.
    assert_eq!(read(&archive(&[entry("file", b'S', b"")])).0[0].1, Kind::Other);
}
