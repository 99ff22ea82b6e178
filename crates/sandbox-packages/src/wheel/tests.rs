use proptest::prelude::*;

use super::*;
use crate::testing::{WheelMaker, ZipEntry, opened, record_hash, zip};

fn maker() -> WheelMaker {
    WheelMaker::new("Toy_pkg", "1.0").file("toy/__init__.py", b"value = 1\n")
}

fn open(maker: &WheelMaker) -> Result<Wheel, ArchiveError> {
    Wheel::open(opened(&maker.build()), &maker.file_name())
}

fn paths(maker: &WheelMaker) -> Vec<String> {
    open(maker).unwrap().paths().map(str::to_owned).collect()
}

fn refused(maker: &WheelMaker) -> String {
    let error = open(maker)
        .map(|wheel| wheel.paths().map(str::to_owned).collect::<Vec<_>>())
        .unwrap_err();
    format!("{error}: {}", error.source)
}

#[test]
fn a_good_wheel_is_read() {
    let maker = maker()
        .file("toy/data,with\"odd.txt", "d\u{e9}j\u{e0}".as_bytes())
        .file("toy/d\u{e9}j\u{e0}.py", b"")
        .file("toy/", b"")
        .requires("numpy>=1; python_version > '3'")
        .requires("pytest; extra == 'test'");
    // A quote is not a character of names that every system has.
    let error = refused(&maker);
    assert!(error.contains("odd.txt"), "{error}");
    let mut maker = maker;
    maker.entries.remove(1);
    let mut folder = maker.entries.pop().unwrap();
    folder.mode = 0o040_755;
    maker.entries.push(folder);
    let mut wheel = open(&maker).unwrap();
    let listed: Vec<_> = wheel.paths().map(str::to_owned).collect();
    assert_eq!(
        listed,
        [
            "Toy_pkg-1.0.dist-info/METADATA",
            "toy/__init__.py",
            "toy/d\u{e9}j\u{e0}.py"
        ]
    );
    let mut content = Vec::new();
    wheel.read(1, &mut content).unwrap();
    assert_eq!(content, b"value = 1\n");
    assert!(wheel.read(3, &mut content).is_err());
    assert_eq!(wheel.metadata().license.as_deref(), Some("MIT"));
    assert_eq!(wheel.metadata().requires.len(), 2);
    assert_eq!(wheel.name().name.as_str(), "toy-pkg");
}

#[test]
fn b_222_unsafe_names() {
    for name in [
        "../../evil.py",
        "/abs.py",
        "a/../../b",
        "C:\\x",
        "a\\b",
        "a\0b",
        "dot.",
        "space ",
        &"n".repeat(300),
    ] {
        let error = refused(&maker().file(name, b"x"));
        assert!(error.contains("the name"), "{name:?}: {error}");
    }
    for (raw, flags) in [
        (&b"\xff\xfe.py"[..], 0),
        (b"\xff\xfe.py", 1 << 11),
        ("\u{e9}.py".as_bytes(), 0),
    ] {
        let mut maker = maker();
        maker.entries.push(ZipEntry {
            name: raw.to_vec(),
            flags,
            ..ZipEntry::new("x", b"x")
        });
        assert!(open(&maker).is_err(), "{raw:?}");
    }
}

#[test]
fn b_222_a_name_that_is_there_twice() {
    for name in ["toy/__init__.py", "toy/__INIT__.py", "TOY/other.py"] {
        assert!(open(&maker().file(name, b"value = 2\n")).is_err(), "{name}");
    }
    assert!(open(&maker().file("toy", b"")).is_err());
}

#[test]
fn b_222_names_that_two_headers_spell_differently() {
    let mut maker = maker();
    maker.entries[0].local_name = Some(b"evil/__init__.py".to_vec());
    let error = refused(&maker);
    assert!(error.contains("not a readable archive"), "{error}");
}

#[test]
fn b_222_links_and_devices() {
    for mode in [0o120_777, 0o010_644, 0o020_644, 0o060_644, 0o140_644, 0o040_755] {
        let mut maker = maker();
        maker.entries[0].mode = mode;
        let error = refused(&maker);
        assert!(error.contains("is a link or a device"), "{mode:o}: {error}");
    }
}

#[test]
fn b_224_bombs() {
    let blanks = vec![0; 20_000_000];
    let error = refused(&maker().file("toy/blanks.py", &blanks));
    assert!(error.contains("times its size"), "{error}");
    // Noise that does not pack, so that only the sum is too large.
    let noise: Vec<u8> = (0..8_000_000u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
        .collect();
    let mut large = maker();
    for index in 0..26 {
        large = large.file(&format!("toy/{index}.bin"), &noise);
    }
    let wheel = large.build();
    let error = Wheel::open(opened(&wheel), &large.file_name()).unwrap_err();
    assert!(
        matches!(error.source, Refused::TooLarge { .. } | Refused::Ratio { .. }),
        "{error}"
    );
}

#[test]
fn b_224_too_many_entries() {
    let entries: Vec<_> = (0..20_001)
        .map(|index| ZipEntry::new(&format!("toy/{index}"), b""))
        .collect();
    let error = Wheel::open(opened(&zip(&entries)), "toy-1.0-py3-none-any.whl").unwrap_err();
    assert!(matches!(error.source, Refused::TooMany { .. }), "{error}");
}

#[test]
fn b_224_sizes_that_are_lies() {
    for said in [0, 1, 9, 11, 1 << 30, u32::MAX] {
        let mut maker = maker();
        maker.entries[0].said = Some(said);
        assert!(open(&maker).is_err(), "{said}");
    }
}

#[test]
fn b_224_encrypted_and_unknown_methods() {
    let mut encrypted = maker();
    encrypted.entries[0].flags = 1;
    assert!(refused(&encrypted).contains("is encrypted"));
    for method in [1, 9, 12, 14, 93, 95, 99] {
        let mut maker = maker();
        maker.entries[0].method = method;
        assert!(open(&maker).is_err(), "{method}");
    }
    let mut stored = maker();
    stored.entries[0].method = 0;
    open(&stored).unwrap();
}

#[test]
fn b_224_entries_that_overlap() {
    let mut maker = maker();
    maker.entries.push(ZipEntry {
        local_name: Some(b"toy/__init__.py".to_vec()),
        at: Some(0),
        ..ZipEntry::new("toy/same.py", b"value = 1\n")
    });
    let error = refused(&maker);
    assert!(error.contains("not a readable archive"), "{error}");
}

#[test]
fn b_224_an_archive_that_is_not_all_there_is() {
    let (maker, name) = (maker(), maker().file_name());
    let good = maker.build();
    let end = good.len() - 22;
    let mut announced = good.clone();
    announced[end + 8] += 1;
    let mut elsewhere = good.clone();
    elsewhere[end + 16] ^= 1;
    let mut commented = good.clone();
    commented[end + 20] = 1;
    commented.push(b'x');
    // The record of the large format, hidden in a directory that is said to be longer.
    let mut large = good[..end].to_vec();
    let directory = u32::from_le_bytes(good[end + 12..end + 16].try_into().unwrap());
    let start = u64::from(u32::from_le_bytes(good[end + 16..end + 20].try_into().unwrap()));
    let (count, at) = (maker.entries.len() as u64 + 3, large.len() as u64);
    large.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0");
    for number in [count, count, directory.into(), start] {
        large.extend(number.to_le_bytes());
    }
    large.extend(
        [
            &b"PK\x06\x07\0\0\0\0"[..],
            &at.to_le_bytes(),
            &1u32.to_le_bytes(),
            &good[end..],
        ]
        .concat(),
    );
    let end_of_large = large.len() - 22;
    large[end_of_large + 12..end_of_large + 16].copy_from_slice(&(directory + 76).to_le_bytes());
    for (what, bad) in [
        ("the large format", large),
        ("something in front", [b"#!/bin/sh\n".to_vec(), good.clone()].concat()),
        ("something behind", [good.clone(), b"more".to_vec()].concat()),
        ("two archives", [good.clone(), good.clone()].concat()),
        ("cut", good[..end].to_vec()),
        ("nothing", Vec::new()),
        ("another count", announced),
        ("another place", elsewhere),
        ("a comment", commented),
        ("not a zip", vec![7; 5000]),
    ] {
        assert!(Wheel::open(opened(&bad), &name).is_err(), "{what}");
    }
    Wheel::open(opened(&good), &name).unwrap();
}

#[test]
fn b_226_record_has_to_agree() {
    let mut without = maker();
    without.record_without = Some("toy/__init__.py".to_owned());
    assert!(refused(&without).contains("is there and not listed"));
    let mut wrong = without.clone();
    wrong.record_more = "toy/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,10\n".to_owned();
    assert!(refused(&wrong).contains("another hash"));
    wrong.record_more = "toy/__init__.py,,\n".to_owned();
    assert!(refused(&wrong).contains("without a hash"));
    wrong.record_more = "toy/__init__.py,md5=47DEQpj8HBSa-_TImW-5JC,10\n".to_owned();
    assert!(refused(&wrong).contains("not SHA-256"));
    wrong.record_more = "toy/__init__.py\n".to_owned();
    assert!(refused(&wrong).contains("is not `path,hash,size`"));
    let hash = record_hash(b"value = 1\n");
    wrong.record_more = format!("toy/__init__.py,sha256={hash},11\n");
    assert!(refused(&wrong).contains("another size"));
    wrong.record_more = format!("toy/__init__.py,sha256={hash},\n");
    open(&wrong).unwrap();
    let mut more = maker();
    more.record_more = format!("toy/gone.py,sha256={hash},10\n");
    assert!(refused(&more).contains("is listed and not there"));
    more.record_more = format!("toy/__init__.py,sha256={hash},10\n");
    assert!(refused(&more).contains("is listed twice"));
}

#[test]
fn b_226_without_a_list_or_a_description() {
    let entries = [ZipEntry::new("toy.py", b"")];
    assert!(Wheel::open(opened(&zip(&entries)), "toy-1.0-py3-none-any.whl").is_err());
    let entries = [ZipEntry::new(
        "toy-1.0.dist-info/METADATA",
        b"Name: toy\nVersion: 1.0\n",
    )];
    let error = Wheel::open(opened(&zip(&entries)), "toy-1.0-py3-none-any.whl").unwrap_err();
    assert!(error.source.to_string().contains("is missing"), "{}", error.source);
}

#[test]
fn b_226_what_it_says_of_itself_has_to_agree() {
    for (from, to) in [
        ("Name: Toy_pkg", "Name: other"),
        ("Name: Toy_pkg", "Name: Toy_pkg\nName: Toy_pkg"),
        ("Version: 1.0", "Version: 1.1"),
        ("Name: Toy_pkg\n", ""),
        ("Name: Toy_pkg", "no colon"),
    ] {
        let mut maker = maker();
        maker.metadata = maker.metadata.replace(from, to);
        assert!(refused(&maker).contains("METADATA"), "{to}");
    }
    for (from, to) in [
        ("Purelib: true", "Purelib: false"),
        ("Root-Is-Purelib: true\n", ""),
        ("Wheel-Version: 1.0", "Wheel-Version: 2.0"),
        ("py3-none-any", "cp311-cp311-manylinux_2_17_x86_64"),
        ("py3-none-any\n", "py3-none-any\nTag: cp311-none-any\n"),
        ("Tag: py3-none-any\n", "Tag: py2-none-any\n"),
    ] {
        let mut maker = maker();
        maker.wheel = maker.wheel.replace(from, to);
        assert!(refused(&maker).contains("WHEEL"), "{to}");
    }
    let mut spelled = maker();
    spelled.metadata = spelled
        .metadata
        .replace("Toy_pkg", "toy.PKG")
        .replace("Version: 1.0", "Version: 1.0.0");
    open(&spelled).unwrap();
    for other in [
        "other-1.0.dist-info/METADATA",
        "Toy_pkg-2.0.dist-info/METADATA",
        "other-1.0.data/purelib/a.py",
    ] {
        assert!(
            refused(&maker().file(other, b"")).contains("named like the wheel"),
            "{other}"
        );
    }
}

#[test]
fn b_226_only_wheels_for_any_machine() {
    for name in [
        "toy-1.0-cp311-cp311-manylinux_2_17_x86_64.whl",
        "toy-1.0-cp315-abi3-any.whl",
        "toy-1.0-py2-none-any.whl",
        "toy-1.0-py3-none-linux_x86_64.whl",
        "toy-1.0.tar.gz",
        "toy-1.0.whl",
        "../toy-1.0-py3-none-any.whl",
        "toy-x-py3-none-any.whl",
        "toy-1.0-evil-py3-none-any.whl",
    ] {
        assert!(name.parse::<WheelName>().is_err(), "{name}");
    }
    for name in [
        "toy-1.0-py3-none-any.whl",
        "Toy_x-1.0.post1-py2.py3-none-any.whl",
        "toy-1.0-1build-py3-none-any.whl",
    ] {
        assert!(name.parse::<WheelName>().is_ok(), "{name}");
    }
}

#[test]
fn b_226_data_is_merged_or_left_out() {
    let maker = maker()
        .file("Toy_pkg-1.0.data/purelib/toy/more.py", b"")
        .file("Toy_pkg-1.0.data/scripts/run", b"#!python")
        .file("Toy_pkg-1.0.data/headers/toy.h", b"")
        .file("Toy_pkg-1.0.data/data/etc/passwd", b"")
        .file(
            "Toy_pkg-1.0.dist-info/entry_points.txt",
            b"[console_scripts]\nrun = toy:run\n",
        )
        .file("Toy_pkg-1.0.dist-info/licenses/LICENSE.txt", b"MIT")
        .file("Toy_pkg-1.0.dist-info/COPYING", b"MIT")
        .file("Toy_pkg-1.0.dist-info/zip-safe", b"");
    assert_eq!(
        paths(&maker),
        [
            "Toy_pkg-1.0.dist-info/COPYING",
            "Toy_pkg-1.0.dist-info/METADATA",
            "Toy_pkg-1.0.dist-info/entry_points.txt",
            "Toy_pkg-1.0.dist-info/licenses/LICENSE.txt",
            "toy/__init__.py",
            "toy/more.py",
        ]
    );
    for name in [
        "Toy_pkg-1.0.data/platlib/toy/more.py",
        "Toy_pkg-1.0.data/other/x",
        "Toy_pkg-1.0.data/x",
        "Toy_pkg-1.0.data/data/../../x",
        "Toy_pkg-1.0.data/purelib/toy/__init__.py",
        "Toy_pkg-1.0.data/purelib/TOY/x.py",
        "Toy_pkg-1.0.data/purelib/os.py",
        "Toy_pkg-1.0.data/purelib/evil.pth",
    ] {
        assert!(open(&self::maker().file(name, b"")).is_err(), "{name}");
    }
}

#[test]
fn b_227_what_would_run_by_itself_or_hide_something() {
    for (name, part) in [
        ("toy/fast.so", "compiled"),
        ("toy/fast.cpython-315-x86_64-linux-gnu.so", "compiled"),
        ("toy/libx.so.1", "compiled"),
        ("toy/fast.PYD", "compiled"),
        ("toy/fast.dylib", "compiled"),
        ("toy/fast.dll", "compiled"),
        ("toy.pth", "start of Python"),
        ("toy/deep.pth", "start of Python"),
        ("sitecustomize.py", "start of Python"),
        ("usercustomize/__init__.py", "start of Python"),
        ("sitecustomize.pyc", "start of Python"),
        ("os.py", "takes the place"),
        ("OS.py", "takes the place"),
        ("json/__init__.py", "takes the place"),
        ("encodings/evil.py", "takes the place"),
        ("zipimport.pyc", "takes the place"),
        ("_socket.py", "takes the place"),
        ("numpy/__init__.py", "takes the place"),
        ("PIL/__init__.py", "takes the place"),
    ] {
        let error = refused(&maker().file(name, b"x"));
        assert!(error.contains(part), "{name}: {error}");
    }
}

#[test]
fn b_227_bytecode_is_left_out() {
    let maker = maker()
        .file("toy/__pycache__/__init__.cpython-315.pyc", b"code")
        .file("toy/other.pyc", b"code")
        .file("toy/other.pyo", b"code")
        .file("toy/json/os.py", b"fine: not at the top");
    assert_eq!(
        paths(&maker),
        ["Toy_pkg-1.0.dist-info/METADATA", "toy/__init__.py", "toy/json/os.py"]
    );
}

#[test]
fn b_231_a_wheel_that_depends_on_an_address_is_refused() {
    let error = refused(&maker().requires("evil @ https://example.org/evil.whl"));
    assert!(error.contains("names an address"), "{error}");
}

#[test]
fn licences_are_the_shortest_true_answer() {
    for (more, expected) in [
        (
            "License-Expression: MIT OR Apache-2.0\nLicense: other\n",
            Some("MIT OR Apache-2.0"),
        ),
        ("License: BSD\n", Some("BSD")),
        (
            "License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License\n",
            Some("MIT License"),
        ),
        ("", None),
    ] {
        let mut maker = maker();
        maker.metadata = maker.metadata.replace("License: MIT\n", more);
        assert_eq!(open(&maker).unwrap().metadata().license.as_deref(), expected, "{more}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn b_224_a_wheel_with_any_byte_changed_is_refused_or_the_same(at in any::<proptest::sample::Index>(), bits in 1u8..) {
        let maker = maker().file("toy/a.py", b"a = 1\n");
        let good = maker.build();
        let mut bad = good.clone();
        *at.get_mut(&mut bad) ^= bits;
        if let Ok(mut wheel) = Wheel::open(opened(&bad), &maker.file_name()) {
            let mut original = Wheel::open(opened(&good), &maker.file_name()).unwrap();
            let (mut a, mut b) = (Vec::new(), Vec::new());
            let paths: Vec<_> = wheel.paths().map(str::to_owned).collect();
            prop_assert_eq!(&paths, &original.paths().map(str::to_owned).collect::<Vec<_>>());
            for place in 0..paths.len() {
                wheel.read(place, &mut a).unwrap();
                original.read(place, &mut b).unwrap();
                prop_assert_eq!(&a, &b);
            }
        }
    }

    #[test]
    fn b_224_noise_is_refused(noise in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let end = [&noise[..], b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &noise.iter().copied().cycle().take(10).collect::<Vec<_>>()[..]].concat();
        for bad in [&noise, &end] {
            prop_assert!(Wheel::open(opened(bad), "toy-1.0-py3-none-any.whl").is_err());
        }
    }
}
