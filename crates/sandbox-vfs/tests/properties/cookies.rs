//! Listings with any size of buffer, while entries come and go.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sandbox_vfs::{Error, Fd, Limits, Tree};

use crate::{APP, instantiate, template};

#[derive(Debug, Clone)]
enum Step {
    /// Read this many entries from where the listing stopped.
    Read(usize),
    Add(u8),
    Remove(u8),
    Rename(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1..5_usize).prop_map(Step::Read),
        2 => (0..20_u8).prop_map(Step::Add),
        2 => (0..20_u8).prop_map(Step::Remove),
        1 => (0..20_u8, 0..20_u8).prop_map(|(from, to)| Step::Rename(from, to)),
    ]
}

fn name(number: u8) -> String {
    format!("f{number}")
}

/// Reads at most `count` entries and returns the cookie to go on from.
fn read(tree: &mut Tree, fd: Fd, mut cookie: u64, count: usize, seen: &mut Vec<String>) -> (u64, bool) {
    let mut left = count;
    let mut more = false;
    tree.read_dir(fd, cookie, &mut |entry| {
        if left == 0 {
            more = true;
            return false;
        }
        left -= 1;
        cookie = entry.next_cookie;
        seen.push(String::from_utf8(entry.name.to_vec()).unwrap());
        true
    })
    .unwrap();
    (cookie, more)
}

proptest! {
    #[test]
    fn an_entry_that_is_there_throughout_is_seen_once(start in prop::collection::btree_set(0..20_u8, 0..20), steps in prop::collection::vec(step(), 1..40), last in 1..7_usize) {
        let mut tree = instantiate(&template(), Limits::default());
        tree.create_dir(APP, b"dir").unwrap();
        let fd = tree.open(APP, b"dir", sandbox_vfs::OpenOptions::default()).unwrap();
        for number in &start {
            tree.write_file(&format!("/app/dir/{}", name(*number)), "").unwrap();
        }
        let mut throughout: BTreeSet<String> = start.iter().map(|number| name(*number)).collect();
        let (mut ever, mut seen, mut cookie) = (throughout.clone(), Vec::new(), 0);
        for step in steps {
            match step {
                Step::Read(count) => cookie = read(&mut tree, fd, cookie, count, &mut seen).0,
                Step::Add(number) => {
                    tree.write_file(&format!("/app/dir/{}", name(number)), "").unwrap();
                    ever.insert(name(number));
                }
                Step::Remove(number) => {
                    let removed = tree.unlink(fd, name(number).as_bytes());
                    prop_assert!(matches!(removed, Ok(()) | Err(Error::NotFound)));
                    throughout.remove(&name(number));
                }
                Step::Rename(from, to) => {
                    if tree.rename(fd, name(from).as_bytes(), fd, name(to).as_bytes()).is_ok() && from != to {
                        throughout.remove(&name(from));
                        ever.insert(name(to));
                    }
                }
            }
        }
        loop {
            let (next, more) = read(&mut tree, fd, cookie, last, &mut seen);
            cookie = next;
            if !more {
                break;
            }
        }
        prop_assert_eq!(&seen[..2], [".", ".."]);
        for name in &throughout {
            prop_assert_eq!(seen.iter().filter(|seen| *seen == name).count(), 1, "{}", name);
        }
        prop_assert!(seen[2..].iter().all(|name| ever.contains(name)));
    }
}
