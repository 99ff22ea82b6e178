//! B5: guest Python uses disk, entries and descriptors.

use llm_wasm_sandbox::Outcome;

use crate::case_thread;
use crate::harness::{EXCEPTION, FINISHED, FUEL_OR_WALL, guest, python};
use crate::live::Live;

/// Profile T's disk.
const DISK: u64 = 32 << 20;

#[test]
fn b_077_one_file_until_it_is_full() {
    python("f = open('/app/fill', 'wb')\nwhile 1: f.write(b'x' * (1 << 20))").ends(&[Outcome::DiskQuota]);
    // One file over the limit of all of them is told as too big a file; what more is asked for beside others, as a full disk.
    python(guest("b_077_fill_and_free.py"))
        .ends(FINISHED)
        .prints("full EFBIG True\nfreed True\n");
}

#[test]
fn b_079_a_byte_far_behind_the_end() {
    let ended = python(guest("b_079_far_offsets.py"))
        .ends(FINISHED)
        .prints("refused\nrefused\nrefused\nrefused\nsize 0\n");
    assert_eq!(ended.metadata["disk_bytes"], 0);
}

#[test]
fn b_081_a_million_empty_files() {
    python("for i in range(10**6): open(f'/app/f{i}', 'w').close()").ends(&[Outcome::DiskQuota]);
}

#[test]
fn b_082_folders_and_links_without_end() {
    for make in ["os.mkdir(f'/app/d{i}')", "os.symlink('x', f'/app/d{i}')"] {
        let ended = python(format!(
            "import os\ni = 0\ntry:\n    while 1:\n        {make}\n        i += 1\nexcept OSError: print(1900 < i <= 2000)"
        ))
        .ends(FINISHED);
        ended.prints("True\n");
    }
    // There are no hard links.
    python("import os\nopen('/app/f', 'w').close()\nos.link('/app/f', '/app/g')").ends(EXCEPTION);
}

#[test]
fn b_084_depth_by_moving() {
    let ended = python(guest("b_084_depth_bomb.py")).ends(FINISHED).says("refused");
    let depth = ended
        .stdout
        .lines()
        .find_map(|line| line.strip_prefix("deepest "))
        .unwrap();
    assert!(depth.parse::<u32>().unwrap() <= 33, "{depth}");
}

#[test]
fn b_086_names_that_other_systems_confuse() {
    // Two files each, also after they were left and given to the next program.
    let write =
        "for n, name in enumerate(('a', 'A', '\\xe9', 'e\\u0301', 'x%0A', 'x\\n')): open(name, 'w').write(str(n))";
    let left = python(write).ends(FINISHED);
    let mut next = python("import os\nprint(sorted((open(name).read(), ascii(name)) for name in os.listdir('.')))");
    for (name, file) in &left.files {
        next = next.file(name, file.beginning.clone());
    }
    drop(left);
    next.ends(FINISHED).prints(
        "[('0', \"'a'\"), ('1', \"'A'\"), ('2', \"'\\\\xe9'\"), ('3', \"'e\\\\u0301'\"), ('4', \"'x%0A'\"), ('5', \"'x\\\\n'\")]\n",
    );
}

#[test]
fn b_087_descriptors_without_end() {
    python(guest("b_087_descriptors.py"))
        .ends(FINISHED)
        .prints("EMFILE True\n");
    python("fds = []\nwhile 1: fds.append(open('/app/f', 'w'))").ends(&[Outcome::DiskQuota]);
}

#[test]
fn b_089_hard_links_of_a_large_file() {
    python(guest("b_089_hard_links.py")).ends(FINISHED).prints("0 links\n");
}

#[test]
fn b_091_a_file_that_is_open_when_the_program_is_ended() {
    let ended = python("f = open('/app/x', 'w')\nf.write('a' * 10**7)\nwhile True: pass")
        .short()
        .ends(FUEL_OR_WALL);
    // What is documented: what reached the file tree is there; the interpreter's own buffer is lost with it.
    let left = &ended.files["x"];
    assert!(left.bytes <= 10_000_000 && left.beginning.iter().all(|&byte| byte == b'a'));
}

#[test]
fn b_092_half_is_deleted_again_and_again() {
    let ended = python(guest("b_092_accounting.py")).ends(&[Outcome::Finished, Outcome::OutOfFuel, Outcome::Timeout]);
    let walked: u64 = ended.files.values().map(|file| file.bytes).sum();
    assert_eq!(ended.metadata["disk_bytes"], walked);
}

#[test]
fn b_094_the_host_writes_into_a_full_workspace() {
    case_thread::run(|| {
        let mut live = Live::new(&python(""));
        live.turn(
        "open('kept', 'w').write('kept')\ntry:\n    open('fill', 'wb', buffering=0).write(bytes(1 << 26))\nexcept OSError: print('full')\nf = open('fill', 'ab', buffering=0)\ntry:\n    while 1: f.write(b'x' * 1000)\nexcept OSError: print('full')\nf.close()",
        FINISHED,
    );
        let refused = live.session().write_file("more", vec![0; 1 << 20]).unwrap_err();
        assert!(matches!(refused, llm_wasm_sandbox::Error::File { .. }), "{refused:?}");
        // What is there is there, and can be removed; then there is room again.
        live.session().remove("fill").unwrap();
        live.session().write_file("more", vec![0; 1 << 20]).unwrap();
        let after = live.turn(
            "import os\nprint(open('kept').read(), os.path.getsize('more'))",
            FINISHED,
        );
        assert_eq!(after.stdout, "kept 1048576\n");
        assert!(after.metadata["disk_bytes"].as_u64().unwrap() <= DISK);
        live.done();
    });
}
