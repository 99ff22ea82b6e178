//! Listing a directory as a C library does: buffer after buffer, going on from the last whole entry.

use sandbox_vfs::{Fd, OpenOptions};
use wiggle::GuestMemory;

use super::harness::state;
use crate::price::Bill;
use crate::state::GuestState;
use crate::wasi::call::Call;
use crate::wasi::directory::fd_readdir;

const BUFFER: u32 = 64;

/// One listing from `cookie` on: the bytes that were used of a buffer of `size`.
fn list(state: &mut GuestState, size: u32, cookie: u64) -> Vec<u8> {
    // What the host leaves alone stays visible.
    let mut memory = vec![0xee; 4096];
    let mut call = Call {
        memory: GuestMemory::Unshared(&mut memory),
        state,
        bill: Bill::default(),
    };
    fd_readdir(&mut call, 4, BUFFER, size, cookie, 0).expect("the listing of a directory");
    let used = u32::from_le_bytes(memory[..4].try_into().expect("four bytes"));
    assert!(used <= size);
    assert!(
        memory[(BUFFER + used) as usize..].iter().all(|byte| *byte == 0xee),
        "written after the end"
    );
    memory[BUFFER as usize..(BUFFER + used) as usize].to_vec()
}

/// The names in whole entries, and the cookie to go on from.
fn entries(mut bytes: &[u8], names: &mut Vec<String>) -> Option<u64> {
    let mut cookie = None;
    while let Some((header, rest)) = bytes.split_at_checked(24) {
        let length = u32::from_le_bytes(header[16..20].try_into().expect("four bytes")) as usize;
        let Some((name, rest)) = rest.split_at_checked(length) else {
            break;
        };
        assert_eq!(header[21..], [0; 3], "padding");
        names.push(String::from_utf8(name.to_vec()).expect("names are text"));
        cookie = Some(u64::from_le_bytes(header[..8].try_into().expect("eight bytes")));
        bytes = rest;
    }
    cookie
}

#[test]
fn b_156_every_buffer_size_lists_everything_once() {
    let mut state = state();
    let mut expected = vec![".".to_owned(), "..".to_owned()];
    for index in 0..20 {
        let name = format!("file{}", "x".repeat(index));
        let options = OpenOptions {
            create: true,
            write: true,
            ..OpenOptions::default()
        };
        let fd = state.tree.open(Fd(4), name.as_bytes(), options).expect("a new file");
        state.tree.close(fd).expect("an open file");
        expected.push(name);
    }
    expected.sort();
    for size in 0..48 {
        let whole = list(&mut state, 2048, 0);
        assert_eq!(
            list(&mut state, size, 0),
            whole[..size as usize],
            "a small buffer holds the beginning"
        );
    }
    // 47 bytes hold the longest entry.
    for size in (47..1200).step_by(7).chain([47, 48, 49, 50]) {
        let (mut names, mut cookie) = (Vec::new(), 0);
        loop {
            let bytes = list(&mut state, size, cookie);
            match entries(&bytes, &mut names) {
                Some(next) => cookie = next,
                None => break,
            }
            if bytes.len() < size as usize {
                break;
            }
        }
        names.sort();
        assert_eq!(names, expected, "in buffers of {size} bytes");
    }
}
