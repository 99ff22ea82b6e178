use super::*;
use crate::error::Result;
use crate::work::Work;

/// The work of one call.
fn of<T>(tree: &mut Tree, call: impl FnOnce(&mut Tree) -> Result<T>) -> Work {
    tree.take_work();
    let _ = call(tree);
    tree.take_work()
}

#[test]
fn every_name_that_a_link_leads_through_is_counted() {
    let mut tree = tree();
    tree.write_file("/app/d/f", "x").unwrap();
    tree.symlink(b"./././d/f", APP, b"long").unwrap();
    tree.symlink(b"long", APP, b"longer").unwrap();
    assert_eq!(
        of(&mut tree, |tree| tree.stat_path(APP, b"d/f", true)),
        Work::default(),
        "a path pays for its own names"
    );
    for (path, names) in [(&b"long"[..], 5), (b"longer", 6)] {
        let work = of(&mut tree, |tree| tree.stat_path(APP, path, true));
        assert_eq!((work.link_names, work.walked, work.host_steps), (names, 0, 0));
    }
    tree.symlink(b"././././nothing", APP, b"broken").unwrap();
    let work = of(&mut tree, |tree| tree.stat_path(APP, b"broken", true));
    assert_eq!(work.link_names, 5, "also where it leads nowhere");
}

#[test]
fn moving_a_directory_deeper_counts_what_is_below_it() {
    let mut tree = tree();
    for n in 0..10 {
        tree.write_file(&format!("/app/d/{n}"), "x").unwrap();
    }
    tree.make_dir("/app/deeper").unwrap();
    let work = of(&mut tree, |tree| tree.rename(APP, b"d", APP, b"deeper/d"));
    assert_eq!(work.walked, 11);
    let work = of(&mut tree, |tree| tree.rename(APP, b"deeper/d", APP, b"e"));
    assert_eq!(work.walked, 0, "what gets no deeper is not walked");
}

#[test]
fn looking_into_folders_of_the_host_counts_every_step_and_every_entry() {
    let temp = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(temp.path().join("a/b")).unwrap();
    for n in 0..20 {
        std::fs::write(temp.path().join(format!("a/b/{n}")), "x").unwrap();
    }
    let template = template()
        .extend()
        .host_dir("/data", crate::HostDir::open(temp.path()).unwrap())
        .unwrap()
        .build();
    let mut tree = template.instantiate(Limits::default(), ManualClock::at(0));
    let work = of(&mut tree, |tree| tree.stat_path(ROOT, b"data/a/b/1", true));
    assert_eq!(work.host_steps, 3);
    let work = of(&mut tree, |tree| {
        tree.stat_path(ROOT, b"data/a/b/../b/../b/../b/1", true)
    });
    assert_eq!(work.host_steps, 3 * 2 + 3, "every way back looks at the way");
    let fd = tree.open(ROOT, b"data/a/b", OpenOptions::default()).unwrap();
    for _ in 0..2 {
        let work = of(&mut tree, |tree| tree.read_dir(fd, 0, &mut |_| false));
        assert_eq!(
            work.host_steps, 20,
            "a start lists the folder anew, however little is taken"
        );
    }
    let work = of(&mut tree, |tree| tree.read_dir(fd, 5, &mut |_| true));
    assert_eq!(work, Work::default());
}
