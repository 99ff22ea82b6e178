use super::*;
use crate::types::SetTime;

#[test]
fn every_change_has_its_own_time_even_if_the_clock_stands_still() {
    let mut tree = tree();
    let mut last = tree.metadata("/app").unwrap().mtime;
    for step in 0..4 {
        match step {
            0 => tree.write_file("/app/f", "x").unwrap(),
            1 => tree.create_dir(APP, b"d").unwrap(),
            2 => tree.rename(APP, b"f", APP, b"g").unwrap(),
            _ => tree.unlink(APP, b"g").unwrap(),
        }
        let now = tree.metadata("/app").unwrap().mtime;
        assert!(now > last, "step {step}");
        last = now;
    }
    tree.write_file("/app/d/f", "1").unwrap();
    let first = tree.metadata("/app/d/f").unwrap().mtime;
    tree.write_file("/app/d/f", "2").unwrap();
    assert!(tree.metadata("/app/d/f").unwrap().mtime > first);
    assert_eq!(
        tree.metadata("/app").unwrap().mtime,
        last,
        "what happens in a subdirectory is not its parent's change"
    );
}

#[test]
fn a_directory_time_grows_even_if_the_guest_set_it_into_the_future_or_the_clock_goes_back() {
    let clock = ManualClock::at(1 << 60);
    let mut tree = template().instantiate(Limits::default(), Arc::clone(&clock) as Arc<dyn crate::Clock>);
    tree.set_times(APP, SetTime::Keep, SetTime::At(u64::MAX)).unwrap();
    let future = tree.stat(APP).unwrap().mtime;
    assert_eq!(future, i64::MAX as u64);
    clock.set(0);
    tree.write_file("/app/f", "").unwrap();
    assert!(tree.stat(APP).unwrap().mtime > future);
    let frozen = tree.freeze().instantiate(Limits::default(), ManualClock::at(0));
    let mut next = frozen;
    let before = next.metadata("/app/f").unwrap().mtime;
    next.write_file("/app/f", "x").unwrap();
    assert!(
        next.metadata("/app/f").unwrap().mtime > before,
        "times go on in the next generation"
    );
}

#[test]
fn b_016_times_are_set_and_clamped() {
    let mut tree = tree();
    tree.write_file("/app/f", "x").unwrap();
    tree.symlink(b"f", APP, b"l").unwrap();
    for time in [0, 1, 1 << 62, i64::MAX as u64, 1 << 63, u64::MAX] {
        tree.set_times_path(APP, b"l", true, SetTime::At(time), SetTime::At(time))
            .unwrap();
        let stat = tree.metadata("/app/f").unwrap();
        assert_eq!(
            (stat.atime, stat.mtime),
            (time.min(i64::MAX as u64), time.min(i64::MAX as u64))
        );
    }
    tree.set_times_path(APP, b"l", false, SetTime::At(5), SetTime::Keep)
        .unwrap();
    assert_eq!(tree.metadata("/app/l").unwrap().atime, 5);
    let fd = tree.open(APP, b"f", OpenOptions::default()).unwrap();
    tree.set_times(fd, SetTime::At(1), SetTime::Now).unwrap();
    assert_eq!(tree.stat(fd).unwrap().atime, 1);
    assert_eq!(
        tree.set_times_path(ROOT, b"lib/os.py", true, SetTime::Now, SetTime::Now),
        Err(Error::ReadOnly)
    );
    assert!(tree.list("/app").is_ok());
}
